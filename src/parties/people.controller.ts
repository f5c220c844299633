import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sendMade } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { PageQuery } from './pages.dto.js';
import { NewPerson, PersonAnswer, PersonDetails, PersonPage } from './people.dto.js';
import { PeopleService } from './people.service.js';

/** People whose data the statements of an organization carry (docs/privacy.md). */
@ApiTags('privacy')
@Controller('api/v1/organizations/:id/people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Post()
  @Roles('owner', 'recorder')
  @ApiOperation({ summary: 'Take a person in, so that private fields can name them' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: PersonAnswer })
  @ApiOkResponse({ type: PersonAnswer, description: 'The same request had taken the person in before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'person-restricted',
    'unavailable',
    'ambiguous',
  )
  async add(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @IdempotencyKey() key: string | null,
    @Body() body: NewPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonAnswer> {
    const made = await this.people.add(actor, id, key, body);
    return sendMade(reply, made, `/api/v1/organizations/${id}/people/${made.entity.id}`);
  }

  @Get()
  @Roles('owner', 'recorder')
  @ApiOperation({ summary: 'List the people of an organization' })
  @ApiOkResponse({ type: PersonPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonPage> {
    return sendPage(request, reply, await this.people.list(actor, id, query));
  }

  @Get(':person')
  @SignedIn()
  @ApiOperation({ summary: 'Read a person' })
  @ApiOkResponse({ type: PersonAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
  ): Promise<PersonAnswer> {
    return this.people.get(actor, { organizationId, personId });
  }

  @Put(':person')
  @SignedIn()
  @ApiOperation({ summary: 'Put right what is known of a person; the old is gone' })
  @ApiOkResponse({ type: PersonAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'person-restricted',
    'unavailable',
    'ambiguous',
  )
  put(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
    @Body() body: PersonDetails,
  ): Promise<PersonAnswer> {
    return this.people.put(actor, { organizationId, personId }, body);
  }
}
