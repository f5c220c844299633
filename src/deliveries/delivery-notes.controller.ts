import { applyDecorators, Controller, Delete, Get, HttpCode, Param, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { quietModules, svgPathOf } from '../labels/qr.js';
import { pageView } from '../scan/pages.js';
import { renderDeliveryNote } from '../web/delivery-note-page.js';
import { pagePolicy } from '../web/page.js';
import { DeliveryNotes } from './delivery-notes.service.js';
import { EntryNumberPipe } from '../http/entry-number.pipe.js';
import { codeOf, noteSheet } from './note-sheet.js';

const policy = contentSecurityPolicy(pagePolicy);

/** Describes a route that answers a new delivery note. */
const PrintsNote = (summary: string, mediaType: string, schema: object): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary,
      description:
        'Each print draws a new code and voids the one before: it is in this answer alone. Whoever has it can confirm the shipment at `/d/<code>`.',
    }),
    ApiOkResponse({ description: 'The note.', content: { [mediaType]: { schema, example: 'the note' } } }),
    ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'delivery-closed'),
  );

/** Delivery notes, for those who record for the shipper. */
@ApiTags('deliveries')
@Controller('api/v1/batches/:id/shipments/:seq')
@SignedIn()
export class DeliveryNotesController {
  constructor(
    private readonly notes: DeliveryNotes,
    private readonly mark: DemoMark,
  ) {}

  @Get('delivery-note.pdf')
  @Scoped('events:write')
  @PrintsNote('A new delivery note of a shipment as PDF, one page A4', 'application/pdf', {
    type: 'string',
    format: 'binary',
  })
  async pdf(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    headersOf(reply, language, 'application/pdf').header(
      'content-disposition',
      `attachment; filename="delivery-note-${seq}.pdf"`,
    );
    if (request.method === 'HEAD') return this.head(actor, id, seq);
    return noteSheet(await this.notes.print(actor, id, seq), language, new Date());
  }

  @Get('delivery-note.html')
  @Scoped('events:write')
  @PrintsNote('A new delivery note of a shipment as a page', 'text/html', { type: 'string' })
  async html(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    headersOf(reply, language, 'text/html; charset=utf-8').header('content-security-policy', policy);
    if (request.method === 'HEAD') return this.head(actor, id, seq);
    const note = await this.notes.print(actor, id, seq);
    const matrix = codeOf(note);
    const side = matrix.size + 2 * quietModules;
    const picture = { side, path: svgPathOf(matrix, quietModules, quietModules) };
    return renderDeliveryNote(note, picture, pageView(request.url, language, this.mark.isDemo));
  }

  @Delete('delivery-note')
  @HttpCode(204)
  @Scoped('events:write')
  @ApiOperation({ summary: 'Withdraw the delivery note of a shipment: its code confirms nothing any more' })
  @ApiNoContentResponse({ description: 'No code of the shipment confirms anything.' })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('seq', EntryNumberPipe) seq: number,
  ): Promise<void> {
    return this.notes.withdraw(actor, id, seq);
  }

  /** A head shows no code, so none is drawn for it. */
  private async head(actor: Actor, id: string, seq: number): Promise<undefined> {
    await this.notes.requirePrintable(actor, id, seq);
  }
}

/** The note is a secret: it is kept nowhere on the way. */
function headersOf(reply: FastifyReply, language: Language, mediaType: string): FastifyReply {
  return reply.headers({
    'content-type': mediaType,
    'content-language': language,
    'cache-control': 'no-store',
    vary: 'Accept-Language',
  });
}
