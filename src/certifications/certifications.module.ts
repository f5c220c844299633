import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ListsModule } from '../lists/lists.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ScanModule } from '../scan/scan.module.js';
import { CertificationsController } from './certifications.controller.js';
import { CertificationsService } from './certifications.service.js';
import { CertificationLookupController } from './lookup.controller.js';
import { CertificationLookup } from './lookup.service.js';

/** What organizations are certified for, stated and looked up. */
@Module({
  imports: [BatchesModule, FindingsModule, ListsModule, PartiesModule, ScanModule],
  controllers: [CertificationsController, CertificationLookupController],
  providers: [CertificationsService, CertificationLookup],
})
export class CertificationsModule {}
