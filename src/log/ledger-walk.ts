import type { LedgerTransaction, NamedStatement } from '../database/transaction.js';
import { equalBytes } from '../ledger/bytes.js';
import { leafHash } from '../ledger/hash.js';
import type { ChainRef, StoredEntry } from './entry.js';
import { LogDamage } from './stored-tree.js';

const pageMax = 500;

interface Row {
  readonly organization_id: string;
  readonly chain_id: string;
  readonly seq: number;
  /** The leaf hash where the leaf is: in the log, or waiting for it. */
  readonly leaf: Buffer;
  readonly event_id: string | null;
  readonly leaf_hash: Buffer | null;
  readonly entry: Buffer | null;
  /** Where the next page begins, after the last row of this one. */
  readonly place: string;
}

const inLog = {
  name: 'walk-log',
  text: `select l.organization_id, l.chain_id, l.seq, l.leaf_hash as leaf, e.event_id, e.leaf_hash, e.entry, l.log_index as place
    from log_leaves l left join entries e using (organization_id, chain_id, seq)
    where l.log_index > $1::bigint order by l.log_index limit $2`,
};
const waiting = {
  name: 'walk-staged',
  text: `select s.organization_id, s.chain_id, s.seq, s.leaf_hash as leaf, e.event_id, e.leaf_hash, e.entry, s.recorded_at_ms as place
    from staged_leaves s left join entries e using (organization_id, chain_id, seq)
    where (s.recorded_at_ms, s.organization_id, s.chain_id, s.seq) > ($1::bigint, $2::uuid, $3::uuid, $4::int)
    order by s.recorded_at_ms, s.organization_id, s.chain_id, s.seq limit $5`,
};
const openings = {
  name: 'walk-openings',
  text: `select organization_id, chain_id, seq, leaf_hash as leaf, event_id, leaf_hash, entry, '0' as place from entries
    where seq = 1 and chain_id <> organization_id and (organization_id, chain_id) > ($1::uuid, $2::uuid)
    order by organization_id, chain_id limit $3`,
};
const one = {
  name: 'walk-entry',
  text: `select organization_id, chain_id, seq, leaf_hash as leaf, event_id, leaf_hash, entry, '0' as place from entries
    where organization_id = $1 and chain_id = $2 and seq = $3`,
};
const countAll = { name: 'walk-count', text: 'select count(*) as entries from entries' };

const noId = '00000000-0000-0000-0000-000000000000';

/** How many entries are stored. */
export async function countStoredEntries(tx: LedgerTransaction): Promise<number> {
  const [row] = await tx.query<{ entries: string }>(countAll, []);
  return Number(row?.entries ?? 0);
}

/**
 * Every stored entry once, in pages: first what the log holds, by log index, then what waits for it, by the time of
 * recording.
 *
 * In this order every chain is in its order, and what a statement builds on comes before it: that was stored before,
 * so it was integrated in the same round or an earlier one. The order of recorded times alone would not do, where the
 * clocks of two processes differ.
 *
 * @throws LogDamage when a leaf has no entry, or one that it is not the hash of.
 */
export async function* walkLedger(tx: LedgerTransaction): AsyncGenerator<StoredEntry[], void, undefined> {
  yield* pages(tx, inLog, ['-1'], (last) => [last.place]);
  yield* pages(tx, waiting, ['-1', noId, noId, 0], (last) => [
    last.place,
    last.organization_id,
    last.chain_id,
    last.seq,
  ]);
}

/** The first entry of every batch's chain, in pages. @throws LogDamage when it is not what its hash says. */
export function walkOpenings(tx: LedgerTransaction): AsyncGenerator<StoredEntry[], void, undefined> {
  return pages(tx, openings, [noId, noId], (last) => [last.organization_id, last.chain_id]);
}

/** The entry at one position of a chain, or null. @throws LogDamage when it is not what its hash says. */
export async function readStoredEntry(
  tx: LedgerTransaction,
  chain: ChainRef,
  seq: number,
): Promise<StoredEntry | null> {
  const [row] = await tx.query<Row>(one, [chain.organizationId, chain.chainId, seq]);
  return row === undefined ? null : toEntry(row);
}

async function* pages(
  tx: LedgerTransaction,
  statement: NamedStatement,
  from: readonly unknown[],
  after: (last: Row) => readonly unknown[],
): AsyncGenerator<StoredEntry[], void, undefined> {
  let place = from;
  for (;;) {
    const rows = await tx.query<Row>(statement, [...place, pageMax]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toEntry);
    place = after(last);
  }
}

function toEntry(row: Row): StoredEntry {
  const { organization_id: organizationId, chain_id: chainId, seq, leaf, entry, event_id: eventId } = row;
  if (entry === null || eventId === null || row.leaf_hash === null)
    throw new LogDamage(`entry ${seq} of the chain ${chainId} is in the log and is not stored`);
  const hash = leafHash(entry);
  if (!equalBytes(hash, leaf) || !equalBytes(hash, row.leaf_hash))
    throw new LogDamage(`entry ${seq} of the chain ${chainId} is not what its leaf hash says`);
  return { organizationId, chainId, seq, eventId, leafHash: hash, entry };
}
