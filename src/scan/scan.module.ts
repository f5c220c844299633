import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { LabelChecker } from './label-checker.js';
import { RecordChecker } from './record-checker.js';
import { ScanController } from './scan.controller.js';
import { ScanService } from './scan.service.js';

/** Public verification of scanned codes. */
@Module({
  imports: [BatchesModule, EventsModule],
  controllers: [ScanController],
  providers: [LabelChecker, RecordChecker, ScanService],
})
export class ScanModule {}
