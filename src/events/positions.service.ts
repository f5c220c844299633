import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { DomainError } from '../http/problems.js';
import { concealedFields } from '../ledger/disclosed.js';
import { parseEntry } from '../ledger/entry.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import { Vault } from '../log/vault.js';
import { isMemberOf } from '../parties/scope.js';

/** Where an entry says it; a correction says it in its new data. */
const pointers: readonly (string | null)[] = ['/position', '/data/position'];

/** Erases where something was recorded, which no law asks to keep (PIPL art. 47). */
@Injectable()
export class PositionsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly vault: Vault,
  ) {}

  /**
   * Erases the position of one entry, for owners of the organization that states it. The entry stays, with a digest of
   * which nobody can tell any more what it was.
   *
   * @throws DomainError `not-found`, also where the entry has no position, or none any more; `forbidden`.
   */
  async erase(actor: Actor, batchId: string, seq: number): Promise<void> {
    const batch = await this.batches.require(actor, batchId);
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const [stored] = await this.entries.named([{ ...chain, seq }], scopeOf(actor));
    if (stored === undefined) throw notFound();
    const { payload } = parseStatement(parseEntry(stored.entry).statement);
    const issuerId = payload.iss.slice('org/'.length);
    if (!isMemberOf(actor, issuerId)) throw notYours();
    requireRole(actor, issuerId, ['owner']);
    const kept = (await this.vault.open(chain, seq, seq)).get(seq)?.open ?? [];
    const found = concealedFields(payload.data, kept).filter(({ pointer }) => pointers.includes(pointer));
    if (found.length === 0) throw notFound();
    await Promise.all(found.map(({ digest }) => this.vault.drop({ ...chain, seq }, digest)));
  }
}

function notYours(): DomainError {
  return new DomainError('forbidden', {
    zh: '位置只由记录它的组织删除。',
    en: 'A position is erased by the organization that states the entry.',
  });
}
