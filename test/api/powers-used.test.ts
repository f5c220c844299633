import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { TestApp } from '../support/app.js';
import { SoftwareAuthenticator } from '../support/authenticator.js';
import { Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { Enrolling } from '../support/enrolment.js';
import { makeKey, proveKey } from '../support/participant.js';
import { checkStoredChain } from '../support/ledger.js';
import { takeIn } from '../support/people.js';
import { operatorOf, tracesOf, type Trace, whileLocked } from '../support/power-traces.js';
import { codeOf, enrol } from '../support/second-factor.js';

const site = { origin: 'https://ledger.example.org', rpId: 'ledger.example.org' };
const password = 'a long enough password';
let farm: Cooperative;
let service: TestApp;
let database: pg.Client;
let operator: string;
let home: string;

beforeAll(async () => {
  farm = await createCooperative({ env: { PUBLIC_URL: site.origin } });
  service = farm.service;
  database = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await database.connect();
  operator = await operatorOf(service);
  home = `/api/v1/organizations/${farm.organizationId}`;
});
afterAll(async () => {
  for (const organizationId of [farm.organizationId, operator])
    await checkStoredChain(service.database, { organizationId, chainId: organizationId });
  await database.end();
  await service.close();
});

/** The uses of power that `work` leaves on a chain. */
async function usedBy(work: () => Promise<unknown>, chainId = farm.organizationId): Promise<Trace[]> {
  const used = async () => (await tracesOf(service, chainId)).filter(({ kind }) => kind === 'power-used');
  const before = (await used()).length;
  await work();
  return (await used()).slice(before);
}

const count = async (sql: string, ...values: string[]): Promise<number> =>
  (await database.query(sql, values)).rowCount ?? 0;

let people = 0;

/** A member of the cooperative, as its owner made it, signed in. */
async function member(): Promise<{ id: string; accountId: string; login: string; caller: Caller }> {
  people += 1;
  const login = `member-${people}`;
  const { id } = await made(
    farm.owner.post('/api/v1/members', { login, name: login, password, role: 'recorder' }),
  );
  const token = await farm.owner.post('/api/v1/auth/token', { login, password });
  const account = await service.app.get(AccountsService).findByLogin(login);
  const caller = new Caller(service.url, { authorization: `Bearer ${String(token.body['accessToken'])}` });
  return { id: String(id), accountId: account!.id, login, caller };
}

const accountsIn = async (): Promise<string[]> =>
  (await database.query<{ id: string }>('select id from accounts')).rows.map(({ id }) => id);

describe('a machine client', () => {
  const body = { name: '包装线 2 号秤', scopes: ['batches:read'] };
  const clients = () => count('select from clients where revoked_at is null');
  let client: string;

  it('is registered, given another secret and ended by statements of the operator first', async () => {
    const used = await usedBy(async () => {
      client = String((await made(farm.owner.post(`${home}/clients`, body))).id);
      expect((await farm.owner.post(`${home}/clients/${client}/secret`, {})).status).toBe(200);
      expect((await farm.admin.delete(`${home}/clients/${client}`)).status).toBe(204);
    });
    expect(used.map(({ issuer, shown }) => [issuer, shown])).toEqual([
      [`org/${operator}`, { act: 'client-registered', role: 'owner' }],
      [`org/${operator}`, { act: 'client-rotated', role: 'owner' }],
      [`org/${operator}`, { act: 'client-revoked', role: 'admin' }],
    ]);
    expect(new Set(used.map(({ data }) => data['client']))).toEqual(new Set([client]));
    expect(used.some(({ text }) => text.includes(client))).toBe(false);
  });

  it('is neither made nor ended while that cannot be recorded', async () => {
    const kept = String((await made(farm.owner.post(`${home}/clients`, body))).id);
    const before = await clients();
    await whileLocked(database, farm.organizationId, async () => {
      expect((await farm.owner.post(`${home}/clients`, body)).status).toBe(503);
      expect((await farm.owner.delete(`${home}/clients/${kept}`)).status).toBe(503);
    });
    expect(await clients()).toBe(before);
  });

  it('that is none leaves no statement', async () => {
    const used = await usedBy(async () => {
      for (const id of [client, randomUUID()]) {
        expect((await farm.owner.delete(`${home}/clients/${id}`)).status).toBe(404);
        expect((await farm.owner.post(`${home}/clients/${id}/secret`, {})).status).toBe(404);
      }
      expect((await farm.owner.post(`${home}/clients`, { ...body, expiresAt: 'x' })).status).toBe(422);
    });
    expect(used).toEqual([]);
  });
});

describe('a way in for somebody else', () => {
  it('is stated when an owner, or an admin, makes a link to a new password', async () => {
    const { id, accountId } = await member();
    const used = await usedBy(async () => {
      await made(farm.owner.post(`/api/v1/members/${id}/password-reset`, {}));
      await made(farm.admin.post(`/api/v1/members/${id}/password-reset`, {}));
    });
    expect(used.map(({ shown }) => shown)).toEqual([
      { act: 'password-reset', role: 'owner' },
      { act: 'password-reset', role: 'admin' },
    ]);
    expect(used.map(({ data }) => data['person'])).toEqual([accountId, accountId]);
  });

  it('is stated on the chain of the operator when it is an official’s', async () => {
    const body = { login: 'inspector-1', name: 'x', password, role: 'inspector', region: '3706' };
    const { id } = await made(farm.admin.post('/api/v1/accounts', body));
    const [used, ...more] = await usedBy(
      () => made(farm.admin.post(`/api/v1/accounts/${String(id)}/password-reset`, {})),
      operator,
    );
    expect(more).toEqual([]);
    expect(used?.shown).toEqual({ act: 'password-reset', role: 'admin' });
    expect(used?.data['person']).toBe(id);
  });

  it('is not made while that cannot be recorded', async () => {
    const { id } = await member();
    const links = () => count("select from one_time_links where purpose = 'password-reset'");
    const before = await links();
    const answer = await whileLocked(database, farm.organizationId, () =>
      farm.owner.post(`/api/v1/members/${id}/password-reset`, {}),
    );
    expect(answer.status).toBe(503);
    expect(await links()).toBe(before);
  });

  it('is stated when an admin takes a second factor away, and it stays when that cannot be', async () => {
    const { id, accountId, caller } = await member();
    await enrol(service.url, caller.credentials);
    const path = `/api/v1/members/${id}/second-factor`;
    const refused = await whileLocked(database, farm.organizationId, () => farm.admin.delete(path));
    expect(refused.status).toBe(503);
    expect((await caller.get('/api/v1/auth/totp')).body['active']).toBe(true);
    const used = await usedBy(async () => {
      expect((await farm.admin.delete(path)).status).toBe(204);
      expect((await farm.admin.delete(path)).status).toBe(404);
      expect((await farm.owner.delete(path)).status).toBe(403);
    });
    expect(used.map(({ shown }) => shown)).toEqual([{ act: 'factor-reset', role: 'admin' }]);
    expect(used[0]?.data['person']).toBe(accountId);
    expect((await caller.get('/api/v1/auth/totp')).body['active']).toBe(false);
  });
});

describe('the own means of signing in', () => {
  const changePassword = async (caller: Caller, body: object) => {
    const answer = await fetch(`${service.url}/api/v1/auth/password`, {
      method: 'PUT',
      headers: { ...caller.credentials, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(204);
  };
  const acts = (used: readonly Trace[]) => used.map(({ shown }) => [shown['act'], shown['role']]);
  const addPasskey = async (caller: Caller) => {
    const asked = await caller.open('/api/v1/auth/passkeys/options', { method: 'POST' });
    const options = (await asked.json()) as { challenge: string; user: { id: string; name: string } };
    const device = new SoftwareAuthenticator(site);
    return caller.post('/api/v1/auth/passkeys', { name: '手机', credential: device.register(options) });
  };

  it('of an official is stated on the chain of the operator', async () => {
    const caller = await signIn(service, 'regulator', null, '3706');
    const used = await usedBy(async () => {
      const { id } = await made(addPasskey(caller));
      expect((await caller.delete(`/api/v1/auth/passkeys/${String(id)}`)).status).toBe(204);
      expect((await caller.delete(`/api/v1/auth/passkeys/${String(id)}`)).status).toBe(404);
      const { secret } = await enrol(service.url, caller.credentials);
      const off = await caller.post('/api/v1/auth/totp/off', { code: codeOf(secret) });
      expect(off.status).toBe(204);
      await changePassword(caller, { password, newPassword: 'quite another long one' });
    }, operator);
    expect(acts(used)).toEqual([
      ['passkey-registered', 'regulator'],
      ['passkey-removed', 'regulator'],
      ['factor-enabled', 'regulator'],
      ['factor-disabled', 'regulator'],
      ['password-changed', 'regulator'],
    ]);
    const ids = await accountsIn();
    for (const { text, data } of used) {
      expect(ids).toContain(data['actor']);
      expect(ids.filter((id) => text.includes(id))).toEqual([]);
    }
  });

  it('of an official does not change while that cannot be recorded', async () => {
    const admin = await signIn(service, 'admin', null);
    const answer = await whileLocked(database, operator, () => addPasskey(admin));
    expect(answer.status).toBe(503);
    expect((await admin.get('/api/v1/auth/passkeys')).body['items']).toEqual([]);
  });

  it('of a member is the member’s alone', async () => {
    const { caller } = await member();
    const work = async () => {
      const { id } = await made(addPasskey(caller));
      await caller.delete(`/api/v1/auth/passkeys/${String(id)}`);
      const body = { password, newPassword: 'quite another long one' };
      await changePassword(caller, body);
    };
    const ofOrganization = await usedBy(async () => {
      expect(await usedBy(work, operator)).toEqual([]);
    });
    expect(ofOrganization).toEqual([]);
  });
});

describe('the export of a person’s data', () => {
  it('by another is stated first, and is among what is exported', async () => {
    const farmer = await takeIn(farm, { name: '示例农户甲' });
    const path = `${farmer.path}/export`;
    const refused = await whileLocked(database, farm.organizationId, () => farm.owner.get(path));
    expect(refused.status).toBe(503);
    const [used, ...more] = await usedBy(async () => {
      const { statements } = (await farm.owner.get(path)).body as unknown as {
        statements: { kind: string }[];
      };
      expect(statements.map(({ kind }) => kind)).toEqual(['power-used']);
    });
    expect(more).toEqual([]);
    expect(used?.shown).toEqual({ act: 'person-exported', role: 'owner' });
    expect(used?.data['person']).toBe(farmer.reference);
    expect(used?.text).not.toContain(farmer.id);
  });

  it('keeps nobody’s data from being erased, and names nobody any more from then on', async () => {
    const farmer = await takeIn(farm, { name: '示例农户乙' });
    await farm.owner.get(`${farmer.path}/export`);
    const answer = await farm.owner.post(`${farmer.path}/erasure`, {});
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ kept: [] });
    const traces = await tracesOf(service, farm.organizationId);
    expect(traces.filter(({ data }) => data['person'] === farmer.reference)).toEqual([]);
  });

  it('by the person leaves none', async () => {
    const { id, caller } = await member();
    const farmer = await takeIn(farm, { name: '示例农户丙', member: id });
    const used = await usedBy(async () => {
      expect((await caller.get(`${farmer.path}/export`)).status).toBe(200);
    });
    expect(used).toEqual([]);
  });

  it('that is refused leaves none', async () => {
    const farmer = await takeIn(farm, { name: '示例农户丁' });
    const { caller } = await member();
    const used = await usedBy(async () => {
      expect((await caller.get(`${farmer.path}/export`)).status).toBe(403);
      expect((await farm.admin.get(`${farmer.path}/export`)).status).toBe(404);
    });
    expect(used).toEqual([]);
  });
});

describe('a key', () => {
  const untilNow = () => ({ from: new Date().toISOString(), reason: '手机遗失' });

  it('of a member’s device counts, and ends, by a statement of who decided it', async () => {
    const { accountId, caller } = await member();
    const enrolling = new Enrolling(service, farm.organizationId);
    const [good, bad] = [makeKey(), makeKey()];
    const used = await usedBy(async () => {
      const asked = await enrolling.enrol(good, caller.credentials);
      expect((await enrolling.decide(asked, 'approve', caller.credentials)).status).toBe(403);
      for (let n = 0; n < 2; n += 1)
        expect((await enrolling.decide(asked, 'approve', farm.owner.credentials)).status).toBe(200);
      expect((await enrolling.decide(asked, 'refuse', farm.owner.credentials)).status).toBe(409);
      const other = await enrolling.enrol(bad, caller.credentials);
      expect((await enrolling.decide(other, 'refuse', farm.admin.credentials)).status).toBe(200);
      expect((await enrolling.revoke(good.kid, farm.owner.credentials)).status).toBe(200);
    });
    expect(used.map(({ shown }) => shown)).toEqual([
      { act: 'key-approved', role: 'owner', kid: good.kid },
      { act: 'key-refused', role: 'admin', kid: bad.kid },
      { act: 'key-revoked', role: 'owner', kid: good.kid },
    ]);
    expect(used.map(({ data }) => data['person'])).toEqual([accountId, accountId, undefined]);
  });

  it('is neither approved nor revoked while that cannot be recorded', async () => {
    const { caller } = await member();
    const enrolling = new Enrolling(service, farm.organizationId);
    const key = makeKey();
    const asked = await enrolling.enrol(key, caller.credentials);
    const refused = await whileLocked(database, farm.organizationId, () =>
      enrolling.decide(asked, 'approve', farm.owner.credentials),
    );
    expect(refused.status).toBe(503);
    expect(await count('select from key_enrolments where kid = $1 and approved is null', key.kid)).toBe(1);
    expect((await enrolling.decide(asked, 'approve', farm.owner.credentials)).status).toBe(200);
    const kept = await whileLocked(database, farm.organizationId, () =>
      enrolling.revoke(key.kid, farm.owner.credentials),
    );
    expect(kept.status).toBe(503);
    expect((await farm.owner.get(`${home}/keys/${key.kid}`)).body['state']).toBe('valid');
  });

  it('of the own device ends without one: its holder has no power over anybody', async () => {
    const { caller } = await member();
    const enrolling = new Enrolling(service, farm.organizationId);
    const key = makeKey();
    const asked = await enrolling.enrol(key, caller.credentials);
    await enrolling.decide(asked, 'approve', farm.owner.credentials);
    const used = await usedBy(async () => {
      expect((await enrolling.revoke(key.kid, caller.credentials)).status).toBe(200);
    });
    expect(used).toEqual([]);
  });

  it('that an owner vouches for, or has the service make, is stated once', async () => {
    const key = makeKey();
    const proof = proveKey(key, { org: farm.organizationId, aud: service.config.logOrigin });
    const eventId = { 'idempotency-key': '019ab000-0000-7000-8000-00000000000a' };
    let kid = '';
    const used = await usedBy(async () => {
      for (let n = 0; n < 2; n += 1) {
        await farm.owner.post(`${home}/keys`, { jwk: key.jwk, proof });
        kid = String((await farm.admin.post(`${home}/keys/custodial`, {}, eventId)).body['kid']);
      }
    });
    expect(used.map(({ shown }) => shown)).toEqual([
      { act: 'key-registered', role: 'owner', kid: key.kid },
      { act: 'key-registered', role: 'admin', kid },
    ]);
  });

  it('for labels is an admin’s, on the chain of the operator', async () => {
    let kid = '';
    const used = await usedBy(async () => {
      kid = String((await made(farm.admin.post('/api/v1/label-keys', {}))).kid);
      const answer = await farm.admin.post(`/api/v1/label-keys/${kid}/revocation`, untilNow());
      expect(answer.status).toBe(200);
    }, operator);
    expect(used.map(({ shown }) => shown)).toEqual([
      { act: 'key-registered', role: 'admin', kid },
      { act: 'key-revoked', role: 'admin', kid },
    ]);
  });
});

describe('the list of members', () => {
  const looks = async () =>
    (await tracesOf(service, farm.organizationId)).filter(({ shown }) => shown['what'] === 'members');
  const path = () => `/api/v1/members?organization=${farm.organizationId}`;

  it('is read by an admin only once that is stated', async () => {
    const admin = await signIn(service, 'admin', null);
    const refused = await whileLocked(database, farm.organizationId, () => admin.get(path()));
    expect(refused.status).toBe(503);
    const before = (await looks()).length;
    const { items } = (await admin.get(path())).body as unknown as { items: { id: string }[] };
    await admin.get(`/api/v1/members/${items[0]!.id}`);
    expect((await looks()).slice(before).map(({ shown }) => shown)).toEqual([
      { what: 'members', role: 'admin', purpose: 'administration' },
    ]);
  });

  it('is an owner’s without a trace', async () => {
    const before = (await looks()).length;
    expect((await farm.owner.get(path())).status).toBe(200);
    expect(await looks()).toHaveLength(before);
  });
});

describe('what the organization is told', () => {
  it('names the act and the role, and the person to nobody but an admin', async () => {
    const list = async (caller: Caller) => {
      const { items } = (await caller.get(`${home}/accesses?limit=200`)).body as unknown as {
        items: { kind: string; act: string | null; role: string; person: string | null }[];
      };
      return items.filter(({ kind }) => kind === 'power-used');
    };
    const told = await list(farm.owner);
    expect(told[0]).toMatchObject({ act: 'client-registered', role: 'owner', person: null });
    expect(told.every(({ person }) => person === null)).toBe(true);
    expect((await list(farm.admin)).every(({ person }) => person !== null)).toBe(true);
  });
});
