import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens, tokenCharactersMax } from '../../src/access/access-token.js';
import { deriveSecret } from '../../src/config/master-key.js';
import { createCooperative, type Cooperative, signIn } from '../support/cooperative.js';
import { compactJws, makeKey } from '../support/participant.js';
import { Asking, inLanes } from './asking.js';
import { hostileHeaders, mutatedToken, seeded } from './mutations.js';

/** Mutated tokens; a million with FURROW_TEST_TOKENS=1000000. */
const tokens = Number(process.env['FURROW_TEST_TOKENS'] ?? 20_000);
/** How many of them are sent over HTTP, too. */
const sentOver = Math.min(1_000, tokens);
const atOnce = 500;

let farm: Cooperative;
let opener: AccessTokens;
let asking: Asking;
let good: readonly [string, string];

beforeAll(async () => {
  farm = await createCooperative();
  opener = farm.service.app.get(AccessTokens);
  asking = new Asking(farm.service.url);
  good = [
    bearerOf(farm.owner.credentials),
    bearerOf((await signIn(farm.service, 'viewer', farm.organizationId)).credentials),
  ];
});

afterAll(async () => {
  asking.close();
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

function bearerOf(credentials: Readonly<Record<string, string>>): string {
  return credentials['authorization']!.replace('Bearer ', '');
}

/** What the service says to a token, asked for what its owner may read. */
async function statusWith(authorization: string): Promise<number> {
  const target = `/api/v1/sites/${farm.siteId}`;
  return (await asking.ask({ method: 'GET', target, headers: { authorization } })).status;
}

/** A token by the service's own key, which nobody but it can make: only its claims or its header are not ours. */
function signedByUs(changes: object, header: object = { alg: 'HS256', typ: 'at+jwt' }): string {
  const [, payload = ''] = good[0].split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const input = [header, { ...claims, ...changes }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${createHmac('sha256', ourKey()).update(input).digest('base64url')}`;
}

const ourKey = (): Buffer => Buffer.from(deriveSecret(farm.service.config.masterKey, 'access-token/v1'));
const now = (): number => Math.floor(Date.now() / 1_000);

describe('an access token', () => {
  it('opens what it is for, so that the refusals say something', async () => {
    expect(await statusWith(`Bearer ${good[0]}`)).toBe(200);
    expect(await statusWith(`Bearer ${signedByUs({})}`)).toBe(200);
  });

  it(`is accepted in no other form than the one it was given in (${tokens} mutations)`, async () => {
    const draw = seeded('access tokens');
    const accepted: string[] = [];
    const tried = new Set<string>();
    for (let done = 0; done < tokens; done += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, tokens - done) }, () => {
        const [first, second] = draw(2) === 0 ? good : [good[1], good[0]];
        return mutatedToken(first, second, draw);
      });
      const opened = await Promise.all(some.map((token) => opener.open(token)));
      accepted.push(...some.filter((_, at) => opened[at] !== null));
      if (tried.size < 100_000) for (const token of some) tried.add(token);
    }
    expect(accepted).toEqual([]);
    expect(tried.size).toBeGreaterThan(Math.min(tokens, 100_000) / 3);
  }, 3_600_000);

  it(`is refused over HTTP as it is by the function, never with a 5xx (${sentOver} of them)`, async () => {
    const draw = seeded('over http');
    const some = Array.from({ length: sentOver }, () => mutatedToken(good[0], good[1], draw));
    const sendable = some.filter((token) => /^[\x21-\x7e\x80-\xff]+$/.test(token));
    const faults = await inLanes(sendable, async (token) => {
      const status = await statusWith(`Bearer ${token}`);
      return status === 401 ? [] : [`${status} ${token}`];
    });
    expect(sendable.length).toBeGreaterThan(sentOver / 2);
    expect(faults.flat()).toEqual([]);
  });
});

describe('a token by our own key', () => {
  it.each<[string, () => object]>([
    ['that has expired', () => ({ iat: now() - 1_000, exp: now() - 1 })],
    ['that is older than any we make', () => ({ iat: now() - 901, exp: now() + 900 })],
    ['that is made in the future', () => ({ iat: now() + 600, exp: now() + 1_500 })],
    ['that is not valid yet', () => ({ nbf: now() + 600 })],
    ['of another issuer', () => ({ iss: 'https://evil.example' })],
    ['of our issuer in another spelling', () => ({ iss: 'http://LOCALHOST:3000' })],
    ['for another audience', () => ({ aud: 'https://evil.example/api' })],
    ['for our pages, not our API', () => ({ aud: 'http://localhost:3000' })],
    ['without an audience', () => ({ aud: undefined })],
    ['without an issuer', () => ({ iss: undefined })],
    ['that never ends', () => ({ exp: undefined })],
    ['whose end is a text', () => ({ exp: '9999999999' })],
    ['without a time', () => ({ iat: undefined })],
    ['without an account', () => ({ sub: undefined })],
    ['without a session', () => ({ sid: undefined })],
    ['of an account that is no id', () => ({ sub: "' or 1=1 --" })],
    ['of a session that is no id', () => ({ sid: '*' })],
    ['of a session that is not there', () => ({ sid: '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11' })],
    ['of another account than the session’s', () => ({ sub: '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11' })],
  ])('is refused %s', async (_, changes) => {
    expect(await statusWith(`Bearer ${signedByUs(changes())}`)).toBe(401);
  });

  it('is refused under every other header, though the signature is good', async () => {
    for (const header of hostileHeaders) {
      expect(await opener.open(signedByUs({}, header)), JSON.stringify(header)).toBeNull();
      expect(await statusWith(`Bearer ${signedByUs({}, header)}`), JSON.stringify(header)).toBe(401);
    }
  });

  it('is refused when it is longer than any that we make', async () => {
    const long = signedByUs({ note: 'x'.repeat(tokenCharactersMax) });
    expect(await statusWith(`Bearer ${long}`)).toBe(401);
  });
});

describe('something else that is signed', () => {
  it('is no access token: with a key that everybody can read as the secret', async () => {
    const keys = await fetch(`${farm.service.url}/.well-known/jwks.json`);
    const { keys: published } = (await keys.json()) as { keys: Record<string, string>[] };
    expect(published.length).toBeGreaterThan(0);
    const [, payload = ''] = good[0].split('.');
    const input = `${good[0].split('.', 1)[0] ?? ''}.${payload}`;
    const secrets = published.flatMap((key) => [
      JSON.stringify(key),
      key['x'] ?? '',
      Buffer.from(key['x'] ?? '', 'base64url'),
      key['kid'] ?? '',
    ]);
    for (const secret of secrets) {
      const forged = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      expect(await statusWith(`Bearer ${forged}`)).toBe(401);
    }
  });

  it('is no access token: by another master key', async () => {
    const other = new Uint8Array(deriveSecret(Buffer.alloc(32, 1), 'access-token/v1'));
    const [, payload = ''] = good[0].split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(other);
    expect(await statusWith(`Bearer ${forged}`)).toBe(401);
  });

  it('is no access token: by a secret that our master key gives for another purpose', async () => {
    const [header = '', payload = ''] = good[0].split('.');
    for (const purpose of ['access-token', 'access-token/v2', 'vault/v1', 'refresh-token/v1', '']) {
      const secret = deriveSecret(farm.service.config.masterKey, purpose);
      const forged = `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`;
      expect(await statusWith(`Bearer ${forged}`), purpose).toBe(401);
    }
  });

  it('is no access token: a statement by a participant, a receipt, a refresh token', async () => {
    const key = makeKey();
    const [, payload = ''] = good[0].split('.');
    const claims = Buffer.from(payload, 'base64url').toString();
    const statement = compactJws(key, { alg: key.alg, kid: key.kid, typ: 'at+jwt' }, claims);
    const batch = await farm.owner.post('/api/v1/batches', { product: farm.productId, site: farm.siteId });
    const { receipt } = batch.body as unknown as { receipt: string };
    expect(receipt.split('.')).toHaveLength(3);
    const refresh = Buffer.alloc(32, 7).toString('base64url');
    for (const token of [statement, receipt, refresh]) expect(await statusWith(`Bearer ${token}`)).toBe(401);
  });
});

describe('the Authorization header', () => {
  it.each([
    (token: string) => token,
    (token: string) => `Basic ${Buffer.from(`owner:${token}`).toString('base64')}`,
    (token: string) => `Bearer${token}`,
    (token: string) => `Bearer  ${token}`,
    (token: string) => `Bearer\t${token}`,
    (token: string) => `Bearer "${token}"`,
    (token: string) => `Bearer ${token}, Bearer ${token}`,
    (token: string) => `Bearer ${token} x`,
    (token: string) => `Token ${token}`,
    (token: string) => `DPoP ${token}`,
    (token: string) => `Bearer Bearer ${token}`,
  ])('is read in one form only: %s', async (write) => {
    expect(await statusWith(write(good[0]))).toBe(401);
  });

  it('is the only place: neither query, body, cookie nor another header signs anybody in', async () => {
    const [token] = good;
    const target = `/api/v1/sites/${farm.siteId}`;
    for (const query of [`access_token=${token}`, `token=${token}`, `authorization=Bearer%20${token}`])
      expect((await asking.ask({ method: 'GET', target: `${target}?${query}` })).status).toBe(401);
    for (const headers of [
      { cookie: `access_token=${token}` },
      { cookie: `furrow_refresh=${token}` },
      { 'x-access-token': token },
      { 'proxy-authorization': `Bearer ${token}` },
      { 'x-forwarded-authorization': `Bearer ${token}` },
    ])
      expect((await asking.ask({ method: 'GET', target, headers })).status).toBe(401);
  });
});
