import { decodeJwt, importJWK, SignJWT, generateKeyPair, type JWTPayload } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deriveSecret } from '../../src/config/master-key.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { Caller } from '../support/cooperative.js';
import {
  clientId,
  clientSecret,
  startProvider,
  type Person,
  type TestProvider,
} from '../support/identity-provider.js';
import { operatorOf, tracesOf, whileLocked } from '../support/power-traces.js';

const publicUrl = 'http://localhost:3000';
const password = 'a long enough password';
let provider: TestProvider;
let service: TestApp;
let database: pg.Client;

beforeAll(async () => {
  provider = await startProvider(`${publicUrl}/api/v1/auth/oidc/callback`);
  service = await createTestApp({
    env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
  });
  database = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await database.connect();
});

beforeEach(() => {
  provider.tamperWith(null);
});

afterAll(async () => {
  await database.end();
  await service.close();
  await provider.stop();
});

/** What a browser gets when it begins: where to go, and the cookie that binds the answer to it. */
interface Begun {
  readonly location: string;
  readonly cookie: string;
}

const flowOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .find((line) => line.startsWith('furrow_oidc='))
    ?.split(';', 1)[0] ?? '';

async function begin(): Promise<Begun> {
  const answer = await fetch(`${service.url}/api/v1/auth/oidc/start`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
  return { location: answer.headers.get('location') ?? '', cookie: flowOf(answer) };
}

async function beginLink(caller: Caller): Promise<Begun> {
  const answer = await caller.open('/api/v1/auth/oidc/link', { method: 'POST' });
  expect(answer.status).toBe(200);
  const { location } = (await answer.json()) as { location: string };
  return { location, cookie: flowOf(answer) };
}

/** Brings the provider's answer to the service, as the browser would. */
async function comeBack(back: URL, cookie: string) {
  const answer = await fetch(service.url + back.pathname + back.search, {
    redirect: 'manual',
    headers: cookie === '' ? {} : { cookie },
  });
  const text = await answer.text();
  const body = (text === '' ? {} : JSON.parse(text)) as { type?: string };
  const refresh = answer.headers.getSetCookie().find((line) => line.startsWith('furrow_refresh='));
  return { status: answer.status, type: body.type, refresh: refresh ?? null, headers: answer.headers };
}

async function signInAs(person: Person) {
  const { location, cookie } = await begin();
  return comeBack(await provider.visit(location, person), cookie);
}

let accounts = 0;

async function newAccount() {
  accounts += 1;
  const login = `person-${accounts}@example.org`;
  const { accountId, headers } = await service.signIn({ login, name: 'x', password, grants: [] });
  return { accountId, login, caller: new Caller(service.url, headers) };
}

async function linked(subject: string) {
  const account = await newAccount();
  const { location, cookie } = await beginLink(account.caller);
  const done = await comeBack(await provider.visit(location, { subject }), cookie);
  expect([done.status, done.refresh]).toEqual([303, null]);
  expect(done.headers.get('location')).toBe('/console#/account');
  return account;
}

const refused = { status: 401, type: '/problems/identity-refused', refresh: null };

describe('an identity of the provider', () => {
  it('signs in to the account that linked it', async () => {
    const { accountId, caller } = await linked('alice');
    const done = await signInAs({ subject: 'alice' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/console']);
    expect(done.refresh).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(done.headers.getSetCookie()).toContain(
      'furrow_oidc=; Max-Age=0; Path=/api/v1/auth/oidc; HttpOnly; SameSite=Lax',
    );
    const cookie = done.refresh?.split(';', 1)[0] ?? '';
    const answer = await fetch(`${service.url}/api/v1/auth/refresh`, { method: 'POST', headers: { cookie } });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    expect(decodeJwt(accessToken).sub).toBe(accountId);
    const list = await new Caller(service.url, { authorization: `Bearer ${accessToken}` }).get(
      '/api/v1/auth/identities',
    );
    expect(list.body['items']).toMatchObject([{ issuer: provider.issuer, subject: 'alice' }]);
    expect((await caller.get('/api/v1/auth/identities')).body).toEqual(list.body);
  });

  it('makes no account and opens none that it was not linked to, whatever it is called', async () => {
    const { login } = await newAccount();
    const before = await database.query('select 1 from accounts');
    for (const subject of ['stranger', login]) {
      const done = await signInAs({ subject });
      expect(done).toMatchObject({ status: 403, type: '/problems/identity-not-linked', refresh: null });
    }
    expect((await database.query('select 1 from accounts')).rowCount).toBe(before.rowCount);
  });

  it('belongs to one account', async () => {
    const { caller } = await linked('bob');
    const again = await beginLink(caller);
    expect(
      (await comeBack(await provider.visit(again.location, { subject: 'bob' }), again.cookie)).status,
    ).toBe(303);
    const other = await newAccount();
    const { location, cookie } = await beginLink(other.caller);
    const done = await comeBack(await provider.visit(location, { subject: 'bob' }), cookie);
    expect(done).toMatchObject({ status: 409, type: '/problems/identity-taken' });
    expect((await other.caller.get('/api/v1/auth/identities')).body).toEqual({ items: [] });
    expect((await caller.get('/api/v1/auth/identities')).body['items']).toHaveLength(1);
  });

  it('opens nothing once it is taken away, which its own person alone can do', async () => {
    const { caller } = await linked('carol');
    const [identity] = (await caller.get('/api/v1/auth/identities')).body['items'] as { id: string }[];
    const path = `/api/v1/auth/identities/${identity?.id ?? ''}`;
    expect((await (await newAccount()).caller.delete(path)).status).toBe(404);
    expect((await signInAs({ subject: 'carol' })).status).toBe(303);
    expect([(await caller.delete(path)).status, (await caller.delete(path)).status]).toEqual([204, 404]);
    expect((await signInAs({ subject: 'carol' })).type).toBe('/problems/identity-not-linked');
  });

  it('of an official is linked and taken away by statements on the chain of the operator', async () => {
    const operator = await operatorOf(service);
    const grants = [{ role: 'inspector', organizationId: null, region: '3706' }] as const;
    const { headers } = await service.signIn({ login: 'official', name: 'x', password, grants });
    const caller = new Caller(service.url, headers);
    const link = async () => {
      const { location, cookie } = await beginLink(caller);
      return comeBack(await provider.visit(location, { subject: 'official' }), cookie);
    };
    const failed = await whileLocked(database, operator, link);
    expect([failed.status, failed.type]).toEqual([503, '/problems/unavailable']);
    expect((await caller.get('/api/v1/auth/identities')).body).toEqual({ items: [] });
    for (let n = 0; n < 2; n += 1) expect((await link()).status).toBe(303);
    const [identity] = (await caller.get('/api/v1/auth/identities')).body['items'] as { id: string }[];
    const path = `/api/v1/auth/identities/${identity?.id ?? ''}`;
    const ends = [(await caller.delete(path)).status, (await caller.delete(path)).status];
    expect(ends).toEqual([204, 404]);
    const traces = await tracesOf(service, operator);
    expect(traces.filter(({ kind }) => kind === 'power-used').map(({ shown }) => shown)).toEqual([
      { act: 'identity-linked', role: 'inspector' },
      { act: 'identity-unlinked', role: 'inspector' },
    ]);
  });

  it('does not open an account that was disabled, nor is it linked to one', async () => {
    const { accountId } = await linked('dave');
    const other = await newAccount();
    const { location, cookie } = await beginLink(other.caller);
    await database.query('update accounts set disabled_at = now() where id = any($1)', [
      [accountId, other.accountId],
    ]);
    expect((await signInAs({ subject: 'dave' })).type).toBe('/problems/identity-not-linked');
    const done = await comeBack(await provider.visit(location, { subject: 'dave-2' }), cookie);
    expect(done.type).toBe('/problems/identity-taken');
  });

  it.each<[Person, boolean]>([
    [{ subject: 'erin' }, false],
    [{ subject: 'erin', amr: ['pwd'] }, false],
    [{ subject: 'erin', amr: ['otp'] }, false],
    [{ subject: 'erin', acr: '0' }, false],
    [{ subject: 'erin', amr: ['pwd', 'otp', 'mfa'] }, true],
    [{ subject: 'erin', acr: 'phr' }, true],
    [{ subject: 'erin', acr: 'phrh', amr: ['hwk'] }, true],
  ])('begins a session as strong as the provider says: %j', async (person, strong) => {
    if ((await signInAs({ subject: 'erin' })).status !== 303) await linked('erin');
    expect((await signInAs(person)).status).toBe(303);
    const { rows } = await database.query('select way, strong from sessions order by began_at desc limit 1');
    expect(rows).toEqual([{ way: 'oidc', strong }]);
  });
});

describe('the answer of the provider', () => {
  beforeAll(() => linked('frank'));

  const changed = (change: (back: URL) => void) => async () => {
    const { location, cookie } = await begin();
    const back = await provider.visit(location, { subject: 'frank' });
    change(back);
    return comeBack(back, cookie);
  };

  it.each<[string, () => Promise<object>]>([
    [
      'with another state',
      changed((back) => {
        back.searchParams.set('state', 'x');
      }),
    ],
    [
      'without a state',
      changed((back) => {
        back.searchParams.delete('state');
      }),
    ],
    [
      'with the state twice',
      changed((back) => {
        back.searchParams.append('state', 'x');
      }),
    ],
    [
      'of another issuer (RFC 9207)',
      changed((back) => {
        back.searchParams.set('iss', 'https://evil.example.org');
      }),
    ],
    [
      'without its issuer',
      changed((back) => {
        back.searchParams.delete('iss');
      }),
    ],
    [
      'with another code',
      changed((back) => {
        back.searchParams.set('code', 'x');
      }),
    ],
    [
      'without a code',
      changed((back) => {
        back.searchParams.delete('code');
      }),
    ],
    [
      'that it was cancelled',
      changed((back) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', 'access_denied');
      }),
    ],
  ])('is refused %s', async (_what, answer) => {
    expect(await answer()).toMatchObject(refused);
  });

  it('is refused in every browser but the one that began', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const back = await provider.visit(mine.location, { subject: 'frank' });
    expect(await comeBack(back, '')).toMatchObject(refused);
    expect(await comeBack(back, theirs.cookie)).toMatchObject(refused);
    expect(await comeBack(back, `${mine.cookie}x`)).toMatchObject(refused);
    expect(await comeBack(back, 'furrow_oidc=')).toMatchObject(refused);
    expect((await comeBack(back, mine.cookie)).status).toBe(303);
  });

  it('is taken once', async () => {
    const { location, cookie } = await begin();
    const back = await provider.visit(location, { subject: 'frank' });
    expect((await comeBack(back, cookie)).status).toBe(303);
    expect(await comeBack(back, cookie)).toMatchObject(refused);
  });

  it.each<[string, JWTPayload, string]>([
    ['another nonce', { nonce: 'x' }, '10m'],
    ['another PKCE verifier', { verifier: 'x'.repeat(43) }, '10m'],
    ['a flow that is too old', {}, '-1s'],
    ['a flow without a state', { state: null }, '10m'],
  ])('is refused for a browser whose cookie holds %s', async (_what, claims, life) => {
    const { location, cookie } = await begin();
    const back = await provider.visit(location, { subject: 'frank' });
    const kept = decodeJwt(cookie.replace('furrow_oidc=', ''));
    const forge = (more: JWTPayload, expires: string) =>
      new SignJWT({ ...kept, ...more })
        .setProtectedHeader({ alg: 'HS256', typ: 'oidc-flow+jwt' })
        .setExpirationTime(expires)
        .sign(deriveSecret(service.config.masterKey, 'oidc-flow/v1'));
    expect(await comeBack(back, `furrow_oidc=${await forge(claims, life)}`)).toMatchObject(refused);
  });

  it('is refused for the access token of a person in place of the cookie', async () => {
    const { location } = await begin();
    const back = await provider.visit(location, { subject: 'frank' });
    const { caller } = await newAccount();
    const token = caller.credentials['authorization']?.replace('Bearer ', '') ?? '';
    expect(await comeBack(back, `furrow_oidc=${token}`)).toMatchObject(refused);
  });

  it('is taken from the query alone, of which it may have more than we know', async () => {
    const done = await changed((back) => {
      back.searchParams.set('session_state', 'of the provider');
    })();
    expect(done.status).toBe(303);
  });
});

describe('an ID token', () => {
  const otherKey = generateKeyPair('RS256').then(({ privateKey }) => privateKey);
  beforeAll(() => linked('grace'));

  const nowS = () => Math.floor(Date.now() / 1_000);
  const resigned = (claims: JWTPayload) => async (idToken: string) => {
    const key = await importJWK(provider.key(), 'RS256');
    return new SignJWT({ ...decodeJwt(idToken), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: provider.key().kid ?? '' })
      .sign(key);
  };

  it('that the provider signed anew is taken: what follows is refused for what it says', async () => {
    provider.tamperWith(resigned({}));
    expect((await signInAs({ subject: 'grace' })).status).toBe(303);
  });

  it.each<[string, (idToken: string) => Promise<string | undefined>]>([
    ['that has expired', (token) => resigned({ iat: nowS() - 700, exp: nowS() - 100 })(token)],
    ['that is not valid yet', (token) => resigned({ nbf: nowS() + 600 })(token)],
    ['for another audience', (token) => resigned({ aud: 'another-client' })(token)],
    [
      'for several, issued to another',
      (token) => resigned({ aud: [clientId, 'other'], azp: 'other' })(token),
    ],
    ['of another issuer', (token) => resigned({ iss: 'https://evil.example.org' })(token)],
    ['of another sign-in', (token) => resigned({ nonce: 'of another' })(token)],
    ['without a nonce', (token) => resigned({ nonce: undefined })(token)],
    ['without a subject', (token) => resigned({ sub: undefined as never })(token)],
    ['without an end', (token) => resigned({ exp: undefined as never })(token)],
    ['that is missing', () => Promise.resolve(undefined)],
    [
      'by another key under the same name',
      async (token) =>
        new SignJWT(decodeJwt(token))
          .setProtectedHeader({ alg: 'RS256', kid: provider.key().kid ?? '' })
          .sign(await otherKey),
    ],
    [
      'by the secret of the client',
      (token) =>
        new SignJWT(decodeJwt(token))
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(clientSecret)),
    ],
    [
      'that nobody signed',
      (token) =>
        Promise.resolve(
          `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
        ),
    ],
    ['whose signature was altered', (token) => Promise.resolve(token.replace(/.{6}$/, 'AAAAAA'))],
  ])('%s is refused', async (_what, change) => {
    provider.tamperWith(change);
    expect(await signInAs({ subject: 'grace' })).toMatchObject(refused);
  });
});

describe('the provider', () => {
  it('may change its signing key', async () => {
    await linked('heidi');
    await provider.rotateKey();
    // Its keys are asked for again at most once a minute.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    try {
      expect((await signInAs({ subject: 'heidi' })).status).toBe(303);
    } finally {
      vi.useRealTimers();
    }
  });

  it('may be away: sign-in with a password goes on, and with it when it is back', async () => {
    const { login } = await linked('ivan');
    const { location, cookie } = await begin();
    const back = await provider.visit(location, { subject: 'ivan' });
    await provider.stop();
    const away = { status: 503, type: '/problems/provider-away', refresh: null };
    expect(await comeBack(back, cookie)).toMatchObject(away);
    const answer = await fetch(`${service.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    expect(answer.status).toBe(200);
    await provider.start();
    expect((await signInAs({ subject: 'ivan' })).status).toBe(303);
  });

  it('may be away from the start, and is found when it comes', async () => {
    await provider.stop();
    const other = await createTestApp({
      env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    });
    try {
      const start = () => fetch(`${other.url}/api/v1/auth/oidc/start`, { redirect: 'manual' });
      expect((await start()).status).toBe(503);
      await provider.start();
      expect((await start()).status).toBe(302);
    } finally {
      await other.close();
    }
  });

  it('leaves no code, state or token in the log', () => {
    const text = JSON.stringify(service.logLines());
    expect(text).toContain('an answer of the identity provider was refused');
    expect(text).not.toMatch(/code=|state=|eyJ|furrow_oidc/);
  });
});

describe('a service without a provider', () => {
  it('has no such sign-in', async () => {
    const plain = await createTestApp();
    try {
      const { headers } = await plain.signIn({ login: 'plain', name: 'x', password, grants: [] });
      const caller = new Caller(plain.url, headers);
      expect((await caller.get('/api/v1/auth/oidc/start')).status).toBe(404);
      expect((await caller.get('/api/v1/auth/oidc/callback?code=x')).status).toBe(401);
      expect((await caller.open('/api/v1/auth/oidc/link', { method: 'POST' })).status).toBe(404);
    } finally {
      await plain.close();
    }
  });
});
