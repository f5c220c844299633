import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import type { Language } from '../../gs1/words.js';
import { IdPipe } from '../../http/id.pipe.js';
import { ReaderLanguage } from '../../http/language.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { sendPage } from '../../http/paging.js';
import { ScanWarningAnswer, ScanWarningPage, WarningClosing, WarningsQuery } from './scan-warnings.dto.js';
import { ScanWarnings } from './scan-warnings.service.js';

/** What the looks at labels were worth a word to their issuers (docs/scans.md). */
@ApiTags('scanning')
@SignedIn()
@Controller('api/v1/scan-warnings')
export class ScanWarningsController {
  constructor(private readonly warnings: ScanWarnings) {}

  @Get()
  @Scoped('labels:read')
  @ApiOperation({
    summary: 'Labels that were scanned unusually, or before they were activated; newest first',
  })
  @ApiOkResponse({ type: ScanWarningPage })
  @ProblemAnswers('validation', 'unauthenticated', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: WarningsQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScanWarningPage> {
    return sendPage(request, reply, await this.warnings.list(actor, query, language));
  }

  @Get(':id')
  @Scoped('labels:read')
  @ApiOperation({ summary: 'Read a warning' })
  @ApiOkResponse({ type: ScanWarningAnswer })
  @ProblemAnswers('unauthenticated', 'not-found')
  get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ReaderLanguage() language: Language,
  ): Promise<ScanWarningAnswer> {
    return this.warnings.get(actor, id, language);
  }

  @Post(':id/closing')
  @HttpCode(200)
  @Scoped('labels:write')
  @ApiOperation({ summary: 'Close a warning, with what was found out; the page of the label stays as it is' })
  @ApiOkResponse({ type: ScanWarningAnswer })
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'forbidden', 'not-found', 'warning-closed')
  close(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: WarningClosing,
    @ReaderLanguage() language: Language,
  ): Promise<ScanWarningAnswer> {
    return this.warnings.close(actor, id, reason, language);
  }
}
