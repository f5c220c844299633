import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import type { Language } from '../gs1/words.js';
import { acceptWeights } from './accept.js';
import { ReaderLanguage } from './language.js';
import {
  problemHtml,
  problemPage,
  problemPagePolicy,
  problemSlugs,
  type ProblemPage,
} from './problem-pages.js';
import { DomainError } from './problems.js';

/** What the `type` of a problem points to. */
@ApiExcludeController()
@Public()
@Controller('problems')
export class ProblemsController {
  @Get()
  index(
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const pages = problemSlugs.map((slug) => problemPage(slug, language)).filter((page) => page !== null);
    send(pages, language, request, reply);
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
    send(page, language, request, reply);
  }
}

function send(
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
  void reply
    .header('content-security-policy', problemPagePolicy)
    .header('content-type', 'text/html; charset=utf-8')
    .send(problemHtml([content].flat(), language));
}
