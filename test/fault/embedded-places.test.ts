import { chmod, chown, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { EmbeddedProject, type EmbeddedUser, type RunAs } from '../support/embedded-project.js';

const asRoot = process.getuid?.() === 0;
const own: RunAs = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const projects: EmbeddedProject[] = [];

afterEach(async () => {
  for (const project of projects.splice(0)) await project.remove();
});

async function newProject(inside = '', options: { programs?: boolean } = {}): Promise<EmbeddedProject> {
  const project = await EmbeddedProject.create(inside, options);
  projects.push(project);
  return project;
}

/** An ordinary user: `nobody` when the tests run as root, else whoever runs them. */
async function ordinaryUser(): Promise<RunAs> {
  if (!asRoot) return own;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((text) => text.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

const chosen = (as: RunAs): RunAs | null => (asRoot ? as : null);

async function works(user: EmbeddedUser): Promise<boolean> {
  expect(user.fault).toBe('');
  const client = new pg.Client({ connectionString: user.url });
  await client.connect();
  // A library that is loaded late, and a file made late.
  await client.query('create extension if not exists pgcrypto');
  await client.query('create table if not exists kept (id int primary key)');
  await client.query('insert into kept select generate_series(1, 1000) on conflict do nothing');
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from kept');
  await client.end();
  await user.end('SIGTERM');
  return rows[0]?.count === 1_000;
}

describe('the embedded PostgreSQL', () => {
  test('makes the library links itself when install scripts were blocked', async () => {
    const project = await newProject();
    const before = await readdir(project.libraries);
    expect(await works(await project.use(join(project.folder, 'data', 'postgres')))).toBe(true);
    const made = (await readdir(project.libraries)).filter((name) => !before.includes(name));
    expect(made).toContain('libicuuc.so.60');
    for (const name of made) expect((await lstat(join(project.libraries, name))).isSymbolicLink()).toBe(true);
  });

  test('uses a copy beside the data when node_modules cannot be written', async () => {
    const user = await ordinaryUser();
    const project = await newProject();
    await chmod(dirname(project.folder), 0o755);
    await project.giveTo(user);
    await chmod(dirname(project.libraries), 0o555);
    await chmod(project.libraries, 0o555);
    const directory = join(project.folder, 'data', 'postgres');
    expect(await works(await project.use(directory, chosen(user)))).toBe(true);
    expect(await readdir(project.libraries)).not.toContain('libicuuc.so.60');
    expect(await readdir(directory)).toContainEqual(expect.stringMatching(/^postgres-18\./));
    expect(await works(await project.use(directory, chosen(user)))).toBe(true);
    for (const folder of [dirname(project.libraries), project.libraries]) await chmod(folder, 0o755);
  });

  test('runs for an ordinary user under a closed home directory, spaces and Chinese in its path', async () => {
    const user = await ordinaryUser();
    const project = await newProject('主 目录/我的 项目');
    const home = dirname(project.folder);
    await project.giveTo(user);
    await chmodAndGive(home, user);
    const directory = join(project.folder, '数 据', 'postgres');
    expect(await works(await project.use(directory, chosen(user)))).toBe(true);
    expect(await works(await project.use(directory, chosen(user)))).toBe(true);
    expect((await stat(join(directory, 'cluster'))).uid).toBe(user.uid);
  });

  test.runIf(asRoot)('runs for root as another account, also under a closed home directory', async () => {
    const project = await newProject('主 目录/我的 项目');
    await chmod(dirname(project.folder), 0o700);
    const directory = join(project.folder, '数 据', 'postgres');
    expect(await works(await project.use(directory))).toBe(true);
    const killed = await project.use(directory);
    await killed.end('SIGKILL');
    process.kill(
      Number((await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]),
      'SIGKILL',
    );
    expect(await works(await project.use(directory))).toBe(true);
    expect((await stat(join(directory, 'cluster'))).uid).not.toBe(0);
  });

  test.runIf(asRoot)('keeps the account of an existing database when root starts it', async () => {
    const user = await ordinaryUser();
    const project = await newProject();
    await project.giveTo(user);
    const directory = join(project.folder, 'data', 'postgres');
    expect(await works(await project.use(directory, user))).toBe(true);
    expect(await works(await project.use(directory))).toBe(true);
    expect((await stat(join(directory, 'cluster'))).uid).toBe(user.uid);
    expect(await works(await project.use(directory, user))).toBe(true);
  });

  test.runIf(asRoot)('refuses the database of another account and names it', async () => {
    const project = await newProject();
    await chmod(project.folder, 0o755);
    const directory = join(project.folder, 'data', 'postgres');
    expect(await works(await project.use(directory))).toBe(true);
    const owner = (await stat(join(directory, 'cluster'))).uid;
    const other = { uid: owner + 1, gid: owner + 1 };
    const refused = await project.use(directory, other);
    expect(refused.code).toBe('foreign-cluster');
    expect(refused.fault).toContain(`uid ${owner}`);
  });

  test('names both ways out when there are no programs for the machine', async () => {
    const project = await newProject('', { programs: false });
    await mkdir(join(project.folder, 'data'));
    const refused = await project.use(join(project.folder, 'data', 'postgres'));
    expect(refused.code).toBe('no-programs');
    expect(refused.fault).toContain('DATABASE_URL');
    expect(refused.fault).toContain(`${process.platform}-${process.arch}`);
    expect(refused.fault).toContain('arm64');
  });
});

async function chmodAndGive(home: string, user: RunAs): Promise<void> {
  await chown(home, user.uid, user.gid);
  await chmod(home, 0o700);
  await chmod(dirname(home), 0o755);
}
