import { Injectable } from '@nestjs/common';
import { noEffect, type LedgerEffect } from '../batches/ledger-effect.js';
import { DomainError } from '../http/problems.js';
import { parseEntry } from '../ledger/entry.js';
import type { JsonObject } from '../ledger/json.js';
import type { OperatorKind } from '../ledger/key-register.js';
import { parseStatement, type StatementPayload } from '../ledger/statement.js';
import { Appender } from '../log/appender.js';
import { Keyring } from '../log/keyring.js';
import { signStatement } from '../log/statement-signer.js';
import { Vault } from '../log/vault.js';

/** What the service states on the chain of an organization. */
export interface OrganizationStatement {
  readonly organizationId: string;
  /** Whose custodial key signs. */
  readonly issuerId: string;
  readonly eventId: string;
  readonly kind:
    OperatorKind | 'certification' | 'key-registered' | 'key-revoked' | 'heads-stated' | 'log-ended';
  readonly occurredAt: Date;
  readonly data: JsonObject;
  /** RFC 6901 pointers below `data` that become sealed disclosures. */
  readonly privateFields?: readonly string[];
  /** True for the statement that begins the chain. */
  readonly opens?: boolean;
  /** What it does to projections; nothing unless told. */
  readonly effect?: LedgerEffect;
}

/** A statement as it stands in the chain. */
export interface StatedOnChain {
  readonly seq: number;
  readonly repeated: boolean;
  readonly payload: StatementPayload;
  readonly leafHash: Uint8Array;
}

/** Writes statements about organizations and their keys onto the organizations' own chains (ledger.md §8). */
@Injectable()
export class OrganizationChain {
  constructor(
    private readonly appender: Appender<LedgerEffect>,
    private readonly keyring: Keyring,
    private readonly vault: Vault,
  ) {}

  /**
   * Records a statement, and answers what stands in the chain under its event id: the statement itself, or the one
   * that was recorded there before, which the caller compares.
   *
   * @throws DomainError `unavailable`, `ambiguous`: repeating it is safe.
   */
  async record(statement: OrganizationStatement): Promise<StatedOnChain> {
    const { organizationId, eventId } = statement;
    const key = await this.keyring.signingKey(statement.issuerId, 'custodial');
    const signed = signStatement(
      key,
      {
        jti: eventId,
        iss: `org/${statement.issuerId}`,
        sub: `org/${organizationId}`,
        kind: statement.kind,
        occurredAt: statement.occurredAt.toISOString(),
        data: statement.data,
      },
      statement.privateFields ?? [],
    );
    const answer = await this.appender.append({
      organizationId,
      chainId: organizationId,
      eventId,
      statement: signed.compact,
      opens: statement.opens ?? false,
      touches: [],
      disclosures: await this.vault.seal(organizationId, signed.disclosures, statement.kind),
      effect: statement.effect ?? noEffect,
    });
    if (answer.outcome === 'refused') throw answer.error;
    const repeated = answer.outcome === 'exists';
    const { seq, leafHash } = repeated ? answer.stored : answer;
    const compact = repeated ? parseEntry(answer.stored.entry).statement : signed.compact;
    return { seq, repeated, payload: parseStatement(compact).payload, leafHash };
  }
}

/** The refusal of an event id that stands for other content. */
export function eventConflict(): DomainError {
  const detail = {
    zh: '这个事件号已经用于另一份内容。新的内容请用新的事件号。',
    en: 'This event id was already used for other content. Use a new event id for new content.',
  };
  return new DomainError('event-conflict', detail, [
    { pointer: '/Idempotency-Key', code: 'conflict', detail },
  ]);
}
