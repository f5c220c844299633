import { createHash, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens, accessTokenLifeS } from '../../src/access/access-token.js';
import { AccountsService } from '../../src/access/accounts.service.js';
import { checkPassword, hashPassword } from '../../src/access/password.js';
import { deriveSecret } from '../../src/config/master-key.js';
import { createTestApp, type TestApp } from '../support/app.js';

const password = '正确的密码 correct';
let service: TestApp;
let owner: pg.Client;
let accountId: string;

beforeAll(async () => {
  service = await createTestApp();
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
  accountId = await service.app
    .get(AccountsService)
    .create({ login: 'Zhang.San', name: '张三', password, grants: [] });
});

afterAll(async () => {
  await owner.end();
  await service.close();
});

interface Tokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly tokenType: string;
}

async function call(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${service.url}/api/v1/auth/${path}`, { method: 'POST', ...init });
  const text = await answer.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Tokens & { type: string; detail: string };
  const cookies = answer.headers.getSetCookie();
  const setCookie = cookies.find((cookie) => cookie.startsWith('furrow_refresh=')) ?? null;
  return {
    status: answer.status,
    body,
    setCookie,
    cookie: setCookie?.split(';', 1)[0] ?? '',
    headers: answer.headers,
  };
}

const signIn = (login = 'zhang.san', word = password) =>
  call('token', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: word }),
  });
const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  call('refresh', { headers: { cookie, ...headers } });
const signOut = (cookie: string) => call('logout', { headers: { cookie } });

/** Whether a token opens a route that any account may use. */
async function opens(authorization: string | undefined): Promise<number> {
  const answer = await fetch(`${service.url}/api/v1/organizations`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('signing in', () => {
  it('answers an access token of fifteen minutes and sets the refresh cookie', async () => {
    const { status, body, setCookie, headers } = await signIn();
    expect(status).toBe(200);
    expect(body).toEqual({ accessToken: expect.any(String) as string, expiresIn: 900, tokenType: 'Bearer' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(setCookie).toMatch(
      /^furrow_refresh=[A-Za-z0-9_-]{43}; Path=\/api\/v1\/auth; Max-Age=1209600; HttpOnly; SameSite=Strict$/,
    );
    expect(await opens(`Bearer ${body.accessToken}`)).toBe(200);
    expect(await opens(`bearer ${body.accessToken}`)).toBe(200);
  });

  it('tells who is signed in, and nobody else', async () => {
    const { body } = await signIn();
    const asked = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${service.url}/api/v1/auth/account`, { headers });
    expect((await asked({})).status).toBe(401);
    const answer = await asked({ authorization: `Bearer ${body.accessToken}` });
    expect(await answer.json()).toEqual({ login: 'zhang.san', grants: [], needsSecondFactor: false });
  });

  it.each(['ZHANG.SAN', '  zhang.san ', 'ｚｈａｎｇ．ｓａｎ'])(
    'knows the login as phones write it: %j',
    async (login) => {
      expect((await signIn(login)).status).toBe(200);
    },
  );

  it('knows the password in another normal form', async () => {
    await service.app
      .get(AccountsService)
      .create({ login: 'nfc', name: 'x', password: 'pässword１', grants: [] });
    expect((await signIn('nfc', 'pa\u0308ssword1')).status).toBe(200);
  });

  it('answers the same for a wrong password, an unknown login and a disabled account', async () => {
    const id = await service.app
      .get(AccountsService)
      .create({ login: 'gone', name: 'x', password, grants: [] });
    await owner.query('update accounts set disabled_at = now() where id = $1', [id]);
    const answers = [await signIn('zhang.san', 'wrong'), await signIn('nobody'), await signIn('gone')];
    for (const { status, body, setCookie } of answers) {
      expect([status, body.type, setCookie]).toEqual([401, '/problems/login-failed', null]);
      expect(body.detail).toBe(answers[0]!.body.detail);
    }
  });

  it.each([
    [{ login: 'a' }, ['/password']],
    [{ password: 'b' }, ['/login']],
    [{ login: '', password: '' }, ['/login', '/password']],
    [{ login: 'a', password: 'x'.repeat(129) }, ['/password']],
    [{ login: ['a'], password: { $ne: '' } }, ['/login', '/password']],
    [{ login: 'a', password: 'b', remember: true }, ['/remember']],
  ])('refuses %j by field', async (body, pointers) => {
    const answer = await call('token', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { errors } = answer.body as unknown as { errors: { pointer: string }[] };
    expect(answer.status).toBe(422);
    expect(errors.map((fault) => fault.pointer).sort()).toEqual(pointers);
  });

  it('marks the cookie Secure where readers come over TLS', async () => {
    const overTls = await createTestApp({ env: { PUBLIC_URL: 'https://ledger.example.org' } });
    try {
      await overTls.app.get(AccountsService).create({ login: 'tls', name: 'x', password, grants: [] });
      const answer = await fetch(`${overTls.url}/api/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'tls', password }),
      });
      for (const cookie of answer.headers.getSetCookie())
        expect(cookie).toMatch(/; SameSite=Strict; Secure$/);
      expect(answer.headers.getSetCookie()).toHaveLength(2);
    } finally {
      await overTls.close();
    }
  });
});

describe('an account', () => {
  it('cannot be made twice for one login, in whatever spelling', async () => {
    const again = service.app.get(AccountsService).create({
      login: ' ZHANG.san',
      name: 'x',
      password,
      grants: [{ role: 'viewer', organizationId: null, region: null }],
    });
    await expect(again).rejects.toMatchObject({ slug: 'login-taken' });
    const grants = await owner.query('select 1 from members where role = $1', ['viewer']);
    expect(grants.rowCount).toBe(0);
  });

  it('is found by its login, as it was named', async () => {
    const accounts = service.app.get(AccountsService);
    expect(await accounts.findByLogin('ZHANG.SAN')).toEqual({
      id: accountId,
      login: 'zhang.san',
      name: '张三',
    });
    expect(await accounts.findByLogin('nobody')).toBeNull();
  });

  it('keeps neither password, its hash, the login nor the refresh token in the database', async () => {
    const { cookie } = await signIn();
    const token = cookie.split('=')[1]!;
    const stored = await owner.query<{ text: string }>(
      "select a::text || coalesce((select string_agg(r::text, '') from refresh_tokens r), '') as text from accounts a",
    );
    const text = stored.rows.map((row) => row.text).join('');
    expect(text.length).toBeGreaterThan(500);
    for (const plain of ['correct', 'argon2', Buffer.from('$argon2id$').toString('hex'), 'zhang.san'])
      expect(text).not.toContain(plain);
    expect(text).not.toContain(token);
    expect(text).toContain(createHash('sha256').update(token).digest('hex'));
  });
});

describe('a password', () => {
  it('is told from every other, and from none', async () => {
    const stored = await hashPassword('one');
    expect(await checkPassword(stored, 'one')).toBe(true);
    expect(await checkPassword(stored, 'One')).toBe(false);
    expect(await checkPassword(stored, '')).toBe(false);
    expect(await checkPassword(null, 'one')).toBe(false);
    expect(await hashPassword('one')).not.toBe(stored);
  });

  it('costs as much to check without an account as with one', async () => {
    // Not a time but the work: the parameters that the missing account is checked with are those of a stored one.
    await checkPassword(null, 'warm');
    const time = async (stored: string | null): Promise<number> => {
      const start = process.cpuUsage();
      for (let round = 0; round < 6; round += 1) await checkPassword(stored, 'wrong');
      return process.cpuUsage(start).user;
    };
    const stored = await hashPassword('one');
    const withAccount = await time(stored);
    expect(await time(null)).toBeGreaterThan(withAccount / 4);
  });
});

describe('a refresh token', () => {
  it('gives the next one and a new access token', async () => {
    const first = await signIn();
    const second = await refresh(first.cookie);
    expect(second.status).toBe(200);
    expect(second.body.tokenType).toBe('Bearer');
    expect(second.cookie).not.toBe(first.cookie);
    expect(await opens(`Bearer ${second.body.accessToken}`)).toBe(200);
    expect((await refresh(second.cookie)).status).toBe(200);
  });

  it('used twice ends the session with all its tokens', async () => {
    const first = await signIn();
    const second = await refresh(first.cookie);
    expect(await opens(`Bearer ${second.body.accessToken}`)).toBe(200);
    const replay = await refresh(first.cookie);
    expect([replay.status, replay.body.type, replay.setCookie]).toEqual([
      401,
      '/problems/unauthenticated',
      null,
    ]);
    expect((await refresh(second.cookie)).status).toBe(401);
    expect(await opens(`Bearer ${second.body.accessToken}`)).toBe(401);
    expect(await opens(`Bearer ${first.body.accessToken}`)).toBe(401);
  });

  it('used twice ends no other session of the account', async () => {
    const other = await signIn();
    const first = await signIn();
    await refresh(first.cookie);
    await refresh(first.cookie);
    expect(await opens(`Bearer ${other.body.accessToken}`)).toBe(200);
    expect((await refresh(other.cookie)).status).toBe(200);
  });

  it('sent many times at once gives one successor and ends the session', async () => {
    const { cookie } = await signIn();
    const answers = await Promise.all(Array.from({ length: 12 }, () => refresh(cookie)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const winner = answers.find((answer) => answer.status === 200)!;
    expect((await refresh(winner.cookie)).status).toBe(401);
  });

  it('that has run out gives nothing', async () => {
    const { cookie } = await signIn();
    const hash = createHash('sha256').update(cookie.split('=')[1]!).digest();
    await owner.query(
      "update refresh_tokens set expires_at = now() - interval '1 second' where token_hash = $1",
      [hash],
    );
    expect((await refresh(cookie)).status).toBe(401);
    await signIn();
    const left = await owner.query('select 1 from refresh_tokens where token_hash = $1', [hash]);
    expect(left.rowCount).toBe(0);
  });

  it.each([
    '',
    'furrow_refresh=',
    'furrow_refresh=x',
    `furrow_refresh=${'A'.repeat(43)}`,
    `furrow_refresh=${'A'.repeat(5_000)}`,
    "furrow_refresh='; drop table accounts; --",
    'other=1; furrow_refresh',
    '; ; =; ==',
  ])('that is none is refused: %s', async (cookie) => {
    const { status, body } = await refresh(cookie);
    expect([status, body.type]).toEqual([401, '/problems/unauthenticated']);
  });

  it('is found among other cookies', async () => {
    const { cookie } = await signIn();
    expect((await refresh(`a=b; ${cookie}; c=d`)).status).toBe(200);
  });

  it.each(['cross-site', 'same-site'])('sent by a page of another site is refused: %s', async (site) => {
    const { cookie } = await signIn();
    const { status, body } = await refresh(cookie, { 'sec-fetch-site': site });
    expect([status, body.type]).toEqual([403, '/problems/forbidden']);
    expect((await refresh(cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });
});

describe('signing out', () => {
  it('ends the session at once and takes the cookie back', async () => {
    const { cookie, body } = await signIn();
    expect(await opens(`Bearer ${body.accessToken}`)).toBe(200);
    const answer = await signOut(cookie);
    expect(answer.status).toBe(204);
    expect(answer.setCookie).toBe('furrow_refresh=; Path=/api/v1/auth; Max-Age=0; HttpOnly; SameSite=Strict');
    expect(await opens(`Bearer ${body.accessToken}`)).toBe(401);
    expect((await refresh(cookie)).status).toBe(401);
  });

  it('is harmless without a session', async () => {
    expect((await signOut('')).status).toBe(204);
    expect((await signOut(`furrow_refresh=${'B'.repeat(43)}`)).status).toBe(204);
  });
});

const b64 = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

describe('an access token', () => {
  const key = (): Uint8Array => new Uint8Array(deriveSecret(service.config.masterKey, 'access-token/v1'));
  const now = (): number => Math.floor(Date.now() / 1_000);

  async function session(): Promise<string> {
    const { body } = await signIn();
    const payload = JSON.parse(Buffer.from(body.accessToken.split('.')[1]!, 'base64url').toString()) as {
      sid: string;
    };
    return payload.sid;
  }

  /** A token like ours, by our own key, with some parts made otherwise. */
  async function forge(header: object, claims: object, secret: Uint8Array = key()): Promise<string> {
    const payload = {
      sid: await session(),
      iss: service.config.publicUrl,
      aud: `${service.config.publicUrl}/api`,
      sub: accountId,
      iat: now(),
      exp: now() + 900,
      ...claims,
    };
    const signed = `${b64(header)}.${b64(payload)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
  const ours = { alg: 'HS256', typ: 'at+jwt' };

  it('made like ours by our key is taken: the forgeries below differ in one thing each', async () => {
    expect(await opens(`Bearer ${await forge(ours, {})}`)).toBe(200);
  });

  it.each<[string, object, object]>([
    ['alg none', { alg: 'none', typ: 'at+jwt' }, {}],
    ['another alg', { alg: 'HS512', typ: 'at+jwt' }, {}],
    ['no typ', { alg: 'HS256' }, {}],
    ['another typ', { alg: 'HS256', typ: 'JWT' }, {}],
    ['the typ of a statement', { alg: 'HS256', typ: 'furrow-statement+sd-jwt' }, {}],
    ['an embedded key', { ...ours, jwk: { kty: 'oct', k: b64(Buffer.alloc(32)) } }, {}],
    ['a key id', { ...ours, kid: '../../dev/null' }, {}],
    ['a key address', { ...ours, jku: 'https://evil.example/jwks.json' }, {}],
    ['crit', { ...ours, crit: ['b64'], b64: false }, {}],
    ['the header in another order', { typ: 'at+jwt', alg: 'HS256' }, {}],
    ['another issuer', ours, { iss: 'https://evil.example' }],
    ['another audience', ours, { aud: 'http://localhost:3000' }],
    ['no audience', ours, { aud: undefined }],
    ['no end', ours, { exp: undefined }],
    ['an end that is past', ours, { iat: 1_700_000_000, exp: 1_700_000_900 }],
    [
      'an end that just passed',
      ours,
      { iat: Math.floor(Date.now() / 1_000) - 901, exp: Math.floor(Date.now() / 1_000) - 1 },
    ],
    ['too old a beginning', ours, { iat: 1_700_000_000 }],
    ['a beginning in the future', ours, { iat: 4_000_000_000, exp: 4_000_000_900 }],
    ['no session', ours, { sid: undefined }],
    ['a session that is no text', ours, { sid: 7 }],
    ['a session that never was', ours, { sid: '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11' }],
    ['another account', ours, { sub: '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11' }],
    ['no account', ours, { sub: undefined }],
  ])('with %s is refused', async (_, header, claims) => {
    expect(await opens(`Bearer ${await forge(header, claims)}`)).toBe(401);
  });

  it('with ids that are no UUIDs is refused before it reaches the database', async () => {
    expect(await opens(`Bearer ${await forge(ours, { sid: "x' or 1=1" })}`)).toBe(401);
    expect(await opens(`Bearer ${await forge(ours, { sub: 'x' })}`)).toBe(401);
    expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  });

  it('by another key, an empty one or an asymmetric one is refused', async () => {
    expect(await opens(`Bearer ${await forge(ours, {}, randomBytes(32))}`)).toBe(401);
    expect(await opens(`Bearer ${await forge(ours, {}, new Uint8Array())}`)).toBe(401);
    const { privateKey } = generateKeyPairSync('ed25519');
    const signed = await new SignJWT({ sid: await session() })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
      .setSubject(accountId)
      .setIssuer(service.config.publicUrl)
      .setAudience(`${service.config.publicUrl}/api`)
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(privateKey);
    expect(await opens(`Bearer ${signed}`)).toBe(401);
  });

  it('of another service is refused', async () => {
    const other = await createTestApp();
    try {
      const token = await other.app.get(AccessTokens).issue(accountId, await session());
      expect(await opens(`Bearer ${token}`)).toBe(401);
    } finally {
      await other.close();
    }
  });

  it('with any other last character is refused, also where it decodes to the same bytes', async () => {
    const token = (await signIn()).body.accessToken;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const character of alphabet) {
      const changed = token.slice(0, -1) + character;
      expect(await opens(`Bearer ${changed}`), character).toBe(changed === token ? 200 : 401);
    }
  });

  it('with any single character changed is refused', async () => {
    const token = (await signIn()).body.accessToken;
    const tokens = service.app.get(AccessTokens);
    for (let index = 0; index < token.length; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
      expect(await tokens.open(changed), `character ${index}`).toBeNull();
    }
    expect(await tokens.open(token)).not.toBeNull();
  });

  it.each(['=', '==', ' ', '\n', '.', '.x', '%3D'])('with %j behind it is refused', async (tail) => {
    const token = (await signIn()).body.accessToken;
    expect(await service.app.get(AccessTokens).open(token + tail)).toBeNull();
    const [header = '', payload = '', signature = ''] = token.split('.');
    expect(await service.app.get(AccessTokens).open(`${header}.${payload}${tail}.${signature}`)).toBeNull();
  });

  it('is looked at up to 2,048 characters', async () => {
    const long = await forge(ours, { note: 'x'.repeat(2_000) });
    expect(long.length).toBeGreaterThan(2_048);
    expect(await opens(`Bearer ${long}`)).toBe(401);
    expect(await opens(`Bearer ${'x'.repeat(12_000)}`)).toBe(401);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic eDp5',
    'Token x',
    'Bearer a.b.c',
    'Bearer ..',
    'Bearer null',
  ])('cannot be %j', async (authorization) => {
    expect(await opens(authorization)).toBe(401);
  });

  it('is not taken from query or cookie', async () => {
    const { accessToken } = (await signIn()).body;
    const target = `${service.url}/api/v1/organizations`;
    const byQuery = await fetch(`${target}?access_token=${accessToken}`);
    const byCookie = await fetch(target, {
      headers: { cookie: `access_token=${accessToken}; furrow_refresh=${accessToken}` },
    });
    expect([byQuery.status, byCookie.status]).toEqual([401, 401]);
    expect(byQuery.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('once seen is refused all the same after its end', async () => {
    const tokens = service.app.get(AccessTokens);
    const token = await tokens.issue(accountId, await session(), Date.now() - (accessTokenLifeS - 1) * 1_000);
    expect(await tokens.open(token)).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await tokens.open(token)).toBeNull();
  });
});

describe('what an account may do', () => {
  it('follows its roles within ten seconds, and a disabled account at its next session', async () => {
    const accounts = service.app.get(AccountsService);
    // Of the demo, so that the role alone decides.
    const id = await accounts.create({ login: 'changing', name: 'x', password, grants: [], demo: true });
    const grant = { role: 'admin', organizationId: null, region: null } as const;
    const metrics = async () => {
      const { accessToken } = (await signIn('changing')).body;
      const headers = { authorization: `Bearer ${accessToken}`, 'x-forwarded-for': '203.0.113.9' };
      return (await fetch(`${service.url}/metrics`, { headers })).status;
    };
    expect(await metrics()).toBe(403);
    await accounts.addGrant(id, grant);
    await accounts.addGrant(id, grant);
    expect(await metrics()).toBe(200);
    expect(await accounts.endGrant(id, grant)).toBe(true);
    expect(await accounts.endGrant(id, grant)).toBe(false);
    expect(await metrics()).toBe(403);
    await accounts.addGrant(id, grant);
    expect(await metrics()).toBe(200);
    const stored = await owner.query('select 1 from members where account_id = $1', [id]);
    expect(stored.rowCount).toBe(1);
  });
});
