import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { BrowserPages } from '../http/browser-pages.js';
import { ReaderLanguage } from '../http/language.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { renderTypedPage } from '../web/code-form.js';
import { displayAddress } from '../web/page.js';
import { renderLandingPage, type StartDemo } from '../web/start-page.js';
import { readTyped } from '../web/typed-slip.js';
import { DemoLabels } from './demo-labels.js';
import { DemoLogins } from './demo-logins.js';
import { drawProblem, pageHeaders, pageView } from './pages.js';

/** Where people begin who have no code to scan: the start page, and a number typed by hand. */
@ApiExcludeController()
@Controller()
@Public()
@RateLimit('scan')
export class StartController {
  constructor(
    private readonly demo: DemoLabels,
    private readonly logins: DemoLogins,
    private readonly mark: DemoMark,
    pages: BrowserPages,
  ) {
    pages.drawBy((problem) => drawProblem(problem, this.mark.isDemo));
  }

  @Get()
  async start(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.headers(pageHeaders);
    return renderLandingPage(pageView(request.url, language, this.mark.isDemo), await this.demoFor(request));
  }

  /** `?code=`: leads to the page of the code that was meant, or says what is wrong with it. */
  @Get('t')
  typed(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { code } = request.query as { readonly code?: unknown };
    const typed = typeof code === 'string' ? code : '';
    const view = pageView(request.url, language, this.mark.isDemo);
    const read = readTyped(typed);
    void reply.headers(pageHeaders);
    if ('slip' in read) {
      reply.status(400);
      return renderTypedPage(view, typed, read.slip);
    }
    void reply.status(303).header('location', displayAddress(`/t/${read.code}`, language, view.elder));
    return '';
  }

  /** Nothing where there is no demo, or its labels are of another database. */
  private async demoFor(request: FastifyRequest): Promise<StartDemo | null> {
    const links = await this.demo.list();
    return links.length === 0 ? null : { links, logins: await this.logins.list(request) };
  }
}
