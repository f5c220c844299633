// Bundles what runs in the reader's browser: one file, no foreign request, small. Part of the build (setup.mjs).
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
