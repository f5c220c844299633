import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../http/idempotency-key.js';
import { NewProduct, ProductAnswer, ProductPage } from './products.dto.js';
import { ProductsService } from './products.service.js';
import { sendEntity, sendMade, TakesEntityTag } from '../http/entity-tag.js';
import { sendPage } from '../http/paging.js';
import { OrganizationPageQuery } from './pages.dto.js';

/** Products (api.md, Recording: master data). */
@ApiTags('parties')
@Controller('api/v1/products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Post()
  @Scoped('products:write')
  @Roles('owner', 'recorder', 'admin')
  @ApiOperation({ summary: 'Add a product' })
  @TakesIdempotencyKey()
  @ApiCreatedResponse({ type: ProductAnswer })
  @ApiOkResponse({ type: ProductAnswer, description: 'The same request had added it before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'gtin-taken',
    'event-conflict',
  )
  async create(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string | null,
    @Body() body: NewProduct,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductAnswer> {
    const made = await this.products.create(actor, key, body);
    return sendMade(reply, made, `/api/v1/products/${made.entity.id}`);
  }

  @Get()
  @Scoped('products:read')
  @SignedIn()
  @ApiOperation({ summary: 'List products' })
  @ApiOkResponse({ type: ProductPage })
  @ProblemAnswers('validation', 'unauthenticated', 'not-found')
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: OrganizationPageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductPage> {
    return sendPage(request, reply, await this.products.list(actor, query));
  }

  @Get(':id')
  @Scoped('products:read')
  @SignedIn()
  @ApiOperation({ summary: 'Read a product' })
  @TakesEntityTag()
  @ApiOkResponse({ type: ProductAnswer })
  @ProblemAnswers('unauthenticated', 'not-found')
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductAnswer | undefined> {
    return sendEntity(request, reply, await this.products.get(actor, id));
  }
}
