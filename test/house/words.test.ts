import { describe, expect, test } from 'vitest';
import { isCode, projectFiles, textFiles, textOf } from './project-files.js';

/** Written in two parts, so that this file does not hold what it looks for. */
const said = (...parts: string[]): RegExp => new RegExp(parts.join(''));

const unfinished = said('\\b(TO', 'DO|FIX', 'ME|HA', 'CK)\\b');
const silenced = said('@ts-(ig', 'nore|no', 'check)|eslint-dis', 'able(?!.* -- )');
const alone = said('\\b(test|it|describe)\\.on', 'ly\\(');
const registries = said(
  'registry\\.npm',
  'js|npmm',
  'irror|arti',
  'factory|verd',
  'accio|registry\\.yarn',
  'pkg',
);
const workplace = said('(^|[\\s\'"`(])/(wo', 'rk|ro', 'ot)/|\\.\\./sha', 'red/');

function linesWith(pattern: RegExp, paths: string[]): string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

const code = [...projectFiles('src'), ...projectFiles('test'), ...projectFiles('scripts')].filter(isCode);

describe('the text of the project', () => {
  test('leaves nothing unfinished', () => {
    expect(linesWith(unfinished, textFiles())).toEqual([]);
  });

  test('silences no checker without saying why', () => {
    expect(linesWith(silenced, code)).toEqual([]);
  });

  test('has no test that keeps the others from running', () => {
    expect(linesWith(alone, code)).toEqual([]);
  });

  test('names neither registries nor places of the machines it was written on', () => {
    expect(linesWith(registries, textFiles())).toEqual([]);
    // The public test vectors lie beside a checkout unless CASES_DIR or DOMAIN_DIR says where (CONTRIBUTING.md).
    const places = linesWith(workplace, textFiles()).filter(
      (line) => !/process\.env\['(CASES|DOMAIN)_DIR'\]/.test(line),
    );
    expect(places).toEqual([]);
  });

  test('hides nothing: no control characters, no marks that turn the direction of writing', () => {
    // eslint-disable-next-line no-control-regex -- these are what it looks for
    const hidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/;
    expect(linesWith(hidden, textFiles())).toEqual([]);
  });
});
