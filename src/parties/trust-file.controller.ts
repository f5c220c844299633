import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { isHeld } from '../http/entity-tag.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { trustVersion } from '../ledger/trust.js';
import { TrustFile } from './trust-file.js';

const example = {
  v: trustVersion,
  operator: {
    organization: 'org/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  },
  policy: 'log ledger.example.org/2026+e4f6…\nwitness w1 witness.example+9c31…\nquorum w1\n',
};

/** What a verifier pins (api.md, Auditing). */
@ApiTags('trust')
@Public()
@Controller('.well-known/furrow')
export class TrustFileController {
  constructor(private readonly file: TrustFile) {}

  @Get('trust.json')
  @ApiOperation({ summary: 'The trust file: keys of the log and its witnesses, and who the operator is' })
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object' }, example } } })
  @ProblemAnswers('unavailable')
  async trust(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body, tag } = await this.file.text();
    void reply
      .header('etag', tag)
      .header('cache-control', 'public, max-age=60')
      .header('access-control-allow-origin', '*');
    if (isHeld(request, tag)) void reply.code(304).send();
    else void reply.header('content-type', 'application/json; charset=utf-8').send(body);
  }
}
