import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { EntryPageQuery, sendPage } from '../http/paging.js';
import { refused } from '../http/problems.js';
import { AwaitedDeliveryPageDto, DeliveriesQuery, ShipmentPageDto } from './deliveries.dto.js';
import { ShipmentLists, type AwaitedPlace } from './shipment-lists.service.js';

/** What is under way, and what of it nobody has confirmed. */
@ApiTags('deliveries')
@Controller('api/v1')
@SignedIn()
export class ShipmentsController {
  constructor(private readonly lists: ShipmentLists) {}

  @Get('batches/:id/shipments')
  @Scoped('batches:read')
  @ApiOperation({ summary: 'Shipments of a batch, oldest first, with what is confirmed and what is open' })
  @ApiOkResponse({ type: ShipmentPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async ofBatch(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: EntryPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShipmentPageDto> {
    return sendPage(request, reply, await this.lists.ofBatch(actor, id, query.after, query.limit), 'after');
  }

  @Get('deliveries')
  @Scoped('batches:read')
  @ApiOperation({ summary: 'Shipments addressed to an organization that wait for its confirmation' })
  @ApiOkResponse({ type: AwaitedDeliveryPageDto })
  @ProblemAnswers('unauthenticated', 'validation', 'not-found')
  async awaited(
    @CurrentActor() actor: Actor,
    @Query() { organization, cursor, limit }: DeliveriesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AwaitedDeliveryPageDto> {
    return sendPage(request, reply, await this.lists.awaited(actor, organization, readPlace(cursor), limit));
  }
}

const placeText = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})_(\d{1,9})$/;

/** The place a page goes on from; without a cursor, before every batch. */
function readPlace(cursor: string | undefined): AwaitedPlace {
  if (cursor === undefined) return { batchId: '00000000-0000-0000-0000-000000000000', seq: 0 };
  const [, batchId, seq] = placeText.exec(cursor) ?? [];
  if (batchId !== undefined && seq !== undefined) return { batchId, seq: Number(seq) };
  const detail = {
    zh: '这个翻页位置无效，请从第一页重新开始，或使用 Link 头给出的地址。',
    en: 'This cursor is not one of ours: begin with the first page, or follow the address in the Link header.',
  };
  throw refused({ pointer: '/query/cursor', code: 'cursor', detail });
}
