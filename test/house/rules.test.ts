import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRule, rules } from '../../src/findings/rules.js';
import { findDomainText } from '../gs1/domain-files.js';
import { root, textOf } from './project-files.js';

interface Row {
  readonly id: string;
  readonly effect: string;
  readonly severity: string;
  readonly status: string;
  readonly where: string;
}

/** The rows of the table in docs/rules.md, in its order. */
const table: readonly Row[] = textOf('docs/rules.md')
  .split('\n')
  .filter((line) => /^\| R\d+ /.test(line))
  .map((line) => {
    const [, id = '', , effect = '', severity = '', status = '', where = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { id, effect, severity, status, where };
  });
const withStatus = (...names: readonly string[]): readonly Row[] =>
  table.filter(({ status }) => names.includes(status));
const filesIn = (text: string): string[] =>
  [...text.matchAll(/`([\w./-]+\.(?:ts|sql))`/g)].map((match) => match[1] ?? '');

describe('the table of rules', () => {
  test('has 80 rules, each once, with a status that there is', () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(80);
    expect(table).toHaveLength(80);
    expect(withStatus('in', 'in part', 'elsewhere', 'waits')).toEqual(table);
    expect(table.filter(({ where }) => where === '')).toEqual([]);
  });

  test('names as judged exactly the rules that judge, in their order', () => {
    expect(withStatus('in', 'in part').map(({ id }) => id)).toEqual(rules.map((rule) => rule.id));
  });

  test('tells the effect and severity that they have, and the file that they are in', () => {
    for (const { id, effect, severity, where } of withStatus('in', 'in part')) {
      const rule = findRule(id);
      expect(rule?.effect, id).toBe(effect);
      expect(rule?.severity, id).toBe(severity.replace(' for claim', ''));
      const [file = ''] = filesIn(where);
      expect(textOf(file), id).toContain(`id: '${id}'`);
    }
  });

  test('names for what holds elsewhere a place and its test', () => {
    for (const { id, where } of withStatus('elsewhere')) {
      const files = filesIn(where);
      expect(
        files.filter((file) => !existsSync(join(root, file))),
        id,
      ).toEqual([]);
      expect(
        files.some((file) => file.startsWith('src/')),
        id,
      ).toBe(true);
      expect(
        files.some((file) => file.startsWith('test/')),
        id,
      ).toBe(true);
    }
  });

  test('counts what is in and what waits', () => {
    const counts = ['in', 'in part', 'elsewhere', 'waits'].map((status) => withStatus(status).length);
    expect(counts).toEqual([30, 6, 22, 22]);
  });

  const domain = findDomainText('rules.csv');
  test.skipIf(domain === null)('has the ids of the domain’s rules, in their order', () => {
    const ids = (domain ?? '').split('\n').flatMap((line) => /^R\d+(?=,)/.exec(line) ?? []);
    expect(table.map(({ id }) => id)).toEqual(ids);
  });

  test('is right that a code stands once among the labels (R82)', () => {
    expect(textOf('src/database/migrations/0001_foundation.sql')).toMatch(
      /create table labels \(\s+code text primary key/,
    );
  });
});
