import { equalBytes, utf8Encode } from '../../src/ledger/bytes.js';
import { openCheckpoint } from '../../src/ledger/checkpoint.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { leafHash } from '../../src/ledger/hash.js';
import { parseNote, type VerifierKey } from '../../src/ledger/note.js';
import { treeRoot } from '../../src/ledger/tree.js';
import type pg from 'pg';

interface LogRow {
  index: string;
  chain_id: string;
  seq: number;
  entry: Buffer;
}

/**
 * Checks a log from outside, by other means than those that made it: everything published is a tree of exactly the
 * stored entries, each chain in its order, nothing twice, nothing left out. Answers what is wrong, in plain words. All of
 * it is read as of one moment, since the log may go on meanwhile.
 */
export async function logFaults(client: pg.Client, key: VerifierKey): Promise<string[]> {
  await client.query('begin isolation level repeatable read read only');
  try {
    return await faultsNow(client, key);
  } finally {
    await client.query('commit');
  }
}

async function faultsNow(client: pg.Client, key: VerifierKey): Promise<string[]> {
  const state = await client.query<{ size: string; root: Buffer; published_note: string | null }>(
    'select size, root, published_note from log_state',
  );
  const [log] = state.rows;
  if (log === undefined) return ['there is no log'];
  const { rows } = await client.query<LogRow>(
    `select l.log_index as index, e.chain_id, e.seq, e.entry from log_leaves l
      join entries e using (organization_id, chain_id, seq) order by l.log_index`,
  );
  const hashes = rows.map((row) => leafHash(row.entry));
  const faults = [...orderFaults(rows), ...(await countFaults(client, rows.length, Number(log.size)))];
  if (!equalBytes(treeRoot(hashes), log.root)) faults.push('the entries do not give the root of the state');
  if (log.published_note === null) return faults;
  const published = openCheckpoint(parseNote(utf8Encode(log.published_note)), key);
  if (!equalBytes(treeRoot(hashes.slice(0, published.size)), published.root))
    faults.push('the entries do not give the published root');
  return faults;
}

function orderFaults(rows: readonly LogRow[]): string[] {
  const next = new Map<string, number>();
  return rows.flatMap((row, at) => {
    const faults: string[] = [];
    if (Number(row.index) !== at) faults.push(`index ${row.index} stands at ${at}`);
    const expected = next.get(row.chain_id) ?? 1;
    if (row.seq !== expected || parseEntry(row.entry).seq !== expected)
      faults.push(`chain ${row.chain_id} has seq ${row.seq} at index ${at}, not ${expected}`);
    next.set(row.chain_id, row.seq + 1);
    return faults;
  });
}

/** Every entry is either in the tree or waits for it, and never both. */
async function countFaults(client: pg.Client, leaves: number, size: number): Promise<string[]> {
  const { rows } = await client.query<{ entries: number; staged: number }>(
    'select (select count(*)::int from entries) as entries, (select count(*)::int from staged_leaves) as staged',
  );
  const { entries = 0, staged = 0 } = rows[0] ?? {};
  return [
    ...(leaves === size ? [] : [`${leaves} leaves for a tree of ${size}`]),
    ...(leaves + staged === entries
      ? []
      : [`${entries} entries, but ${leaves} in the tree and ${staged} waiting`]),
  ];
}
