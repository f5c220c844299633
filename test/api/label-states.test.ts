import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/log/keyring.js';
import { codePicturesOf, codesIn } from '../labels/decoder.js';
import { pagesOf } from '../labels/pdf-reader.js';
import { createCooperative, made, type Answer, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let batch: string;
let set: string;
let uris: string[];

beforeAll(async () => {
  farm = await createCooperative();
  batch = await harvested('STATE-1');
  set = await issued(batch, 10);
  uris = await urisOf(set);
});
afterAll(() => farm.service.close());

async function harvested(lot: string): Promise<string> {
  const id = await farm.open(lot);
  const quantity = { value: '100', unit: 'KGM' };
  await farm.record(id, 'harvest', { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' });
  return id;
}

async function issued(on: string, units: number, form = 'signed'): Promise<string> {
  const body = { units, net: { value: '5', unit: 'KGM' }, form };
  return String((await made(farm.owner.post(`/api/v1/batches/${on}/labels`, body))).id);
}

const pathOf = (file: string, on = batch): string => `/api/v1/batches/${on}/labels/${file}`;

async function urisOf(of: string): Promise<string[]> {
  const { bytes } = await farm.owner.file(pathOf(`${of}.csv`));
  return bytes
    .toString()
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[2] ?? '');
}

const change = (action: 'activated' | 'voided', first: number, last: number): Promise<Answer> =>
  farm.record(batch, 'label', {
    action,
    set,
    first,
    last,
    ...(action === 'voided' ? { reason: '打印损坏' } : {}),
  });

async function scanned(number: number): Promise<unknown> {
  await farm.service.settled();
  const { body } = await farm.owner.post('/api/v1/verify', { uri: uris[number - 1] });
  const { verdict, reason, label } = body as { verdict: string; reason: string; label: { state: string } };
  return `${verdict} ${reason} ${label.state}`;
}

const runsOf = async (): Promise<unknown> => (await farm.owner.get(pathOf(set))).body['labels'];
const labelled = async (): Promise<unknown> =>
  ((await farm.owner.get(`/api/v1/batches/${batch}`)).body as { balance?: { labelled?: unknown } }).balance
    ?.labelled;

describe('labels after they were issued', () => {
  it('are put on range by range, and a scan says so', async () => {
    expect(await runsOf()).toEqual([{ first: 1, last: 10, state: 'issued' }]);
    expect((await change('activated', 1, 6)).status).toBe(201);
    expect(await scanned(6)).toBe('verified intact activated');
    expect(await scanned(7)).toBe('caution not-activated issued');
    expect(await runsOf()).toEqual([
      { first: 1, last: 6, state: 'activated' },
      { first: 7, last: 10, state: 'issued' },
    ]);
  });

  it('are voided with a reason, which gives back what they covered', async () => {
    expect(await labelled()).toEqual({ value: '50', unit: 'KGM' });
    expect((await change('voided', 3, 4)).status).toBe(201);
    expect(await labelled()).toEqual({ value: '40', unit: 'KGM' });
    expect(await scanned(3)).toBe('invalid label-void void');
    expect(await scanned(5)).toBe('verified intact activated');
    expect(await runsOf()).toEqual([
      { first: 1, last: 2, state: 'activated' },
      { first: 3, last: 4, state: 'void' },
      { first: 5, last: 6, state: 'activated' },
      { first: 7, last: 10, state: 'issued' },
    ]);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}/events`);
    const items = body['items'] as { sentence: string }[];
    expect(items.at(-1)?.sentence).toBe('作废标签第 3 至 4 枚：打印损坏');
  });

  it.each([
    ['activated', 1, 10],
    ['activated', 4, 4],
    ['voided', 2, 5],
  ] as const)(
    'are not %s again from %i to %i where one is void, which is named',
    async (action, first, last) => {
      const before = await runsOf();
      const answer = await change(action, first, last);
      expect(answer).toMatchObject({ status: 409, body: { type: '/problems/labels-void' } });
      expect(answer.body['detail']).toBe(`第 ${Math.max(first, 3)} 枚标签已作废，请改选其他序号。`);
      expect(await runsOf()).toEqual(before);
    },
  );

  it('are decided in order when they are changed at the same moment', async () => {
    const answers = await Promise.all([
      change('voided', 8, 9),
      change('voided', 9, 10),
      change('activated', 9, 9),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409].sort());
    const labels = (await runsOf()) as { first: number; last: number; state: string }[];
    const voids = labels
      .filter(({ state }) => state === 'void')
      .reduce((sum, run) => sum + run.last - run.first + 1, 0);
    expect(await labelled()).toEqual({ value: String(5 * (10 - voids)), unit: 'KGM' });
  });

  it('take a reason to be voided and none to be put on', async () => {
    const without = await farm.record(batch, 'label', { action: 'voided', set, first: 1, last: 1 });
    expect(without).toMatchObject({ status: 422, body: { errors: [{ pointer: '/data/reason' }] } });
    const beyond = await farm.record(batch, 'label', { action: 'activated', set, first: 1, last: 11 });
    expect(beyond).toMatchObject({ status: 422, body: { errors: [{ pointer: '/data/last' }] } });
  });
});

describe('void labels', () => {
  it('are left out of what is printed', async () => {
    const csv = (await farm.owner.file(pathOf(`${set}.csv?to=6`))).bytes.toString();
    expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      '\ufeffnumber',
      '1',
      '2',
      '5',
      '6',
      '',
    ]);
    const [page] = pagesOf((await farm.owner.file(pathOf(`${set}.pdf?to=6`))).bytes);
    expect(page?.codes).toHaveLength(4);
    const zpl = (await farm.owner.file(pathOf(`${set}.zpl?to=6`))).bytes.toString();
    expect(zpl.match(/\^XA/g)).toHaveLength(4);
    const svg = (await farm.owner.file(pathOf(`${set}.svg?part=page`))).bytes.toString();
    const read = (await Promise.all(codePicturesOf(svg).map((png) => codesIn(png)))).flat();
    expect(read.slice(0, 4)).toEqual([0, 1, 4, 5].map((index) => uris[index]));
  });

  it.each([
    'pdf?from=3&to=4',
    'csv?from=3&to=4',
    'zpl?from=4&to=4',
    'png?number=3',
    'svg?number=4&part=code',
  ])('alone are not printed: %s', async (file) => {
    const answer = await farm.owner.get(pathOf(`${set}.${file}`));
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/labels-void' } });
  });
});

describe('printing', () => {
  it('is refused while the batch is on hold, and goes on after the release', async () => {
    const held = await harvested('STATE-2');
    const other = await issued(held, 2);
    const hold = await farm.record(held, 'hold', { reason: '等待复检' });
    for (const file of ['pdf', 'csv', 'zpl', 'svg', 'png']) {
      const answer = await farm.owner.get(pathOf(`${other}.${file}`, held));
      expect(answer, file).toMatchObject({ status: 409, body: { type: '/problems/on-hold' } });
    }
    expect((await farm.owner.get(pathOf(`${other}/serials`, held))).status).toBe(200);
    const released = { seq: hold.body['seq'], leafHash: hold.body['leafHash'] };
    await farm.record(held, 'release', { hold: released, reason: '复检合格' });
    expect((await farm.owner.file(pathOf(`${other}.pdf`, held))).status).toBe(200);
  });

  it('is refused once the set’s key is revoked, and new sets have the next key', async () => {
    const place = await harvested('STATE-3');
    const compact = await issued(place, 2, 'compact');
    const signed = await issued(place, 2);
    const keyring = farm.service.app.get(Keyring);
    const revoked = await keyring.currentLabelKey();
    await farm.service.database.write(
      { name: 'test-revoke', text: 'update signing_keys set revoked_from = now() where kid = $1' },
      [revoked.publicKey.kid],
    );
    // Others hear of a revocation within a second.
    await expect.poll(async () => (await farm.owner.get(pathOf(`${signed}.csv`, place))).status).toBe(409);
    for (const file of [`${signed}.pdf`, `${signed}.png`, `${compact}/serials`]) {
      const answer = await farm.owner.get(pathOf(file, place));
      expect(answer, file).toMatchObject({ status: 409, body: { type: '/problems/label-key-revoked' } });
    }
    const body = { units: 1, net: { value: '5', unit: 'KGM' } };
    const refused = await farm.owner.post(pathOf('', place).slice(0, -1), body);
    expect(refused).toMatchObject({ status: 409, body: { type: '/problems/label-key-revoked' } });
    expect((await farm.owner.file(pathOf(`${compact}.pdf`, place))).status).toBe(200);
    // What is on goods already stays good.
    expect(await scanned(5)).toBe('verified intact activated');

    const next = keyring.create(revoked.organizationId, 'label', new Date());
    await keyring.insert(next);
    const later = await issued(place, 1);
    expect((await farm.owner.file(pathOf(`${later}.png`, place))).status).toBe(200);
    expect((await farm.owner.get(pathOf(`${compact}/serials`, place))).status).toBe(200);
  });
});
