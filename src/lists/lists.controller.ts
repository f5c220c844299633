import { Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { isHeld, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { ReaderLanguage } from '../http/language.js';
import type { Language } from '../gs1/words.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { pageOf, sendPage } from '../http/paging.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { GatedTable, TakesTable, type TableBody } from '../http/table-body.js';
import { ListNamePipe, noSuchVersion, VersionPipe } from './list-name.pipe.js';
import {
  ListCollection,
  PublicationQuery,
  toListAnswer,
  VersionAnswer,
  VersionPage,
  VersionPageQuery,
} from './lists.dto.js';
import { ListsService } from './lists.service.js';
import { listNames } from './names.js';
import { ListPublisher } from './publisher.service.js';
import type { ListName } from './rows.js';
import { rowsMedia, tableBody } from './table-body.js';
import { rowsOf } from './table-rows.js';

const immutable = 'public, max-age=31536000, immutable';

/** Reference lists (docs/lists.md): what rules go by, in versions that are never changed. */
@ApiTags('lists')
@Controller('api/v1/lists')
export class ListsController {
  constructor(
    private readonly lists: ListsService,
    private readonly publisher: ListPublisher,
  ) {}

  @Get()
  @Public()
  @Header('vary', 'Accept-Language')
  @ApiOperation({ summary: 'The reference lists, with the newest version of each' })
  @ApiOkResponse({ type: ListCollection })
  @ProblemAnswers('unavailable')
  async all(@ReaderLanguage() language: Language): Promise<ListCollection> {
    const items = listNames.map(async (name) =>
      toListAnswer(name, await this.lists.published(name), language),
    );
    return { items: await Promise.all(items) };
  }

  @Get(':name')
  @Public()
  @ApiOperation({ summary: 'The versions of a list, oldest first, and where each was published' })
  @ApiOkResponse({ type: VersionPage })
  @ProblemAnswers('validation', 'not-found', 'unavailable')
  async versions(
    @Param('name', ListNamePipe) name: ListName,
    @Query() { after, limit }: VersionPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionPage> {
    const rows = (await this.lists.published(name)).slice(after, after + limit + 1);
    const page = pageOf(
      rows,
      limit,
      ({ version }) => String(version),
      (row) => row,
    );
    return sendPage(request, reply, page, 'after');
  }

  @Get(':name/:version')
  @Public()
  @RateLimit('scan')
  @ApiOperation({ summary: 'The rows of a version, in the exact bytes that were published' })
  @TakesEntityTag()
  @ApiOkResponse({
    description:
      'Canonical JSON (RFC 8785). `ETag` and `Repr-Digest` (RFC 9530) are their SHA-256, `Link` leads to the proof that they were published; `Furrow-Statement` says where.',
    content: { 'application/json': rowsMedia },
  })
  @ProblemAnswers('not-found', 'rate-limited', 'unavailable')
  async content(
    @Param('name', ListNamePipe) name: ListName,
    @Param('version', VersionPipe) version: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const published = (await this.lists.published(name))[version - 1];
    if (published === undefined) throw noSuchVersion();
    const { sha256, chain, seq, leafHash } = published;
    const tag = `"${sha256}"`;
    void reply.headers({
      etag: tag,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'base64url').toString('base64')}:`,
      link: `</log/proof/${leafHash}>; rel="describedby"`,
      'furrow-statement': `chain="${chain}", seq=${seq}, leaf-hash="${leafHash}"`,
      'cache-control': immutable,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag, repr-digest, link, furrow-statement',
    });
    if (isHeld(request, tag)) void reply.code(304).send();
    else
      void reply
        .header('content-type', 'application/json; charset=utf-8')
        .send(await this.lists.content(published));
  }

  @Post(':name')
  @Roles('admin')
  @TakesTable()
  @ApiOperation({ summary: 'Publish the next version of a list', requestBody: tableBody })
  @ApiCreatedResponse({ type: VersionAnswer })
  @ApiOkResponse({ type: VersionAnswer, description: 'The same rows were published as this version before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'list-version-taken',
    'key-not-accepted',
    'statement-not-accepted',
    'too-large',
    'media-type',
    'ambiguous',
  )
  async publish(
    @CurrentActor() actor: Actor,
    @Param('name', ListNamePipe) name: ListName,
    @Query() { version, source, signature }: PublicationQuery,
    @GatedTable() table: TableBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionAnswer> {
    const wanted = { name, version, source, signature: signature ?? null };
    const made = await this.publisher.publish(actor, wanted, rowsOf(name, table));
    return sendMade(reply, made, `/api/v1/lists/${name}/${version}`);
  }
}
