import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardedRows } from './guarded-rows.js';
import { root, textOf } from './project-files.js';

const rows = guardedRows('docs/traps.md');

describe('the table of traps', () => {
  test('has every trap that was measured', () => {
    const traps = new Set(rows.map((row) => row.what).filter((what) => /^F\d+$/.test(what)));
    expect([...traps]).toEqual([
      'F1',
      'F2',
      'F3',
      'F4',
      'F7',
      'F8',
      'F9',
      'F10',
      'F11',
      'F12',
      'F13',
      'F14',
      'F15',
    ]);
  });

  test.each(rows)('$what: $title', ({ guards, test: path, title }) => {
    expect(guards.length).toBeGreaterThan(0);
    expect(guards.filter((guard) => !existsSync(join(root, guard)))).toEqual([]);
    expect(textOf(path)).toContain(title);
  });
});
