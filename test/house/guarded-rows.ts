import { textOf } from './project-files.js';

/** One row of a table that says what may happen, what stands against it, and which test fails without it. */
export interface GuardedRow {
  readonly what: string;
  readonly guards: readonly string[];
  readonly test: string;
  readonly title: string;
}

/** The rows of all such tables of a document: the last two cells are the guard and `file`: title of its test. */
export function guardedRows(path: string): GuardedRow[] {
  return textOf(path)
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
}
