import { Injectable } from '@nestjs/common';
import { Appender } from '../log/appender.js';
import type { LedgerEffect } from '../batches/ledger-effect.js';
import { DomainError, refused } from '../http/problems.js';
import { canonicalize } from '../ledger/canonical.js';
import { concealedFields } from '../ledger/disclosed.js';
import { findDigests, open, parseDisclosure } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { personIn } from '../ledger/names.js';
import { parseStatement, type StatementPayload } from '../ledger/statement.js';
import type { Appended, Draft } from '../log/draft.js';
import { chainName, type Written } from '../log/group-writer.js';
import type { ChainRef, StoredEntry } from '../log/entry.js';
import { Keyring } from '../log/keyring.js';
import { signStatement } from '../log/statement-signer.js';
import { Vault } from '../log/vault.js';
import { ActGuard } from '../findings/act-guard.js';
import type { Act } from '../findings/judge.service.js';
import { isJudged } from '../findings/judging.js';
import { inTurn } from './in-turn.js';

/** Who signed: the participant's own key, or the organization's key held by the service (ledger.md §2). */
export type Signer = 'participant' | 'custodial';

/** A statement about to be recorded, whoever signs it; `data` with its private fields open. */
export interface Telling {
  readonly home: ChainRef;
  readonly opens: boolean;
  readonly issuerId: string;
  readonly eventId: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly data: JsonObject;
  readonly privateFields: readonly string[];
  readonly touches: readonly string[];
  readonly effect: LedgerEffect;
}

/** What of a statement the service draws itself, so that a repeated request would have it otherwise. */
export interface Drawn {
  readonly data: readonly string[];
  readonly occurredAt: boolean;
}

/** Where the event id of a single event is sent: the header. */
export const eventIdPointer = '/Idempotency-Key';

const nothingDrawn: Drawn = { data: [], occurredAt: false };

/** A participant's own signed statement and its disclosures. */
export interface Signed {
  readonly compact: string;
  readonly disclosures: readonly string[];
}

/** A recorded statement: now, or before under the same event id (`repeated`). */
export interface Recorded {
  readonly repeated: boolean;
  readonly eventId: string;
  readonly seq: number;
  readonly leafHash: Uint8Array;
  /** Leaf hash of the entry before. */
  readonly prev: Uint8Array;
  readonly recordedAt: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly signer: Signer;
}

/** A signed statement ready to be appended, and how to read what became of it. */
export interface Ready {
  readonly draft: Draft<LedgerEffect>;
  /** What is recorded under its event id. @throws DomainError of the projection's refusal; `event-conflict`. */
  settle(answer: Appended): Promise<Recorded>;
}

/** Why a statement of several is not recorded. */
export interface Refused {
  readonly error: unknown;
}

/**
 * Signs, seals and appends statements, and answers a repeated event id with what was recorded first.
 */
@Injectable()
export class Recorder {
  constructor(
    private readonly appender: Appender<LedgerEffect>,
    private readonly keyring: Keyring,
    private readonly vault: Vault,
    private readonly acts: ActGuard,
  ) {}

  /**
   * A statement signed with the issuer's custodial key.
   *
   * `drawn` names what the service itself fills in anew at each request (top-level members of `data`, the time): it
   * does not count when a repeated event id is compared.
   */
  async custodial(telling: Telling, drawn: Drawn = nothingDrawn): Promise<Ready> {
    const key = await this.keyring.signingKey(telling.issuerId, 'custodial');
    const claims = {
      jti: telling.eventId,
      iss: `org/${telling.issuerId}`,
      sub: chainName(telling.home),
      kind: telling.kind,
      occurredAt: telling.occurredAt,
      data: telling.data,
    };
    const signed = signStatement(key, claims, telling.privateFields);
    return this.ready(telling, signed, 'custodial', (stored) =>
      this.sameContent(telling, claims, stored, drawn),
    );
  }

  /** A statement the participant signed; the caller has verified it. */
  participant(telling: Telling, signed: Signed): Promise<Ready> {
    const same = (stored: StoredEntry): boolean => parseEntry(stored.entry).statement === signed.compact;
    return this.ready(telling, signed, 'participant', (stored) => Promise.resolve(same(stored)));
  }

  /**
   * Records a statement.
   *
   * @throws DomainError of the projection's refusal; `event-conflict`; `unavailable`; `ambiguous`; `log-behind`.
   */
  async record(ready: Ready): Promise<Recorded> {
    const recorded = await ready.settle(await this.appender.append(ready.draft));
    if (ready.draft.effect.judged === true) this.acts.recorded([ready.draft]);
    return recorded;
  }

  /**
   * Records statements together, those of a chain in the order given. Answers one result a statement, in order; one
   * that is refused, before or now, takes no other with it.
   */
  async recordAll(all: readonly (Ready | Refused)[]): Promise<(Recorded | Refused)[]> {
    const drafts = all.flatMap((one) => ('draft' in one ? [one.draft] : []));
    const answers = (await this.appender.appendAll(drafts)).values();
    this.acts.recorded(drafts.filter(({ effect }) => effect.judged === true));
    const answered = all.map((one) => ('draft' in one ? { one, answer: answers.next().value } : one));
    return inTurn(answered, async (each) => ('error' in each ? each : settled(each.one, each.answer)));
  }

  private async ready(
    telling: Telling,
    signed: Signed,
    signer: Signer,
    isSame: (stored: StoredEntry) => Promise<boolean>,
  ): Promise<Ready> {
    const { organizationId, chainId } = telling.home;
    await this.requirePeople(telling, signed);
    if (telling.effect.forward || telling.kind === 'release')
      await this.acts.require(telling.home, telling.eventId, actOf(telling));
    const disclosures =
      signed.disclosures.length === 0
        ? []
        : await this.vault.seal(organizationId, signed.disclosures, recordKind(telling));
    const draft = {
      organizationId,
      chainId,
      eventId: telling.eventId,
      statement: signed.compact,
      opens: telling.opens,
      touches: telling.touches,
      disclosures,
      effect: { ...telling.effect, judged: isJudged(telling.kind) },
    };
    const settle = async (answer: Appended): Promise<Recorded> => {
      if (answer.outcome === 'refused') throw answer.error;
      if (answer.outcome === 'exists') {
        if (!(await isSame(answer.stored))) throw conflict();
        return this.first(answer.stored);
      }
      return {
        repeated: false,
        eventId: telling.eventId,
        seq: answer.seq,
        leafHash: answer.leafHash,
        prev: answer.prev,
        recordedAt: new Date(answer.recordedAtMs).toISOString(),
        kind: telling.kind,
        occurredAt: telling.occurredAt,
        signer,
      };
    };
    return { draft, settle };
  }

  /** Whoever a private field names must be a person of the issuer, whose data may be used. */
  private async requirePeople({ home, issuerId }: Telling, { compact, disclosures }: Signed): Promise<void> {
    if (!disclosures.some((text) => personIn(parseDisclosure(text).value) !== null)) return;
    const { organizationId } = home;
    const { data } = parseStatement(compact).payload;
    for (const { pointer, disclosure } of concealedFields(data, disclosures)) {
      const subjectId = personIn(disclosure?.value);
      if (subjectId === null) continue;
      const isInUse = await this.vault.isInUse({ organizationId, subjectId });
      if (!isInUse || issuerId !== organizationId) throw unknownPerson(`/data${pointer ?? ''}`);
    }
  }

  private async sameContent(
    telling: Telling,
    claims: Omit<StatementPayload, '_sd_alg'>,
    stored: StoredEntry,
    drawn: Drawn,
  ): Promise<boolean> {
    const { payload } = parseStatement(parseEntry(stored.entry).statement);
    const concealed = findDigests(payload.data).length > 0;
    const kept = concealed ? await this.vault.open(telling.home, stored.seq, stored.seq) : null;
    const disclosures = kept?.get(stored.seq)?.open ?? [];
    const opened = open(payload, disclosures);
    const before = pick(isJsonObject(opened.data) ? opened.data : {}, drawn.data);
    return (
      payload.iss === claims.iss &&
      payload.sub === claims.sub &&
      payload.kind === claims.kind &&
      (drawn.occurredAt || payload.occurredAt === claims.occurredAt) &&
      canonicalize(before) === canonicalize(pick(claims.data, drawn.data))
    );
  }

  private async first(stored: StoredEntry): Promise<Recorded> {
    const entry = parseEntry(stored.entry);
    const { header, payload } = parseStatement(entry.statement);
    const key = await this.keyring.find(header.kid);
    return {
      repeated: true,
      eventId: stored.eventId,
      seq: stored.seq,
      leafHash: stored.leafHash,
      prev: entry.prev,
      recordedAt: entry.recordedAt,
      kind: payload.kind,
      occurredAt: payload.occurredAt,
      signer: key?.purpose === 'participant' ? 'participant' : 'custodial',
    };
  }
}

async function settled(ready: Ready, answer: Written | undefined): Promise<Recorded | Refused> {
  if (answer === undefined) return { error: new Error('a draft has no answer') };
  if (answer.outcome === 'failed') return { error: answer.error };
  try {
    return await ready.settle(answer);
  } catch (error) {
    return { error };
  }
}

function pick(data: JsonObject, without: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !without.includes(name)));
}

/** The kind of the records that a statement belongs to: a correction is of what it corrects. */
function recordKind({ kind, data }: Telling): string {
  const corrects = kind === 'correction' ? data['corrects'] : null;
  return isJsonObject(corrects) && typeof corrects['kind'] === 'string' ? corrects['kind'] : kind;
}

function actOf({ kind, issuerId, occurredAt, data }: Telling): Act {
  return { kind, issuer: `org/${issuerId}`, occurredAt, data };
}

function unknownPerson(pointer: string): DomainError {
  const detail = {
    zh: '本组织没有这个人员，或者已经申请删除其信息。',
    en: 'The organization has no such person, or erasure of their data was asked for.',
  };
  return refused({ pointer, code: 'unknown-person', detail });
}

function conflict(): DomainError {
  const detail = {
    zh: '这个事件号已经用于另一份内容。新的内容请用新的事件号。',
    en: 'This event id was already used for other content. Use a new event id for new content.',
  };
  return new DomainError('event-conflict', detail, [{ pointer: eventIdPointer, code: 'conflict', detail }]);
}
