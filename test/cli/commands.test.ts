import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { furrow, type Ran } from '../support/furrow.js';
import { createTestDatabase } from '../support/postgres.js';

const folder = mkdtempSync(join(tmpdir(), 'furrow-commands-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the built program in the folder, with these variables alone. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  furrow(args, { env: { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent', ...env } });

describe('furrow', () => {
  it.each([[[]], [['help']], [['serve', '--help']], [['migrate', '-h']]])(
    'explains itself in both languages for %j, starts nothing and ends well',
    async (args) => {
      const { code, stdout, stderr } = await run(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/furrow serve .*运行服务.*runs the service/);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    },
  );

  it.each([
    [['reap'], 'reap'],
    [['serve', '--demo'], '--demo'],
    [['serve', '--no-demo', 'twice'], 'twice'],
    [['migrate', '--no-demo'], '--no-demo'],
    [['--no-demo'], '--no-demo'],
  ])('names what it does not know in %j, starts nothing and ends with 3', async (args, word) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr.split('\n')[0]).toMatch(new RegExp(`no such command or option: ${word}$`));
    expect(stderr).toContain('furrow serve');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

describe('furrow serve with a configuration that cannot work', () => {
  it('names every bad variable at once, without a stack', async () => {
    const { code, stderr } = await run(['serve'], { PORT: 'x', PUBLIC_URL: 'y', TRUST_PROXY: 'true' });
    expect(code).toBe(3);
    for (const name of ['PORT: ', 'PUBLIC_URL: ', 'TRUST_PROXY: ']) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('names a data directory that it cannot use', async () => {
    const path = join(folder, 'taken');
    writeFileSync(path, '');
    const { code, stderr } = await run(['serve'], { DATA_DIR: path });
    expect(code).toBe(3);
    expect(stderr).toMatch(/DATA_DIR: .*taken.* cannot be used/);
    expect(stderr).not.toMatch(/\n\s+at /);
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
    const { code, stderr } = await run(['serve'], { DATABASE_URL: urlOf(port) });
    other.close();
    expect(code).toBe(3);
    expect(stderr).toMatch(/DATABASE_URL: this database cannot be used: \S/);
    expect(stderr).not.toMatch(/hunter2|\n\s+at /);
  });

  it('leaves the tables of another application as they were', async () => {
    const database = await createTestDatabase({ empty: true });
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query("create table accounts as select 'theirs' as name");
    const { code, stderr } = await run(['migrate'], { DATABASE_URL: database.ownerUrl });
    expect(code).toBe(3);
    expect(stderr).toMatch(/DATABASE_URL: .*"accounts" already exists/);
    expect(stderr).not.toMatch(/\n\s+at /);
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
    expect(await run(['migrate'], env)).toMatchObject({
      code: 0,
      stdout: `applied: ${all.sort().join(', ')}\n`,
    });
    expect(await run(['migrate'], env)).toMatchObject({ code: 0, stdout: 'the schema is current\n' });
    await database.drop();
    expect(readdirSync(join(folder, 'data')).sort()).toEqual(['log-origin', 'master.key']);
  });
});
