import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles, root, textOf } from './project-files.js';
import { guardedRows } from './guarded-rows.js';

const rows = guardedRows('docs/attacks.md');

describe('the tables of attacks', () => {
  test.each(rows)('$what: $title', ({ guards, test: path, title }) => {
    expect(guards.length).toBeGreaterThan(0);
    expect(guards.filter((guard) => !existsSync(join(root, guard)))).toEqual([]);
    expect(textOf(path)).toContain(title);
  });

  test('name every test of attacks there is', () => {
    const tests = projectFiles('test/attacks').filter((path) => path.endsWith('.test.ts'));
    expect(tests.length).toBeGreaterThan(5);
    expect(tests.filter((path) => !rows.some((row) => row.test === path))).toEqual([]);
  });
});
