import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBody, day, type Certifying } from '../support/certifying.js';
import { createCooperative, harvestOf, made, type Answer, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let certifying: Certifying;
let granted: Answer['body'];
beforeAll(async () => {
  farm = await createCooperative();
  const sites = [{ site: farm.siteId }];
  const quantity = { value: '90000', unit: 'KGM' };
  certifying = await createBody(farm);
  granted = await certifying.certify({
    type: 'geographical',
    number: 'AGI00001',
    standard: undefined,
    sites,
    quantity,
  });
});
afterAll(() => farm.service.close());

const kg = (value: number): object => ({ value: String(value), unit: 'KGM' });
const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });

/** Paddy of so many kilograms, with the claim or without; answers its batch and harvest. */
async function paddy(
  kilograms: number,
  claims: boolean,
): Promise<{ batch: string; harvest: Answer['body'] }> {
  const batch = await farm.open();
  const harvest = await made(farm.record(batch, 'harvest', harvestOf(kilograms)));
  const claim = { action: 'issue', type: 'geographical', certification: entryOf(granted) };
  if (claims) await made(farm.record(batch, 'certificate', claim));
  return { batch, harvest };
}

/** Pours all of a batch into a bin. */
async function pour(bin: string, kilograms: number, claims: boolean): Promise<Answer['body']> {
  const { batch, harvest } = await paddy(kilograms, claims);
  return made(
    farm.record(bin, 'processing', {
      process: 'mix',
      inputs: [{ batch, ...entryOf(harvest), quantity: kg(kilograms) }],
      outputs: [{ batch: bin, quantity: kg(kilograms) }],
    }),
  );
}

/** Draws from a bin into a batch of its own. */
async function draw(bin: string, from: Answer['body'], kilograms: number): Promise<string> {
  const batch = await farm.open();
  const step = await made(
    farm.record(bin, 'processing', {
      process: 'split',
      inputs: [{ batch: bin, ...entryOf(from), quantity: kg(kilograms) }],
      outputs: [{ batch, quantity: kg(kilograms) }],
    }),
  );
  const source = { batch: bin, ...entryOf(step) };
  await made(farm.record(batch, 'receipt', { source, quantity: kg(kilograms) }));
  return batch;
}

/** What the trace of a batch says that it may claim, and what it says of each node. */
async function claimsOf(batch: string): Promise<{ claims: unknown; nodes: unknown[] }> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}/trace`);
  const nodes = body['nodes'] as { claims: unknown }[];
  return { claims: body['claims'], nodes: nodes.map(({ claims }) => claims) };
}

const gi = ['geographical'];
const soon = { interval: 300 };

describe('claims through a mixed lot (AT-GR-4)', () => {
  it('are lost to later draws by 9 t without them, stay with earlier ones, and begin anew once the bin was empty', async () => {
    const bin = await farm.open('BIN-GI', 'proportional');
    const first = await pour(bin, 30_000, true);
    const before = await draw(bin, first, 10_000);
    await pour(bin, 9_000, false);
    const after = await draw(bin, first, 10_000);
    const last = await draw(bin, first, 19_000);
    await pour(bin, 5_000, true);
    const anew = await draw(bin, first, 5_000);
    await expect.poll(() => claimsOf(before), soon).toEqual({ claims: gi, nodes: [gi, gi, gi] });
    await expect.poll(() => claimsOf(anew), soon).toEqual({ claims: gi, nodes: [gi, gi, gi] });
    expect(await claimsOf(after)).toMatchObject({ claims: [] });
    expect((await claimsOf(after)).nodes.slice(0, 2)).toEqual([[], []]);
    expect(await claimsOf(last)).toMatchObject({ claims: [] });
  });

  it('are marked on labels of what was drawn with them, and of nothing else', async () => {
    const bin = await farm.open('BIN-MARKS', 'first-in-first-out');
    const first = await pour(bin, 3_000, true);
    const before = await draw(bin, first, 1_000);
    await pour(bin, 900, false);
    const after = await draw(bin, first, 1_000);
    const label = (batch: string): Promise<Answer> =>
      farm.owner.post(`/api/v1/batches/${batch}/labels`, {
        ...{ units: 10, net: kg(5), certification: entryOf(granted) },
      });
    await expect.poll(async () => (await label(before)).status, soon).toBe(201);
    await expect.poll(() => claimsOf(after), soon).toMatchObject({ claims: [] });
    const refused = await label(after);
    expect([refused.status, refused.body['detail']]).toEqual([409, expect.stringContaining('R58')]);
  });
});

describe('claims of a step with several sources (AT-GR-2)', () => {
  it('are what all of them have, and are told on the page', async () => {
    const [one, two] = [await paddy(100, true), await paddy(100, false)];
    const mixed = await farm.open();
    const input = ({ batch, harvest }: typeof one): object => ({
      batch,
      ...entryOf(harvest),
      quantity: kg(50),
    });
    const mix = async (inputs: object[]): Promise<void> => {
      const outputs = [{ batch: mixed, quantity: kg(50 * inputs.length) }];
      await made(farm.record(mixed, 'processing', { process: 'mix', inputs, outputs }));
    };
    await mix([input(one)]);
    const page = async (): Promise<unknown> => {
      const { body } = await farm.owner.get(`/api/v1/batches/${mixed}`);
      const answer = await farm.owner.get(`/t/${String(body['code'])}`, { accept: 'application/json' });
      return (answer.body['facts'] as { claims: unknown }).claims;
    };
    await expect.poll(page, soon).toMatchObject([{ title: '地理标志', state: 'inherited', held: true }]);
    await mix([input(two)]);
    await expect.poll(page, soon).toEqual([]);
    await expect.poll(() => claimsOf(mixed), soon).toMatchObject({ claims: [] });
  });

  it('go with the harvest date of the source when its certification is suspended', async () => {
    const { batch, harvest } = await paddy(100, true);
    const milled = await farm.open();
    const inputs = [{ batch, ...entryOf(harvest), quantity: kg(100) }];
    const outputs = [{ batch: milled, quantity: kg(100) }];
    await made(farm.record(milled, 'processing', { process: 'mill', inputs, outputs }));
    await expect.poll(() => claimsOf(milled), soon).toMatchObject({ claims: gi });
    await made(certifying.change(granted.seq, 'suspended', day(-1)));
    await expect.poll(() => claimsOf(milled), soon).toMatchObject({ claims: [] });
  });
});
