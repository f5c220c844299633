import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** What .gitignore names, and git's own folder. */
const left = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage', '.cache']);
const textEndings =
  /\.(ts|tsx|js|mjs|cjs|json|md|sql|css|html|yml|yaml|sh|txt)$|\/(run|LICENSE|\.[a-z]+(ignore|rc))$/;

/** All files that are ours, by path from the root, in order. */
export function projectFiles(under = ''): string[] {
  const folder = join(root, under);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !left.has(entry.name))
    .flatMap((entry) => {
      const path = relative(root, join(folder, entry.name));
      return entry.isDirectory() ? projectFiles(path) : [path];
    })
    .sort();
}

/** Those that hold text of ours (the lock file is npm's). */
export function textFiles(): string[] {
  return projectFiles().filter((path) => textEndings.test(`/${path}`) && path !== 'package-lock.json');
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function linesOf(path: string): number {
  return textOf(path).split('\n').length - 1;
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path);
}
