import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { memberRoles } from '../parties/scope.js';
import { PartnerDto, PartnerPageDto, PartnersQuery } from './partners.dto.js';
import { Partners } from './partners.service.js';

/** To whom goods can be shipped so that they confirm it themselves (docs/deliveries.md). */
@ApiTags('deliveries')
@Controller('api/v1')
@Roles(...memberRoles)
export class PartnersController {
  constructor(private readonly partners: Partners) {}

  @Get('organizations/:id/partners')
  @Scoped('organizations:read')
  @ApiOperation({ summary: 'The cooperative of an organization, and the organizations that it shipped to' })
  @ApiOkResponse({ type: PartnerPageDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: PartnersQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartnerPageDto> {
    return sendPage(request, reply, await this.partners.list(actor, id, query));
  }

  @Get('partners/:uscc')
  @Scoped('organizations:read')
  @ApiOperation({ summary: 'Find an organization of the ledger by its unified social credit code' })
  @ApiOkResponse({ type: PartnerDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'validation', 'not-found')
  find(@Param('uscc') uscc: string): Promise<PartnerDto> {
    return this.partners.find(uscc);
  }
}
