import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { EntryNumberPipe } from '../http/entry-number.pipe.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { PositionsService } from './positions.service.js';

/** Where something was recorded (docs/privacy.md); who may see it gets it with the entry. */
@ApiTags('privacy')
@Controller('api/v1/batches/:id/events/:seq/position')
@SignedIn()
export class PositionsController {
  constructor(private readonly positions: PositionsService) {}

  @Delete()
  @HttpCode(204)
  @Scoped('events:write')
  @ApiOperation({ summary: 'Erase where an entry was recorded, for good; the entry stays' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'log-behind', 'ambiguous')
  erase(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batchId: string,
    @Param('seq', EntryNumberPipe) seq: number,
  ): Promise<void> {
    return this.positions.erase(actor, batchId, seq);
  }
}
