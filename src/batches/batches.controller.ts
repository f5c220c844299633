import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { sendEntity, TakesEntityTag } from '../http/entity-tag.js';
import { ReaderLanguage } from '../http/language.js';
import { sendPage } from '../http/paging.js';
import { DomainError, refused } from '../http/problems.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { BatchDto, BatchListQuery, BatchPageDto } from './batches.dto.js';
import { BatchSearch } from './batch-search.service.js';
import { BatchesService, type BatchPage } from './batches.service.js';
import { searchWays } from './search-ways.js';

const nothingNamed = {
  pointer: '/query/organization',
  code: 'required',
  detail: {
    zh: '请写明是哪一家的批次，或用 find 写批号或编码。',
    en: 'Say whose batches, or with find which lot or code.',
  },
};

/** Reading batches (api.md, Recording). */
@ApiTags('recording')
@Controller('api/v1/batches')
@SignedIn()
export class BatchesController {
  constructor(
    private readonly batches: BatchesService,
    private readonly found: BatchSearch,
  ) {}

  @Get()
  @Scoped('batches:read')
  @ApiOperation({
    summary: 'Batches of an organization, or those that are found by what is known of them, newest first',
  })
  @ApiOkResponse({ type: BatchPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: BatchListQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchPageDto> {
    const page = await this.listed(actor, query, language);
    return { ...sendPage(request, reply, page), complete: page.complete };
  }

  private listed(actor: Actor, query: BatchListQuery, language: Language): Promise<BatchPage> {
    const { organization = null, find, by, cursor, limit } = query;
    const before = readCursor(cursor);
    if (find !== undefined) {
      const named = by?.split(',') ?? searchWays;
      const ways = searchWays.filter((way) => named.includes(way));
      return this.found.search(
        actor,
        { typed: find, ways, before, limit, organizationId: organization },
        language,
      );
    }
    if (organization === null) throw refused(nothingNamed);
    return this.batches.list(actor, organization, before, limit, language);
  }

  @Get(':id')
  @Scoped('batches:read')
  @ApiOperation({ summary: 'State and balance of a batch' })
  @TakesEntityTag()
  @ApiOkResponse({ type: BatchDto })
  @ProblemAnswers('unauthenticated', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchDto | undefined> {
    return sendEntity(request, reply, await this.batches.get(actor, id, language));
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
    const detail = {
      zh: '这个翻页位置无效，请从第一页重新开始，或使用 Link 头给出的地址。',
      en: 'This cursor is not one of ours: begin with the first page, or follow the address in the Link header.',
    };
    throw new DomainError('validation', detail, [{ pointer: '/query/cursor', code: 'cursor', detail }]);
  }
  return { openedAtMs: Number(openedAtMs), id };
}
