import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/log/keyring.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { Enrolling, type EnrolmentChanges } from '../support/enrolment.js';
import { asOwner } from '../support/own-server.js';
import { makeKey, type HeldKey } from '../support/participant.js';
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
let farm: Enrolling;
let owner: Credentials;
let recorder: Credentials;
let viewer: Credentials;
let stranger: Credentials;
let other: Enrolling;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signInAs(service, 'admin');
  const organizationId = await register(service, admin);
  farm = new Enrolling(service, organizationId);
  owner = await signInAs(service, 'owner', { organizationId });
  recorder = await signInAs(service, 'recorder', { organizationId });
  viewer = await signInAs(service, 'viewer', { organizationId });
  other = new Enrolling(service, await register(service, admin));
  stranger = await signInAs(service, 'owner', { organizationId: other.organizationId });
});

afterAll(async () => {
  await checkOrganizationChains(service);
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

const isTrusted = async (key: HeldKey): Promise<boolean> =>
  (await service.app.get(Keyring).find(key.kid))?.revokedFrom === null;

async function statedAbout(key: HeldKey): Promise<string[]> {
  const statements = await statementsOf(service, farm.organizationId);
  return statements
    .filter(({ payload }) => payload.data['kid'] === key.kid)
    .map(({ payload }) => payload.kind);
}

async function approved(headers: Credentials = recorder): Promise<HeldKey> {
  const key = makeKey('ES256');
  const asked = await farm.enrol(key, headers);
  expect((await farm.decide(asked, 'approve', owner)).status).toBe(200);
  return key;
}

describe('enrolling a key of the own device', () => {
  it('waits for an owner when a recorder asks, and counts from the approval on', async () => {
    const key = makeKey('ES256');
    const asked = await farm.enrol(key, recorder);
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      kid: key.kid,
      alg: 'ES256',
      state: 'pending',
      device: { name: '3号地手机', kind: 'phone' },
      holder: { role: 'recorder' },
      decidedAt: null,
    });
    expect(await service.app.get(Keyring).find(key.kid)).toBeNull();
    expect(await statedAbout(key)).toEqual([]);
    const decided = await farm.decide(asked, 'approve', owner);
    expect(decided).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await statedAbout(key)).toEqual(['power-used', 'key-registered']);
    expect(await isTrusted(key)).toBe(true);
  });

  it('is approved by the act itself when an owner asks', async () => {
    const key = makeKey();
    expect(await farm.enrol(key, owner)).toMatchObject({ status: 201, body: { state: 'approved' } });
    expect(await isTrusted(key)).toBe(true);
  });

  it('says nothing of a person or a device in the ledger', async () => {
    const key = makeKey();
    await farm.enrol(key, owner, { name: '旧手机' });
    const statement = (await statementsOf(service, farm.organizationId)).at(-1);
    expect(Object.keys(statement?.payload.data ?? {}).sort()).toEqual(['alg', 'jwk', 'kid', 'purpose']);
  });

  it('answers what became of a key when it is asked for again', async () => {
    const key = makeKey();
    const asked = await farm.enrol(key, recorder);
    const again = await farm.enrol(key, recorder);
    expect([again.status, again.body['id']]).toEqual([200, asked.body['id']]);
    await farm.decide(asked, 'approve', owner);
    expect((await farm.enrol(key, recorder)).body).toMatchObject({ state: 'approved' });
    expect(await statedAbout(key)).toEqual(['power-used', 'key-registered']);
  });

  it('never counts a key that an owner refused', async () => {
    const key = makeKey();
    const asked = await farm.enrol(key, recorder);
    expect(await farm.decide(asked, 'refuse', owner)).toMatchObject({ body: { state: 'refused' } });
    expect(slugOf(await farm.decide(asked, 'approve', owner))).toBe('enrolment-decided');
    expect((await farm.enrol(key, recorder)).body).toMatchObject({ state: 'refused' });
    expect(await statedAbout(key)).toEqual(['power-used']);
  });

  it('is not refused any more once it was approved', async () => {
    const key = makeKey();
    const asked = await farm.enrol(key, recorder);
    const decisions = await Promise.all([1, 2, 3].map(() => farm.decide(asked, 'approve', owner)));
    expect(decisions.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(slugOf(await farm.decide(asked, 'refuse', owner))).toBe('enrolment-decided');
    expect(await statedAbout(key)).toEqual(['power-used', 'key-registered']);
  });
});

describe('a challenge', () => {
  const enrolledWith = async (nonce: string, headers = recorder, changes: EnrolmentChanges = {}) =>
    farm.post('enrolments', headers, farm.body(makeKey(), nonce, changes));

  it('is refused when it was given to another account', async () => {
    await farm.nonce(recorder);
    const others = await farm.nonce(owner);
    expect(faultsOf(await enrolledWith(others))).toEqual(['/proof proof-challenge']);
  });

  it('is refused when it was given for another organization', async () => {
    const elsewhere = await other.nonce(stranger);
    await farm.nonce(recorder);
    expect(faultsOf(await enrolledWith(elsewhere))).toEqual(['/proof proof-challenge']);
  });

  it('is refused a second time', async () => {
    const nonce = await farm.nonce(recorder);
    expect((await enrolledWith(nonce)).status).toBe(201);
    expect(faultsOf(await enrolledWith(nonce))).toEqual(['/proof proof-challenge']);
  });

  it('serves one of many requests at once', async () => {
    const nonce = await farm.nonce(recorder);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => enrolledWith(nonce)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(4);
  });

  it('is refused once a later one was given', async () => {
    const first = await farm.nonce(recorder);
    await farm.nonce(recorder);
    expect(faultsOf(await enrolledWith(first))).toEqual(['/proof proof-challenge']);
  });

  it('is refused when it has run out', async () => {
    const nonce = await farm.nonce(recorder);
    const aSecondAgo = "update key_challenges set expires_at = now() - interval '1 second'";
    await asOwner(service.testDatabase.ownerUrl, [aSecondAgo]);
    expect(faultsOf(await enrolledWith(nonce))).toEqual(['/proof proof-challenge']);
  });

  it.each<[string, EnrolmentChanges, string]>([
    ['without the nonce', { claims: { nonce: undefined } }, 'proof-claims'],
    ['with an invented nonce', { claims: { nonce: 'A'.repeat(43) } }, 'proof-challenge'],
    ['with a nonce that is a number', { claims: { nonce: 7 } }, 'proof-challenge'],
    ['for another log', { claims: { aud: 'ledger.example.org/2026' } }, 'proof-claims'],
    ['that says more', { claims: { sub: 'x' } }, 'proof-claims'],
    ['that replaces, when nothing is replaced', { claims: { replacedBy: 'x' } }, 'proof-claims'],
    ['by another key', { signer: makeKey() }, 'proof-signature'],
    ['that is old', { claims: { iat: 1_700_000_000 } }, 'proof-expired'],
  ])('is not proved by a proof %s', async (_, changes, code) => {
    const nonce = await farm.nonce(recorder);
    expect(faultsOf(await enrolledWith(nonce, recorder, changes))).toEqual([`/proof ${code}`]);
    expect((await enrolledWith(nonce)).status).toBe(201);
  });
});

describe('what may not be enrolled', () => {
  const lowOrder = Buffer.alloc(32).toString('base64url');
  const rsa = (): unknown =>
    generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' });
  it.each<[string, () => object, string]>([
    ['a low-order key', () => ({ jwk: { kty: 'OKP', crv: 'Ed25519', x: lowOrder } }), '/jwk/x key-low-order'],
    ['an RSA key', () => ({ jwk: rsa() }), '/jwk/kty key-unsupported'],
    ['a private key', () => ({ jwk: makeKey().privateKey.export({ format: 'jwk' }) }), '/jwk/d key-private'],
    ['a key that is a text', () => ({ jwk: 'key' }), '/jwk object'],
    ['a device without a name', () => ({ name: '' }), '/name text'],
    ['a phone number for a name', () => ({ name: '13800138000' }), '/name personal-data'],
    ['a kind of device that is not known', () => ({ kind: 'watch' }), '/kind choice'],
    ['an unknown field', () => ({ account: 'x' }), '/account unknown-field'],
    ['a key in place of one that is not there', () => ({ replaces: makeKey().kid }), '/replaces unknown-key'],
    ['a replaced key’s word without the key', () => ({ replacesProof: 'a.b.c' }), '/replaces required'],
  ])('%s', async (_, changes, fault) => {
    const body = { ...farm.body(makeKey(), await farm.nonce(recorder)), ...changes() };
    const answer = await farm.post('enrolments', recorder, body);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('an RSA key: the fault says which keys are taken', async () => {
    const body = { ...farm.body(makeKey(), await farm.nonce(recorder)), jwk: rsa() };
    expect(JSON.stringify((await farm.post('enrolments', recorder, body)).body)).toContain('P-256');
  });

  it('a key that somebody else asked for, or that is registered', async () => {
    const key = makeKey();
    await farm.enrol(key, recorder);
    expect(slugOf(await farm.enrol(key, owner))).toBe('key-taken');
    const counted = await approved();
    expect(slugOf(await other.enrol(counted, stranger))).toBe('key-taken');
  });

  it('a key that another organization registered before the approval', async () => {
    const key = makeKey();
    const asked = await farm.enrol(key, recorder);
    expect((await other.enrol(key, stranger)).status).toBe(201);
    expect(slugOf(await farm.decide(asked, 'approve', owner))).toBe('key-taken');
  });
});

describe('who decides', () => {
  let asked: Answer;
  beforeAll(async () => {
    asked = await farm.enrol(makeKey(), recorder);
  });

  it('is not the recorder who asked, nor a viewer', async () => {
    for (const who of [recorder, viewer]) {
      expect((await farm.decide(asked, 'approve', who)).status).toBe(403);
      expect((await farm.decide(asked, 'refuse', who)).status).toBe(403);
    }
  });

  it('is nobody of another organization, which learns nothing', async () => {
    const id = String(asked.body['id']);
    expect((await farm.decide(asked, 'approve', stranger)).status).toBe(404);
    expect((await other.post(`enrolments/${id}/approve`, stranger)).status).toBe(404);
    expect((await farm.get('/enrolments', stranger)).status).toBe(404);
    expect((await farm.post('challenges', stranger)).status).toBe(404);
    expect((await farm.enrol(makeKey(), recorder)).status).toBe(201);
  });

  it('is nobody without an account, and a viewer enrols no key', async () => {
    expect((await farm.post('challenges', {})).status).toBe(401);
    expect((await farm.post('challenges', viewer)).status).toBe(403);
    expect((await farm.post('challenges', admin)).status).toBe(403);
    expect((await farm.get('/enrolments', viewer)).status).toBe(200);
  });

  it('sees the enrolments page by page, oldest first', async () => {
    const page = await farm.get('/enrolments?limit=1', owner);
    expect(page.headers.get('link')).toMatch(/limit=1&cursor=/);
    const all = (await farm.get('/enrolments?limit=200', owner)).body['items'] as { requestedAt: string }[];
    const times = all.map(({ requestedAt }) => requestedAt);
    expect(times).toEqual([...times].sort());
  });
});

describe('a new key of the same device', () => {
  it('counts at once when the old one signs for it, which ends', async () => {
    const [old, next] = [await approved(), makeKey('ES256')];
    const answer = await farm.enrol(next, recorder, { replaces: old, vouches: true });
    expect(answer).toMatchObject({ status: 201, body: { state: 'approved', replaces: old.kid } });
    expect([await isTrusted(old), await isTrusted(next)]).toEqual([false, true]);
    expect(await statedAbout(old)).toEqual(['power-used', 'key-registered', 'key-revoked']);
    const shown = await farm.get(`/${next.kid}`, owner);
    expect(shown.body).toMatchObject({ state: 'valid', replaces: old.kid });
    const ended = await farm.get(`/${old.kid}`, owner);
    expect(ended.body).toMatchObject({ state: 'revoked', revokedFrom: shown.body['validFrom'] });
    expect((await farm.enrol(next, recorder)).status).toBe(200);
  });

  it('waits for an owner when the old one is lost; until then the old one counts', async () => {
    const [old, next] = [await approved(), makeKey()];
    const asked = await farm.enrol(next, recorder, { replaces: old });
    expect(asked.body).toMatchObject({ state: 'pending' });
    expect(await isTrusted(old)).toBe(true);
    await farm.decide(asked, 'approve', owner);
    expect([await isTrusted(old), await isTrusted(next)]).toEqual([false, true]);
  });

  it('leaves an old key as it is that was revoked meanwhile', async () => {
    const [old, next] = [await approved(), makeKey()];
    const asked = await farm.enrol(next, recorder, { replaces: old });
    const revoked = await farm.revoke(old.kid, owner);
    expect((await farm.decide(asked, 'approve', owner)).status).toBe(200);
    expect((await farm.get(`/${old.kid}`, owner)).body['revokedFrom']).toBe(revoked.body['revokedFrom']);
  });

  it('does not replace the key of another member, nor a revoked one', async () => {
    const [others, ended] = [await approved(owner), await approved()];
    await farm.revoke(ended.kid, owner);
    for (const old of [others, ended]) {
      const answer = await farm.enrol(makeKey(), recorder, { replaces: old, vouches: true });
      expect(faultsOf(answer)).toEqual(['/replaces unknown-key']);
    }
  });

  it('is not vouched for by a signature of another key, or over another key', async () => {
    const old = await approved();
    for (const [claims, signer] of [
      [{}, makeKey()],
      [{ replacedBy: old.kid }, undefined],
    ] as const) {
      const [next, nonce] = [makeKey(), await farm.nonce(recorder)];
      const body = farm.body(next, nonce, { replaces: old, vouches: true });
      const forged = farm.body(old, nonce, {
        claims: { replacedBy: next.kid, ...claims },
        ...(signer === undefined ? {} : { signer }),
      });
      const answer = await farm.post('enrolments', recorder, { ...body, replacesProof: forged['proof'] });
      expect(answer.status).toBe(422);
      expect(faultsOf(answer)[0]).toMatch(/^\/replacesProof proof-/);
    }
    expect(await isTrusted(old)).toBe(true);
  });
});

describe('the keys of an organization', () => {
  it('show device, role of the holder, state and times; the name only to members', async () => {
    const key = await approved();
    const mine = await farm.get(`/${key.kid}`, viewer);
    expect(mine.body).toMatchObject({
      kid: key.kid,
      state: 'valid',
      device: { name: '3号地手机', kind: 'phone' },
      holder: { name: expect.stringMatching(/^recorder-/) as string, role: 'recorder' },
    });
    const official = await signInAs(service, 'regulator', { region: '3706' });
    const theirs = await farm.get(`/${key.kid}`, official);
    expect(theirs.body['holder']).toEqual({ name: null, role: 'recorder' });
    const list = (await farm.get('?limit=200', official)).body['items'] as { kid: string; holder: unknown }[];
    expect(list.find(({ kid }) => kid === key.kid)?.holder).toEqual({ name: null, role: 'recorder' });
    expect((await farm.get(`/${key.kid}`, stranger)).status).toBe(404);
    expect((await other.get(`/${key.kid}`, stranger)).status).toBe(404);
    expect((await farm.get('/nothing', owner)).status).toBe(404);
  });

  it('are revoked by an owner or by whose device it is, and by no other member', async () => {
    const [first, second] = [await approved(), await approved()];
    const colleague = await signInAs(service, 'recorder', { organizationId: farm.organizationId });
    expect((await farm.revoke(first.kid, colleague)).status).toBe(403);
    expect((await farm.revoke(first.kid, viewer)).status).toBe(403);
    expect((await farm.revoke(first.kid, stranger)).status).toBe(404);
    expect((await farm.revoke(first.kid, recorder)).status).toBe(200);
    expect((await farm.revoke(second.kid, owner)).status).toBe(200);
    expect([await isTrusted(first), await isTrusted(second)]).toEqual([false, false]);
  });

  it('say that the holder has left', async () => {
    const { organizationId } = farm;
    const { accountId, headers } = await service.signIn({
      login: 'leaver',
      name: 'leaver',
      password: 'orchard-morning',
      grants: [{ role: 'recorder', organizationId, region: null }],
    });
    const key = makeKey();
    await farm.decide(await farm.enrol(key, headers), 'approve', owner);
    const members = await send(service, 'GET', `/api/v1/members?organization=${organizationId}`, owner);
    const items = members.body['items'] as { id: string; login: string }[];
    const left = items.find(({ login }) => login === 'leaver');
    await send(service, 'DELETE', `/api/v1/members/${left?.id ?? ''}`, owner);
    expect(accountId).toBeTruthy();
    expect((await farm.get(`/${key.kid}`, owner)).body['holder']).toEqual({ name: 'leaver', role: null });
  });
});
