import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsentsService } from '../../src/privacy/consents.service.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { ask, listed, takeIn, type Someone } from '../support/people.js';

/** Histories that are tried; more with HISTORIES. */
const historiesMax = Number(process.env['HISTORIES'] ?? 100);

/** What can happen to one of two people. */
const step = fc.record({
  who: fc.constantFrom(0, 1),
  act: fc.constantFrom('give', 'withdraw', 'rename', 'name', 'erase'),
});
const history = fc.array(step, { minLength: 1, maxLength: 7 });

/** What the service must then say, told in the simplest way. */
interface Model {
  name: string;
  given: boolean;
  erased: boolean;
  /** Entries of the batch that name the person. */
  entries: number;
}

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

async function act(batch: string, someone: Someone, model: Model, what: string, turn: number): Promise<void> {
  const refused = model.erased ? 409 : 200;
  if (what === 'give' || what === 'withdraw') {
    const method = what === 'give' ? 'PUT' : 'DELETE';
    expect((await ask(farm.owner, method, `${someone.path}/consent`)).status).toBe(refused);
    if (!model.erased) model.given = what === 'give';
  } else if (what === 'rename') {
    const name = `改名 ${turn}`;
    const answer = await fetch(farm.service.url + someone.path, {
      method: 'PUT',
      headers: { ...farm.owner.credentials, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    expect(answer.status).toBe(refused);
    if (!model.erased) model.name = name;
  } else if (what === 'name') {
    const told = await farm.record(batch, 'harvest', { ...harvestOf(1), operator: someone.reference });
    expect(told.status).toBe(model.erased ? 422 : 201);
    if (!model.erased) model.entries += 1;
  } else {
    expect((await ask(farm.owner, 'POST', `${someone.path}/erasure`)).status).toBe(200);
    model.erased = true;
  }
}

async function play(steps: readonly { who: number; act: string }[]): Promise<void> {
  const batch = await farm.open();
  const people = [await takeIn(farm, { name: '甲' }), await takeIn(farm, { name: '乙' })];
  const models: Model[] = ['甲', '乙'].map((name) => ({ name, given: false, erased: false, entries: 0 }));
  for (const [turn, { who, act: what }] of steps.entries())
    await act(batch, people[who]!, models[who]!, what, turn);
  const consents = farm.service.app.get(ConsentsService);
  const ids = people.map(({ id }) => id);
  const expected = models.flatMap(({ given, erased, name }, at) =>
    given && !erased ? [[ids[at], name]] : [],
  );
  expect([...(await consents.names(farm.organizationId, ids))]).toEqual(expected);
  const entries = await listed(farm.owner, batch);
  for (const [at, { erased, entries: count, name }] of models.entries()) {
    const seen = entries.flatMap((entry) => entry.people.filter(({ person }) => person === ids[at]));
    expect(seen).toHaveLength(erased ? 0 : count);
    expect(seen.every((one) => one.name === name)).toBe(true);
  }
  const withheld = entries.flatMap((entry) => entry.withheld.map(({ reason }) => reason));
  const restricted = models.reduce((sum, { erased, entries: count }) => sum + (erased ? count : 0), 0);
  expect(withheld).toEqual(Array(restricted).fill('restricted'));
}

describe('any history of consents, corrections and erasures', () => {
  it('ends as the simplest model of it says', { timeout: 600_000 }, async () => {
    await made(
      farm.owner.post('/api/v1/products', {
        organization: farm.organizationId,
        name: '梨',
        category: 'FRU',
        unit: 'KGM',
      }),
    );
    await fc.assert(fc.asyncProperty(history, play), { numRuns: historiesMax, endOnFailure: true });
  });
});
