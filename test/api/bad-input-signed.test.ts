import { createHmac } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCombined } from '../../src/ledger/disclosure.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import {
  compactJws,
  draftStatement,
  makeKey,
  otherSignature,
  proveKey,
  segment,
  statementHeader,
  type Drafted,
  type HeldKey,
} from '../support/participant.js';
import { readStored } from '../support/stored.js';
import { findCases } from '../vectors/case-files.js';
import { faultsOf, freshUscc, slugOf, type Answer } from './parties.js';

let farm: Cooperative;
let batch: string;
let key: HeldKey;
let ellipticKey: HeldKey;
let revokedKey: HeldKey;
let foreign: { readonly organizationId: string; readonly owner: Caller; readonly key: HeldKey };

const nowhere = '00000000-0000-4000-8000-000000000000';
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const data: JsonObject = {
  quantity: { value: '5', unit: 'KGM' },
  startedOn: today,
  stoppedOn: today,
  operator: 'member:0007',
};

beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open();
  key = await register(farm.owner, farm.organizationId);
  ellipticKey = await register(farm.owner, farm.organizationId, makeKey('ES256'));
  revokedKey = await register(farm.owner, farm.organizationId);
  const revocation = { from: new Date().toISOString(), reason: '手机遗失' };
  const path = `/api/v1/organizations/${farm.organizationId}/keys/${revokedKey.kid}/revocation`;
  expect((await farm.owner.post(path, revocation)).status).toBe(200);
  const other = await made(
    farm.admin.post('/api/v1/organizations', {
      kind: 'company',
      name: '邻县果业',
      uscc: freshUscc(),
      region: '370685',
    }),
  );
  const organizationId = String(other.id);
  const owner = await signIn(farm.service, 'owner', organizationId);
  foreign = { organizationId, owner, key: await register(owner, organizationId) };
  // The first private field of an organization makes its key for such fields, which is not what is counted here.
  await made(farm.record(batch, 'harvest', data));
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

const claimsFor = (organizationId: string): object => ({
  org: organizationId,
  aud: farm.service.config.logOrigin,
});

async function register(owner: Caller, organizationId: string, held = makeKey()): Promise<HeldKey> {
  const body = { jwk: held.jwk, proof: proveKey(held, claimsFor(organizationId)) };
  await made(owner.post(`/api/v1/organizations/${organizationId}/keys`, body));
  return held;
}

function draft(changes: JsonObject = {}, told: JsonObject = data, conceals = ['/operator']): Drafted {
  const drafted = draftStatement(
    { organizationId: farm.organizationId, batch, kind: 'harvest' },
    told,
    conceals,
  );
  return { ...drafted, payload: { ...drafted.payload, ...changes } };
}

const combine = (
  { payload, disclosures }: Drafted,
  by = key,
  header: unknown = statementHeader(by),
): string => formatCombined(compactJws(by, header, payload), disclosures);

function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
  return farm.owner.post(`/api/v1/batches/${batch}/events`, body, {
    'content-type': 'application/jose',
    ...headers,
  });
}

async function refuse(send: () => Promise<Answer>): Promise<Answer> {
  const before = await readStored(farm.service.testDatabase);
  const answer = await send();
  expect(await readStored(farm.service.testDatabase)).toEqual(before);
  return answer;
}

/** Changes the signature of a combined statement. */
function withSignature(combined: string, change: (signature: string) => string): string {
  return combined.replace(/\.([\w-]+)~/, (_, signature: string) => `.${change(signature)}~`);
}

const lastCharacter = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Another text that a lax decoder reads as the same bytes: stray bits in the last character. */
function strayBits(text: string): string {
  return text.slice(0, -1) + lastCharacter.charAt(lastCharacter.indexOf(text.slice(-1)) + 1);
}

function flipped(text: string, at: number): string {
  return text.slice(0, at) + (text.charAt(at) === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

const header = (changes: object): unknown => ({ ...statementHeader(key), ...changes });
const bare = (drafted: Drafted, head: unknown, signature: string): string =>
  formatCombined(`${segment(head)}.${segment(drafted.payload)}.${signature}`, drafted.disclosures);

type Case = readonly [string, () => string, string, string];

const notJose = 'malformed';
const statements: readonly Case[] = [
  ['alg none', () => combine(draft(), key, header({ alg: 'none' })), notJose, '/alg statement-header'],
  ['alg none without a signature', () => bare(draft(), header({ alg: 'none' }), ''), notJose, ' statement-malformed'],
  ['alg EdDSA', () => combine(draft(), key, header({ alg: 'EdDSA' })), notJose, '/alg statement-header'],
  ['alg HS256 over the public key', () => {
    const drafted = draft();
    const input = `${segment(header({ alg: 'HS256' }))}.${segment(drafted.payload)}`;
    const mac = createHmac('sha256', Buffer.from(key.jwk['x']!, 'base64url')).update(input).digest();
    return formatCombined(`${input}.${Buffer.concat([mac, mac]).toString('base64url')}`, drafted.disclosures);
  }, notJose, '/alg statement-header'],
  ['the algorithm of another key', () => combine(draft(), key, header({ alg: 'ES256' })), 'statement-not-accepted', '/signature statement-algorithm'],
  ['the kid of another key of ours', () => combine(draft(), key, header({ kid: makeKey().kid })), 'key-not-accepted', '/kid key'],
  ['the kid of our other algorithm', () => combine(draft(), key, header({ kid: ellipticKey.kid })), 'statement-not-accepted', '/signature statement-algorithm'],
  ['a kid that is a path', () => combine(draft(), key, header({ kid: '../../keys' })), notJose, '/kid statement-header'],
  ['a kid that is SQL', () => combine(draft(), key, header({ kid: "' or 1=1 --" })), notJose, '/kid statement-header'],
  ['another typ', () => combine(draft(), key, header({ typ: 'JWT' })), notJose, '/typ statement-header'],
  ['the typ of a label', () => combine(draft(), key, header({ typ: 'furrow-label' })), notJose, '/typ statement-header'],
  ['crit', () => combine(draft(), key, header({ crit: ['b64'], b64: false })), notJose, '/crit statement-header'],
  ['a key in the header', () => combine(draft(), makeKey(), header({ jwk: key.jwk })), notJose, '/jwk statement-header'],
  ['x5u', () => combine(draft(), key, header({ x5u: 'http://127.0.0.1/key' })), notJose, '/x5u statement-header'],
  ['jku', () => combine(draft(), key, header({ jku: 'http://169.254.169.254/' })), notJose, '/jku statement-header'],
  ['a member of the header twice', () => combine(draft(), key, `{"alg":"none","alg":"Ed25519","kid":"${key.kid}","typ":"furrow-statement+sd-jwt"}`), notJose, '/alg json-duplicate-key'],
  ['__proto__ in the header', () => combine(draft(), key, `{"__proto__":{"alg":"Ed25519"},"kid":"${key.kid}"}`), notJose, '/__proto__ json-forbidden-key'],
  ['a key that nobody registered', () => combine(draft(), makeKey()), 'key-not-accepted', '/kid key'],
  ['a key that was revoked', () => combine(draft(), revokedKey), 'key-not-accepted', '/kid key'],
  ['another organization’s key, in our name', () => combine(draft(), foreign.key), 'key-not-accepted', '/kid key'],
  ['another organization’s key, in its name', () => combine(draft({ iss: `org/${foreign.organizationId}` }), foreign.key), 'key-not-accepted', '/kid key'],
  ['our key, in another organization’s name', () => combine(draft({ iss: `org/${foreign.organizationId}` })), 'key-not-accepted', '/kid key'],
  ['a signature with stray bits', () => withSignature(combine(draft()), strayBits), notJose, ' bytes-base64url'],
  ['a padded signature', () => withSignature(combine(draft()), (signature) => `${signature}==`), notJose, ' bytes-base64url'],
  ['a signature in plain base64', () => withSignature(combine(draft()), (signature) => `${signature.slice(0, -2)}+/`), notJose, ' bytes-base64url'],
  ['a signature that is too short', () => withSignature(combine(draft()), (signature) => signature.slice(0, 84)), notJose, ' statement-malformed'],
  ['an altered signature', () => withSignature(combine(draft()), (signature) => flipped(signature, 3)), 'statement-not-accepted', '/signature statement-signature'],
  ['a signature of zeros', () => withSignature(combine(draft()), () => 'A'.repeat(86)), 'statement-not-accepted', '/signature statement-signature'],
  ['ES256 with high s', () => withSignature(combine(draft(), ellipticKey), (signature) => otherSignature(Buffer.from(signature, 'base64url')).toString('base64url')), 'statement-not-accepted', '/signature statement-signature'],
  ['Ed25519 with s + L', () => withSignature(combine(draft()), (signature) => plusOrder(Buffer.from(signature, 'base64url')).toString('base64url')), 'statement-not-accepted', '/signature statement-signature'],
  ['four parts', () => combine(draft()).replace('~', '.x~'), notJose, ' statement-malformed'],
  ['no parts', () => 'eyJhbGciOiJub25lIn0', notJose, ' disclosure-malformed'],
  ['a key binding after its disclosures', () => `${combine(draft())}eyJhbGciOiJub25lIn0.e30.`, notJose, ' disclosure-malformed'],
  ['an altered disclosure', () => combine({ ...draft(), disclosures: [segment([segment('0123456789abcdef'), 'operator', 'member:0008'])] }), notJose, ' disclosure-unused'],
  ['a disclosure that is no JSON', () => combine({ ...draft(), disclosures: [segment('[')] }), notJose, '/0 json-syntax'],
  ['a missing disclosure', () => combine({ ...draft(), disclosures: [] }), 'statement-not-accepted', '/disclosures missing'],
  ['a disclosure too many', () => `${combine(draft())}${draft().disclosures[0]!}~`, notJose, ' disclosure-unused'],
  ['a disclosure twice', () => { const drafted = draft(); return combine({ ...drafted, disclosures: [...drafted.disclosures, ...drafted.disclosures] }); }, notJose, ' disclosure-repeated'],
  ['a disclosure of another statement', () => combine({ ...draft(), disclosures: draft().disclosures }), notJose, ' disclosure-unused'],
  ['an empty disclosure', () => combine(draft()).replace('~', '~~'), notJose, ' disclosure-malformed'],
  ['a private field in the clear', () => combine(draft({}, data, [])), 'statement-not-accepted', '/data/operator private'],
  ['a public field concealed', () => combine(draft({}, data, ['/operator', '/quantity'])), 'statement-not-accepted', '/data concealed'],
  ['a part of a public field concealed', () => combine(draft({}, data, ['/operator', '/quantity/unit'])), 'statement-not-accepted', '/data concealed'],
  ['an unknown claim', () => combine(draft({ exp: 1 })), notJose, '/exp statement-claim'],
  ['a digest algorithm without digests', () => combine(draft({ _sd_alg: 'sha-256' }, { ...data, operator: 'x' }, [])), notJose, '/_sd_alg statement-claim'],
  ['SHA-1 digests', () => combine(draft({ _sd_alg: 'sha-1' })), notJose, '/_sd_alg statement-claim'],
  ['an event id of version 4', () => combine(draft({ jti: nowhere })), notJose, '/jti statement-claim'],
  ['an issuer that is a text', () => combine(draft({ iss: 'org/me' })), notJose, '/iss statement-claim'],
  ['another batch as subject', () => combine(draft({ sub: `batch/${nowhere}` })), 'statement-not-accepted', '/sub chain'],
  ['a time without offset', () => combine(draft({ occurredAt: '2026-11-20T08:00:00' })), notJose, '/occurredAt statement-claim'],
  ['a time from the future', () => combine(draft({ occurredAt: new Date(Date.now() + 6 * 60_000).toISOString() })), 'validation', '/occurredAt future'],
  ['an unknown kind', () => combine(draft({ kind: 'wish' })), 'validation', '/kind unknown-kind'],
  ['a kind of organization chains', () => combine(draft({ kind: 'key-revoked' })), 'validation', '/kind unknown-kind'],
  ['a number for a quantity', () => combine(draft({}, { ...data, quantity: { value: 5, unit: 'KGM' } })), 'validation', '/data/quantity/value decimal'],
  ['an unknown field below its private one', () => combine(draft({}, { ...data, wish: 1 })), 'validation', '/data/wish unknown-field'],
  ['a lone surrogate in its payload', () => combineText('{"jti":"\\ud800"}'), notJose, '/jti json-lone-surrogate'],
  ['a fraction in its payload', () => combineText('{"data":{"x":0.1}}'), notJose, '/data/x json-number'],
  ['a member of its payload twice', () => combineText('{"kind":"a","kind":"b"}'), notJose, '/kind json-duplicate-key'],
  ['a payload that is a list', () => combineText('[]'), notJose, ' statement-claim'],
]; // prettier-ignore

function combineText(payload: string): string {
  return `${compactJws(key, statementHeader(key), payload)}~`;
}

const groupOrder = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** RFC 8032 §5.1.7: a second signature to whoever does not check s < L. */
function plusOrder(signature: Buffer): Buffer {
  const little = Buffer.from(signature.subarray(32)).reverse();
  const s = BigInt(`0x${little.toString('hex')}`) + groupOrder;
  const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return Buffer.concat([signature.subarray(0, 32), bytes]);
}

describe('a statement that a participant signed is refused, and nothing is stored, with', () => {
  it.each(statements)('%s', async (_, make, slug, fault) => {
    const answer = await refuse(() => post(make()));
    expect([slugOf(answer), ...faultsOf(answer)], JSON.stringify(answer.body)).toEqual([slug, fault]);
    expect(answer.status).toBeLessThan(500);
  });

  it('an idempotency key that is not its own event id', async () => {
    const jti = uuidv7();
    const drafted = draft({ jti });
    const answer = await refuse(() => post(combine(drafted), { 'idempotency-key': uuidv7() }));
    expect(faultsOf(answer)).toEqual(['/Idempotency-Key conflict']);
    const same = await post(combine(drafted), { 'idempotency-key': jti });
    expect(same.status).toBe(201);
  });

  it('an event id that stands for another statement', async () => {
    const drafted = draft();
    expect((await post(combine(drafted))).status).toBe(201);
    const again = draft({ jti: drafted.payload['jti']! });
    const other = await refuse(() => post(combine(again)));
    expect([other.status, slugOf(other), ...faultsOf(other)]).toEqual([
      409,
      'event-conflict',
      '/Idempotency-Key conflict',
    ]);
  });

  it('white space or letters that are not ASCII around it', async () => {
    for (const body of [
      `${combine(draft())}\n`,
      ` ${combine(draft())}`,
      combine(draft()).replace('.', '．'),
    ]) {
      const answer = await refuse(() => post(body));
      expect([answer.status, slugOf(answer)]).toEqual([400, 'malformed']);
    }
  });

  it('a signer who speaks for another organization than its own account', async () => {
    const path = `/api/v1/batches/${batch}/events`;
    const answer = await refuse(() =>
      foreign.owner.post(path, combine(draft()), { 'content-type': 'application/jose' }),
    );
    expect([answer.status, slugOf(answer)]).toEqual([404, 'not-found']);
  });
});

describe('a key is refused at registration, and nothing is stored,', () => {
  const path = (): string => `/api/v1/organizations/${farm.organizationId}/keys`;

  const cases = findCases('ed25519/ed25519');
  it.skipIf(cases === null)('when it is of low order or not canonical', async () => {
    const vectors = cases?.json('ed25519vectors.json') as { key: string; flags: string[] | null }[];
    const bad = new Set(
      vectors
        .filter(({ flags }) => (flags ?? []).some((flag) => /^(low_order|non_canonical)_A$/.test(flag)))
        .map(({ key: point }) => point),
    );
    expect(bad.size).toBeGreaterThan(10);
    for (const point of bad) {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(point, 'hex').toString('base64url') };
      const answer = await refuse(() =>
        farm.owner.post(path(), { jwk, proof: proveKey(key, claimsFor(farm.organizationId)) }),
      );
      expect(answer.status).toBe(422);
      expect(faultsOf(answer)[0]).toMatch(/^\/jwk\/x key-(low-order|not-a-point)$/);
    }
  });

  it('when it is private, symmetric, RSA or of another curve', async () => {
    const { kty, crv, x } = key.jwk;
    for (const [jwk, fault] of [
      [{ kty, crv, x, d: x }, '/jwk/d key-private'],
      [{ kty: 'oct', k: x }, '/jwk/k key-private'],
      [{ kty: 'RSA', n: x, e: 'AQAB' }, '/jwk/kty key-unsupported'],
      [{ kty: 'OKP', crv: 'X25519', x }, '/jwk/kty key-unsupported'],
      [{ kty, crv, x: `${x!.slice(0, 42)}B` }, '/jwk bytes-base64url'],
      [{ kty, crv, x, x5u: 'http://127.0.0.1/' }, '/jwk/x5u key-malformed'],
    ] as const) {
      const answer = await refuse(() =>
        farm.owner.post(path(), { jwk, proof: proveKey(key, claimsFor(farm.organizationId)) }),
      );
      expect([answer.status, ...faultsOf(answer)]).toEqual([422, fault]);
    }
  });

  it('when its proof is another key’s, another organization’s or old', async () => {
    const fresh = makeKey();
    const iat = Math.floor(Date.now() / 1_000) - 601;
    for (const [proof, fault] of [
      [proveKey(fresh, claimsFor(farm.organizationId), { signer: key }), '/proof proof-signature'],
      [proveKey(fresh, claimsFor(farm.organizationId), { header: { alg: 'none' } }), '/proof proof-header'],
      [
        proveKey(fresh, claimsFor(farm.organizationId), { header: { jku: 'http://127.0.0.1/' } }),
        '/proof proof-header',
      ],
      [proveKey(fresh, claimsFor(foreign.organizationId)), '/proof proof-claims'],
      [proveKey(fresh, { ...claimsFor(farm.organizationId), iat }), '/proof proof-expired'],
      [strayBits(proveKey(fresh, claimsFor(farm.organizationId))), '/proof proof-malformed'],
    ] as const) {
      const answer = await refuse(() => farm.owner.post(path(), { jwk: fresh.jwk, proof }));
      expect([answer.status, ...faultsOf(answer)]).toEqual([422, fault]);
    }
  });
});
