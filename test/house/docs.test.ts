import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles, root, textOf } from './project-files.js';

const documents = projectFiles().filter((path) => path.endsWith('.md'));
const scripts = (JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts;
/** Words that npm knows without a script of ours. */
const npmCommands = new Set(['start', 'test', 'ci', 'install', 'run']);

const withoutBlocks = (text: string): string => text.replace(/```[^]*?```/g, '');

/** Paths of ours in code marks; a path with a placeholder (`<kind>`, `*`, `…`) names no file. */
function pathsIn(text: string): string[] {
  const marked = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return marked.filter(
    (path) =>
      /^(src|test|docs|scripts|\.ci)\/[\w./-]+$/.test(path) ||
      /^[A-Z][A-Z-]*(\.zh-CN)?\.md$/.test(path) ||
      /^[\w.-]+\.(json|config\.[jt]s)$/.test(path),
  );
}

function linksIn(text: string): string[] {
  const targets = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets.filter((target) => !/^([a-z]+:|#)/.test(target)).map((target) => target.replace(/#.*$/, ''));
}

const variablesIn = (text: string): string[] => {
  const rows = text.split('\n').filter((line) => /^\| `[A-Z][A-Z0-9]*_?[A-Z0-9_]*`/.test(line));
  return rows.map((row) => /`([A-Z0-9_]+)`/.exec(row)?.[1] ?? '').sort();
};

/** Files the service writes at run time; documents may name them. */
const made = new Set([
  'demo.json',
  'begun.json',
  'witness-key.json',
  'trust.json',
  'evidence.json',
  'openapi.json',
  'jwks.json',
  'log-successions.json',
  'recall-copies.json',
]);

describe('the documents', () => {
  test.each(documents)('%s names only files that exist', (path) => {
    const missing = pathsIn(textOf(path)).filter((name) => {
      const places = [join(root, name), join(root, dirname(path), name)];
      return !made.has(name) && !places.some((place) => existsSync(place));
    });
    expect(missing).toEqual([]);
  });

  test.each(documents)('%s links only to files that exist', (path) => {
    const missing = linksIn(textOf(path)).filter((target) => !existsSync(join(root, dirname(path), target)));
    expect(missing).toEqual([]);
  });

  test.each(documents)('%s names only commands that exist', (path) => {
    const named = [...textOf(path).matchAll(/\bnpm (run )?([a-z][a-z:-]*)/g)].map((match) => match[2] ?? '');
    expect(named.filter((name) => !(name in scripts) && !npmCommands.has(name))).toEqual([]);
  });

  test('tell the same in both languages: same commands, same variables, as many sections', () => {
    const [zh, en] = [textOf('README.zh-CN.md'), textOf('README.md')];
    const blocks = (text: string): string[] =>
      [...text.matchAll(/```sh\n([^]*?)```/g)].map((match) => (match[1] ?? '').replace(/\s*#.*$/gm, ''));
    expect(blocks(zh)).toEqual(blocks(en));
    expect(variablesIn(zh)).toEqual(variablesIn(en));
    const sections = (text: string): number =>
      text.split('\n').filter((line) => /^#{1,3} /.test(line)).length;
    expect(sections(zh)).toBe(sections(en));
  });

  test('list exactly the variables that the service reads', () => {
    const source = textOf('src/config/settings.ts') + textOf('src/config/token-settings.ts');
    const read = new Set(
      [...source.matchAll(/env\['([A-Z0-9_]+)'\]|readSecret\(env, '([A-Z0-9_]+)'\)/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      ),
    );
    const told = [...variablesIn(textOf('README.md')), ...variablesIn(textOf('docs/secrets.md'))];
    expect(told.sort()).toEqual([...read].sort());
  });

  test('say that a valid code does not prove the goods', () => {
    expect(textOf('README.md')).toMatch(/not that the apple is good/);
    expect(textOf('README.zh-CN.md')).toMatch(/不能证明苹果/);
  });
});
