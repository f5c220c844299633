import { Module } from '@nestjs/common';
import { PartiesModule } from '../parties/parties.module.js';
import { ListIssuers } from './issuers.js';
import { ListsController } from './lists.controller.js';
import { ListsService } from './lists.service.js';
import { ListPublisher } from './publisher.service.js';
import { VersionsStore } from './versions.store.js';

/** Reference lists: published in versions, read by everybody, judged by. */
@Module({
  imports: [PartiesModule],
  controllers: [ListsController],
  providers: [ListIssuers, ListPublisher, ListsService, VersionsStore],
  exports: [ListsService],
})
export class ListsModule {}
