import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { RegisteredWebhookDto, WebhookBody, WebhookDto } from './webhooks.dto.js';
import { WebhooksService } from './webhooks.service.js';

/** Where an organization is told of recalls (docs/recalls.md, Webhook). */
@ApiTags('recalls')
@Roles('owner')
@Controller('api/v1/organizations/:id/webhook')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Put()
  @ApiOperation({ summary: 'Have recall notices sent to an address, signed' })
  @ApiOkResponse({ type: RegisteredWebhookDto })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'unavailable',
    'ambiguous',
  )
  async register(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: WebhookBody,
  ): Promise<RegisteredWebhookDto> {
    return this.webhooks.register(actor, id, body.url);
  }

  @Get()
  @ApiOperation({ summary: 'Where recall notices are sent' })
  @ApiOkResponse({ type: WebhookDto })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found')
  async get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<WebhookDto> {
    return this.webhooks.get(actor, id);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Have recall notices sent nowhere any more' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.webhooks.remove(actor, id);
  }
}
