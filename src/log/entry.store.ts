import { column, literal, pack } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { ChainRef, Head, SealedDisclosure, StoredEntry } from './entry.js';

/** A new entry and what is stored beside it in the same transaction. */
export interface NewEntry extends StoredEntry {
  readonly recordedAtMs: number;
  readonly disclosures: readonly SealedDisclosure[];
}

interface HeadRow {
  organization_id: string;
  chain_id: string;
  seq: number;
  head: Buffer;
  recorded_at_ms: string;
}

interface EntryRow {
  organization_id: string;
  chain_id: string;
  seq: number;
  event_id: string;
  leaf_hash: Buffer;
  entry: Buffer;
}

const openChains = {
  name: 'open-chains',
  text: `insert into chains (organization_id, chain_id, seq, head, recorded_at_ms)
    select o, c, seq, substring($4::bytea from (n::int - 1) * 32 + 1 for 32), at
    from unnest($1::uuid[], $2::uuid[], $3::int[], $5::bigint[]) with ordinality as t (o, c, seq, at, n)`,
};

const lockHeads = {
  name: 'lock-heads',
  text: `select organization_id, chain_id, seq, head, recorded_at_ms from chains
    where (organization_id, chain_id) in (select o, c from unnest($1::uuid[], $2::uuid[]) as t (o, c))
    order by organization_id, chain_id for update`,
};

const findEvents = {
  name: 'find-events',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where (organization_id, chain_id, event_id) in
      (select o, c, e from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as t (o, c, e))`,
};

const insertEntries = {
  name: 'insert-entries',
  text: `with fresh as (
      select o, c, s, e, substring($5::bytea from (n::int - 1) * 32 + 1 for 32) as leaf,
        substring($6::bytea from start for size) as bytes, at
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $7::int[], $8::int[], $9::bigint[])
        with ordinality as t (o, c, s, e, start, size, at, n)
    ), stored as (
      insert into entries (organization_id, chain_id, seq, event_id, leaf_hash, entry)
      select o, c, s, e, leaf, bytes from fresh
    )
    insert into staged_leaves (organization_id, chain_id, seq, leaf_hash, recorded_at_ms)
    select o, c, s, leaf, at from fresh`,
};

const moveHeads = {
  name: 'move-heads',
  text: `with moved as (
      update chains set seq = t.seq, head = substring($5::bytea from (t.n::int - 1) * 32 + 1 for 32), recorded_at_ms = t.at
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $6::bigint[]) with ordinality as t (o, c, old, seq, at, n)
      where chains.organization_id = t.o and chains.chain_id = t.c and chains.seq = t.old
      returning 1
    ) select case when (select count(*) from moved) <> $7::int then refuse_lost_race() end`,
};

const insertDisclosures = {
  name: 'insert-disclosures',
  text: `insert into disclosures (organization_id, chain_id, seq, digest, subject_id, sealed, record_kind)
    select o, c, s, substring($5::bytea from (n::int - 1) * 32 + 1 for 32), k, substring($6::bytea from start for size), kind
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $7::int[], $8::int[], $9::text[])
      with ordinality as t (o, c, s, k, start, size, kind, n)`,
};

/** Locks the head rows in one order for all callers, so that two groups never wait for each other in a circle. */
export async function lockChainHeads(tx: LedgerTransaction, chains: readonly ChainRef[]): Promise<Head[]> {
  const rows = await tx.query<HeadRow>(lockHeads, [
    literal(chains.map((c) => c.organizationId)),
    literal(chains.map((c) => c.chainId)),
  ]);
  return rows.map(toHead);
}

/** The entries that already bear one of these event ids on their chain. */
export async function findStoredEvents(
  tx: LedgerTransaction,
  events: readonly (ChainRef & { readonly eventId: string })[],
): Promise<StoredEntry[]> {
  const rows = await tx.query<EntryRow>(findEvents, [
    literal(events.map((e) => e.organizationId)),
    literal(events.map((e) => e.chainId)),
    literal(events.map((e) => e.eventId)),
  ]);
  return rows.map(toStoredEntry);
}

/** Inserts entries, stages their leaves and stores their disclosures: two statements for any number of entries. */
export function storeEntries(tx: LedgerTransaction, entries: readonly NewEntry[]): void {
  const bytes = pack(entries.map((e) => e.entry));
  tx.send(insertEntries, [
    literal(entries.map((e) => e.organizationId)),
    literal(entries.map((e) => e.chainId)),
    literal(entries.map((e) => e.seq)),
    literal(entries.map((e) => e.eventId)),
    Buffer.concat(entries.map((e) => e.leafHash)),
    bytes.blob,
    bytes.starts,
    bytes.sizes,
    literal(entries.map((e) => e.recordedAtMs)),
  ]);
  const disclosures = entries.flatMap((e) => e.disclosures.map((d) => ({ ...d, at: e })));
  if (disclosures.length === 0) return;
  const sealed = pack(disclosures.map((d) => d.sealed));
  tx.send(insertDisclosures, [
    literal(disclosures.map((d) => d.at.organizationId)),
    literal(disclosures.map((d) => d.at.chainId)),
    literal(disclosures.map((d) => d.at.seq)),
    literal(disclosures.map((d) => d.subjectId)),
    Buffer.concat(disclosures.map((d) => d.digest)),
    sealed.blob,
    sealed.starts,
    sealed.sizes,
    literal(disclosures.map((d) => d.recordKind ?? 'null')),
  ]);
}

/** A head before and after a group of entries; `from.seq` 0 is a chain that does not exist yet. */
export interface HeadMove {
  readonly from: Head;
  readonly to: Omit<Head, keyof ChainRef>;
}

/**
 * Moves heads by compare-and-set on their old sequence number (scale.md rule 3): when one was not where the caller had
 * locked it the transaction fails as a lost race. New chains get their head row; the primary key refuses a second one.
 */
export function moveChainHeads(tx: LedgerTransaction, moves: readonly HeadMove[]): void {
  const opened = moves.filter((move) => move.from.seq === 0);
  const moved = moves.filter((move) => move.from.seq > 0);
  if (opened.length > 0) {
    tx.send(openChains, [
      literal(opened.map((m) => m.from.organizationId)),
      literal(opened.map((m) => m.from.chainId)),
      literal(opened.map((m) => m.to.seq)),
      Buffer.concat(opened.map((m) => m.to.leafHash)),
      literal(opened.map((m) => m.to.recordedAtMs)),
    ]);
  }
  if (moved.length === 0) return;
  tx.send(moveHeads, [
    literal(moved.map((m) => m.from.organizationId)),
    literal(moved.map((m) => m.from.chainId)),
    literal(moved.map((m) => m.from.seq)),
    literal(moved.map((m) => m.to.seq)),
    Buffer.concat(moved.map((m) => m.to.leafHash)),
    literal(moved.map((m) => m.to.recordedAtMs)),
    moved.length,
  ]);
}

const readChain = {
  name: 'read-chain',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where organization_id = $1 and chain_id = $2 and seq > $3 order by seq limit $4`,
};

const readHeads = {
  name: 'read-heads',
  text: `select organization_id, chain_id, seq, head, recorded_at_ms from chains
    where (organization_id, chain_id) in (select o, c from unnest($1::uuid[], $2::uuid[]) as t (o, c))`,
};

const readEntry = {
  name: 'read-entry',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where organization_id = $1 and chain_id = $2 and seq = $3`,
};

const readEvents = {
  name: 'read-events',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where organization_id = $1 and chain_id = $2 and event_id = any ($3::uuid[]) order by seq`,
};

const readNamed = {
  name: 'read-named',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where (organization_id, chain_id, seq) in
      (select o, c, s from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (o, c, s))`,
};

const readPlaced = {
  name: 'read-placed',
  text: `select organization_id, chain_id, seq, event_id, leaf_hash, entry from entries
    where organization_id = $1 and (chain_id, seq) in (select c, s from unnest($2::uuid[], $3::int[]) as t (c, s))
    order by chain_id, seq`,
};

/** The entries at these places of any chains, in no order. */
export async function readNamedEntries(
  reads: Reads,
  places: readonly (ChainRef & { readonly seq: number })[],
): Promise<StoredEntry[]> {
  const keys = [column(places, 'organizationId'), column(places, 'chainId'), column(places, 'seq')];
  return (await reads.read<EntryRow>(readNamed, keys)).map(toStoredEntry);
}

/** The entries of an organization's chains at these places, chain by chain and oldest first. */
export async function readPlacedEntries(
  reads: Reads,
  organizationId: string,
  places: readonly Pick<StoredEntry, 'chainId' | 'seq'>[],
): Promise<StoredEntry[]> {
  const rows = await reads.read<EntryRow>(readPlaced, [
    organizationId,
    places.map(({ chainId }) => chainId),
    places.map(({ seq }) => seq),
  ]);
  return rows.map(toStoredEntry);
}

/** The entries of a chain that bear these event ids, oldest first; absent ones are left out. */
export async function readEventEntries(
  reads: Reads,
  chain: ChainRef,
  eventIds: readonly string[],
): Promise<StoredEntry[]> {
  const rows = await reads.read<EntryRow>(readEvents, [chain.organizationId, chain.chainId, eventIds]);
  return rows.map(toStoredEntry);
}

/** Entries of a chain after `afterSeq`, oldest first, at most `limit`. */
export async function readChainEntries(
  reads: Reads,
  chain: ChainRef,
  afterSeq: number,
  limit: number,
): Promise<StoredEntry[]> {
  const rows = await reads.read<EntryRow>(readChain, [chain.organizationId, chain.chainId, afterSeq, limit]);
  return rows.map(toStoredEntry);
}

/** The entry at one position of a chain, or null. */
export async function findEntry(reads: Reads, chain: ChainRef, seq: number): Promise<StoredEntry | null> {
  const [row] = await reads.read<EntryRow>(readEntry, [chain.organizationId, chain.chainId, seq]);
  return row === undefined ? null : toStoredEntry(row);
}

/** The head rows of chains, in the order asked for; null where there is no such chain. */
export async function findHeads(reads: Reads, chains: readonly ChainRef[]): Promise<(Head | null)[]> {
  const rows = await reads.read<HeadRow>(readHeads, [
    literal(chains.map((c) => c.organizationId)),
    literal(chains.map((c) => c.chainId)),
  ]);
  const found = new Map(rows.map((row) => [row.chain_id, toHead(row)]));
  return chains.map((chain) => found.get(chain.chainId) ?? null);
}

/** The head row of a chain, or null. */
export async function findHead(reads: Reads, chain: ChainRef): Promise<Head | null> {
  const [head] = await findHeads(reads, [chain]);
  return head ?? null;
}

function toHead(row: HeadRow): Head {
  return {
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    leafHash: row.head,
    recordedAtMs: Number(row.recorded_at_ms),
  };
}

function toStoredEntry(row: EntryRow): StoredEntry {
  return {
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    eventId: row.event_id,
    leafHash: row.leaf_hash,
    entry: row.entry,
  };
}
