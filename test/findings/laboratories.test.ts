import { describe, expect, it } from 'vitest';
import { subjectsOf, subjectsOfChange } from '../../src/findings/subjects.js';
import type { JsonObject } from '../../src/ledger/json.js';
import type { LaboratoryAccreditationRow, ListRow, Lists } from '../../src/lists/rows.js';
import { example, findingsOf, found, home, leafHash, listsOf, other, recordOf } from './records.js';

const uscc = '91370600MA3GT1M59B';
const laboratory = { name: '示例检测中心', uscc, cma: 'A-1' };

/** A row of the laboratory of the report, for everything and always unless it says otherwise. */
function row(
  more: Partial<LaboratoryAccreditationRow> = {},
): Partial<ListRow> & Omit<LaboratoryAccreditationRow, keyof ListRow> {
  const whole = { laboratory: laboratory.name, uscc, number: 'A-1', status: 'accredited' } as const;
  return { ...whole, category: null, analyte: null, ...more };
}

const known = (...rows: readonly ReturnType<typeof row>[]): Lists =>
  listsOf({ 'laboratory-accreditations': rows });

/** The report of a sample of 20 October 2026, of 23 October. */
const report = (more: JsonObject = {}) =>
  example('inspection', '2026-10-23', {
    ...{ type: 'commissioned', sample: { sampledOn: '2026-10-20' }, reportedOn: '2026-10-23', laboratory },
    ...more,
  });
const outcome = (lists: Lists | undefined, more: JsonObject = {}): string[] =>
  found('R62', recordOf([report(more)]), lists);

describe('R62, a laboratory that is accredited', () => {
  it.each<[string, Parameters<typeof row>[0]]>([
    ['for everything', {}],
    ['for the category and what was tested', { category: 'FRU', analyte: '戊唑醇' }],
    ['from the day of sampling', { effectiveFrom: '2026-10-20' }],
    ['until the day of the report', { effectiveTo: '2026-10-23' }],
  ])('%s is no finding', (_, more) => {
    expect(outcome(known(row(more)))).toEqual([]);
  });

  it('is found by its number, by its code where the report gives none, and by its name without either', () => {
    expect(outcome(known(row({ uscc: null, laboratory: '改了名' })))).toEqual([]);
    const byCode = { laboratory: { name: '改了名', uscc } };
    expect(outcome(known(row({ number: 'A-9' })), byCode)).toEqual([]);
    expect(outcome(known(row({ uscc: null })), { laboratory: { name: ' 示例检测中心 ' } })).toEqual([]);
  });

  it('has an extension of its scope from its own day on', () => {
    const scope = [row({ analyte: '克百威' }), row({ analyte: '戊唑醇', effectiveFrom: '2026-10-21' })];
    expect(outcome(known(...scope))).toEqual(['fail 1']);
    const [first, extension] = scope;
    expect(outcome(known(first!, { ...extension!, effectiveFrom: '2026-10-20' }))).toEqual([]);
  });
});

describe('R62, a laboratory that is not', () => {
  it.each<[string, Parameters<typeof row>[0], RegExp]>([
    ['yet on the day of sampling', { effectiveFrom: '2026-10-21' }, /2026 年 10 月 20 日没有有效资质/],
    ['any more on the day of the report', { effectiveTo: '2026-10-22' }, /2026 年 10 月 23 日没有有效资质/],
    ['for what it tested', { analyte: '克百威' }, /资质范围不含戊唑醇/],
    ['for the category', { category: 'VEG' }, /资质范围不含戊唑醇/],
    ['the body whose number it gives', { uscc: '91370600MA3HC6Q99T' }, /A-1 属于另一个机构/],
  ])('%s fails, with the reason and the row', (_, more, reason) => {
    const [finding] = findingsOf('R62', recordOf([report()]), known(row(more)));
    expect(finding).toMatchObject({
      ...{ outcome: 'fail', severity: 'high', effect: 'finding', entries: [1] },
      lists: ['laboratory-accreditations@1'],
    });
    expect(finding?.detail.zh).toMatch(reason);
    expect(finding?.detail.zh).toMatch(/依据：检测机构资质清单第 1 版/);
  });

  it('may be suspended for a time, for one thing or for all', () => {
    const suspended = { status: 'suspended', effectiveFrom: '2026-10-01' } as const;
    expect(outcome(known(row(), row({ ...suspended, analyte: '戊唑醇' })))).toEqual(['fail 1']);
    expect(outcome(known(row(), row({ ...suspended, category: 'FRU' })))).toEqual(['fail 1']);
    expect(outcome(known(row(), row({ ...suspended, analyte: '克百威' })))).toEqual([]);
    expect(outcome(known(row(), row({ ...suspended, analyte: '戊唑醇', effectiveTo: '2026-10-19' })))).toEqual([]);
  }); // prettier-ignore

  it.each<[string, Lists | undefined]>([
    ['without the list', undefined],
    ['without a row of it', known(row({ number: 'B-2', uscc: null }))],
    ['by a row of low confidence alone', known(row({ confidence: 'low' }))],
    ['where a row of low confidence says that it ended', known(row({ confidence: 'low', effectiveTo: '2026-01-01' }))],
  ])('is not known %s', (_, lists) => {
    expect(outcome(lists)).toEqual(['unknown 1']);
  }); // prettier-ignore

  it('is not asked of an own test or a rapid one, unless it claims to be accredited', () => {
    const plain = { laboratory: { name: '合作社检测室' } };
    const expired = known(row({ effectiveTo: '2020-01-01' }));
    expect(outcome(expired, { ...plain, type: 'self' })).toEqual([]);
    expect(outcome(expired, { ...plain, type: 'supervision', method: 'rapid' })).toEqual([]);
    expect(outcome(expired, { type: 'self' })).toEqual(['fail 1']);
  });
});

describe('R62, a compliance certificate', () => {
  const expired = known(row({ effectiveTo: '2026-10-22' }));
  const certificate = (more: JsonObject) =>
    example('certificate', '2026-11-20', { basis: ['commission-tested'], reportNo: '示例-2026-10231', ...more });
  const findings = (more: JsonObject, lists = expired): string[] =>
    findingsOf('R62', recordOf([report(), certificate(more)]), lists).map(
      ({ outcome: one, effect, entries }) => `${one} ${effect} ${entries.join()}`,
    );

  it('is refused where it rests on such a report, by its entry or, as before, by its number', () => {
    const both = ['fail finding 1', 'fail refuse 1,2'];
    expect(findings({ inspections: [{ seq: 1, leafHash }] })).toEqual(both);
    expect(findings({ inspections: [{ batch: home, seq: 1, leafHash }] })).toEqual(both);
    expect(findings({})).toEqual(both);
  });

  it('is not refused where it does not, or where that is not known', () => {
    expect(findings({ inspections: [{ batch: other, seq: 1, leafHash }] })).toEqual(['fail finding 1']);
    expect(findings({ basis: ['quality-control'], reportNo: '另一份' })).toEqual(['fail finding 1']);
    expect(findings({ inspections: [{ seq: 1, leafHash }] }, known(row({ confidence: 'low' })))).toEqual([
      'unknown finding 1',
      'unknown refuse 1,2',
    ]);
  });
}); // prettier-ignore

describe('a change of the list of accreditations', () => {
  const changed = (row1: Partial<LaboratoryAccreditationRow>): string[] =>
    subjectsOfChange(null, known(row(row1))['laboratory-accreditations']!);
  const subjects = (of: JsonObject): string[] =>
    subjectsOf(recordOf([report({ laboratory: of })])).filter((one) => one.startsWith('laboratory:'));

  it('lets every report be judged anew that names its laboratory in any way', () => {
    const rows = changed({});
    for (const of of [laboratory, { name: laboratory.name }, { name: '改了名', uscc }, { name: '改了名', cma: 'A-1' }])
      expect(subjects(of).some((subject) => rows.includes(subject))).toBe(true);
    expect(subjects({ name: '另一机构' }).some((subject) => rows.includes(subject))).toBe(false);
  }); // prettier-ignore
});
