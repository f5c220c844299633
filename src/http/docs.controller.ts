import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { ApiDocs } from './api-docs.js';

/** The description of the interface, and the files that show it to people. Everything comes from this host. */
@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(private readonly docs: ApiDocs) {}

  @Get('openapi.json')
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  document(): string {
    return this.docs.documentText();
  }

  @Get('docs/:file')
  @Public()
  async asset(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    await this.docs.sendAsset(file, reply);
  }
}
