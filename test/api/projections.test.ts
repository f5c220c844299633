import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDemo } from '../../src/cli/demo.js';
import type { StoredEntry } from '../../src/log/entry.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createConsignee, receive, settledBalance, shipTo } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Answer, type Cooperative } from '../support/cooperative.js';
import { decimal, Replay, type Projections } from '../support/replay.js';

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
        holds: row['holds'],
        ...Object.fromEntries(fields.map((field) => [field, decimal(String(row[field]))])),
      },
    ]),
    holds: by(await rows('select * from holds'), (row) => [at(row), row['released_seq']]),
    shipments: by(await rows('select * from shipments'), (row) => [
      at(row),
      {
        consignee: row['consignee_id'],
        quantity: decimal(String(row['quantity'])),
        confirmed: decimal(String(row['confirmed'])),
        returned: decimal(String(row['returned'])),
      },
    ]),
    receipts: by(await rows('select * from receipts'), (row) => [
      at(row),
      {
        source: named(row, 'source_batch_id', 'source_seq'),
        quantity: decimal(String(row['quantity'])),
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

/** Names an entry by its answer. */
const entryOf = (batch: string, body: Answer['body']): object => ({
  batch,
  seq: body.seq,
  leafHash: body.leafHash,
});
const ownEntryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const kg = (value: string): object => ({ value, unit: 'KGM' });

/** A story with every effect there is: processing, handover, return, correction, hold, labels in all three states. */
async function tellAll(cooperative: Cooperative): Promise<void> {
  const consignee = await createConsignee(cooperative);
  const [raw, sorted] = [await cooperative.open('RAW-1'), await cooperative.open('SORTED-1')];
  const record = (batch: string, kind: string, data: object): Promise<Answer['body']> =>
    made(cooperative.record(batch, kind, data));
  const harvest = await record(raw, 'harvest', harvestOf(1_000));
  await record(raw, 'correction', {
    corrects: { kind: 'harvest', ...ownEntryOf(harvest) },
    reason: '过磅后更正',
    data: harvestOf(1_100),
  });
  await record(raw, 'correction', {
    corrects: { kind: 'harvest', ...ownEntryOf(harvest) },
    reason: '再次更正',
    data: harvestOf(990),
  });
  const sorting = await record(raw, 'processing', {
    process: 'grade',
    inputs: [{ ...entryOf(raw, harvest), quantity: kg('900.5') }],
    outputs: [{ batch: sorted, quantity: kg('850') }],
    losses: [{ reason: '分级剔除', quantity: kg('50.5') }],
  });
  await record(sorted, 'receipt', { source: entryOf(raw, sorting), quantity: kg('400') });
  await record(sorted, 'receipt', { source: entryOf(raw, sorting), quantity: kg('450') });
  const hold = await record(sorted, 'hold', { reason: '复检' });
  await record(sorted, 'release', { hold: ownEntryOf(hold), reason: '复检合格' });
  await record(raw, 'hold', { reason: '复检' });
  const set = await made(
    cooperative.owner.post(`/api/v1/batches/${sorted}/labels`, { units: 10, net: kg('5'), form: 'signed' }),
  );
  await record(sorted, 'label', { action: 'activated', set: set.id, first: 1, last: 8 });
  await record(sorted, 'label', { action: 'voided', set: set.id, first: 7, last: 9, reason: '打印损坏' });
  const shipment = await shipTo(cooperative, sorted, consignee.organizationId, '300');
  const { seq, leafHash } = shipment;
  await record(sorted, 'return', { shipment: { seq, leafHash }, quantity: kg('20.25'), reason: '压伤' });
  const taken = [await consignee.open(), await consignee.open()];
  await made(receive(consignee.owner, taken[0] ?? '', shipment, '100'));
  await made(receive(consignee.owner, taken[1] ?? '', shipment, '179.75'));
  await settledBalance(cooperative.owner, sorted);
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
    expect(Object.values(rebuilt.labelSets)).toMatchObject([{ states: '1111112220' }]);
  });
});
