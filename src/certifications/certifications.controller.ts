import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { CertificationGrantDto } from '../events/kinds/certification.js';
import type { Language } from '../gs1/words.js';
import { sendMade } from '../http/entity-tag.js';
import { EntryNumberPipe } from '../http/entry-number.pipe.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import {
  CertificationChangeBody,
  CertificationDto,
  CertificationListQuery,
  CertificationPageDto,
} from './certifications.dto.js';
import { CertificationsService } from './certifications.service.js';

/** What an organization is certified for (docs/certifications.md). */
@ApiTags('certifications')
@Controller('api/v1/organizations/:id/certifications')
export class CertificationsController {
  constructor(private readonly certifications: CertificationsService) {}

  @Post()
  @Roles('owner', 'recorder', 'certifier', 'regulator')
  @ApiOperation({ summary: 'State a certification: as a body or authority, or of your own organization' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: CertificationDto })
  @ApiOkResponse({ type: CertificationDto, description: 'The same had been stated before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'certification-overlaps',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async grant(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: CertificationGrantDto,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CertificationDto> {
    const made = await this.certifications.grant(actor, id, body, key, language);
    return sendMade(reply, made, `/api/v1/organizations/${id}/certifications`);
  }

  @Get()
  @Scoped('organizations:read')
  @SignedIn()
  @ApiOperation({ summary: 'Certifications of an organization as they stand on a day, oldest first' })
  @ApiOkResponse({ type: CertificationPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: CertificationListQuery,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CertificationPageDto> {
    void reply.header('vary', 'Accept-Language');
    const page = await this.certifications.list(actor, id, query, language);
    return { ...sendPage(request, reply, page, 'after'), on: page.on };
  }

  @Post(':seq/changes')
  @Roles('owner', 'recorder', 'certifier', 'regulator')
  @ApiOperation({ summary: 'Suspend, resume or revoke a certification, by who stated it or a regulator' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: CertificationDto })
  @ApiOkResponse({ type: CertificationDto, description: 'The same had been stated before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'certification-state',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) organizationId: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Body() body: CertificationChangeBody,
    @IdempotencyKey() key: string | null,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CertificationDto> {
    const made = await this.certifications.change(actor, { organizationId, seq }, body, key, language);
    return sendMade(reply, made, `/api/v1/organizations/${organizationId}/certifications`);
  }
}
