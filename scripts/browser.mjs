// Makes what runs in browsers, part of the build (setup.mjs): the reader's own check as one file, small, that asks no
// foreign server; the capture app with its worker, and the console; and the client library (`furrow/client`) with its types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
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

/** The layout program of graphs runs in a worker: a file of its own, as its package ships it, of which a part knows the address. */
const layoutProgram = {
  name: 'layout-program',
  load: {
    filter: { id: /elk-worker\.js$/ },
    handler(id) {
      const file = this.emitFile({
        type: 'asset',
        name: 'layout.js',
        source: readFileSync(id.replace(/js$/, 'min.js')),
      });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  },
};

// Each app is one first script and the parts that it loads when it needs them, which are named after their content.
for (const name of ['capture', 'console']) {
  const source = join(root, 'src', 'web', name);
  const output = join(root, 'dist', 'web', name);
  rmSync(output, { recursive: true, force: true });
  await build({
    input: { app: join(source, 'app.tsx') },
    platform: 'browser',
    tsconfig: join(source, 'tsconfig.json'),
    moduleTypes: { '.wasm': 'asset' },
    plugins: [layoutProgram],
    output: {
      dir: output,
      format: 'esm',
      minify: true,
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      assetFileNames: '[name]-[hash][extname]',
    },
  });
}
await build({
  input: join(root, 'src', 'web', 'capture', 'service-worker.ts'),
  platform: 'browser',
  tsconfig: join(root, 'src', 'web', 'capture', 'tsconfig.json'),
  output: { file: join(root, 'dist', 'web', 'worker', 'service-worker.js'), format: 'iife', minify: true },
});

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const client = ['-p', join('src', 'client'), '--noEmit', 'false', '--declaration', '--rootDir', 'src'];
const compiled = spawnSync(process.execPath, [compiler, ...client, '--outDir', 'dist'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = compiled.status ?? 1;
