import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { LabelWriter } from './label-writer.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';

/** Label sets and what is printed from them. */
@Module({
  imports: [BatchesModule, EventsModule],
  controllers: [LabelsController],
  providers: [LabelsService, LabelWriter],
  exports: [LabelsService],
})
export class LabelsModule {}
