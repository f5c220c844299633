import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { InspectionsController } from './inspections.controller.js';
import { InspectionsService } from './inspections.service.js';

/** Inspections of batches. */
@Module({
  imports: [BatchesModule, FindingsModule],
  controllers: [InspectionsController],
  providers: [InspectionsService],
})
export class InspectionsModule {}
