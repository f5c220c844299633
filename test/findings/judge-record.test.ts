import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import { judgeRecord } from '../../src/findings/judge-record.js';
import { rules, rulesTouchedBy } from '../../src/findings/rules.js';
import { processes, unitCodes } from '../../src/gs1/vocabulary.js';
import type { JsonObject, JsonValue } from '../../src/ledger/json.js';
import type { Confidence } from '../../src/lists/confidence.js';
import type { Lists } from '../../src/lists/rows.js';
import {
  example,
  fieldA,
  fieldB,
  found,
  home,
  labelRow,
  listsOf,
  noLists,
  other,
  ours,
  recordOf,
  spray,
  theirs,
  type Facts,
  type Telling,
} from './records.js';

const batchKinds = kinds.filter((kind) => kind.chain === 'batch' && kind.kind !== 'correction');
const days = [
  '2025-02-28',
  '2026-06-01',
  '2026-09-30',
  '2026-10-17',
  '2026-10-18',
  '2026-11-20',
  '0001-01-01',
  '9999-12-31',
];
const figures = ['1', '0.000000001', '8000', '999999999999999999', '999999999999999999.999999999', '0.31'];
const names = [
  '戊唑醇',
  '克百威',
  '苹果',
  '戊唑醇430克/升悬浮剂',
  '砷酸铅',
  '5%',
  '未检出',
  'PD20990123',
  '水稻',
];

type Draw = (options: readonly string[]) => string;

/** The data with other days, figures, units, places and names, and some of its members left out. */
function varied(value: JsonValue, draw: Draw, name = ''): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => varied(item, draw, name));
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(() => draw(['', '', '', '', '', '', 'out']) !== 'out');
    return Object.fromEntries(members.map(([key, item]) => [key, varied(item, draw, key)]));
  }
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return draw(days);
  if (name === 'unit' && unitCodes.includes(value)) return draw(unitCodes);
  if (/^-?\d+(\.\d+)?$/.test(value)) return draw(figures);
  if (name === 'site') return draw([fieldA, fieldB]);
  if (name === 'batch') return draw([home, other]);
  if (name === 'process') return draw(Object.keys(processes));
  if (name === 'unit') return draw(['mg/kg', 'μg/kg', '%']);
  return draw([value, value, ...names]);
}

const chain: fc.Arbitrary<Telling[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...batchKinds),
      day: fc.constantFrom(...days.slice(0, 6)),
      late: fc.nat(400),
      concealed: fc.boolean(),
      draws: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
    }),
    { maxLength: 12 },
  )
  .map((items) =>
    items.flatMap(({ kind, day, late, concealed, draws }): Telling[] => {
      let at = 0;
      const draw: Draw = (options) => {
        at += 1;
        return options[(draws[at % draws.length] ?? 0) % options.length] ?? '';
      };
      const changed = varied(kind.example as JsonObject, draw) as JsonObject;
      // What recording would refuse for its shape is recorded as the example of its kind.
      const data = isFaults(validateData(kind.data, changed)) ? (kind.example as JsonObject) : changed;
      const occurredAt = `${day}T08:00:00+08:00`;
      const recordedAt = new Date(Date.parse(occurredAt) + late * 3_600_000).toISOString();
      return [{ kind: kind.kind, data, occurredAt, recordedAt, concealed }];
    }),
  );

const facts: fc.Arbitrary<Facts> = fc.record({
  product: fc.constantFrom(
    { name: '苹果', category: 'FRU' },
    { name: '稻谷', category: 'GRA' },
    { name: '番茄', category: 'VEG' },
  ),
  organization: fc.constantFrom(
    { kind: 'cooperative' },
    { kind: 'household', uscc: null },
    { kind: 'retailer' },
  ),
  sources: fc.constantFrom(
    [],
    [{ organizationId: ours }],
    [
      { organizationId: theirs, certified: false, existedFrom: '2026-12-01T00:00:00Z' },
      { claims: ['organic'] },
    ],
  ),
});

function everyList(confidence: Confidence): Lists {
  return listsOf({
    'pesticide-labels': [
      labelRow({ confidence }),
      labelRow({ confidence, crop: '水稻/番茄', intervalDays: 400, usesMax: 1 }),
      labelRow({ confidence, active: '磷化铝', crop: '储粮', formulation: '56%片剂', intervalDays: 60 }),
    ],
    'pesticide-restrictions': [
      { active: '克百威', status: 'banned', crops: [], effectiveFrom: '2026-06-01', confidence },
      { active: '戊唑醇', status: 'crops', crops: ['VEG', '水稻'], confidence },
    ],
    'residue-limits': [{ analyte: '戊唑醇', food: '苹果', limit: '0.1', unit: 'mg/kg', confidence }],
    'residue-definitions': [],
    'product-categories': ['FRU', 'GRA', 'VEG'].map((category) => ({
      category,
      product: null,
      certificateMandatory: true,
      yieldMax: '100',
      confidence,
    })),
    'process-yields': [
      { process: 'mill', input: '稻谷', output: '大米', least: '0.45', most: '0.72', confidence },
    ],
    'laboratory-accreditations': [
      {
        ...{ laboratory: '示例农产品检测中心', uscc: null, number: '示例CMA号', status: 'accredited' },
        ...{ category: 'FRU', analyte: '戊唑醇', effectiveTo: '2026-09-30', confidence },
      },
    ],
  });
}

const given: fc.Arbitrary<Lists> = fc.constantFrom(
  noLists,
  everyList('high'),
  everyList('medium'),
  everyList('low'),
);

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe('judging a record', () => {
  it('answers for every kind’s example, alone and all of them together', () => {
    const all = batchKinds.map((kind) => example(kind.kind, '2026-11-20'));
    for (const telling of all) expect(() => judgeRecord(recordOf([telling]), noLists)).not.toThrow();
    expect(judgeRecord(recordOf(all), everyList('high')).map(({ rule }) => rule)).toContain('R61');
    expect(judgeRecord(recordOf([]), noLists)).toEqual([]);
  });

  it('never throws, changes nothing, and says the same of the same', () => {
    const fired = new Set<string>();
    fc.assert(
      fc.property(chain, facts, given, (tellings, who, lists) => {
        const record = frozen(recordOf(tellings, who));
        const findings = judgeRecord(record, frozen(lists));
        expect(judgeRecord(structuredClone(record), structuredClone(lists))).toEqual(findings);
        for (const { rule, outcome, entries, detail } of findings) {
          fired.add(`${rule} ${outcome}`);
          expect(entries.length).toBeGreaterThan(0);
          expect([...entries].sort((left, right) => left - right)).toEqual(entries);
          expect(entries.every((seq) => seq >= 1 && seq <= tellings.length)).toBe(true);
          expect(detail.zh).toMatch(/。$/);
          expect(detail.en).toMatch(/\.$/);
          expect(detail.zh + detail.en).not.toMatch(/undefined|null|NaN|\[object/);
        }
        const keys = findings.map(({ rule, outcome, entries }) => JSON.stringify([rule, outcome, entries]));
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 1500 },
    );
    // The floor: what was generated must have made most rules speak.
    expect(fired.size).toBeGreaterThan(25);
  });

  it('is changed by an entry only where a rule looks at its kind', () => {
    fc.assert(
      fc.property(
        chain.filter((all) => all.length > 0),
        facts,
        given,
        (tellings, who, lists) => {
          const added = tellings.at(-1)!;
          const before = judgeRecord(recordOf(tellings.slice(0, -1), who), lists);
          const after = judgeRecord(recordOf(tellings, who), lists);
          const touched = new Set(rulesTouchedBy(added.kind).map((rule) => rule.id));
          const untouched = (findings: typeof after) => findings.filter(({ rule }) => !touched.has(rule));
          expect(untouched(after)).toEqual(untouched(before));
          expect(judgeRecord(recordOf(tellings, who), lists, rulesTouchedBy(added.kind))).toEqual(
            after.filter(({ rule }) => touched.has(rule)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never turns what fails by a sure row into nothing when the row is unsure or the list missing', () => {
    let failed = 0;
    fc.assert(
      fc.property(chain, facts, (tellings, who) => {
        const record = recordOf(tellings, who);
        const sure = judgeRecord(record, everyList('high')).filter((finding) => finding.lists.length > 0);
        for (const lists of [everyList('low'), noLists]) {
          const unsure = judgeRecord(record, lists);
          for (const finding of sure.filter(({ outcome }) => outcome === 'fail')) {
            failed += 1;
            const [first] = finding.entries;
            expect(
              unsure.some(({ rule, entries }) => rule === finding.rule && entries.includes(first ?? 0)),
              finding.rule,
            ).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(failed).toBeGreaterThan(100);
  });

  it('decides nothing by lists that are all of low confidence', () => {
    const low = everyList('low');
    fc.assert(
      fc.property(chain, facts, (tellings, who) => {
        const bare = new Set(
          judgeRecord(recordOf(tellings, who), noLists).flatMap(({ rule, outcome, entries }) =>
            outcome === 'fail' ? [JSON.stringify([rule, entries])] : [],
          ),
        );
        for (const { rule, outcome, entries } of judgeRecord(recordOf(tellings, who), low))
          if (outcome === 'fail') expect(bare).toContain(JSON.stringify([rule, entries]));
      }),
      { numRuns: 500 },
    );
  });

  it('makes one finding of what a rule says of the same entries', () => {
    const two = spray('混配', '2026-07-01', {
      product: { activeIngredients: [{ name: '克百威' }, { name: '戊唑醇' }] },
    });
    expect(found('R20', recordOf([two]), everyList('high'))).toEqual(['fail 1']);
    const stored = example('storage', '2026-10-22', {
      leftOn: '2026-10-22',
      readings: ['温度', '湿度'].map((name) => ({
        name,
        min: '1',
        max: '1',
        intervalMin: 10,
        gapMaxMin: 10,
      })),
    });
    const [finding, ...rest] = judgeRecord(recordOf([stored]), noLists).filter(({ rule }) => rule === 'R72');
    expect(rest).toEqual([]);
    expect(finding?.detail.zh).toMatch(/温度.*湿度/);
  });
});

describe('the rules', () => {
  it('have ids of their own, in order, and sources and titles in both languages', () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids).toEqual(
      [...new Set(ids)].sort((left, right) => Number(left.slice(1)) - Number(right.slice(1))),
    );
    for (const { title, source } of rules)
      for (const words of [title, source]) {
        expect(words.zh).not.toBe('');
        expect(words.en).not.toMatch(/[一-鿿]/);
      }
  });

  it('look at kinds of a batch’s chain, and a correction may concern each', () => {
    const known = new Set(batchKinds.map((kind) => kind.kind));
    for (const rule of rules) expect(rule.kinds.filter((kind) => !known.has(kind))).toEqual([]);
    expect(rulesTouchedBy('correction')).toEqual(rules);
    expect(rulesTouchedBy('hold')).toEqual([]);
    expect(rulesTouchedBy('harvest').map((rule) => rule.id)).toContain('R27');
  });
});
