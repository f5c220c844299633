import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { root } from './project-files.js';

let folder = '';

beforeAll(async () => {
  folder = await createTestFolder();
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const settings = {
    setupFiles: join(root, 'test/support/setup.ts'),
    testTimeout: 100,
    include: ['*.test.mjs'],
  };
  await writeFile(join(folder, 'vitest.config.mjs'), `export default { test: ${JSON.stringify(settings)} };`);
  await writeFile(
    join(folder, 'hangs.test.mjs'),
    `import { expect, it } from 'vitest';
     it('is wrong', () => expect(1).toBe(2));
     it('is right', () => undefined);
     it('hangs', () => new Promise(() => undefined));
     it('would hang', () => new Promise(() => undefined));`,
  );
  await writeFile(
    join(folder, 'other.test.mjs'),
    `import { it } from 'vitest'; it('is right', () => undefined);`,
  );
});

afterAll(() => removeTestFolder(folder));

/** What a run of the tests in the folder says. */
function said(): Promise<string> {
  const reporter = `--reporter=${join(root, 'scripts', 'progress-reporter.mjs')}`;
  const args = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    reporter,
    '--maxWorkers=1',
    '--no-isolate',
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (_error, stdout) => {
      resolve(stdout);
    });
  });
}

test('a test that hangs fails the rest of its file and of no other, and each failure is told when it happens', async () => {
  const lines = (await said()).split('\n').filter((line) => line !== '');
  expect(lines).toEqual([
    ' × hangs.test.mjs > is wrong',
    '      expected 1 to be 2 // Object.is equality',
    ' × hangs.test.mjs > hangs',
    '      Test timed out in 100ms.',
    expect.stringMatching(/^ {6}If this is a long-running test/),
    ' × hangs.test.mjs > would hang',
    '      not run, for a test of this file hung: hangs',
  ]);
});
