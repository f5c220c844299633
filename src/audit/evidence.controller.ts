import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Public, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { evidenceMediaType } from '../ledger/evidence.js';
import { EvidenceFile } from './evidence.dto.js';
import { EvidenceService } from './evidence.service.js';

const described = {
  description: 'The evidence file (docs/spec/evidence.md), which `furrow verify` checks offline.',
  content: { [evidenceMediaType]: { schema: { $ref: getSchemaPath(EvidenceFile) } } },
};

/** Evidence: all that a stranger needs to check one batch without this service (ledger.md §6). */
@ApiTags('evidence')
@ApiExtraModels(EvidenceFile)
@Controller()
export class EvidenceController {
  constructor(private readonly evidence: EvidenceService) {}

  @Get('api/v1/batches/:id/evidence')
  @Scoped('batches:read')
  @SignedIn()
  @ApiOperation({ summary: 'The evidence of a batch, with the private fields that you may see' })
  @ApiOkResponse(described)
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'evidence-too-large',
    'not-in-log',
    'unavailable',
  )
  async ofBatch(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.evidence.forReader(actor, id), 'no-store');
  }

  @Get('evidence/:code')
  @Public()
  @RateLimit('scan')
  @ApiOperation({ summary: 'The evidence behind a scanned code, without anything private' })
  @ApiOkResponse(described)
  @ProblemAnswers('malformed', 'not-found', 'evidence-too-large', 'rate-limited', 'not-in-log', 'unavailable')
  async ofCode(@Param('code') code: string, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.evidence.forCode(code);
    void reply.header('access-control-allow-origin', '*');
    send(reply, bytes, 'public, max-age=5');
  }
}

function send(reply: FastifyReply, bytes: Uint8Array, caching: string): void {
  void reply
    .header('content-type', evidenceMediaType)
    .header('content-disposition', 'attachment; filename="evidence.json"')
    .header('cache-control', caching)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}
