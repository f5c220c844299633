import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isCode, projectFiles, textOf } from './project-files.js';

/** Words that say nothing about what a thing is (docs: the house's names). */
const empty = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'manager', 'base', 'impl']);

/** `readPidFile` → read, pid, file; digits stay with their letters, so that `base64url` is one word. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

const saysNothing = (name: string): boolean => wordsOf(name).some((word) => empty.has(word));

/** The names a file declares: what others read when they import it or step through it. */
function declaredNames(path: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const named =
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isParameter(node);
    if (named && node.name !== undefined && ts.isIdentifier(node.name)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2023));
  return names;
}

const code = [...projectFiles('src'), ...projectFiles('test'), ...projectFiles('scripts')].filter(isCode);

describe('names', () => {
  test('of files and folders say what they are', () => {
    expect(projectFiles().filter((path) => saysNothing(path))).toEqual([]);
  });

  test('of symbols say what they are', () => {
    const found = code.flatMap((path) =>
      declaredNames(path)
        .filter(saysNothing)
        .map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  test('are recognized by their words, not by their letters', () => {
    expect(
      ['HttpUtils', 'base_url', 'sharedPool', 'QueueManager', 'x-impl'].filter(saysNothing),
    ).toHaveLength(5);
    expect(['base64url', 'database', 'simple', 'commonness', 'managed'].filter(saysNothing)).toEqual([]);
  });

  test('of files carry a meaning in their suffix, and there is one barrel', () => {
    const suffixes =
      /^[^.]+(\.(row|store|service|controller|dto|module|pipe|filter|guard|decorators))?\.tsx?$/;
    const odd = projectFiles('src').filter(
      (path) => isCode(path) && !suffixes.test(path.split('/').at(-1) ?? ''),
    );
    expect(odd).toEqual([]);
    const barrels = projectFiles('src').filter(
      (path) => /\/index\.tsx?$/.test(path) && path !== 'src/ledger/index.ts',
    );
    expect(barrels).toEqual([]);
  });
});
