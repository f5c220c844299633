import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/postgres.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'furrow-commands-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program to its end, with these variables alone. */
function furrow(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const done = spawnSync(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent', ...env },
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

describe('furrow', () => {
  it.each([[[]], [['help']], [['serve', '--help']], [['migrate', '-h']]])(
    'explains itself in both languages for %j, starts nothing and ends well',
    (args) => {
      const { code, out, err } = furrow(args);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/furrow serve .*运行服务.*runs the service/);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    },
  );

  it.each([
    [['reap'], 'reap'],
    [['serve', '--demo'], '--demo'],
    [['serve', '--no-demo', 'twice'], 'twice'],
    [['migrate', '--no-demo'], '--no-demo'],
    [['--no-demo'], '--no-demo'],
  ])('names what it does not know in %j, starts nothing and ends with 3', (args, word) => {
    const { code, out, err } = furrow(args);
    expect([code, out]).toEqual([3, '']);
    expect(err.split('\n')[0]).toMatch(new RegExp(`no such command or option: ${word}$`));
    expect(err).toContain('furrow serve');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

describe('furrow serve with a configuration that cannot work', () => {
  it('names every bad variable at once, without a stack', () => {
    const { code, err } = furrow(['serve'], { PORT: 'x', PUBLIC_URL: 'y', TRUST_PROXY: 'true' });
    expect(code).toBe(3);
    for (const name of ['PORT: ', 'PUBLIC_URL: ', 'TRUST_PROXY: ']) expect(err).toContain(name);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('names a data directory that it cannot use', () => {
    const path = join(folder, 'taken');
    writeFileSync(path, '');
    const { code, err } = furrow(['serve'], { DATA_DIR: path });
    expect(code).toBe(3);
    expect(err).toMatch(/DATA_DIR: .*taken.* cannot be used/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each<readonly [string, (port: number) => string]>([
    ['where nobody listens', () => 'postgres://owner:hunter2@127.0.0.1:1/furrow'],
    ['on a host that does not exist', () => 'postgres://owner:hunter2@db.invalid/furrow'],
    ['where something else answers', (port) => `postgres://owner:hunter2@127.0.0.1:${port}/furrow`],
  ])('names DATABASE_URL when it leads %s, without its password', async (_, urlOf) => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    // The other server must answer while we wait, so the program runs beside us and not within our turn.
    const { code, err } = await beside(['serve'], { DATABASE_URL: urlOf(port) });
    other.close();
    expect(code).toBe(3);
    expect(err).toMatch(/DATABASE_URL: this database cannot be used: \S/);
    expect(err).not.toMatch(/hunter2|\n\s+at /);
  });

  it('leaves the tables of another application as they were', async () => {
    const database = await createTestDatabase({ empty: true });
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query("create table accounts as select 'theirs' as name");
    const { code, err } = furrow(['migrate'], { DATABASE_URL: database.ownerUrl });
    expect(code).toBe(3);
    expect(err).toMatch(/DATABASE_URL: .*"accounts" already exists/);
    expect(err).not.toMatch(/\n\s+at /);
    expect((await owner.query('select name from accounts')).rows).toEqual([{ name: 'theirs' }]);
    await owner.end();
    await database.drop();
  });
});

describe('furrow migrate', () => {
  it('says what it applied, and the next time that there is nothing to do', async () => {
    const database = await createTestDatabase({ empty: true });
    const env = { DATABASE_URL: database.ownerUrl };
    const all = readdirSync('src/database/migrations').filter((name) => name.endsWith('.sql'));
    expect(furrow(['migrate'], env)).toMatchObject({ code: 0, out: `applied: ${all.sort().join(', ')}\n` });
    expect(furrow(['migrate'], env)).toMatchObject({ code: 0, out: 'the schema is current\n' });
    await database.drop();
    expect(readdirSync(join(folder, 'data')).sort()).toEqual(['log-origin', 'master.key']);
  });
});

async function beside(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent', ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
