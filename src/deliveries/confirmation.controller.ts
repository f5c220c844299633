import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { GatedForm, TakesForm } from '../http/form-body.js';
import { ReaderLanguage } from '../http/language.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { renderTypeCodePage } from '../web/delivery-page.js';
import { displayAddress, type PageView } from '../web/page.js';
import { readTyped } from '../web/typed-slip.js';
import { readFields } from './confirmation-form.js';
import { ConfirmationPages, type PageAnswer } from './confirmation-pages.service.js';

/**
 * Pages for whoever holds the code of a delivery note, signed in nowhere and without script. The code is in the address
 * because a camera opens nothing else: no referrer is sent, nothing is kept, nothing is loaded from elsewhere, and the
 * service's log has routes, not addresses. There is no cookie, so nobody's browser can be made to confirm without the code.
 */
@ApiExcludeController()
@Controller('d')
@Public()
@RateLimit('delivery')
export class ConfirmationController {
  constructor(
    private readonly pages: ConfirmationPages,
    private readonly mark: DemoMark,
  ) {}

  /** `?code=`: leads to the page of the code that was meant. */
  @Get()
  typed(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { code } = request.query as { readonly code?: unknown };
    const view = pageView(request.url, language, this.mark.isDemo);
    void reply.headers(pageHeaders);
    if (typeof code !== 'string') return renderTypeCodePage(view, '', false);
    const read = readTyped(code);
    if ('slip' in read) return mistyped(reply, view, code);
    void reply.status(303).header('location', displayAddress(`/d/${read.code}`, language, view.elder));
    return '';
  }

  @Get(':code')
  async show(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = pageView(request.url, language, this.mark.isDemo);
    const read = readTyped(code);
    if ('slip' in read) return mistyped(reply, view, code);
    return answered(reply, await this.pages.show(read.code, view));
  }

  @Post(':code')
  @HttpCode(200)
  @TakesForm()
  async confirm(
    @Param('code') code: string,
    @GatedForm() form: URLSearchParams,
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = pageView(request.url, language, this.mark.isDemo);
    const read = readTyped(code);
    if ('slip' in read) return mistyped(reply, view, code);
    return answered(reply, await this.pages.confirm(read.code, readFields(form), view));
  }
}

function mistyped(reply: FastifyReply, view: PageView, code: string): string {
  void reply.status(400).headers(pageHeaders);
  return renderTypeCodePage({ ...view, path: '/d' }, code, true);
}

function answered(reply: FastifyReply, { status, html, location }: PageAnswer): string {
  void reply.status(status).headers(pageHeaders);
  if (location !== undefined) void reply.header('location', location);
  return html;
}
