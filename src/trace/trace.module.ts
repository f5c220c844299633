import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { NodeMarksService } from './node-marks.service.js';
import { TraceController } from './trace.controller.js';
import { TraceService } from './trace.service.js';
import { WhereaboutsService } from './whereabouts.service.js';

/** Tracing batches through the graph. */
@Module({
  imports: [BatchesModule, PartiesModule],
  controllers: [TraceController],
  providers: [NodeMarksService, TraceService, WhereaboutsService],
  exports: [TraceService],
})
export class TraceModule {}
