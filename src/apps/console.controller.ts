import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import { Config } from '../config/config.js';
import { builtFile, sendBuilt, type BuiltFile } from '../http/built-file.js';
import { DomainError } from '../http/problems.js';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { consolePolicy, renderConsolePage } from '../web/console-page.js';
import { BuiltApp } from './built-app.js';

const built = new URL('../../dist/web/console/', import.meta.url);
const policy = contentSecurityPolicy(consolePolicy);

/** The console of producers and authorities; what it shows is asked for by who is signed in. */
@ApiExcludeController()
@Controller('console')
@Public()
export class ConsoleController {
  private readonly app = new BuiltApp(built);
  private readonly plainPage: BuiltFile;
  private readonly demoPage: BuiltFile;

  constructor(
    private readonly demo: DemoMark,
    config: Config,
  ) {
    const provider = config.oidc === null ? null : new URL(config.oidc.issuer).host;
    this.plainPage = this.pageFor(false, provider);
    this.demoPage = this.pageFor(true, provider);
  }

  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('content-security-policy', policy);
    sendBuilt(request, reply, this.demo.isDemo ? this.demoPage : this.plainPage);
  }

  @Get(':file')
  file(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.app.find(name);
    if (file === null)
      throw new DomainError('not-found', { zh: '没有这个文件。', en: 'There is no such file.' });
    sendBuilt(request, reply, file);
  }

  private pageFor(isDemo: boolean, provider: string | null): BuiltFile {
    const html = renderConsolePage(`/console/${this.app.script}`, isDemo, provider);
    return builtFile('text/html; charset=utf-8', Buffer.from(html));
  }
}
