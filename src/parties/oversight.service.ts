import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BatchesService } from '../batches/batches.service.js';
import { refused, type DomainError } from '../http/problems.js';
import { fault } from './faults.js';
import { PartyFacts } from './facts.js';
import { PowerTraces, type Look } from './power-traces.service.js';
import type { Party } from './scope.js';
import { seesSealed, standingOf } from './standing.js';

/** The one place that answers whether, and as what, somebody sees what is not public, and has it traced first. */
@Injectable()
export class Oversight {
  constructor(
    private readonly facts: PartyFacts,
    private readonly batches: BatchesService,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Whether an official sees sealed fields of a batch now; members see by what they are. The look stands on the
   * organization's chain when this answers true.
   *
   * @throws DomainError `unavailable`, `ambiguous`, `log-behind` when it cannot be recorded.
   */
  async looksInto(
    actor: Actor,
    batch: { readonly id: string; readonly organizationId: string },
  ): Promise<boolean> {
    return this.looks(actor, { organizationId: batch.organizationId, what: 'batch', object: batch.id });
  }

  /** As looksInto, of what a recall reaches of an organization, and how that is reached. */
  async looksAtRecall(actor: Actor, organizationId: string, recallId: string): Promise<boolean> {
    return this.looks(actor, { organizationId, what: 'recall', object: recallId });
  }

  /** Whether the actor sees the sealed fields of an organization's batches now, without looking at any. */
  isSeen(actor: Actor, party: Party): boolean {
    return seesSealed(standingOf(actor, party));
  }

  /**
   * The organization that is named, by itself or by one of its batches; null when there is none.
   *
   * @throws DomainError `validation` unless exactly one is named.
   */
  async findParty(organizationId: string | null, batchId: string | null): Promise<Party | null> {
    if ((organizationId === null) === (batchId === null)) throw notOne();
    const named = organizationId ?? (await this.batches.find(batchId ?? ''))?.organizationId;
    return named === undefined ? null : this.partyOf(named);
  }

  /** What an organization is called, which its records say in public. */
  async nameOf(organizationId: string): Promise<string> {
    const facts = await this.facts.organization(organizationId);
    if (facts === null) throw new Error('a request about no organization');
    return facts.name;
  }

  /** As looksInto, of a look that the actor's role admits already, at where an organization's sites lie. */
  async traceSites(actor: Actor, party: Party): Promise<void> {
    const look = { organizationId: party.id, what: 'sites', object: null } as const;
    await this.traces.look(actor, standingOf(actor, party), look);
  }

  private async looks(actor: Actor, look: Look & { readonly organizationId: string }): Promise<boolean> {
    const party = await this.partyOf(look.organizationId);
    const standing = party === null ? null : standingOf(actor, party);
    if (standing?.as !== 'official' || !seesSealed(standing)) return false;
    await this.traces.look(actor, standing, look);
    return true;
  }

  /** Who looks after a household's master data has no part in its batches. */
  private async partyOf(organizationId: string): Promise<Party | null> {
    const facts = await this.facts.organization(organizationId);
    return facts === null ? null : { id: facts.id, region: facts.region, parentId: null };
  }
}

function notOne(): DomainError {
  return refused(
    fault(
      '/organization',
      'one-of',
      '请说明要查看哪个组织：填写 organization 或 batch 其中一项。',
      'Say whose data is to be read: either `organization` or `batch`.',
    ),
  );
}
