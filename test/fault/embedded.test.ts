import { cp, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { EmbeddedProject } from '../support/embedded-project.js';

const warnings: string[] = [];
const log = {
  info: (): void => undefined,
  warn: (message: string): void => {
    warnings.push(message);
  },
};
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await removeTestFolder(folder);
});

async function newDirectory(): Promise<string> {
  const folder = await createTestFolder();
  folders.push(folder);
  return join(folder, 'postgres');
}

const start = (directory: string): Promise<EmbeddedServer> => startEmbedded({ directory, log });

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Row>(sql);
    return rows[0] ?? ({} as Row);
  } finally {
    await client.end();
  }
}

async function write(url: string, text: string): Promise<void> {
  await ask(url, `create table if not exists kept (text text primary key)`);
  await ask(url, `insert into kept values ('${text}')`);
}

async function kept(url: string): Promise<string> {
  const row = await ask<{ all: string }>(url, `select string_agg(text, ',' order by text) as all from kept`);
  return row.all;
}

async function postmasterOf(directory: string): Promise<number> {
  return Number((await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}

describe('the embedded PostgreSQL', () => {
  test('is durable, checks its pages, and answers on loopback with its password alone', async () => {
    const directory = await newDirectory();
    const server = await start(directory);
    const settings = await ask<Record<string, string>>(
      server.superuserUrl,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
        current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
        current_setting('server_encoding') as encoding, current_setting('password_encryption') as password,
        (select datcollate from pg_database where datname = current_database()) as locale`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      checksums: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      password: 'scram-sha-256',
      locale: 'C',
    });
    const wrong = new URL(server.superuserUrl);
    wrong.password = 'guess';
    expect(await refusal(ask(wrong.toString(), 'select 1'))).toBe('28P01');
    const modes = await Promise.all(
      ['password', 'cluster', 'postgres.log'].map(async (name) =>
        (await stat(join(directory, name))).mode.toString(8),
      ),
    );
    expect(modes).toEqual(['100600', '40700', '100600']);
    await server.stop();
  });

  test('keeps its data, its password and its port over a restart', async () => {
    const directory = await newDirectory();
    const first = await start(directory);
    await write(first.superuserUrl, 'before');
    await first.stop();
    expect(await refusal(ask(first.superuserUrl, 'select 1'))).toBe('ECONNREFUSED');
    const second = await start(directory);
    expect(second.superuserUrl).toBe(first.superuserUrl);
    expect(await kept(second.superuserUrl)).toBe('before');
    await second.stop();
    await second.stop();
  });

  test('takes another port when somebody else has the recorded one', async () => {
    const directory = await newDirectory();
    const other = await start(await newDirectory());
    const first = await start(directory);
    await first.stop();
    await writeFile(join(directory, 'port'), `${other.port}\n`);
    const second = await start(directory);
    expect(second.port).not.toBe(other.port);
    expect((await ask<{ one: number }>(second.superuserUrl, 'select 1 as one')).one).toBe(1);
    await second.stop();
    await other.stop();
  });

  test('is one server for all who start it on one directory at once, and the last to leave stops it', async () => {
    const directory = await newDirectory();
    const servers = await Promise.all([start(directory), start(directory), start(directory)]);
    const postmasters = new Set<number>();
    for (const server of servers) {
      const row = await ask<{ pid: string }>(
        server.superuserUrl,
        `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
      );
      postmasters.add(Number(row.pid));
    }
    expect([...postmasters]).toEqual([await postmasterOf(directory)]);
    const [first, second, third] = servers;
    await Promise.all([first.stop(), second.stop()]);
    const url = third.superuserUrl;
    expect((await ask<{ one: number }>(url, 'select 1 as one')).one).toBe(1);
    await third.stop();
    expect(await refusal(ask(url, 'select 1'))).toBe('ECONNREFUSED');
    expect(await readdir(directory)).not.toContainEqual(expect.stringMatching(/^new-/));
  });

  test('comes and goes under many at once without losing a row', async () => {
    const directory = await newDirectory();
    const turns = Array.from({ length: 4 }, async (_, worker) => {
      for (let turn = 0; turn < 5; turn += 1) {
        const server = await start(directory);
        await ask(server.superuserUrl, 'create table if not exists kept (text text primary key)').catch(
          () => undefined,
        );
        await ask(server.superuserUrl, `insert into kept values ('${worker}-${turn}')`);
        await server.stop();
      }
    });
    await Promise.all(turns);
    const server = await start(directory);
    expect((await kept(server.superuserUrl)).split(',')).toHaveLength(20);
    await server.stop();
  });

  test('is started again on the same port when it is killed while we use it', async () => {
    const directory = await newDirectory();
    const server = await start(directory);
    await write(server.superuserUrl, 'committed');
    const killed = await postmasterOf(directory);
    process.kill(killed, 'SIGKILL');
    let found = '';
    for (let turn = 0; turn < 200 && found === ''; turn += 1) {
      await sleep(50);
      found = await kept(server.superuserUrl).catch(() => '');
    }
    expect(found).toBe('committed');
    expect(await postmasterOf(directory)).not.toBe(killed);
    expect(warnings).toContainEqual(expect.stringContaining('connection to PostgreSQL was lost'));
    await server.stop();
    expect(await refusal(ask(server.superuserUrl, 'select 1'))).toBe('ECONNREFUSED');
  });

  test('starts although its stale pid file names a process that lives', async () => {
    const directory = await newDirectory();
    const project = await EmbeddedProject.create();
    const user = await project.use(directory);
    await write(user.url, 'committed');
    await user.end('SIGKILL');
    process.kill(await postmasterOf(directory), 'SIGKILL');
    // A process of the same account: one that PostgreSQL itself would take for a live postmaster.
    const elsewhere = await newDirectory();
    const other = await start(elsewhere);
    const path = join(directory, 'cluster', 'postmaster.pid');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [String(await postmasterOf(elsewhere)), ...lines.slice(1)].join('\n'));
    const server = await start(directory);
    expect(await kept(server.superuserUrl)).toBe('committed');
    await server.stop();
    await other.stop();
    await project.remove();
  });

  test('does not take the server of the original for that of a copied directory', async () => {
    const directory = await newDirectory();
    const original = await start(directory);
    await write(original.superuserUrl, 'original');
    await ask(original.superuserUrl, 'checkpoint');
    const copied = await newDirectory();
    await cp(directory, copied, { recursive: true, preserveTimestamps: true });
    const copy = await start(copied);
    expect(copy.port).not.toBe(original.port);
    await write(copy.superuserUrl, 'copy');
    expect(await kept(original.superuserUrl)).toBe('original');
    expect(await kept(copy.superuserUrl)).toBe('copy,original');
    await copy.stop();
    await original.stop();
  });

  test('says so when the password of an existing database is lost', async () => {
    const directory = await newDirectory();
    await (await start(directory)).stop();
    await unlink(join(directory, 'password'));
    await expect(start(directory)).rejects.toThrow(/password file .* is missing[^]*DATABASE_URL/);
  });

  test('says what PostgreSQL complained of when it does not start', async () => {
    const directory = await newDirectory();
    await (await start(directory)).stop();
    await writeFile(join(directory, 'cluster', 'postgresql.auto.conf'), 'shared_buffers = lots\n');
    await expect(start(directory)).rejects.toThrow(
      /invalid value for parameter "shared_buffers"[^]*DATABASE_URL/,
    );
  });
});

describe('after a kill', () => {
  test('of the service, the next one uses the PostgreSQL that was left, and stops it', async () => {
    const directory = await newDirectory();
    const project = await EmbeddedProject.create();
    const killed = await project.use(directory);
    await write(killed.url, 'committed');
    const postmaster = await postmasterOf(directory);
    await killed.end('SIGKILL');
    const next = await project.use(directory);
    expect(await postmasterOf(directory)).toBe(postmaster);
    expect(await kept(next.url)).toBe('committed');
    await next.end('SIGTERM');
    expect(await refusal(ask(next.url, 'select 1'))).toBe('ECONNREFUSED');
    await project.remove();
  });

  test('of PostgreSQL and the service together, the next start recovers', async () => {
    const directory = await newDirectory();
    const project = await EmbeddedProject.create();
    const killed = await project.use(directory);
    await write(killed.url, 'committed');
    await killed.end('SIGKILL');
    process.kill(await postmasterOf(directory), 'SIGKILL');
    const next = await project.use(directory);
    expect(next.fault).toBe('');
    expect(await kept(next.url)).toBe('committed');
    await next.end('SIGTERM');
    await project.remove();
  });

  test('at any moment of the first start, the next start makes a whole database', async () => {
    const project = await EmbeddedProject.create();
    for (const afterMs of [200, 350, 500]) {
      const directory = await newDirectory();
      const child = project.begin(directory);
      await sleep(afterMs);
      child.kill('SIGKILL');
      const next = await project.use(directory);
      expect(next.fault).toBe('');
      expect((await ask<{ name: string }>(next.url, 'select current_database() as name')).name).toBe(
        'furrow',
      );
      await next.end('SIGTERM');
    }
    await project.remove();
  });
});
