import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { ApiDocs } from '../http/api-docs.js';
import { ReaderLanguage } from '../http/language.js';
import { problemPage } from '../http/problem-pages.js';
import { DomainError } from '../http/problems.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { readApi, type Api } from '../web/api-document.js';
import { renderDocsPage } from '../web/docs-page.js';
import { renderOperationPage } from '../web/operation-page.js';

/** The description of the interface for people, drawn from the document that `/openapi.json` answers. */
@ApiExcludeController()
@Controller('docs')
@Public()
@RateLimit('scan')
export class DocsPageController {
  private read: Api | null = null;

  constructor(
    private readonly docs: ApiDocs,
    private readonly mark: DemoMark,
  ) {}

  @Get()
  index(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    void reply.headers(pageHeaders);
    return renderDocsPage(pageView(request.url, language, this.mark.isDemo), this.api());
  }

  @Get(':operation')
  one(
    @Param('operation') operationId: string,
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const operation = this.api().operations.get(operationId);
    if (operation === undefined)
      throw new DomainError('not-found', { zh: '没有这个操作。', en: 'There is no such operation.' });
    void reply.headers(pageHeaders);
    const titleOf = (slug: string): string => problemPage(slug, language)?.title ?? slug;
    const view = pageView(request.url, language, this.mark.isDemo);
    return renderOperationPage(view, this.api(), operation, titleOf);
  }

  private api(): Api {
    this.read ??= readApi(this.docs.documentText());
    return this.read;
  }
}
