import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { sendBuilt } from '../http/built-file.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { DomainError } from '../http/problems.js';
import { PageScript } from './page-script.js';

/** What public pages load beside themselves. */
@ApiTags('scanning')
@Controller('assets')
export class AssetsController {
  constructor(private readonly script: PageScript) {}

  @Get(':file')
  @Public()
  @ApiOperation({ summary: 'The script with which a page verifies its evidence in the browser' })
  @ApiParam({ name: 'file', example: 'self-check-0123456789abcdef.js' })
  @ApiProduces('text/javascript')
  @ApiOkResponse({ schema: { type: 'string', example: 'const …' } })
  @ProblemAnswers('not-found')
  file(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (`/assets/${file}` !== this.script.path) {
      throw new DomainError('not-found', { zh: '没有这个文件。', en: 'There is no such file.' });
    }
    sendBuilt(request, reply, this.script.file);
  }
}
