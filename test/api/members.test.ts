import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  checkOrganizationChains,
  faultsOf,
  register,
  send,
  signInAs,
  slugOf,
  type Answer,
  type Credentials,
} from './parties.js';

const path = '/api/v1/members';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
let service: TestApp;
let admin: Credentials;
let organizationId: string;
let owner: Credentials;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signInAs(service, 'admin');
  organizationId = await register(service, admin);
  owner = await signInAs(service, 'owner', { organizationId });
});

afterAll(async () => {
  await checkOrganizationChains(service);
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

let logins = 0;

function recorder(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  logins += 1;
  return {
    login: `recorder-${logins}`,
    password: 'apple in the morning',
    name: '记录员',
    role: 'recorder',
    ...changes,
  };
}

function post(body: unknown, headers: Credentials = owner): Promise<Answer> {
  return send(service, 'POST', path, headers, body);
}

async function signIn(login: unknown, password: unknown): Promise<Answer> {
  return send(service, 'POST', '/api/v1/auth/token', {}, { login, password });
}

describe('adding a member', () => {
  it('makes an account that can sign in and record for the organization', async () => {
    const body = recorder();
    const answer = await post(body);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      organization: organizationId,
      login: body['login'],
      role: 'recorder',
    });
    expect(JSON.stringify(answer.body)).not.toContain('apple in the morning');
    const token = await signIn(body['login'], body['password']);
    expect(token.status).toBe(200);
    const headers = { authorization: `Bearer ${String(token.body['accessToken'])}` };
    const product = { name: '梨', category: 'FRU', unit: 'KGM' };
    expect((await send(service, 'POST', '/api/v1/products', headers, product)).status).toBe(201);
  });

  it('refuses a login that somebody has, in whatever case', async () => {
    const body = recorder();
    await post(body);
    for (const login of [body['login'], String(body['login']).toUpperCase()]) {
      const answer = await post({ ...body, login });
      expect(answer.status).toBe(409);
      expect(slugOf(answer)).toBe('login-taken');
    }
  });

  it('makes one account of ten requests at once', async () => {
    const body = recorder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no login', { login: undefined }, '/login required'],
    ['a login of two characters', { login: 'ab' }, '/login login'],
    ['a login of 65 characters', { login: 'a'.repeat(65) }, '/login login'],
    ['a login with a space', { login: 'a b c' }, '/login login'],
    ['a login of look-alike letters', { login: 'аdmin' }, '/login login'],
    ['a login that begins with a sign', { login: '-admin' }, '/login login'],
    ['a login that is a number', { login: 12_345 }, '/login login'],
    ['no password', { password: undefined }, '/password required'],
    ['a password of nine characters', { password: '123456789' }, '/password password'],
    ['a password of nine wide characters', { password: '果'.repeat(8) + '园' }, '/password password'],
    ['a password of one character', { password: 'a'.repeat(20) }, '/password password'],
    ['a password of 129 characters', { password: 'ab'.repeat(64) + 'c' }, '/password password'],
    ['a password that is a number', { password: 1_234_567_890 }, '/password password'],
    ['no name', { name: undefined }, '/name required'],
    ['a name of 81 characters', { name: '员'.repeat(81) }, '/name text'],
    ['a citizen id as name', { name: '11010519491231002X' }, '/name personal-data'],
    ['no role', { role: undefined }, '/role required'],
    ['a role over the service', { role: 'admin' }, '/role choice'],
    ['a role over a region', { role: 'regulator' }, '/role choice'],
    ['several roles', { role: ['owner'] }, '/role choice'],
    ['an organization that is no UUID', { organization: 7 }, '/organization uuid'],
    ['an unknown field', { region: '37' }, '/region unknown-field'],
  ])('refuses %s', async (_, change, fault) => {
    const answer = await post(recorder(change));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('refuses a password that holds the login', async () => {
    const answer = await post(recorder({ login: 'orchard-7', password: 'My-Orchard-7-pass' }));
    expect(faultsOf(answer)).toEqual(['/password tells-login']);
  });

  it('never repeats a password in an answer or in the log', async () => {
    await post(recorder({ password: 'kept-secret-9', name: '' }));
    await post(recorder({ password: 'kept-secret-9' }));
    expect(JSON.stringify(service.logLines())).not.toContain('kept-secret-9');
    const answer = await post(recorder({ password: 'short-1' }));
    expect(JSON.stringify(answer.body)).not.toContain('short-1');
  });

  it.each(['recorder', 'viewer'] as const)('refuses a %s', async (role) => {
    const member = await signInAs(service, role, { organizationId });
    expect((await post(recorder(), member)).status).toBe(403);
    expect((await send(service, 'GET', path, member)).status).toBe(403);
  });

  it('refuses to add to another’s organization as if it did not exist', async () => {
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const foreign = await post(recorder({ organization: organizationId }), stranger);
    const unknown = await post(recorder({ organization: nowhere }), stranger);
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
  });

  it('lets the owner of a cooperative add the members of its households', async () => {
    const household = await register(service, admin, {
      kind: 'household',
      name: '社员 9 号',
      region: '370686',
      parent: organizationId,
    });
    const answer = await post(recorder({ organization: household, role: 'owner' }));
    expect(answer.body['organization']).toBe(household);
  });
});

describe('reading members', () => {
  it('lists the members of the organization, page by page', async () => {
    const id = await register(service, admin);
    const own = await signInAs(service, 'owner', { organizationId: id });
    await Promise.all(Array.from({ length: 3 }, () => post(recorder({ organization: id }), own)));
    const first = await send(service, 'GET', `${path}?limit=3`, own);
    const next = /^<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await send(service, 'GET', next, own);
    const all = [first, second].flatMap(({ body }) => body['items'] as { login: string }[]);
    expect(all).toHaveLength(4);
    expect(second.headers.get('link')).toBeNull();
    expect(JSON.stringify(all)).not.toMatch(/argon|password/);
  });

  it('answers a member of another organization 404', async () => {
    const made = await post(recorder());
    const target = `${path}/${String(made.body['id'])}`;
    expect((await send(service, 'GET', target, owner)).body).toEqual(made.body);
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    for (const wrong of [target, `${path}/${nowhere}`, `${path}/x`]) {
      expect((await send(service, 'GET', wrong, stranger)).status).toBe(404);
      expect((await send(service, 'DELETE', wrong, stranger)).status).toBe(404);
    }
    expect((await send(service, 'GET', `${path}?organization=${organizationId}`, stranger)).status).toBe(404);
  });

  it('does not hand out accounts that have no part in an organization', async () => {
    const [row] = await service.database.source.query<{ id: string }[]>(
      "select id from members where role = 'admin'",
    );
    expect((await send(service, 'GET', `${path}/${row?.id ?? ''}`, admin)).status).toBe(404);
  });
});

describe('ending a membership', () => {
  it('takes the member off the list and lets the login in without the role', async () => {
    const body = recorder();
    const made = await post(body);
    const target = `${path}/${String(made.body['id'])}`;
    const ended = await send(service, 'DELETE', target, owner);
    expect(ended.status).toBe(204);
    expect((await send(service, 'GET', target, owner)).status).toBe(404);
    expect((await send(service, 'DELETE', target, owner)).status).toBe(404);
    const token = await signIn(body['login'], body['password']);
    const headers = { authorization: `Bearer ${String(token.body['accessToken'])}` };
    const product = { name: '梨', category: 'FRU', unit: 'KGM', organization: organizationId };
    expect((await send(service, 'POST', '/api/v1/products', headers, product)).status).toBe(403);
    expect(
      (await send(service, 'GET', `/api/v1/products?organization=${organizationId}`, headers)).status,
    ).toBe(404);
  });

  it('keeps the last owner', async () => {
    const id = await register(service, admin);
    const first = await post(recorder({ organization: id, role: 'owner' }), admin);
    const target = `${path}/${String(first.body['id'])}`;
    const refused = await send(service, 'DELETE', target, admin);
    expect(refused.status).toBe(409);
    expect(slugOf(refused)).toBe('last-owner');
    await post(recorder({ organization: id, role: 'owner' }), admin);
    expect((await send(service, 'DELETE', target, admin)).status).toBe(204);
  });

  it('keeps one owner, though all of them are ended at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await register(service, admin);
      const owners = await Promise.all(
        Array.from({ length: 4 }, () => post(recorder({ organization: id, role: 'owner' }), admin)),
      );
      const targets = owners.map((made) => `${path}/${String(made.body['id'])}`);
      const answers = await Promise.all(targets.map((target) => send(service, 'DELETE', target, admin)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([204, 204, 204, 409]);
      const left = await send(service, 'GET', `${path}?organization=${id}`, admin);
      expect((left.body as { items: object[] }).items).toHaveLength(1);
    }
  });
});
