import { Module } from '@nestjs/common';
import { FiguresController } from './figures.controller.js';
import { FiguresService } from './figures.service.js';
import { FiguresStore } from './figures.store.js';

/** Figures of the batches of a region. */
@Module({ controllers: [FiguresController], providers: [FiguresService, FiguresStore] })
export class FiguresModule {}
