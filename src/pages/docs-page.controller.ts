import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { docsPolicy, renderDocsPage } from '../web/docs-page.js';

const policy = contentSecurityPolicy(docsPolicy);

/** The description of the interface for people. Its files, and the description itself, are served by src/http. */
@ApiExcludeController()
@Controller('docs')
@Public()
export class DocsPageController {
  constructor(private readonly mark: DemoMark) {}

  @Get()
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers({ 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' });
    return renderDocsPage(this.mark.isDemo);
  }
}
