import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfObjection, endOfWorkingDays } from '../../../src/events/kinds/working-days.js';
import { batchId, brief, contextOf, entryOf, faultsOf, kindOf, leafHash, theirs } from './kind-context.js';

const home = batchId(1);
const none: ReadonlySet<string> = new Set();
const objection = kindOf('objection');
const inspection = kindOf('inspection');
const supervised = { ...inspection.example, type: 'supervision' };

/** What is wrong with an objection at a time to a result that was recorded at another. */
function objected(
  now: string,
  inForceAt: string,
  { data = supervised, holidays = none }: { data?: object; holidays?: ReadonlySet<string> } = {},
): string[] {
  const context = contextOf({ entries: [entryOf(home, 4, 'inspection', data, { inForceAt })] });
  return brief(faultsOf(objection, objection.example, { ...context, now, holidays }));
}

describe('the time to object to a laboratory result', () => {
  // 2026-11-09 is a Monday.
  it.each([
    ['Monday', '2026-11-09T01:00:00Z', '2026-11-16T23:59:59.999+08:00'],
    ['Monday late in the evening', '2026-11-09T15:59:00Z', '2026-11-16T23:59:59.999+08:00'],
    ['Tuesday in China that is still Monday in UTC', '2026-11-09T16:00:00Z', '2026-11-17T23:59:59.999+08:00'],
    ['Friday', '2026-11-13T01:00:00Z', '2026-11-20T23:59:59.999+08:00'],
    ['Saturday', '2026-11-14T01:00:00Z', '2026-11-20T23:59:59.999+08:00'],
    ['Sunday', '2026-11-15T01:00:00Z', '2026-11-20T23:59:59.999+08:00'],
  ])('begins after the day of receipt and has five working days, from %s', (_, receivedAt, ends) => {
    expect(endOfObjection(receivedAt, false, none)).toBe(ends);
  });

  it('leaves out listed holidays, and never counts a weekend that was decreed a working day', () => {
    const holidays = new Set(['2026-11-11', '2026-11-12']);
    expect(endOfObjection('2026-11-09T01:00:00Z', false, holidays)).toBe('2026-11-18T23:59:59.999+08:00');
  });

  it('passes on the fifth working day and is over on the sixth', () => {
    expect(objected('2026-11-16T15:59:59.999Z', '2026-11-09T01:00:00Z')).toEqual([]);
    expect(objected('2026-11-16T16:00:00.000Z', '2026-11-09T01:00:00Z')).toEqual([
      '/data/inspection objection-late',
    ]);
    const holidays = new Set(['2026-11-16']);
    expect(objected('2026-11-16T16:00:00.000Z', '2026-11-09T01:00:00Z', { holidays })).toEqual([]);
  });

  it('is refused with the end and the law in both languages', () => {
    const context = contextOf({
      entries: [entryOf(home, 4, 'inspection', supervised, { inForceAt: '2026-11-09T01:00:00Z' })],
    });
    const [late] = faultsOf(objection, objection.example, context);
    expect(late?.detail.zh).toMatch(/2026-11-16T23:59:59.999\+08:00.*第五十一条.*五个工作日/);
    expect(late?.detail.en).toMatch(/2026-11-16.*art. 51|2026-11-16.*第五十一条/);
  });

  it('is never shorter with more holidays, and never ends on a day that does not count', () => {
    const day = fc
      .integer({ min: 0, max: 400 })
      .map((ahead) => new Date(Date.UTC(2026, 0, 1) + ahead * 86_400_000).toISOString());
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 9 }), fc.uniqueArray(day, { maxLength: 20 }), (from, count, off) => {
        const holidays = new Set(off.map((each) => each.slice(0, 10)));
        const ends = endOfWorkingDays(from, count, holidays);
        expect(ends >= endOfWorkingDays(from, count, none)).toBe(true);
        expect(holidays.has(ends.slice(0, 10))).toBe(false);
        expect([0, 6]).not.toContain(new Date(`${ends.slice(0, 10)}T00:00:00Z`).getUTCDay());
      }),
    );
  }); // prettier-ignore
});

describe('the time to object to a rapid test', () => {
  const data = { ...inspection.example, type: 'rapid' };
  it('is four hours, weekends and holidays or not', () => {
    const holidays = new Set(['2026-11-14']);
    expect(objected('2026-11-14T05:00:00.000Z', '2026-11-14T01:00:00.000Z', { data, holidays })).toEqual([]);
    expect(objected('2026-11-14T05:00:00.001Z', '2026-11-14T01:00:00.000Z', { data, holidays })).toEqual([
      '/data/inspection objection-late',
    ]);
  });

  it('is that of the method, whatever the type', () => {
    const sampled = { ...supervised, method: 'rapid' };
    expect(objected('2026-11-14T06:00:00Z', '2026-11-14T01:00:00Z', { data: sampled })).toEqual([
      '/data/inspection objection-late',
    ]);
  });
});

describe('an objection', () => {
  it.each(['self', 'commissioned', 'retest', 'outbound', 'notarised'])('is not to a result of type %s', (type) => {
    const now = '2026-11-09T02:00:00Z';
    expect(objected(now, now, { data: { ...inspection.example, type } })).toEqual(['/data/inspection no-objection']);
  }); // prettier-ignore

  it.each([
    [{ inspection: { seq: 5, leafHash } }, '/data/inspection unknown-entry'],
    [{ inspection: undefined }, '/data/inspection required'],
    [{ reason: '' }, '/data/reason empty'],
    [{ reason: '电话 13712345678' }, '/data/reason personal-data'],
  ])('is refused with %j', (change, expected) => {
    const entries = [entryOf(home, 4, 'inspection', supervised, { inForceAt: '2026-11-23T01:00:00Z' })];
    const plain = JSON.parse(JSON.stringify({ ...objection.example, ...change })) as object;
    expect(brief(faultsOf(objection, plain, contextOf({ entries })))).toEqual([expected]);
  });
});

describe('a retest', () => {
  const first = { ...supervised, verdict: 'fail' };
  const entries = [
    entryOf(home, 4, 'inspection', first),
    entryOf(home, 5, 'objection', { inspection: { seq: 4, leafHash }, reason: '有异议' }),
    entryOf(home, 6, 'harvest', {}),
    entryOf(home, 7, 'objection', { inspection: { seq: 9, leafHash }, reason: '有异议' }),
  ];
  const retest = {
    ...inspection.example,
    type: 'retest',
    laboratory: { name: '另一检测中心', uscc: '91370600MA3HC6Q99T' },
    retest: { of: { seq: 4, leafHash }, objection: { seq: 5, leafHash } },
  };
  const of = (change: object): string[] => {
    const plain = JSON.parse(JSON.stringify({ ...retest, ...change })) as object;
    return brief(faultsOf(inspection, plain, { ...contextOf({ entries }), issuer: `org/${theirs}` }));
  };

  it('by another body and no rapid method is recorded, on objection or without one', () => {
    expect(of({})).toEqual([]);
    expect(of({ method: 'laboratory', retest: { of: { seq: 4, leafHash } } })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['the first body, by its code', { laboratory: { name: '改了名', uscc: '91370600MA3GT1M59B' } }, ['/data/laboratory first-body']],
    ['the first body, by its name', { laboratory: { name: ' 示例农产品检测中心 ' } }, ['/data/laboratory first-body']],
    ['a rapid method', { method: 'rapid' }, ['/data/method rapid-retest']],
    ['nothing that it retests', { retest: undefined }, ['/data/retest required']],
    ['no first inspection', { retest: { of: { seq: 8, leafHash } } }, ['/data/retest/of unknown-entry']],
    ['another entry', { retest: { of: { seq: 6, leafHash } } }, ['/data/retest/of wrong-kind']],
    ['the objection to another', { retest: { of: { seq: 4, leafHash }, objection: { seq: 7, leafHash } } }, ['/data/retest/objection other-objection']],
    ['no retest by its type', { type: 'commissioned' }, ['/data/retest not-applicable']],
  ])('is refused with %s', (_, change, expected) => {
    expect(of(change)).toEqual(expected);
  }); // prettier-ignore

  it('names the entries it rests on', () => {
    expect(inspection.references(retest, home).entries).toEqual([
      { batch: home, seq: 4, leafHash },
      { batch: home, seq: 5, leafHash },
    ]);
    expect(inspection.references(inspection.example, home).entries).toEqual([]);
  });
});
