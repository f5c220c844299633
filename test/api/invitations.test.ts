import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
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

const path = '/api/v1/invitations';
const password = 'an orchard in the evening';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

let service: TestApp;
let database: pg.Client;
let admin: Credentials;
let organizationId: string;
let owner: Credentials;

beforeAll(async () => {
  service = await createTestApp();
  database = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await database.connect();
  admin = await signInAs(service, 'admin');
  organizationId = await register(service, admin);
  owner = await signInAs(service, 'owner', { organizationId });
});

afterAll(async () => {
  await checkOrganizationChains(service);
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await database.end();
  await service.close();
});

const post = (target: string, body: object, headers: Credentials = {}): Promise<Answer> =>
  send(service, 'POST', target, headers, body);

async function invite(
  body: object = {},
  headers: Credentials = owner,
): Promise<{ id: string; token: string }> {
  const answer = await post(path, { role: 'recorder', ...body }, headers);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { id: String(answer.body['id']), token: String(answer.body['token']) };
}

let logins = 0;
function newcomer(token: string, changes: object = {}): object {
  logins += 1;
  return { token, login: `newcomer-${logins}`, password, name: '新成员', ...changes };
}

async function signIn(login: string): Promise<Credentials> {
  const answer = await post('/api/v1/auth/token', { login, password });
  expect(answer.status).toBe(200);
  return { authorization: `Bearer ${String(answer.body['accessToken'])}` };
}

const addProduct = (headers: Credentials, organization: string): Promise<Answer> =>
  post('/api/v1/products', { name: '梨', category: 'FRU', unit: 'KGM', organization }, headers);

describe('an invitation', () => {
  it('is accepted by a new person, who then records for the organization', async () => {
    const { token } = await invite({ login: 'li.si' });
    const body = newcomer(token);
    const answer = await post(`${path}/accept`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body).toMatchObject({ organization: organizationId, role: 'recorder' });
    const headers = await signIn((body as { login: string }).login);
    expect((await addProduct(headers, organizationId)).status).toBe(201);
  });

  it('is accepted by somebody with an account, who then serves both organizations', async () => {
    const otherId = await register(service, admin);
    const person = await signInAs(service, 'recorder', { organizationId: otherId });
    const { token } = await invite();
    const joined = await post(`${path}/join`, { token }, person);
    expect([joined.status, joined.body['organization']]).toEqual([201, organizationId]);
    // The session learns of it within seconds; a refreshed one at once.
    await expect
      .poll(async () => (await addProduct(person, organizationId)).status, { interval: 500 })
      .toBe(201);
    expect((await addProduct(person, otherId)).status).toBe(201);
  });

  it('works once, however many accept it at once', async () => {
    const { token } = await invite();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(`${path}/accept`, newcomer(token))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 201))
      expect(faultsOf(refused)).toEqual(['/token unknown']);
    expect(faultsOf(await post(`${path}/join`, { token }, owner))).toEqual(['/token unknown']);
  });

  it('is not used up by what is refused', async () => {
    const { token } = await invite();
    const body = newcomer(token) as { login: string };
    for (const [changes, fault] of [
      [{ password: 'short' }, '/password password'],
      [{ password: `my ${body.login}!` }, '/password tells-login'],
      [{ login: 'x' }, '/login login'],
      [{ role: 'owner' }, '/role unknown-field'],
      [{ organization: nowhere }, '/organization unknown-field'],
      [{ demo: true }, '/demo unknown-field'],
    ] as const)
      expect(faultsOf(await post(`${path}/accept`, { ...body, ...changes }))).toEqual([fault]);
    await service.app.get(AccountsService).create({ login: 'taken-one', name: 'x', password, grants: [] });
    const taken = await post(`${path}/accept`, { ...body, login: 'TAKEN-one' });
    expect([taken.status, slugOf(taken)]).toEqual([409, 'login-taken']);
    expect((await post(`${path}/accept`, body)).status).toBe(201);
  });

  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(100), "' or true --", '%00'])(
    'is none by a token that was never made: %j',
    async (token) => {
      const answer = await post(`${path}/accept`, newcomer(token));
      expect([answer.status, ...faultsOf(answer)]).toEqual([422, '/token unknown']);
    },
  );

  it('is told from a link to a new password', async () => {
    const { token } = await invite();
    const answer = await post('/api/v1/auth/password-reset', { token, password });
    expect(faultsOf(answer)).toEqual(['/token unknown']);
    expect((await post(`${path}/accept`, newcomer(token))).status).toBe(201);
  });

  it('runs out after seven days', async () => {
    const answer = await post(path, { role: 'viewer' }, owner);
    const { madeAt, expiresAt, token, id } = answer.body as Record<string, string>;
    expect(Date.parse(expiresAt!) - Date.parse(madeAt!)).toBe(7 * 24 * 3_600_000);
    await database.query("update one_time_links set expires_at = now() - interval '1 ms' where id = $1", [
      id,
    ]);
    expect(faultsOf(await post(`${path}/accept`, newcomer(token!)))).toEqual(['/token unknown']);
    expect((await send(service, 'DELETE', `${path}/${id!}`, owner)).status).toBe(404);
    await invite();
    const left = await database.query('select 1 from one_time_links where id = $1', [id]);
    expect(left.rowCount).toBe(0);
  });

  it('keeps its token out of the database, the list and the log', async () => {
    const { token } = await invite();
    await post(`${path}/accept`, newcomer(token, { login: 'x' }));
    const listed = await send(service, 'GET', path, owner);
    const { rows } = await database.query<{ text: string }>(
      "select string_agg(l::text, ' ') as text from one_time_links l",
    );
    const kept = JSON.stringify(listed.body) + (rows[0]?.text ?? '') + JSON.stringify(service.logLines());
    expect(kept).not.toContain(token);
  });

  it('is listed until it is used or withdrawn, page by page', async () => {
    const id = await register(service, admin);
    const boss = await signInAs(service, 'owner', { organizationId: id });
    const made = [await invite({}, boss), await invite({}, boss), await invite({}, boss)];
    await post(`${path}/accept`, newcomer(made[0]!.token));
    const first = await send(service, 'GET', `${path}?limit=1`, boss);
    const next = /^<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await send(service, 'GET', next, boss);
    const ids = [first, second].flatMap(({ body }) =>
      (body['items'] as { id: string }[]).map((one) => one.id),
    );
    expect(ids.sort()).toEqual([made[1]!.id, made[2]!.id].sort());
    expect((await send(service, 'DELETE', `${path}/${made[1]!.id}`, boss)).status).toBe(204);
    expect((await send(service, 'DELETE', `${path}/${made[1]!.id}`, boss)).status).toBe(404);
    expect(faultsOf(await post(`${path}/accept`, newcomer(made[1]!.token)))).toEqual(['/token unknown']);
  });
});

describe('making an invitation', () => {
  it.each<[string, object, string]>([
    ['no role', { role: undefined }, '/role required'],
    ['a role over the service', { role: 'admin' }, '/role choice'],
    ['a role over a region', { role: 'regulator' }, '/role choice'],
    ['an organization that is no id', { organization: 7 }, '/organization uuid'],
    ['a login that tells a phone number', { login: '13800138000' }, '/login personal-data'],
    ['a login that is too long', { login: 'a'.repeat(65) }, '/login text'],
    ['a token of its own', { token: 'x' }, '/token unknown-field'],
  ])('is refused with %s', async (_, changes, fault) => {
    const answer = await post(path, { role: 'recorder', ...changes }, owner);
    expect([answer.status, ...faultsOf(answer)]).toEqual([422, fault]);
  });

  it.each(['recorder', 'viewer'] as const)('is not for a %s, nor is reading them', async (role) => {
    const member = await signInAs(service, role, { organizationId });
    const { id } = await invite();
    expect((await post(path, { role: 'owner', organization: organizationId }, member)).status).toBe(403);
    expect((await send(service, 'GET', path, member)).status).toBe(403);
    expect((await send(service, 'DELETE', `${path}/${id}`, member)).status).toBe(403);
  });

  it('for another’s organization is not found, as for one that does not exist', async () => {
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const { id } = await invite();
    for (const organization of [organizationId, nowhere]) {
      expect((await post(path, { role: 'viewer', organization }, stranger)).status).toBe(404);
      expect((await send(service, 'GET', `${path}?organization=${organization}`, stranger)).status).toBe(404);
    }
    for (const wrong of [id, nowhere, 'x'])
      expect((await send(service, 'DELETE', `${path}/${wrong}`, stranger)).status).toBe(404);
  });

  it('and joining need somebody who is signed in', async () => {
    expect((await post(path, { role: 'viewer', organization: organizationId })).status).toBe(401);
    expect((await post(`${path}/join`, { token: (await invite()).token })).status).toBe(401);
  });
});

describe('an owner who was ended', () => {
  it('leaves no invitation behind that works, and one who comes back has it again', async () => {
    const id = await register(service, admin);
    await signInAs(service, 'owner', { organizationId: id });
    const login = `ending-${randomBytes(4).toString('hex')}`;
    const body = { login, password, name: '负责人', role: 'owner', organization: id };
    const second = await post('/api/v1/members', body, admin);
    const headers = await signIn(login);
    const [one, two] = [await invite({ role: 'owner' }, headers), await invite({ role: 'owner' }, headers)];
    const member = `/api/v1/members/${String(second.body['id'])}`;
    expect((await send(service, 'DELETE', member, admin)).status).toBe(204);
    expect(faultsOf(await post(`${path}/accept`, newcomer(one.token)))).toEqual(['/token unknown']);
    expect(faultsOf(await post(`${path}/join`, { token: two.token }, owner))).toEqual(['/token unknown']);
    expect((await send(service, 'POST', `${member}/reactivate`, admin)).status).toBe(200);
    expect((await post(`${path}/accept`, newcomer(one.token))).status).toBe(201);
  });
});

describe('an ended member', () => {
  it('is listed apart, and taken back with the role it had', async () => {
    const { token } = await invite({ role: 'viewer' });
    const accepted = await post(`${path}/accept`, newcomer(token));
    const id = String(accepted.body['id']);
    const target = `/api/v1/members/${id}`;
    const idsIn = async (state: string): Promise<string[]> => {
      const answer = await send(service, 'GET', `/api/v1/members?limit=200&state=${state}`, owner);
      return (answer.body['items'] as { id: string }[]).map((member) => member.id);
    };
    expect((await send(service, 'POST', `${target}/reactivate`, owner)).status).toBe(404);
    await send(service, 'DELETE', target, owner);
    expect([await idsIn('active'), await idsIn('ended')]).toEqual([
      expect.not.arrayContaining([id]) as string[],
      expect.arrayContaining([id]) as string[],
    ]);
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    expect((await send(service, 'POST', `${target}/reactivate`, stranger)).status).toBe(404);
    const back = await send(service, 'POST', `${target}/reactivate`, owner);
    expect([back.status, back.body]).toEqual([200, accepted.body]);
    expect(await idsIn('active')).toContain(id);
    expect(await idsIn('ended')).not.toContain(id);
  });

  it.each(['gone', '', 'active,ended'])('is not listed by a state that is none: %j', async (state) => {
    const answer = await send(service, 'GET', `/api/v1/members?state=${state}`, owner);
    expect([answer.status, ...faultsOf(answer)]).toEqual([422, '/query/state choice']);
  });
});

describe('an official who was ended', () => {
  it('is listed apart, cannot sign in, and is taken back by an admin', async () => {
    const login = `official-${randomBytes(4).toString('hex')}`;
    const body = { login, password, name: '检查员', role: 'inspector', region: '37' };
    const made = await post('/api/v1/accounts', body, admin);
    const target = `/api/v1/accounts/${String(made.body['id'])}`;
    expect((await send(service, 'POST', `${target}/reactivate`, admin)).status).toBe(404);
    await send(service, 'DELETE', target, admin);
    expect((await post('/api/v1/auth/token', { login, password })).status).toBe(401);
    const ended = await send(service, 'GET', '/api/v1/accounts?state=ended&limit=200', admin);
    expect((ended.body['items'] as { login: string }[]).map((one) => one.login)).toContain(login);
    expect((await send(service, 'POST', `${target}/reactivate`, owner)).status).toBe(403);
    const back = await send(service, 'POST', `${target}/reactivate`, admin);
    expect([back.status, back.body]).toEqual([200, made.body]);
    await signIn(login);
  });
});
