import { applyDecorators, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendSheet } from './sheet-reply.js';
import {
  LabelRangeQuery,
  LayoutListDto,
  LayoutsQuery,
  PdfQuery,
  PngQuery,
  SvgQuery,
  ZplQuery,
} from './sheets.dto.js';
import { SheetsService } from './sheets.service.js';

/** Describes a route that answers a file of labels. */
const Prints = (summary: string, mediaType: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: 'Void labels are left out.' }),
    ApiOkResponse({
      description: 'The file, made while it is read.',
      content: {
        [mediaType]: { schema: { type: 'string', format: 'binary' }, example: 'bytes of the file' },
      },
    }),
    ProblemAnswers(
      'validation',
      'unauthenticated',
      'forbidden',
      'not-found',
      'on-hold',
      'certificate-not-valid',
      'labels-void',
      'label-key-revoked',
    ),
  );

/** Labels of a set as files (api.md, Recording). */
@ApiTags('labels')
@Controller('api/v1/batches/:id/labels')
@SignedIn()
export class SheetsController {
  constructor(private readonly sheets: SheetsService) {}

  @Get(':set.pdf')
  @Scoped('labels:read')
  @Prints('Labels as PDF, sheets or rolls, at true size', 'application/pdf')
  async pdf(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: PdfQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return sendSheet(request, reply, await this.sheets.pdf(actor, { batch, set }, query));
  }

  @Get(':set.zpl')
  @Scoped('labels:read')
  @Prints('Labels as ZPL II for roll printers, each one bitmap', 'application/octet-stream')
  async zpl(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: ZplQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return sendSheet(request, reply, await this.sheets.zpl(actor, { batch, set }, query));
  }

  @Get(':set.csv')
  @Scoped('labels:read')
  @Prints('Labels as CSV for print shops with templates of their own', 'text/csv')
  async csv(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: LabelRangeQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return sendSheet(request, reply, await this.sheets.csv(actor, { batch, set }, query));
  }

  @Get(':set.svg')
  @Scoped('labels:read')
  @Prints('One label, its code, or the first sheet as SVG', 'image/svg+xml')
  async svg(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: SvgQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return sendSheet(request, reply, await this.sheets.svg(actor, { batch, set }, query));
  }

  @Get(':set.png')
  @Scoped('labels:read')
  @Prints('One label or its code as PNG', 'image/png')
  async png(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: PngQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return sendSheet(request, reply, await this.sheets.png(actor, { batch, set }, query));
  }

  @Get(':set/layouts')
  @Scoped('labels:read')
  @ApiOperation({ summary: 'Label stocks, and how well the codes of this set scan on each' })
  @ApiOkResponse({ type: LayoutListDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async layouts(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('set', IdPipe) set: string,
    @Query() query: LayoutsQuery,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LayoutListDto> {
    void reply.header('vary', 'Accept-Language');
    return { items: await this.sheets.layouts(actor, { batch, set }, query, language) };
  }
}
