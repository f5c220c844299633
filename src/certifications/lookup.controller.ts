import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.decorators.js';
import type { Language } from '../gs1/words.js';
import { ReaderLanguage } from '../http/language.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { CertificationLookupDto, CertificationLookupQuery } from './certifications.dto.js';
import { CertificationLookup } from './lookup.service.js';

/** The public look-up of certifications. */
@ApiTags('certifications')
@Controller('api/v1/certifications')
@Public()
@RateLimit('scan')
export class CertificationLookupController {
  constructor(private readonly certifications: CertificationLookup) {}

  @Get()
  @ApiOperation({
    summary:
      'What is known of a certificate by its number, or of the claims of a code; also as known on a day',
  })
  @ApiOkResponse({ type: CertificationLookupDto })
  @ProblemAnswers('validation', 'rate-limited')
  async find(
    @Query() query: CertificationLookupQuery,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CertificationLookupDto> {
    void reply.headers({ vary: 'Accept-Language', 'cache-control': 'no-store' });
    return this.certifications.find(query, language);
  }
}
