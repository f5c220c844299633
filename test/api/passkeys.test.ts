import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PasskeysStore } from '../../src/access/passkeys/passkeys.store.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { SoftwareAuthenticator, type Algorithm, type Deviation } from '../support/authenticator.js';
import { Caller, type Answer } from '../support/cooperative.js';

const site = { origin: 'https://ledger.example.org', rpId: 'ledger.example.org' };
const path = '/api/v1/auth/passkeys';
let service: TestApp;
let database: pg.Client;
let anyone: Caller;

beforeAll(async () => {
  service = await createTestApp({ env: { PUBLIC_URL: site.origin } });
  database = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await database.connect();
  anyone = new Caller(service.url, {});
});

afterAll(async () => {
  await database.end();
  await service.close();
});

let accounts = 0;

async function newAccount() {
  accounts += 1;
  const account = { login: `person-${accounts}`, name: 'x', password: 'a long enough password', grants: [] };
  const { accountId, headers } = await service.signIn(account);
  return { accountId, login: account.login, caller: new Caller(service.url, headers) };
}

interface CreationOptions {
  readonly challenge: string;
  readonly user: { readonly id: string; readonly name: string };
}

async function post(caller: Caller, at: string): Promise<Record<string, unknown>> {
  const answer = await caller.open(at, { method: 'POST' });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

const askToRegister = async (caller: Caller) =>
  (await post(caller, `${path}/options`)) as unknown as CreationOptions;
const askToSignIn = async () =>
  (await post(anyone, `${path}/sign-in/options`)) as unknown as { challenge: string };

async function register(caller: Caller, device: SoftwareAuthenticator, but: Deviation = {}): Promise<Answer> {
  const credential = device.register(await askToRegister(caller), but);
  return caller.post(path, { name: '我的手机', credential });
}

async function signIn(device: SoftwareAuthenticator, but: Deviation = {}): Promise<Answer> {
  return anyone.post(`${path}/sign-in`, { credential: device.signIn(await askToSignIn(), but) });
}

/** An account with one passkey. */
async function withPasskey(algorithm: Algorithm = 'ES256') {
  const account = await newAccount();
  const device = new SoftwareAuthenticator(site, algorithm);
  const answer = await register(account.caller, device);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { ...account, device, id: String(answer.body['id']) };
}

const notAccepted = { status: 422, body: { type: '/problems/passkey-not-accepted' } };
const refused = { status: 401, body: { type: '/problems/passkey-refused' } };

describe('a passkey', () => {
  it.each<Algorithm>(['ES256', 'EdDSA', 'RS256'])('with %s signs in to its account', async (algorithm) => {
    const { accountId, device } = await withPasskey(algorithm);
    const answer = await signIn(device);
    expect([answer.status, answer.body['tokenType'], answer.body['expiresIn']]).toEqual([200, 'Bearer', 900]);
    expect(decodeJwt(String(answer.body['accessToken'])).sub).toBe(accountId);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^furrow_refresh=.*; HttpOnly; SameSite=Strict; Secure$/,
    );
    const { rows } = await database.query('select way, strong from sessions order by began_at desc limit 1');
    expect(rows).toEqual([{ way: 'passkey', strong: true }]);
    const caller = new Caller(service.url, { authorization: `Bearer ${String(answer.body['accessToken'])}` });
    const list = await caller.get(path);
    expect(list.body['items']).toMatchObject([{ name: '我的手机' }]);
    expect((list.body['items'] as { usedAt: string | null }[])[0]?.usedAt).not.toBeNull();
  });

  it('is asked for as one that shows who its person is, and is none that the account has', async () => {
    const { caller, login, accountId, device } = await withPasskey();
    expect(await askToRegister(caller)).toMatchObject({
      rp: { id: site.rpId },
      user: { id: Buffer.from(accountId.replaceAll('-', ''), 'hex').toString('base64url'), name: login },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: device.credentialId.toString('base64url') }],
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
    });
    expect(await askToSignIn()).toMatchObject({ rpId: site.rpId, userVerification: 'required' });
  });

  it('is registered once, whoever asks', async () => {
    const { caller, device } = await withPasskey();
    const other = await newAccount();
    for (const again of [caller, other.caller]) {
      const answer = await register(again, device);
      expect([answer.status, answer.body['type']]).toEqual([409, '/problems/passkey-taken']);
    }
    expect((await other.caller.get(path)).body).toEqual({ items: [] });
  });

  it('may be called something else and taken away, by its own person alone', async () => {
    const { caller, device, id } = await withPasskey();
    const stranger = (await newAccount()).caller;
    const rename = (who: Caller, name: unknown, at = id) =>
      fetch(`${service.url}${path}/${at}`, {
        method: 'PATCH',
        headers: { ...who.credentials, 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
    expect((await rename(stranger, '我的')).status).toBe(404);
    expect((await rename(caller, '我的', randomUUID())).status).toBe(404);
    for (const name of ['', ' x', 'x'.repeat(81), 'a\u200bb', 'a\u202eb', 7, null])
      expect((await rename(caller, name)).status, JSON.stringify(name)).toBe(422);
    expect(await (await rename(caller, '旧手机 📱')).json()).toMatchObject({ id, name: '旧手机 📱' });
    expect((await stranger.delete(`${path}/${id}`)).status).toBe(404);
    expect((await signIn(device)).status).toBe(200);
    expect([
      (await caller.delete(`${path}/${id}`)).status,
      (await caller.delete(`${path}/${id}`)).status,
    ]).toEqual([204, 404]);
    expect(await signIn(device)).toMatchObject(refused);
  });

  it('is one of twenty at most', async () => {
    const { caller, accountId } = await newAccount();
    const one = {
      accountId,
      publicKey: Buffer.from('x'),
      counter: 0,
      transports: [],
      name: 'x',
      usedAt: null,
    };
    for (let count = 0; count < 20; count += 1) {
      const fresh = { id: randomUUID(), credentialId: randomBytes(16), createdAt: new Date() };
      await service.app.get(PasskeysStore).insert({ ...one, ...fresh });
    }
    expect((await register(caller, new SoftwareAuthenticator(site))).body['type']).toBe(
      '/problems/passkey-taken',
    );
  });

  it('is asked for with challenges that are stored as their hashes', async () => {
    const { challenge } = await askToSignIn();
    const { rows } = await database.query<{ all: string; challenge_hash: Buffer }>(
      'select passkey_challenges::text as all, challenge_hash from passkey_challenges',
    );
    const hash = createHash('sha256').update(challenge).digest();
    expect(rows.some((row) => row.challenge_hash.equals(hash))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(challenge);
  });
});

const deviations: [string, Deviation][] = [
  ['of another site', { origin: 'https://evil.example.org' }],
  ['of the site without TLS', { origin: 'http://ledger.example.org' }],
  ['of another port of the site', { origin: 'https://ledger.example.org:8443' }],
  ['for another domain', { rpId: 'example.org' }],
  ['to a challenge that nobody gave', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['to an empty challenge', { challenge: '' }],
  ['from within a page of another site', { crossOrigin: true }],
  ['whose person was not verified', { verified: false }],
  ['whose person was not there', { present: false }],
];

describe('a registration', () => {
  it.each<[string, Deviation]>([
    ...deviations,
    ['that is a sign-in', { type: 'webauthn.get' }],
    ['whose id is that of another credential', { id: Buffer.alloc(16, 1).toString('base64url') }],
  ])('%s is refused', async (_what, but) => {
    const { caller } = await newAccount();
    expect(await register(caller, new SoftwareAuthenticator(site), but)).toMatchObject(notAccepted);
    expect((await caller.get(path)).body).toEqual({ items: [] });
  });

  it('with an algorithm that was not asked for is refused', async () => {
    const { caller } = await newAccount();
    expect(await register(caller, new SoftwareAuthenticator(site, 'ES512'))).toMatchObject(notAccepted);
  });

  it('answers the challenge of its own account, of its own ceremony, in time and once', async () => {
    const [mine, theirs] = [(await newAccount()).caller, (await newAccount()).caller];
    const answer = (options: CreationOptions, who = mine) =>
      who.post(path, { name: 'x', credential: new SoftwareAuthenticator(site).register(options) });
    const asked = await askToRegister(mine);
    expect(await answer(await askToRegister(theirs))).toMatchObject(notAccepted);
    expect(await answer({ ...asked, challenge: (await askToSignIn()).challenge })).toMatchObject(notAccepted);
    expect((await answer(asked)).status).toBe(201);
    expect(await answer(asked)).toMatchObject(notAccepted);
    const late = await askToRegister(mine);
    await database.query("update passkey_challenges set expires_at = now() - interval '1 second'");
    expect(await answer(late)).toMatchObject(notAccepted);
  });

  it('that was refused once has used its challenge up', async () => {
    const { caller } = await newAccount();
    const asked = await askToRegister(caller);
    const device = new SoftwareAuthenticator(site);
    const send = (but: Deviation) =>
      caller.post(path, { name: 'x', credential: device.register(asked, but) });
    expect(await send({ verified: false })).toMatchObject(notAccepted);
    expect(await send({})).toMatchObject(notAccepted);
  });

  it('needs somebody who is signed in', async () => {
    expect((await anyone.open(`${path}/options`, { method: 'POST' })).status).toBe(401);
    const credential = new SoftwareAuthenticator(site).register({ challenge: 'x', user: { id: 'x' } });
    expect((await anyone.post(path, { name: 'x', credential })).status).toBe(401);
    expect((await anyone.get(path)).status).toBe(401);
  });

  it.each<[unknown, string]>([
    [{}, '/credential'],
    [[], '/credential'],
    ['x', '/credential'],
    [{ id: 'x', rawId: 'x', type: 'password', clientExtensionResults: {} }, '/credential/type'],
  ])('that has not the form of one is refused by field: %j', async (credential, pointer) => {
    const { caller } = await newAccount();
    const answer = await caller.post(path, { name: 'x', credential });
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.some((fault) => fault.pointer.startsWith(pointer))).toBe(true);
  });

  it.each([
    '',
    'x',
    'bm90IEpTT04',
    Buffer.from('null').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
  ])('with client data that is none is refused: %j', async (clientDataJSON) => {
    const { caller } = await newAccount();
    const credential = new SoftwareAuthenticator(site).register(await askToRegister(caller));
    const response = { ...credential.response, clientDataJSON };
    expect(await caller.post(path, { name: 'x', credential: { ...credential, response } })).toMatchObject(
      notAccepted,
    );
  });
});

describe('signing in with a passkey', () => {
  let device: SoftwareAuthenticator;
  let other: Awaited<ReturnType<typeof withPasskey>>;

  beforeAll(async () => {
    ({ device } = await withPasskey());
    other = await withPasskey();
  });

  it.each<[string, Deviation]>([
    ...deviations,
    ['that is a registration', { type: 'webauthn.create' }],
    ['with a signature over other bytes', { signsOther: true }],
    ['without saying whose it is', { userHandle: null }],
    ['with an empty name of its person', { userHandle: '' }],
    ['with a credential that nobody registered', { id: Buffer.alloc(16, 9).toString('base64url') }],
  ])('%s is refused', async (_what, but) => {
    const answer = await signIn(device, but);
    expect(answer).toMatchObject(refused);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect((await signIn(device)).status).toBe(200);
  });

  it('in the name of another is refused', async () => {
    const userHandle = Buffer.from(other.accountId.replaceAll('-', ''), 'hex').toString('base64url');
    expect(await signIn(device, { userHandle })).toMatchObject(refused);
    const id = other.device.credentialId.toString('base64url');
    expect(await signIn(device, { id })).toMatchObject(refused);
    expect(await signIn(device, { id, userHandle })).toMatchObject(refused);
  });

  it('answers a challenge of a sign-in, in time and once', async () => {
    const send = (options: { challenge: string }) =>
      anyone.post(`${path}/sign-in`, { credential: device.signIn(options) });
    expect(await send(await askToRegister(other.caller))).toMatchObject(refused);
    const asked = await askToSignIn();
    const credential = device.signIn(asked);
    expect((await anyone.post(`${path}/sign-in`, { credential })).status).toBe(200);
    expect(await anyone.post(`${path}/sign-in`, { credential })).toMatchObject(refused);
    expect(await send(asked)).toMatchObject(refused);
    const late = await askToSignIn();
    await database.query("update passkey_challenges set expires_at = now() - interval '1 second'");
    expect(await send(late)).toMatchObject(refused);
  });

  it('sweeps challenges away that nobody answered', async () => {
    await askToSignIn();
    await database.query("update passkey_challenges set expires_at = now() - interval '1 second'");
    await askToSignIn();
    expect((await database.query('select 1 from passkey_challenges')).rowCount).toBe(1);
  });

  it('refuses a counter that does not grow: the device may have been copied', async () => {
    const { device: counting } = await withPasskey();
    expect((await signIn(counting, { counter: 10 })).status).toBe(200);
    for (const counter of [10, 9, 0]) expect(await signIn(counting, { counter })).toMatchObject(refused);
    expect((await signIn(counting, { counter: 11 })).status).toBe(200);
  });

  it('takes one of two answers with the same counter at once', async () => {
    const { device: counting } = await withPasskey();
    const asked = [await askToSignIn(), await askToSignIn()];
    const answers = await Promise.all(
      asked.map((options) =>
        anyone.post(`${path}/sign-in`, { credential: counting.signIn(options, { counter: 5 }) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('takes devices that count nothing', async () => {
    const { device: plain } = await withPasskey();
    for (let use = 0; use < 2; use += 1) expect((await signIn(plain, { counter: 0 })).status).toBe(200);
  });

  it('is refused for an account that was disabled', async () => {
    const { device: gone, accountId } = await withPasskey();
    await database.query('update accounts set disabled_at = now() where id = $1', [accountId]);
    expect(await signIn(gone)).toMatchObject(refused);
  });
});
