import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { documentTypes } from '../../http/document-body.js';
import { IdPipe } from '../../http/id.pipe.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { sendPage } from '../../http/paging.js';
import {
  ApplicationAnswer,
  ApplicationDecision,
  ApplicationDetail,
  ApplicationPage,
  ApplicationPageQuery,
} from './applications.dto.js';
import { DecisionsService } from './decisions.service.js';

/** Applications as those decide about them whose region they are of (docs/onboarding.md). */
@ApiTags('onboarding')
@Roles('inspector', 'regulator', 'admin')
@Controller('api/v1/applications')
export class DecisionsController {
  constructor(private readonly decisions: DecisionsService) {}

  @Get()
  @ApiOperation({ summary: 'List the applications of your region' })
  @ApiOkResponse({ type: ApplicationPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: ApplicationPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplicationPage> {
    return sendPage(request, reply, await this.decisions.list(actor, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an application (traced)' })
  @ApiOkResponse({ type: ApplicationDetail })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'log-behind', 'ambiguous')
  get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ApplicationDetail> {
    return this.decisions.get(actor, id);
  }

  @Get(':id/documents/:sha256')
  @ApiOperation({ summary: 'Open a document of an application (traced)' })
  @ApiProduces(...documentTypes)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary', example: '…' } })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'log-behind', 'ambiguous')
  async document(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('sha256') sha256: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { row, bytes } = await this.decisions.document(actor, id, sha256);
    void reply
      .header('content-type', row.mediaType)
      .header('content-disposition', 'attachment')
      .header('cache-control', 'no-store')
      .send(bytes);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve, refuse or return an application' })
  @ApiOkResponse({ type: ApplicationAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'application-closed',
    'uscc-taken',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  decide(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: ApplicationDecision,
  ): Promise<ApplicationAnswer> {
    return this.decisions.decide(actor, id, body);
  }
}
