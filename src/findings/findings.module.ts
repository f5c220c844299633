import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { ListsModule } from '../lists/lists.module.js';
import { ActGuard } from './act-guard.js';
import { CertificationReader } from './certification-reader.js';
import { Judge } from './judge.service.js';
import { RecordReader } from './record-reader.js';
import { ReusedReports } from './reused-reports.js';

/** What the rules find, and what follows from it. */
@Module({
  imports: [BatchesModule, ListsModule],
  providers: [ActGuard, CertificationReader, Judge, RecordReader, ReusedReports],
  exports: [ActGuard, CertificationReader, Judge, RecordReader],
})
export class FindingsModule {}
