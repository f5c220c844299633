import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { BulkEventsController } from './bulk-events.controller.js';
import { BulkEventsService } from './bulk-events.service.js';
import { ChainReader } from './chain-reader.js';
import { ContextLoader } from './context.js';
import { EventAnswers } from './event-answers.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { OpeningsService } from './openings.service.js';
import { Recorder } from './recorder.js';
import { SignedStatements } from './signed-statements.js';
import { TimelineService } from './timeline.service.js';

/** Recording events and reading them back. */
@Module({
  imports: [BatchesModule, PartiesModule],
  controllers: [EventsController, BulkEventsController],
  providers: [
    BulkEventsService,
    ChainReader,
    ContextLoader,
    EventAnswers,
    EventsService,
    OpeningsService,
    Recorder,
    SignedStatements,
    TimelineService,
  ],
  exports: [ChainReader, EventsService, OpeningsService, Recorder, TimelineService],
})
export class EventsModule {}
