import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import type { DocumentBody } from '../http/document-body.js';
import { DomainError, refused } from '../http/problems.js';
import { Entries } from '../log/entries.service.js';
import { fault } from '../parties/faults.js';
import { Oversight } from '../parties/oversight.service.js';
import { isMemberOf } from '../parties/scope.js';
import { AttachmentFiles, type AttachmentPlace } from './attachment-files.js';
import { ChainReader } from './chain-reader.js';
import { EventsService } from './events.service.js';
import { attachmentsOf, type StatedAttachment } from './kinds/attachments.js';

/** Where an attachment is named: an entry of a batch, and the hash in it. */
export interface NamedPlace {
  readonly batchId: string;
  readonly seq: number;
  /** base64url */
  readonly sha256: string;
}

/** An attachment that is named there, and whose it is: the organization's that states the entry. */
interface Named extends AttachmentPlace {
  readonly batch: BatchIdentity;
  readonly kind: string;
  readonly stated: StatedAttachment;
}

/** Takes, hands out and deletes the bytes of photos and papers that entries name. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly chains: ChainReader,
    private readonly events: EventsService,
    private readonly oversight: Oversight,
    private readonly files: AttachmentFiles,
  ) {}

  /**
   * Keeps the bytes that an entry names, from who records for the organization that states it. Answers whether they were
   * there before.
   *
   * @throws DomainError `not-found`, `forbidden`; `validation` naming what differs from the entry; `media-type`;
   * `attachment-deleted`.
   */
  async put(
    actor: Actor,
    place: NamedPlace,
    body: DocumentBody,
  ): Promise<{ readonly stated: StatedAttachment; readonly repeated: boolean }> {
    const named = await this.find(actor, place);
    const issuerId = await this.events.issuer(actor, named.batch, named.kind);
    if (issuerId !== named.organizationId) throw notYours();
    await requireStated(body, named.stated);
    const before = await this.files.stateOf(named);
    if (before === 'deleted') throw deleted();
    if (before === 'missing') await this.files.keep(named, body.bytes);
    return { stated: named.stated, repeated: before === 'stored' };
  }

  /**
   * The bytes, for members of the batch's organization and of the one that states the entry, and for those who supervise:
   * their look is traced first.
   *
   * @throws DomainError `not-found`, `forbidden`, `attachment-missing`, `attachment-deleted`; `unavailable`, `ambiguous`,
   * `log-behind` when the look cannot be recorded.
   */
  async get(
    actor: Actor,
    place: NamedPlace,
  ): Promise<{ readonly stated: StatedAttachment; readonly bytes: Buffer }> {
    const named = await this.find(actor, place);
    const owners = [named.batch.organizationId, named.organizationId];
    const isMember = owners.some((id) => isMemberOf(actor, id));
    if (!isMember && !(await this.oversight.looksInto(actor, named.batch))) throw notYours();
    if ((await this.files.stateOf(named)) === 'deleted') throw deleted();
    const bytes = await this.files.read(named);
    if (bytes === null) throw missing();
    return { stated: named.stated, bytes };
  }

  /** Takes the bytes out for good, wherever the organization names them; the entry stays. @throws as `get`. */
  async delete(actor: Actor, place: NamedPlace): Promise<void> {
    const named = await this.find(actor, place);
    if (!isMemberOf(actor, named.organizationId)) throw notYours();
    requireRole(actor, named.organizationId, ['owner']);
    await this.files.delete(named);
  }

  private async find(actor: Actor, { batchId, seq, sha256 }: NamedPlace): Promise<Named> {
    const batch = await this.batches.require(actor, batchId);
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.named([{ ...chain, seq }], scopeOf(actor));
    // What it names is public: nobody's look is traced before there is something to see.
    const [entry] = await this.chains.readPublic(chain, stored);
    if (entry === undefined) throw notFound();
    const stated = attachmentsOf(entry.kind, entry.data).find((one) => one.sha256 === sha256);
    if (stated === undefined) throw notFound();
    const organizationId = entry.statement.payload.iss.slice('org/'.length);
    return { batch, organizationId, sha256, kind: entry.kind, stated };
  }
}

/** @throws DomainError unless the bytes are what the entry says of them. */
async function requireStated(
  body: DocumentBody,
  { bytes, mediaType, sha256 }: StatedAttachment,
): Promise<void> {
  if (body.bytes.length !== bytes) {
    const [zh, en] = [
      `记录里写的是 ${bytes} 字节，传来的是 ${body.bytes.length} 字节。`,
      `The entry says ${bytes} bytes; ${body.bytes.length} came.`,
    ];
    throw refused(fault('/bytes', 'differs', zh, en));
  }
  const type = await body.type();
  if (type !== mediaType) {
    const [zh, en] = [
      `记录里写的是 ${mediaType}，传来的是 ${type}。`,
      `The entry says ${mediaType}; ${type} came.`,
    ];
    throw refused(fault('/mediaType', 'differs', zh, en));
  }
  if (hash('sha256', body.bytes, 'base64url') !== sha256) {
    const [zh, en] = ['传来的内容与记录里的哈希值不符。', 'What came is not what the entry has the hash of.'];
    throw refused(fault('/sha256', 'differs', zh, en));
  }
}

function notYours(): DomainError {
  return new DomainError('forbidden', {
    zh: '照片和单据只由记录它的组织上传和删除，只给该组织、批次所属的组织和有权监管的人员查看。',
    en: 'Photos and papers are sent and deleted by the organization that states the entry, and shown to it, to the organization of the batch, and to those who supervise it.',
  });
}

function missing(): DomainError {
  return new DomainError('attachment-missing', {
    zh: '记录里有这张照片或单据的哈希值，内容还没有传来。请稍后再看，或请记录的人在有网络时发送。',
    en: 'The entry has the hash of this photo or paper, but the bytes have not come yet. Look again later, or ask who recorded it to send them.',
  });
}

function deleted(): DomainError {
  return new DomainError('attachment-deleted', {
    zh: '这张照片或单据已由记录它的组织删除；记录和哈希值仍在。',
    en: 'The organization that states the entry has deleted this photo or paper; entry and hash stay.',
  });
}
