import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDemo } from '../../src/cli/demo.js';
import type { StoredEntry } from '../../src/log/entry.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createCooperative } from '../support/cooperative.js';
import { decimal, Replay, type Projections } from '../support/replay.js';
import { tellAll } from '../support/whole-story.js';

let service: TestApp | undefined;
afterEach(async () => {
  await service?.close();
});

type Row = Record<string, unknown>;

/** Columns of a row as one text. */
const named = (row: Row, ...columns: string[]): string =>
  columns.map((column) => String(row[column])).join(' ');

/** What the service keeps, read as its database has it. */
async function kept(client: pg.Client): Promise<Projections> {
  const rows = async (sql: string): Promise<Row[]> => (await client.query<Row>(sql)).rows;
  const by = (found: Row[], shape: (row: Row) => [string, unknown]): never =>
    Object.fromEntries(found.map(shape)) as never;
  const at = (row: Row): string => named(row, 'batch_id', 'seq');
  const fields = ['produced', 'available', 'frozen', 'shipped', 'consumed', 'lost', 'labelled'];
  return {
    batches: by(await rows('select * from batches'), (row) => [
      String(row['id']),
      {
        code: row['code'],
        productId: row['product_id'],
        siteId: row['site_id'],
        lot: row['lot'],
        unit: row['unit'],
        mixing: row['mixing'],
        holds: row['holds'],
        ...Object.fromEntries(fields.map((field) => [field, decimal(String(row[field]))])),
      },
    ]),
    holds: by(await rows('select * from holds'), (row) => [at(row), row['released_seq']]),
    recalls: by(await rows('select * from recalls'), (row) => [
      at(row),
      [row['recall_id'], row['issuer_id'], row['mock'], row['withdrawn_seq']],
    ]),
    cases: by(await rows(`select *, array_to_string(entries, ',') as named from cases`), (row) => [
      named(row, 'batch_id', 'rule', 'named'),
      {
        since: Number(row['since_ms']),
        gravity: row['gravity'],
        state: row['state'],
        authority: row['authority_id'],
        steps: row['steps'],
      },
    ]),
    shipments: by(await rows('select * from shipments'), (row) => [
      at(row),
      {
        consignee: row['consignee_id'],
        quantity: decimal(String(row['quantity'])),
        confirmed: decimal(String(row['confirmed'])),
        returned: decimal(String(row['returned'])),
        delivered: decimal(String(row['delivered'])),
        received: decimal(String(row['received'])),
      },
    ]),
    receipts: by(await rows('select * from receipts'), (row) => [
      at(row),
      {
        source: named(row, 'source_batch_id', 'source_seq'),
        quantity: decimal(String(row['quantity'])),
        returned: decimal(String(row['returned'])),
      },
    ]),
    intakes: by(await rows('select * from intakes'), (row) => [
      named(row, 'addressee_id', 'source_batch_id', 'source_seq'),
      decimal(String(row['taken'])),
    ]),
    corrections: by(await rows('select * from corrections'), (row) => [
      named(row, 'batch_id', 'seq'),
      row['latest_seq'],
    ]),
    edges: by(await rows('select * from edges'), (row) => [
      named(row, 'batch_id', 'seq', 'parent_id', 'child_id'),
      {
        parentSeq: row['parent_seq'],
        homes: named(row, 'parent_organization_id', 'child_organization_id'),
        taken: row['taken'] === null ? null : decimal(row['taken'] as string),
        made: row['made'] === null ? null : decimal(row['made'] as string),
      },
    ]),
    lotChanges: by(await rows('select * from lot_changes'), (row) => [
      at(row),
      {
        change: row['change'],
        quantity: decimal(String(row['quantity'])),
        from: row['from_batch_id'] === null ? null : named(row, 'from_batch_id', 'from_seq'),
      },
    ]),
    inputCodes: by(await rows('select * from input_codes'), (row) => [at(row), row['code']]),
    taskSamples: by(await rows('select * from task_samples'), (row) => [at(row), row['task_id']]),
    certified: by(await rows('select * from certified'), (row) => [
      at(row),
      `${decimal(String(row['quantity']))}${row['revoked_seq'] === null ? '' : ` revoked by ${named(row, 'revoked_seq')}`}`,
    ]),
    certifications: by(
      await rows('select *, valid_from::text as f, valid_to::text as t from certifications'),
      (row) => [
        named(row, 'organization_id', 'seq'),
        {
          grant: row['grant_seq'],
          action: row['action'],
          issuer: row['issuer_id'],
          certified: row['type'] === null ? null : named(row, 'type', 'number', 'f', 't'),
          quantity: row['quantity'] === null ? null : decimal(row['quantity'] as string),
        },
      ],
    ),
    certificationUses: by(await rows('select * from certification_uses'), (row) => [
      at(row),
      {
        certification: row['certification_seq'],
        set: row['set_id'],
        marked: row['units'] === null ? null : `${named(row, 'units')} of ${decimal(row['net'] as string)}`,
        voided: row['voided'],
      },
    ]),
    organicCodes: by(await rows('select * from organic_codes'), (row) => [
      String(row['code']),
      named(row, 'batch_id', 'seq', 'set_id', 'number'),
    ]),
    labelSets: by(
      await rows(`select s.*, (select string_agg(state::text, '' order by number) from labels where set_id = s.id) as states
        from label_sets s`),
      (row) => [
        String(row['id']),
        {
          seq: row['seq'],
          units: row['units'],
          net: row['net_value'],
          unit: row['net_unit'],
          form: row['form'],
          states: row['states'],
        },
      ],
    ),
  };
}

/** Compares what the service keeps with what the bytes of its entries alone amount to; answers the latter. */
async function expectRebuilt(app: TestApp): Promise<Projections> {
  const client = new pg.Client({ connectionString: app.testDatabase.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<StoredEntry>(
      `select organization_id as "organizationId", chain_id as "chainId", seq, event_id as "eventId",
         leaf_hash as "leafHash", entry from entries order by organization_id, chain_id, seq`,
    );
    const rebuilt = new Replay(rows).projections();
    expect(await kept(client)).toEqual(rebuilt);
    return rebuilt;
  } finally {
    await client.end();
  }
}

describe('what the service keeps beside the entries', () => {
  it('is what the bytes of the entries amount to, of the demo', async () => {
    service = await createTestApp();
    await loadDemo(service.app, service.config);
    const rebuilt = await expectRebuilt(service);
    expect(Object.keys(rebuilt.batches).length).toBeGreaterThan(3);
    expect(Object.keys(rebuilt.labelSets).length).toBeGreaterThan(0);
  });

  it('is what the bytes of the entries amount to, of a story with every effect', async () => {
    const cooperative = await createCooperative();
    ({ service } = cooperative);
    await tellAll(cooperative);
    const rebuilt = await expectRebuilt(service);
    for (const [name, rows] of Object.entries(rebuilt))
      expect(Object.keys(rows as object), name).not.toEqual([]);
    const states = Object.values(rebuilt.labelSets).map((set) => (set as { states: string }).states);
    expect(states.sort()).toEqual(['1111112220', '22000']);
  });
});
