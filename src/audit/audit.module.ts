import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { BatchesService } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { EventsModule } from '../events/events.module.js';
import { Showings } from '../events/showings.service.js';
import { CompletenessReader } from '../log/completeness-reader.js';
import { LogReader } from '../log/log-reader.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ScanModule } from '../scan/scan.module.js';
import { AuditRunner } from './audit-runner.js';
import { AuditsController } from './audits.controller.js';
import { AuditsService } from './audits.service.js';
import { EvidenceBuilder } from './evidence-builder.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceService } from './evidence.service.js';
import { LoggedChains } from './logged-chains.js';

/** What lets others check the ledger without trusting the service. */
@Module({
  imports: [BatchesModule, EventsModule, PartiesModule, ScanModule],
  controllers: [AuditsController, EvidenceController],
  providers: [
    AuditRunner,
    AuditsService,
    EvidenceService,
    LoggedChains,
    {
      provide: CompletenessReader,
      inject: [Database, LogReader],
      useFactory: (database: Database, log: LogReader) => new CompletenessReader(database, log),
    },
    {
      provide: EvidenceBuilder,
      inject: [Config, BatchesService, LoggedChains, Showings],
      useFactory: (config: Config, batches: BatchesService, chains: LoggedChains, showings: Showings) =>
        new EvidenceBuilder(config, batches, chains, showings),
    },
  ],
  exports: [EvidenceService],
})
export class AuditModule {}
