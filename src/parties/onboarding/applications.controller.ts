import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Public, SignedIn } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { documentTypes, GatedDocument, TakesDocument, type DocumentBody } from '../../http/document-body.js';
import { IdPipe } from '../../http/id.pipe.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { RateLimit } from '../../http/rate-limit.guard.js';
import { NewCredentials } from '../credentials.dto.js';
import { ApplicationSecret, TakesApplicationSecret } from './application-secret.js';
import {
  ApplicationAnswer,
  DocumentAnswer,
  DocumentQuery,
  FiledApplication,
  NewApplication,
} from './applications.dto.js';
import { ApplicationsService } from './applications.service.js';

const binary = { schema: { type: 'string', format: 'binary', example: '…' } } as const;

/** How somebody comes to take part, from the applicant's side (docs/onboarding.md). */
@ApiTags('onboarding')
@Public()
@RateLimit('apply')
@Controller('api/v1/applications')
export class ApplicationsController {
  constructor(private readonly applications: ApplicationsService) {}

  @Post()
  @ApiOperation({ summary: 'Apply for an organization' })
  @ApiCreatedResponse({ type: FiledApplication })
  @ProblemAnswers('malformed', 'validation', 'rate-limited')
  async file(
    @Body() body: NewApplication,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FiledApplication> {
    const filed = await this.applications.file(body);
    void reply.headers({ location: `/api/v1/applications/${filed.id}/status`, 'cache-control': 'no-store' });
    return filed;
  }

  @Get(':id/status')
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Follow your application' })
  @ApiOkResponse({ type: ApplicationAnswer })
  @ProblemAnswers('not-found', 'rate-limited')
  follow(@Param('id', IdPipe) id: string, @ApplicationSecret() secret: string): Promise<ApplicationAnswer> {
    return this.applications.follow(id, secret);
  }

  @Put(':id')
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Complete or correct your application' })
  @ApiOkResponse({ type: ApplicationAnswer })
  @ProblemAnswers('malformed', 'validation', 'not-found', 'application-closed', 'rate-limited')
  change(
    @Param('id', IdPipe) id: string,
    @ApplicationSecret() secret: string,
    @Body() body: NewApplication,
  ): Promise<ApplicationAnswer> {
    return this.applications.change(id, secret, body);
  }

  @Post(':id/documents')
  @TakesDocument()
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Add a document to your application' })
  @ApiConsumes(...documentTypes)
  @ApiBody(binary)
  @ApiCreatedResponse({ type: DocumentAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'not-found',
    'application-closed',
    'too-large',
    'media-type',
    'rate-limited',
  )
  addDocument(
    @Param('id', IdPipe) id: string,
    @ApplicationSecret() secret: string,
    @Query() query: DocumentQuery,
    @GatedDocument() body: DocumentBody,
  ): Promise<DocumentAnswer> {
    return this.applications.addDocument(id, secret, query.type, body);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Withdraw your application' })
  @ApiOkResponse({ type: ApplicationAnswer })
  @ProblemAnswers('not-found', 'application-closed', 'rate-limited')
  withdraw(@Param('id', IdPipe) id: string, @ApplicationSecret() secret: string): Promise<ApplicationAnswer> {
    return this.applications.withdraw(id, secret);
  }

  @Post(':id/owner')
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Make the account that owns the approved organization' })
  @ApiCreatedResponse({ type: ApplicationAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'not-found',
    'application-closed',
    'login-taken',
    'rate-limited',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  ownAnew(
    @Param('id', IdPipe) id: string,
    @ApplicationSecret() secret: string,
    @Body() body: NewCredentials,
  ): Promise<ApplicationAnswer> {
    return this.applications.ownAnew(id, secret, body);
  }

  @Put(':id/owner')
  @SignedIn()
  @TakesApplicationSecret()
  @ApiOperation({ summary: 'Own the approved organization with the account you are signed in with' })
  @ApiOkResponse({ type: ApplicationAnswer })
  @ProblemAnswers(
    'unauthenticated',
    'not-found',
    'application-closed',
    'rate-limited',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  own(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @ApplicationSecret() secret: string,
  ): Promise<ApplicationAnswer> {
    return this.applications.own(actor, id, secret);
  }
}
