import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import { GatheredRead } from '../database/gatherer.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { ChainRef, Head, StoredEntry } from './entry.js';
import {
  findEntry,
  findHeads,
  lockChainHeads,
  readChainEntries,
  readEventEntries,
  readNamedEntries,
  readPlacedEntries,
} from './entry.store.js';

const headReads = { weightMax: 256, groupsAtOnceMax: 1 };

/** Reads what chains hold, as stored: the bytes that were hashed. */
@Injectable()
export class Entries {
  private readonly heads: GatheredRead<ChainRef, Head | null>;

  constructor(private readonly database: Database) {
    this.heads = new GatheredRead(headReads, (chains) => findHeads(database, chains));
  }

  /** Entries of a chain after `afterSeq`, oldest first, at most `limit`; those in scope, where one is given. */
  read(chain: ChainRef, afterSeq: number, limit: number, scope?: TenantScope): Promise<StoredEntry[]> {
    return readChainEntries(this.database.as(scope), chain, afterSeq, limit);
  }

  /** The entry at one position of a chain, or null. */
  find(chain: ChainRef, seq: number): Promise<StoredEntry | null> {
    return findEntry(this.database, chain, seq);
  }

  /** The entries of an organization's chains at these places, chain by chain and oldest first; those in scope, where one is given. */
  at(
    organizationId: string,
    places: readonly { readonly chainId: string; readonly seq: number }[],
    scope?: TenantScope,
  ): Promise<StoredEntry[]> {
    return readPlacedEntries(this.database.as(scope), organizationId, places);
  }

  /** The entries at these places of any chains, in no order. */
  named(
    places: readonly (ChainRef & { readonly seq: number })[],
    scope?: TenantScope,
  ): Promise<StoredEntry[]> {
    return readNamedEntries(this.database.as(scope), places);
  }

  /** The entries of a chain that bear these event ids, oldest first; absent ones are left out. */
  events(chain: ChainRef, eventIds: readonly string[]): Promise<StoredEntry[]> {
    return readEventEntries(this.database, chain, eventIds);
  }

  /** The head of a chain, or null when there is no such chain. Requests that ask at once share a query. */
  head(chain: ChainRef): Promise<Head | null> {
    return this.heads.get(chain);
  }

  /** Locks the heads of chains until the end of the transaction, in the order in which appends lock them. */
  lockHeads(tx: LedgerTransaction, chains: readonly ChainRef[]): Promise<Head[]> {
    return lockChainHeads(tx, chains);
  }
}
