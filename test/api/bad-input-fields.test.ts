import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import { readStored } from '../support/stored.js';
import { faultsOf, freshUscc, slugOf, type Answer } from './parties.js';

/** What the cases name: a batch with a harvest of 100 kg, and what another organization has. */
interface Place {
  readonly batch: string;
  readonly harvest: { readonly seq: number; readonly leafHash: string };
  readonly empty: string;
  readonly foreign: { readonly batch: string; readonly product: string; readonly site: string };
}

let farm: Cooperative;
let stranger: Caller;
let place: Place;

const civilDay = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
const today = civilDay(0);
const tomorrow = civilDay(1);
const kilograms = (value: unknown): object => ({ value, unit: 'KGM' });
const harvest = (changes: object = {}): object => ({
  quantity: kilograms('100'),
  startedOn: today,
  stoppedOn: today,
  ...changes,
});
const nowhere = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('BAD-1');
  // With a private field, so that the organization has its key for such fields before anything is refused.
  const { seq, leafHash } = await made(farm.record(batch, 'harvest', harvest({ operator: 'member:0007' })));
  const other = await made(
    farm.admin.post('/api/v1/organizations', {
      kind: 'company',
      name: '邻县果业',
      uscc: freshUscc(),
      region: '370685',
    }),
  );
  stranger = await signIn(farm.service, 'owner', String(other.id));
  const product = await made(stranger.post('/api/v1/products', { name: '梨', category: 'FRU', unit: 'KGM' }));
  const site = await made(
    stranger.post('/api/v1/sites', { name: '西园', publicName: '招远市', region: '370685' }),
  );
  const foreign = await made(stranger.post('/api/v1/batches', { product: product.id, site: site.id }));
  place = {
    batch,
    harvest: { seq: Number(seq), leafHash: String(leafHash) },
    empty: await farm.open(),
    foreign: { batch: String(foreign.id), product: String(product.id), site: String(site.id) },
  };
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

/** Sends what must be refused, and sees that nothing was stored. */
async function refuse(send: () => Promise<Answer>): Promise<Answer> {
  const before = await readStored(farm.service.testDatabase);
  const answer = await send();
  expect(await readStored(farm.service.testDatabase)).toEqual(before);
  expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return answer;
}

type Case = readonly [string, unknown, string];

const organization = (changes: object): object => ({
  kind: 'cooperative',
  name: '示例果业合作社',
  uscc: freshUscc(),
  region: '370686',
  ...changes,
});
const product = (changes: object): object => ({ name: '苹果', category: 'FRU', unit: 'KGM', ...changes });
const site = (changes: object): object => ({
  name: '东坡',
  publicName: '栖霞市',
  region: '370686',
  ...changes,
});

describe('master data is refused, naming the field', () => {
  const organizations: readonly Case[] = [
    ['a wrong check character', organization({ uscc: '93370686MA3C2E7X7A' }), '/uscc check-character'],
    ['a credit code in lower case', organization({ uscc: '93370686ma3c2e7x7l' }), '/uscc characters'],
    ['a number for a name', organization({ name: 7 }), '/name text'],
    ['a telephone number in the name', organization({ name: '果农 13812345678' }), '/name personal-data'],
    ['a citizen id in the name', organization({ name: '户 11010519491231002X' }), '/name personal-data'],
    ['a name that is not NFC', organization({ name: 'Cafe\u0301' }), '/name text'],
    ['a name that turns the text around', organization({ name: '果业\u202e社' }), '/name text'],
    ['a region that does not exist', organization({ region: '3706' }), '/region region'],
    ['an unknown kind', organization({ kind: 'Cooperative' }), '/kind choice'],
    ['an unknown field', organization({ admin: true }), '/admin unknown-field'],
    ['a field of which every object has one', organization({ toString: 'x' }), '/toString unknown-field'],
    ['a missing field', organization({ name: undefined }), '/name required'],
    ['a list for an object', organization({ name: ['x'] }), '/name text'],
  ];
  it.each(organizations)('an organization with %s', async (_, body, fault) => {
    const answer = await refuse(() => farm.admin.post('/api/v1/organizations', body as object));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  const products: readonly Case[] = [
    ['a wrong GTIN check digit', product({ gtin: '6937001000013' }), '/gtin check-character'],
    ['full-width digits in the GTIN', product({ gtin: '６９３７００１００００１２' }), '/gtin characters'],
    ['a GTIN as a number', product({ gtin: 6937001000012 }), '/gtin text'],
    ['a unit of land', product({ unit: 'HAR' }), '/unit choice'],
    ['an unknown category', product({ category: '__proto' }), '/category choice'],
    ['exact coordinates in its name', product({ name: '苹果 120.830123,37.305234' }), '/name personal-data'],
  ];
  it.each(products)('a product with %s', async (_, body, fault) => {
    const answer = await refuse(() => farm.owner.post('/api/v1/products', body as object));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  const sites: readonly Case[] = [
    ['an area below zero', site({ area: { value: '-1', unit: 'CN-MU' } }), '/area/value positive'],
    ['an area in kilograms', site({ area: { value: '1', unit: 'KGM' } }), '/area/unit choice'],
    ['an area as a number', site({ area: { value: 1, unit: 'CN-MU' } }), '/area/value decimal'],
    ['a parcel code in public', site({ publicName: '3706861002130012345' }), '/publicName personal-data'],
  ];
  it.each(sites)('a site with %s', async (_, body, fault) => {
    const answer = await refuse(() => farm.owner.post('/api/v1/sites', body as object));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });
});

describe('a batch is refused, naming the field', () => {
  const batches: readonly (readonly [string, () => object, string])[] = [
    ['a product that does not exist', () => ({ product: nowhere }), '/product unknown'],
    ['another organization’s product', () => ({ product: place.foreign.product }), '/product unknown'],
    ['a site that does not exist', () => ({ site: nowhere }), '/site unknown'],
    ['another organization’s site', () => ({ site: place.foreign.site }), '/site unknown'],
    ['a unit of another dimension', () => ({ unit: 'LTR' }), '/unit dimension'],
    ['a unit that does not exist', () => ({ unit: 'kg' }), '/unit unit'],
    ['a full-width lot', () => ({ lot: 'ＡＰＰ－1' }), '/lot lot'],
    ['a lot in NFC', () => ({ lot: 'CAF\u00c9-1' }), '/lot lot'],
    ['the same lot in NFD', () => ({ lot: 'CAFE\u0301-1' }), '/lot lot'],
    ['a lot with a Cyrillic letter', () => ({ lot: '\u0410PP-1' }), '/lot lot'],
    ['a lot of 21 characters', () => ({ lot: 'A'.repeat(21) }), '/lot lot'],
    ['a lot with a slash', () => ({ lot: 'A/1' }), '/lot lot'],
    ['a telephone number as lot', () => ({ lot: '13812345678' }), '/lot personal-data'],
    ['a lot that is a number', () => ({ lot: 20261018 }), '/lot lot'],
    ['a product id in capitals', () => ({ product: farm.productId.toUpperCase() }), '/product uuid'],
    ['null for what may be left out', () => ({ lot: null }), '/lot lot'],
    ['an unknown field', () => ({ code: '0'.repeat(17) }), '/code unknown-field'],
  ];
  it.each(batches)('%s', async (_, change, fault) => {
    const body = { product: farm.productId, site: farm.siteId, ...change() };
    const answer = await refuse(() => farm.owner.post('/api/v1/batches', body));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });
});

type EventCase = readonly [string, string, () => object, string];

const processing = (changes: object = {}): object => ({
  process: 'grade',
  inputs: [{ batch: place.batch, ...place.harvest, quantity: kilograms('10') }],
  outputs: [{ batch: place.empty, quantity: kilograms('10') }],
  ...changes,
});
const ofEntry = (changes: object): object => ({ batch: place.batch, ...place.harvest, ...changes });
const shipment = (changes: object = {}): object => ({
  quantity: kilograms('10'),
  consignee: { party: { name: '上海示例批发市场' } },
  ...changes,
});

describe('an event is refused, naming the field', () => {
  const cases: readonly EventCase[] = [
    ['a number for a quantity', 'harvest', () => harvest({ quantity: kilograms(100) }), '/data/quantity/value decimal'],
    ['a quantity below zero', 'harvest', () => harvest({ quantity: kilograms('-1') }), '/data/quantity/value positive'],
    ['minus zero', 'harvest', () => harvest({ quantity: kilograms('-0') }), '/data/quantity/value positive'],
    ['zero', 'harvest', () => harvest({ quantity: kilograms('0.000') }), '/data/quantity/value positive'],
    ['an exponent', 'harvest', () => harvest({ quantity: kilograms('1e3') }), '/data/quantity/value decimal'],
    ['a thousands separator', 'harvest', () => harvest({ quantity: kilograms('1,000') }), '/data/quantity/value decimal'],
    ['full-width digits', 'harvest', () => harvest({ quantity: kilograms('１００') }), '/data/quantity/value decimal'],
    ['19 digits', 'harvest', () => harvest({ quantity: kilograms('1'.repeat(19)) }), '/data/quantity/value decimal'],
    ['10 decimals', 'harvest', () => harvest({ quantity: kilograms('0.1234567891') }), '/data/quantity/value decimal'],
    ['a unit of another dimension', 'harvest', () => harvest({ quantity: { value: '1', unit: 'LTR' } }), '/data/quantity/unit dimension'],
    ['an unknown unit', 'harvest', () => harvest({ quantity: { value: '1', unit: 'constructor' } }), '/data/quantity/unit unit'],
    ['an area in kilograms', 'harvest', () => harvest({ area: kilograms('1') }), '/data/area/unit dimension'],
    ['an unknown field', 'harvest', () => harvest({ colour: 'red' }), '/data/colour unknown-field'],
    ['an unknown field with a slash', 'harvest', () => harvest({ 'a/b~c': 1 }), '/data/a~1b~0c unknown-field'],
    ['a missing field', 'harvest', () => harvest({ startedOn: undefined }), '/data/startedOn required'],
    ['null for a field', 'harvest', () => harvest({ grade: null }), '/data/grade text'],
    ['a date that does not exist', 'harvest', () => harvest({ stoppedOn: '2026-02-30' }), '/data/stoppedOn date'],
    ['an end before its start', 'harvest', () => harvest({ startedOn: today, stoppedOn: '2026-01-01' }), '/data/stoppedOn order'],
    ['a day that has not come', 'storage', () => ({ place: '2号库', enteredOn: tomorrow }), '/data/enteredOn future'],
    ['a telephone number in a public text', 'harvest', () => harvest({ grade: '问 13812345678' }), '/data/grade personal-data'],
    ['full-width digits of a telephone number', 'harvest', () => harvest({ grade: '１３８１２３４５６７８' }), '/data/grade personal-data'],
    ['coordinates in a public text', 'storage', () => ({ place: '120.830123, 37.305234', enteredOn: today }), '/data/place personal-data'],
    ['a text that turns around', 'harvest', () => harvest({ grade: '一级\u202e' }), '/data/grade text-characters'],
    ['a blank text', 'hold', () => ({ reason: '  ' }), '/data/reason empty'],
    ['a batch that does not exist', 'processing', () => processing({ outputs: [{ batch: nowhere, quantity: kilograms('1') }] }), '/data/outputs/0/batch unknown-batch'],
    ['another organization’s batch', 'processing', () => processing({ outputs: [{ batch: place.foreign.batch, quantity: kilograms('1') }] }), '/data/outputs/0/batch unknown-batch'],
    ['another organization’s batch as input', 'processing', () => processing({ inputs: [ofEntry({ quantity: kilograms('1') }), ofEntry({ batch: place.foreign.batch, quantity: kilograms('1') })] }), '/data/inputs/1/batch unknown-batch'],
    ['an entry that does not exist', 'processing', () => processing({ inputs: [ofEntry({ seq: 99, quantity: kilograms('1') })] }), '/data/inputs/0 unknown-entry'],
    ['an entry number no chain reaches', 'processing', () => processing({ inputs: [ofEntry({ seq: Number.MAX_SAFE_INTEGER, quantity: kilograms('1') })] }), '/data/inputs/0/seq maximum'],
    ['the leaf hash of another entry', 'processing', () => processing({ inputs: [ofEntry({ leafHash: 'A'.repeat(43), quantity: kilograms('1') })] }), '/data/inputs/0 unknown-entry'],
    ['a leaf hash that is not canonical', 'processing', () => processing({ inputs: [ofEntry({ leafHash: `${'A'.repeat(42)}B`, quantity: kilograms('1') })] }), '/data/inputs/0/leafHash leaf-hash'],
    ['a batch that is input and output', 'processing', () => processing({ outputs: [{ batch: place.batch, quantity: kilograms('1') }] }), '/data/outputs/0/batch cycle'],
    ['the same output twice', 'processing', () => processing({ outputs: [1, 2].map(() => ({ batch: place.empty, quantity: kilograms('1') })) }), '/data/outputs/1/batch repeated'],
    ['losses above what went in', 'processing', () => processing({ losses: [{ reason: '剔除', quantity: kilograms('11') }] }), '/data/losses exceeds'],
    ['no consignee', 'shipment', () => shipment({ consignee: {} }), '/data/consignee required'],
    ['a departure in the future', 'shipment', () => shipment({ departedAt: `${tomorrow}T23:59:00+08:00` }), '/data/departedAt future'],
    ['a carrier with a wrong check character', 'shipment', () => shipment({ carrier: { name: '物流', uscc: '91370600MA3HC6Q99A' } }), '/data/carrier/uscc uscc'],
    ['a receipt of its own batch', 'receipt', () => ({ source: ofEntry({}), quantity: kilograms('1') }), '/data/source wrong-kind'],
    ['a release of what is no hold', 'release', () => ({ hold: place.harvest, reason: '复检' }), '/data/hold wrong-kind'],
    ['a return of what is no shipment', 'return', () => ({ shipment: place.harvest, quantity: kilograms('1'), reason: '压伤' }), '/data/shipment wrong-kind'],
    ['labels of a set that does not exist', 'label', () => ({ action: 'activated', set: nowhere, first: 1, last: 2 }), '/data/set unknown-set'],
    ['a correction of another kind', 'correction', () => ({ corrects: { kind: 'input', ...place.harvest }, reason: '误', data: {} }), '/data/corrects wrong-kind'],
    ['a correction of what cannot be corrected', 'correction', () => ({ corrects: { kind: 'label', ...place.harvest }, reason: '误', data: {} }), '/data/corrects/kind choice'],
    ['a correction with bad data', 'correction', () => ({ corrects: { kind: 'harvest', ...place.harvest }, reason: '误', data: harvest({ quantity: kilograms('0') }) }), '/data/data/quantity/value positive'],
    ['a failed row under a passed verdict', 'inspection', () => ({ type: 'commissioned', sample: { sampledOn: today }, laboratory: { name: '检测中心' }, basis: 'GB 2763', results: [{ analyte: '戊唑醇', value: '3', verdict: 'fail' }], verdict: 'pass' }), '/data/verdict choice'],
    ['121 rows', 'inspection', () => ({ type: 'commissioned', sample: { sampledOn: today }, laboratory: { name: '检测中心' }, basis: 'GB 2763', results: Array.from({ length: 121 }, () => ({ analyte: '戊唑醇', value: '3', verdict: 'pass' })), verdict: 'pass' }), '/data/results too-many'],
    ['an unmasked telephone number on a certificate', 'certificate', () => ({ action: 'issue', type: 'organic', number: 'x', contact: '13812345678' }), '/data/contact personal-data'],
    ['an unknown kind', 'wish', () => ({}), '/kind unknown-kind'],
    ['a kind named like a member of every object', 'toString', () => ({}), '/kind unknown-kind'],
    ['a kind of organization chains', 'key-revoked', () => ({}), '/kind unknown-kind'],
  ]; // prettier-ignore

  it.each(cases)('%s (%s)', async (_, kind, data, fault) => {
    const answer = await refuse(() => farm.record(place.batch, kind, data()));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  const times: readonly (readonly [string, unknown, string])[] = [
    ['from the future', new Date(Date.now() + 6 * 60_000).toISOString(), '/occurredAt future'],
    ['without an offset', '2026-11-20T08:00:00', '/occurredAt instant'],
    ['with microseconds', '2026-11-20T08:00:00.123456Z', '/occurredAt instant'],
    ['on a day that does not exist', '2026-02-30T08:00:00Z', '/occurredAt instant'],
    ['at 24 o’clock', '2026-11-20T24:00:00Z', '/occurredAt instant'],
    ['as a number', 1_760_000_000, '/occurredAt instant'],
    ['before the harvest began', '2026-01-01T08:00:00Z', '/occurredAt order'],
  ];
  it.each(times)('a time %s', async (_, occurredAt, fault) => {
    const path = `/api/v1/batches/${place.batch}/events`;
    const answer = await refuse(() =>
      farm.owner.post(path, { kind: 'harvest', occurredAt, data: harvest() }),
    );
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('an event id of another version, in capitals, or twice', async () => {
    for (const key of [nowhere, uuidv7().toUpperCase(), 'x', `${uuidv7()}, ${uuidv7()}`]) {
      const answer = await refuse(() => farm.record(place.batch, 'harvest', harvest(), { eventId: key }));
      expect(faultsOf(answer)).toEqual(['/Idempotency-Key uuidv7']);
    }
  });

  it('an event id that stands for other content', async () => {
    const options = { eventId: uuidv7(), occurredAt: new Date().toISOString() };
    await made(farm.record(place.empty, 'hold', { reason: '等待复检' }, options));
    const answer = await refuse(() => farm.record(place.empty, 'hold', { reason: '另一件事' }, options));
    expect([answer.status, slugOf(answer)]).toEqual([409, 'event-conflict']);
    expect(faultsOf(answer)).toEqual(['/Idempotency-Key conflict']);
  });
});

describe('what goes beyond what there is is refused, naming the field', () => {
  const beyond: readonly EventCase[] = [
    ['a shipment', 'shipment', () => shipment({ quantity: kilograms('100.000000001') }), '/data/quantity insufficient'],
    ['a processing', 'processing', () => processing({ inputs: [ofEntry({ quantity: kilograms('101') })] }), '/data/inputs/0/quantity insufficient'],
    ['losses in store', 'storage', () => ({ place: '2号库', enteredOn: today, losses: [{ reason: '腐烂', quantity: kilograms('60') }, { reason: '失水', quantity: kilograms('60') }] }), '/data/losses insufficient'],
  ]; // prettier-ignore
  it.each(beyond)('%s', async (_, kind, data, fault) => {
    const answer = await refuse(() => farm.record(place.batch, kind, data()));
    expect([answer.status, slugOf(answer)]).toEqual([409, 'insufficient-quantity']);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('a label set', async () => {
    const path = `/api/v1/batches/${place.batch}/labels`;
    const answer = await refuse(() => farm.owner.post(path, { units: 21, net: kilograms('5') }));
    expect([answer.status, slugOf(answer)]).toEqual([409, 'insufficient-quantity']);
    expect(faultsOf(answer)).toEqual(['/units insufficient']);
  });

  const sets: readonly (readonly [string, object, string])[] = [
    ['no units', { units: 0, net: kilograms('5') }, '/units minimum'],
    ['10,001 units', { units: 10_001, net: kilograms('5') }, '/units maximum'],
    ['units as text', { units: '15', net: kilograms('5') }, '/units integer'],
    ['a net content of zero', { units: 1, net: kilograms('0') }, '/net/value positive'],
    ['a net content in litres', { units: 1, net: { value: '1', unit: 'LTR' } }, '/net/unit dimension'],
    ['a code of its own', { units: 1, net: kilograms('5'), code: 'x' }, '/code unknown-field'],
  ];
  it.each(sets)('a label set with %s', async (_, body, fault) => {
    const answer = await refuse(() => farm.owner.post(`/api/v1/batches/${place.batch}/labels`, body));
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });
});

describe('what is another’s is refused in the words of what does not exist', () => {
  const paths = (batch: string): readonly (readonly [string, object | null])[] => [
    [`/api/v1/batches/${batch}`, null],
    [`/api/v1/batches/${batch}/events`, null],
    [`/api/v1/batches/${batch}/labels`, null],
    [
      `/api/v1/batches/${batch}/events`,
      { kind: 'harvest', occurredAt: new Date().toISOString(), data: harvest() },
    ],
    [`/api/v1/batches/${batch}/events`, { kind: 'wish', occurredAt: new Date().toISOString(), data: {} }],
    [`/api/v1/batches/${batch}/labels`, { units: 1, net: kilograms('1') }],
    [`/api/v1/batches/${batch}/labels`, { units: 1, net: { value: '1', unit: 'LTR' } }],
  ];

  it('a batch, under every path and whatever is sent', async () => {
    const foreign = paths(place.batch);
    const missing = paths(nowhere);
    for (const [index, [path, body]] of foreign.entries()) {
      const ask = (at: string): Promise<Answer> =>
        body === null ? stranger.get(at) : stranger.post(at, body);
      const answers = [await refuse(() => ask(path)), await refuse(() => ask(missing[index]![0]))];
      const [first, second] = answers.map(({ status, body: { instance, ...rest } }) => ({
        status,
        rest,
        known: typeof instance,
      }));
      expect(first).toEqual(second);
      expect(first?.status).toBe(404);
    }
  });
});
