import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { AnomaliesController } from './anomalies.controller.js';
import { AnomaliesService } from './anomalies.service.js';
import { AnomalyTeller } from './anomaly-teller.service.js';
import { InquiriesService } from './inquiries.service.js';

/** Findings over all batches of a region, and the inquiries of authorities into them. */
@Module({
  imports: [BatchesModule, EventsModule, PartiesModule],
  controllers: [AnomaliesController],
  providers: [AnomaliesService, AnomalyTeller, InquiriesService],
})
export class CasesModule {}
