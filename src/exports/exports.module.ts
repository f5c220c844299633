import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BatchesModule } from '../batches/batches.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { TraceModule } from '../trace/trace.module.js';
import { ExportJob } from './export-job.js';
import { ExportMaker } from './export-maker.js';
import { ExportsController } from './exports.controller.js';
import { ExportRights } from './export-rights.js';
import { ExportTeller } from './export-teller.js';
import { ExportsService } from './exports.service.js';

/** Files with data of a region, for those who oversee it. */
@Module({
  imports: [AuditModule, BatchesModule, PartiesModule, TraceModule],
  controllers: [ExportsController],
  providers: [ExportJob, ExportMaker, ExportRights, ExportsService, ExportTeller],
})
export class ExportsModule {}
