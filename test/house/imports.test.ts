import { spawnSync } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { root } from './project-files.js';

/** Each rule of .dependency-cruiser.cjs with a file that breaks it; the rules must be seen to refuse. */
const breaches: Record<string, [path: string, text: string]> = {
  'down-only-from-ledger': ['src/ledger/up.ts', `import '../gs1/plain.js';`],
  'down-only-from-gs1': ['src/gs1/up.ts', `import '../log/plain.js';`],
  'down-only-from-config-database-http-access': ['src/http/up.ts', `import '../log/plain.js';`],
  'down-only-from-log-witness': ['src/log/up.ts', `import '../batches/plain.js';`],
  'down-only-from-parties-batches': ['src/parties/up.ts', `import '../events/plain.js';`],
  'pure-core-imports-nothing-of-node': ['src/ledger/node.ts', `import 'node:fs';`],
  'pure-core-packages': ['src/ledger/package.ts', `import 'pg';`],
  'web-sees-only-the-pure-parts': ['src/web/service.ts', `import '../http/plain.js';`],
  'the-apps-see-the-client-and-the-pure-parts': [
    'src/web/capture/service.ts',
    `import '../../http/plain.js';`,
  ],
  'web-is-seen-by-who-draws-pages-only': ['src/events/page.ts', `import '../web/plain.js';`],
  'offline-tools-see-only-the-pure-parts': ['src/client/service.ts', `import '../http/plain.js';`],
  'the-client-runs-anywhere': ['src/client/package.ts', `import 'pg';`],
  'idb-only-in-the-browser-s-stores': ['src/events/kept.ts', `import 'idb';`],
  'a-witness-needs-the-formats-and-a-disk': ['src/witness/service.ts', `import '../http/plain.js';`],
  'typeorm-only-where-rows-are': ['src/events/orm.ts', `import 'typeorm';`],
  'qrcode-only-in-labels': ['src/events/code.ts', `import 'qrcode';`],
  'rows-and-stores-are-private-to-their-folder': [
    'src/events/foreign.ts',
    `import '../batches/some.store.js';`,
  ],
  'dtos-are-private-to-their-feature': ['src/events/shapes.ts', `import '../batches/some.dto.js';`],
  'nothing-above-is-imported': ['src/events/top.ts', `import '../main.js';`],
  'no-cycles': ['src/events/circle-back.ts', `import './circle.js';`],
  'no-orphans': ['src/recalls/alone.ts', ''],
  resolvable: ['src/events/nowhere.ts', `import './not-there.js';`],
  'the-service-needs-no-development-package': ['src/events/dev.ts', `import 'fast-check';`],
  'declared-packages-only': ['src/events/undeclared.ts', `import 'split2';`],
  'src-does-not-know-its-tests': ['src/events/tested.ts', `import '../../test/some.js';`],
};

const innocent: Record<string, string> = {
  'src/events/circle.ts': `import './circle-back.js'; export {};`,
  'src/batches/some.store.ts': `import 'typeorm'; export {};`,
  'src/batches/some.dto.ts': 'export {};',
  'src/events/uses.ts': `import '../batches/plain.js'; import '../http/problem.dto.js'; import '../ledger/plain.js'; export {};`,
  'src/http/problem.dto.ts': 'export {};',
  'src/labels/code.ts': `import 'qrcode'; import '../web/plain.js'; export {};`,
  'src/ledger/hash.ts': `import '@noble/hashes/sha2.js'; export {};`,
  'src/witness/formats.ts': `import '../ledger/plain.js'; export {};`,
  'src/web/kinds.ts': `import '../events/kinds/plain.js'; import '../gs1/plain.js'; export {};`,
  'src/main.ts': `import './events/uses.js'; import './labels/code.js'; import './ledger/hash.js'; import './witness/formats.js'; export {};`,
  'test/some.ts': 'export {};',
  ...Object.fromEntries(
    ['ledger', 'gs1', 'http', 'log', 'batches', 'events', 'web', 'events/kinds'].map((name) => [
      `src/${name}/plain.ts`,
      'export {};',
    ]),
  ),
};

let folder = '';

beforeAll(async () => {
  folder = await createTestFolder();
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    await cp(join(root, name), join(folder, name));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const files = [
    ...Object.entries(innocent),
    ...Object.values(breaches).map(([path, text]) => [path, `${text} export {};`] as const),
  ];
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});

afterAll(() => removeTestFolder(folder));

test('every import rule refuses a file made to break it, and no innocent file is refused', () => {
  const tool = join(folder, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  const found = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
  expect(found.sort()).toEqual(
    Object.entries(breaches)
      .map(([rule, [path]]) => `${rule} ${path}`)
      .sort(),
  );
});
