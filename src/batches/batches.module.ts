import { Module } from '@nestjs/common';
import { BatchesController } from './batches.controller.js';
import { BatchSearch } from './batch-search.service.js';
import { BatchesService } from './batches.service.js';
import { CaseRows } from './case-rows.service.js';
import { InspectionTaskRows } from './inspection-task-rows.service.js';
import { CertificationEntries } from './certifications.service.js';
import { JudgementsService } from './judgements.service.js';
import { RecallRows } from './recall-rows.service.js';
import { Settlement } from './settlement.js';
import { ShipmentsService } from './shipments.service.js';
import { StopsService } from './stops.service.js';

/** Batches and their balances. */
@Module({
  controllers: [BatchesController],
  providers: [
    BatchSearch,
    BatchesService,
    CaseRows,
    InspectionTaskRows,
    CertificationEntries,
    JudgementsService,
    RecallRows,
    Settlement,
    ShipmentsService,
    StopsService,
  ],
  exports: [
    BatchesService,
    CaseRows,
    InspectionTaskRows,
    CertificationEntries,
    JudgementsService,
    RecallRows,
    Settlement,
    ShipmentsService,
    StopsService,
  ],
})
export class BatchesModule {}
