import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { EntryPageQuery, sendPage } from '../http/paging.js';
import { AccessPage } from './accesses.dto.js';
import { AccessesService } from './accesses.service.js';

/** Which power was used over an organization (docs/oversight.md). */
@ApiTags('oversight')
@SignedIn()
@Controller('api/v1/organizations')
export class AccessesController {
  constructor(private readonly accesses: AccessesService) {}

  @Get(':id/accesses')
  @ApiOperation({ summary: 'Who looked at what is not public of an organization, and who got a role in it' })
  @ApiOkResponse({ type: AccessPage })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: EntryPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessPage> {
    return sendPage(request, reply, await this.accesses.list(actor, id, query.after, query.limit), 'after');
  }
}
