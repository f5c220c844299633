import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { AcknowledgedDto, NoticeListQuery, NoticePageDto } from './notices.dto.js';
import { NoticesService } from './notices.service.js';
import { recallReaders } from './recall-roles.js';

/** What holders are told of recalls. */
@ApiTags('recalls')
@Controller('api/v1/recall-notices')
@Roles(...recallReaders)
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get()
  @Scoped('recalls:read')
  @ApiOperation({ summary: 'Which batches of an organization are recalled, and what to do; newest first' })
  @ApiOkResponse({ type: NoticePageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: NoticeListQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticePageDto> {
    const { organization, cursor = null, limit } = query;
    return sendPage(request, reply, await this.notices.list(actor, organization, cursor, limit));
  }

  @Post(':id/acknowledgement')
  @HttpCode(200)
  @Scoped('recalls:write')
  @ApiOperation({ summary: 'Acknowledge a notice; the first time stays' })
  @ApiOkResponse({ type: AcknowledgedDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async acknowledge(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<AcknowledgedDto> {
    return this.notices.acknowledge(actor, id);
  }
}
