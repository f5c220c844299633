import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  fieldA,
  findingsOf,
  found,
  home,
  labelRow,
  leafHash,
  listsOf,
  noLists,
  opened,
  other,
  pick,
  recordOf,
  tell,
  theirs,
  without,
} from './records.js';

const kg = (value: string) => ({ value, unit: 'KGM' });

/** A step that takes from this batch what `taken` says and gives another one. */
function step(process: string, taken: JsonObject, given: readonly JsonObject[], more: JsonObject = {}) {
  return tell('processing', '2026-11-05', {
    process,
    inputs: [{ batch: home, seq: 1, leafHash, quantity: taken }],
    outputs: given.map((quantity, index) => ({ batch: `${other.slice(0, -2)}${index + 10}`, quantity })),
    ...more,
  });
}

describe('R40, what a field can give', () => {
  const caps = (more: object = {}) =>
    listsOf({
      'product-categories': [
        { category: 'FRU', product: null, certificateMandatory: true, yieldMax: null },
        { category: 'FRU', product: '苹果', certificateMandatory: null, yieldMax: '6000', ...more },
      ],
    });
  const harvested = (quantity: JsonObject, area?: JsonObject) =>
    recordOf([
      opened,
      tell('harvest', '2026-10-18', {
        ...pick('2026-10-18').data,
        quantity,
        ...(area === undefined ? {} : { area }),
      }),
    ]);

  it('passes exactly the ceiling and fails what is beyond it', () => {
    expect(found('R40', harvested(kg('60000'), { value: '10', unit: 'CN-MU' }), caps())).toEqual([]);
    expect(found('R40', harvested(kg('60000.000000001'), { value: '10', unit: 'CN-MU' }), caps())).toEqual([
      'fail 2',
    ]);
  });

  it('counts in mu and kg whatever the units are', () => {
    expect(
      found('R40', harvested({ value: '60', unit: 'TNE' }, { value: '1', unit: 'HAR' }), caps()),
    ).toEqual([]);
    expect(
      found('R40', harvested({ value: '180002', unit: 'CN-JIN' }, { value: '1', unit: 'HAR' }), caps()),
    ).toEqual(['fail 2']);
  });

  it('tells the figures', () => {
    const [finding] = findingsOf(
      'R40',
      harvested(kg('158000'), { value: '10', unit: 'CN-MU' }),
      caps({ confidence: 'medium' }),
    );
    expect(finding?.detail.zh).toBe(
      '10 亩采收苹果 158000 公斤，每亩 15800 公斤，超过合理上限 6000 公斤。依据：产品类别清单第 1 版（S1），可信度中。',
    );
  });

  it('adds up harvests of one plot, and does not know it where they may share the area', () => {
    const twice = (quantity: string) =>
      recordOf([
        opened,
        pick('2026-10-01', { quantity: kg(quantity) }),
        pick('2026-10-05', { quantity: kg(quantity) }),
      ]);
    expect(found('R40', twice('30000'), caps())).toEqual([]);
    expect(found('R40', twice('40000'), caps())).toEqual(['unknown 2,3']);
    expect(found('R40', twice('60001'), caps())).toEqual(['fail 2,3']);
    const apart = recordOf([
      opened,
      pick('2026-10-01', { quantity: kg('40000') }),
      pick('2026-10-05', { quantity: kg('40000'), site: fieldA.replace('11', '13') }),
    ]);
    expect(found('R40', apart, caps())).toEqual([]);
  });

  it('is not known without an area, a mass, a ceiling, a list, or a sure row', () => {
    const area = { value: '10', unit: 'CN-MU' };
    const bare = without(pick('2026-10-18').data, 'area');
    expect(found('R40', recordOf([tell('harvest', '2026-10-18', bare)]), caps())).toEqual(['unknown 1']);
    expect(found('R40', harvested({ value: '10', unit: 'CT' }, area), caps())).toEqual(['unknown 2']);
    expect(found('R40', harvested(kg('1'), area), caps({ product: '梨' }))).toEqual(['unknown 2']);
    expect(found('R40', harvested(kg('1'), area), noLists)).toEqual(['unknown 2']);
    expect(found('R40', harvested(kg('1'), area), caps({ confidence: 'low' }))).toEqual(['unknown 2']);
  });

  it('asks nothing of animals', () => {
    expect(
      found('R40', recordOf([pick('2026-10-18')], { product: { category: 'LIV', name: '生猪' } }), noLists),
    ).toEqual([]);
  });
});

describe('R41, the balance of a step', () => {
  it('passes what adds up, by-products and losses included, and fails a kilogram more', () => {
    const more = {
      byproducts: [{ name: '米糠', quantity: kg('900') }],
      losses: [{ reason: '加工', quantity: kg('100') }],
    };
    expect(found('R41', recordOf([step('mill', kg('2000'), [kg('1000')], more)]))).toEqual([]);
    const [finding] = findingsOf('R41', recordOf([step('mill', kg('2000'), [kg('1001')], more)]));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'critical', effect: 'finding', entries: [1] });
    expect(finding?.detail.zh).toBe('碾磨投入 2000 公斤，产出、副产品和损耗共 2001 公斤，多于投入。');
  });

  it('does not judge steps that add matter, and never passes what cannot be compared', () => {
    expect(found('R41', recordOf([step('pickle', kg('10'), [kg('11')])]))).toEqual(['unknown 1']);
    expect(found('R41', recordOf([step('pickle', kg('10'), [kg('9')])]))).toEqual([]);
    expect(found('R41', recordOf([step('pack', kg('10'), [{ value: '2', unit: 'CT' }])]))).toEqual([
      'unknown 1',
    ]);
    expect(
      found('R41', recordOf([step('split', { value: '2', unit: 'CT' }, [{ value: '3', unit: 'CT' }])])),
    ).toEqual(['fail 1']);
  });

  it('tells sums that are beyond what one quantity can be', () => {
    const huge = kg('999999999999999999');
    const [finding] = findingsOf('R41', recordOf([step('split', huge, [huge, huge])]));
    expect(finding?.detail.en).toContain('1999999999999999998 kg came out');
  });

  it('compares small and large units exactly', () => {
    expect(
      found(
        'R41',
        recordOf([step('dry', { value: '1', unit: 'TNE' }, [{ value: '1000000000.001', unit: 'MGM' }])]),
      ),
    ).toEqual(['fail 1']);
    expect(
      found(
        'R41',
        recordOf([step('dry', { value: '1', unit: 'TNE' }, [{ value: '1000000000', unit: 'MGM' }])]),
      ),
    ).toEqual([]);
  });
});

describe('R42, the share that comes out', () => {
  const band = (more: object = {}) =>
    listsOf({
      'process-yields': [
        { process: 'mill', input: '稻谷', output: '大米', least: '0.45', most: '0.72', ...more },
      ],
    });
  const paddy = { product: { name: '稻谷', category: 'GRA' } };
  const milled = (...given: readonly string[]) => recordOf([step('mill', kg('50000'), given.map(kg))], paddy);

  it('passes both ends of the band, and fails beyond them', () => {
    expect(found('R42', milled('22500'), band())).toEqual([]);
    expect(found('R42', milled('36000'), band())).toEqual([]);
    expect(found('R42', milled('22499'), band())).toEqual(['fail 1']);
    expect(findingsOf('R42', milled('39000'), band())).toMatchObject([
      {
        outcome: 'fail',
        severity: 'medium',
        detail: { zh: expect.stringContaining('出品率 0.78，不在 0.45 至 0.72 之间') as string },
      },
    ]);
  });

  it('does not guess which of several batches is the product', () => {
    expect(found('R42', milled('20000', '2000'), band())).toEqual(['fail 1']);
    expect(found('R42', milled('26000', '5000'), band())).toEqual([]);
    expect(found('R42', milled('26000', '20000'), band())).toEqual(['unknown 1']);
  });

  it('finds the row by what comes out where the batch is that', () => {
    const made = tell('processing', '2026-11-05', {
      process: 'mill',
      inputs: [{ batch: other, seq: 1, leafHash, quantity: kg('50000') }],
      outputs: [{ batch: home, quantity: kg('39000') }],
    });
    const rice = { product: { name: '大米', category: 'MIL' } };
    expect(found('R42', recordOf([made], rice), band())).toEqual(['fail 1']);
  });

  it('is not known without the list, with an unsure row or in other units, and asks nothing of steps without a band', () => {
    expect(found('R42', milled('26000'), noLists)).toEqual(['unknown 1']);
    expect(found('R42', milled('39000'), band({ confidence: 'low' }))).toEqual(['unknown 1']);
    expect(
      found('R42', recordOf([step('mill', kg('50000'), [{ value: '5200', unit: 'BG' }])], paddy), band()),
    ).toEqual(['unknown 1']);
    expect(found('R42', recordOf([step('grade', kg('50000'), [kg('1')])], paddy), band())).toEqual([]);
    expect(found('R42', recordOf([step('grade', kg('50000'), [kg('1')])], paddy), noLists)).toEqual([]);
  });
});

describe('R38, grain out of a fumigated store', () => {
  const paddy = { product: { name: '稻谷', category: 'GRA' } };
  const treated = (more: object = {}) =>
    tell('storage', '2026-10-10', {
      place: '3号平房仓/02货位',
      enteredOn: '2026-10-06',
      treatment: {
        type: 'fumigation',
        agent: '磷化铝',
        startedOn: '2026-10-10',
        ventilatedUntil: '2026-10-25',
        ...more,
      },
    });
  const out = (day: string) =>
    tell('shipment', day, { quantity: kg('10'), consignee: { organization: theirs } });
  const days = (intervalDays: number | null, more: object = {}) =>
    listsOf({
      'pesticide-labels': [
        labelRow({
          active: '磷化铝',
          crop: '储粮',
          formulation: '56%片剂',
          target: '仓储害虫',
          intervalDays,
          ...more,
        }),
      ],
    });

  it('passes on the day on which the interval ends and fails the day before', () => {
    expect(found('R38', recordOf([treated(), out('2026-11-04')], paddy), days(10))).toEqual([]);
    expect(findingsOf('R38', recordOf([treated(), out('2026-11-03')], paddy), days(10))).toMatchObject([
      {
        outcome: 'fail',
        severity: 'critical',
        effect: 'hold',
        entries: [1, 2],
        detail: { zh: expect.stringContaining('未过间隔期 10 天') as string },
      },
    ]);
  });

  it('takes what a mill takes for outbound, too', () => {
    expect(found('R38', recordOf([treated(), step('mill', kg('5'), [kg('3')])], paddy), days(30))).toEqual([
      'fail 1,2',
    ]);
  });

  it('is not known where the interval, the agent, the end of ventilation or the list is not', () => {
    const left = [out('2026-12-20')];
    expect(found('R38', recordOf([treated(), ...left], paddy), days(null))).toEqual(['unknown 1,2']);
    expect(found('R38', recordOf([treated(), ...left], paddy), days(10, { confidence: 'low' }))).toEqual([
      'unknown 1,2',
    ]);
    expect(found('R38', recordOf([treated(), ...left], paddy), noLists)).toEqual(['unknown 1,2']);
    const treatedWithout = (name: string) => {
      const { treatment, ...data } = treated().data as { treatment: JsonObject } & JsonObject;
      return { ...treated(), data: { ...data, treatment: without(treatment, name) } };
    };
    const unended = treatedWithout('ventilatedUntil');
    expect(found('R38', recordOf([unended, ...left], paddy), days(10))).toEqual(['unknown 1,2']);
    expect(found('R38', recordOf([unended, out('2026-10-12')], paddy), days(10))).toEqual(['fail 1,2']);
    expect(found('R38', recordOf([treatedWithout('agent')], paddy), days(10))).toEqual(['unknown 1']);
  });

  it('is told before anything leaves where it is not known, and asks nothing of what is aired or is no grain', () => {
    expect(found('R38', recordOf([treated()], paddy), days(null))).toEqual(['unknown 1']);
    expect(found('R38', recordOf([treated()], paddy), days(10))).toEqual([]);
    expect(found('R38', recordOf([treated({ type: 'aeration' })], paddy), noLists)).toEqual([]);
    expect(found('R38', recordOf([treated()]), noLists)).toEqual([]);
    expect(found('R38', recordOf([out('2026-10-09'), treated()], paddy), days(10))).toEqual([]);
  });
});

describe('R102, grain out of store', () => {
  const paddy = { product: { name: '稻谷', category: 'GRA' } };
  const stored = tell('storage', '2026-10-06', { place: '3号仓', enteredOn: '2026-10-06' });
  const aired = tell('storage', '2026-10-10', {
    place: '3号仓',
    enteredOn: '2026-10-06',
    treatment: { type: 'fumigation', startedOn: '2026-10-10', ventilatedUntil: '2026-10-25' },
  });
  const tested = (day: string, verdict = 'pass') =>
    tell('inspection', day, {
      type: 'outbound',
      sample: { sampledOn: day },
      laboratory: { name: '示例粮油检测站' },
      basis: 'GB 2763',
      results: [{ analyte: '镉', value: '未检出', unit: 'mg/kg', verdict: 'pass' }],
      verdict,
    });
  const out = tell('shipment', '2026-11-05', { quantity: kg('10'), consignee: { organization: theirs } });

  it('is shipped after a test that passed, taken on the day at the latest', () => {
    expect(found('R102', recordOf([stored, tested('2026-11-05'), out], paddy))).toEqual([]);
    expect(findingsOf('R102', recordOf([stored, tested('2026-11-06'), out], paddy))).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'refuse', entries: [3] },
    ]);
    expect(found('R102', recordOf([stored, tested('2026-11-01', 'fail'), out], paddy))).toEqual(['fail 3']);
    expect(found('R102', recordOf([stored, tested('2026-11-01', 'unknown'), out], paddy))).toEqual([
      'unknown 2,3',
    ]);
  });

  it('is tested again after it was fumigated', () => {
    expect(found('R102', recordOf([stored, aired, tested('2026-10-24'), out], paddy))).toEqual(['fail 4']);
    expect(found('R102', recordOf([stored, aired, tested('2026-10-25'), out], paddy))).toEqual([]);
  });

  it('asks nothing of grain that was not stored, of households and of other goods', () => {
    expect(found('R102', recordOf([out], paddy))).toEqual([]);
    expect(
      found('R102', recordOf([stored, out], { ...paddy, organization: { kind: 'household', uscc: null } })),
    ).toEqual([]);
    expect(found('R102', recordOf([stored, out]))).toEqual([]);
  });
});

describe('R45 and R47, what a batch was made from', () => {
  const received = (day: string) =>
    tell('receipt', day, { source: { batch: other, seq: 4, leafHash }, quantity: kg('1000') });
  const claim = tell('certificate', '2026-11-01', {
    action: 'issue',
    type: 'geographical',
    issuer: '示例协会',
  });

  it('fail where a source had nothing yet, by what was said of both', () => {
    const from = (existedFrom: string) => recordOf([received('2026-10-05')], { sources: [{ existedFrom }] });
    expect(findingsOf('R47', from('2026-10-06T00:00:00+08:00'))).toMatchObject([
      { outcome: 'fail', severity: 'medium', entries: [1] },
    ]);
    expect(found('R47', from('2026-10-05T23:00:00+08:00'))).toEqual([]);
  });

  it('do not know it where only the day is known on which the source was opened here', () => {
    const from = (openedAt: string) => recordOf([received('2026-10-05')], { sources: [{ openedAt }] });
    expect(found('R47', from('2026-10-20T00:00:00.000Z'))).toEqual(['unknown 1']);
    expect(found('R47', from('2026-10-01T00:00:00.000Z'))).toEqual([]);
    expect(found('R47', recordOf([received('2026-10-05')]))).toEqual([]);
  });

  it('fail a claim that one source does not have, since a mix may claim what all of it may', () => {
    const mixed = (...claims: readonly (readonly string[] | undefined)[]) =>
      recordOf([received('2026-10-05'), claim], {
        sources: claims.map((names) => (names === undefined ? {} : { claims: names })),
      });
    expect(found('R45', mixed(['geographical'], ['geographical', 'organic']))).toEqual([]);
    expect(findingsOf('R45', mixed(['geographical'], []))).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'refuse', entries: [2] },
    ]);
    expect(found('R45', mixed(['geographical'], undefined))).toEqual(['unknown 2']);
    expect(found('R45', mixed(undefined, ['organic']))).toEqual(['fail 2']);
    expect(found('R45', recordOf([claim]))).toEqual([]);
  });
});
