import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { acceptWeights } from '../http/accept.js';
import { sendMade } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { refused } from '../http/problems.js';
import type { ChainRef } from '../log/entry.js';
import { fault } from '../parties/faults.js';
import {
  AuditedChainPageDto,
  AuditedChainQuery,
  AuditRunDetailDto,
  AuditRunDto,
  AuditRunPageDto,
  AuditRunQuery,
} from './audits.dto.js';
import { auditors, auditReaders, AuditsService } from './audits.service.js';

const streamType = 'text/event-stream';

/** Checks of all chains under the eyes of an authority (api.md, Auditing). */
@ApiTags('audit')
@ApiExtraModels(AuditRunDetailDto)
@Controller('api/v1/audit')
export class AuditsController {
  constructor(private readonly audits: AuditsService) {}

  @Post('runs')
  @Roles(...auditors)
  @ApiOperation({ summary: 'Check all chains from the stored bytes again, in the background' })
  @ApiCreatedResponse({ type: AuditRunDto })
  @ApiOkResponse({ type: AuditRunDto, description: 'One is under way already: this one.' })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-in-log', 'unavailable')
  async start(
    @CurrentActor() actor: Actor,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditRunDto> {
    const made = await this.audits.start(actor, language);
    return sendMade(reply, made, `/api/v1/audit/runs/${made.entity.id}`);
  }

  @Get('runs')
  @Roles(...auditReaders)
  @ApiOperation({ summary: 'Checks of all chains, newest first' })
  @ApiOkResponse({ type: AuditRunPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: AuditRunQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditRunPageDto> {
    return sendPage(request, reply, await this.audits.list(actor, query, language));
  }

  @Get('runs/:id')
  @Roles(...auditReaders)
  @ApiOperation({
    summary: 'How far a check is and what it found; as server-sent events where these are asked for',
    description: 'Each event is named after the state and has the same JSON; the stream ends with the check.',
  })
  @ApiOkResponse({
    description: 'In the shape that was asked for.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditRunDetailDto) } },
      [streamType]: { schema: { type: 'string' }, example: 'event: running\ndata: {"id":"…"}\n\n' },
    },
  })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditRunDetailDto | Readable> {
    const run = await this.audits.get(actor, id, language);
    void reply.header('cache-control', 'no-store');
    const [json = 0, stream = 0] = acceptWeights(request.headers.accept, ['application/json', streamType]);
    if (stream <= json) return run;
    void reply.header('content-type', `${streamType}; charset=utf-8`).header('x-accel-buffering', 'no');
    return Readable.from(this.audits.follow(actor, id, language));
  }

  @Get('runs/:id/report')
  @Roles(...auditReaders)
  @ApiOperation({ summary: 'What a check found, signed with the key of the log (docs/audit.md)' })
  @ApiOkResponse({
    description: 'A compact JWS.',
    content: {
      'application/jose': { schema: { type: 'string' }, example: 'eyJhbGciOi….eyJsb2ciOi….c2lnbmF0dXJl' },
    },
  })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable')
  async report(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.audits.report(actor, id, language);
    void reply
      .header('content-type', 'application/jose')
      .header('content-disposition', `attachment; filename="audit-${id}.jws"`)
      .header('cache-control', 'no-store');
    return report;
  }

  @Get('chains')
  @Roles(...auditReaders)
  @ApiOperation({ summary: 'Chains of your region with what the newest check found of each' })
  @ApiOkResponse({ type: AuditedChainPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async chains(
    @CurrentActor() actor: Actor,
    @Query() query: AuditedChainQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditedChainPageDto> {
    return sendPage(
      request,
      reply,
      await this.audits.chains(actor, query, readCursor(query.cursor), language),
    );
  }
}

const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const cursorText = new RegExp(`^(${id})_(${id})$`);
const nobody = '00000000-0000-0000-0000-000000000000';

/** The place a page goes on from; without a cursor, before every chain. */
function readCursor(cursor?: string): ChainRef {
  if (cursor === undefined) return { organizationId: nobody, chainId: nobody };
  const [, organizationId, chainId] = cursorText.exec(cursor) ?? [];
  if (organizationId !== undefined && chainId !== undefined) return { organizationId, chainId };
  throw refused(
    fault(
      '/query/cursor',
      'cursor',
      '这个翻页位置无效，请从第一页重新开始，或使用 Link 头给出的地址。',
      'This cursor is not one of ours: begin with the first page, or follow the address in the Link header.',
    ),
  );
}
