import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ListsModule } from '../lists/lists.module.js';
import { CertificateReader } from './certificate-reader.js';
import { CertificatesController } from './certificates.controller.js';
import { CertificatesService } from './certificates.service.js';

/** How certificates of batches stand, and their printed forms. */
@Module({
  imports: [BatchesModule, FindingsModule, ListsModule],
  controllers: [CertificatesController],
  providers: [CertificateReader, CertificatesService],
  exports: [CertificateReader],
})
export class CertificatesModule {}
