// Makes what runs in browsers, part of the build (setup.mjs): the reader's own check as one file, small, that asks no
// foreign server; the capture app with its worker; and the client library (`furrow/client`) with its types.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = join(root, 'dist', 'web', 'browser');

mkdirSync(directory, { recursive: true });
await build({
  input: join(root, 'src', 'web', 'browser', 'self-check.ts'),
  platform: 'browser',
  tsconfig: join(root, 'src', 'web', 'browser', 'tsconfig.json'),
  output: { file: join(directory, 'self-check.js'), format: 'esm', minify: true },
});

const capture = join(root, 'src', 'web', 'capture');
const captured = join(root, 'dist', 'web', 'capture');
mkdirSync(captured, { recursive: true });
for (const [name, entry, format] of [
  ['app', 'app.tsx', 'esm'],
  ['service-worker', 'service-worker.ts', 'iife'],
])
  await build({
    input: join(capture, entry),
    platform: 'browser',
    tsconfig: join(capture, 'tsconfig.json'),
    output: { file: join(captured, `${name}.js`), format, minify: true },
  });

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const client = ['-p', join('src', 'client'), '--noEmit', 'false', '--declaration', '--rootDir', 'src'];
const compiled = spawnSync(process.execPath, [compiler, ...client, '--outDir', 'dist'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = compiled.status ?? 1;
