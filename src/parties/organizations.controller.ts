import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { NewOrganization, OrganizationDetail, OrganizationPage } from './organizations.dto.js';
import { OrganizationsService } from './organizations.service.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';
import { PageQuery } from './pages.dto.js';

/** Examples of bodies: a household has a cooperative and a phone, a company a USCC. */
const registrations = {
  cooperative: {
    value: {
      kind: 'cooperative',
      name: '栖霞示例果业农民专业合作社',
      uscc: '93370686MA3C2E7X7L',
      region: '370686',
    },
  },
  household: {
    value: {
      kind: 'household',
      name: '七号农户',
      region: '370686',
      parent: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
      phone: '0535-2000000',
      phoneShown: true,
    },
  },
};

/** Organizations (api.md, Recording: master data). */
@ApiTags('parties')
@Controller('api/v1/organizations')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Post()
  @Roles('admin', 'owner')
  @ApiOperation({ summary: 'Register an organization (an owner of a cooperative: a farm of it)' })
  @TakesIdempotencyKey()
  @ApiBody({ type: NewOrganization, examples: registrations })
  @ApiCreatedResponse({ type: OrganizationDetail })
  @ApiOkResponse({ type: OrganizationDetail, description: 'The same request had registered it before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'event-conflict',
    'uscc-taken',
    'unavailable',
    'ambiguous',
  )
  async register(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string | null,
    @Body() body: NewOrganization,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDetail> {
    const made = await this.organizations.register(actor, key, body);
    return sendMade(reply, made, `/api/v1/organizations/${made.entity.id}`);
  }

  @Get()
  @Scoped('organizations:read')
  @SignedIn()
  @ApiOperation({ summary: 'List the organizations you may see' })
  @ApiOkResponse({ type: OrganizationPage })
  @ProblemAnswers('validation', 'unauthenticated')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationPage> {
    return sendPage(request, reply, await this.organizations.list(actor, query));
  }

  @Get(':id')
  @Scoped('organizations:read')
  @SignedIn()
  @ApiOperation({ summary: 'Read an organization' })
  @TakesEntityTag()
  @ApiOkResponse({ type: OrganizationDetail })
  @ProblemAnswers('unauthenticated', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDetail | undefined> {
    return sendEntity(request, reply, await this.organizations.get(actor, id));
  }
}
