import { Controller, Delete, Get, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Scoped, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { documentTypes, GatedDocument, TakesDocument, type DocumentBody } from '../http/document-body.js';
import { isHeld, TakesEntityTag } from '../http/entity-tag.js';
import { EntryNumberPipe } from '../http/entry-number.pipe.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { AttachmentsService } from './attachments.service.js';
import { ListedAttachmentDto } from './attachments.dto.js';
import { attachmentBytesMax } from './kinds/attachments.js';

const binary = { schema: { type: 'string', format: 'binary', example: '…' } } as const;

/** The bytes of photos and papers that entries name (docs/attachments.md). */
@ApiTags('recording')
@Controller('api/v1/batches/:id/events/:seq/attachments/:sha256')
@SignedIn()
export class AttachmentsController {
  constructor(private readonly attachments: AttachmentsService) {}

  @Put()
  @Scoped('events:write')
  @TakesDocument(attachmentBytesMax)
  @ApiOperation({ summary: 'Send the bytes of a photo or paper that an entry names' })
  @ApiConsumes(...documentTypes)
  @ApiBody(binary)
  @ApiCreatedResponse({ type: ListedAttachmentDto })
  @ApiOkResponse({ type: ListedAttachmentDto, description: 'They were here before.' })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'forbidden',
    'not-found',
    'attachment-deleted',
    'too-large',
    'media-type',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async put(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batchId: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Param('sha256') sha256: string,
    @GatedDocument() body: DocumentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListedAttachmentDto> {
    const { stated, repeated } = await this.attachments.put(actor, { batchId, seq, sha256 }, body);
    reply.status(repeated ? 200 : 201);
    return { ...stated, state: 'stored' };
  }

  @Get()
  @Scoped('batches:read')
  @ApiOperation({ summary: 'The bytes of a photo or paper (the look of an official is traced)' })
  @TakesEntityTag()
  @ApiProduces(...documentTypes)
  @ApiOkResponse(binary)
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'attachment-missing',
    'attachment-deleted',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async get(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batchId: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Param('sha256') sha256: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { stated, bytes } = await this.attachments.get(actor, { batchId, seq, sha256 });
    const tag = `"${stated.sha256}"`;
    // Asked for anew each time, since it may have been deleted; never sent again while it is held.
    void reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (isHeld(request, tag)) {
      void reply.code(304).send();
      return;
    }
    void reply
      .header('content-type', stated.mediaType)
      .header('content-disposition', 'attachment')
      .send(bytes);
  }

  @Delete()
  @HttpCode(204)
  @Scoped('events:write')
  @ApiOperation({ summary: 'Delete the bytes of a photo or paper for good; the entry stays' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'log-behind', 'ambiguous')
  delete(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) batchId: string,
    @Param('seq', EntryNumberPipe) seq: number,
    @Param('sha256') sha256: string,
  ): Promise<void> {
    return this.attachments.delete(actor, { batchId, seq, sha256 });
  }
}
