import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/ledger/json.js';
import { example, findingsOf, found, leafHash, recordOf, without, type Facts } from './records.js';

/** An inspection, an objection on Monday 9 November 2026, and the retest with its report of a day. */
function retested(reportedOn: string | undefined, retest: JsonObject = {}, facts: Facts = {}) {
  const day = reportedOn ?? '2026-11-19';
  const data = without(example('inspection', day).data, 'reportedOn');
  const first = example('inspection', '2026-11-06', { type: 'supervision', verdict: 'fail' });
  const objection = example('objection', '2026-11-09', { inspection: { seq: 1, leafHash } });
  const second = {
    ...example('inspection', day),
    data: {
      ...{ ...data, type: 'retest', laboratory: { name: '复检中心' } },
      ...(reportedOn === undefined ? {} : { reportedOn }),
      retest: { of: { seq: 1, leafHash }, ...retest },
    },
  };
  return recordOf([first, objection, second], facts);
}

describe('R67, the report of a retest', () => {
  // Tuesday 10 November to Wednesday 18 November are seven working days.
  it.each([
    ['the seventh working day', '2026-11-18', {}, []],
    ['the eighth', '2026-11-19', {}, ['fail 2,3']],
    ['the eighth, with a holiday between', '2026-11-19', { holidays: ['2026-11-12'] }, []],
    ['the ninth, with a holiday between', '2026-11-20', { holidays: ['2026-11-12'] }, ['fail 2,3']],
    ['the eighth, with a holiday on a Sunday', '2026-11-19', { holidays: ['2026-11-15'] }, ['fail 2,3']],
  ])('of %s after the body had the sample', (_, day, facts, expected) => {
    expect(found('R67', retested(day, { receivedOn: '2026-11-09' }, facts))).toEqual(expected);
  });

  it('is medium, a finding, and names the days and the law', () => {
    const [finding] = findingsOf('R67', retested('2026-11-19', { receivedOn: '2026-11-09' }));
    expect(finding).toMatchObject({ severity: 'medium', effect: 'finding', outcome: 'fail' });
    expect(finding?.detail.zh).toBe(
      '复检机构于 2026 年 11 月 9 日收到样品，报告应在 2026 年 11 月 18 日前作出（七个工作日），实际为 2026 年 11 月 19 日。',
    );
  });

  it('counts from the day the sample came, not from the objection', () => {
    expect(found('R67', retested('2026-11-24', { receivedOn: '2026-11-13' }))).toEqual([]);
    expect(found('R67', retested('2026-11-25', { receivedOn: '2026-11-13' }))).toEqual(['fail 2,3']);
  });

  it('is in time within seven working days of the objection, and later is not known where that day is not told', () => {
    expect(found('R67', retested('2026-11-18'))).toEqual([]);
    expect(found('R67', retested('2026-11-19'))).toEqual(['unknown 2,3']);
    expect(found('R67', retested('2026-11-19', { objection: { seq: 2, leafHash } }))).toEqual([
      'unknown 2,3',
    ]);
  });

  it('is of the day it was recorded where it tells none', () => {
    expect(found('R67', retested(undefined, { receivedOn: '2026-11-09' }))).toEqual(['fail 2,3']);
    expect(found('R67', retested(undefined, { receivedOn: '2026-11-10' }))).toEqual([]);
  });

  it('has no clock without an objection and without the day, nor is one asked of other tests', () => {
    const { entries, ...rest } = retested('2026-12-24');
    expect(found('R67', { ...rest, entries: entries.filter(({ kind }) => kind !== 'objection') })).toEqual(
      [],
    );
    expect(found('R67', recordOf([example('inspection', '2026-12-24')]))).toEqual([]);
  });
});
