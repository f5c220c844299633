import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { sendMade } from '../http/entity-tag.js';
import { IdPipe } from '../http/id.pipe.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { sendPage } from '../http/paging.js';
import { supervisors } from '../parties/scope.js';
import {
  InspectionTaskDto,
  InspectionTaskPageDto,
  InspectionTaskQuery,
  NewInspectionTask,
  orderExamples,
  WithdrawTaskBody,
} from './inspection-tasks.dto.js';
import { InspectionTasksService, taskReaders } from './inspection-tasks.service.js';

/** Tasks of authorities to inspect (docs/inspections.md). */
@ApiTags('inspections')
@Controller('api/v1/inspection-tasks')
export class InspectionTasksController {
  constructor(private readonly tasks: InspectionTasksService) {}

  @Post()
  @Roles(...supervisors)
  @ApiOperation({ summary: 'Order an inspection of goods of your region' })
  @TakesIdempotencyKey()
  @ApiBody({ type: NewInspectionTask, examples: orderExamples })
  @ApiCreatedResponse({ type: InspectionTaskDto })
  @ApiOkResponse({ type: InspectionTaskDto, description: 'The same task had been ordered before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'event-conflict',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async order(
    @CurrentActor() actor: Actor,
    @Body() body: NewInspectionTask,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionTaskDto> {
    const made = await this.tasks.order(actor, body, key ?? uuidv7());
    return sendMade(reply, made, `/api/v1/inspection-tasks/${made.entity.id}`);
  }

  @Get()
  @Roles(...taskReaders)
  @ApiOperation({ summary: 'Tasks of your region, or those about your goods for which a sample was taken' })
  @ApiOkResponse({ type: InspectionTaskPageDto })
  @ProblemAnswers('validation', 'unauthenticated', 'forbidden', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: InspectionTaskQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionTaskPageDto> {
    return sendPage(request, reply, await this.tasks.list(actor, query));
  }

  @Get(':id')
  @Roles(...taskReaders)
  @ApiOperation({ summary: 'Read a task with its samples and reports' })
  @ApiOkResponse({ type: InspectionTaskDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<InspectionTaskDto> {
    return this.tasks.get(actor, id);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Roles(...supervisors)
  @ApiOperation({ summary: 'Take an order back before a sample was taken, by the authority that gave it' })
  @ApiOkResponse({ type: InspectionTaskDto })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'inspection-task-closed',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: WithdrawTaskBody,
  ): Promise<InspectionTaskDto> {
    return this.tasks.withdraw(actor, id, reason);
  }
}
