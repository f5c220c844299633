import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followLog } from '../../src/cli/audit-pass.js';
import { openSource } from '../../src/cli/audit-source.js';
import { loadDemo } from '../../src/cli/demo.js';
import { LogAuditor } from '../../src/ledger/audit.js';
import { checkWitnesses, openTrusted } from '../../src/ledger/audit-checkpoint.js';
import { type KeysByThumbprint, readBundle } from '../../src/ledger/audit-bundle.js';
import type { AuditFinding } from '../../src/ledger/audit-report.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { lineageOf } from '../../src/ledger/succession.js';
import { parseTrust, type Trust } from '../../src/ledger/trust.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

/** Older than this is no state of the log that the service answers from. */
const stateMs = 150;
const tables = ['entries', 'log_leaves', 'log_tiles', 'log_state'] as const;

/** Columns that the log does not serve: they can be made anew from what it does, and nothing is believed of them. */
const derived: Readonly<Record<(typeof tables)[number], readonly string[]>> = {
  entries: ['event_id', 'leaf_hash'],
  log_leaves: ['leaf_hash'],
  log_tiles: [],
  log_state: [
    'only_one',
    'origin',
    'size',
    'root',
    'epoch',
    'holder',
    'lease_until',
    // The writer finds that the tree is not published, and publishes it again.
    'published_size',
    'published_at',
    'witnessed_size',
    'witnessed_note',
    'map_size',
    'map_root',
    'map_leaf',
    'refusal',
  ],
};

interface Row {
  readonly index: number;
  readonly organization: string;
  readonly chain: string;
  readonly seq: number;
  readonly kind: string;
  readonly entry: Buffer;
}

let service: TestApp;
let owner: pg.Client;
let trust: Trust;
let rows: Row[];
let audits = 0;

beforeAll(async () => {
  service = await createTestApp({ env: { LOG_ENTRIES: 'public' } });
  await loadDemo(service.app, service.config);
  await service.settled();
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
  await quiet();
  // Triggers and foreign keys do not stand in the way of whoever owns the server.
  await owner.query('set session_replication_role = replica');
  for (const table of tables) await owner.query(`create temp table kept_${table} as select * from ${table}`);
  trust = parseTrust(
    new Uint8Array(await (await fetch(`${service.url}/.well-known/furrow/trust.json`)).arrayBuffer()),
  );
  const found = await owner.query<{ log_index: string; o: string; c: string; seq: number; entry: Buffer }>(
    `select log_index, organization_id as o, chain_id as c, seq, entry from log_leaves
      join entries using (organization_id, chain_id, seq) order by log_index`,
  );
  rows = found.rows.map((row) => ({
    index: Number(row.log_index),
    organization: row.o,
    chain: row.c,
    seq: row.seq,
    kind: parseStatement(parseEntry(row.entry).statement).payload.kind,
    entry: row.entry,
  }));
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

/** Waits until the log has stated its map, after which nothing is written by itself. */
async function quiet(): Promise<void> {
  let before = '';
  await until(async () => {
    const { rows: states } = await owner.query<{ now: string; settled: boolean }>(
      `select size || ' ' || published_size || ' ' || witnessed_size as now,
        witnessed_size = size and map_leaf is not null and size = map_size + 1 as settled from log_state`,
    );
    const isQuiet = states[0]?.settled === true && states[0].now === before;
    before = states[0]?.now ?? '';
    return isQuiet;
  }, 500);
}

/** What `furrow audit` finds over HTTP, in this process. */
async function audit(): Promise<AuditFinding | null> {
  audits += 1;
  const source = openSource(`${service.url}/log`, null);
  const opened = openTrusted((await source.read('checkpoint', 100_000)) ?? new Uint8Array(0), trust);
  if ('reason' in opened) return opened;
  const witnesses = checkWitnesses(opened.note, trust);
  if ('reason' in witnesses) return witnesses;
  const keys: KeysByThumbprint = new Map();
  const reader = {
    width: 1,
    read: (fetched: Parameters<typeof readBundle>[0]) =>
      Promise.resolve(readBundle(fetched, lineageOf(opened.checkpoint.origin, []), keys)),
  };
  return followLog(new LogAuditor(trust.operator), opened.checkpoint, { source, reader }, () => undefined);
}

/** What is found after a change of the tables, which is undone afterwards. */
async function found(
  table: (typeof tables)[number],
  change: string,
  values: readonly unknown[] = [],
): Promise<AuditFinding | null> {
  const { rowCount } = await owner.query(change, [...values]);
  if ((rowCount ?? 0) === 0) throw new Error(`nothing was changed by ${change}`);
  if (table === 'log_state') await sleep(stateMs);
  try {
    return await audit();
  } finally {
    await owner.query(`delete from ${table}`);
    await owner.query(`insert into ${table} select * from kept_${table}`);
    if (table === 'log_state') await sleep(stateMs);
  }
}

/** One row of every kind of entry, the last of its kind. */
const kinds = (): Row[] => [...new Map(rows.map((row) => [row.kind, row])).values()];

/** Another value of a column's type. */
function otherValue(column: string, type: string): string {
  if (type === 'uuid') return `'${randomUUID()}'`;
  if (type === 'bytea') return `set_byte(${column}, 3, 255 - get_byte(${column}, 3))`;
  if (type === 'text') return `overlay(${column} placing 'x' from 3 for 1)`;
  return `${column} + ${type === 'smallint' ? 7 : 100_000}`;
}

async function columnsOf(table: string): Promise<{ name: string; type: string }[]> {
  const { rows: columns } = await owner.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  return columns;
}

describe('the log of the demo, changed by whoever owns the database', () => {
  it('gives no alarm as long as nobody changed it', async () => {
    for (let turn = 0; turn < 5; turn += 1) expect(await audit()).toBeNull();
    expect(kinds().length).toBeGreaterThan(8);
  });

  it.each(['entries', 'log_leaves'] as const)(
    'betrays every column of %s that it serves, for every kind of entry',
    async (table) => {
      const columns = await columnsOf(table);
      const cases = kinds().flatMap((row) => columns.map((column) => ({ row, ...column })));
      for (const { row, name, type } of cases) {
        const change = `update ${table} set ${name} = ${otherValue(name, type)} where chain_id = $1 and seq = $2`;
        const finding = await found(table, change, [row.chain, row.seq]);
        const changed = { reason: 'leaf-differs', figures: { index: row.index } };
        const missing = { reason: 'not-served', figures: { index: 0 } };
        const what = `${table}.${name} of ${row.kind}`;
        if (derived[table].includes(name)) expect(finding, what).toBeNull();
        else expect(finding, what).toMatchObject(name === 'entry' ? changed : missing);
      }
      console.log(`${cases.length} changes of ${table}, in ${kinds().length} kinds of entries`);
    },
  );

  it('betrays every column of its tiles and of what it published', async () => {
    for (const table of ['log_tiles', 'log_state'] as const) {
      const served = (await columnsOf(table)).filter(({ name }) => !derived[table].includes(name));
      for (const { name, type } of served) {
        const change = `${name} = ${otherValue(name, type)}`;
        expect(await found(table, `update ${table} set ${change}`), `${table}.${name}`).not.toBeNull();
      }
    }
  });

  it('betrays any byte of any entry and of the tile', async () => {
    for (const row of rows) {
      for (const at of [0, Math.floor(row.entry.length / 2), row.entry.length - 1]) {
        expect(
          await found(
            'entries',
            'update entries set entry = set_byte(entry, $3, 255 - get_byte(entry, $3)) where chain_id = $1 and seq = $2',
            [row.chain, row.seq, at],
          ),
        ).toMatchObject({ reason: 'leaf-differs', figures: { index: row.index } });
      }
      expect(
        await found(
          'log_tiles',
          'update log_tiles set hashes = set_byte(hashes, $1, 255 - get_byte(hashes, $1)) where level = 0',
          [row.index * 32],
        ),
      ).toMatchObject({ reason: 'leaf-differs', figures: { index: row.index } });
    }
  });

  it('betrays an entry deleted, and a whole batch', async () => {
    for (const { chain, seq } of kinds()) {
      expect(
        await found('entries', 'delete from entries where chain_id = $1 and seq = $2', [chain, seq]),
      ).toMatchObject({ reason: 'not-served' });
      expect(await found('log_leaves', 'delete from log_leaves where chain_id = $1', [chain])).toMatchObject({
        reason: 'not-served',
      });
      expect(await found('entries', 'delete from entries where chain_id = $1', [chain])).toMatchObject({
        reason: 'not-served',
      });
    }
  });

  it('betrays two entries that changed places', async () => {
    for (const [at, row] of rows.entries()) {
      const other = rows[(at + 1) % rows.length]!;
      const swap = `update entries e set entry = o.entry from entries o where
        (e.chain_id = $1 and e.seq = $2 and o.chain_id = $3 and o.seq = $4) or (e.chain_id = $3 and e.seq = $4 and o.chain_id = $1 and o.seq = $2)`;
      const index = Math.min(row.index, other.index);
      expect(await found('entries', swap, [row.chain, row.seq, other.chain, other.seq])).toMatchObject({
        reason: 'leaf-differs',
        figures: { index },
      });
    }
  });

  it('gives no alarm when all is as it was', async () => {
    expect(await audit()).toBeNull();
    console.log(`${audits} audits`);
  });
});
