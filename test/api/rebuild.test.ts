import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { loadDemo } from '../../src/cli/demo.js';
import { rebuildTables } from '../../src/cli/rebuild.js';
import { openLogKey } from '../../src/log/log-key.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { createConsignee, receive, settledBalance, shipTo } from '../support/consignee.js';
import { asOwner, expectRowsEverywhere, keptRows, projectionTables } from '../support/kept-rows.js';
import { notOperators } from '../support/stored.js';
import { logFaults } from '../support/whole-log.js';
import { tellAll } from '../support/whole-story.js';

const quiet = (): void => undefined;

/** What is public still holds after everything that was done to the projections. */
async function expectWholeLog(service: TestApp): Promise<void> {
  await service.settled();
  const { dataDir, logOrigin, masterKey } = service.config;
  const { verifier } = openLogKey(dataDir, logOrigin, masterKey);
  expect(await asOwner(service.testDatabase.ownerUrl, (owner) => logFaults(owner, verifier))).toEqual([]);
}

/** One change of a superuser to each projection, and the table that differs then. */
const scrambles: readonly (readonly [string, string, string])[] = [
  ['an inquiry that ended otherwise', 'cases', `update cases set state = 'explained'`],
  ['an inquiry without its end', 'cases', 'update cases set steps = steps[1:1]'],
  ['a chain that ends earlier', 'chains', `update chains set seq = seq + 1 where ${notOperators}`],
  ['a head with another hash', 'chains', `update chains set head = sha256('x') where ${notOperators}`],
  ['a chain with another time', 'chains', `update chains set recorded_at_ms = 0 where ${notOperators}`],
  [
    'a chain without entries',
    'chains',
    "insert into chains values (gen_random_uuid(), gen_random_uuid(), 1, sha256(''), 0)",
  ],
  ['more available', 'batches', 'update batches set produced = produced + 1, available = available + 1'],
  ['less labelled', 'batches', 'update batches set labelled = 0'],
  ['a hold more', 'batches', 'update batches set holds = holds + 1'],
  ['another lot', 'batches', "update batches set lot = lot || '-2'"],
  ['another code', 'batches', "update batches set code = '00000000000000000'"],
  ['a hold that is gone', 'holds', 'delete from holds where released_seq is null'],
  ['a hold that was released', 'holds', 'update holds set released_seq = seq + 1'],
  ['a recall that is gone', 'recalls', 'delete from recalls where mock'],
  ['a recall that was withdrawn', 'recalls', 'update recalls set withdrawn_seq = seq + 1'],
  ['a recall that is none', 'recalls', 'update recalls set mock = true'],
  ['a smaller shipment', 'shipments', 'update shipments set quantity = quantity + 1'],
  ['a shipment to somebody else', 'shipments', 'update shipments set consignee_id = gen_random_uuid()'],
  ['a shipment that is not confirmed', 'shipments', 'update shipments set confirmed = 0'],
  ['a shipment that a code confirmed', 'shipments', 'update shipments set delivered = delivered + 1'],
  ['a shipment of which more was received', 'shipments', 'update shipments set received = received + 1'],
  ['a receipt that sends back', 'receipts', 'update receipts set returned = returned + 1'],
  ['a settlement that took back', 'settlements', 'update settlements set returned = returned + 1'],
  ['a larger receipt', 'receipts', 'update receipts set quantity = quantity + 0.000000001'],
  ['a receipt from elsewhere', 'receipts', 'update receipts set source_seq = source_seq + 1'],
  ['a receipt that is told again', 'receipts', 'update receipts set settled = false'],
  ['less taken', 'intakes', 'update intakes set taken = taken / 2'],
  ['more given', 'intakes', 'update intakes set given = given + 1'],
  ['a larger certification', 'certifications', 'update certifications set quantity = quantity + 1'],
  [
    'a certification in force for longer',
    'certifications',
    'update certifications set valid_to = valid_to + 1',
  ],
  ['a suspension that is gone', 'certifications', "delete from certifications where action = 'suspended'"],
  ['marks that are gone', 'certification_uses', 'delete from certification_uses where set_id is not null'],
  ['marks that are not void', 'certification_uses', 'update certification_uses set voided = 0'],
  ['a code on another label', 'organic_codes', 'update organic_codes set number = number + 1'],
  ['a code that is gone', 'organic_codes', 'delete from organic_codes where length(code) = 18'],
  ['a claim of something else', 'certification_uses', 'update certification_uses set certification_seq = 1'],
  ['a smaller settlement', 'settlements', 'update settlements set quantity = quantity / 2'],
  ['a settlement that is gone', 'settlements', 'delete from settlements where quantity > 100'],
  ['an edge that is gone', 'edges', 'delete from edges where taken = 30'],
  ['an edge to elsewhere', 'edges', 'update edges set child_id = gen_random_uuid()'],
  ['an edge of less', 'edges', 'update edges set made = made - 0.000000001 where made > 0'],
  ['an edge of whatever', 'edges', 'update edges set taken = null'],
  ['less drawn from a bin', 'lot_changes', "update lot_changes set quantity = 40 where change = 'out'"],
  ['another code of an input', 'input_codes', "update input_codes set code = code || '0'"],
  ['a code of an input that is gone', 'input_codes', 'delete from input_codes'],
  ['a parcel of another source', 'lot_changes', 'update lot_changes set from_seq = from_seq + 1'],
  [
    'an older correction',
    'corrections',
    'update corrections set latest_seq = latest_seq - 1 where latest_seq > seq + 1',
  ],
  ['a correction that is gone', 'corrections', 'delete from corrections'],
  ['labels of other content', 'label_sets', "update label_sets set net_value = '6'"],
  ['labels under another root', 'label_sets', "update label_sets set root = sha256('')"],
  ['a void label that counts again', 'labels', 'update labels set state = 1 where state = 2'],
  ['a public code that is void', 'labels', 'update labels set state = 2 where set_id is null'],
  ['a public code that is gone', 'labels', 'delete from labels where set_id is null'],
];

/** The changes in as few rounds as there are to one table: each table is found out by itself. */
const rounds = (() => {
  const perTable = projectionTables.map((kept) => scrambles.filter(([, table]) => table === kept));
  return Array.from({ length: Math.max(...perTable.map((all) => all.length)) }, (_, round) => {
    const some = perTable.flatMap((all) => all.slice(round, round + 1));
    return { what: some.map(([what, table]) => `${what} in ${table}`).join(', '), scrambles: some };
  });
})();

describe('furrow rebuild', () => {
  let cooperative: Cooperative;
  let ownerUrl: string;
  let before: Record<string, string[]>;
  beforeAll(async () => {
    cooperative = await createCooperative();
    ownerUrl = cooperative.service.testDatabase.ownerUrl;
    await tellAll(cooperative);
    await cooperative.service.settled();
  });
  afterAll(async () => {
    await expectWholeLog(cooperative.service);
    await cooperative.service.close();
  });
  beforeEach(async () => {
    before = await keptRows(ownerUrl);
    expectRowsEverywhere(before);
  });

  const scramble = (sql: string): Promise<unknown> =>
    asOwner(ownerUrl, (owner) =>
      owner.query(`begin; set local session_replication_role = replica; ${sql}; commit`),
    );
  const check = (): ReturnType<typeof rebuildTables> => rebuildTables(ownerUrl, true, quiet);

  it('finds nothing to do where nobody meddled, and leaves every row as it was', async () => {
    expect(await check()).toMatchObject({ differences: [], lost: [] });
    expect(await rebuildTables(ownerUrl, false, quiet)).toMatchObject({ differences: [], lost: [] });
    expect(await keptRows(ownerUrl)).toEqual(before);
  });

  it('tells of its progress up to the last entry', async () => {
    const told: number[][] = [];
    const { entries } = await rebuildTables(ownerUrl, true, (...page) => told.push(page));
    expect(told.at(-1)).toEqual([entries, entries]);
  });

  it.each(rounds)('finds $what, and puts it right', async ({ scrambles: some }) => {
    for (const [, , sql] of some) await scramble(sql);
    const scrambled = await keptRows(ownerUrl);
    const tables = some.map(([, table]) => table).sort();
    expect(
      projectionTables.filter((table) => !isDeepStrictEqual(scrambled[table], before[table])).sort(),
    ).toEqual(tables);
    const found = await check();
    expect(found.differences.map((difference) => difference.table).sort()).toEqual(tables);
    for (const { first } of found.differences) expect(first.kept).not.toEqual(first.rebuilt);
    expect(await keptRows(ownerUrl)).toEqual(scrambled);
    await rebuildTables(ownerUrl, false, quiet);
    expect(await keptRows(ownerUrl)).toEqual(before);
  });

  it('makes every table anew after all were emptied and scrambled, and the service goes on with them', async () => {
    await scramble(
      `update chains set seq = 999, head = sha256('y') where ${notOperators}; delete from batches; delete from holds; delete from recalls; delete from cases; delete from shipments;
       delete from receipts; delete from intakes; delete from settlements; delete from edges; delete from lot_changes; delete from input_codes; delete from corrections;
       delete from certified; delete from task_samples; delete from certifications; delete from certification_uses; delete from organic_codes;
       delete from label_sets; update labels set state = 0`,
    );
    const { differences } = await rebuildTables(ownerUrl, false, quiet);
    expect(differences.map(({ table }) => table)).toEqual(projectionTables);
    expect(await keptRows(ownerUrl)).toEqual(before);
    const batch = await cooperative.open();
    await made(cooperative.record(batch, 'harvest', harvestOf(10)));
    expect(await check()).toMatchObject({ differences: [] });
  });

  it('takes a numeric for what it is worth, however many zeros it ends with', async () => {
    await scramble('update batches set produced = produced + 0.000, available = available + 0.000');
    expect(await check()).toMatchObject({ differences: [] });
  });

  it('makes a receipt count as told that the service could not tell, so that nothing is delivered twice', async () => {
    const consignee = await createConsignee(cooperative);
    const batch = await cooperative.open();
    await made(cooperative.record(batch, 'harvest', harvestOf(100)));
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '60');
    await made(receive(consignee.owner, await consignee.open(), shipment, '60'));
    const told = await settledBalance(cooperative.owner, batch);
    // As if the service had ended before it told the shipper.
    await scramble(
      `update receipts set settled = false where source_batch_id = '${batch}';
       delete from settlements where quantity = 60; update shipments set confirmed = 0, received = 0 where batch_id = '${batch}';
       update batches set frozen = 60, shipped = 0 where id = '${batch}'`,
    );
    expect(await check()).toMatchObject({ differences: [] });
    await rebuildTables(ownerUrl, false, quiet);
    expect(await settledBalance(cooperative.owner, batch)).toEqual(told);
    const next = await shipTo(cooperative, batch, consignee.organizationId, '40');
    await made(receive(consignee.owner, await consignee.open(), next, '40'));
    expect(await settledBalance(cooperative.owner, batch)).toMatchObject({ shipped: '100', available: '0' });
    expect(await check()).toMatchObject({ differences: [] });
  });

  it('says which codes of a set are lost, since no entry has them, and keeps what is there', async () => {
    const set = (await asOwner(ownerUrl, (owner) => owner.query<{ id: string }>('select id from label_sets')))
      .rows[0]?.id;
    await scramble(`create table kept_away as select * from labels where set_id = '${set}' and number = 3;
      delete from labels where set_id = '${set}' and number = 3`);
    const report = await rebuildTables(ownerUrl, false, quiet);
    expect(report.lost).toMatchObject([{ table: 'labels', rows: 9 }]);
    expect((await keptRows(ownerUrl))['labels']).toHaveLength((before['labels']?.length ?? 0) - 1);
    await scramble('insert into labels select * from kept_away; drop table kept_away');
    expect(await check()).toMatchObject({ differences: [] });
    expect(await keptRows(ownerUrl)).toEqual(before);
  });

  const seconds = 'seq = 2 and chain_id <> organization_id';
  it.each([
    [
      'an entry that is altered',
      `update entries set entry = entry || ' ' where ${seconds}`,
      /not what its leaf hash says/,
    ],
    ['an entry that is gone', `delete from entries where ${seconds}`, /is in the log and is not stored/],
    ['a leaf that is gone', `delete from log_leaves where ${seconds}`, /does not follow|neither in the log/],
    [
      'an entry at the place of another',
      `update log_leaves set seq = 4711 where ${seconds}; update entries set seq = 4711 where ${seconds}`,
      /name another place|does not follow/,
    ],
    [
      'a leaf of another entry',
      `update log_leaves set leaf_hash = sha256('z') where ${seconds}`,
      /not what its leaf hash says/,
    ],
  ])('refuses %s and changes nothing', async (_, sql, reason) => {
    // Leaves that come into the log meanwhile would be lost when the kept ones are put back.
    await cooperative.service.settled();
    await asOwner(ownerUrl, (owner) =>
      owner.query(`create table kept_entries as select * from entries where ${seconds};
        create table kept_leaves as select * from log_leaves where ${seconds}`),
    );
    await scramble(`update batches set labelled = labelled + 1; ${sql}`);
    const scrambled = await keptRows(ownerUrl);
    await expect(rebuildTables(ownerUrl, false, quiet)).rejects.toThrow(reason);
    await expect(check()).rejects.toThrow(reason);
    expect(await keptRows(ownerUrl)).toEqual(scrambled);
    const damaged = `(${seconds}) or seq = 4711`;
    await scramble(`delete from entries where ${damaged}; insert into entries table kept_entries;
      delete from log_leaves where ${damaged}; insert into log_leaves table kept_leaves;
      drop table kept_entries, kept_leaves`);
    await rebuildTables(ownerUrl, false, quiet);
    expect(await keptRows(ownerUrl)).toEqual(before);
  });
});

describe('furrow rebuild under a running service', () => {
  let cooperative: Cooperative;
  let ownerUrl: string;
  let batch: string;
  beforeAll(async () => {
    cooperative = await createCooperative();
    ownerUrl = cooperative.service.testDatabase.ownerUrl;
    batch = await cooperative.open();
    await made(cooperative.record(batch, 'harvest', harvestOf(10)));
    await asOwner(ownerUrl, (owner) => owner.query('update batches set labelled = 5'));
  });
  afterAll(async () => {
    await expectWholeLog(cooperative.service);
    await cooperative.service.close();
  });

  /** Runs `meanwhile` while a rebuild stands between its fold and its end: a reader keeps it from emptying a table. */
  async function heldRebuild(meanwhile: () => Promise<void>): Promise<PromiseSettledResult<unknown>> {
    return asOwner(ownerUrl, async (reader) => {
      await reader.query('begin; lock table label_sets in access share mode');
      const rebuilding = Promise.allSettled([rebuildTables(ownerUrl, false, quiet)]);
      while (!(await asOwner(ownerUrl, isEmptying))) await setTimeout(20);
      await meanwhile();
      await reader.query('commit');
      const [ended] = await rebuilding;
      return ended;
    });
  }

  async function isEmptying(owner: pg.Client): Promise<boolean> {
    const { rowCount } = await owner.query(
      "select from pg_stat_activity where query like 'truncate%' and wait_event_type = 'Lock' and datname = current_database()",
    );
    return rowCount === 1;
  }

  it('refuses appends until it is ended by force, which leaves everything as it was', async () => {
    const before = await keptRows(ownerUrl);
    const ended = await heldRebuild(async () => {
      await asOwner(ownerUrl, (owner) =>
        owner.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where query like 'truncate%' and datname = current_database()",
        ),
      );
    });
    expect(ended.status).toBe('rejected');
    expect(await keptRows(ownerUrl)).toEqual(before);
    await made(cooperative.record(batch, 'harvest', harvestOf(10)));
  });

  it('lets appends answer 503 and readers read, and loses nothing that was or will be recorded', async () => {
    const eventId = uuidv7();
    const ended = await heldRebuild(async () => {
      const refused = await cooperative.record(batch, 'harvest', harvestOf(5), { eventId, occurredAt });
      expect([refused.status, String(refused.body.type)]).toEqual([
        503,
        expect.stringMatching(/unavailable$/),
      ]);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await cooperative.owner.get(`/api/v1/batches/${batch}/events`)).status).toBe(200);
    });
    expect(ended.status).toBe('fulfilled');
    await made(cooperative.record(batch, 'harvest', harvestOf(5), { eventId, occurredAt }));
    const { balance } = (await cooperative.owner.get(`/api/v1/batches/${batch}`)).body as unknown as {
      balance: Record<string, { value: string }>;
    };
    expect([balance['produced']?.value, balance['labelled']?.value]).toEqual(['25', '0']);
    expect(await rebuildTables(ownerUrl, true, quiet)).toMatchObject({ differences: [] });
  });

  const occurredAt = new Date().toISOString();
});

describe('furrow rebuild of many pages', () => {
  it('folds chains that go on over pages, in the log or waiting for it', async () => {
    const cooperative = await createCooperative();
    const { ownerUrl } = cooperative.service.testDatabase;
    const batches = [await cooperative.open(), await cooperative.open('LOT-2')];
    const [first = '', second = ''] = batches;
    const harvest = await made(cooperative.record(first, 'harvest', harvestOf(2)));
    const corrects = { kind: 'harvest', seq: harvest.seq, leafHash: harvest.leafHash };
    const correct = async (kilograms: number): Promise<unknown> =>
      made(cooperative.record(first, 'correction', { corrects, reason: '过磅', data: harvestOf(kilograms) }));
    for (let round = 1; round <= 3; round += 1) {
      const some = Array.from({ length: 400 }, () =>
        made(cooperative.record(second, 'harvest', harvestOf(1))),
      );
      await Promise.all([...some, correct(round * 3)]);
    }
    const before = await keptRows(ownerUrl);
    await asOwner(ownerUrl, (owner) =>
      owner.query('delete from corrections; update batches set labelled = 1'),
    );
    const told: number[] = [];
    const { entries } = await rebuildTables(ownerUrl, false, (done) => told.push(done));
    expect(entries).toBeGreaterThan(1_200);
    expect(told.length).toBeGreaterThan(2);
    expect(await keptRows(ownerUrl)).toEqual(before);
    await expectWholeLog(cooperative.service);
    await cooperative.service.close();
  });
});

describe('furrow rebuild of the demo', () => {
  it('gives the rows that the service kept', async () => {
    const service = await createTestApp();
    await loadDemo(service.app, service.config);
    const { ownerUrl } = service.testDatabase;
    await asOwner(ownerUrl, (owner) =>
      owner.query('update labels set state = 0; update batches set holds = 7'),
    );
    const { entries, differences } = await rebuildTables(ownerUrl, true, quiet);
    expect(entries).toBeGreaterThan(30);
    expect(differences.map(({ table }) => table)).toEqual(['batches', 'labels']);
    await rebuildTables(ownerUrl, false, quiet);
    expect(await rebuildTables(ownerUrl, true, quiet)).toMatchObject({ differences: [] });
    await service.close();
  });
});
