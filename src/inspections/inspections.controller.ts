import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { EntryPageQuery, sendPage } from '../http/paging.js';
import { InspectionPageDto } from './inspections.dto.js';
import { InspectionsService } from './inspections.service.js';

/** Inspections of a batch with their legal clocks. */
@ApiTags('inspections')
@Controller('api/v1/batches/:id/inspections')
@SignedIn()
export class InspectionsController {
  constructor(private readonly inspections: InspectionsService) {}

  @Get()
  @Scoped('batches:read')
  @ApiOperation({ summary: 'Inspections of a batch, and until when each can be objected to' })
  @ApiOkResponse({ type: InspectionPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Query() { after, limit }: EntryPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionPageDto> {
    return sendPage(request, reply, await this.inspections.list(actor, batch, after, limit), 'after');
  }
}
