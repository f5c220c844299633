import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { pageOf, sendPage } from '../http/paging.js';
import { Authorities } from './authorities.service.js';
import { ColleaguePage, toColleagueAnswer } from './colleagues.dto.js';
import { OfficialsStore } from './officials.store.js';
import { PageQuery } from './pages.dto.js';
import { supervisors } from './scope.js';

/** To whom of the own authority work can be given (docs/cases.md). */
@ApiTags('cases')
@Roles(...supervisors)
@Controller('api/v1/colleagues')
export class ColleaguesController {
  constructor(
    private readonly authorities: Authorities,
    private readonly officials: OfficialsStore,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Inspectors and regulators who act for your authority' })
  @ApiOkResponse({ type: ColleaguePage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @CurrentActor() actor: Actor,
    @Query() { cursor = null, limit }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ColleaguePage> {
    const authorityId = await this.authorities.require(actor);
    const rows = await this.officials.listColleagues(authorityId, cursor, limit);
    const page = pageOf(
      rows,
      limit,
      ({ id }) => id,
      (row) => toColleagueAnswer(row, actor.accountId),
    );
    return sendPage(request, reply, page);
  }
}
