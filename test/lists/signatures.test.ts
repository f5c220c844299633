import { flattenedVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/ledger/canonical.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { makeKey, proveKey, segment, signWith, type HeldKey } from '../support/participant.js';
import { faultsIn, limitRow, limitRows, publish, storedVersions } from './lists.js';

let farm: Cooperative;
let key: HeldKey;
const rows = [limitRow()];
const content = canonicalize(rows as never);

beforeAll(async () => {
  farm = await createCooperative();
  key = await register(makeKey());
});
afterAll(() => farm.service.close());

async function register(held: HeldKey): Promise<HeldKey> {
  const claims = { org: farm.organizationId, aud: farm.service.config.logOrigin };
  const body = { jwk: held.jwk, proof: proveKey(held, claims) };
  await made(farm.owner.post(`/api/v1/organizations/${farm.organizationId}/keys`, body));
  return held;
}

interface Signing {
  readonly list?: string;
  readonly header?: unknown;
  readonly content?: string;
  readonly signer?: HeldKey;
}

/** A detached JWS as an issuer's own program makes it. */
function signed(by: HeldKey, { list = 'residue-limits@1', ...changes }: Signing = {}): string {
  const header = segment(changes.header ?? { alg: by.alg, kid: by.kid, list, typ: 'furrow-list' });
  const input = `${header}.${segment(changes.content ?? content)}`;
  return `${header}..${signWith(changes.signer ?? by, input).toString('base64url')}`;
}

describe('the signature of a list’s issuer is refused', () => {
  const refusals: [string, () => string, string][] = [
    ['over other rows', () => signed(key, { content: canonicalize(limitRows(1) as never) }), 'signature'],
    ['for another version', () => signed(key, { list: 'residue-limits@2' }), 'signature'],
    ['for another list', () => signed(key, { list: 'process-yields@1' }), 'signature'],
    ['by another key than it names', () => signed(key, { signer: makeKey() }), 'signature'],
    ['by a key that nobody registered', () => signed(makeKey()), 'key'],
    [
      'with another algorithm than the key’s',
      () =>
        signed(key, { header: { alg: 'ES256', kid: key.kid, list: 'residue-limits@1', typ: 'furrow-list' } }),
      'signature',
    ],
    [
      'without an algorithm',
      () =>
        signed(key, { header: { alg: 'none', kid: key.kid, list: 'residue-limits@1', typ: 'furrow-list' } }),
      'form',
    ],
    [
      'of another type',
      () =>
        signed(key, {
          header: { alg: key.alg, kid: key.kid, list: 'residue-limits@1', typ: 'furrow-label' },
        }),
      'form',
    ],
    [
      'with a key in its header',
      () =>
        signed(key, {
          header: { alg: key.alg, jwk: key.jwk, kid: key.kid, list: 'residue-limits@1', typ: 'furrow-list' },
        }),
      'form',
    ],
    [
      'with members in another order',
      () =>
        signed(key, { header: { kid: key.kid, alg: key.alg, list: 'residue-limits@1', typ: 'furrow-list' } }),
      'form',
    ],
    ['with its payload in it', () => signed(key).replace('..', `.${segment(content)}.`), 'form'],
    ['cut short', () => signed(key).slice(0, -2), 'form'],
    ['with white space', () => `${signed(key)} `, 'form'],
    ['that is none', () => 'x', 'form'],
  ];

  it.each(refusals)('%s', async (_, make, code) => {
    const answer = await publish(farm.admin, rows, { signature: make() });
    expect(answer.status).toBe(422);
    expect(answer.body['type']).toBe(
      code === 'key' ? '/problems/key-not-accepted' : '/problems/statement-not-accepted',
    );
    expect(faultsIn(answer)).toEqual([`/query/signature ${code}`]);
    expect(await storedVersions(farm.service)).toEqual({});
  });

  it('by a key that was revoked', async () => {
    const old = await register(makeKey());
    const path = `/api/v1/organizations/${farm.organizationId}/keys/${old.kid}/revocation`;
    const body = { from: new Date().toISOString(), reason: '遗失' };
    expect((await farm.owner.post(path, body)).status).toBe(200);
    const isRefused = async () =>
      (await publish(farm.admin, rows, { signature: signed(old) })).body['type'] ===
      '/problems/key-not-accepted';
    await expect.poll(isRefused).toBe(true);
  });

  it('by a custodial key, with which the service itself signs', async () => {
    const { body } = await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/keys`);
    const custodial = (body['items'] as { kid: string; purpose: string }[]).find(
      ({ purpose }) => purpose === 'custodial',
    );
    const answer = await publish(farm.admin, rows, {
      signature: signed({ ...key, kid: custodial?.kid ?? '' }),
    });
    expect(faultsIn(answer)).toEqual(['/query/signature key']);
  });
});

describe('the signature of a list’s issuer', () => {
  it.each(['Ed25519', 'ES256'] as const)(
    'with %s stands in the statement, and any JOSE library verifies it over the served bytes',
    async (alg) => {
      const issuer = await register(makeKey(alg));
      const version = alg === 'Ed25519' ? 1 : 2;
      const signature = signed(issuer, { list: `residue-limits@${version}` });
      const answer = await publish(farm.admin, rows, { version, signature });
      expect(answer).toMatchObject({ status: 201, body: { issuer: farm.organizationId, signature } });
      const { bytes } = await farm.owner.file(`/api/v1/lists/residue-limits/${version}`);
      const [header = '', , mark = ''] = signature.split('.');
      const jws = { protected: header, payload: bytes.toString('base64url'), signature: mark };
      const verified = await flattenedVerify(jws, await importJWK(issuer.jwk, alg));
      expect(Buffer.from(verified.payload).equals(bytes)).toBe(true);
    },
  );

  it('is part of what a version says: the same rows without it are other content', async () => {
    const answer = await publish(farm.admin, rows, { version: 2 });
    expect(answer.body['type']).toBe('/problems/list-version-taken');
  });
});
