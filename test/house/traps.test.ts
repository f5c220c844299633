import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, textOf } from './project-files.js';

interface Row {
  readonly what: string;
  readonly guards: readonly string[];
  readonly test: string;
  readonly title: string;
}

/** The rows of the tables of docs/traps.md: the last two cells are the guard and `file`: title of its test. */
const rows: Row[] = textOf('docs/traps.md')
  .split('\n')
  .filter((line) => /^\| .*`src|^\| .*`eslint/.test(line))
  .map((line) => {
    const cells = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    const [guards = '', test = ''] = cells.slice(-2);
    const named = /^`([^`]+)`: (.+)$/.exec(test);
    return {
      what: cells[0] ?? '',
      guards: [...guards.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
      test: named?.[1] ?? '',
      title: named?.[2] ?? '',
    };
  });

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
