import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { ClientPage, NewMachineClient, NewSecret, RegisteredClient } from './clients.dto.js';
import { OrganizationClients } from './organization-clients.service.js';
import { PageQuery } from './pages.dto.js';

/** Machines of an organization (docs/machines.md). */
@ApiTags('parties')
@Roles('owner', 'admin')
@Controller('api/v1/organizations/:id/clients')
export class ClientsController {
  constructor(private readonly clients: OrganizationClients) {}

  @Post()
  @ApiOperation({ summary: 'Register a machine that acts for the organization' })
  @ApiCreatedResponse({ type: RegisteredClient })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'unavailable',
    'ambiguous',
  )
  async register(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewMachineClient,
  ): Promise<RegisteredClient> {
    return this.clients.register(actor, id, body);
  }

  @Get()
  @ApiOperation({ summary: 'List the machines of an organization' })
  @ApiOkResponse({ type: ClientPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientPage> {
    return sendPage(request, reply, await this.clients.list(actor, id, query));
  }

  @Post(':client/secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give a machine another secret; the one before is taken for a day more' })
  @ApiOkResponse({ type: NewSecret })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async rotate(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('client', IdPipe) client: string,
  ): Promise<NewSecret> {
    return this.clients.rotate(actor, id, client);
  }

  @Delete(':client')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a machine: its tokens stop counting within seconds' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('client', IdPipe) client: string,
  ): Promise<void> {
    await this.clients.revoke(actor, id, client);
  }
}
