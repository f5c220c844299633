import { applyDecorators, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { EntryNumberPipe } from '../http/entry-number.pipe.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { sendSheet } from '../labels/sheet-reply.js';
import { pageHeaders } from '../scan/pages.js';
import {
  CertificateListQuery,
  CertificatePageDto,
  CertificatePdfQuery,
  CertificatePrintQuery,
} from './certificates.dto.js';
import { CertificatesService } from './certificates.service.js';

const Prints = (summary: string, mediaType: string, example: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary,
      description: 'A compliance certificate that holds today; its code leads to the page of this batch.',
    }),
    ApiOkResponse({
      description: 'The certificate.',
      content: { [mediaType]: { schema: { type: 'string' }, example } },
    }),
    ProblemAnswers('validation', 'unauthenticated', 'not-found', 'certificate-not-valid'),
  );

/** Certificates of a batch: how they stand, and on paper. */
@ApiTags('certificates')
@Controller('api/v1/batches/:id/certificates')
@SignedIn()
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @Get()
  @Scoped('batches:read')
  @ApiOperation({ summary: 'Certificates of a batch as they stand on a day, oldest first' })
  @ApiOkResponse({ type: CertificatePageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Query() query: CertificateListQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CertificatePageDto> {
    void reply.header('vary', 'Accept-Language');
    const page = await this.certificates.list(actor, batch, query, language);
    return { ...sendPage(request, reply, page, 'after'), on: page.on };
  }

  @Get(':seq/certificate.pdf')
  @Scoped('batches:read')
  @Prints('A compliance certificate as PDF', 'application/pdf', 'bytes of the file')
  async pdf(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Query() { size, lang }: CertificatePdfQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const at = { batch, seq };
    return sendSheet(request, reply, await this.certificates.pdf(actor, at, size, lang));
  }

  @Get(':seq/certificate.html')
  @Scoped('batches:read')
  @Prints('A compliance certificate as a page to print', 'text/html', '<!doctype html>…')
  async page(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batch: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Query() { lang }: CertificatePrintQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const html = await this.certificates.page(actor, { batch, seq }, lang);
    void reply.headers(pageHeaders);
    return html;
  }
}
