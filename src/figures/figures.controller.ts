import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { csvOf } from '../http/csv.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { supervisors } from '../parties/scope.js';
import { FiguresDto, FiguresQuery, type FigureRowDto } from './figures.dto.js';
import { FiguresService } from './figures.service.js';

const columns: readonly (keyof FigureRowDto)[] = [
  ...(['month', 'category', 'unit', 'batches', 'grown', 'made', 'received', 'available', 'shipped'] as const),
  ...(['consumed', 'lost', 'unaccounted', 'labels', 'scanned'] as const),
  ...(['critical', 'high', 'medium', 'low', 'info', 'recalled'] as const),
];

/** Figures of the batches of a region (docs/cases.md). */
@ApiTags('cases')
@Controller('api/v1/figures')
@Roles(...supervisors)
export class FiguresController {
  constructor(private readonly figures: FiguresService) {}

  @Get()
  @ApiOperation({
    summary: 'What became of the batches of your region, by the month in which they were opened',
  })
  @ApiExtraModels(FiguresDto)
  @ApiOkResponse({
    description: 'In the shape that was asked for.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(FiguresDto) } },
      'text/csv': { schema: { type: 'string' }, example: columns.join() },
    },
  })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found', 'unavailable')
  async get(
    @CurrentActor() actor: Actor,
    @Query() query: FiguresQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FiguresDto | string> {
    const figures = await this.figures.get(actor, query);
    void reply.header('cache-control', 'no-store');
    if (query.format === 'json') return figures;
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="figures-${query.from}-${query.to}.csv"`);
    return csvOf(columns, figures.rows);
  }
}
