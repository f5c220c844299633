import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { acceptWeights } from '../http/accept.js';
import { ReaderLanguage } from '../http/language.js';
import { problemPage, problemSlugs, type ProblemPage } from '../http/problem-pages.js';
import { DomainError } from '../http/problems.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { renderProblemsPage } from '../web/problem-page.js';

/** What the `type` of a problem points to. */
@ApiExcludeController()
@Public()
@Controller('problems')
export class ProblemsController {
  constructor(private readonly mark: DemoMark) {}

  @Get()
  index(
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const all = problemSlugs.map((slug) => problemPage(slug, language)).filter((page) => page !== null);
    this.send(all, language, request, reply);
  }

  @Get(':slug')
  one(
    @Param('slug') slug: string,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const page = problemPage(slug, language);
    if (page === null)
      throw new DomainError('not-found', { zh: '没有这种问题。', en: 'There is no such problem.' });
    this.send(page, language, request, reply);
  }

  private send(
    content: ProblemPage | readonly ProblemPage[],
    language: Language,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    void reply.header('vary', 'Accept, Accept-Language').header('content-language', language);
    const forms = ['text/html', 'application/json', 'application/problem+json'];
    const [page = 0, ...data] = acceptWeights(request.headers.accept, forms);
    if (Math.max(...data) > page) {
      void reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(content));
      return;
    }
    const view = pageView(request.url, language, this.mark.isDemo);
    void reply.headers(pageHeaders).send(renderProblemsPage(view, [content].flat()));
  }
}
