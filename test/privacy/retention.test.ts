import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/events/kinds/registry.js';
import { keptRecords, retentionRules, type HeldRecords } from '../../src/privacy/retention.js';

const recorded = Date.parse('2026-11-20T06:05:00.000Z');
const at = (day: string): number => Date.parse(`${day}T06:05:00.000Z`);

function held(kind: string, more: Partial<HeldRecords> = {}): HeldRecords {
  return { kind, category: 'FRU', entries: 1, lastRecordedMs: recorded, ...more };
}

describe('records that name a person', () => {
  it.each([
    ['harvest', 'FRU', '2028-11-20'],
    ['input', 'FRU', '2028-11-20'],
    ['harvest', 'GRA', '2028-11-20'],
    ['shipment', 'GRA', '2029-11-20'],
    ['storage', 'GRA', '2029-11-20'],
    ['receipt', 'GRA', '2029-11-20'],
    ['certificate', 'FRU', '2027-05-20'],
  ])('of kind %s and category %s are kept until %s, to the millisecond', (kind, category, day) => {
    const records = [held(kind, { category })];
    expect(keptRecords(records, recorded)).toMatchObject([{ kinds: [kind], untilMs: at(day) }]);
    expect(keptRecords(records, at(day) - 1)).toHaveLength(1);
    expect(keptRecords(records, at(day))).toEqual([]);
  });

  it.each([
    'shipment',
    'receipt',
    'processing',
    'storage',
    'return',
    'inspection',
    'label',
    'hold',
    'not-there',
  ])('of kind %s and no known period are kept without an end, never let go by a guess', (kind) => {
    for (const now of [recorded, at('2126-11-20')])
      expect(keptRecords([held(kind)], now)).toMatchObject([{ untilMs: null }]);
  });

  it('of consent, and of an export, are not kept', () => {
    expect(keptRecords([held('power-used')], recorded)).toEqual([]);
    expect(keptRecords([held('consent-recorded'), held('consent-withdrawn')], recorded)).toEqual([]);
    expect(keptRecords([], recorded)).toEqual([]);
  });

  it('are kept until the last of their periods ends, each rule named once', () => {
    const kept = keptRecords(
      [
        held('harvest', { entries: 3 }),
        held('input', { entries: 4, lastRecordedMs: at('2027-01-10') }),
        held('certificate'),
        held('storage', { category: 'GRA' }),
      ],
      recorded,
    );
    expect(kept.map(({ kinds: of, entries, untilMs }) => [of, entries, untilMs])).toEqual([
      [['harvest', 'input'], 7, at('2029-01-10')],
      [['certificate'], 1, at('2027-05-20')],
      [['storage'], 1, at('2029-11-20')],
    ]);
  });

  it.each([
    ['2024-02-29T00:00:00.000Z', 24, '2026-02-28T00:00:00.000Z'],
    ['2026-08-31T23:59:59.999Z', 6, '2027-02-28T23:59:59.999Z'],
    ['2026-12-31T00:00:00.000Z', 6, '2027-06-30T00:00:00.000Z'],
  ])('recorded at %s for %i months end on the last day of a shorter month: %s', (from, months, until) => {
    const kind = months === 6 ? 'certificate' : 'harvest';
    const [kept] = keptRecords([held(kind, { lastRecordedMs: Date.parse(from) })], 0);
    expect(new Date(kept?.untilMs ?? 0).toISOString()).toBe(until);
  });
});

describe('the table of periods', () => {
  it('names kinds that there are, and each law in both languages', () => {
    const known = kinds.map(({ kind }) => kind);
    for (const { kinds: of, law, months } of retentionRules) {
      expect(of.filter((kind) => !known.includes(kind))).toEqual([]);
      expect(law.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(law.en).toMatch(/art\. \d+|No\. \d+/);
      expect(months ?? 0).toBeGreaterThanOrEqual(0);
    }
  });
});
