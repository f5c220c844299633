import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { Consignees } from './consignees.service.js';
import { HoldersService } from './holders.service.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { NoticesStore } from './notices.store.js';
import { ReachService } from './reach.service.js';
import { RecallJob } from './recall-job.js';
import { RecallListService } from './recall-list.service.js';
import { RecalledLots } from './recalled-lots.service.js';
import { RecallReader } from './recall-reader.js';
import { RecallSummaries } from './recall-summaries.service.js';
import { RecallsController } from './recalls.controller.js';
import { RecallsService } from './recalls.service.js';
import { StandingRecalls } from './standing-recalls.service.js';
import { WatchesStore } from './watches.store.js';
import { WebhookJob } from './webhook-job.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';
import { WebhooksStore } from './webhooks.store.js';

/** Recalls: opening, what they reach, who is told. */
@Module({
  imports: [BatchesModule, EventsModule, PartiesModule],
  controllers: [RecallsController, NoticesController, WebhooksController],
  providers: [
    Consignees,
    HoldersService,
    NoticesService,
    NoticesStore,
    ReachService,
    RecallJob,
    RecallListService,
    RecallReader,
    RecalledLots,
    RecallSummaries,
    RecallsService,
    StandingRecalls,
    WatchesStore,
    WebhookJob,
    WebhookSender,
    WebhooksService,
    WebhooksStore,
  ],
  exports: [RecalledLots, StandingRecalls],
})
export class RecallsModule {}
