import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, flattenedVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import { Keyring } from '../../src/log/keyring.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { makeKey, otherSignature, proveKey, segment, type HeldKey } from '../support/participant.js';
import {
  checkOrganizationChains,
  faultsOf,
  register,
  send,
  signInAs,
  slugOf,
  statementsOf,
  type Answer,
  type Credentials,
} from './parties.js';

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

function prove(key: HeldKey, changes: { header?: object; payload?: object; signer?: HeldKey } = {}): string {
  const claims = { org: organizationId, aud: service.config.logOrigin, ...changes.payload };
  return proveKey(key, claims, changes);
}

function post(body: unknown, headers: Credentials = owner, id: string = organizationId): Promise<Answer> {
  return send(service, 'POST', `/api/v1/organizations/${id}/keys`, headers, body);
}

function revoke(kid: string, body: unknown, headers: Credentials = owner): Promise<Answer> {
  return send(
    service,
    'POST',
    `/api/v1/organizations/${organizationId}/keys/${kid}/revocation`,
    headers,
    body,
  );
}

async function registered(): Promise<HeldKey> {
  const key = makeKey();
  const answer = await post({ jwk: key.jwk, proof: prove(key) });
  expect(answer.status).toBe(201);
  return key;
}

describe('registering a participant’s key', () => {
  it.each(['Ed25519', 'ES256'] as const)(
    'takes an %s key, states it on the chain and trusts it',
    async (alg) => {
      const key = makeKey(alg);
      const answer = await post({ jwk: key.jwk, proof: prove(key) });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({ kid: key.kid, alg, purpose: 'participant', revokedFrom: null });
      const statement = (await statementsOf(service, organizationId)).at(-1);
      expect(statement?.payload).toMatchObject({ iss: `org/${organizationId}`, kind: 'key-registered' });
      expect(statement?.payload.data).toMatchObject({ kid: key.kid, alg, purpose: 'participant' });
      expect(statement?.payload.occurredAt).toBe(answer.body['validFrom']);
      const kind = findKind('key-registered');
      expect(kind !== undefined && !isFaults(validateData(kind.data, statement?.payload.data ?? {}))).toBe(
        true,
      );
      const found = await service.app.get(Keyring).find(key.kid);
      expect(found).toMatchObject({ organizationId, purpose: 'participant', revokedFrom: null });
    },
  );

  it('keeps only the members that the thumbprint covers', async () => {
    const key = makeKey();
    const answer = await post({
      jwk: { ...key.jwk, use: 'sig', alg: 'EdDSA', kid: key.kid },
      proof: prove(key),
    });
    expect(answer.body['jwk']).toEqual({ kty: 'OKP', crv: 'Ed25519', x: key.jwk['x'] });
  });

  it('answers the same key with 200 when it is sent again, and states it once', async () => {
    const key = makeKey();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post({ jwk: key.jwk, proof: prove(key) })),
    );
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await post({ jwk: key.jwk, proof: prove(key) })).status).toBe(200);
    const stated = (await statementsOf(service, organizationId)).filter(
      ({ payload }) => payload.data['kid'] === key.kid,
    );
    expect(stated.map(({ payload }) => payload.kind)).toEqual(['power-used', 'key-registered']);
  });

  it('refuses a key of another organization', async () => {
    const key = await registered();
    const otherId = await register(service, admin);
    const otherOwner = await signInAs(service, 'owner', { organizationId: otherId });
    const answer = await post(
      { jwk: key.jwk, proof: prove(key, { payload: { org: otherId } }) },
      otherOwner,
      otherId,
    );
    expect(answer.status).toBe(409);
    expect(slugOf(answer)).toBe('key-taken');
    expect(await statementsOf(service, otherId)).toHaveLength(2);
  });

  it('refuses a custodial key, though the organization is the same', async () => {
    const { publicKey } = await service.app.get(Keyring).signingKey(organizationId, 'custodial');
    const stranger = makeKey();
    const proof = prove(stranger, { header: { kid: publicKey.kid } });
    expect(faultsOf(await post({ jwk: publicKey.jwk, proof }))).toEqual(['/proof proof-signature']);
  });

  const lowOrder = Buffer.alloc(32).toString('base64url');
  const notCanonical = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex').toString('base64url');
  it.each<[string, () => unknown, string]>([
    ['a low-order key', () => ({ kty: 'OKP', crv: 'Ed25519', x: lowOrder }), '/jwk/x key-low-order'],
    [
      'a key that is not canonically encoded',
      () => ({ kty: 'OKP', crv: 'Ed25519', x: notCanonical }),
      '/jwk/x key-not-a-point',
    ],
    [
      'an RSA key',
      () => generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' }),
      '/jwk/kty key-unsupported',
    ],
    [
      'a key of another curve',
      () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }),
      '/jwk/kty key-unsupported',
    ],
    [
      'a key agreement key',
      () => generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }),
      '/jwk/kty key-unsupported',
    ],
    ['a private key', () => makeKey().privateKey.export({ format: 'jwk' }), '/jwk/d key-private'],
    ['a symmetric key', () => ({ kty: 'oct', k: 'AAAA' }), '/jwk/k key-private'],
    [
      'a point that is not on the curve',
      () => ({ kty: 'EC', crv: 'P-256', x: lowOrder, y: lowOrder }),
      '/jwk/x key-not-a-point',
    ],
    [
      'a padded coordinate',
      () => ({ ...makeKey().jwk, x: `${makeKey().jwk['x'] ?? ''}=` }),
      '/jwk/x key-malformed',
    ],
    ['a kid that is not its thumbprint', () => ({ ...makeKey().jwk, kid: 'mine' }), '/jwk/kid key-malformed'],
    ['an unknown member', () => ({ ...makeKey().jwk, x5u: 'https://example.org' }), '/jwk/x5u key-malformed'],
    ['a key for encryption', () => ({ ...makeKey().jwk, use: 'enc' }), '/jwk/use key-malformed'],
    ['an empty key', () => ({}), '/jwk/kty key-unsupported'],
    ['a key that is a text', () => 'key', '/jwk object'],
    ['a list of keys', () => [makeKey().jwk], '/jwk object'],
  ])('refuses %s', async (_, make, fault) => {
    const answer = await post({ jwk: make(), proof: 'a.b.c' });
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it.each<[string, (key: HeldKey) => string, string]>([
    ['a signature of another key', (key) => prove(key, { signer: makeKey() }), 'proof-signature'],
    [
      'a proof for another organization',
      (key) => prove(key, { payload: { org: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' } }),
      'proof-claims',
    ],
    [
      'a proof for another log',
      (key) => prove(key, { payload: { aud: 'ledger.example.org/2026' } }),
      'proof-claims',
    ],
    ['a proof that says more', (key) => prove(key, { payload: { nonce: 'x' } }), 'proof-claims'],
    ['a proof without a time', (key) => prove(key, { payload: { iat: undefined } }), 'proof-claims'],
    [
      'a time that is a text',
      (key) => prove(key, { payload: { iat: String(Date.now() / 1_000) } }),
      'proof-claims',
    ],
    [
      'a proof that is eleven minutes old',
      (key) => prove(key, { payload: { iat: Math.floor(Date.now() / 1_000) - 660 } }),
      'proof-expired',
    ],
    [
      'a proof from the future',
      (key) => prove(key, { payload: { iat: Math.floor(Date.now() / 1_000) + 120 } }),
      'proof-expired',
    ],
    ['a time in milliseconds', (key) => prove(key, { payload: { iat: Date.now() } }), 'proof-expired'],
    ['another type', (key) => prove(key, { header: { typ: 'furrow-statement+sd-jwt' } }), 'proof-header'],
    ['the algorithm none', (key) => prove(key, { header: { alg: 'none' } }), 'proof-header'],
    ['the old algorithm name', (key) => prove(key, { header: { alg: 'EdDSA' } }), 'proof-header'],
    ['another kid', (key) => prove(key, { header: { kid: makeKey().kid } }), 'proof-header'],
    ['an embedded key', (key) => prove(key, { header: { jwk: key.jwk } }), 'proof-malformed'],
    [
      'a further header parameter',
      (key) => prove(key, { header: { x5u: 'https://example.org' } }),
      'proof-header',
    ],
    ['a critical extension', (key) => prove(key, { header: { crit: ['exp'] } }), 'proof-malformed'],
    ['a fourth part', (key) => `${prove(key)}.x`, 'proof-malformed'],
    ['two parts', (key) => prove(key).split('.').slice(0, 2).join('.'), 'proof-malformed'],
    ['padding', (key) => `${prove(key)}==`, 'proof-malformed'],
    ['white space', (key) => ` ${prove(key)}`, 'proof-malformed'],
    ['a header that is no object', (key) => prove(key).replace(/^[^.]+/, segment([])), 'proof-malformed'],
    ['a text that is no JWS', () => '证明', 'proof-malformed'],
    ['a very long text', (key) => prove(key).padEnd(1_025, 'A'), 'text'],
    ['nothing', () => '', 'proof-malformed'],
  ])('refuses %s', async (_, make, code) => {
    const key = makeKey();
    const answer = await post({ jwk: key.jwk, proof: make(key) });
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([`/proof ${code}`]);
    expect(await service.app.get(Keyring).find(key.kid)).toBeNull();
  });

  it('refuses the last character of a proof in another spelling', async () => {
    const key = makeKey();
    const proof = prove(key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = Array.from(alphabet).filter((character) => character !== proof.at(-1));
    const answers = await Promise.all(
      others.map((character) => post({ jwk: key.jwk, proof: proof.slice(0, -1) + character })),
    );
    expect(answers.every(({ status }) => status === 422)).toBe(true);
  });

  it('refuses a high s, as it will in statements', async () => {
    const key = makeKey('ES256');
    const proof = prove(key);
    const [header = '', payload = '', made = ''] = proof.split('.');
    const other = otherSignature(Buffer.from(made, 'base64url'));
    const answer = await post({ jwk: key.jwk, proof: `${header}.${payload}.${other.toString('base64url')}` });
    expect(faultsOf(answer)).toEqual(['/proof proof-signature']);
  });

  it.each([
    [{}, ['/jwk required', '/proof required']],
    [{ jwk: {}, proof: 7 }, ['/proof text']],
    [{ jwk: {}, proof: 'x', kid: 'y' }, ['/kid unknown-field']],
  ])('refuses the body %j', async (body, faults) => {
    expect(faultsOf(await post(body)).sort()).toEqual(faults);
  });

  it.each(['recorder', 'viewer'] as const)('refuses a %s', async (role) => {
    const member = await signInAs(service, role, { organizationId });
    const key = makeKey();
    expect((await post({ jwk: key.jwk, proof: prove(key) }, member)).status).toBe(403);
  });

  it('answers the owner of another organization 404', async () => {
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const key = makeKey();
    for (const id of [organizationId, '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64', 'x']) {
      expect((await post({ jwk: key.jwk, proof: prove(key) }, stranger, id)).status).toBe(404);
    }
  });
});

describe('listing keys', () => {
  it('lists an organization’s keys page by page, without anything private', async () => {
    await registered();
    const first = await send(service, 'GET', `/api/v1/organizations/${organizationId}/keys?limit=1`, owner);
    expect(first.body['items']).toHaveLength(1);
    expect(first.headers.get('link')).toMatch(
      /^<\/api\/v1\/organizations\/[\w-]+\/keys\?limit=1&cursor=[\w-]{43}>; rel="next"$/,
    );
    const all = await send(service, 'GET', `/api/v1/organizations/${organizationId}/keys?limit=200`, owner);
    const items = all.body['items'] as { purpose: string }[];
    expect(items.filter(({ purpose }) => purpose === 'custodial')).toHaveLength(1);
    expect(JSON.stringify(all.body)).not.toMatch(/sealed|"d"/);
  });

  it('answers a stranger 404', async () => {
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    expect(
      (await send(service, 'GET', `/api/v1/organizations/${organizationId}/keys`, stranger)).status,
    ).toBe(404);
  });

  it('refuses a cursor that is no kid', async () => {
    const answer = await send(service, 'GET', `/api/v1/organizations/${organizationId}/keys?cursor=1`, owner);
    expect(faultsOf(answer)).toEqual(['/query/cursor cursor']);
  });
});

describe('revoking a key', () => {
  const now = (): string => new Date().toISOString();

  it('states it on the chain and stops trusting the key', async () => {
    const key = await registered();
    const from = now();
    const answer = await revoke(key.kid, { from, reason: '手机遗失' });
    expect(answer.status).toBe(200);
    expect(answer.body['revokedFrom']).toBe(from);
    const statement = (await statementsOf(service, organizationId)).at(-1);
    expect(statement?.payload.kind).toBe('key-revoked');
    expect(statement?.payload.data).toEqual({ kid: key.kid, untrustedFrom: from, reason: '手机遗失' });
    const kind = findKind('key-revoked');
    expect(kind !== undefined && !isFaults(validateData(kind.data, statement?.payload.data ?? {}))).toBe(
      true,
    );
    const again = await revoke(key.kid, { from, reason: '手机遗失' });
    expect(again.body).toEqual(answer.body);
    expect((await statementsOf(service, organizationId)).at(-1)?.payload.jti).toBe(statement?.payload.jti);
  });

  it('refuses a second revocation with another time or reason', async () => {
    const key = await registered();
    const from = now();
    await revoke(key.kid, { from, reason: '换手机' });
    const later = await revoke(key.kid, { from: now(), reason: '换手机' });
    const other = await revoke(key.kid, { from, reason: '手机被盗' });
    expect([slugOf(later), slugOf(other)]).toEqual(['event-conflict', 'event-conflict']);
  });

  it('keeps one of many revocations at once, and states that one', async () => {
    const key = await registered();
    const startMs = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        revoke(key.kid, { from: new Date(startMs + index).toISOString(), reason: '遗失' }),
      ),
    );
    const good = answers.filter(({ status }) => status === 200);
    expect(good).toHaveLength(1);
    const stated = (await statementsOf(service, organizationId)).filter(
      ({ payload }) => payload.kind === 'key-revoked' && payload.data['kid'] === key.kid,
    );
    expect(stated.map(({ payload }) => payload.data['untrustedFrom'])).toEqual([
      good[0]?.body['revokedFrom'],
    ]);
  });

  it('does not let a revoked key be registered anew', async () => {
    const key = await registered();
    await revoke(key.kid, { from: now(), reason: '遗失' });
    const answer = await post({ jwk: key.jwk, proof: prove(key) });
    expect(answer.status).toBe(200);
    expect(answer.body['revokedFrom']).not.toBeNull();
  });

  it.each<[string, (key: HeldKey) => unknown, string]>([
    ['no time', () => ({ reason: '遗失' }), '/from required'],
    ['a date', () => ({ from: '2026-11-20', reason: '遗失' }), '/from instant'],
    ['a time without offset', () => ({ from: '2026-11-20T14:05:00', reason: '遗失' }), '/from instant'],
    ['a day that does not exist', () => ({ from: '2026-02-30T14:05:00Z', reason: '遗失' }), '/from instant'],
    [
      'a time in the future',
      () => ({ from: new Date(Date.now() + 3_600_000).toISOString(), reason: '遗失' }),
      '/from future',
    ],
    [
      'a time before the registration',
      () => ({ from: '2020-01-01T00:00:00Z', reason: '遗失' }),
      '/from order',
    ],
    ['no reason', () => ({ from: now() }), '/reason required'],
    ['an empty reason', () => ({ from: now(), reason: '' }), '/reason text'],
    [
      'a phone number in the reason',
      () => ({ from: now(), reason: '问 13800138000' }),
      '/reason personal-data',
    ],
    ['an unknown field', () => ({ from: now(), reason: '遗失', kid: 'x' }), '/kid unknown-field'],
  ])('refuses %s', async (_, body, fault) => {
    const key = await registered();
    const answer = await revoke(key.kid, body(key));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
    expect(await service.app.get(Keyring).find(key.kid)).toMatchObject({ revokedFrom: null });
  });

  it('refuses to revoke a key that the service holds', async () => {
    const { publicKey } = await service.app.get(Keyring).signingKey(organizationId, 'custodial');
    expect(slugOf(await revoke(publicKey.kid, { from: now(), reason: '遗失' }))).toBe('key-in-service');
  });

  it('answers 404 for an unknown kid and for a key of another organization', async () => {
    const key = await registered();
    const otherId = await register(service, admin);
    const stranger = await signInAs(service, 'owner', { organizationId: otherId });
    const body = { from: now(), reason: '遗失' };
    expect((await revoke('x', body)).status).toBe(404);
    expect((await revoke(key.kid, body, stranger)).status).toBe(404);
    const foreign = `/api/v1/organizations/${otherId}/keys/${key.kid}/revocation`;
    expect((await send(service, 'POST', foreign, stranger, body)).status).toBe(404);
  });
});

describe('the published key set', () => {
  interface KeySet {
    readonly keys: readonly Record<string, string>[];
  }

  async function publishedAfter(ms: number): Promise<Answer> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return send(service, 'GET', '/.well-known/jwks.json');
  }

  it('holds every key with its interval, and nothing private', async () => {
    const key = await registered();
    const from = new Date().toISOString();
    await revoke(key.kid, { from, reason: '遗失' });
    const answer = await publishedAfter(1_100);
    const { keys } = answer.body as unknown as KeySet;
    const rows = await service.database.source.query<{ kid: string }[]>('select kid from signing_keys');
    expect(keys.map(({ kid }) => kid).sort()).toEqual(rows.map(({ kid }) => kid).sort());
    expect(keys.find(({ kid }) => kid === key.kid)).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: key.jwk['x'],
      kid: key.kid,
      alg: 'Ed25519',
      use: 'sig',
      'furrow:purpose': 'participant',
      'furrow:org': `org/${organizationId}`,
      'furrow:validFrom': expect.any(String) as string,
      'furrow:revokedFrom': from,
    });
    expect(keys[0]?.['furrow:purpose']).toBe('label');
    expect(keys.every((published) => !('d' in published))).toBe(true);
  });

  it('verifies a custodial statement with a JOSE library that is not ours', async () => {
    const { body } = await publishedAfter(1_100);
    const [registeredStatement] = await statementsOf(service, organizationId);
    const [header = '', payload = '', made = ''] = registeredStatement?.compact.split('.') ?? [];
    const keySet = createLocalJWKSet(body as unknown as Parameters<typeof createLocalJWKSet>[0]);
    const verified = await flattenedVerify({ protected: header, payload, signature: made }, keySet);
    expect(JSON.parse(Buffer.from(verified.payload).toString())).toMatchObject({
      kind: 'organization-registered',
    });
  });

  it('is public, may be kept for a minute, and answers 304', async () => {
    const answer = await publishedAfter(0);
    expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    const tag = answer.headers.get('etag') ?? '';
    expect((await send(service, 'GET', '/.well-known/jwks.json', { 'if-none-match': tag })).status).toBe(304);
  });
});
