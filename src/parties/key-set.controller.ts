import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { KeySet } from './key-set.js';
import { isHeld } from '../http/entity-tag.js';

const example = {
  keys: [
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      alg: 'Ed25519',
      use: 'sig',
      'furrow:purpose': 'label',
      'furrow:org': 'org/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
      'furrow:validFrom': '2026-11-20T06:05:00.000Z',
    },
  ],
};

/** Keys for everyone who verifies (api.md, Auditing). */
@ApiTags('trust')
@Public()
@Controller('.well-known')
export class KeySetController {
  constructor(private readonly keySet: KeySet) {}

  @Get('jwks.json')
  @ApiOperation({ summary: 'Every label and statement key ever valid, with its interval' })
  @ApiOkResponse({
    description: 'A JWK Set (RFC 7517).',
    content: { 'application/jwk-set+json': { schema: { type: 'object' }, example } },
  })
  @ProblemAnswers('unavailable')
  async jwks(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body, tag } = await this.keySet.text();
    void reply
      .header('etag', tag)
      .header('cache-control', 'public, max-age=60')
      .header('access-control-allow-origin', '*');
    if (isHeld(request, tag)) void reply.code(304).send();
    else void reply.header('content-type', 'application/jwk-set+json').send(body);
  }
}
