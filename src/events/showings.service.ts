import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { open } from '../ledger/disclosure.js';
import { isJsonObject } from '../ledger/json.js';
import type { StatementPayload } from '../ledger/statement.js';
import type { ChainRef } from '../log/entry.js';
import { nothingKept, Vault } from '../log/vault.js';
import { Oversight } from '../parties/oversight.service.js';
import { isMemberOf } from '../parties/scope.js';
import type { Reader } from './kinds/audience.js';
import { findKind } from './kinds/registry.js';
import { showTo, type Showing } from './showing.js';

/** An entry of a chain as far as it decides what is shown of it. */
export interface Showable {
  readonly seq: number;
  readonly payload: StatementPayload;
}

/** What is shown is for: the reader alone, or a file that may be handed on to anybody. */
export type ShownFor = 'reader' | 'file';

/** Shows concealed fields to those they are for. */
@Injectable()
export class Showings {
  constructor(
    private readonly batches: BatchesService,
    private readonly oversight: Oversight,
    private readonly vault: Vault,
  ) {}

  /**
   * What an actor is shown of entries of one chain, in their order; null is the public. Whether the actor may look at
   * the chain at all is decided before. A look by power is traced before this answers. A file has nothing in it that is
   * for nobody but who says it.
   *
   * @throws DomainError `unavailable`, `ambiguous` when the look cannot be recorded.
   */
  async of(
    actor: Actor | null,
    chain: ChainRef,
    entries: readonly Showable[],
    shownFor: ShownFor = 'reader',
  ): Promise<Showing[]> {
    const seqs = entries.map(({ seq }) => seq);
    if (seqs.length === 0) return [];
    const isOfficial = actor !== null && (await this.isOfficial(actor, chain));
    const isOwn = actor !== null && (isOfficial || isMemberOf(actor, chain.organizationId));
    const scope = isOwn ? scopeOf(actor) : undefined;
    const kept = await this.vault.open(chain, Math.min(...seqs), Math.max(...seqs), scope);
    const told = entries.filter(({ seq }) => kept.has(seq)).map((entry) => correctedBy(entry) ?? entry.seq);
    const latest = await this.batches.latestCorrections(chain, told);
    return Promise.all(
      entries.map(async (entry) => {
        const { seq, payload } = entry;
        const reader = await this.readerOf(actor, chain, { payload, isOfficial });
        const isReplaced = (latest.get(correctedBy(entry) ?? seq) ?? seq) !== seq;
        // A regulator sees all but what is for nobody.
        const holder = shownFor === 'file' && reader === 'issuer' ? 'regulator' : reader;
        return showTo(holder, payload, kept.get(seq) ?? nothingKept, isReplaced);
      }),
    );
  }

  /** Whether the actor reads a batch's chain by power; members of its organization need none. */
  private async isOfficial(actor: Actor, { organizationId, chainId }: ChainRef): Promise<boolean> {
    if (chainId === organizationId || isMemberOf(actor, organizationId)) return false;
    return this.oversight.looksInto(actor, { id: chainId, organizationId });
  }

  /** As what an actor reads an entry on a chain. */
  private async readerOf(
    actor: Actor | null,
    { organizationId }: ChainRef,
    { payload, isOfficial }: { readonly payload: StatementPayload; readonly isOfficial: boolean },
  ): Promise<Reader> {
    if (actor === null) return 'public';
    const isMember = (id: string | null): boolean => id !== null && isMemberOf(actor, id);
    if (isMember(payload.iss.slice('org/'.length))) return 'issuer';
    if (isOfficial) return 'regulator';
    if (isMember(organizationId)) return 'partner';
    return isMember(await this.partnerOf(payload)) ? 'partner' : 'public';
  }

  /** The organization on the other side of the trade that a statement tells of, as its public part says. */
  private async partnerOf(payload: StatementPayload): Promise<string | null> {
    const { data } = open(payload, []);
    const partner = isJsonObject(data) ? (findKind(payload.kind)?.partner?.(data) ?? null) : null;
    if (partner === null || 'organization' in partner) return partner?.organization ?? null;
    return (await this.batches.find(partner.batch))?.organizationId ?? null;
  }
}

/** The number of the entry that a correction corrects; null for every other entry. */
function correctedBy({ payload }: Showable): number | null {
  const corrects = payload.kind === 'correction' ? payload.data['corrects'] : null;
  const seq = isJsonObject(corrects) ? corrects['seq'] : null;
  return typeof seq === 'number' ? seq : null;
}
