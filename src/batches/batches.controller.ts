import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { DomainError } from '../http/problems.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { BatchDto, BatchListQuery, BatchPageDto } from './batches.dto.js';
import { BatchesService, toDto } from './batches.service.js';

/** Reading batches (api.md, Recording). */
@ApiTags('recording')
@Controller('api/v1/batches')
@SignedIn()
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Get()
  @ApiOperation({ summary: 'Batches of an organization, newest first' })
  @ApiOkResponse({ type: BatchPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: BatchListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchPageDto> {
    const found = await this.batches.list(actor, query.organization, readCursor(query.cursor), query.limit);
    const last = found.at(-1);
    if (last !== undefined && found.length === query.limit) {
      const cursor = `${last.openedAtMs}_${last.id}`;
      const next = `/api/v1/batches?organization=${query.organization}&limit=${query.limit}&cursor=${cursor}`;
      void reply.header('link', `<${next}>; rel="next"`);
    }
    return { items: found.map(toDto) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'State and balance of a batch' })
  @ApiOkResponse({ type: BatchDto })
  @ProblemAnswers('unauthenticated', 'not-found')
  get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<BatchDto> {
    return this.batches.get(actor, id);
  }
}

const cursorText = /^(\d{1,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The place a page goes on from; without a cursor, after every batch. */
function readCursor(cursor: string | undefined): { openedAtMs: number; id: string } {
  if (cursor === undefined) {
    return { openedAtMs: Number.MAX_SAFE_INTEGER, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  }
  const [, openedAtMs, id] = cursorText.exec(cursor) ?? [];
  if (openedAtMs === undefined || id === undefined) {
    const detail = { zh: '这个翻页位置无效。', en: 'This cursor is not one of ours.' };
    throw new DomainError('validation', detail, [{ pointer: '/query/cursor', code: 'cursor', detail }]);
  }
  return { openedAtMs: Number(openedAtMs), id };
}
