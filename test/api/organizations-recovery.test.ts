import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, entities, stopApp } from '../../src/app.js';
import { loadConfig, type Config } from '../../src/config/config.js';
import { Database } from '../../src/database/database.js';
import { createLog } from '../../src/http/log.js';
import { BatchProjection } from '../../src/batches/projection.js';
import { DomainError } from '../../src/http/problems.js';
import { Appender } from '../../src/log/appender.js';
import { Entries } from '../../src/log/entries.service.js';
import { Keyring } from '../../src/log/keyring.js';
import { Vault } from '../../src/log/vault.js';
import { KeysStore } from '../../src/parties/keys.store.js';
import { OrganizationChain } from '../../src/parties/organization-chain.js';
import { OrganizationsStore } from '../../src/parties/organizations.store.js';
import { Registrar } from '../../src/parties/registrar.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import {
  checkOrganizationChains,
  cooperative,
  send,
  signInAs,
  slugOf,
  statementsOf,
  type Answer,
  type Credentials,
} from './parties.js';

const path = '/api/v1/organizations';

describe('the operator', () => {
  let testDatabase: TestDatabase;
  let config: Config;
  let dataDir: string;
  const parts: { app: NestFastifyApplication; database: Database }[] = [];

  async function start(): Promise<void> {
    const database = await Database.connect(testDatabase.serviceUrl, entities);
    const log = createLog(
      'error',
      new Writable({
        write: (_chunk, _encoding, done) => {
          done();
        },
      }),
    );
    const app = await createApp(config, { database, log, drainTimes: { lullMs: 0, deadlineMs: 1_000 } });
    parts.push({ app, database });
  }

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'furrow-test-'));
    config = loadConfig({ DATA_DIR: dataDir, DATABASE_URL: testDatabase.serviceUrl });
    await Promise.all([start(), start(), start(), start()]);
  });

  afterAll(async () => {
    await Promise.all(parts.map(({ app }) => stopApp(app)));
    await Promise.all(parts.map(({ database }) => database.close()));
    await testDatabase.drop();
    await rm(dataDir, { recursive: true });
  });

  it('registers itself once, however many processes start at once', async () => {
    const [part] = parts;
    const rows = await part!.database.source.query<{ id: string }[]>(
      "select id from organizations where kind = 'operator'",
    );
    expect(rows).toHaveLength(1);
    const keys = await part!.database.source.query<{ purpose: string }[]>(
      'select purpose from signing_keys order by purpose',
    );
    expect(keys.map(({ purpose }) => purpose)).toEqual(['custodial', 'label']);
  });

  it('is there while the log takes in nothing, so that a service starts and reads', async () => {
    const { app, database } = parts[0]!;
    const store = app.get(OrganizationsStore);
    const [row] = await database.source.query<{ id: string }[]>('select id from organizations');
    const operator = await store.find(row!.id);
    const behind = new DomainError('log-behind', { zh: '尚未跟上', en: 'behind' });
    const appender = new Appender(database, new BatchProjection(), config.logOrigin, {
      refusal: () => behind,
      stored: () => undefined,
    });
    const keyring = app.get(Keyring);
    const chain = new OrganizationChain(appender, keyring, app.get(Vault));
    const registrar = new Registrar(store, app.get(KeysStore), keyring, chain, app.get(Entries));
    await expect(registrar.complete(operator!, operator!.id)).resolves.toBeUndefined();
  });

  it('states itself, its custodial key and its label key, all under that custodial key', async () => {
    const service = { database: parts[0]!.database, config } as unknown as TestApp;
    const [operator] = await service.database.source.query<{ id: string }[]>('select id from organizations');
    const statements = await statementsOf(service, operator!.id);
    expect(statements.map(({ payload }) => payload.kind)).toEqual([
      'organization-registered',
      'key-registered',
      'key-registered',
    ]);
    const [, custodial, label] = statements;
    expect(custodial?.payload.data['purpose']).toBe('custodial');
    expect(label?.payload.data['purpose']).toBe('label');
    expect(new Set(statements.map(({ header }) => header.kid))).toEqual(
      new Set([custodial?.payload.data['kid']]),
    );
    expect(await checkOrganizationChains(service)).toBe(1);
  });

  it('leaves everything as it is at the next start', async () => {
    const count = async (): Promise<unknown> =>
      parts[0]!.database.source.query(
        'select (select count(*) from entries) e, (select count(*) from signing_keys) k',
      );
    const before = await count();
    await start();
    expect(await count()).toEqual(before);
  });

  it('gives every process the same keys to sign with', async () => {
    const [operator] = await parts[0]!.database.source.query<{ id: string }[]>(
      'select id from organizations',
    );
    const kids = await Promise.all(
      parts.map(async ({ app }) => (await app.get(Keyring).signingKey(operator!.id, 'label')).publicKey.kid),
    );
    expect(new Set(kids).size).toBe(1);
  });
});

describe('a registration that was cut short', () => {
  let service: TestApp;
  let admin: Credentials;
  let owner: pg.Client;

  beforeAll(async () => {
    service = await createTestApp();
    admin = await signInAs(service, 'admin');
    owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
    await owner.connect();
    await owner.query(`create function stumble() returns trigger language plpgsql as
      $$ begin raise exception 'stumbled' using errcode = '57014'; end $$`);
  });

  afterAll(async () => {
    await owner.end();
    await checkOrganizationChains(service);
    await service.close();
  });

  /** PostgreSQL itself fails the statement that `event` names, until `mend`. */
  async function breakAt(event: string): Promise<void> {
    await owner.query(`create trigger stumble before ${event} execute function stumble()`);
  }

  async function mend(table: string): Promise<void> {
    await owner.query(`drop trigger stumble on ${table}`);
  }

  function post(key: string, body: unknown): Promise<Answer> {
    return send(service, 'POST', path, { ...admin, 'idempotency-key': key }, body);
  }

  it.each([
    ['before its key', 'insert on signing_keys for each statement', 'signing_keys'],
    ['before its first entry', 'insert on entries for each row when (new.seq = 1)', 'entries'],
    ['between its first entry and its key’s', 'insert on entries for each row when (new.seq = 2)', 'entries'],
  ])('is completed by the same request when it stopped %s', async (_, event, table) => {
    const key = uuidv7();
    const body = cooperative();
    await breakAt(event);
    const broken = await post(key, body);
    await mend(table);
    expect(broken.status).toBe(503);
    expect(slugOf(broken)).toBe('unavailable');
    const again = await post(key, body);
    expect(again.status).toBe(200);
    const id = String(again.body['id']);
    const statements = await statementsOf(service, id);
    expect(statements.map(({ payload }) => payload.kind)).toEqual([
      'organization-registered',
      'key-registered',
    ]);
    const keys = await service.database.source.query<{ kid: string }[]>(
      'select kid from signing_keys where organization_id = $1',
      [id],
    );
    expect(keys.map(({ kid }) => kid)).toEqual([statements[1]?.payload.data['kid']]);
  });

  it('is completed when somebody is made its member, so that members can always record', async () => {
    const key = uuidv7();
    await breakAt('insert on entries for each row');
    await post(key, cooperative());
    await mend('entries');
    const [organization] = await service.database.source.query<{ id: string }[]>(
      'select id from organizations where registration_event_id = $1',
      [key],
    );
    const id = organization?.id ?? '';
    expect(await statementsOf(service, id)).toEqual([]);
    const member = {
      organization: id,
      login: 'healer',
      password: 'orchard-morning',
      name: '负责人',
      role: 'owner',
    };
    expect((await send(service, 'POST', '/api/v1/members', admin, member)).status).toBe(201);
    expect(await statementsOf(service, id)).toHaveLength(3);
    expect((await service.app.get(Keyring).signingKey(id, 'custodial')).organizationId).toBe(id);
  });
});
