import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthority, createOfficial } from '../support/authority.js';
import {
  Caller,
  createCooperative,
  harvestOf,
  made,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { recordAs } from '../support/parties.js';

/** A Monday morning in China, before every moment that is asked about. */
const monday = '2027-03-01T02:00:00.000Z';
const hourMs = 3_600_000;
let farm: Cooperative;
let authority: string;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday) });
  farm = await createCooperative({ env: { HOLIDAYS: '2027-03-10' } });
  authority = await createAuthority(farm);
});
afterAll(async () => {
  await farm.service.close();
  vi.useRealTimers();
});

/** The moment from which on everything happens; sessions do not last that long, so everybody signs in anew. */
async function at(moment: string | number): Promise<void> {
  // The log takes nothing more where what was recorded seems to have waited for days.
  await farm.service.settled();
  vi.setSystemTime(new Date(moment));
}

async function signInAs(role: 'owner' | 'inspector'): Promise<Caller> {
  if (role === 'inspector') return (await createOfficial(farm, role, '370686', authority)).caller;
  const grants = [{ role, organizationId: farm.organizationId, region: null }] as const;
  const account = { login: `owner-${uuidv7()}`, name: '负责人', password: 'a long enough password', grants };
  const { headers } = await farm.service.signIn({ ...account, grants: [...grants] });
  return new Caller(farm.service.url, headers);
}

/** A result that failed, recorded now. */
async function failed(type: 'supervision' | 'rapid'): Promise<{ batch: string; inspection: Answer['body'] }> {
  const owner = await signInAs('owner');
  const goods = { product: farm.productId, site: farm.siteId };
  const batch = String((await made(owner.post('/api/v1/batches', goods))).id);
  await made(recordAs(owner, batch, 'harvest', harvestOf(100)));
  const inspection = await made(
    recordAs(await signInAs('inspector'), batch, 'inspection', {
      ...{ type, sample: { sampledOn: '2027-02-26' }, laboratory: { name: '初检中心' }, basis: 'GB 2763' },
      results: [{ analyte: '毒死蜱', value: '0.5', unit: 'mg/kg', limit: '0.02', verdict: 'fail' }],
      verdict: 'fail',
    }),
  );
  return { batch, inspection };
}

async function object({ batch, inspection }: Awaited<ReturnType<typeof failed>>): Promise<Answer> {
  const { seq, leafHash } = inspection;
  const data = { inspection: { seq, leafHash }, reason: '对结果有异议' };
  return recordAs(await signInAs('owner'), batch, 'objection', data);
}

function expectLate(answer: Answer, clock: RegExp): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer: '/data/inspection', code: 'objection-late' }]);
  expect(JSON.stringify(answer.body.errors)).toMatch(clock);
}

describe('an objection over HTTP (AT-NP-8)', () => {
  it('to a rapid test is taken in hour 4 and refused in hour 5 with the clock', async () => {
    await at(monday);
    const [first, second] = [await failed('rapid'), await failed('rapid')];
    const recordedMs = Date.parse(String(second.inspection['recordedAt']));
    await at(recordedMs + 4 * hourMs - 60_000);
    expect((await object(first)).status).toBe(201);
    await at(recordedMs + 4 * hourMs + 60_000);
    expectLate(await object(second), /2027-03-01T06:0.*第五十一条.*四小时/);
  });

  it('to a laboratory test is taken on working day 5 and refused on day 6, a holiday left out', async () => {
    await at('2027-03-05T02:00:00Z');
    const [first, second] = [await failed('supervision'), await failed('supervision')];
    // From Friday 5 March: Monday 8, Tuesday 9, Thursday 11, Friday 12, Monday 15; Wednesday 10 is a holiday.
    await at('2027-03-15T15:50:00Z');
    expect((await object(first)).status).toBe(201);
    await at('2027-03-15T16:10:00Z');
    expectLate(await object(second), /2027-03-15T23:59:59.999\+08:00.*第五十一条.*五个工作日/);
  });
});
