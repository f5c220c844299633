import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { builtFile, digestOf, type BuiltFile } from '../http/built-file.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};
const entryName = 'app.js';

/**
 * An app for browsers as the build made it (scripts/browser.mjs): its first script, under an address that changes with
 * it, and the parts that the script loads when it needs them, whose names do so already.
 */
export class BuiltApp {
  /** Name of the first script, as it is served. */
  readonly script: string;
  private readonly parts: ReadonlyMap<string, BuiltFile>;

  /** `directory`: with a slash at its end. */
  constructor(directory: URL) {
    const entry = readFileSync(new URL(entryName, directory));
    this.script = `app-${digestOf(entry)}.js`;
    const others = readdirSync(directory).filter((name) => /-[\w-]{8}\.\w+$/.test(name));
    this.parts = new Map([
      [this.script, builtFile(types['.js'] ?? '', entry, true)],
      ...others.map((name): [string, BuiltFile] => [name, partOf(name, directory)]),
    ]);
  }

  find(name: string): BuiltFile | null {
    return this.parts.get(name) ?? null;
  }

  /** Names of all its parts, the first script among them. */
  get names(): readonly string[] {
    return [...this.parts.keys()];
  }
}

function partOf(name: string, directory: URL): BuiltFile {
  return builtFile(
    types[extname(name)] ?? 'application/octet-stream',
    readFileSync(new URL(name, directory)),
    true,
  );
}
