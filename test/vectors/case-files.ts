import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const casesDir = resolve(import.meta.dirname, '../..', process.env['CASES_DIR'] ?? '../shared/cases');

/** Public test vectors that are kept outside of the project; null, with a line that says so, where they are not. */
export function findCases(folder: string): CaseFolder | null {
  const path = join(casesDir, folder);
  if (existsSync(path)) return new CaseFolder(path);
  console.log(`skipped: no public cases at ${path} (set CASES_DIR)`);
  return null;
}

export class CaseFolder {
  constructor(private readonly path: string) {}

  names(): string[] {
    return readdirSync(this.path).sort();
  }

  /** The files of the folder and of those within it, by their path from here. */
  filesBelow(): string[] {
    return readdirSync(this.path, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => relative(this.path, join(file.parentPath, file.name)))
      .sort();
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.path, name)));
  }

  text(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  json(name: string): unknown {
    return JSON.parse(this.text(name));
  }
}
