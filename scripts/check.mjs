// `npm run check`: everything that must hold before a change goes in, the same here and in CI, cheapest first. Stops at
// the first step that fails and names it. `--quick` leaves the tests out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

const tool = (path, ...args) => [process.execPath, join(root, 'node_modules', ...path.split('/')), ...args];
const typesOf = (project) => tool('typescript/bin/tsc', '--noEmit', '-p', project);
const fences = [
  'tsconfig.json',
  'tsconfig.pure.json',
  'tsconfig.web.json',
  'src/web/browser/tsconfig.json',
  'src/web/app/tsconfig.json',
  'src/web/capture/tsconfig.json',
  'src/web/console/tsconfig.json',
  'src/client/tsconfig.json',
].filter((name) => existsSync(join(root, name)));

/** Every `generate:…` script compares what it would write with what is there when given `--check`. */
function generators() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(scripts)
    .filter(([name]) => name.startsWith('generate:'))
    .map(([name, command]) => [
      `generated files (${name})`,
      [process.execPath, ...command.split(' ').slice(1), '--check'],
    ]);
}

const quick = process.argv.includes('--quick');
const steps = [
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ...fences.map((project) => [`types (${project})`, typesOf(project)]),
  ['lint', tool('eslint/bin/eslint.js', '--max-warnings=0', '.')],
  [
    'import rules',
    tool(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'test',
    ),
  ],
  ['unused code', tool('knip/bin/knip.js')],
  ...generators(),
  ...(quick ? [] : [['tests', [process.execPath, join(root, 'scripts', 'test.mjs')]]]),
];

setUp();
for (const [name, [program, ...args]] of steps) {
  console.log(`— ${name}`);
  if (run(program, args) !== 0) {
    console.error(`\n检查未通过 The check failed: ${name}`);
    process.exit(1);
  }
}
console.log(`\n全部通过 All ${steps.length} steps passed`);
