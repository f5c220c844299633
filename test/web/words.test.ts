import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scopeNames } from '../../src/access/scopes.js';
import type { Words } from '../../src/gs1/words.js';
import { checkNames, scanReasonNames, verdicts, type CheckStatus } from '../../src/web/scan-view.js';
import { scanCheck } from '../../src/web/check-sentence.js';
import { checkWords } from '../../src/web/words-checks.js';
import { scopeWords } from '../../src/web/words-machines.js';
import { scanReasons, scanVerdict } from '../../src/web/words-verdict.js';

const folder = new URL('../../src/web/', import.meta.url);

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

/** Every text that a module of the catalogue exports, by itself or in a table, with a name to find it by. */
async function textsOf(file: string): Promise<[name: string, words: Words][]> {
  const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  return Object.entries(module).flatMap(([name, table]): [string, Words][] => {
    if (isWords(table)) return [[`${file} ${name}`, table]];
    if (typeof table !== 'object' || table === null) return [];
    return Object.entries(table).flatMap(([key, words]): [string, Words][] =>
      isWords(words) ? [[`${file} ${name}.${key}`, words]] : [],
    );
  });
}

const files = readdirSync(folder).filter((name) => /^words-.*\.ts$/.test(name));
const catalogue = (await Promise.all(files.map(textsOf))).flat();
/** What a switch of the language says: the name of the other one, in that one. */
const languageNames = new Set(['English', '中文']);

type Outcomes = Readonly<Record<string, { readonly status: CheckStatus; readonly words: Words }>>;

function outcomesOf(check: { readonly outcomes: Outcomes }): Outcomes {
  return check.outcomes;
}

/** Every text of pages and apps with a name to find it by. */
function everyText(): [name: string, words: Words][] {
  const texts = catalogue.filter(([, { zh }]) => !languageNames.has(zh));
  for (const [name, row] of Object.entries(scanReasons)) {
    texts.push([`${name} heading`, row.heading], [`${name} summary`, row.summary]);
  }
  for (const [name, check] of Object.entries(checkWords)) {
    texts.push([`${name} name`, check.name], [`${name} explain`, check.explain]);
    for (const [outcome, { words }] of Object.entries(outcomesOf(check))) {
      texts.push([`${name} ${outcome}`, words]);
    }
  }
  return texts;
}

const placeholders = (text: string): string[] => (text.match(/\{[a-z]+\}/g) ?? []).sort();
const han = /\p{Script=Han}/u;

describe('the catalogue of pages and apps', () => {
  it('has every text in both languages', () => {
    const texts = everyText();
    expect(texts.length).toBeGreaterThan(900);
    expect(texts.filter(([, { zh, en }]) => zh.trim() === '' || en.trim() === '')).toEqual([]);
  });

  it('has no Chinese in its English texts, and Chinese in its Chinese ones', () => {
    expect(everyText().filter(([, { en }]) => han.test(en))).toEqual([]);
    expect(everyText().filter(([, { zh }]) => !han.test(zh))).toEqual([]);
  });

  it('asks for the same figures in both languages', () => {
    const uneven = everyText().filter(
      ([, { zh, en }]) => placeholders(zh).join() !== placeholders(en).join(),
    );
    expect(uneven).toEqual([]);
  });

  it('never promises anything about the goods, and never calls them fake', () => {
    const promise = /假|正品|真品|保真|genuine|authentic\b|fake|counterfeit|guarantee/i;
    expect(everyText().filter(([, { zh, en }]) => promise.test(zh) || promise.test(en))).toEqual([]);
  });

  it('keeps every summary within 20 Chinese characters and 12 English words', () => {
    const long = Object.entries(scanReasons).filter(
      ([, { summary }]) => Array.from(summary.zh).length > 20 || summary.en.split(/\s+/).length > 12,
    );
    expect(long).toEqual([]);
  });

  it('has words for every reason and every check, in the order they are named', () => {
    expect(Object.keys(scanReasons)).toEqual([...scanReasonNames]);
    expect(Object.keys(checkWords)).toEqual([...checkNames]);
  });

  it('has words for all that a machine may be allowed', () => {
    expect(Object.keys(scopeWords).sort()).toEqual([...scopeNames].sort());
  });

  it('gives each reason another heading, and each verdict a reason', () => {
    const rows = Object.values(scanReasons);
    expect(new Set(rows.map((row) => row.heading.zh)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.heading.en)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.verdict))).toEqual(new Set(verdicts));
  });

  it('keeps green and its tick for the verified record', () => {
    for (const row of Object.values(scanReasons)) {
      expect(row.tone === 'good').toBe(row.verdict === 'verified');
      expect(row.icon === 'check').toBe(row.verdict === 'verified');
    }
  });

  it('does not call a record recalled, void or altered in any colour but red', () => {
    const red = Object.entries(scanReasons).filter(([, row]) => row.tone === 'bad');
    expect(red.map(([name]) => name)).toEqual([
      'bad-signature',
      'altered',
      'key-revoked',
      'not-in-log',
      'label-void',
      'recalled',
    ]);
  });
});

describe('a check in words', () => {
  it('carries status and sentence of its outcome, figures filled in', () => {
    expect(scanCheck('chain', 'pass', 'zh-CN', { count: 10 })).toEqual({
      check: 'chain',
      status: 'pass',
      detail: '10 条记录逐条重算哈希，前后相接。',
    });
    expect(scanCheck('chain', 'broken', 'en', { seq: 4 })).toEqual({
      check: 'chain',
      status: 'fail',
      detail: 'It does not hold from entry 4 on.',
    });
  });

  it('lets the log and the witnesses pass only where they were held against', () => {
    for (const check of ['log-inclusion', 'witnesses'] as const) {
      const statuses = Object.entries(outcomesOf(checkWords[check])).map(([name, { status }]) => [
        name,
        status,
      ]);
      expect(statuses.filter(([, status]) => status === 'pass')).toEqual([['pass', 'pass']]);
      expect(statuses).toContainEqual(['waiting', 'warn']);
      expect(statuses).toContainEqual(['none', 'not-applicable']);
    }
  });

  it('has no words for an outcome that is not in the table', () => {
    expect(() => scanCheck('chain', 'perfect' as 'pass', 'en', { count: 1 })).toThrow(TypeError);
  });

  it('never lets a check pass that says it was not made', () => {
    const silent = Object.values(checkWords).flatMap((check) =>
      Object.values(outcomesOf(check)).filter(
        ({ status, words }) => status === 'pass' && /没有核对|没能核对/.test(words.zh),
      ),
    );
    expect(silent).toEqual([]);
  });
});

describe('a verdict in words', () => {
  it('comes with the reason and the summary of one row', () => {
    expect(scanVerdict('label-void', 'zh-CN')).toEqual({
      verdict: 'invalid',
      reason: 'label-void',
      summary: '签发方已作废这枚标签。',
    });
    expect(scanVerdict('intact', 'en').summary).toBe('Every entry matches its signature and its hash.');
  });
});
