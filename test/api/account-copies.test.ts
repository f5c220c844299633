import { createDecipheriv, createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountKeys } from '../../src/access/account-keys.js';
import { nameTag } from '../../src/access/account-names.js';
import { AccountsService } from '../../src/access/accounts.service.js';
import { OneTimeLinks } from '../../src/access/one-time-links.service.js';
import { IdentitiesStore } from '../../src/access/oidc/identities.store.js';
import { joinHalves } from '../../src/config/data-key.js';
import { unseal } from '../../src/config/master-key.js';
import { keptSecret } from '../../src/database/kept-secret.js';
import { sealedPlaces } from '../../src/database/sealed-places.js';
import { SoftwareAuthenticator } from '../support/authenticator.js';
import { Caller, createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { Enrolling } from '../support/enrolment.js';
import { makeKey } from '../support/participant.js';
import { takeIn } from '../support/people.js';
import { codeOf, enrol, type EnrolledFactor } from '../support/second-factor.js';
import { send, type Answer } from './parties.js';

const password = 'apple orchard in the morning';

let farm: Cooperative;
let owner: pg.Client;
beforeAll(async () => {
  farm = await createCooperative({ env: { TRUST_PROXY: 'loopback' } });
  owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await farm.service.close();
});

const keyFolder = (): string => join(farm.service.config.dataDir, 'account-keys');
const accounts = (): AccountsService => farm.service.app.get(AccountsService);

let signIns = 0;

function signIn(login: string, shown: object = {}): Promise<Answer> {
  signIns += 1;
  const headers = { 'x-forwarded-for': `10.9.${Math.floor(signIns / 200)}.${1 + (signIns % 200)}` };
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' };
  const body = { login, password, ...shown };
  return send(farm.service, 'POST', '/api/v1/auth/token', { ...headers, ...agent }, body);
}

const rowOf = async (id: string): Promise<Record<string, unknown>> =>
  (await owner.query<Record<string, unknown>>('select * from accounts where id = $1', [id])).rows[0] ?? {};

/** A copy of the database: every row of every table. */
type Copy = Readonly<Record<string, readonly Record<string, unknown>[]>>;

async function copyDatabase(): Promise<Copy> {
  const { rows } = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const copy: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of rows)
    copy[name] = (await owner.query<Record<string, unknown>>(`select * from ${name}`)).rows;
  return copy;
}

/** What the files hold, as far as it may be half of a key. */
async function halvesInFiles(): Promise<Buffer[]> {
  const halves: Buffer[] = [];
  for (const folder of ['account-keys', 'person-keys']) {
    const at = join(farm.service.config.dataDir, folder);
    const entries = await readdir(at, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile()))
      halves.push(Buffer.from(await readFile(join(entry.parentPath, entry.name), 'utf8'), 'base64url'));
  }
  return halves.map((half) => half.subarray(0, 32)).filter(({ length }) => length === 32);
}

/** Halves of a copy, opened by the master key, and under what names each would be joined. */
function halvesInCopy(copy: Copy): { half: Buffer; infos: string[] }[] {
  return sealedPlaces.flatMap(({ table, column, of, label }) =>
    (copy[table] ?? [])
      .filter((row) => Buffer.isBuffer(row[column]))
      .map((row) => {
        const ids = of.map((name) => String(row[name]));
        const half = unseal(farm.service.config.masterKey, label(...ids), row[column] as Buffer);
        const infos = ['account', 'link', 'person'].map((kind) => `furrow/${kind}-key/${ids.join('/')}`);
        return { half, infos };
      })
      .filter(({ half }) => half.length === 32),
  );
}

/** Every key that a thief of a copy, the master key and the files can make: halves alone, and joined with every file. */
async function keysOf(copy: Copy): Promise<Buffer[]> {
  const inFiles = await halvesInFiles();
  const joined = halvesInCopy(copy).flatMap(({ half, infos }) => [
    half,
    ...inFiles.flatMap((file) => infos.map((info) => joinHalves(half, file, info))),
  ]);
  return [farm.service.config.masterKey, ...inFiles, ...joined];
}

/** What bytes give under a key, whether they are whole or not: in the vault's form, or the accounts' with its version. */
function underKey(bytes: Buffer, key: Buffer): Buffer[] {
  return [0, 1]
    .filter((start) => bytes.length > start + 28 && bytes.length < 4_096)
    .map((start) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(start, start + 12));
      return decipher.update(bytes.subarray(start + 12, bytes.length - 16));
    });
}

/** All that can be read of a copy: its text, and what every value gives under every key. */
function readable(copy: Copy, keys: readonly Buffer[]): Buffer {
  const values = Object.values(copy).flatMap((rows) => rows.flatMap((row) => Object.values(row)));
  const read = values.flatMap((value) => {
    if (!Buffer.isBuffer(value)) return [Buffer.from(JSON.stringify(value))];
    return [value, Buffer.from(value.toString('hex')), ...keys.flatMap((key) => underKey(value, key))];
  });
  return Buffer.concat(read);
}

/** Somebody with something of everything that is held of an account. */
class Everything {
  readonly login = '13912340077';
  readonly name = '钱七九一二三';
  accountId = '';
  caller!: Caller;
  factor!: EnrolledFactor;
  copy: Copy = {};
  words: (string | Buffer)[] = [];
  tags: string[] = [];

  async make(): Promise<void> {
    const { service } = farm;
    const grant = { role: 'owner', organizationId: farm.organizationId, region: null } as const;
    // No route takes a phone number as a login; those of before, and other ways, may have given some.
    const { login, name } = this;
    this.accountId = await accounts().create({ login, name, password, grants: [grant] });
    const [{ id } = { id: '' }] = (
      await owner.query<{ id: string }>('select id from members where account_id = $1', [this.accountId])
    ).rows;
    await this.expectLogin();
    const answer = await signIn(this.login);
    this.caller = new Caller(service.url, { authorization: `Bearer ${String(answer.body['accessToken'])}` });
    const { accountId } = this;
    const { origin, hostname } = new URL(service.config.publicUrl);
    const asked = await this.caller.open('/api/v1/auth/passkeys/options', { method: 'POST' });
    const options = (await asked.json()) as Parameters<SoftwareAuthenticator['register']>[0];
    const credential = new SoftwareAuthenticator({ origin, rpId: hostname }).register(options);
    await made(this.caller.post('/api/v1/auth/passkeys', { name: '钱七的通行密钥', credential }));
    const identity = { issuer: 'https://id.example.org', subject: 'subject-of-qianqi' };
    const linked = { id: randomUUID(), accountId, ...identity, linkedAt: new Date() };
    expect(await service.app.get(IdentitiesStore).link(linked)).toBe(true);
    await new Enrolling(service, farm.organizationId).enrol(makeKey(), this.caller.credentials, {
      name: '钱七的手机',
    });
    await takeIn(farm, { name: '示例农户乙', member: id });
    await made(farm.admin.post(`/api/v1/members/${id}/password-reset`, {}));
    this.factor = await enrol(service.url, this.caller.credentials);
    this.copy = await copyDatabase();
    const row = await rowOf(accountId);
    const sealedFactor = this.copy['second_factors']?.find((one) => one['account_id'] === accountId);
    const [hash, secret] = await service.app.get(AccountKeys).open([
      { accountId, what: 'password', sealed: row['sealed_password'] as Buffer },
      { accountId, what: 'second-factor', sealed: sealedFactor?.['sealed_secret'] as Buffer },
    ]);
    this.words = [this.login, this.name, '钱七的手机', '钱七的通行密钥', 'subject-of-qianqi', hash!, secret!];
    const kept = await keptSecret(service.database, service.config.masterKey, 'account-names');
    this.tags = [
      nameTag(kept, 'login', this.login),
      nameTag(kept, 'identity', JSON.stringify([identity.issuer, identity.subject])),
    ];
  }

  /** An invitation that expects the login. */
  private async expectLogin(): Promise<void> {
    const madeBy = await accounts().create({ login: 'who-invites', name: 'x', password, grants: [] });
    const scope = { organizations: [farm.organizationId], regions: [], account: madeBy };
    const wanted = {
      organizationId: farm.organizationId,
      role: 'viewer',
      login: this.login,
      madeBy,
    } as const;
    await farm.service.app.get(OneTimeLinks).invite(scope, wanted);
  }
}

/** Tables that have something of an account. */
const holders = [
  ...['accounts', 'sessions', 'refresh_tokens', 'second_factors', 'recovery_codes', 'passkeys', 'identities'],
  ...['one_time_links', 'key_enrolments', 'people', 'members', 'disclosures'],
];

describe('an older copy of the database, with the master key and all files of keys that there are', () => {
  const all = new Everything();
  beforeAll(() => all.make(), 60_000);

  const found = async (): Promise<(string | Buffer)[]> => {
    const text = readable(all.copy, await keysOf(all.copy));
    return all.words.filter((word) => text.includes(word));
  };

  it('has nothing of an account in the clear', () => {
    const text = readable(all.copy, []);
    expect(text.includes(all.accountId)).toBe(true);
    expect(holders.filter((table) => (all.copy[table] ?? []).length === 0)).toEqual([]);
    expect(all.words.filter((word) => text.includes(word))).toEqual([]);
    expect(text.includes('$argon2id$')).toBe(false);
    expect(text.includes('Firefox')).toBe(false);
  });

  it('opens all of it while the account is there', async () => {
    expect(await found()).toEqual(all.words);
  });

  it('has nothing by which a login, or an identity, could be tried out', async () => {
    const text = readable(all.copy, await keysOf(all.copy));
    for (const tag of all.tags) {
      expect(text.includes(tag.slice(0, 8))).toBe(false);
      expect(text.includes(Buffer.from(tag, 'hex').subarray(0, 4))).toBe(false);
    }
    for (const digest of ['sha256', 'sha1', 'md5']) {
      const hashed = createHash(digest).update(all.login).digest();
      expect(text.includes(hashed) || text.includes(hashed.toString('hex'))).toBe(false);
    }
  });

  it('gives nothing of the account once that is erased', async () => {
    const code = codeOf(all.factor.secret, 1);
    const answer = await send(farm.service, 'POST', '/api/v1/auth/account/erasure', all.caller.credentials, {
      password,
      code,
    });
    expect(answer.status).toBe(204);
    expect(await found()).toEqual([]);
  });

  it('and leaves of the account no file but the mark that it is erased', async () => {
    const names = await readdir(keyFolder(), { recursive: true });
    expect(names.filter((name) => name.includes(all.accountId))).toEqual([`erased/${all.accountId}`]);
    for (const tag of all.tags) expect(names.filter((name) => name.includes(tag))).toEqual([]);
    for (const entry of await readdir(keyFolder(), { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain(all.accountId);
  });

  it('gives nothing either when somebody else has the login by now', async () => {
    await accounts().create({ login: all.login, name: '另一个人', password, grants: [] });
    expect((await signIn(all.login)).status).toBe(200);
    expect(await found()).toEqual([]);
  });
});
