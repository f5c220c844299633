import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { EventsModule } from '../events/events.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { CalibrationController } from './calibration.controller.js';
import { LabelWriter } from './label-writer.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';
import { SerialsService } from './serials.service.js';
import { SheetsController } from './sheets.controller.js';
import { SheetsService } from './sheets.service.js';

/** Label sets and what is printed from them. */
@Module({
  imports: [BatchesModule, CertificatesModule, EventsModule, FindingsModule],
  controllers: [LabelsController, SheetsController, CalibrationController],
  providers: [LabelsService, LabelWriter, SerialsService, SheetsService],
})
export class LabelsModule {}
