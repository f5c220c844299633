import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sendMade } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { EnrolmentAnswer, EnrolmentPage, KeyChallenge, NewEnrolment } from './key-enrolments.dto.js';
import { KeyEnrolments } from './key-enrolments.service.js';
import { PageQuery } from './pages.dto.js';

/** Keys of members' own devices, until they count (ledger.md §8). */
@ApiTags('parties')
@Controller('api/v1/organizations/:id/keys')
export class KeyEnrolmentsController {
  constructor(private readonly enrolments: KeyEnrolments) {}

  @Post('challenges')
  @Roles('owner', 'recorder')
  @ApiOperation({ summary: 'Get what a device is to sign to enrol its key' })
  @ApiCreatedResponse({ type: KeyChallenge })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  challenge(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<KeyChallenge> {
    return this.enrolments.challenge(actor, id);
  }

  @Post('enrolments')
  @Roles('owner', 'recorder')
  @ApiOperation({ summary: 'Ask for a key of your own device to count' })
  @ApiCreatedResponse({ type: EnrolmentAnswer })
  @ApiOkResponse({ type: EnrolmentAnswer, description: 'You had asked for this key before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'key-taken',
    'unavailable',
    'ambiguous',
  )
  async enrol(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewEnrolment,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnrolmentAnswer> {
    const made = await this.enrolments.enrol(actor, id, body);
    return sendMade(reply, made, `/api/v1/organizations/${id}/keys/enrolments`);
  }

  @Get('enrolments')
  @SignedIn()
  @ApiOperation({ summary: 'List the enrolments of devices’ keys, oldest first' })
  @ApiOkResponse({ type: EnrolmentPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnrolmentPage> {
    return sendPage(request, reply, await this.enrolments.list(actor, id, query));
  }

  @Post('enrolments/:enrolment/approve')
  @Roles('owner', 'admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve a device’s key: from here on it counts' })
  @ApiOkResponse({ type: EnrolmentAnswer })
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'enrolment-decided',
    'key-taken',
    'unavailable',
    'ambiguous',
  )
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('enrolment', IdPipe) enrolment: string,
  ): Promise<EnrolmentAnswer> {
    return this.enrolments.approve(actor, id, enrolment);
  }

  @Post('enrolments/:enrolment/refuse')
  @Roles('owner', 'admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse a device’s key' })
  @ApiOkResponse({ type: EnrolmentAnswer })
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'enrolment-decided',
    'unavailable',
    'ambiguous',
  )
  refuse(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('enrolment', IdPipe) enrolment: string,
  ): Promise<EnrolmentAnswer> {
    return this.enrolments.refuse(actor, id, enrolment);
  }
}
