import { randomBytes, randomUUID } from 'node:crypto';
import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountErasing } from '../../src/access/account-erasing.js';
import { AccountErasingStore } from '../../src/access/account-erasing.store.js';
import { AccountKeyFiles } from '../../src/access/account-key-files.js';
import { AccountKeys } from '../../src/access/account-keys.js';
import { AccountNames } from '../../src/access/account-names.js';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import { IdentitiesStore } from '../../src/access/oidc/identities.store.js';
import { prepareAccounts } from '../../src/access/prepare-accounts.js';
import { createApp, stopApp } from '../../src/app.js';
import { makeFirstAdmin } from '../../src/cli/first-admin.js';
import { createLog } from '../../src/http/log.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { send, type Answer } from './parties.js';

const password = 'apple orchard in the morning';

let farm: Cooperative;
let owner: pg.Client;
let files: AccountKeyFiles;
let other: NestFastifyApplication;
const said: string[] = [];
beforeAll(async () => {
  farm = await createCooperative({ env: { TRUST_PROXY: 'loopback' } });
  const { config, database, testDatabase } = farm.service;
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
  files = new AccountKeyFiles(join(config.dataDir, 'account-keys'));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString());
      done();
    },
  });
  // The lines of both processes: the one that began last has them.
  other = await createApp(config, { database, log: createLog('warn', sink) });
});
afterAll(async () => {
  await stopApp(other);
  await owner.end();
  await farm.service.close();
});

const accounts = (): AccountsService => farm.service.app.get(AccountsService);
const freshLogin = (): string => `sealed-${randomBytes(4).toString('hex')}`;
const fileOf = (id: string): string => join(farm.service.config.dataDir, 'account-keys', id.slice(0, 2), id);

async function account(...grants: readonly Grant[]): Promise<{ id: string; login: string }> {
  const login = freshLogin();
  return { id: await accounts().create({ login, name: '孙八', password, grants }), login };
}

let signIns = 0;
function signIn(login: string): Promise<Answer> {
  signIns += 1;
  const headers = { 'x-forwarded-for': `10.10.0.${1 + (signIns % 250)}` };
  return send(farm.service, 'POST', '/api/v1/auth/token', headers, { login, password });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function stateOf(id: string): Promise<{ erased: boolean; half: boolean; profile: boolean }> {
  const text = `select erased_at is not null as erased, sealed_key is not null as half,
    sealed_profile is not null as profile from accounts where id = $1`;
  const { rows } = await owner.query<{ erased: boolean; half: boolean; profile: boolean }>(text, [id]);
  return rows[0]!;
}

describe('a login', () => {
  it('is that of one account, however many are made of it at once, in two processes', async () => {
    for (let round = 0; round < 3; round += 1) {
      const login = freshLogin();
      const made = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? farm.service.app : other)
            .get(AccountsService)
            .create({ login, name: `第${index}人`, password, grants: [] }),
        ),
      );
      const ids = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(ids).toHaveLength(1);
      for (const one of made)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ slug: 'login-taken' });
      expect((await accounts().findByLogin(login))?.id).toBe(ids[0]);
      expect((await signIn(login)).status).toBe(200);
    }
  });

  it('that was filed for an account which was never stored is free', async () => {
    const { id, login } = await account();
    expect((await accounts().erase(id, 'holder')) ?? 'erased').toBe('erased');
    // As a process that was killed between the file and the row.
    const stray = randomUUID();
    await files.create(stray);
    const tag = await farm.service.app.get(AccountNames).tag('login', login);
    await files.note(tag, stray);
    await files.give(tag, stray);
    expect((await signIn(login)).status).toBe(401);
    const next = await accounts().create({ login, name: '下一位', password, grants: [] });
    expect((await accounts().findByLogin(login))?.id).toBe(next);
  });

  it('is not taken back from who has it by now', async () => {
    const [gone, next] = [await account(), await account()];
    const names = farm.service.app.get(AccountNames);
    const tag = await names.tag('login', next.login);
    await owner.query('select erase_account($1, true, now())', [gone.id]);
    await files.note(tag, gone.id);
    await farm.service.app.get(AccountErasing).look();
    expect((await accounts().findByLogin(next.login))?.id).toBe(next.id);
  });

  it('is not found by a file that names another account', async () => {
    const [one, two] = [await account(), await account()];
    await files.give(await farm.service.app.get(AccountNames).tag('login', one.login), two.id);
    expect(await accounts().findByLogin(one.login)).toBeNull();
    expect((await signIn(one.login)).status).toBe(401);
  });
});

describe('an identity at a provider', () => {
  it('is linked to one account of several that ask at once, and free once it is unlinked', async () => {
    const stores = [farm.service.app, other].map((app) => app.get(IdentitiesStore));
    const holders = await Promise.all(Array.from({ length: 8 }, () => account()));
    const identity = { issuer: 'https://id.example.org', subject: randomUUID() };
    const linked = await Promise.all(
      holders.map(({ id: accountId }, index) =>
        stores[index % 2]!.link({ id: randomUUID(), accountId, ...identity, linkedAt: new Date() }),
      ),
    );
    expect(linked.filter(Boolean)).toHaveLength(1);
    const found = await stores[0]!.find(identity.issuer, identity.subject);
    expect(found?.accountId).toBe(holders[linked.indexOf(true)]?.id);
    expect(await stores[1]!.unlink(found!.id, found!.accountId)).toBe(true);
    expect(await stores[0]!.find(identity.issuer, identity.subject)).toBeNull();
    const again = { id: randomUUID(), accountId: holders[0]!.id, ...identity, linkedAt: new Date() };
    expect(await stores[0]!.link(again)).toBe(true);
  });
});

describe('an erasure that a crash cut short', () => {
  it('after the database is finished by the next look of another process', async () => {
    const { id, login } = await account();
    await owner.query('select erase_account($1, true, now())', [id]);
    expect(await stateOf(id)).toEqual({ erased: true, half: true, profile: false });
    expect(await isThere(fileOf(id))).toBe(true);
    await other.get(AccountErasing).look();
    expect(await stateOf(id)).toEqual({ erased: true, half: false, profile: false });
    expect(await isThere(fileOf(id))).toBe(false);
    expect(await accounts().create({ login, name: '下一位', password, grants: [] })).not.toBe(id);
  });

  it('after the mark, or after the file, is finished as well', async () => {
    for (const cut of ['mark', 'file'] as const) {
      const { id } = await account();
      await owner.query('select erase_account($1, true, now())', [id]);
      const kept = fileOf(id);
      if (cut === 'mark') await rename(kept, `${kept}.away`);
      await files.mark(id);
      await files.destroy(id);
      if (cut === 'mark') await rename(`${kept}.away`, kept);
      expect((await stateOf(id)).half).toBe(true);
      await other.get(AccountErasing).look();
      expect((await stateOf(id)).half).toBe(false);
      expect(await isThere(kept)).toBe(false);
    }
  });

  it('and a file that an older copy of the directory brings back is destroyed at the start', async () => {
    const { id } = await account();
    expect(await accounts().erase(id, 'holder')).toBeNull();
    await files.create(id);
    await farm.service.app.get(AccountErasing).sweep();
    expect(await isThere(fileOf(id))).toBe(false);
    expect(await files.erased()).toContain(id);
  });
});

describe('a start on an older copy of the database', () => {
  const prepare = () => prepareAccounts(farm.service.testDatabase.ownerUrl, farm.service.config);

  it('erases once more whoever was erased since, the only owner and admin as well', async () => {
    const organization = { role: 'recorder', organizationId: farm.organizationId, region: null } as const;
    const { id, login } = await account(organization, { role: 'admin', organizationId: null, region: null });
    await owner.query('begin');
    await owner.query("update members set ended_at = now() where role = 'admin' and account_id <> $1", [id]);
    await owner.query('commit');
    expect(await accounts().erasureRefusal(id, 'holder')).toBe('last-admin');
    // The copy knows the account; the files do not any more.
    await files.mark(id);
    await files.destroy(id);
    expect(await prepare()).toEqual({ sealed: 0, erased: 1 });
    expect(await stateOf(id)).toEqual({ erased: true, half: true, profile: false });
    expect((await owner.query('select from members where account_id = $1', [id])).rowCount).toBe(0);
    expect(await accounts().findByLogin(login)).toBeNull();
    expect((await signIn(login)).status).toBe(401);
    expect(await prepare()).toEqual({ sealed: 0, erased: 0 });
    await farm.service.app.get(AccountErasing).look();
    expect((await stateOf(id)).half).toBe(false);
    // Nobody runs the service now: the next start makes somebody.
    const admin = await makeFirstAdmin(farm.service.app, farm.service.config);
    expect(admin?.login).toBe('admin');
    expect(await makeFirstAdmin(farm.service.app, farm.service.config)).toBeNull();
    await owner.query("update members set ended_at = null where role = 'admin'");
  });
});

describe('an account whose file is missing', () => {
  it('signs in no more, is answered like nobody, named in the log, and whole again when the file is back', async () => {
    const organization = { role: 'recorder', organizationId: farm.organizationId, region: null } as const;
    const { id, login } = await account(organization);
    const path = fileOf(id);
    await rename(path, `${path}.away`);
    const [lost, nobody] = [await signIn(login), await signIn(freshLogin())];
    const withoutIds = ({ status, body }: Answer) => ({ status, body: { ...body, instance: null } });
    expect(withoutIds(lost)).toEqual(withoutIds(nobody));
    expect(lost.status).toBe(401);
    expect(said.join('')).toContain(`account ${id} cannot be opened: its file in account-keys is missing`);
    const members = await farm.owner.get('/api/v1/members?limit=200');
    expect(JSON.stringify(members.body)).toContain('账号无法打开 account cannot be opened');
    const again = accounts().create({ login, name: '另一位', password, grants: [] });
    await expect(again).rejects.toMatchObject({ slug: 'login-taken' });
    expect(await prepareAccounts(farm.service.testDatabase.ownerUrl, farm.service.config)).toMatchObject({
      erased: 0,
    });
    await rename(`${path}.away`, path);
    expect((await signIn(login)).status).toBe(200);
  });

  it('is erased by an admin, as every other', async () => {
    const { id, login } = await account();
    const path = fileOf(id);
    await rename(path, `${path}.away`);
    expect(await accounts().erase(id, 'admin')).toBeNull();
    expect(await stateOf(id)).toEqual({ erased: true, half: false, profile: false });
    await accounts().create({ login, name: '另一位', password, grants: [] });
  });
});

describe('what is sealed under the key of an account', () => {
  it('opens as what it is, and for the account whose it is, only', async () => {
    const [one, two] = [await account(), await account()];
    const keys = farm.service.app.get(AccountKeys);
    const sealed = await keys.seal(one.id, 'passkey-name/1', '手机');
    const open = (accountId: string, what: string) => keys.open([{ accountId, what, sealed }]);
    expect((await open(one.id, 'passkey-name/1'))[0]?.toString()).toBe('手机');
    await expect(open(one.id, 'passkey-name/2')).rejects.toThrow();
    await expect(open(two.id, 'passkey-name/1')).rejects.toThrow();
    const lastByte = sealed!.length - 1;
    sealed![lastByte] = (sealed![lastByte]! + 1) % 256;
    await expect(open(one.id, 'passkey-name/1')).rejects.toThrow();
  });

  it('cannot be sealed for an account that was erased', async () => {
    const { id } = await account();
    expect(await accounts().erase(id, 'holder')).toBeNull();
    expect(await farm.service.app.get(AccountKeys).seal(id, 'profile', 'x')).toBeNull();
    expect(await farm.service.app.get(AccountErasingStore).unfinished(10)).not.toContain(id);
  });
});

describe('the login that an invitation expects', () => {
  it('is told to who may list it, and its file ends with the invitation', async () => {
    const login = freshLogin();
    const answers: { token: string; id: string }[] = [];
    for (let count = 0; count < 2; count += 1) {
      const { body } = await send(farm.service, 'POST', '/api/v1/invitations', farm.owner.credentials, {
        role: 'viewer',
        login,
      });
      answers.push(body as unknown as { token: string; id: string });
    }
    const listed = (await farm.owner.get('/api/v1/invitations')).body['items'] as { login: string | null }[];
    expect(listed.filter((one) => one.login === login)).toHaveLength(2);
    const later = new Date(Date.now() + 120_000);
    await farm.service.app.get(AccountErasing).look(later);
    const halves = () => files.hintsBefore(Infinity);
    expect((await halves()).sort()).toEqual(answers.map(({ id }) => id).sort());
    const [accepted, withdrawn] = answers;
    const acceptance = { token: accepted!.token, login, name: '新来的', password };
    expect((await send(farm.service, 'POST', '/api/v1/invitations/accept', {}, acceptance)).status).toBe(201);
    expect((await farm.owner.delete(`/api/v1/invitations/${withdrawn!.id}`)).status).toBe(204);
    await farm.service.app.get(AccountErasing).look();
    expect(await halves()).toHaveLength(2);
    await farm.service.app.get(AccountErasing).look(later);
    expect(await halves()).toEqual([]);
  });
});
