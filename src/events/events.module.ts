import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { AttachmentFiles } from './attachment-files.js';
import { AttachmentsController } from './attachments.controller.js';
import { AttachmentsService } from './attachments.service.js';
import { BatchIds } from './batch-ids.js';
import { BulkEventsController } from './bulk-events.controller.js';
import { BulkEventsService } from './bulk-events.service.js';
import { ChainReader } from './chain-reader.js';
import { ContextLoader } from './context.js';
import { EventAnswers } from './event-answers.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { OpeningsService } from './openings.service.js';
import { PositionsController } from './positions.controller.js';
import { PositionsService } from './positions.service.js';
import { Recorder } from './recorder.js';
import { Showings } from './showings.service.js';
import { SignedStatements } from './signed-statements.js';
import { TimelineMarks } from './timeline-marks.service.js';
import { TimelineService } from './timeline.service.js';

/** Recording events and reading them back. */
@Module({
  imports: [BatchesModule, FindingsModule, PartiesModule],
  controllers: [EventsController, BulkEventsController, AttachmentsController, PositionsController],
  providers: [
    AttachmentFiles,
    AttachmentsService,
    BatchIds,
    BulkEventsService,
    ChainReader,
    ContextLoader,
    EventAnswers,
    EventsService,
    OpeningsService,
    PositionsService,
    Recorder,
    Showings,
    SignedStatements,
    TimelineMarks,
    TimelineService,
  ],
  exports: [ChainReader, ContextLoader, EventsService, OpeningsService, Recorder, Showings, TimelineService],
})
export class EventsModule {}
