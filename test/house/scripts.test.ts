import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { root } from './project-files.js';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const { totals, totalsLine } = (await import(join(root, 'scripts', 'totals.mjs'))) as {
  totals: (report: object | null, exitCode: number) => Totals;
  totalsLine: (counted: Totals) => string;
};

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await removeTestFolder(folder);
});

/** An npm that writes down how it was called and installs what the lock file names, unless told to fail. */
const fakeNpm = `
const fs = require('node:fs');
fs.appendFileSync('calls.txt', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('offline')) process.exit(1);
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const packages = Object.fromEntries(Object.entries(lock.packages).filter(([path, found]) => path !== '' && !found.other));
fs.mkdirSync('node_modules', { recursive: true });
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
fs.mkdirSync('node_modules/@nestjs/cli/bin', { recursive: true });
fs.writeFileSync('node_modules/@nestjs/cli/bin/nest.js', \`
const fs = require('node:fs');
fs.appendFileSync('calls.txt', 'nest ' + process.argv.slice(2).join(' ') + '\\\\n');
if (fs.readFileSync('src/main.ts', 'utf8').includes('broken')) process.exit(1);
fs.mkdirSync('dist', { recursive: true });\`);
`;

interface Project {
  readonly folder: string;
  /** Runs the set-up; answers its exit code, what it said, and what it called this time. */
  setUp(nodeOptions?: string[]): { code: number | null; said: string; calls: string[] };
  lock(version: string): void;
}

async function newProject(): Promise<Project> {
  const folder = await createTestFolder();
  folders.push(folder);
  for (const name of ['scripts', 'src', 'npm/bin']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(join(root, 'scripts', 'setup.mjs'), join(folder, 'scripts', 'setup.mjs'));
  writeFileSync(join(folder, 'scripts', 'browser.mjs'), '// bundles nothing here\n');
  writeFileSync(join(folder, 'npm', 'bin', 'npm-cli.js'), fakeNpm);
  writeFileSync(join(folder, 'src', 'main.ts'), 'export {};');
  const calls = join(folder, 'calls.txt');
  const project: Project = {
    folder,
    setUp: (nodeOptions = []) => {
      rmSync(calls, { force: true });
      const env = {
        PATH: process.env['PATH'],
        npm_execpath: join(folder, 'npm', 'bin', 'npm-cli.js'),
        HOME: folder,
      };
      const args = [...nodeOptions, join(folder, 'scripts', 'setup.mjs')];
      const done = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
      const called = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
      return {
        code: done.status,
        said: done.stdout + done.stderr,
        calls: called.map((line) => line.split(' ').slice(0, 2).join(' ')),
      };
    },
    lock: (version) => {
      const packages = {
        '': {},
        'node_modules/some': { version },
        'node_modules/for-another-platform': { version, optional: true, other: true },
      };
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    },
  };
  project.lock('1.0.0');
  return project;
}

describe('the set-up', () => {
  test('installs and builds once, and again only when something changed', async () => {
    const project = await newProject();
    expect(project.setUp()).toMatchObject({ code: 0, calls: ['npm ci', 'nest build'] });
    expect(project.setUp()).toMatchObject({ code: 0, calls: [], said: '' });
    appendFileSync(join(project.folder, 'src', 'main.ts'), '\n');
    expect(project.setUp()).toMatchObject({ code: 0, calls: ['nest build'] });
    project.lock('1.0.1');
    expect(project.setUp()).toMatchObject({ code: 0, calls: ['npm ci', 'nest build'] });
    writeFileSync(join(project.folder, 'src', 'new.ts'), '');
    expect(project.setUp()).toMatchObject({ code: 0, calls: ['nest build'] });
  });

  test('installs again when an installation was interrupted', async () => {
    const project = await newProject();
    project.setUp();
    rmSync(join(project.folder, 'node_modules', '.package-lock.json'));
    expect(project.setUp().calls).toEqual(['npm ci']);
  });

  test('says what to do when the packages cannot be installed, and builds nothing', async () => {
    const project = await newProject();
    writeFileSync(join(project.folder, 'offline'), '');
    const { code, said, calls } = project.setUp();
    expect({ code, calls }).toEqual({ code: 1, calls: ['npm ci'] });
    expect(said).toContain('依赖没有装好');
    expect(said).toContain('The packages could not be installed: check the network');
  });

  test('says that the build failed, and tries it again the next time', async () => {
    const project = await newProject();
    writeFileSync(join(project.folder, 'src', 'main.ts'), 'broken');
    expect(project.setUp()).toMatchObject({ code: 1, calls: ['npm ci', 'nest build'] });
    expect(project.setUp()).toMatchObject({ code: 1, calls: ['nest build'] });
    writeFileSync(join(project.folder, 'src', 'main.ts'), 'export {};');
    expect(project.setUp()).toMatchObject({ code: 0, calls: ['nest build'] });
  });

  test.each(['18.20.8', '20.18.3'])(
    'refuses Node %s with a sentence, before anything else',
    async (version) => {
      const project = await newProject();
      const older = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
      const { code, said, calls } = project.setUp([
        '--import',
        `data:text/javascript,${encodeURIComponent(older)}`,
      ]);
      expect({ code, calls }).toEqual({ code: 1, calls: [] });
      expect(said).toContain(`Furrow needs Node.js 20.19 or newer (24 is recommended); this is ${version}.`);
    },
  );
});

describe('the last line of the tests', () => {
  const file = (status: string, tests: number): object => ({
    status,
    assertionResults: Array.from({ length: tests }, () => ({})),
  });
  const report = (passed: number, failed: number, pending: number, files: object[]): object => ({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults: files,
  });

  test('counts what passed, failed and was skipped', () => {
    expect(totalsLine(totals(report(12, 0, 0, [file('passed', 12)]), 0))).toBe('12 passed, 0 failed');
    expect(totalsLine(totals(report(10, 2, 3, [file('failed', 15)]), 1))).toBe(
      '10 passed, 2 failed, 3 skipped',
    );
  });

  test('counts a file that could not be run as a failure', () => {
    expect(totals(report(5, 0, 0, [file('passed', 5), file('failed', 0)]), 1)).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
    });
  });

  test('never says that nothing failed when the run did', () => {
    expect(totals(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(totals(report(5, 0, 0, [file('passed', 5)]), 1).failed).toBe(1);
  });
});
