import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign } from 'jose';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conceal, formatCombined } from '../../src/ledger/disclosure.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { createCooperative, type Answer, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let key: ParticipantKey;
beforeAll(async () => {
  farm = await createCooperative();
  key = await register();
});
afterAll(() => farm.service.close());

interface ParticipantKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function register(): Promise<ParticipantKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: String(jwk.x) });
  const claims = {
    org: farm.organizationId,
    aud: farm.service.config.logOrigin,
    iat: Math.floor(Date.now() / 1_000),
  };
  const proof = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'Ed25519', kid, typ: 'furrow-key-proof' })
    .sign(privateKey);
  const answer = await farm.owner.post(`/api/v1/organizations/${farm.organizationId}/keys`, {
    jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x },
    proof,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { kid, privateKey };
}

interface Told {
  readonly header?: object;
  readonly claims?: JsonObject;
  readonly data?: JsonObject;
  readonly conceals?: readonly string[];
  readonly by?: ParticipantKey;
  readonly change?: (combined: string) => string;
}

function statement(batch: string, told: Told = {}): string {
  const signer = told.by ?? key;
  const data = told.data ?? {
    quantity: { value: '5', unit: 'KGM' },
    startedOn: today,
    stoppedOn: today,
    operator: 'member:0007',
  };
  const concealed = conceal(data, told.conceals ?? ['/operator'], () => randomBytes(16));
  const header = told.header ?? { alg: 'Ed25519', kid: signer.kid, typ: 'furrow-statement+sd-jwt' };
  const payload = {
    ...(concealed.disclosures.length > 0 ? { _sd_alg: 'sha-256' } : {}),
    jti: uuidv7(),
    iss: `org/${farm.organizationId}`,
    sub: `batch/${batch}`,
    kind: 'harvest',
    occurredAt: new Date().toISOString(),
    data: concealed.data,
    ...told.claims,
  };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode(header)}.${encode(payload)}`;
  const jws = `${input}.${sign(null, Buffer.from(input), signer.privateKey).toString('base64url')}`;
  const combined = formatCombined(jws, concealed.disclosures);
  return told.change?.(combined) ?? combined;
}

function send(batch: string, body: string): Promise<Answer> {
  return farm.owner.post(`/api/v1/batches/${batch}/events`, body, { 'content-type': 'application/jose' });
}

describe('a statement the participant signed', () => {
  it('is recorded as the participant’s, and once', async () => {
    const batch = await farm.open();
    const combined = statement(batch);
    const first = await send(batch, combined);
    expect(first).toMatchObject({ status: 201, body: { signer: 'participant', seq: 2 } });
    const again = await send(batch, combined);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
  });

  const refused: readonly (readonly [string, Told | (() => Told)])[] = [
    ['alg none', { header: { alg: 'none', kid: 'x'.repeat(43), typ: 'furrow-statement+sd-jwt' } }],
    [
      'a header with crit',
      () => ({ header: { alg: 'Ed25519', kid: key.kid, typ: 'furrow-statement+sd-jwt', crit: ['b64'] } }),
    ],
    [
      'a header with its own jwk',
      () => ({ header: { alg: 'Ed25519', kid: key.kid, typ: 'furrow-statement+sd-jwt', jwk: {} } }),
    ],
    ['another typ', () => ({ header: { alg: 'Ed25519', kid: key.kid, typ: 'JWT' } })],
    [
      'another algorithm than the key’s',
      () => ({ header: { alg: 'ES256', kid: key.kid, typ: 'furrow-statement+sd-jwt' } }),
    ],
    ['a key that is not registered', () => ({ by: { kid: 'A'.repeat(43), privateKey: key.privateKey } })],
    ['another organization as issuer', { claims: { iss: 'org/00000000-0000-4000-8000-000000000000' } }],
    ['another batch as subject', { claims: { sub: 'batch/00000000-0000-4000-8000-000000000000' } }],
    ['an unknown claim', { claims: { exp: 1 } }],
    ['a private field in the clear', { conceals: [] }],
    ['a public field concealed', { conceals: ['/operator', '/quantity'] }],
    [
      'an altered disclosure',
      { change: (text) => text.replace(/~(.)/, (_, first: string) => `~${first === 'A' ? 'B' : 'A'}`) },
    ],
    ['a missing disclosure', { change: (text) => `${text.split('~')[0]!}~` }],
    ['a disclosure twice', { change: (text) => `${text}${text.split('~')[1]!}~` }],
    [
      'an altered signature',
      {
        change: (text) =>
          text.replace(
            /\.([^.~])([^.~]*)~/,
            (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}~`,
          ),
      },
    ],
    [
      'a number of an unknown kind',
      { data: { quantity: { value: 5, unit: 'KGM' }, startedOn: today, stoppedOn: today } },
    ],
  ];

  it.each(refused)('is refused with %s, and nothing is stored', async (_name, told) => {
    const batch = await farm.open();
    const answer = await send(batch, statement(batch, typeof told === 'function' ? told() : told));
    expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body.seq).toBe(1);
  });
});
