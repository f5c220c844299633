import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { builtFile, type BuiltFile } from '../http/built-file.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};
const partName = /-[\w-]{8}\.\w+$/;

/**
 * An app for browsers as the build made it (scripts/browser.mjs): its first script and the parts that the script loads
 * when it needs them, and that import from it, so that each is served under the name that the build gave it, which
 * changes with its content.
 */
export class BuiltApp {
  /** Name of the first script. */
  readonly script: string;
  private readonly parts: ReadonlyMap<string, BuiltFile>;

  /** `directory`: with a slash at its end. */
  constructor(directory: URL) {
    const names = readdirSync(directory).filter((name) => partName.test(name));
    this.parts = new Map(names.map((name): [string, BuiltFile] => [name, partOf(name, directory)]));
    const script = names.find((name) => name.startsWith('app-'));
    if (script === undefined) throw new Error(`no app was built in ${directory.pathname}`);
    this.script = script;
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
