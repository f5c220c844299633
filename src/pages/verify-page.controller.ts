import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import { Config } from '../config/config.js';
import { parseScanUri, scanUriLengthMax, type ScanUri } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { ReaderLanguage } from '../http/language.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { LedgerError } from '../ledger/errors.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { ScanService } from '../scan/scan.service.js';
import { viewOf } from '../scan/view-parts.js';
import { readTyped } from '../web/typed-slip.js';
import { renderVerifyPage, type Tried } from '../web/verify-page.js';

/** A box to paste a code or an address into: what the interface answers about it, without a script. */
@ApiExcludeController()
@Controller('verify')
@Public()
@RateLimit('scan')
export class VerifyPageController {
  constructor(
    private readonly config: Config,
    private readonly scans: ScanService,
    private readonly mark: DemoMark,
  ) {}

  @Get()
  async page(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { code } = request.query as { readonly code?: unknown };
    const typed = typeof code === 'string' ? code : null;
    const tried = typed === null ? null : await this.try(typed, language);
    void reply.headers(pageHeaders).status(tried?.answer === null ? 400 : 200);
    const view = { ...pageView(request.url, language, this.mark.isDemo), path: '/verify' };
    return renderVerifyPage(view, tried, this.config.publicUrl);
  }

  private async try(typed: string, language: Language): Promise<Tried> {
    const scanned = this.read(typed.trim());
    if (scanned === null) return { typed, path: null, answer: null };
    try {
      const answer = viewOf(await this.scans.answer(scanned, language));
      const path = scanned.token === null ? scanned.path : `${scanned.path}?s=${scanned.token}`;
      return { typed, path, answer };
    } catch (error) {
      if (error instanceof LedgerError) return { typed, path: null, answer: null };
      throw error;
    }
  }

  /** A code as people type it, or an address of ours, whole or from the first slash; null for anything else. */
  private read(typed: string): ScanUri | null {
    const code = readTyped(typed);
    try {
      if ('code' in code) return parseScanUri(`/t/${code.code}`);
      if (typed.length > scanUriLengthMax) return null;
      return typed.startsWith('/') ? parseScanUri(typed) : parseScanUri(typed, this.config.publicUrl);
    } catch (error) {
      if (error instanceof LedgerError) return null;
      throw error;
    }
  }
}
