import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import { Config } from '../config/config.js';
import { parseScanUri, type ScanUri } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { isHeld } from '../http/entity-tag.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { LedgerError } from '../ledger/errors.js';
import { renderTypedPage } from '../web/code-form.js';
import type { PageView } from '../web/page.js';
import { renderMalformedPage } from '../web/plain-pages.js';
import { renderRecallCopyPage } from '../web/recall-copy-page.js';
import { renderScanPage } from '../web/scan-page.js';
import { readTyped } from '../web/typed-slip.js';
import { LabelChecker } from './label-checker.js';
import { LookCounter, lookTag } from './looks/look-counter.js';
import { PageScript } from './page-script.js';
import { inTime, recalledUnchecked } from './recall-answer.js';
import { RecallCopies } from './recall-copies.js';
import { pageHeaders, pageView, scriptedHeaders } from './pages.js';
import { linksetOf, preferredForm } from './scan-forms.js';
import { ScanAnswer } from './scan-answer.dto.js';
import { VerifyBody } from './scan.dto.js';
import { ScanService } from './scan.service.js';
import { viewJson, viewOf } from './view-parts.js';

const exampleLinkset = linksetOf('https://trace.example.cn', {
  form: 'gs1',
  gtin: '06937001000019',
  lot: 'APP-20261018-01',
  serial: null,
  path: '/01/06937001000019/10/APP-20261018-01',
  token: null,
});
/** A transparent GIF of one pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const jsonType = 'application/json; charset=utf-8';

/** Scanning (api.md): one address a label, as page, as JSON and as GS1 linkset. */
@ApiTags('scanning')
@Controller()
@Public()
@RateLimit('scan')
export class ScanController {
  constructor(
    private readonly config: Config,
    private readonly scans: ScanService,
    private readonly looks: LookCounter,
    private readonly labels: LabelChecker,
    private readonly copies: RecallCopies,
    private readonly script: PageScript,
    private readonly mark: DemoMark,
  ) {}

  @Get(['01/:gtin/10/:lot', '01/:gtin/10/:lot/21/:serial', 't/:code'])
  @ApiOperation({
    summary: 'What is known about a scanned code: page, JSON or GS1 linkset by content negotiation',
  })
  @ApiQuery({
    name: 's',
    required: false,
    description: 'Key id and signature of a signed label.',
    schema: {
      type: 'string',
      minLength: 158,
      maxLength: 158,
      example: `4J7${'0123456789'.repeat(15)}01234`,
    },
  })
  @ApiOkResponse({
    description: 'The page, the answer or the linkset.',
    content: {
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' },
      'application/json': { schema: { $ref: getSchemaPath(ScanAnswer) } },
      'application/linkset+json': { schema: { type: 'object' }, example: exampleLinkset },
    },
  })
  @ProblemAnswers('malformed', 'not-acceptable', 'rate-limited', 'recalled-unchecked')
  async scan(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const form = preferredForm(request.headers.accept);
    if (form === 'html') return this.page(request, language, reply);
    const scanned = parseScanUri(request.url);
    void reply.headers({ vary: 'Accept, Accept-Language', 'cache-control': 'no-store' });
    if (form === 'json') {
      void reply.type(jsonType);
      return this.json(scanned, language);
    }
    void reply.type('application/linkset+json');
    return linksetOf(this.config.publicUrl, scanned);
  }

  @Post('api/v1/verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Verify a code read by a program' })
  @ApiOkResponse({ type: ScanAnswer, description: 'The same answer as the JSON of a scan.' })
  @ProblemAnswers('malformed', 'validation', 'rate-limited', 'recalled-unchecked')
  async verify(
    @Body() body: VerifyBody,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    void reply.type(jsonType);
    return this.json(readUri(body.uri, this.config.publicUrl), language);
  }

  /** What the page's image asks for: counts the look (faces.md §5.7). */
  @Get(['seen/01/:gtin/10/:lot', 'seen/01/:gtin/10/:lot/21/:serial', 'seen/t/:code'])
  @ApiOperation({ summary: 'Counts a look at a code; the page asks for it as an image' })
  @ApiOkResponse({
    content: { 'image/gif': { schema: { type: 'string', format: 'binary' }, example: 'GIF89a…' } },
  })
  @ProblemAnswers('malformed', 'rate-limited')
  async seen(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    await this.looks.count(parseScanUri(request.url.slice('/seen'.length)), request);
    // Kept by the browser and asked for again each time: so it says itself that it looked before, and we keep nothing.
    void reply.headers({ 'content-type': 'image/gif', 'cache-control': 'private, no-cache', etag: lookTag });
    if (!isHeld(request, lookTag)) return pixel;
    void reply.code(304);
    return undefined;
  }

  /** @throws DomainError `recalled-unchecked` where no more than a recall can be told. */
  private async json(scanned: ScanUri, language: Language): Promise<Buffer> {
    const copy = this.copies.find(scanned);
    const answering = this.scans.answer(scanned, language);
    if (copy === null) return viewJson(await answering);
    const answer = await inTime(answering);
    if (answer === null) throw recalledUnchecked(copy);
    return viewJson(answer);
  }

  private async page(request: FastifyRequest, language: Language, reply: FastifyReply): Promise<string> {
    const asked = pageView(request.url, language, this.mark.isDemo);
    void reply.headers(pageHeaders);
    try {
      const scanned = parseScanUri(request.url);
      const copy = this.copies.find(scanned);
      const drawing = this.draw(scanned, asked);
      if (copy === null) return sent(reply, await drawing);
      const drawn = await inTime(drawing);
      return drawn === null ? renderRecallCopyPage(asked, copy) : sent(reply, drawn);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      reply.status(400);
      return malformedPage(asked, request.params as { readonly code?: string });
    }
  }

  private async draw(scanned: ScanUri, asked: PageView): Promise<Drawn> {
    const view = viewOf(await this.scans.answer(scanned, asked.language));
    const path = scanned.token === null ? scanned.path : `${scanned.path}?s=${scanned.token}`;
    const beacon = view.batch === null ? null : `/seen${scanned.path}`;
    const code = codeOf(scanned) ?? view.batch?.code;
    const kid = view.proof?.kid ?? null;
    const labelKey = kid === null ? null : await this.labels.publicPart(kid);
    const selfCheck =
      view.evidence === null || code === undefined ? undefined : { script: this.script.path, code, labelKey };
    const lookedAt = new Date().toISOString();
    return {
      html: renderScanPage(view, { ...asked, path, beacon, lookedAt, selfCheck }),
      headers: selfCheck === undefined ? pageHeaders : scriptedHeaders,
    };
  }
}

/** A page and the headers it needs. */
interface Drawn {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

function sent(reply: FastifyReply, { html, headers }: Drawn): string {
  void reply.headers(headers);
  return html;
}

/** The code of a scanned address; null where it names a whole batch. */
function codeOf(scanned: ScanUri): string | null {
  return scanned.form === 'plain' ? scanned.code : scanned.serial;
}

/** Of `/t/<code>` with a code that cannot be: what is wrong with it, for somebody may have typed the address. */
function malformedPage(view: PageView, { code }: { readonly code?: string }): string {
  const read = code === undefined ? null : readTyped(code);
  return read !== null && 'slip' in read
    ? renderTypedPage(view, code ?? '', read.slip)
    : renderMalformedPage(view);
}

/** As `parseScanUri`, its errors naming the field of the body. */
function readUri(uri: string, publicUrl: string): ScanUri {
  try {
    return parseScanUri(uri, publicUrl);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError(error.code, error.message, { pointer: '/uri' });
  }
}
