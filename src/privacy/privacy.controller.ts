import { Readable } from 'node:stream';
import { Controller, Delete, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import type { Language } from '../gs1/words.js';
import { IdPipe } from '../http/id.pipe.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { ConsentsService } from './consents.service.js';
import { ErasuresService } from './erasures.service.js';
import { PersonExport } from './person-export.service.js';
import { ConsentAnswer, ErasureAnswer, PersonFile } from './privacy.dto.js';

/** What people decide about their data, or the owner of the organization for them (docs/privacy.md). */
@ApiTags('privacy')
@SignedIn()
@Controller('api/v1/organizations/:id/people/:person')
export class PrivacyController {
  constructor(
    private readonly consents: ConsentsService,
    private readonly erasures: ErasuresService,
    private readonly files: PersonExport,
  ) {}

  @Get('consent')
  @ApiOperation({ summary: 'Whether a person consents to have their name shown on public pages' })
  @ApiOkResponse({ type: ConsentAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  consent(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
  ): Promise<ConsentAnswer> {
    return this.consents.get(actor, { organizationId, personId });
  }

  @Put('consent')
  @ApiOperation({ summary: 'Record that a person consents' })
  @ApiOkResponse({ type: ConsentAnswer })
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'person-restricted',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  give(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
  ): Promise<ConsentAnswer> {
    return this.consents.give(actor, { organizationId, personId });
  }

  @Delete('consent')
  @ApiOperation({ summary: 'Record that a person withdraws the consent' })
  @ApiOkResponse({ type: ConsentAnswer })
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'person-restricted',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
  ): Promise<ConsentAnswer> {
    return this.consents.withdraw(actor, { organizationId, personId });
  }

  @Post('erasure')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask for the erasure of a person’s data; answers what must be kept, until when and why',
  })
  @ApiOkResponse({ type: ErasureAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  erase(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
    @ReaderLanguage() language: Language,
  ): Promise<ErasureAnswer> {
    return this.erasures.request(actor, { organizationId, personId }, language);
  }

  @Get('erasure')
  @ApiOperation({ summary: 'How far an erasure is' })
  @ApiOkResponse({ type: ErasureAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  erasure(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
    @ReaderLanguage() language: Language,
  ): Promise<ErasureAnswer> {
    return this.erasures.get(actor, { organizationId, personId }, language);
  }

  @Get('export')
  @ApiOperation({ summary: 'Everything that is held about one person, as one JSON file' })
  @ApiOkResponse({ type: PersonFile })
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'person-restricted',
    'unavailable',
    'ambiguous',
  )
  async export(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('person', IdPipe) personId: string,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const parts = await this.files.begin(actor, { organizationId, personId }, language);
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="person.json"');
    return Readable.from(parts, { objectMode: false });
  }
}
