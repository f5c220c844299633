import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import { actorStaleMsMax } from '../../src/access/actors.js';
import { IdentitiesStore } from '../../src/access/oidc/identities.store.js';
import { createApp, stopApp } from '../../src/app.js';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { createLog } from '../../src/http/log.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import type { TestApp } from '../support/app.js';
import { SoftwareAuthenticator } from '../support/authenticator.js';
import {
  Caller,
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Cooperative,
} from '../support/cooperative.js';
import { Enrolling } from '../support/enrolment.js';
import { checkStoredChain } from '../support/ledger.js';
import { makeKey } from '../support/participant.js';
import { takeIn } from '../support/people.js';
import { operatorOf, tracesOf, type Trace, whileLocked } from '../support/power-traces.js';
import { codeOf, enrol, type EnrolledFactor } from '../support/second-factor.js';
import { readStored } from '../support/stored.js';
import { freshUscc, send, slugOf, type Answer } from './parties.js';
import { msOf } from '../support/until.js';

const password = 'apple orchard in the morning';
const erasurePath = '/api/v1/auth/account/erasure';
const exportPath = '/api/v1/auth/account/export';
const erasedName = '账号已删除 account erased';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

let farm: Cooperative;
let service: TestApp;
let owner: pg.Client;
let operator: string;

beforeAll(async () => {
  farm = await createCooperative({ env: { TRUST_PROXY: 'loopback' } });
  service = farm.service;
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
  operator = await operatorOf(service);
});
afterAll(async () => {
  for (const organizationId of [farm.organizationId, operator])
    await checkStoredChain(service.database, { organizationId, chainId: organizationId });
  await owner.end();
  await service.close();
});

let signIns = 0;

/** Somebody who signs in with an account that a route made. */
interface Holder {
  readonly accountId: string;
  readonly login: string;
  readonly caller: Caller;
  /** `furrow_refresh` and `furrow_device`, as they are sent back. */
  readonly cookies: readonly string[];
}

async function signInWith(login: string, shown: object = {}, cookie?: string): Promise<Answer> {
  signIns += 1;
  const headers = { 'x-forwarded-for': `10.7.${Math.floor(signIns / 200)}.${1 + (signIns % 200)}` };
  const all = cookie === undefined ? headers : { ...headers, cookie };
  return send(service, 'POST', '/api/v1/auth/token', all, { login, password, ...shown });
}

async function holderOf(login: string): Promise<Holder> {
  const answer = await signInWith(login);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const caller = new Caller(service.url, { authorization: `Bearer ${String(answer.body['accessToken'])}` });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  const account = await service.app.get(AccountsService).findByLogin(login);
  return { accountId: account!.id, login, caller, cookies };
}

/** An account with roles, not of the demo, signed in. */
async function holder(...grants: readonly Grant[]): Promise<Holder> {
  const login = `holder-${randomBytes(4).toString('hex')}`;
  await service.app.get(AccountsService).create({ login, name: `人 ${login}`, password, grants });
  return holderOf(login);
}

const member = (role: 'owner' | 'recorder', organizationId = farm.organizationId): Grant => ({
  role,
  organizationId,
  region: null,
});

const over = (role: 'admin' | 'inspector', region: string | null = null): Grant => ({
  role,
  organizationId: null,
  region,
});

function erase({ caller }: Pick<Holder, 'caller'>, shown: object = { password }): Promise<Answer> {
  return send(service, 'POST', erasurePath, caller.credentials, shown);
}

const stored = (): Promise<Record<string, string>> => readStored(service.testDatabase);

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await owner.query(sql, values)).rowCount ?? 0;

/** Every cell of every table, and every file of the service but what only its start needs, in all readings of them. */
async function everythingHeld(): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const cells: Buffer[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<Record<string, unknown>>(`select * from ${name}`);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (Buffer.isBuffer(value)) cells.push(value);
      else if (value !== null) cells.push(Buffer.from(JSON.stringify(value)));
    }
  }
  for (const entry of await readdir(service.config.dataDir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      // The log goes on meanwhile, and a mark that a later one replaced is left nowhere.
      const marks = entry.parentPath.endsWith('log-signed');
      const reading = readFile(join(entry.parentPath, entry.name));
      cells.push(await (marks ? reading.catch(() => Buffer.alloc(0)) : reading));
    }
  const lines = service.logLines().map((line) => Buffer.from(JSON.stringify(line)));
  return [...cells, ...lines]
    .map((cell) => cell.toString())
    .flatMap((text) => [
      text,
      ...text.split(/[."~]/).map((part) => Buffer.from(part, 'base64url').toString()),
    ])
    .join('\n');
}

async function traced(chainId: string, work: () => Promise<unknown>): Promise<Trace[]> {
  const before = (await tracesOf(service, chainId)).length;
  await work();
  return (await tracesOf(service, chainId)).slice(before);
}

async function addPasskey({ caller }: Holder, name: string): Promise<void> {
  const { origin, hostname } = new URL(service.config.publicUrl);
  const asked = await caller.open('/api/v1/auth/passkeys/options', { method: 'POST' });
  const options = (await asked.json()) as Parameters<SoftwareAuthenticator['register']>[0];
  const credential = new SoftwareAuthenticator({ origin, rpId: hostname }).register(options);
  await made(caller.post('/api/v1/auth/passkeys', { name, credential }));
}

describe('what nobody else could do', () => {
  it('keeps the last owner and the last admin: nothing changes', async () => {
    const before = await stored();
    for (const [caller, slug] of [
      [farm.owner, 'last-owner'],
      [farm.admin, 'last-admin'],
    ] as const) {
      const answer = await erase({ caller }, { password: 'a long enough password' });
      expect([answer.status, slugOf(answer)]).toEqual([409, slug]);
      expect(JSON.stringify(answer.body)).toContain('唯一');
      expect((await caller.get(exportPath)).status).toBe(200);
    }
    expect(await stored()).toEqual(before);
  });

  it('is kept by the database alone, too', async () => {
    const { rows } = await owner.query<{ id: string }>(
      "select account_id as id from members where role in ('owner', 'admin')",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { id } of rows) {
      const refusal = await service.app.get(AccountsService).erase(id, 'holder');
      expect(refusal).toMatch(/^last-/);
    }
    expect(await count('select from accounts where erased_at is not null')).toBe(0);
  });

  it('stays with one of two owners who erase themselves at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const body = { kind: 'cooperative', name: '两位负责人', region: '370686' };
      const uscc = freshUscc();
      const { id } = await made(farm.admin.post('/api/v1/organizations', { ...body, uscc }));
      const owners = [await holder(member('owner', String(id))), await holder(member('owner', String(id)))];
      const answers = await Promise.all(owners.map((one) => erase(one)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect(answers.filter(({ status }) => status === 409).map(slugOf)).toEqual(['last-owner']);
      expect(await count('select from members where organization_id = $1', id)).toBe(1);
    }
  });
});

/** Somebody with something of everything that is held of an account. */
class Everything {
  readonly login = 'zhaoliuqi-7731';
  readonly name = '赵六七七三一';
  readonly words = [this.login, this.name, '赵六的手机', '赵六的通行密钥', 'subject-of-zhaoliu'];
  readonly key = makeKey();
  me!: Holder;
  factor!: EnrolledFactor;
  person = '';
  resetToken = '';
  batch = '';

  async make(): Promise<void> {
    const body = { login: this.login, name: this.name, password, role: 'owner' };
    const { id } = await made(farm.owner.post('/api/v1/members', body));
    this.me = await holderOf(this.login);
    const { caller, accountId } = this.me;
    await addPasskey(this.me, '赵六的通行密钥');
    await service.app.get(IdentitiesStore).link({
      id: randomUUID(),
      accountId,
      issuer: 'https://id.example.org',
      subject: 'subject-of-zhaoliu',
      linkedAt: new Date(),
    });
    const enrolling = new Enrolling(service, farm.organizationId);
    await enrolling.enrol(this.key, caller.credentials, { name: '赵六的手机' });
    await enrolling.nonce(caller.credentials);
    await caller.open('/api/v1/auth/passkeys/options', { method: 'POST' });
    this.person = (await takeIn(farm, { name: '示例农户甲', member: String(id) })).path;
    await made(farm.owner.post('/api/v1/invitations', { role: 'viewer', login: 'ZhaoLiuqi-7731' }));
    await made(caller.post('/api/v1/invitations', { role: 'viewer' }));
    this.resetToken = String(
      (await made(farm.admin.post(`/api/v1/members/${String(id)}/password-reset`, {})))['token'],
    );
    this.batch = await farm.open();
    await made(
      caller.post(`/api/v1/batches/${this.batch}/events`, {
        kind: 'harvest',
        occurredAt: new Date().toISOString(),
        data: harvestOf(5),
      }),
    );
    this.factor = await enrol(service.url, caller.credentials);
  }
}

describe('an account', () => {
  const all = new Everything();
  beforeAll(() => all.make(), 60_000);

  it('is exported with all that is held of it, and no secret', async () => {
    const answer = await all.me.caller.get(exportPath);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="account.json"');
    const { accountId } = all.me;
    expect(answer.body).toMatchObject({
      account: { id: accountId, login: all.login, name: all.name },
      roles: [{ role: 'owner', organization: farm.organizationId, region: null, until: null }],
      sessions: [{ way: 'password', strong: true, ended: null }],
      secondFactor: { active: true, recoveryCodesLeft: 10 },
      passkeys: [{ name: '赵六的通行密钥', usedAt: null }],
      identities: [{ issuer: 'https://id.example.org', subject: 'subject-of-zhaoliu' }],
      links: [
        { purpose: 'password-reset', made: false },
        { purpose: 'invitation', made: true },
        { purpose: 'invitation', made: false, role: 'viewer' },
      ],
      devices: [{ kid: all.key.kid, name: '赵六的手机', approved: true }],
      people: [{ organization: farm.organizationId, person: all.person.split('/').at(-1) }],
      breakGlass: [],
    });
    const text = JSON.stringify(answer.body);
    expect(text).toMatch(/"createdAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
    const { rows } = await owner.query<{ secret: string }>(
      `select encode(sealed_password, 'base64') as secret from accounts where id = $1
       union all select encode(sealed_secret, 'base64') from second_factors where account_id = $1
       union all select encode(code_hash, 'hex') from recovery_codes where account_id = $1
       union all select encode(public_key, 'hex') from passkeys where account_id = $1
       union all select encode(token_hash, 'hex') from one_time_links`,
      [accountId],
    );
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter(({ secret }) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/argon2|hash|secret"|token/i);
  });

  it('is exported to nobody else', async () => {
    expect((await fetch(service.url + exportPath)).status).toBe(401);
    expect((await farm.owner.get(exportPath)).body['account']).not.toMatchObject({ login: all.login });
  });

  it('is not erased by a wrong password, without its code, or with a wrong one: nothing changes', async () => {
    const before = await stored();
    const tries = [
      [{ password: 'wrong' }, 'login-failed'],
      [{ password }, 'second-factor-required'],
      [{ password, code: '000000' }, 'second-factor-required'],
      [{ code: codeOf(all.factor.secret) }, 'validation'],
      [{}, 'validation'],
    ] as const;
    for (const [shown, slug] of tries) expect(slugOf(await erase(all.me, shown))).toBe(slug);
    expect((await fetch(service.url + erasurePath, { method: 'POST' })).status).toBe(401);
    expect(await stored()).toEqual(before);
  });

  it('is not erased while that it leaves cannot be recorded', async () => {
    const [code = ''] = all.factor.recoveryCodes;
    const answer = await whileLocked(owner, farm.organizationId, () => erase(all.me, { password, code }));
    expect(answer.status).toBe(503);
    expect((await all.me.caller.get(exportPath)).body['account']).toMatchObject({ login: all.login });
  });

  it('is erased as a whole, or not at all', async () => {
    await owner.query(
      `create function break_down() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    );
    await owner.query(
      'create trigger broken before update on people for each row execute function break_down()',
    );
    const [, code = ''] = all.factor.recoveryCodes;
    const counts = () =>
      count(
        `select id::text from sessions where account_id = $1 union all select id::text from passkeys where account_id = $1
         union all select id::text from members where account_id = $1 union all select id::text from identities where account_id = $1`,
        all.me.accountId,
      );
    const before = await counts();
    expect((await erase(all.me, { password, code })).status).toBe(500);
    await owner.query('drop function break_down cascade');
    expect([before, await counts()]).toEqual([4, 4]);
  });

  it('is erased by its holder: token, cookie, password and link open nothing any more', async () => {
    const code = codeOf(all.factor.secret, 1);
    const answer = await erase(all.me, { password, code });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie().join()).toMatch(/^furrow_refresh=;/);
    expect((await all.me.caller.get(exportPath)).status).toBe(401);
    expect((await erase(all.me, { password, code })).status).toBe(401);
    const cookie = all.me.cookies.join('; ');
    expect((await send(service, 'POST', '/api/v1/auth/refresh', { cookie })).status).toBe(401);
    expect(slugOf(await signInWith(all.login, { code: codeOf(all.factor.secret, 1) }))).toBe('login-failed');
    const reset = { token: all.resetToken, password: 'another one in the evening' };
    expect((await send(service, 'POST', '/api/v1/auth/password-reset', {}, reset)).status).toBe(422);
  });

  it('has told the organization once that its role ended, by its own doing, without telling whose', async () => {
    const ended = (await tracesOf(service, farm.organizationId)).filter(({ kind }) => kind === 'role-ended');
    expect(ended.map(({ shown, data }) => [shown, data['person'], data['actor']])).toEqual([
      [{ role: 'owner', by: 'owner' }, all.me.accountId, all.me.accountId],
    ]);
    expect(ended[0]?.text).not.toContain(all.me.accountId);
  });

  it('leaves no login and no name in any table, file or line of the log', async () => {
    const held = await everythingHeld();
    expect(held.length).toBeGreaterThan(100_000);
    for (const word of all.words) expect(held.toLowerCase().includes(word.toLowerCase()), word).toBe(false);
  });

  it('leaves of its row the id and the time', async () => {
    const { rows } = await owner.query<Record<string, unknown>>('select * from accounts where id = $1', [
      all.me.accountId,
    ]);
    const [{ erased_at: at, ...row } = {}] = rows;
    expect(at).toBeInstanceOf(Date);
    expect(row).toEqual({
      id: all.me.accountId,
      login: null,
      password_hash: null,
      name: null,
      created_at: null,
      disabled_at: at,
      demo: false,
      sealed_key: null,
      sealed_profile: null,
      sealed_password: null,
    });
  });

  it('is named by nothing but decisions and the register of devices', async () => {
    const { rows } = await owner.query<{ table: string; column: string }>(
      `select c.conrelid::regclass::text as table, a.attname as column from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.confrelid = 'accounts'::regclass order by 1, 2`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const naming: string[] = [];
    for (const { table, column } of rows)
      if ((await count(`select from ${table} where ${column} = $1`, all.me.accountId)) > 0)
        naming.push(`${table}.${column}`);
    expect(naming).toEqual(['key_enrolments.account_id', 'key_enrolments.decided_by']);
  });

  it('reads as erased where it is named', async () => {
    const keys = `/api/v1/organizations/${farm.organizationId}/keys`;
    const key = (await farm.owner.get(`${keys}/${all.key.kid}`)).body;
    expect(key).toMatchObject({ holder: { name: erasedName, role: null }, device: { name: erasedName } });
    const enrolments = (await farm.owner.get(`${keys}/enrolments`)).body['items'];
    expect(enrolments).toMatchObject([{ holder: { name: erasedName }, device: { name: erasedName } }]);
    const accesses = (await farm.admin.get(`/api/v1/organizations/${farm.organizationId}/accesses?limit=200`))
      .body['items'] as { kind: string; person: string }[];
    expect(accesses.findLast(({ kind }) => kind === 'role-ended')?.person).toBe(erasedName);
    for (const state of ['active', 'ended']) {
      const members = await farm.owner.get(`/api/v1/members?state=${state}`);
      expect(JSON.stringify(members.body)).not.toContain(erasedName);
    }
  });

  it('leaves the person it was, as nobody’s account', async () => {
    expect((await farm.owner.get(all.person)).body).toMatchObject({ state: 'in-use', name: '示例农户甲' });
    const answer = await farm.owner.post(`${all.person}/erasure`, {});
    expect(answer.body).toMatchObject({ account: null });
  });

  it('leaves the invitation to its login as good as before, without the login', async () => {
    const { items } = (await farm.owner.get('/api/v1/invitations')).body as { items?: object[] };
    expect(items).toMatchObject([{ role: 'viewer', login: null }]);
  });

  it('leaves chains and evidence that verify', async () => {
    await checkStoredChain(service.database, { organizationId: farm.organizationId, chainId: all.batch });
    await service.settled();
    const { body } = await farm.owner.get(`/api/v1/batches/${all.batch}`);
    const trust = await fetch(`${service.url}/.well-known/furrow/trust.json`);
    const evidence = await fetch(`${service.url}/evidence/${String(body['code'])}`);
    const report = verifyEvidence(
      new Uint8Array(await evidence.arrayBuffer()),
      parseTrust(new Uint8Array(await trust.arrayBuffer())),
      {},
    );
    expect(report.verdict).toBe('verified');
  });

  it('gives its login to whoever takes it next, and nothing else', async () => {
    const before = all.me.cookies.find((cookie) => cookie.startsWith('furrow_device=')) ?? '';
    const wanted = 'quite another long one';
    const body = { login: all.login, name: '另一个人', password: wanted, role: 'viewer' };
    await made(farm.owner.post('/api/v1/members', body));
    expect(slugOf(await signInWith(all.login))).toBe('login-failed');
    const answer = await signInWith(all.login, { password: wanted }, before);
    expect(answer.status).toBe(200);
    const next = new Caller(service.url, { authorization: `Bearer ${String(answer.body['accessToken'])}` });
    const file = (await next.get(exportPath)).body;
    expect(file).toMatchObject({
      account: { login: all.login, name: '另一个人' },
      roles: [{ role: 'viewer', organization: farm.organizationId }],
      secondFactor: { active: false, recoveryCodesLeft: 0 },
      passkeys: [],
      identities: [],
      links: [],
      devices: [],
      people: [],
    });
    expect(file['roles']).toHaveLength(1);
    expect(file['sessions']).toHaveLength(1);
    expect((file['account'] as { id: string }).id).not.toBe(all.me.accountId);
    // Where the one before signed in, the next one is a stranger until having signed in there.
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const headers = { 'x-forwarded-for': '10.8.0.1', cookie: before };
      statuses.push(
        (await send(service, 'POST', '/api/v1/auth/token', headers, { login: all.login, password })).status,
      );
    }
    const known = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('furrow_device=')) ?? '';
    expect(known.split(';', 1)[0]?.split('.').length).toBe(3);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    const headers = { 'x-forwarded-for': '10.8.0.1', cookie: known.split(';', 1)[0] ?? '' };
    const again = await send(service, 'POST', '/api/v1/auth/token', headers, {
      login: all.login,
      password: wanted,
    });
    expect(again.status).toBe(200);
  });
});

describe('an erasure', () => {
  it('that is asked for eight times at once is one', async () => {
    const me = await holder(member('recorder'));
    const traces = await traced(farm.organizationId, async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => erase(me)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(204);
      expect(statuses.slice(1)).toEqual(Array(7).fill(401));
    });
    expect(traces.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['role-ended', { role: 'recorder', by: 'recorder' }],
    ]);
    expect(await count('select from accounts where id = $1 and erased_at is not null', me.accountId)).toBe(1);
  });

  it('is seen by another process within ten seconds', async () => {
    const me = await holder(member('recorder'));
    const other = await createApp(service.config, { database: service.database, log: createLog('error') });
    try {
      await other.listen(0, '127.0.0.1');
      const there = me.caller.at((await other.getUrl()).replace('[::1]', '127.0.0.1'));
      expect((await there.get('/api/v1/products')).status).toBe(200);
      expect((await erase(me)).status).toBe(204);
      const isOver = async () => (await there.get('/api/v1/products')).status === 401;
      const { ms } = await msOf(() => expect.poll(isOver, { interval: 500 }).toBe(true));
      expect(ms).toBeLessThan(actorStaleMsMax + 3_000);
    } finally {
      await stopApp(other);
    }
  });

  it('of an account without a role leaves no statement', async () => {
    const me = await holder();
    const traces = await traced(operator, async () => {
      expect((await erase(me)).status).toBe(204);
    });
    expect(traces).toEqual([]);
  });

  it('of an official is stated on the chain of the operator', async () => {
    const me = await holder(over('inspector', '3706'));
    const traces = await traced(operator, async () => {
      expect((await erase(me)).status).toBe(204);
    });
    expect(traces.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['role-ended', { role: 'inspector', region: '3706', by: 'inspector' }],
      ['power-used', { act: 'account-erased', role: 'inspector' }],
    ]);
    for (const { text, data } of traces) {
      expect(data['actor']).toBe(me.accountId);
      expect(text).not.toContain(me.accountId);
    }
  });

  it('lets nothing in that was on its way: no session, role, link or means of signing in', async () => {
    const me = await holder(member('recorder'));
    expect((await erase(me)).status).toBe(204);
    const { accountId } = me;
    const rows = [
      `insert into sessions values ('${nowhere}', '${accountId}', 'password', false, now(), now(), now() + interval '1 day')`,
      `insert into members values ('${nowhere}', '${accountId}', null, 'admin', null, now())`,
      `insert into second_factors values ('${accountId}', 'x', now())`,
      `insert into identities values ('${nowhere}', '${accountId}', 'x', 'x', now())`,
      `insert into passkeys values ('${nowhere}', '${accountId}', 'x', 'x', 0, '{}', 'x', now())`,
      `insert into passkey_challenges values (sha256('x'), '${accountId}', now())`,
      `insert into key_challenges values ('${farm.organizationId}', '${accountId}', repeat('x', 43), now())`,
      `insert into key_enrolments values ('${farm.organizationId}', '${nowhere}', '${accountId}', repeat('x', 43), 'ES256', '{}', 'x', 'phone', null, now())`,
      `insert into one_time_links values ('${nowhere}', 'password-reset', sha256('x'), null, null, '${accountId}', (select id from accounts where erased_at is null limit 1), now(), now())`,
      `insert into one_time_links values ('${nowhere}', 'invitation', sha256('x'), '${farm.organizationId}', 'viewer', null, '${accountId}', now(), now())`,
    ];
    for (const row of rows) expect(await count(row), row).toBe(0);
    const [person] = (
      await owner.query<{ account_id: string | null }>(
        `with key as (insert into subject_keys values ($1, $2, 'x') returning subject_id)
         insert into people select $1, subject_id, $3, 'x', now() from key returning account_id`,
        [farm.organizationId, randomUUID(), accountId],
      )
    ).rows;
    expect(person).toEqual({ account_id: null });
    const accounts = service.app.get(AccountsService);
    expect([await accounts.enable(accountId), await accounts.disable(accountId)]).toEqual([false, false]);
    await accounts.setPassword(accountId, password, nowhere);
    await accounts.addGrant(accountId, member('owner'));
    expect(await count('select from members where account_id = $1', accountId)).toBe(0);
    expect(await count('select from accounts where id = $1 and sealed_password is null', accountId)).toBe(1);
  });
});

describe('the function that erases', () => {
  const call = (id: string) => `select refusal from erase_account('${id}', true, now())`;

  it('is not for the tenants’ login, and the service’s own can do none of it in another way', async () => {
    const me = await holder();
    const asTenant = new pg.Client({ connectionString: tenantUrl(service.testDatabase.serviceUrl) });
    const asService = new pg.Client({ connectionString: service.testDatabase.serviceUrl });
    await Promise.all([asTenant.connect(), asService.connect()]);
    const denied = { code: '42501' };
    await expect(asTenant.query(call(me.accountId))).rejects.toMatchObject(denied);
    for (const sql of [
      "update accounts set login = 'x'",
      "update accounts set sealed_profile = 'x'",
      'update accounts set sealed_key = null',
      'update accounts set erased_at = now()',
      'delete from members',
    ])
      await expect(asService.query(sql), sql).rejects.toMatchObject(denied);
    await Promise.all([asTenant.end(), asService.end()]);
    expect((await me.caller.get(exportPath)).status).toBe(200);
  });

  it('is the operator’s own for what came back with an old copy of the database', async () => {
    const me = await holder();
    expect((await owner.query(call(me.accountId))).rows).toEqual([{ refusal: null }]);
    expect((await owner.query(call(me.accountId))).rows).toEqual([{ refusal: 'gone' }]);
    expect((await owner.query(call(nowhere))).rows).toEqual([{ refusal: 'gone' }]);
  });
});

describe('what an erased official asked for', () => {
  it('is in the export before, reads as erased afterwards, and is approved by nobody', async () => {
    const me = await holder(over('inspector', '51'));
    const body = { organization: farm.organizationId, reason: '核查流向' };
    const { id } = await made(me.caller.post('/api/v1/break-glass', body));
    const file = (await me.caller.get(exportPath)).body;
    expect(file['breakGlass']).toMatchObject([{ ...body, role: 'inspector', decision: null }]);
    expect((await erase(me)).status).toBe(204);
    const asked = await farm.admin.get(`/api/v1/break-glass/${String(id)}`);
    expect(asked.body).toMatchObject({ requester: erasedName, reason: '核查流向' });
    const decision = { decision: 'approved' };
    const decided = await farm.admin.post(`/api/v1/break-glass/${String(id)}/decision`, decision);
    expect(slugOf(decided)).toBe('break-glass-closed');
  });
});

describe('an invitation of another organization, to a login that is the same', () => {
  it('is neither in the export nor changed by the erasure', async () => {
    const body = { kind: 'cooperative', name: '别家合作社', uscc: freshUscc(), region: '370686' };
    const { id } = await made(farm.admin.post('/api/v1/organizations', body));
    const inviter = await holder(member('owner', String(id)));
    const me = await holder(member('recorder'));
    await made(inviter.caller.post('/api/v1/invitations', { role: 'viewer', login: me.login }));
    expect((await me.caller.get(exportPath)).body).toMatchObject({ links: [] });
    expect((await erase(me)).status).toBe(204);
    const { items } = (await inviter.caller.get('/api/v1/invitations')).body as { items?: object[] };
    expect(items).toMatchObject([{ role: 'viewer', login: me.login }]);
  });
});

describe('what happens while an account is erased', () => {
  /** Asks for `work` while `first` is done and not committed, and answers it after the commit; it has to wait for it. */
  async function behind<T>(first: string, values: readonly unknown[], work: () => Promise<T>): Promise<T> {
    let isDone = false;
    await owner.query('begin');
    try {
      await owner.query(first, [...values]);
      const asked = work().finally(() => {
        isDone = true;
      });
      await setTimeout(200);
      expect(isDone).toBe(false);
      await owner.query('commit');
      return await asked;
    } finally {
      await owner.query('rollback');
    }
  }

  const pair = async (): Promise<readonly [Holder, Holder]> => {
    const body = { kind: 'cooperative', name: '两位负责人', uscc: freshUscc(), region: '370686' };
    const { id } = await made(farm.admin.post('/api/v1/organizations', body));
    return [await holder(member('owner', String(id))), await holder(member('owner', String(id)))];
  };
  const eraseRow = ({ accountId }: Holder): Promise<string | null> =>
    service.app.get(AccountsService).erase(accountId, 'holder');

  it('is seen: the other owner leaves, and it is the last', async () => {
    const [one, other] = await pair();
    const leave = 'update members set ended_at = now() where account_id = $1';
    expect(await behind(leave, [other.accountId], () => eraseRow(one))).toBe('last-owner');
  });

  it('is seen: the account of the other owner ends, and it is the last', async () => {
    const [one, other] = await pair();
    const end = 'update accounts set disabled_at = now() where id = $1';
    expect(await behind(end, [other.accountId], () => eraseRow(one))).toBe('last-owner');
  });

  const signInText = `insert into sessions values ($2, $1, 'password', false, now(), now(), now() + interval '1 day')`;

  it('is destroyed with it: a session that began just before', async () => {
    const me = await holder();
    expect(await behind(signInText, [me.accountId, randomUUID()], () => eraseRow(me))).toBeNull();
    expect(await count('select from sessions where account_id = $1', me.accountId)).toBe(0);
  });

  it('is not stored: a session that begins just after', async () => {
    const me = await holder();
    const eraseText = 'select from erase_account($1, true, now())';
    const begin = () => signInWith(me.login);
    const answer = await behind(eraseText, [me.accountId], begin);
    expect([200, 401]).toContain(answer.status);
    expect(await count('select from sessions where account_id = $1', me.accountId)).toBe(0);
    const headers = { authorization: `Bearer ${String(answer.body['accessToken'])}` };
    expect((await send(service, 'GET', exportPath, headers)).status).toBe(401);
  });
});

describe('an account that has ended', () => {
  const official = async (): Promise<string> => {
    const body = { login: `official-${randomBytes(4).toString('hex')}`, name: '离任人员', password };
    const { id } = await made(
      farm.admin.post('/api/v1/accounts', { ...body, role: 'inspector', region: '37' }),
    );
    return String(id);
  };
  const ended = async (): Promise<string> => {
    const id = await official();
    expect((await farm.admin.delete(`/api/v1/accounts/${id}`)).status).toBe(204);
    return id;
  };
  const eraseAt = (path: string, by: Caller = farm.admin): Promise<Answer> =>
    send(service, 'POST', `${path}/erasure`, by.credentials);

  it('of an official is erased by an admin, who is stated to have done it', async () => {
    const id = await ended();
    const used = await traced(operator, async () => {
      expect((await eraseAt(`/api/v1/accounts/${id}`)).status).toBe(204);
      expect((await eraseAt(`/api/v1/accounts/${id}`)).status).toBe(404);
    });
    expect(used.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['power-used', { act: 'account-erased', role: 'admin' }],
    ]);
    expect(used[0]?.data['person']).toBe(id);
    expect(used[0]?.text).not.toContain(id);
    expect(
      (await send(service, 'POST', `/api/v1/accounts/${id}/reactivate`, farm.admin.credentials)).status,
    ).toBe(404);
    expect(JSON.stringify((await farm.admin.get('/api/v1/accounts?state=ended')).body)).not.toContain(id);
  });

  it('is erased by nobody but an admin, and not while it is in use: nothing changes', async () => {
    const [gone, used] = [await ended(), await official()];
    const regulator = await signIn(service, 'regulator', null, '37');
    const before = await stored();
    for (const caller of [farm.owner, regulator])
      expect((await eraseAt(`/api/v1/accounts/${gone}`, caller)).status).toBe(403);
    const answer = await eraseAt(`/api/v1/accounts/${used}`);
    expect([answer.status, slugOf(answer)]).toEqual([409, 'account-in-use']);
    expect((await eraseAt(`/api/v1/accounts/${nowhere}`)).status).toBe(404);
    expect(await stored()).toEqual(before);
  });

  it('is not erased while that cannot be recorded', async () => {
    const id = await ended();
    const answer = await whileLocked(owner, operator, () => eraseAt(`/api/v1/accounts/${id}`));
    expect(answer.status).toBe(503);
    expect(await count('select from accounts where id = $1 and erased_at is null', id)).toBe(1);
  });

  it('of a member is erased once all memberships have ended, and stated on the chain of the organization', async () => {
    const me = await holder(member('recorder'));
    const { rows } = await owner.query<{ id: string }>('select id from members where account_id = $1', [
      me.accountId,
    ]);
    const path = `/api/v1/members/${rows[0]!.id}`;
    expect(slugOf(await eraseAt(path))).toBe('account-in-use');
    expect((await farm.owner.delete(path)).status).toBe(204);
    await service.app.get(AccountsService).addGrant(me.accountId, over('inspector', '37'));
    expect(slugOf(await eraseAt(path))).toBe('account-in-use');
    await service.app.get(AccountsService).endGrant(me.accountId, over('inspector', '37'));
    expect((await eraseAt(path, farm.owner)).status).toBe(403);
    const used = await traced(farm.organizationId, async () => {
      expect((await eraseAt(path)).status).toBe(204);
    });
    expect(used.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['power-used', { act: 'account-erased', role: 'admin' }],
    ]);
    expect(used[0]?.data['person']).toBe(me.accountId);
    expect((await me.caller.get(exportPath)).status).toBe(401);
  });

  it('and is taken back meanwhile is not erased', async () => {
    const id = await official();
    expect(await service.app.get(AccountsService).erase(id, 'admin')).toBe('in-use');
  });
});

describe('the erasure of a person', () => {
  it('says how the account of the same person is erased, in both languages', async () => {
    const me = await holder(member('recorder'));
    const { rows } = await owner.query<{ id: string }>('select id from members where account_id = $1', [
      me.accountId,
    ]);
    const person = await takeIn(farm, { name: '示例农户乙', member: rows[0]!.id });
    const ask = async (method: string, language: string) =>
      (
        await send(service, method, `${person.path}/erasure`, {
          ...farm.owner.credentials,
          'accept-language': language,
        })
      ).body['account'] as { erasedBy: string; note: string };
    const zh = await ask('POST', 'zh-CN');
    expect(zh.erasedBy).toBe(`POST ${erasurePath}`);
    expect(zh.note).toContain('账号');
    expect((await ask('GET', 'en')).note).toContain('several organizations');
    await service.app.get(ErasureJob).run(new Date(Date.now() + 60_000));
    expect(await ask('GET', 'zh-CN')).toBeNull();
    expect((await me.caller.get(exportPath)).status).toBe(200);
  });
});
