import { describe, expect, it } from 'vitest';
import { judgeRecord } from '../../src/findings/judge-record.js';
import type { RecordSource } from '../../src/findings/record.js';
import { findRule } from '../../src/findings/rules.js';
import type { JsonObject } from '../../src/ledger/json.js';
import type { Confidence } from '../../src/lists/confidence.js';
import type { Lists } from '../../src/lists/rows.js';
import { appleEvents, riceEvents, type Example, type Told } from '../events/kinds/example-events.js';
import { batchId } from '../events/kinds/kind-context.js';
import { findDomainFile } from '../gs1/domain-files.js';
import { labelRow, listsOf, ours, recordOf, tell, type Facts, type Telling } from './records.js';

/** Rows as the domain's data files have them, with their confidences; 戊唑醇 is of low confidence there. */
function sampleLists(tebuconazole: Confidence = 'low'): Lists {
  const [target, formulation] = ['金纹细蛾/桃小食心虫', '35%水分散粒剂 WG'];
  const cap = { certificateMandatory: null, confidence: 'medium' as const };
  return listsOf({
    'pesticide-labels': [
      labelRow({ formulation: '430g/L悬浮剂 SC', confidence: tebuconazole }),
      labelRow({
        active: '氯虫苯甲酰胺',
        formulation,
        target,
        intervalDays: 14,
        usesMax: 2,
        confidence: 'medium',
      }),
      labelRow({
        active: '磷化铝',
        formulation: '56%片剂 TB',
        crop: '储粮',
        target: '仓储害虫',
        intervalDays: null,
        usesMax: null,
        confidence: 'medium',
      }),
    ],
    'pesticide-restrictions': [
      { active: '克百威', status: 'banned', crops: [], effectiveFrom: '2026-06-01' },
    ],
    'residue-limits': [],
    'residue-definitions': [],
    'product-categories': [
      {
        category: 'FRU',
        product: null,
        certificateMandatory: true,
        yieldMax: null,
        effectiveFrom: '2026-02-01',
      },
      { category: 'FRU', product: '苹果', yieldMax: '6000', ...cap },
      { category: 'GRA', product: '稻谷', yieldMax: '1000', ...cap },
    ],
    'process-yields': [
      { process: 'mill', input: '稻谷', output: '大米', least: '0.45', most: '0.72', confidence: 'medium' },
    ],
    'laboratory-accreditations': ['示例农产品检测中心', '示例粮油检测站'].map((laboratory) => ({
      ...{ laboratory, uscc: null, number: '示例CMA号', status: 'accredited' as const },
      ...{ category: null, analyte: null, confidence: 'medium' as const },
    })),
  });
}

function on(events: readonly Told[], batch: number): Telling[] {
  return events
    .filter((event) => event.batch === batchId(batch))
    .map(({ kind, occurredAt, data }) => ({ kind, occurredAt, data: data as JsonObject }));
}

/** The record of one batch of an example. */
function recordOn(events: readonly Told[], batch: number, facts: Facts) {
  const { batch: named, ...record } = recordOf(on(events, batch), facts);
  return { ...record, batch: { ...named, id: batchId(batch) } };
}

function findings(events: readonly Told[], batch: number, facts: Facts, lists = sampleLists()): string[] {
  return judgeRecord(recordOn(events, batch, facts), lists).map(({ rule, outcome }) => `${rule} ${outcome}`);
}

const made = (from: number, more: Partial<RecordSource> = {}): Partial<RecordSource>[] => [
  { batch: batchId(from), organizationId: ours, openedAt: '2026-10-01T00:00:00.000Z', ...more },
];

const apple = findDomainFile('examples/A_yantai_apple.json') as
  | (Example & {
      readonly expect: { readonly earliestHarvest: string; readonly findings: readonly string[] };
    })
  | null;
const rice = findDomainFile('examples/B_wuchang_rice.json') as
  (Example & { readonly expect: { readonly findings: readonly string[] } }) | null;

describe.skipIf(apple === null)('the apple batch of the examples', () => {
  // The laboratory tested the graded lot that was shipped, as the demo has it.
  const events = (apple === null ? [] : appleEvents(apple)).map((event) =>
    event.kind === 'inspection' ? { ...event, batch: batchId(2) } : event,
  );
  const derived = { sources: made(1, { existedFrom: '2026-10-18T12:00:00+08:00' }) };
  const all = (lists: Lists) => [
    ...findings(events, 1, {}, lists),
    ...findings(events, 2, derived, lists),
    ...findings(events, 3, derived, lists),
  ];

  it('fails nothing; what rests on a row of low confidence alone is not known', () => {
    expect(all(sampleLists()).filter((finding) => finding.endsWith('fail'))).toEqual(apple!.expect.findings);
    expect(all(sampleLists())).toEqual(['R24 unknown', 'R27 unknown']);
  });

  it('finds nothing at all where that row is sure', () => {
    expect(all(sampleLists('medium'))).toEqual([]);
  });

  it('could be harvested lawfully from the day that the example names, and not the day before', () => {
    const { earliestHarvest } = apple!.expect;
    const from = (day: string) =>
      findings(
        events.map((event) =>
          event.kind === 'harvest'
            ? {
                ...event,
                occurredAt: `${day}T12:00:00+08:00`,
                data: { ...event.data, startedOn: day, stoppedOn: day },
              }
            : event,
        ),
        1,
        {},
        sampleLists('medium'),
      );
    const before = new Date(Date.parse(earliestHarvest) - 86_400_000).toISOString().slice(0, 10);
    expect(from(earliestHarvest)).toEqual([]);
    expect(from(before)).toEqual(['R27 fail']);
  });
});

describe.skipIf(rice === null)('the rice batch of the examples', () => {
  const events = rice === null ? [] : riceEvents(rice);
  const paddy = { product: { name: '稻谷', variety: '五优稻4号', category: 'GRA' } };
  const milled = { product: { name: '大米', variety: '五优稻4号', category: 'GRA' } };
  const dried = { ...paddy, sources: made(1, { existedFrom: '2026-10-02T12:00:00+08:00' }) };
  const white = { ...milled, sources: made(2, { existedFrom: '2026-10-06T12:00:00+08:00' }) };
  const changedAt = (name: string, key: string) =>
    String(rice!.negative!.find((item) => item.name === name)!.change[key]);

  it('leaves the interval of the fumigant unknown, and finds nothing else', () => {
    const all = [...findings(events, 1, paddy), ...findings(events, 2, dried), ...findings(events, 3, white)];
    expect(all.map((finding) => finding.replace('unknown', 'UNKNOWN'))).toEqual(rice!.expect.findings);
  });

  it('leaves too many labels to recording, which refuses them (R48)', () => {
    expect(rice!.negative!.map((item) => item.name)).toContain('over-labelling');
    expect(findRule('R48')).toBeUndefined();
  });

  it('takes the claim of origin from a mix with foreign paddy', () => {
    const foreign = rice!.negative!.find((item) => item.name === 'foreign paddy mixed')!.change['MILL.in+'];
    expect(foreign).toMatchObject({ origin: '吉林省榆树市' });
    const claim = tell('certificate', '2026-11-06', {
      action: 'issue',
      type: 'geographical',
      issuer: '示例协会',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    });
    const judged = (sources: Partial<RecordSource>[]) => {
      const record = recordOf([...on(events, 3), claim], { ...milled, sources });
      return judgeRecord(record, sampleLists()).map(({ rule, outcome }) => `${rule} ${outcome}`);
    };
    const own = made(2, { claims: ['geographical'], existedFrom: '2026-10-06T12:00:00+08:00' });
    expect(judged(own)).toEqual([]);
    expect(judged([...own, { batch: batchId(9), claims: [] }])).toEqual(['R45 fail']);
  });

  it('finds a yield of 0.78, and that more came out than went in', () => {
    const value = changedAt('yield 0.78', 'MILL.out.qty');
    const changed = events.map((event) =>
      event.data['process'] === 'mill'
        ? {
            ...event,
            data: { ...event.data, outputs: [{ batch: batchId(3), quantity: { value, unit: 'KGM' } }] },
          }
        : event,
    );
    expect(findings(changed, 2, dried)).toEqual(['R38 unknown', 'R41 fail', 'R42 fail']);
  });

  it('finds 158,000 kg from 96.7 mu', () => {
    const [, , kilograms = ''] = /(\d+\.\d) mu -> (\d+) kg/.exec(rice!.negative![3]!.name) ?? [];
    const changed = events.map((event) =>
      event.kind === 'harvest'
        ? { ...event, data: { ...event.data, quantity: { value: kilograms, unit: 'KGM' } } }
        : event,
    );
    expect(findings(changed, 1, paddy)).toEqual(['R40 fail']);
  });
});
