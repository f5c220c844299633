import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { BreakGlassAnswer, BreakGlassDecision, BreakGlassPage, NewBreakGlass } from './break-glass.dto.js';
import { BreakGlassService } from './break-glass.service.js';
import { PageQuery } from './pages.dto.js';

/** Looks beyond one's own: asked for by one person, decided by another (docs/oversight.md). */
@ApiTags('oversight')
@Controller('api/v1/break-glass')
export class BreakGlassController {
  constructor(private readonly breakGlass: BreakGlassService) {}

  @Post()
  @Roles('inspector', 'regulator', 'admin')
  @ApiOperation({ summary: 'Ask to read the data of an organization that is not yours to read' })
  @ApiCreatedResponse({ type: BreakGlassAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async request(
    @CurrentActor() actor: Actor,
    @Body() body: NewBreakGlass,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreakGlassAnswer> {
    const entity = await this.breakGlass.request(actor, body);
    return sendMade(reply, { entity, repeated: false }, `/api/v1/break-glass/${entity.id}`);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Roles('regulator', 'admin')
  @ApiOperation({ summary: 'Approve or refuse the request of another person' })
  @ApiOkResponse({ type: BreakGlassAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'break-glass-closed',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  decide(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: BreakGlassDecision,
  ): Promise<BreakGlassAnswer> {
    return this.breakGlass.decide(actor, id, body.decision);
  }

  @Get()
  @Roles('inspector', 'regulator', 'admin')
  @ApiOperation({ summary: 'Your requests, and those that you may decide' })
  @ApiOkResponse({ type: BreakGlassPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreakGlassPage> {
    return sendPage(request, reply, await this.breakGlass.list(actor, query));
  }

  @Get(':id')
  @Roles('inspector', 'regulator', 'admin')
  @ApiOperation({ summary: 'Read a request' })
  @TakesEntityTag()
  @ApiOkResponse({ type: BreakGlassAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreakGlassAnswer | undefined> {
    return sendEntity(request, reply, await this.breakGlass.get(actor, id));
  }
}
