import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { InspectionTasksController } from './inspection-tasks.controller.js';
import { InspectionTasksService } from './inspection-tasks.service.js';
import { InspectionsController } from './inspections.controller.js';
import { InspectionsService } from './inspections.service.js';
import { TaskTeller } from './task-teller.service.js';

/** Inspections of batches, and the tasks that order them. */
@Module({
  imports: [BatchesModule, FindingsModule, PartiesModule],
  controllers: [InspectionsController, InspectionTasksController],
  providers: [InspectionsService, InspectionTasksService, TaskTeller],
})
export class InspectionsModule {}
