import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds, recordedElsewhere } from '../../src/events/kinds/registry.js';
import { compliancePromises } from '../../src/gs1/vocabulary.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { readWholeChain } from '../support/ledger.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import { freshUscc } from './parties.js';

/** Kinds that come with an act of their own, which has its own tests. */
const toldElsewhere = new Set([...recordedElsewhere, 'recall-withdrawn']);

type Entry = { readonly batch: string; readonly seq: number; readonly leafHash: string };

/** What the events of the table name: batches of the cooperative, one of the consignee, entries as they come to be. */
interface World {
  readonly home: string;
  readonly output: string;
  readonly inbound: string;
  readonly consigneeId: string;
  readonly entries: Map<string, Entry>;
  readonly set: string;
}

interface Row {
  readonly kind: string;
  readonly as?: string;
  readonly on?: 'home' | 'output' | 'inbound';
  readonly data: (world: World) => object;
  /** The whole balance of its batch afterwards: produced available frozen shipped consumed lost labelled. */
  readonly balance: string;
  readonly zh: RegExp;
  readonly en: RegExp;
}

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const kg = (value: string): object => ({ value, unit: 'KGM' });
const days = { startedOn: today, stoppedOn: today };
/** What stands in every private field; it may be seen by members only. */
const secret = '不公开的内容-7351';
const position = { latitude: '37.73514', longitude: '120.73518', accuracy: 8 };
/** Of all that stands there, what nothing else says. */
const secrets = [secret, position.latitude, position.longitude];

const rows: readonly Row[] = [
  {
    kind: 'input',
    data: () => ({
      inputType: 'pesticide',
      product: { name: '戊唑醇430克/升悬浮剂', registrationNo: 'PD20990123' },
      source: { supplier: secret, uscc: '92370783MA3FK2L71N', ticket: secret, boughtOn: today },
      amount: { value: '2.5', unit: 'LTR' },
      ...days,
      operator: secret,
      position,
    }),
    balance: '0 0 0 0 0 0 0',
    zh: /戊唑醇/,
    en: /2\.5/,
  },
  { kind: 'harvest', as: 'harvest', data: () => ({ quantity: kg('1000.5'), ...days, operator: secret, position }), balance: '1000.5 1000.5 0 0 0 0 0', zh: /采收 1,000\.5 公斤/, en: /Harvested 1,000\.5/ },
  { kind: 'correction', data: ({ entries }) => ({ corrects: { kind: 'harvest', ...own(entries.get('harvest')!) }, reason: '过磅后更正', data: { quantity: kg('1000'), ...days, operator: secret, position } }), balance: '1000 1000 0 0 0 0 0', zh: /更正第 3 条（采收）：过磅后更正/, en: /Corrects entry 3 \(Harvest\)/ },
  { kind: 'storage', data: () => ({ place: '2号库', enteredOn: today, losses: [{ reason: '腐烂', quantity: kg('100') }], operator: secret }), balance: '1000 900 0 0 0 100 0', zh: /储存于2号库；损耗：腐烂 100 公斤/, en: /Stored at 2号库; lost: 腐烂 100/ },
  { kind: 'inspection', data: () => ({ type: 'commissioned', sample: { sampledOn: today }, laboratory: { name: '示例检测中心' }, basis: 'GB 2763', results: [{ analyte: '戊唑醇', value: '0.31', verdict: 'pass' }], verdict: 'pass' }), balance: '1000 900 0 0 0 100 0', zh: /示例检测中心.*GB 2763.*共 1 项/, en: /by 示例检测中心, GB 2763.*1 item/ },
  { kind: 'inspection', as: 'rapid', data: () => ({ type: 'rapid', sample: { sampledOn: today }, laboratory: { name: '示例检测站' }, basis: 'GB 2763', results: [{ analyte: '戊唑醇', value: '0.31', verdict: 'pass' }], verdict: 'pass' }), balance: '1000 900 0 0 0 100 0', zh: /示例检测站/, en: /by 示例检测站/ },
  { kind: 'sample', data: () => ({ sampleNo: 'CY-1', sampledOn: today, parts: [{ number: 'A', use: 'test' }], operator: secret }), balance: '1000 900 0 0 0 100 0', zh: /抽样 CY-1，封样 1 份/, en: /Sample CY-1 taken/ },
  { kind: 'objection', data: ({ entries }) => ({ inspection: own(entries.get('rapid')!), reason: '请复检' }), balance: '1000 900 0 0 0 100 0', zh: /对第 7 条检测结果提出异议，申请复检：请复检/, en: /Objection to the result of entry 7/ },
  { kind: 'certificate', data: () => ({ action: 'issue', type: 'compliance', style: 1, product: '苹果', quantity: kg('500'), origin: '山东省烟台市栖霞市', issuer: '栖霞示例果业农民专业合作社', contact: '137****0000', promise: compliancePromises[1].zh, basis: ['quality-control'], issuedOn: today }), balance: '1000 900 0 0 0 100 0', zh: /承诺达标合格证/, en: /500/ },
  { kind: 'processing', as: 'processing', data: ({ home, output, entries }) => ({ process: 'grade', inputs: [{ batch: home, ...own(entries.get('harvest')!), quantity: kg('300') }], outputs: [{ batch: output, quantity: kg('280') }], losses: [{ reason: '剔除', quantity: kg('20') }], ...days, operator: secret, position }), balance: '1000 600 0 0 280 120 0', zh: /分级：投入 300 公斤，产出 280 公斤；损耗：剔除 20 公斤/, en: /300 .* into 280 .*lost: 剔除 20/ },
  { kind: 'receipt', on: 'output', data: ({ entries }) => ({ source: entries.get('processing'), quantity: kg('280'), receivedOn: today, operator: secret }), balance: '280 280 0 0 0 0 0', zh: /收货 280 公斤/, en: /Received 280/ },
  { kind: 'label', data: ({ set }) => ({ action: 'activated', set, first: 1, last: 10 }), balance: '1000 600 0 0 280 120 50', zh: /启用标签第 1 至 10 枚/, en: /Labels 1 to 10 put on/ },
  { kind: 'hold', as: 'hold', data: () => ({ reason: '等待复检' }), balance: '1000 600 0 0 280 120 50', zh: /等待复检/, en: /等待复检/ },
  { kind: 'release', data: ({ entries }) => ({ hold: own(entries.get('hold')!), reason: '复检合格' }), balance: '1000 600 0 0 280 120 50', zh: /复检合格/, en: /复检合格/ },
  { kind: 'shipment', as: 'outside', data: () => ({ quantity: kg('50'), consignee: { party: { name: secret, contact: secret, address: secret } }, to: { name: '上海市', region: '310115' }, carrier: { name: secret, contact: secret }, vehicle: secret, driver: secret, position }), balance: '1000 550 50 0 280 120 50', zh: /发货 50 公斤，发往上海市/, en: /Shipped 50 .* to 上海市/ },
  { kind: 'return', data: ({ entries }) => ({ shipment: own(entries.get('outside')!), quantity: kg('30'), reason: '压伤', returnedOn: today }), balance: '1000 580 20 0 280 120 50', zh: /退回 30 公斤：压伤/, en: /30 .* came back: 压伤/ },
  { kind: 'shipment', as: 'inside', data: ({ consigneeId }) => ({ quantity: kg('80'), consignee: { organization: consigneeId } }), balance: '1000 500 100 0 280 120 50', zh: /发货 80 公斤/, en: /Shipped 80/ },
  { kind: 'receipt', on: 'inbound', data: ({ entries }) => ({ source: entries.get('inside'), quantity: kg('75'), operator: secret }), balance: '75 75 0 0 0 0 0', zh: /收货 75 公斤/, en: /Received 75/ },
]; // prettier-ignore

/** A reference within the same chain. */
function own({ seq, leafHash }: Entry): { seq: number; leafHash: string } {
  return { seq, leafHash };
}

let farm: Cooperative;
let market: Caller;
let world: World;

beforeAll(async () => {
  farm = await createCooperative();
  const consignee = await made(
    farm.admin.post('/api/v1/organizations', {
      kind: 'retailer',
      name: '上海示例市场',
      uscc: freshUscc(),
      region: '310115',
    }),
  );
  market = await signIn(farm.service, 'owner', String(consignee.id));
  const product = await made(market.post('/api/v1/products', { name: '苹果', category: 'FRU', unit: 'KGM' }));
  const site = await made(
    market.post('/api/v1/sites', { name: '1号仓', publicName: '上海市', region: '310115' }),
  );
  const inbound = await made(market.post('/api/v1/batches', { product: product.id, site: site.id }));
  world = {
    home: await farm.open('KINDS-1'),
    output: await farm.open('KINDS-2'),
    inbound: String(inbound.id),
    consigneeId: String(consignee.id),
    entries: new Map(),
    set: '',
  };
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

async function balanceOf(caller: Caller, batch: string): Promise<string> {
  const { body } = await caller.get(`/api/v1/batches/${batch}`);
  const amounts = body.balance as Record<string, { value: string }>;
  const fields = ['produced', 'available', 'frozen', 'shipped', 'consumed', 'lost', 'labelled'];
  return fields.map((field) => amounts[field]?.value).join(' ');
}

interface Listed {
  readonly seq: number;
  readonly kind: string;
  readonly data: object;
  readonly sentence: string;
}

async function listed(caller: Caller, batch: string, seq: number, language: string): Promise<Listed> {
  const path = `/api/v1/batches/${batch}/events?after=${seq - 1}&limit=1`;
  const { body } = await caller.get(path, { 'accept-language': language });
  return (body.items as Listed[])[0]!;
}

async function record({ kind, as, on = 'home', data, balance, zh, en }: Row): Promise<void> {
  if (kind === 'label') {
    const set = await made(
      farm.owner.post(`/api/v1/batches/${world.home}/labels`, { units: 10, net: kg('5') }),
    );
    world = { ...world, set: String(set.id) };
  }
  const caller = on === 'inbound' ? market : farm.owner;
  const batch = world[on];
  const told = data(world);
  const occurredAt = new Date().toISOString();
  const answer = await made(caller.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt, data: told }));
  const seq = Number(answer.seq);
  if (as !== undefined) world.entries.set(as, { batch, seq, leafHash: String(answer.leafHash) });
  const chinese = await listed(caller, batch, seq, 'zh-CN');
  expect(chinese).toMatchObject({ kind, data: told });
  expect(chinese.data).toEqual(told);
  expect(chinese.sentence).toMatch(zh);
  expect((await listed(caller, batch, seq, 'en')).sentence).toMatch(en);
  expect(await balanceOf(caller, batch)).toBe(balance);
}

describe('a kind of event over HTTP', () => {
  it('opening begins a batch that holds nothing, and reads in both languages', async () => {
    const zh = await listed(farm.owner, world.home, 1, 'zh-CN');
    expect(zh).toMatchObject({ kind: 'opening', data: { unit: 'KGM', lot: 'KINDS-1' } });
    expect(zh.sentence).toMatch(/苹果/);
    expect((await listed(farm.owner, world.home, 1, 'en')).sentence).not.toBe(zh.sentence);
    expect(await balanceOf(farm.owner, world.home)).toBe('0 0 0 0 0 0 0');
  });

  it.each(rows)('$kind is recorded, read back as it was told, and moves the balance', async (row) => {
    await record(row);
  });

  it('receipt moves the shipper’s goods from frozen to shipped within a moment', async () => {
    await expect.poll(() => balanceOf(farm.owner, world.home)).toBe('1000 500 25 75 280 120 50');
  });

  it('is every kind that stands on the chain of a batch', () => {
    const told = new Set(rows.map(({ kind }) => kind));
    expect([...told].sort()).toEqual(
      kinds
        .filter(({ chain, kind }) => chain === 'batch' && !toldElsewhere.has(kind))
        .map(({ kind }) => kind)
        .sort(),
    );
  });

  it('is told here with every private field it has', () => {
    const missing = kinds
      .filter(({ chain, kind }) => chain === 'batch' && kind !== 'correction' && !toldElsewhere.has(kind))
      .flatMap(({ kind, privateFields }) => {
        const told = rows.filter((row) => row.kind === kind).map((row) => row.data(world));
        return privateFields
          .filter((pointer) => !told.some((data) => valueAt(data, pointer) !== undefined))
          .map((pointer) => `${kind} ${pointer}`);
      });
    expect(missing).toEqual([]);
  });
});

function valueAt(data: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], data);
}

describe('a private field', () => {
  it('is in no entry of the ledger', async () => {
    for (const [organizationId, chainId] of [
      [farm.organizationId, world.home],
      [farm.organizationId, world.output],
      [world.consigneeId, world.inbound],
    ] as const) {
      const entries = await readWholeChain(farm.service.database, { organizationId, chainId });
      const texts = entries.map(({ entry }) => {
        const [header = '', payload = ''] = parseEntry(entry).statement.split('.');
        return Buffer.from(header, 'base64url').toString() + Buffer.from(payload, 'base64url').toString();
      });
      expect(texts.length).toBeGreaterThan(1);
      for (const one of secrets) expect(texts.join('')).not.toContain(one);
    }
  });

  it.each(['application/json', 'text/html', 'application/linkset+json'])(
    'is in no public answer: %s',
    async (accept) => {
      for (const batch of [world.home, world.output]) {
        const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
        for (const language of ['zh-CN', 'en']) {
          const answer = await fetch(`${farm.service.url}/t/${String(body.code)}`, {
            headers: { accept, 'accept-language': language },
          });
          const text = await answer.text();
          expect(answer.status).toBe(200);
          for (const one of secrets) expect(text).not.toContain(one);
          expect(text).not.toContain('92370783MA3FK2L71N');
        }
      }
    },
  );

  it('is in no line of the log', () => {
    const log = JSON.stringify(farm.service.logLines());
    expect(log.length).toBeGreaterThan(1_000);
    for (const one of secrets) expect(log).not.toContain(one);
    expect(log).not.toContain('92370783MA3FK2L71N');
  });

  it('is for members only: the other party sees the shipment through its reference, not its papers', async () => {
    expect((await market.get(`/api/v1/batches/${world.home}/events`)).status).toBe(404);
  });
});
