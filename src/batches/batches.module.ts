import { Module } from '@nestjs/common';
import { BatchesController } from './batches.controller.js';
import { BatchesService } from './batches.service.js';
import { Settlement } from './settlement.js';

/** Batches and their balances. */
@Module({
  controllers: [BatchesController],
  providers: [BatchesService, Settlement],
  exports: [BatchesService, Settlement],
})
export class BatchesModule {}
