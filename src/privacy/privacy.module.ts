import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { AccountErasures } from './account-erasures.service.js';
import { AccountFilesStore } from './account-files.store.js';
import { AccountPrivacyController } from './account.controller.js';
import { ConsentsService } from './consents.service.js';
import { ErasureJob } from './erasure-job.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresStore } from './erasures.store.js';
import { HeldRecordsReader } from './held-records.js';
import { PersonEntries } from './person-entries.js';
import { PersonExport } from './person-export.service.js';
import { PersonStatements } from './person-statements.js';
import { PrivacyController } from './privacy.controller.js';

/** Consent, erasure and export of people's data, and of accounts. */
@Module({
  imports: [BatchesModule, EventsModule, PartiesModule],
  controllers: [AccountPrivacyController, PrivacyController],
  providers: [
    AccountErasures,
    AccountFilesStore,
    ConsentsService,
    ErasureJob,
    ErasuresService,
    ErasuresStore,
    HeldRecordsReader,
    PersonEntries,
    PersonExport,
    PersonStatements,
  ],
  exports: [ConsentsService],
})
export class PrivacyModule {}
