import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEntry } from '../../src/ledger/entry.js';
import { parseStatement, type Statement } from '../../src/ledger/statement.js';
import { readChainEntries } from '../../src/log/entry.store.js';
import { changeoverMs, Keyring } from '../../src/log/keyring.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { asOwner } from '../support/kept-rows.js';
import { checkOrganizationChains, statementsOf } from './parties.js';

/** In this time a key is asked for anew that nobody said was replaced: what is told at once is told before. */
const belowCachedMs = 20_000;
let farm: Cooperative;
let operatorId: string;
beforeAll(async () => {
  farm = await createCooperative();
  operatorId = (await farm.service.app.get(Keyring).currentLabelKey()).organizationId;
});
afterAll(async () => {
  await checkOrganizationChains(farm.service);
  await farm.service.close();
});

const problemOf = ({ status, body }: Answer): string =>
  `${status} ${String(body.type).replace('/problems/', '')}`;
const faultsOf = ({ body }: Answer): string[] =>
  (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
const now = (): string => new Date().toISOString();

const newLabelKey = (eventId: string = uuidv7()): Promise<Answer> =>
  farm.admin.post('/api/v1/label-keys', {}, { 'idempotency-key': eventId });
const revokeLabelKey = (kid: string, body: object): Promise<Answer> =>
  farm.admin.post(`/api/v1/label-keys/${kid}/revocation`, body);
const custodialPath = (): string => `/api/v1/organizations/${farm.organizationId}/keys/custodial`;
const newCustodialKey = (eventId: string = uuidv7()): Promise<Answer> =>
  farm.owner.post(custodialPath(), {}, { 'idempotency-key': eventId });
const revokeKey = (kid: string, body: object): Promise<Answer> =>
  farm.owner.post(`/api/v1/organizations/${farm.organizationId}/keys/${kid}/revocation`, body);

/** Statements about one key on an organization's chain, but those of who decided about it. */
async function statedOf(organizationId: string, kid: unknown): Promise<Statement[]> {
  const statements = await statementsOf(farm.service, organizationId);
  return statements.filter(({ payload }) => payload.kind !== 'power-used' && payload.data['kid'] === kid);
}

/** The key that signed the last entry of a chain. */
async function lastSigner(chainId: string): Promise<string> {
  const chain = { organizationId: farm.organizationId, chainId };
  const entries = await readChainEntries(farm.service.database, chain, 0, 1_000);
  const last = entries.at(-1);
  if (last === undefined) throw new Error('the chain is empty');
  return parseStatement(parseEntry(last.entry).statement).header.kid;
}

async function harvested(lot: string): Promise<string> {
  const batch = await farm.open(lot);
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  return batch;
}

/** A set of activated labels, with the address of its first. */
async function labelled(batch: string): Promise<{ id: string; uri: string; kid: string }> {
  const body = { units: 2, net: { value: '5', unit: 'KGM' } };
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body));
  await made(farm.record(batch, 'label', { action: 'activated', set: set.id, first: 1, last: 2 }));
  const { rows } = await asOwner(farm.service.testDatabase.ownerUrl, (owner) =>
    owner.query<{ key_kid: string }>('select key_kid from label_sets where id = $1', [set.id]),
  );
  return { id: String(set.id), uri: String(set.firstUri), kid: rows[0]?.key_kid ?? '' };
}

async function verdictOf(uri: string): Promise<unknown> {
  await farm.service.settled();
  const { body } = await farm.owner.post('/api/v1/verify', { uri });
  return `${String(body['verdict'])} ${String(body['reason'])}`;
}

describe('a new label key', () => {
  it('is stated on the operator’s chain by the operator, then signs new sets, and old labels stay good', async () => {
    const batch = await harvested('KEY-1');
    const before = await labelled(batch);
    const answer = await newLabelKey();
    expect(answer).toMatchObject({
      status: 201,
      body: { purpose: 'label', alg: 'Ed25519', revokedFrom: null },
    });
    const [stated] = await statedOf(operatorId, answer.body['kid']);
    expect(stated?.payload).toMatchObject({ kind: 'key-registered', iss: `org/${operatorId}` });
    expect(stated?.payload.occurredAt).toBe(answer.body['validFrom']);
    const after = await labelled(batch);
    expect([after.kid, before.kid === after.kid]).toEqual([answer.body['kid'], false]);
    expect([await verdictOf(before.uri), await verdictOf(after.uri)]).toEqual([
      'verified intact',
      'verified intact',
    ]);
  });

  it('is the same one for the same request, also for many at once', async () => {
    const eventId = uuidv7();
    const answers = await Promise.all(Array.from({ length: 4 }, () => newLabelKey(eventId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await newLabelKey(eventId)).toMatchObject({ status: 200, body: answers[0]?.body });
    expect(await statedOf(operatorId, answers[0]?.body['kid'])).toHaveLength(1);
  });

  it('is another one for another request, and all are listed in pages', async () => {
    const kids = [(await newLabelKey()).body['kid'], (await newLabelKey()).body['kid']];
    expect(new Set(kids).size).toBe(2);
    const { body } = await farm.admin.get('/api/v1/label-keys');
    const items = body['items'] as { kid: string; purpose: string }[];
    expect(items.map(({ kid }) => kid)).toEqual(expect.arrayContaining(kids));
    expect(items.every(({ purpose }) => purpose === 'label')).toBe(true);
    const page = await farm.admin.get('/api/v1/label-keys?limit=1');
    expect(page.body['items']).toHaveLength(1);
    expect(page.headers.get('link')).toContain('cursor=');
    expect((await farm.admin.get('/api/v1/label-keys?cursor=x')).status).toBe(422);
  });

  it('is refused under an event id that stands for something else, and leaves nothing behind', async () => {
    const [first] = await statementsOf(farm.service, operatorId);
    expect(problemOf(await newLabelKey(first?.payload.jti))).toBe('409 event-conflict');
    expect(faultsOf(await newLabelKey('not-a-uuid'))).toEqual(['/Idempotency-Key uuidv7']);
    expect(await keptAside()).toEqual([]);
  });

  it.each([
    ['on the chain', 'entries'],
    ['in the register', 'signing_keys'],
  ])(
    'that did not come to be %s is completed by the same request, with its private part',
    async (_, table) => {
      const eventId = uuidv7();
      const batch = await harvested(`KEY-${table.length}`);
      const { kid: before } = await labelled(batch);
      await breakAt(table);
      expect(problemOf(await newLabelKey(eventId))).toBe('503 unavailable');
      const aside = await keptAside();
      expect(aside).toHaveLength(1);
      await mend(table);
      // What is only stated signs nothing yet.
      expect((await labelled(batch)).kid).toBe(before);
      expect(await newLabelKey(eventId)).toMatchObject({ status: 201, body: { kid: aside[0] } });
      expect(await statedOf(operatorId, aside[0])).toHaveLength(1);
      const after = await labelled(batch);
      expect([after.kid, await verdictOf(after.uri)]).toEqual([aside[0], 'verified intact']);
      expect(await keptAside()).toEqual([]);
    },
  );

  async function keptAside(): Promise<string[]> {
    const { rows } = await asOwner(farm.service.testDatabase.ownerUrl, (owner) =>
      owner.query<{ kid: string }>('select kid from new_keys'),
    );
    return rows.map(({ kid }) => kid);
  }

  const run = (sql: string): Promise<pg.QueryResult> =>
    asOwner(farm.service.testDatabase.ownerUrl, (owner) => owner.query(sql));

  async function breakAt(table: string): Promise<void> {
    await run(`create or replace function stumble() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$`);
    await run(
      `create trigger stumble before insert on ${table} for each statement execute function stumble()`,
    );
  }

  async function mend(table: string): Promise<void> {
    await run(`drop trigger stumble on ${table}`);
  }
});

describe('revoking a label key', () => {
  it('ends issuing and printing with it, while labels of sets recorded before stay verified', async () => {
    const batch = await harvested('KEY-2');
    const old = await labelled(batch);
    expect(await verdictOf(old.uri)).toBe('verified intact');
    const { kid: next } = (await newLabelKey()).body;
    const from = now();
    const answer = await revokeLabelKey(old.kid, { from, reason: '密钥泄露' });
    expect(answer).toMatchObject({ status: 200, body: { kid: old.kid, revokedFrom: from } });
    const stated = (await statedOf(operatorId, old.kid)).at(-1);
    expect(stated?.payload).toMatchObject({
      kind: 'key-revoked',
      data: { untrustedFrom: from, reason: '密钥泄露' },
    });
    await expect
      .poll(async () => problemOf(await farm.owner.get(`/api/v1/batches/${batch}/labels/${old.id}.csv`)), {
        timeout: belowCachedMs,
      })
      .toBe('409 label-key-revoked');
    expect(await verdictOf(old.uri)).toBe('verified intact');
    expect((await labelled(batch)).kid).toBe(next);
  });

  it('happens once: the same again is the same, another time or reason is refused', async () => {
    const { kid } = (await newLabelKey()).body;
    const from = now();
    const first = await revokeLabelKey(String(kid), { from, reason: '遗失' });
    expect(await revokeLabelKey(String(kid), { from, reason: '遗失' })).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(problemOf(await revokeLabelKey(String(kid), { from, reason: '被盗' }))).toBe('409 event-conflict');
    expect(problemOf(await revokeLabelKey(String(kid), { from: now(), reason: '遗失' }))).toBe(
      '409 event-conflict',
    );
  });

  it.each<[string, object, string]>([
    ['no time', { reason: '遗失' }, '/from required'],
    ['a time in the future', { from: '2999-01-01T00:00:00Z', reason: '遗失' }, '/from future'],
    ['a time before its registration', { from: '2020-01-01T00:00:00Z', reason: '遗失' }, '/from order'],
    ['no reason', { from: now() }, '/reason required'],
  ])('refuses %s', async (_, body, fault) => {
    const { kid } = (await newLabelKey()).body;
    const answer = await revokeLabelKey(String(kid), body);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [fault]]);
  });

  it('knows label keys only, and organizations do not reach them', async () => {
    const body = { from: now(), reason: '遗失' };
    const { publicKey } = await farm.service.app.get(Keyring).signingKey(farm.organizationId, 'custodial');
    expect(problemOf(await revokeLabelKey(publicKey.kid, body))).toBe('404 not-found');
    expect(problemOf(await revokeLabelKey('x', body))).toBe('404 not-found');
    const label = await farm.service.app.get(Keyring).currentLabelKey();
    expect(problemOf(await revokeKey(label.publicKey.kid, body))).toBe('404 not-found');
    const path = `/api/v1/organizations/${operatorId}/keys/${label.publicKey.kid}/revocation`;
    expect(problemOf(await farm.admin.post(path, body))).toBe('409 key-in-service');
  });
});

describe('who decides about keys that the service holds', () => {
  it.each([
    ['owner', 403],
    ['recorder', 403],
    ['viewer', 403],
    ['inspector', 403],
    ['regulator', 403],
  ] as const)('a %s does not decide about label keys', async (role, status) => {
    const isMember = role !== 'inspector' && role !== 'regulator';
    const caller = await signIn(
      farm.service,
      role,
      isMember ? farm.organizationId : null,
      isMember ? null : '37',
    );
    const answers = [
      await caller.post('/api/v1/label-keys', {}),
      await caller.get('/api/v1/label-keys'),
      await caller.post('/api/v1/label-keys/x/revocation', { from: now(), reason: '遗失' }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
  });

  it.each([
    ['recorder', true, 403],
    ['viewer', true, 403],
    ['owner', false, 404],
    ['inspector', false, 403],
  ] as const)(
    'a %s (of the organization: %s) does not replace its custodial key',
    async (role, isMember, status) => {
      const region = role === 'inspector' ? '37' : null;
      const elsewhere = role === 'inspector' ? null : operatorId;
      const caller = await signIn(farm.service, role, isMember ? farm.organizationId : elsewhere, region);
      expect((await caller.post(custodialPath(), {})).status).toBe(status);
    },
  );

  it('nobody does without signing in', async () => {
    for (const path of ['/api/v1/label-keys', custodialPath()]) {
      expect((await fetch(farm.service.url + path, { method: 'POST' })).status).toBe(401);
    }
  });

  it('tells refusals in both languages', async () => {
    const { publicKey } = await farm.service.app.get(Keyring).signingKey(farm.organizationId, 'custodial');
    const path = `/api/v1/organizations/${farm.organizationId}/keys/${publicKey.kid}/revocation`;
    const body = { from: now(), reason: '遗失' };
    const zh = await farm.owner.post(path, body, { 'accept-language': 'zh-CN' });
    const en = await farm.owner.post(path, body, { 'accept-language': 'en' });
    expect(String(zh.body['detail'])).toMatch(/请先换一把新的代管密钥/);
    expect(String(en.body['detail'])).toMatch(/make a new custodial key before you revoke it/);
  });
});

describe('a new custodial key', () => {
  const custodial = async (): Promise<string> =>
    (await farm.service.app.get(Keyring).signingKey(farm.organizationId, 'custodial')).publicKey.kid;

  it('is registered by the one before, signs what comes after, and what came before stays good', async () => {
    const batch = await harvested('CUSTODY-1');
    const { uri } = await labelled(batch);
    const old = await custodial();
    expect(await lastSigner(batch)).toBe(old);
    const answer = await newCustodialKey();
    expect(answer).toMatchObject({ status: 201, body: { purpose: 'custodial', revokedFrom: null } });
    const kid = String(answer.body['kid']);
    const [stated] = await statedOf(farm.organizationId, kid);
    expect([stated?.header.kid, stated?.payload.kind]).toEqual([old, 'key-registered']);
    await made(farm.record(batch, 'harvest', harvestOf(1)));
    expect(await lastSigner(batch)).toBe(kid);
    expect(await verdictOf(uri)).toBe('verified intact');
  });

  it('is the same one for the same request', async () => {
    const eventId = uuidv7();
    const first = await newCustodialKey(eventId);
    expect(await newCustodialKey(eventId)).toMatchObject({ status: 200, body: first.body });
    expect(await statedOf(farm.organizationId, first.body['kid'])).toHaveLength(1);
  });

  it('is used by other processes within a second', async () => {
    const other = new Keyring(farm.service.database, farm.service.config.masterKey);
    const before = (await other.signingKey(farm.organizationId, 'custodial')).publicKey.kid;
    const { kid } = (await newCustodialKey()).body;
    expect(before).not.toBe(kid);
    await expect
      .poll(async () => (await other.signingKey(farm.organizationId, 'custodial')).publicKey.kid, {
        timeout: belowCachedMs,
      })
      .toBe(kid);
  });

  it('lets the one before be revoked, from when no process signs with it any more', async () => {
    const batch = await harvested('CUSTODY-2');
    const { uri } = await labelled(batch);
    const old = await custodial();
    const body = { from: now(), reason: '定期更换' };
    expect(problemOf(await revokeKey(old, body))).toBe('409 key-in-service');
    const { kid, validFrom } = (await newCustodialKey()).body;
    const handedOver = Date.parse(String(validFrom)) + changeoverMs;
    const early = await revokeKey(old, { ...body, from: new Date(handedOver - 1).toISOString() });
    expect([early.status, faultsOf(early)]).toEqual([422, ['/from order']]);
    const from = new Date(handedOver).toISOString();
    expect(await revokeKey(old, { ...body, from })).toMatchObject({
      status: 200,
      body: { revokedFrom: from },
    });
    expect(await revokeKey(old, { ...body, from })).toMatchObject({
      status: 200,
      body: { revokedFrom: from },
    });
    const revoked = (await statedOf(farm.organizationId, old)).at(-1);
    expect([revoked?.payload.kind, revoked?.header.kid]).toEqual(['key-revoked', kid]);
    await made(farm.record(batch, 'harvest', harvestOf(1)));
    expect(await lastSigner(batch)).toBe(kid);
    expect(await verdictOf(uri)).toBe('verified intact');
    expect(problemOf(await revokeKey(String(kid), { ...body, from: now() }))).toBe('409 key-in-service');
  });
});
