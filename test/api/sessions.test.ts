import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { clientName } from '../../src/access/client-name.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { faultsOf, send, slugOf, type Answer } from './parties.js';

const password = 'an orchard in the evening';
const phone =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
const path = '/api/v1/auth/sessions';

let service: TestApp;
let owner: pg.Client;
let logins = 0;

beforeAll(async () => {
  service = await createTestApp();
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await service.close();
});

async function newLogin(): Promise<string> {
  logins += 1;
  const login = `sessions-${logins}`;
  await service.app.get(AccountsService).create({ login, name: 'x', password, grants: [] });
  return login;
}

interface SignedIn {
  readonly headers: Record<string, string>;
  readonly cookie: string;
}

async function signIn(login: string, word = password, agent = phone): Promise<SignedIn> {
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': agent },
    body: JSON.stringify({ login, password: word }),
  });
  expect(answer.status).toBe(200);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  return { headers: { authorization: `Bearer ${accessToken}` }, cookie };
}

interface Listed {
  readonly id: string;
  readonly way: string;
  readonly strong: boolean;
  readonly client: string | null;
  readonly began: string;
  readonly used: string;
  readonly current: boolean;
}

async function list({ headers }: SignedIn): Promise<Listed[]> {
  const answer = await send(service, 'GET', path, headers);
  expect(answer.status).toBe(200);
  return answer.body['items'] as Listed[];
}

async function refresh({ cookie }: SignedIn): Promise<Answer> {
  return send(service, 'POST', '/api/v1/auth/refresh', { cookie });
}

const opens = async ({ headers }: SignedIn): Promise<number> =>
  (await send(service, 'GET', '/api/v1/organizations', headers)).status;

describe('the list of sessions', () => {
  it('shows how, when and with what one signed in, and which session asks', async () => {
    const login = await newLogin();
    await signIn(login, password, 'curl/8.1');
    const here = await signIn(login);
    const sessions = await list(here);
    expect(sessions.map(({ client, current }) => [client, current])).toEqual([
      ['Chrome · Android', true],
      [null, false],
    ]);
    expect(sessions[0]).toMatchObject({ way: 'password', strong: false });
    expect(Math.abs(Date.parse(sessions[0]!.began) - Date.now())).toBeLessThan(60_000);
  });

  it('moves the last use on with every refresh', async () => {
    const here = await signIn(await newLogin());
    const [before] = await list(here);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await refresh(here)).status).toBe(200);
    const [after] = await list(here);
    expect(Date.parse(after!.used)).toBeGreaterThan(Date.parse(before!.used));
    expect(after!.began).toBe(before!.began);
  });

  it('leaves out what was ended, has run out, or is another’s', async () => {
    const login = await newLogin();
    const here = await signIn(login);
    const [ended, late] = [await signIn(login), await signIn(login)];
    await signIn(await newLogin());
    await send(service, 'POST', '/api/v1/auth/logout', { cookie: ended.cookie });
    const lateId = (await list(late)).find(({ current }) => current)!.id;
    await owner.query("update sessions set expires_at = now() - interval '1 second' where id = $1", [lateId]);
    expect(await list(here)).toHaveLength(1);
  });

  it('keeps no address and no user agent in the database', async () => {
    await signIn(await newLogin());
    const { rows } = await owner.query<{ text: string }>(
      "select string_agg(s::text, ' ') as text from sessions s",
    );
    expect(rows[0]?.text).toContain('password');
    expect(rows[0]?.text).not.toMatch(/Chrome|127\.0\.0\.1|Mozilla|AppleWebKit|137\.0/);
  });

  it('is closed to who is not signed in', async () => {
    for (const [method, target] of [
      ['GET', path],
      ['DELETE', path],
      ['DELETE', `${path}/${nowhere}`],
    ] as const) {
      const answer = await send(service, method, target);
      expect([answer.status, slugOf(answer)]).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('ending a session', () => {
  it('stops its access token and its refresh token at once', async () => {
    const login = await newLogin();
    const [here, there] = [await signIn(login), await signIn(login)];
    expect(await opens(there)).toBe(200);
    const { id } = (await list(there)).find(({ current }) => current)!;
    expect((await send(service, 'DELETE', `${path}/${id}`, here.headers)).status).toBe(204);
    expect(await opens(there)).toBe(401);
    expect((await refresh(there)).status).toBe(401);
    expect(await opens(here)).toBe(200);
  });

  it('of somebody else, of nobody, or a second time is not found, in the same words', async () => {
    const [here, stranger] = [await signIn(await newLogin()), await signIn(await newLogin())];
    const [{ id } = { id: '' }] = await list(stranger);
    const answers = await Promise.all(
      [id, nowhere, 'x', '%00'].map((wrong) => send(service, 'DELETE', `${path}/${wrong}`, here.headers)),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(answers[0]!.body['detail']).toBe(answers[1]!.body['detail']);
    expect(await opens(stranger)).toBe(200);
  });

  it('of all others leaves the one that asks', async () => {
    const login = await newLogin();
    const others = [await signIn(login), await signIn(login), await signIn(login)];
    const here = await signIn(login);
    const stranger = await signIn(await newLogin());
    for (const other of others) expect(await opens(other)).toBe(200);
    expect((await send(service, 'DELETE', path, here.headers)).status).toBe(204);
    for (const other of others)
      expect([await opens(other), (await refresh(other)).status]).toEqual([401, 401]);
    expect([await opens(here), await opens(stranger)]).toEqual([200, 200]);
    expect(await list(here)).toHaveLength(1);
  });

  it('is not undone by a refresh that runs at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const login = await newLogin();
      const [here, there] = [await signIn(login), await signIn(login)];
      const [renewed] = await Promise.all([refresh(there), send(service, 'DELETE', path, here.headers)]);
      const next = renewed.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
      expect((await refresh({ ...there, cookie: next })).status).toBe(401);
      expect(await list(here)).toHaveLength(1);
    }
  });
});

describe('a session', () => {
  it.each(['passkey', 'oidc'] as const)('begins in one place, also by %s', async (way) => {
    const accounts = service.app.get(AccountsService);
    const account = await accounts.findByLogin(await newLogin());
    const tokens = await service.app.get(SessionsService, { strict: false }).begin(account!.id, way, true);
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    const sessions = await list({ headers, cookie: '' });
    expect(sessions).toMatchObject([{ way, strong: true, client: null }]);
  });

  it('and its tokens are swept away when it has run out', async () => {
    const login = await newLogin();
    const [{ id } = { id: '' }] = await list(await signIn(login));
    await owner.query("update sessions set expires_at = now() - interval '1 second' where id = $1", [id]);
    await signIn(login);
    const left = await owner.query(
      'select id from sessions where id = $1 union all select session_id from refresh_tokens where session_id = $1',
      [id],
    );
    expect(left.rowCount).toBe(0);
  });
});

describe('a new password', () => {
  const change = (headers: Record<string, string>, body: object): Promise<Answer> =>
    send(service, 'PUT', '/api/v1/auth/password', headers, body);

  it('takes the place of the old one and ends all other sessions at once', async () => {
    const login = await newLogin();
    const [here, there] = [await signIn(login), await signIn(login)];
    expect(await opens(there)).toBe(200);
    const answer = await change(here.headers, { password, newPassword: 'another orchard, at noon' });
    expect(answer.status).toBe(204);
    expect([await opens(here), await opens(there)]).toEqual([200, 401]);
    expect([(await refresh(here)).status, (await refresh(there)).status]).toEqual([200, 401]);
    const old = await send(service, 'POST', '/api/v1/auth/token', {}, { login, password });
    expect([old.status, slugOf(old)]).toEqual([401, 'login-failed']);
    await signIn(login, 'another orchard, at noon');
  });

  it('needs the old one', async () => {
    const login = await newLogin();
    const [here, there] = [await signIn(login), await signIn(login)];
    const answer = await change(here.headers, { password: 'wrong', newPassword: 'another orchard, at noon' });
    expect([answer.status, slugOf(answer)]).toEqual([401, 'login-failed']);
    expect(await opens(there)).toBe(200);
    await signIn(login);
  });

  it('cannot be reached by guessing the old one', async () => {
    const here = await signIn(await newLogin());
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const body = { password: `guess ${guess}`, newPassword: 'another orchard, at noon' };
      statuses.push((await change(here.headers, body)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  it.each<[string, object, string]>([
    ['too short', { newPassword: 'short' }, '/newPassword password'],
    ['of one character', { newPassword: 'a'.repeat(20) }, '/newPassword password'],
    ['missing', { newPassword: undefined }, '/newPassword required'],
    ['without the old one', { password: undefined }, '/password required'],
    ['with a field that is none', { account: nowhere }, '/account unknown-field'],
  ])('is refused when it is %s', async (_, changes, fault) => {
    const here = await signIn(await newLogin());
    const answer = await change(here.headers, {
      password,
      newPassword: 'another orchard, at noon',
      ...changes,
    });
    expect([answer.status, ...faultsOf(answer)]).toEqual([422, fault]);
  });

  it('is refused when it holds the login', async () => {
    const login = await newLogin();
    const here = await signIn(login);
    const answer = await change(here.headers, { password, newPassword: `my ${login.toUpperCase()} word` });
    expect(faultsOf(answer)).toEqual(['/newPassword tells-login']);
  });
});

describe('an account that is ended', () => {
  it('loses its sessions at once, and they do not come back with it', async () => {
    const login = await newLogin();
    const here = await signIn(login);
    expect(await opens(here)).toBe(200);
    const accounts = service.app.get(AccountsService);
    const { id } = (await accounts.findByLogin(login))!;
    expect(await accounts.disable(id)).toBe(true);
    expect(await accounts.disable(id)).toBe(false);
    expect([await opens(here), (await refresh(here)).status]).toEqual([401, 401]);
    expect(await accounts.enable(id)).toBe(true);
    expect(await accounts.enable(id)).toBe(false);
    expect([await opens(here), (await refresh(here)).status]).toEqual([401, 401]);
    await signIn(login);
  });
});

describe('the name of a client', () => {
  it.each([
    [phone, 'Chrome · Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.40',
      'WeChat · iOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    ['curl/8.1', null],
    ['', null],
    [undefined, null],
    ['<script>alert(1)</script>/1 x', null],
    ['x'.repeat(100_000), null],
    [`secret-13800138000/1.0 (${'('.repeat(5_000)}`, null],
  ])('of %j is as coarse as %j', (agent, name) => {
    expect(clientName(agent)).toBe(name);
  });
});
