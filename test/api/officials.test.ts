import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, signIn, Caller, type Cooperative } from '../support/cooperative.js';
import { enrol } from '../support/second-factor.js';
import { faultsOf, freshUscc, slugOf, type Answer } from './parties.js';

const path = '/api/v1/accounts';
const password = 'apple orchard in the morning';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

let farm: Cooperative;
let authority: string;
let certifier: string;
let batch: string;

beforeAll(async () => {
  farm = await createCooperative();
  authority = await register('authority', '烟台市农业农村局', '370602');
  certifier = await register('certifier', '示例认证中心', '110101');
  batch = await farm.open();
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

async function register(kind: string, name: string, region: string): Promise<string> {
  const body = { kind, name, uscc: freshUscc(), region };
  return String((await made(farm.admin.post('/api/v1/organizations', body))).id);
}

let logins = 0;

function official(changes: object): object {
  logins += 1;
  return { login: `official-${logins}`, password, name: '工作人员', ...changes };
}

function add(changes: object, by: Caller = farm.admin): Promise<Answer> {
  return by.post(path, official(changes));
}

async function token(login: unknown): Promise<globalThis.Response> {
  return fetch(`${farm.service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
}

/** Makes an account over the API and signs in with it; who needs a second factor sets it up. */
async function arrive(changes: {
  readonly role: string;
  readonly region?: string;
  readonly organization?: string;
}): Promise<Caller> {
  const { body } = await add(changes);
  const answer = await token(body['login']);
  expect(answer.status, JSON.stringify(body)).toBe(200);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  if (['admin', 'regulator'].includes(changes.role)) await enrol(farm.service.url, headers);
  return new Caller(farm.service.url, headers);
}

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const inspection = {
  type: 'commissioned',
  sample: { sampledOn: today },
  laboratory: { name: '示例检测中心' },
  basis: 'GB 2763',
  results: [{ analyte: '戊唑醇', value: '未检出', verdict: 'pass' }],
  verdict: 'pass',
};
const harvest = { quantity: { value: '1', unit: 'KGM' }, startedOn: today, stoppedOn: today };

function state(by: Caller, kind: string, data: object): Promise<Answer> {
  const occurredAt = new Date().toISOString();
  return by.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt, data });
}

describe('making the account of an official', () => {
  it.each([
    { role: 'regulator', region: '37' },
    { role: 'regulator', region: '' },
    { role: 'inspector', region: '370686' },
    { role: 'certifier' },
    { role: 'admin' },
  ])('answers it, without its password: %j', async (role) => {
    const answer = await add(role);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ region: null, organization: null, ...role });
    expect(answer.headers.get('location')).toBe(`${path}/${String(answer.body['id'])}`);
    expect(JSON.stringify(answer.body)).not.toContain(password);
    const read = await farm.admin.get(`${path}/${String(answer.body['id'])}`);
    expect(read.body).toEqual(answer.body);
  });

  it('names the organization in whose name the person records', async () => {
    const answer = await add({ role: 'inspector', region: '3706', organization: authority });
    expect(answer.body).toMatchObject({ role: 'inspector', region: '3706', organization: authority });
  });

  it.each([
    ['no region', { role: 'regulator' }, '/region required'],
    ['a region that is none', { role: 'regulator', region: '370' }, '/region region'],
    ['a province that is none', { role: 'inspector', region: '99' }, '/region region'],
    ['a region with letters', { role: 'inspector', region: '37%' }, '/region region'],
    ['a region that is a number', { role: 'inspector', region: 37 }, '/region region'],
    ['a region for a certifier', { role: 'certifier', region: '37' }, '/region not-applicable'],
    ['a region for an admin', { role: 'admin', region: '' }, '/region not-applicable'],
    ['a role of organizations', { role: 'owner' }, '/role choice'],
    ['no role', {}, '/role required'],
    ['an organization that does not exist', { role: 'certifier', organization: nowhere }, '/organization unknown-body'],
    ['an organization for an admin', { role: 'admin', organization: nowhere }, '/organization not-applicable'],
    ['a password with the login in it', { role: 'admin', login: 'abcdef', password: 'xx ABCDEF xx' }, '/password tells-login'],
    ['a short password', { role: 'admin', password: 'apple' }, '/password password'],
    ['grants of its own', { role: 'admin', grants: [] }, '/grants unknown-field'],
  ])('is refused with %s', async (_, changes, fault) => {
    const answer = await add(changes);
    expect([answer.status, slugOf(answer)]).toEqual([422, 'validation']);
    expect(faultsOf(answer)).toEqual([fault]);
  }); // prettier-ignore

  it('is refused in the name of a cooperative: it would speak for those whom it inspects', async () => {
    const answer = await add({ role: 'inspector', region: '37', organization: farm.organizationId });
    expect(faultsOf(answer)).toEqual(['/organization unknown-body']);
  });

  it('is refused for a login that is in use', async () => {
    const body = official({ role: 'certifier' });
    await made(farm.admin.post(path, body));
    const answer = await farm.admin.post(path, body);
    expect([answer.status, slugOf(answer)]).toEqual([409, 'login-taken']);
  });

  it('is for admins alone, and so are reading and ending', async () => {
    const { body } = await add({ role: 'regulator', region: '37' });
    const one = `${path}/${String(body['id'])}`;
    const others = [
      farm.owner,
      await signIn(farm.service, 'recorder', farm.organizationId),
      await signIn(farm.service, 'viewer', farm.organizationId),
      await arrive({ role: 'regulator', region: '' }),
      await arrive({ role: 'inspector', region: '' }),
      await arrive({ role: 'certifier' }),
      await signIn(farm.service, 'owner', authority),
    ];
    for (const other of others) {
      expect((await add({ role: 'admin' }, other)).status).toBe(403);
      expect((await other.get(path)).status).toBe(403);
      expect((await other.get(one)).status).toBe(403);
      expect((await other.delete(one)).status).toBe(403);
    }
    const stranger = new Caller(farm.service.url, {});
    expect((await add({ role: 'admin' }, stranger)).status).toBe(401);
    expect((await stranger.get(path)).status).toBe(401);
    expect((await farm.admin.get(one)).status).toBe(200);
  });
});

describe('an official', () => {
  it('sees the organizations of the region, and no other', async () => {
    const near = await arrive({ role: 'regulator', region: '3706' });
    const far = await arrive({ role: 'regulator', region: '44' });
    const seen = async (by: Caller): Promise<string[]> =>
      ((await by.get('/api/v1/organizations?limit=200')).body.items as { id: string }[]).map(({ id }) => id);
    expect(await seen(near)).toContain(farm.organizationId);
    expect(await seen(far)).toEqual([]);
    expect((await near.get(`/api/v1/batches/${batch}`)).status).toBe(200);
    expect((await far.get(`/api/v1/batches/${batch}`)).status).toBe(404);
  });

  it('states an inspection in the name of its authority, in its region only, and nothing a producer states', async () => {
    const inspector = await arrive({ role: 'inspector', region: '3706', organization: authority });
    const stated = await state(inspector, 'inspection', inspection);
    expect(stated.status, JSON.stringify(stated.body)).toBe(201);
    const events = await farm.owner.get(`/api/v1/batches/${batch}/events?limit=200`);
    const items = events.body.items as { seq: number; issuer: string }[];
    expect(items.find(({ seq }) => seq === stated.body['seq'])?.issuer).toBe(`org/${authority}`);
    const refused = await state(inspector, 'harvest', harvest);
    expect([refused.status, slugOf(refused)]).toEqual([403, 'forbidden']);
    const far = await arrive({ role: 'inspector', region: '44', organization: authority });
    expect((await state(far, 'inspection', inspection)).status).toBe(404);
  });

  it('states a certificate in the name of its certification body, anywhere', async () => {
    const person = await arrive({ role: 'certifier', organization: certifier });
    const data = { action: 'issue', type: 'organic', number: '示例-001', product: '苹果', issuer: '示例认证中心', standard: 'GB/T 19630', issuedOn: today, validFrom: today, validTo: '2099-12-31' };
    const stated = await state(person, 'certificate', data);
    expect(stated.status, JSON.stringify(stated.body)).toBe(201);
  }); // prettier-ignore

  it('without an organization only looks, and is told so', async () => {
    const regulator = await arrive({ role: 'regulator', region: '37' });
    const answer = await state(regulator, 'hold', { reason: '等待复检' });
    expect([answer.status, slugOf(answer)]).toEqual([403, 'forbidden']);
  });
});

describe('the list of officials', () => {
  it('has every one once, in pages that link to the next', async () => {
    await arrive({ role: 'certifier', organization: certifier });
    const ids: string[] = [];
    let next: string | null = `${path}?limit=3`;
    while (next !== null) {
      const page: Answer = await farm.admin.get(next);
      ids.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(10);
    const whole = await farm.admin.get(`${path}?limit=200`);
    expect((whole.body.items as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });
});

async function anotherAdmin(): Promise<{ readonly id: string; readonly caller: Caller }> {
  const { body } = await add({ role: 'admin' });
  const answer = await token(body['login']);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  await enrol(farm.service.url, headers);
  return { id: String(body['id']), caller: new Caller(farm.service.url, headers) };
}

describe('ending the account of an official', () => {
  it('lets it sign in no more, and takes it off the list', async () => {
    const { body } = await add({ role: 'regulator', region: '37' });
    const one = `${path}/${String(body['id'])}`;
    expect((await token(body['login'])).status).toBe(200);
    expect((await farm.admin.delete(one)).status).toBe(204);
    expect((await token(body['login'])).status).toBe(401);
    expect((await farm.admin.get(one)).status).toBe(404);
    expect((await farm.admin.delete(one)).status).toBe(404);
  });

  it('is refused for the own one, so that an admin remains', async () => {
    const { id, caller } = await anotherAdmin();
    const answer = await caller.delete(`${path}/${id}`);
    expect([answer.status, slugOf(answer)]).toEqual([403, 'forbidden']);
    expect((await farm.admin.delete(`${path}/${id}`)).status).toBe(204);
  });

  it('leaves one of two admins who end each other at once', async () => {
    const admins = [await anotherAdmin(), await anotherAdmin()];
    const database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await database.connect();
    // The two are the only ones for as long as it takes.
    const others = `update accounts set disabled_at = $1 where id <> all ($2) and disabled_at is not distinct from $3
      and id in (select account_id from members where role = 'admin')`;
    const [now, ids] = [new Date(), admins.map(({ id }) => id)];
    try {
      await database.query(others, [now, ids, null]);
      const answers = await Promise.all(
        admins.map(({ caller }, at) => caller.delete(`${path}/${ids[1 - at] ?? ''}`)),
      );
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      const { rows } = await database.query(
        'select from accounts where id = any ($1) and disabled_at is null',
        [ids],
      );
      expect(rows).toHaveLength(1);
    } finally {
      await database.query(others, [null, ids, now]);
      await database.end();
    }
  });

  it('is not found for members of organizations', async () => {
    const members = await farm.owner.get('/api/v1/members');
    const [member] = members.body.items as { id: string }[];
    expect((await farm.admin.delete(`${path}/${String(member?.id)}`)).status).toBe(404);
  });
});
