import { applyDecorators, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { TraceQuery } from './trace-query.dto.js';
import { TraceTableDto } from './trace-rows.dto.js';
import { TraceDto } from './trace.dto.js';
import { TraceService } from './trace.service.js';
import { csvOf, rowsOf } from './trace-table.js';

const Traces = (summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: 'Who sees what of it: docs/trace.md.' }),
    ApiExtraModels(TraceDto, TraceTableDto),
    ApiOkResponse({
      description: 'In the shape that was asked for.',
      content: {
        'application/json': {
          schema: { anyOf: [{ $ref: getSchemaPath(TraceDto) }, { $ref: getSchemaPath(TraceTableDto) }] },
        },
        'text/csv': {
          schema: { type: 'string' },
          example: 'level,batch,lotEntry,code,lot,product,organization,place,…',
        },
      },
    }),
    ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found', 'unavailable'),
  );

/** Tracing a batch through the graph (api.md, Recording and Auditing). */
@ApiTags('trace')
@Controller('api/v1')
export class TraceController {
  constructor(private readonly traces: TraceService) {}

  @Get('batches/:id/trace')
  @SignedIn()
  @Scoped('batches:read')
  @Traces('What a batch was made from, or what was made of it and where that went')
  ofBatch(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: TraceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TraceDto | TraceTableDto | string> {
    return this.answer(actor, id, query, reply);
  }

  @Get('trace/:batch')
  @Roles('regulator', 'inspector')
  @Traces('The same for the authorities of the region: every batch, holder, consignee and label')
  forAuthority(
    @CurrentActor() actor: Actor,
    @Param('batch', IdPipe) id: string,
    @Query() query: TraceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TraceDto | TraceTableDto | string> {
    return this.answer(actor, id, query, reply);
  }

  private async answer(
    actor: Actor,
    id: string,
    { direction, depth, limit, format }: TraceQuery,
    reply: FastifyReply,
  ): Promise<TraceDto | TraceTableDto | string> {
    const trace = await this.traces.trace(actor, id, { direction, depth, nodes: limit });
    void reply.header('cache-control', 'no-store');
    if (format === 'tree') return trace;
    const rows = rowsOf(trace);
    if (format === 'table') return { complete: trace.complete, rows };
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="trace-${id}.csv"`)
      .header('x-trace-complete', String(trace.complete));
    return csvOf(rows);
  }
}
