import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEntry, parseEntry } from '../../src/ledger/entry.js';
import { leafHash } from '../../src/ledger/hash.js';
import type { ScanView } from '../../src/web/scan-view.js';
import { parseTlogProof } from '../../src/ledger/tlog-proof.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';

const kg = (value: string) => ({ value, unit: 'KGM' });

let farm: Cooperative;
let packer: Caller;
let packerId: string;
let database: pg.Client;
beforeAll(async () => {
  farm = await createCooperative({ tampers: true });
  const organization = { kind: 'company', name: '示例包装厂', uscc: '91370600MA3HC6Q99T', region: '310115' };
  packerId = String((await made(farm.admin.post('/api/v1/organizations', organization))).id);
  packer = await signIn(farm.service, 'owner', packerId);
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
  await database.query('alter table entries disable trigger entries_append_only');
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

interface Entry {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
}

/** Records an event and answers how others name it. */
async function record(batch: string, kind: string, data: object, by: Caller = farm.owner): Promise<Entry> {
  const occurredAt = new Date().toISOString();
  const { seq, leafHash: hash } = await made(
    by.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt, data }),
  );
  return { batch, seq: Number(seq), leafHash: String(hash) };
}

/** A batch with a harvest, and the entry of the harvest. */
async function picked(lot: string, value: string, day = '2026-10-18'): Promise<Entry> {
  const batch = await farm.open(lot);
  return record(batch, 'harvest', {
    quantity: kg(value),
    startedOn: day,
    stoppedOn: day,
    operator: 'PRIVATE',
  });
}

/** A processing on the chain of its output, which is a new batch. */
async function packed(
  lot: string,
  inputs: readonly (Entry & { quantity: object })[],
  out: string,
): Promise<Entry> {
  const batch = await farm.open(lot);
  return record(batch, 'processing', { process: 'pack', inputs, outputs: [{ batch, quantity: kg(out) }] });
}

async function look(batch: string): Promise<ScanView> {
  await farm.service.settled();
  const [row] = await farm.service.database.read<{ code: string }>(
    { name: 'test-batch-code', text: 'select code from batches where id = $1' },
    [batch],
  );
  const address = `${farm.service.url}/t/${row?.code ?? ''}`;
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ScanView;
}

/** Appends something, so that the head moves and no earlier answer is repeated. */
const touch = (batch: string): Promise<Entry> =>
  record(batch, 'storage', { place: '示例冷库', enteredOn: '2026-11-01' });

const chainCheck = (view: ScanView) => view.checks.find(({ check }) => check === 'chain');

describe('the origins of a batch', () => {
  it('are all its parents with what went in and the shares, and tell where and when it grew', async () => {
    const one = await picked('ONE-1', '600', '2026-10-18');
    const two = await picked('ONE-2', '300', '2026-10-20');
    const box = await packed(
      'ONE-BOX',
      [
        { ...one, quantity: kg('600') },
        { ...two, quantity: kg('300') },
      ],
      '880',
    );
    const view = await look(box.batch);
    expect(view.verdict).toBe('verified');
    expect(view.originsComplete).toBe(true);
    expect(
      view.origins.map(({ lot, level, place, harvest, flows }) => ({ lot, level, place, harvest, flows })),
    ).toEqual([
      {
        lot: 'ONE-1',
        level: 1,
        place: '山东省烟台市栖霞市',
        harvest: { from: '2026-10-18', to: '2026-10-18' },
        flows: [{ into: null, step: '包装', put: kg('600'), got: kg('880'), share: '66.7' }],
      },
      {
        lot: 'ONE-2',
        level: 1,
        place: '山东省烟台市栖霞市',
        harvest: { from: '2026-10-20', to: '2026-10-20' },
        flows: [{ into: null, step: '包装', put: kg('300'), got: kg('880'), share: '33.3' }],
      },
    ]);
    expect(view.facts).toMatchObject({
      origin: { places: ['山东省烟台市栖霞市'], said: 'sources' },
      harvest: { from: '2026-10-18', to: '2026-10-20', said: 'sources' },
      size: kg('880'),
    });
    // Its last entry is where the log says it is.
    const { leafHash, logIndex } = view.proof ?? {};
    const proof = await fetch(`${farm.service.url}/log/proof/${String(leafHash)}`);
    expect(parseTlogProof(new Uint8Array(await proof.arrayBuffer())).index).toBe(logIndex);
    expect(chainCheck(view)).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining('2 个来源批次') as string,
    });
  });

  it('give its size: all that came in, in its own unit, as corrected; nothing where nothing did', async () => {
    const grown = await picked('SIZE-1', '600');
    await record(grown.batch, 'harvest', {
      quantity: { value: '0.5', unit: 'TNE' },
      startedOn: '2026-10-19',
      stoppedOn: '2026-10-19',
    });
    expect((await look(grown.batch)).facts?.size).toEqual(kg('1100'));
    const { batch, ...corrects } = grown;
    await record(batch, 'correction', {
      corrects: { ...corrects, kind: 'harvest' },
      reason: '看错了秤',
      data: { quantity: kg('500'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
    });
    // What leaves it does not make it smaller: it is how much there ever was.
    await record(batch, 'storage', { place: '示例冷库', enteredOn: '2026-11-01' });
    expect((await look(batch)).facts?.size).toEqual(kg('1000'));
    expect((await look(await farm.open('SIZE-NONE'))).facts?.size).toBeNull();
  });

  it('are followed level by level, also through a processing that stands on the parent’s chain', async () => {
    const field = await picked('TWO-FIELD', '1000');
    const graded = await farm.open('TWO-GRADED');
    const grading = await record(field.batch, 'processing', {
      process: 'grade',
      inputs: [{ ...field, quantity: kg('1000') }],
      outputs: [{ batch: graded, quantity: kg('900') }],
      losses: [{ reason: '分级剔除', quantity: kg('100') }],
    });
    const receipt = await record(graded, 'receipt', { source: grading, quantity: kg('900') });
    const box = await packed('TWO-BOX', [{ ...receipt, quantity: kg('500') }], '490');
    const { origins, facts } = await look(box.batch);
    expect(origins.map(({ lot, level, flows }) => [lot, level, flows[0]?.into, flows[0]?.step])).toEqual([
      ['TWO-GRADED', 1, null, '包装'],
      ['TWO-FIELD', 2, 0, '分级'],
    ]);
    expect(origins[1]?.flows).toEqual([
      { into: 0, step: '分级', put: kg('1000'), got: kg('900'), share: '100' },
    ]);
    expect(facts?.harvest).toEqual({ from: '2026-10-18', to: '2026-10-18', said: 'sources' });
  });

  it('are those of the processing as it was corrected', async () => {
    const named = await picked('FIX-NAMED', '100');
    const forgotten = await picked('FIX-FORGOTTEN', '100');
    const box = await packed('FIX-BOX', [{ ...named, quantity: kg('100') }], '90');
    expect((await look(box.batch)).origins.map(({ lot }) => lot)).toEqual(['FIX-NAMED']);
    const inputs = [
      { ...named, quantity: kg('75') },
      { ...forgotten, quantity: kg('25') },
    ];
    const data = { process: 'pack', inputs, outputs: [{ batch: box.batch, quantity: kg('90') }] };
    const corrects = { kind: 'processing', seq: box.seq, leafHash: box.leafHash };
    await record(box.batch, 'correction', { corrects, reason: '漏写一批', data });
    const { origins } = await look(box.batch);
    expect(origins.map(({ lot, flows }) => [lot, flows[0]?.share])).toEqual([
      ['FIX-NAMED', '75'],
      ['FIX-FORGOTTEN', '25'],
    ]);
  });

  it('of a batch that was harvested itself are none, and its own facts stay its own', async () => {
    const view = await look((await picked('OWN', '10')).batch);
    expect(view.origins).toEqual([]);
    expect(view.facts?.origin).toEqual({ places: ['山东省烟台市栖霞市'], said: 'batch' });
    expect(view.facts?.harvest).toEqual({ from: '2026-10-18', to: '2026-10-18', said: 'batch' });
  });

  it('are cut where there are too many to follow, which is said', async () => {
    const inputs: (Entry & { quantity: object })[] = [];
    for (let at = 0; at < 62; at += 1)
      inputs.push({ ...(await picked(`MANY-${String(at)}`, '1')), quantity: kg('1') });
    const view = await look((await packed('MANY-BOX', inputs, '60')).batch);
    expect(view.origins).toHaveLength(60);
    expect(view.originsComplete).toBe(false);
    const tenths = view.origins.reduce((sum, { flows }) => sum + Math.round(Number(flows[0]?.share) * 10), 0);
    // 62 equal parts of 1,000 tenths are 16 or 17 each.
    expect(tenths).toBeGreaterThan(960);
    expect(tenths).toBeLessThan(1_000);
  });
});

describe('an origin of another organization', () => {
  let bought: string;
  let view: ScanView;
  beforeAll(async () => {
    const field = await picked('TRADE-FIELD', '1000');
    const lot = await packed('TRADE-LOT', [{ ...field, quantity: kg('777.31777') }], '500');
    const shipment = await record(lot.batch, 'shipment', {
      quantity: kg('400'),
      consignee: { organization: packerId },
      from: { name: '栖霞冷库', region: '370686' },
      to: { name: '上海市', region: '310115' },
      vehicle: 'PRIVATE',
      departedAt: new Date().toISOString(),
    });
    const site = await made(
      packer.post('/api/v1/sites', { name: '一车间', publicName: '上海市浦东新区惠南镇', region: '310115' }),
    );
    const product = await made(
      packer.post('/api/v1/products', { name: '苹果礼盒', category: 'FRU', unit: 'KGM' }),
    );
    bought = String(
      (await made(packer.post('/api/v1/batches', { product: product.id, site: site.id, lot: 'BOUGHT' }))).id,
    );
    await record(bought, 'receipt', { source: shipment, quantity: kg('390') }, packer);
    view = await look(bought);
  });

  it('is told by name, county and harvest; quantities are those that the receiver stated itself', () => {
    expect(view.origins).toHaveLength(2);
    expect(view.origins[0]).toMatchObject({
      lot: 'TRADE-LOT',
      organization: '栖霞示例果业农民专业合作社',
      flows: [{ into: null, step: '收货', put: kg('390'), got: kg('390'), share: '100' }],
    });
    expect(view.origins[1]).toMatchObject({
      lot: 'TRADE-FIELD',
      harvest: { from: '2026-10-18', to: '2026-10-18' },
      flows: [{ into: 0, step: '包装', put: null, got: null }],
    });
    expect(view.facts?.origin).toEqual({ places: ['山东省烟台市栖霞市'], said: 'sources' });
  });

  it('gives away nothing private, and no quantity of its own trade', async () => {
    const pageAnswer = await fetch(`${farm.service.url}/t/${view.batch?.code ?? ''}`, {
      headers: { accept: 'text/html' },
    });
    const html = await pageAnswer.text();
    expect(html).toContain('TRADE-FIELD');
    for (const text of [JSON.stringify(view), html]) {
      expect(text).not.toContain('PRIVATE');
      expect(text).not.toMatch(/777\.31777|1,?000 公斤|"1000"|"400"|400 公斤/);
    }
  });
});

describe('a source batch', () => {
  it('that is on hold turns what was made of it to caution, until it is released', async () => {
    const field = await picked('HOLD-FIELD', '100');
    const box = await packed('HOLD-BOX', [{ ...field, quantity: kg('100') }], '90');
    expect((await look(box.batch)).verdict).toBe('verified');
    const hold = await record(field.batch, 'hold', { reason: '等待复检' });
    await touch(box.batch);
    const held = await look(box.batch);
    expect(held).toMatchObject({ verdict: 'caution', reason: 'origin-held' });
    expect(held.origins[0]?.held).toBe(true);
    const { seq, leafHash: hash } = hold;
    await record(field.batch, 'release', { hold: { seq, leafHash: hash }, reason: '复检合格' });
    await touch(box.batch);
    expect((await look(box.batch)).verdict).toBe('verified');
  });

  it('whose named entry was replaced fails the check, although its own chain holds again', async () => {
    const field = await picked('SWAP-FIELD', '100');
    const box = await packed('SWAP-BOX', [{ ...field, quantity: kg('100') }], '90');
    await rewriteLast(field);
    // Whole in itself, but not what the public log holds.
    expect(await look(field.batch)).toMatchObject({ verdict: 'invalid', reason: 'not-in-log' });
    const view = await look(box.batch);
    expect(view).toMatchObject({ verdict: 'invalid', reason: 'altered', origins: [] });
    expect(chainCheck(view)).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('第 2 条') as string,
    });
    expect(view.facts?.harvest).toBeNull();
  });

  it('with a changed byte fails the check of what was made of it, also two levels down', async () => {
    const field = await picked('FLIP-FIELD', '100');
    const lot = await packed('FLIP-LOT', [{ ...field, quantity: kg('100') }], '90');
    const box = await packed('FLIP-BOX', [{ ...lot, quantity: kg('90') }], '80');
    await farm.service.settled();
    await database.query(
      'update entries set entry = set_byte(entry, 200, (get_byte(entry, 200) + 1) % 256) where chain_id = $1 and seq = 1',
      [field.batch],
    );
    // A new entry moves the heads, so that no earlier answer is repeated.
    await touch(field.batch);
    expect(await look(box.batch)).toMatchObject({ verdict: 'invalid', reason: 'altered', origins: [] });
  });
});

/** Rewrites the last entry of a chain with another recorded time, its leaf hash and head with it: a whole chain again. */
async function rewriteLast({ batch, seq }: Entry): Promise<void> {
  // What is changed before it was signed is never signed.
  await farm.service.settled();
  const { rows } = await database.query<{ entry: Buffer }>(
    'select entry from entries where chain_id = $1 and seq = $2',
    [batch, seq],
  );
  const entry = parseEntry(rows[0]?.entry ?? Buffer.alloc(0));
  const later = new Date(Date.parse(entry.recordedAt) + 1).toISOString();
  const bytes = encodeEntry({ ...entry, recordedAt: later });
  const hash = leafHash(bytes);
  await database.query('update entries set entry = $3, leaf_hash = $4 where chain_id = $1 and seq = $2', [
    batch,
    seq,
    Buffer.from(bytes),
    Buffer.from(hash),
  ]);
  await database.query('update chains set head = $2 where chain_id = $1', [batch, Buffer.from(hash)]);
}
