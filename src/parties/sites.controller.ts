import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { NewSite, SiteAnswer, SitePage } from './sites.dto.js';
import { SitesService } from './sites.service.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';
import { OrganizationPageQuery } from './pages.dto.js';

/** Sites (api.md, Recording: master data). */
@ApiTags('parties')
@Controller('api/v1/sites')
export class SitesController {
  constructor(private readonly sites: SitesService) {}

  @Post()
  @Scoped('sites:write')
  @Roles('owner', 'recorder', 'admin')
  @ApiOperation({ summary: 'Add a site' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: SiteAnswer })
  @ApiOkResponse({ type: SiteAnswer, description: 'The same request had added it before.' })
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'forbidden', 'not-found', 'event-conflict')
  async create(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string | null,
    @Body() body: NewSite,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SiteAnswer> {
    const made = await this.sites.create(actor, key, body);
    return sendMade(reply, made, `/api/v1/sites/${made.entity.id}`);
  }

  @Get()
  @Scoped('sites:read')
  @SignedIn()
  @ApiOperation({ summary: 'List sites' })
  @ApiOkResponse({ type: SitePage })
  @ProblemAnswers('validation', 'unauthenticated', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: OrganizationPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SitePage> {
    return sendPage(request, reply, await this.sites.list(actor, query));
  }

  @Get(':id')
  @Scoped('sites:read')
  @SignedIn()
  @ApiOperation({ summary: 'Read a site' })
  @TakesEntityTag()
  @ApiOkResponse({ type: SiteAnswer })
  @ProblemAnswers('unauthenticated', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SiteAnswer | undefined> {
    return sendEntity(request, reply, await this.sites.get(actor, id));
  }
}
