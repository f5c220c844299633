import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BatchesService } from '../batches/batches.service.js';
import type { Effect } from '../batches/effect.js';
import type { BatchIdentity } from '../batches/batch.js';
import { refused, type FieldFault } from '../http/problems.js';
import type { JsonObject } from '../ledger/json.js';
import { PartyFacts } from '../parties/facts.js';
import { ContextLoader } from './context.js';
import { issuerFor } from './issuer.js';
import { findKind, recordedElsewhere } from './kinds/registry.js';
import type { Kind } from './kinds/kind.js';
import { isFaults, validateData } from './kinds/validate.js';
import {
  eventIdPointer,
  Recorder,
  type Drawn,
  type Ready,
  type Recorded,
  type Signed,
  type Telling,
} from './recorder.js';
import { SignedStatements } from './signed-statements.js';
import { checkNotAhead } from './timing.js';

/** An event as a client tells it in plain form; `data` not validated yet. */
export interface PlainEvent {
  readonly eventId: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly data: JsonObject;
}

/**
 * Records events on batches.
 *
 * Refused is what is malformed and what looks forward and must not happen; everything that has happened is accepted
 * (domain.md §4).
 */
@Injectable()
export class EventsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
    private readonly context: ContextLoader,
    private readonly recorder: Recorder,
    private readonly statements: SignedStatements,
  ) {}

  /** Records an event in plain form, signed with the custodial key of the organization that says it. */
  async record(actor: Actor, batchId: string, event: PlainEvent): Promise<Recorded> {
    return this.recorder.record(await this.prepare(actor, batchId, event));
  }

  /**
   * Records a statement that the participant signed (`application/jose`, SD-JWT combined form). Its `jti` is the
   * idempotency key; a header that says another is refused.
   */
  async recordSigned(actor: Actor, batchId: string, combined: string, key: string | null): Promise<Recorded> {
    return this.recorder.record(await this.prepareSigned(actor, batchId, combined, key));
  }

  /** An event in plain form, checked and signed. @throws DomainError, LedgerError for what is not acceptable. */
  async prepare(actor: Actor, batchId: string, event: PlainEvent): Promise<Ready> {
    const batch = await this.batches.require(actor, batchId);
    return this.prepareOn(actor, batch, event, requireKind(event.kind));
  }

  /** As `prepare`, of a kind with an endpoint of its own, and of a batch that the actor may look into. */
  async prepareOn(
    actor: Actor,
    batch: BatchIdentity,
    event: PlainEvent,
    kind: Kind,
    drawn?: Drawn,
  ): Promise<Ready> {
    const issuerId = await this.issuer(actor, batch, event.kind);
    const completed = { ...event, data: completeData(kind, event.data) };
    return this.recorder.custodial(await this.telling(batch, kind, issuerId, completed), drawn);
  }

  /** A statement that the participant signed, verified and checked. @throws as `prepare`. */
  async prepareSigned(
    actor: Actor,
    batchId: string,
    combined: string,
    key: string | null = null,
  ): Promise<Ready> {
    const batch = await this.batches.require(actor, batchId);
    const home = { organizationId: batch.organizationId, chainId: batch.id };
    const told = await this.statements.open(combined, home);
    if (key !== null && key !== told.event.eventId) throw refused(otherEventId());
    const kind = requireKind(told.event.kind);
    const issuerId = await this.issuer(actor, batch, told.event.kind);
    this.statements.requireIssuer(told, issuerId);
    const telling = await this.telling(batch, kind, issuerId, told.event);
    this.statements.requireConcealed(told, kind);
    const signed: Signed = { compact: told.statement.compact, disclosures: told.disclosures };
    return this.recorder.participant(telling, signed);
  }

  private async telling(
    batch: BatchIdentity,
    kind: Kind,
    issuerId: string,
    event: PlainEvent,
  ): Promise<Telling> {
    const now = new Date();
    const ahead = checkNotAhead(event.occurredAt, now);
    if (ahead !== null) throw refused(ahead);
    const data = validateData(kind.data, event.data);
    if (isFaults(data)) throw refused(...data);
    if (kind.kind === 'label' && event.data.action === 'issued') throw refused(issuedByUs());
    const { context, touches, sources } = await this.context.load(batch, kind, event, issuerId, now);
    const faults = kind.check(data, context);
    if (faults.length > 0) throw refused(...faults);
    const effects = kind.effect(data, context);
    return {
      home: { organizationId: batch.organizationId, chainId: batch.id },
      opens: false,
      issuerId,
      eventId: event.eventId,
      kind: kind.kind,
      occurredAt: event.occurredAt,
      data: event.data,
      privateFields: kind.privateFields,
      touches: saysEdges(effects) ? [...touches, batch.organizationId] : touches,
      effect: { effects, forward: kind.forward(data), sources },
    };
  }

  /** In whose name the actor states this about a batch that it may look into. @throws DomainError `forbidden`. */
  async issuer(actor: Actor, batch: BatchIdentity, kind: string): Promise<string> {
    const organization = await this.parties.organization(batch.organizationId);
    return issuerFor(actor, batch, kind, organization?.region);
  }
}

/** With what the kind fills in; malformed data as they are. */
function completeData(kind: Kind, plain: JsonObject): JsonObject {
  if (kind.complete === undefined) return plain;
  const data = validateData(kind.data, plain);
  return isFaults(data) ? plain : (kind.complete(data) as JsonObject);
}

function requireKind(name: string): Kind {
  const kind = findKind(name);
  if (kind?.chain === 'batch' && !recordedElsewhere.has(name)) return kind;
  throw refused({
    pointer: '/kind',
    code: 'unknown-kind',
    detail: {
      zh: '没有这种事件，或者它不能这样记录。',
      en: 'There is no such kind of event, or it is not recorded here.',
    },
  });
}

/**
 * What changes the graph takes its turn in the organization, by the lock of the organization's own chain: rings of four
 * and more have recordings in them that have no batch in common (docs/adr/0011).
 */
function saysEdges(effects: readonly Effect[]): boolean {
  return effects.some(({ type }) => type === 'edge');
}

function issuedByUs(): FieldFault {
  const detail = {
    zh: '标签由本服务生成号码后签发，请使用该批次的 labels 接口。',
    en: 'Label sets are issued by the service, which draws their codes: use the labels endpoint of the batch.',
  };
  return { pointer: '/data/action', code: 'choice', detail };
}

function otherEventId(): FieldFault {
  const detail = {
    zh: '与签名声明中的 jti 不同；请去掉这个请求头，或写同一个事件号。',
    en: 'Differs from the jti of the statement; leave the header out, or give the same event id.',
  };
  return { pointer: eventIdPointer, code: 'conflict', detail };
}
