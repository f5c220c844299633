import type { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { sendMade } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { exporters } from './export-roles.js';
import { fileNameOf, formatOf } from './export-teller.js';
import { ExportDto, exportExamples, ExportPageDto, ExportQuery, NewExport } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  tar: 'application/x-tar',
} as const;

/** What officials take out of the service (docs/exports.md). */
@ApiTags('exports')
@Controller('api/v1/exports')
@Roles(...exporters)
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Post()
  @ApiOperation({ summary: 'Order a file with data of your region; it is made in the background' })
  @TakesIdempotencyKey()
  @ApiBody({ type: NewExport, examples: exportExamples })
  @ApiCreatedResponse({ type: ExportDto })
  @ApiOkResponse({ type: ExportDto, description: 'The same file had been ordered before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async order(
    @CurrentActor() actor: Actor,
    @Body() body: NewExport,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportDto> {
    const made = await this.exports.order(actor, body, key ?? uuidv7(), language);
    return sendMade(reply, made, `/api/v1/exports/${made.entity.id}`);
  }

  @Get()
  @ApiOperation({ summary: 'Exports of your region, newest first' })
  @ApiOkResponse({ type: ExportPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: ExportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportPageDto> {
    return sendPage(request, reply, await this.exports.list(actor, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an export is, and who took its file' })
  @ApiOkResponse({ type: ExportDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ExportDto> {
    return this.exports.get(actor, id);
  }

  @Get(':id/file')
  @ApiOperation({ summary: 'The file of an export; that you took it is noted' })
  @ApiOkResponse({
    description: 'A table for spreadsheets, or an archive of evidence files.',
    content: {
      'text/csv': { schema: { type: 'string' }, example: '主体,统一社会信用代码,产品,批号,追溯码,…' },
      [types.xlsx]: { schema: { type: 'string', format: 'binary' }, example: 'xl/worksheets/sheet1.xml …' },
      [types.tar]: {
        schema: { type: 'string', format: 'binary' },
        example: 'evidence-7K3Q9VXN2MTB4RWC5.json …',
      },
    },
  })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable')
  async take(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { file, of } = await this.exports.take(actor, id);
    void reply
      .header('content-type', types[formatOf(of)])
      .header('content-length', of.file?.bytes ?? 0)
      .header('content-disposition', `attachment; filename="${fileNameOf(of)}"`)
      .header('cache-control', 'no-store');
    return file.createReadStream();
  }
}
