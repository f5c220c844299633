import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  example,
  findingsOf,
  found,
  leafHash,
  listsOf,
  noLists,
  opened,
  other,
  pick,
  recordOf,
  spray,
  tell,
} from './records.js';

interface Result {
  readonly analyte: string;
  readonly value: string;
  readonly unit?: string;
  readonly limit?: string;
  readonly verdict?: string;
}

const mg = 'mg/kg';

function report(day: string, results: readonly Result[], more: JsonObject = {}) {
  const rows = results.map((row) => ({ unit: mg, verdict: 'pass', ...row }));
  const verdict = rows.some((row) => row.verdict === 'fail') ? 'fail' : 'pass';
  return tell('inspection', day, {
    type: 'commissioned',
    sample: { sampledOn: day },
    laboratory: { name: '示例检测中心' },
    reportNo: 'B-1',
    basis: 'GB 2763',
    results: rows,
    verdict,
    ...more,
  });
}

const tested = (...results: readonly Result[]) => recordOf([report('2026-10-20', results)]);
const limits = (more: object = {}, definitions: readonly object[] = []) =>
  listsOf({
    'residue-limits': [{ analyte: '戊唑醇', food: '苹果', limit: '2', unit: mg, ...more }],
    'residue-definitions': definitions as never,
  });

describe('R61, results above the limit', () => {
  it('pass exactly the limit and fail what is above it', () => {
    expect(found('R61', tested({ analyte: '戊唑醇', value: '2' }), limits())).toEqual([]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '2.000' }), limits())).toEqual([]);
    const [finding] = findingsOf(
      'R61',
      tested({ analyte: '戊唑醇', value: '2.01' }),
      limits({ confidence: 'medium' }),
    );
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'critical', effect: 'hold', entries: [1] });
    expect(finding?.lists).toEqual(['residue-limits@1']);
    expect(finding?.detail.zh).toBe(
      '示例检测中心报告 B-1（2026 年 10 月 20 日抽样）：戊唑醇 2.01 mg/kg，超过限量 2 mg/kg。依据：残留限量清单第 1 版（S1），可信度中。',
    );
  });

  it('compare units exactly, and know none that is no concentration', () => {
    expect(found('R61', tested({ analyte: '戊唑醇', value: '2000', unit: 'μg/kg' }), limits())).toEqual([]);
    expect(
      found('R61', tested({ analyte: '戊唑醇', value: '2000.000001', unit: 'µg/kg' }), limits()),
    ).toEqual(['fail 1']);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '0.1', unit: 'mg/L' }), limits())).toEqual([
      'unknown 1',
    ]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '0.1' }), limits({ unit: 'mg/kg 体重' }))).toEqual(
      ['unknown 1'],
    );
  });

  it('take “not found” and “less than” for what they say', () => {
    expect(found('R61', tested({ analyte: '戊唑醇', value: '未检出' }), limits())).toEqual([]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '<0.01' }), limits())).toEqual([]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '＜ 3' }), limits())).toEqual(['unknown 1']);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '阳性' }), limits())).toEqual(['unknown 1']);
  });

  it('fall back on the limit that the report names, and fail over either', () => {
    const elsewhere = limits({ food: '柑橘' });
    expect(found('R61', tested({ analyte: '戊唑醇', value: '0.3', limit: '2' }), elsewhere)).toEqual([]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '3', limit: '2' }), elsewhere)).toEqual([
      'fail 1',
    ]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '1.5', limit: '1' }), limits())).toEqual([
      'fail 1',
    ]);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '3', limit: '5' }), limits())).toEqual(['fail 1']);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '0.3' }), elsewhere)).toEqual(['unknown 1']);
    expect(found('R61', tested({ analyte: '戊唑醇', value: '未检出' }), elsewhere)).toEqual([]);
  });

  it('say the limit that the report names in its unit', () => {
    const text = (more: JsonObject): string =>
      findingsOf(
        'R61',
        tested({ analyte: '戊唑醇', value: '3', limit: '2', ...more }),
        limits({ food: '柑橘' }),
      )[0]?.detail.zh ?? '';
    expect(text({})).toContain('不符合报告所列限量 2 mg/kg。');
  });

  it('fail what the laboratory failed', () => {
    const [finding] = findingsOf(
      'R61',
      tested({ analyte: '克百威', value: '检出', verdict: 'fail' }),
      limits(),
    );
    expect(finding?.detail.zh).toContain('报告判定不合格');
  });

  it('fail what an authority failed as a whole, and what was failed by a standard of limits', () => {
    const pathogen = { analyte: '沙门氏菌', value: '检出', unit: '/25g', verdict: 'pass' };
    const whole = (more: JsonObject) =>
      recordOf([report('2026-10-20', [pathogen], { basis: 'GB 29921', verdict: 'fail', ...more })]);
    expect(found('R61', whole({ type: 'supervision' }))).toEqual(['fail 1']);
    expect(found('R61', whole({ type: 'rapid' }))).toEqual(['fail 1']);
    expect(found('R61', whole({ basis: 'GB 2763' }))).toContain('fail 1');
    expect(found('R61', whole({}))).toEqual([]);
    expect(found('R61', whole({ type: 'supervision', verdict: 'unknown' }))).toEqual([]);
  });

  it('are not known by an unsure row, a group that may hold the product, or without lists', () => {
    const high = tested({ analyte: '戊唑醇', value: '3' });
    const low = tested({ analyte: '戊唑醇', value: '1' });
    expect(found('R61', high, limits({ confidence: 'low' }))).toEqual(['unknown 1']);
    expect(found('R61', low, limits({ food: '水果' }))).toEqual(['unknown 1']);
    expect(found('R61', high, limits({ food: '水果' }))).toEqual(['fail 1']);
    expect(found('R61', low, limits({ food: 'FRU' }))).toEqual([]);
    expect(found('R61', low, noLists)).toEqual(['unknown 1']);
    expect(found('R61', low, limits({ effectiveFrom: '2027-01-01' }))).toEqual(['unknown 1']);
  });

  it('are asked of what is measured as a residue, not of sugar', () => {
    const sweet = report('2026-10-20', [{ analyte: '可溶性固形物', value: '14', unit: '%', limit: '12' }], {
      basis: 'GB/T 10651',
    });
    expect(found('R61', recordOf([sweet]), limits())).toEqual([]);
  });
});

describe('R65, residues that are sums', () => {
  const definition = {
    analyte: '甲拌磷',
    parts: [
      { analyte: '甲拌磷', factor: '1' },
      { analyte: '甲拌磷砜', factor: '0.89' },
      { analyte: '甲拌磷亚砜', factor: '0.94' },
    ],
  };
  const lists = (more: object = {}) =>
    limits({ analyte: '甲拌磷', limit: '0.01' }, [{ ...definition, ...more }]);
  const parts = (...values: readonly string[]) =>
    tested(
      ...definition.parts
        .slice(0, values.length)
        .map(({ analyte }, index) => ({ analyte, value: values[index] ?? '' })),
    );

  it('are summed with their factors before they are compared', () => {
    // 0.004 + 0.89 × 0.004 + 0.94 × 0.0026 = 0.010004
    expect(found('R61', parts('0.004', '0.004', '0.0026'), lists())).toEqual(['fail 1']);
    expect(findingsOf('R65', parts('0.004', '0.004', '0.0026'), lists())).toMatchObject([
      { outcome: 'fail', severity: 'high', lists: ['residue-definitions@1', 'residue-limits@1'] },
    ]);
    expect(findingsOf('R61', parts('0.004', '0.004', '0.0026'), lists())[0]?.detail.zh).toContain(
      '甲拌磷（甲拌磷、甲拌磷砜、甲拌磷亚砜按系数合计）0.010004 mg/kg，超过限量 0.01 mg/kg',
    );
    // 0.004 + 0.00356 + 0.94 × 0.002 = 0.00944
    expect(found('R61', parts('0.004', '0.004', '0.002'), lists())).toEqual([]);
    expect(found('R65', parts('0.004', '0.004', '0.002'), lists())).toEqual([]);
  });

  it('are not known to be within the limit where a part was not tested, and fail what exceeds it already', () => {
    expect(found('R61', parts('0.004'), lists())).toEqual(['unknown 1']);
    expect(found('R61', parts('0.011'), lists())).toEqual(['fail 1']);
    expect(found('R65', parts('0.011'), lists())).toEqual([]);
    expect(found('R61', parts('未检出', '未检出', '未检出'), lists())).toEqual([]);
  });

  it('are not judged by an unsure definition', () => {
    expect(found('R65', parts('0.004', '0.004', '0.0026'), lists({ confidence: 'low' }))).toEqual([]);
    expect(found('R61', parts('0.001', '0.001', '0.001'), lists({ confidence: 'low' }))).toEqual([
      'unknown 1',
    ]);
  });
});

describe('R101, grain above the limit', () => {
  it('holds grain as food, in place of R61', () => {
    const rice = { product: { name: '大米', category: 'MIL' } };
    const record = recordOf([report('2026-10-20', [{ analyte: '镉', value: '0.21' }])], rice);
    const lists = limits({ analyte: '镉', food: '大米', limit: '0.2' });
    expect(findingsOf('R101', record, lists)).toMatchObject([
      { outcome: 'fail', severity: 'critical', effect: 'hold' },
    ]);
    expect(found('R61', record, lists)).toEqual([]);
    expect(
      found('R101', recordOf([report('2026-10-20', [{ analyte: '镉', value: '0.2' }])], rice), lists),
    ).toEqual([]);
    expect(found('R101', record, noLists)).toEqual(['unknown 1']);
    expect(found('R101', tested({ analyte: '镉', value: '3' }), lists)).toEqual([]);
  });
});

describe('R63, samples', () => {
  const sampled = (day: string) => report(day, [{ analyte: '戊唑醇', value: '0.1' }]);

  it('cover the lot from the day of the last treatment and of the harvest on', () => {
    const grown = [opened, spray('戊唑醇', '2026-09-12'), pick('2026-10-18')];
    expect(found('R63', recordOf([...grown, sampled('2026-10-18')]))).toEqual([]);
    expect(findingsOf('R63', recordOf([...grown, sampled('2026-10-17')]))).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'finding', entries: [3, 4] },
    ]);
    expect(findingsOf('R63', recordOf([...grown, sampled('2026-09-11')]))[0]?.detail.zh).toBe(
      '报告 B-1于 2026 年 9 月 11 日抽样，早于最后一次使用戊唑醇（9 月 12 日），不能代表本批次。',
    );
  });

  it('may not cover what was harvested after them', () => {
    expect(found('R63', recordOf([pick('2026-10-01'), sampled('2026-10-05'), pick('2026-10-10')]))).toEqual([
      'unknown 2,3',
    ]);
  });

  it('are held against the day on which the goods came in', () => {
    const received = tell('receipt', '2026-10-19', {
      source: { batch: other, seq: 4, leafHash },
      quantity: { value: '1', unit: 'KGM' },
    });
    expect(found('R63', recordOf([received, sampled('2026-10-18')]))).toEqual(['fail 1,2']);
    expect(found('R63', recordOf([received, sampled('2026-10-20')]))).toEqual([]);
    expect(
      found(
        'R63',
        recordOf([spray('尿素', '2026-11-01', { inputType: 'fertilizer' }), sampled('2026-10-20')]),
      ),
    ).toEqual([]);
  });
});

describe('R64 and R72', () => {
  it('fail one report number with two samples, not one that goes on', () => {
    const one = (analyte: string, more: JsonObject = {}) =>
      report('2026-10-20', [{ analyte, value: '0' }], more);
    expect(found('R64', recordOf([one('戊唑醇'), one('克百威')]))).toEqual([]);
    expect(
      findingsOf('R64', recordOf([one('戊唑醇'), one('克百威', { laboratory: { name: '另一机构' } })])),
    ).toMatchObject([{ outcome: 'fail', severity: 'high', entries: [1, 2] }]);
    expect(
      found(
        'R64',
        recordOf([one('戊唑醇'), one('克百威', { reportNo: 'B-2', sample: { sampledOn: '2026-10-19' } })]),
      ),
    ).toEqual([]);
  });

  it('fail one report on another lot of the organization, by number and laboratory', () => {
    const laboratory = { name: ' 示例检测中心', uscc: '91370600MA3GT1M59B' };
    const one = recordOf([report('2026-10-20', [{ analyte: '戊唑醇', value: '0' }], { laboratory })], {
      reused: [
        { key: 'report:B-1 示例检测中心', batch: 'AAAA' },
        { key: 'report:B-1 91370600MA3GT1M59B', batch: 'AAAA' },
        { key: 'report:B-1 另一机构', batch: 'BBBB' },
        { key: 'report:B-2 示例检测中心', batch: 'CCCC' },
      ],
    });
    const [finding, ...rest] = findingsOf('R64', one);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ outcome: 'fail', effect: 'finding', entries: [1] });
    expect(finding?.detail.zh).toMatch(/B-1 还用在本组织的批次 AAAA，/);
    expect(finding?.detail.en).not.toMatch(/BBBB|CCCC/);
  });

  it('fail a report whose sample was corrected to another one', () => {
    const sheet = (more: JsonObject = {}) => example('sample', '2026-10-20', more);
    const { sampleNo, sampledOn } = sheet().data as { sampleNo: string; sampledOn: string };
    const of = report(sampledOn, [{ analyte: '戊唑醇', value: '0' }], {
      sample: { sampledOn, sampleNo, entry: { seq: 1, leafHash } },
    });
    expect(found('R64', recordOf([sheet(), of]))).toEqual([]);
    expect(found('R64', recordOf([sheet({ sampleNo: 'CY-9' }), of]))).toEqual(['fail 1,2']);
    expect(found('R64', recordOf([sheet({ sampledOn: '2026-10-19' }), of]))).toEqual(['fail 1,2']);
  });

  it('fail readings that never change for a day or more', () => {
    const stored = (leftOn: string, max: string) =>
      recordOf([
        example('storage', '2026-10-19', {
          leftOn,
          readings: [{ min: '0.5', max, intervalMin: 10, gapMaxMin: 12 }],
        }),
      ]);
    expect(findingsOf('R72', stored('2026-10-20', '0.5'))).toMatchObject([
      { outcome: 'fail', severity: 'low', effect: 'finding' },
    ]);
    expect(found('R72', stored('2026-10-19', '0.5'))).toEqual(['unknown 1']);
    expect(found('R72', stored('2026-10-20', '0.6'))).toEqual([]);
  });
});
