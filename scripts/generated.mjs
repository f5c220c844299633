// One generated file: written, or with `--check` compared with what is there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './setup.mjs';

/** Writes `content` in the project's format; with `--check` names a file that differs and fails instead. */
export async function writeOrCheck(name, content) {
  const path = join(root, name);
  const wanted = await format(content, { ...(await resolveConfig(path)), filepath: path });
  const found = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (found === wanted) return;
  if (process.argv.includes('--check')) {
    console.error(`${name} is not what its generator makes; run the generate: script of package.json`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(path, wanted);
  console.log(`wrote ${name}`);
}
