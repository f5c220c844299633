import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  example,
  findingsOf,
  found,
  labelRow,
  listsOf,
  noLists,
  opened,
  pick,
  recordOf,
  spray,
  tell,
  without,
  type Facts,
} from './records.js';

const household: Facts = { organization: { kind: 'household', uscc: null } };

/** The input `spray` tells, without some fields of its data or product. */
function sprayWithout(...names: readonly string[]) {
  const telling = spray('戊唑醇', '2026-09-01');
  const { product, ...data } = telling.data as { product: JsonObject } & JsonObject;
  return { ...telling, data: { ...without(data, ...names), product: without(product, ...names) } };
}

describe('R10, the record of an input', () => {
  it('is complete with how it was used and where it came from', () => {
    expect(found('R10', recordOf([spray('戊唑醇', '2026-09-01')]))).toEqual([]);
  });

  it('lacks how it was used where neither method, dilution nor area is told', () => {
    const record = recordOf([sprayWithout('method')]);
    expect(findingsOf('R10', record)).toMatchObject([
      {
        outcome: 'fail',
        severity: 'high',
        effect: 'refuse',
        entries: [1],
        detail: { zh: '戊唑醇的使用记录没有写明：用法。' },
      },
    ]);
    const area = {
      ...sprayWithout('method'),
      data: { ...sprayWithout('method').data, area: { value: '2', unit: 'CN-MU' } },
    };
    expect(found('R10', recordOf([area]))).toEqual([]);
  });

  it('lacks where it came from where nothing names it, not where the source is private', () => {
    expect(findingsOf('R10', recordOf([sprayWithout('registrationNo')]))[0]?.detail.en).toBe(
      'The record of 戊唑醇 does not tell: where it came from.',
    );
    expect(found('R10', recordOf([{ ...sprayWithout('registrationNo'), concealed: true }]))).toEqual([]);
  });

  it('only informs a farm household, and refuses it nothing', () => {
    const record = recordOf([sprayWithout('method')], household);
    expect(findingsOf('R10', record)).toMatchObject([{ severity: 'info', effect: 'finding' }]);
    const company = recordOf([sprayWithout('method')], {
      organization: { kind: 'family-farm', uscc: '91370600MA3GT1M59B' },
    });
    expect(findingsOf('R10', company)).toMatchObject([{ severity: 'high' }]);
  });
});

describe('R11, the pest behind a treatment', () => {
  it('is asked of pesticides only', () => {
    expect(found('R11', recordOf([sprayWithout('target')]))).toEqual(['fail 1']);
    expect(found('R11', recordOf([spray('戊唑醇', '2026-09-01')]))).toEqual([]);
    const manure = {
      ...sprayWithout('target'),
      data: { ...sprayWithout('target').data, inputType: 'fertilizer' },
    };
    expect(found('R11', recordOf([manure]))).toEqual([]);
  });

  it('only informs a farm household', () => {
    expect(findingsOf('R11', recordOf([sprayWithout('target')], household))[0]?.severity).toBe('info');
  });
});

describe('R13, late entries', () => {
  const recorded = (recordedAt: string, kind = 'harvest', data: JsonObject = {}) =>
    recordOf([{ ...example(kind, '2026-10-20', data), occurredAt: '2026-10-20T12:00:00+08:00', recordedAt }]);

  it('are not late at exactly 48 hours, and are a millisecond after', () => {
    expect(found('R13', recorded('2026-10-22T04:00:00.000Z'))).toEqual([]);
    expect(found('R13', recorded('2026-10-22T04:00:00.001Z'))).toEqual(['fail 1']);
  });

  it('say how many days late they are', () => {
    const [finding] = findingsOf('R13', recorded('2026-10-26T04:00:00.000Z'));
    expect(finding).toMatchObject({ severity: 'medium', effect: 'finding' });
    expect(finding?.detail.zh).toBe('第 1 条是补录：2026 年 10 月 20 日的事，10 月 26 日才登记，晚了 6 天。');
  });

  it('count a report of a laboratory from the day it was written', () => {
    expect(found('R13', recorded('2026-10-25T15:00:00.000Z', 'inspection'))).toEqual([]);
    expect(found('R13', recorded('2026-10-25T16:00:00.000Z', 'inspection'))).toEqual(['fail 1']);
    const ancient = { reportedOn: '0001-01-01' };
    expect(found('R13', recorded('2026-10-22T04:00:00.001Z', 'inspection', ancient))).toEqual(['fail 1']);
  });

  it('are no matter of openings, certificates and labels, and inform farm households', () => {
    expect(found('R13', recorded('2026-11-20T04:00:00.000Z', 'certificate'))).toEqual([]);
    const late = { ...pick('2026-10-18'), recordedAt: '2026-11-20T04:00:00.000Z' };
    expect(findingsOf('R13', recordOf([late], household))[0]?.severity).toBe('info');
  });
});

describe('R20, banned actives', () => {
  const ban = (more: object = {}) =>
    listsOf({
      'pesticide-restrictions': [
        { active: '克百威', status: 'banned', crops: [], effectiveFrom: '2026-06-01', ...more },
      ],
    });

  it('fail from the first day of the ban, and not the day before', () => {
    expect(found('R20', recordOf([spray('克百威', '2026-06-01')]), ban())).toEqual(['fail 1']);
    expect(found('R20', recordOf([spray('克百威', '2026-05-31')]), ban())).toEqual([]);
    expect(found('R20', recordOf([spray('克百威', '2026-05-31', {}, '2026-06-02')]), ban())).toEqual([
      'fail 1',
    ]);
  });

  it('hold the batch, and name active, day and notice', () => {
    const [finding] = findingsOf(
      'R20',
      recordOf([spray('克百威', '2026-07-01')]),
      ban({ source: '公告736' }),
    );
    expect(finding).toMatchObject({
      severity: 'critical',
      effect: 'hold',
      lists: ['pesticide-restrictions@1'],
    });
    expect(finding?.detail.zh).toBe(
      '2026 年 7 月 1 日使用了克百威，当时已禁止使用。依据：禁限用农药清单第 1 版（公告736），可信度高。',
    );
  });

  it('are found in mixtures, in names where no actives are declared, in other inputs and in store', () => {
    const mixed = { product: { activeIngredients: [{ name: '吡虫啉' }, { name: '克百威' }] } };
    expect(found('R20', recordOf([spray('种衣剂', '2026-07-01', mixed)]), ban())).toEqual(['fail 1']);
    const named = spray('克百威', '2026-07-01');
    const plain = { ...named, data: { ...named.data, product: { name: '克百威3%颗粒剂' } } };
    expect(found('R20', recordOf([plain]), ban())).toEqual(['fail 1']);
    expect(
      found('R20', recordOf([spray('克百威', '2026-07-01', { inputType: 'fertilizer' })]), ban()),
    ).toEqual(['fail 1']);
    const stored = tell('storage', '2026-07-01', {
      place: '1号仓',
      enteredOn: '2026-07-01',
      treatment: { type: 'fumigation', agent: '克百威', startedOn: '2026-07-01' },
    });
    expect(found('R20', recordOf([stored]), ban())).toEqual(['fail 1']);
  });

  it('are not known where the list is missing, its row unsure or conditional, or the actives are not declared', () => {
    const used = recordOf([spray('克百威', '2026-07-01')]);
    expect(found('R20', used, noLists)).toEqual(['unknown 1']);
    expect(found('R20', used, ban({ confidence: 'low' }))).toEqual(['unknown 1']);
    expect(found('R20', used, ban({ active: '克百威(颗粒剂)' }))).toEqual(['unknown 1']);
    expect(found('R20', recordOf([spray('砷酸铅', '2026-07-01')]), ban({ active: '砷类' }))).toEqual([
      'unknown 1',
    ]);
    const trade = { ...spray('某牌', '2026-07-01') };
    const named = { ...trade, data: { ...trade.data, product: { name: '某牌杀虫剂' } } };
    expect(findingsOf('R20', recordOf([named]), ban())[0]?.detail.zh).toContain('没有写明有效成分');
  });

  it('pass what is not on the list', () => {
    expect(found('R20', recordOf([spray('戊唑醇', '2026-07-01')]), ban())).toEqual([]);
    expect(found('R20', recordOf([spray('氧乐果', '2026-07-01')]), ban({ active: '乐果' }))).toEqual([]);
  });

  it('are asked of pesticides: water and manure are not held against a missing list', () => {
    expect(found('R20', recordOf([spray('井水', '2026-07-01', { inputType: 'water' })]), noLists)).toEqual(
      [],
    );
  });
});

describe('R21, restricted actives on forbidden crops', () => {
  const rows = (crops: readonly string[], more: object = {}) =>
    listsOf({ 'pesticide-restrictions': [{ active: '毒死蜱', status: 'crops', crops, ...more }] });
  const used = (name: string, category: string) =>
    recordOf([spray('毒死蜱', '2026-07-01')], { product: { name, category } });

  it('fail on a category or crop that the row names, and on no other', () => {
    expect(found('R21', used('番茄', 'VEG'), rows(['VEG']))).toEqual(['fail 1']);
    expect(found('R21', used('苹果', 'FRU'), rows(['VEG']))).toEqual([]);
    expect(found('R21', used('稻谷', 'GRA'), rows(['水稻']))).toEqual(['fail 1']);
    expect(found('R21', used('小麦', 'GRA'), rows(['水稻']))).toEqual([]);
  });

  it('are not known for fungi under vegetables, unsure rows, rows without crops and a missing list', () => {
    expect(found('R21', used('香菇', 'EDF'), rows(['VEG']))).toEqual(['unknown 1']);
    expect(found('R21', used('番茄', 'VEG'), rows(['VEG'], { confidence: 'low' }))).toEqual(['unknown 1']);
    expect(found('R21', used('番茄', 'VEG'), rows([]))).toEqual(['unknown 1']);
    expect(found('R21', used('番茄', 'VEG'), noLists)).toEqual(['unknown 1']);
  });

  it('leave bans to R20 and dealers to R32', () => {
    expect(found('R21', used('番茄', 'VEG'), rows(['VEG'], { status: 'designated' }))).toEqual([]);
    expect(found('R20', used('番茄', 'VEG'), rows(['VEG']))).toEqual([]);
  });
});

describe('R23 and R29, numbers and codes of pesticides', () => {
  const numbered = (registrationNo: string, unitCode?: string) =>
    recordOf([
      spray('戊唑醇', '2026-09-01', {
        product: { registrationNo, ...(unitCode === undefined ? {} : { unitCode }) },
      }),
    ]);
  const code = '19901231001483920174650238174659';

  it.each(['PD20990123', 'PD20080123F130045', 'PD85105-12', 'WP20120001'])('take %s', (registrationNo) => {
    expect(found('R23', numbered(registrationNo))).toEqual([]);
  });

  it.each(['PD2009012', 'XD20990123', '无', 'PD 20990123'])('refuse %s', (registrationNo) => {
    expect(findingsOf('R23', numbered(registrationNo))).toMatchObject([
      { outcome: 'fail', severity: 'high' },
    ]);
  });

  it('cannot check a number that is not told', () => {
    expect(found('R23', recordOf([sprayWithout('registrationNo')]))).toEqual(['unknown 1']);
    expect(found('R23', recordOf([spray('尿素', '2026-09-01', { inputType: 'fertilizer' })]))).toEqual([]);
  });

  it('hold digits 2 to 7 of the label code against the number', () => {
    expect(found('R29', numbered('PD20990123', code))).toEqual([]);
    expect(findingsOf('R29', numbered('PD20990456', code))[0]?.detail.zh).toBe(
      '戊唑醇的标签码第 2 至 7 位是 990123，与登记证号 PD20990456 的后六位不符。',
    );
    expect(found('R29', numbered('PD20990123'))).toEqual([]);
  });

  it('do not compare what is not settled: legacy numbers, other codes, no number', () => {
    expect(found('R29', numbered('PD85105-12', code))).toEqual(['unknown 1']);
    expect(found('R29', numbered('PD20080123F130045', code))).toEqual(['unknown 1']);
    expect(found('R29', numbered('PD20990123', '990123'))).toEqual(['unknown 1']);
    const { data, ...rest } = sprayWithout('registrationNo');
    const product = { ...data.product, unitCode: code };
    expect(found('R29', recordOf([{ ...rest, data: { ...data, product } }]))).toEqual(['unknown 1']);
  });
});

describe('R24, R26 and R28, what the label allows', () => {
  const lists = listsOf({ 'pesticide-labels': [labelRow()] });
  const registered = listsOf({ 'pesticide-labels': [labelRow({ registrationNo: 'PD20990123' })] });
  const used = (target: string, product = '苹果') =>
    recordOf([spray('戊唑醇', '2026-09-01', { target: { name: target } })], { product: { name: product } });

  it('pass crop and target of the row', () => {
    expect(found('R24', used('斑点落叶病'), lists)).toEqual([]);
  });

  it('fail what the label of the very registration does not name', () => {
    expect(found('R24', used('白粉病'), registered)).toEqual(['fail 1']);
    expect(findingsOf('R24', used('斑点落叶病', '梨'), registered)).toMatchObject([
      {
        severity: 'high',
        effect: 'finding',
        detail: { en: expect.stringContaining('is not for 梨 against 斑点落叶病') as string },
      },
    ]);
  });

  it('do not know it where the list does not hold that label, or not surely', () => {
    expect(found('R24', used('白粉病'), lists)).toEqual(['unknown 1']);
    expect(found('R24', used('斑点落叶病', '梨'), lists)).toEqual(['unknown 1']);
    expect(found('R24', used('斑点落叶病'), noLists)).toEqual(['unknown 1']);
    const low = listsOf({
      'pesticide-labels': [labelRow({ registrationNo: 'PD20990123', confidence: 'low' })],
    });
    expect(found('R24', used('白粉病'), low)).toEqual(['unknown 1']);
  });

  it('say that the interval is not known where no row tells it', () => {
    expect(found('R28', used('斑点落叶病'), lists)).toEqual([]);
    expect(findingsOf('R28', used('斑点落叶病', '梨'), lists)).toMatchObject([
      { outcome: 'unknown', severity: 'medium' },
    ]);
    expect(found('R28', used('斑点落叶病'), noLists)).toEqual(['unknown 1']);
    const none = listsOf({ 'pesticide-labels': [labelRow({ intervalDays: null })] });
    expect(found('R28', used('斑点落叶病'), none)).toEqual(['unknown 1']);
  });

  const times = (days: readonly string[], ...more: readonly ReturnType<typeof pick>[]) =>
    recordOf([opened, ...days.map((day) => spray('戊唑醇', day)), ...more]);
  const two = listsOf({ 'pesticide-labels': [labelRow({ usesMax: 2 })] });

  it('pass as many uses as the label allows, and fail one more', () => {
    expect(found('R26', times(['2026-05-01', '2026-06-01']), two)).toEqual([]);
    expect(
      findingsOf('R26', times(['2026-05-01', '2026-06-01', '2026-07-01'], pick('2026-09-30')), two),
    ).toMatchObject([
      {
        outcome: 'fail',
        entries: [2, 3, 4],
        severity: 'high',
        detail: { zh: expect.stringContaining('3 次，超过标签规定的 2 次') as string },
      },
    ]);
  });

  it('do not know whether uses before and after a harvest, or a year apart, are of one season', () => {
    expect(found('R26', times(['2026-05-01', '2026-06-01', '2026-08-01'], pick('2026-07-01')), two)).toEqual([
      'unknown 2,3,4',
    ]);
    expect(found('R26', times(['2025-05-01', '2025-06-01', '2026-05-01']), two)).toEqual(['unknown 2,3,4']);
    expect(found('R26', times(['2025-05-01', '2025-06-01', '2026-04-30']), two)).toEqual(['fail 2,3,4']);
  });

  it('ask nothing of a single use, whatever the list', () => {
    expect(found('R26', times(['2026-05-01']), noLists)).toEqual([]);
    expect(found('R26', times(['2026-05-01', '2026-06-01']), noLists)).toEqual(['unknown 2,3']);
    const untold = listsOf({ 'pesticide-labels': [labelRow({ usesMax: null })] });
    expect(found('R26', times(['2026-05-01', '2026-06-01']), untold)).toEqual(['unknown 2,3']);
  });

  it('count per plot', () => {
    const plots = ['0b6a1c52-93fd-4d38-8a27-5a1f6c0e9d13', '0b6a1c52-93fd-4d38-8a27-5a1f6c0e9d14'];
    const spread = recordOf(
      ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'].map((day, index) =>
        spray('戊唑醇', day, { site: plots[index % 2] ?? '' }),
      ),
    );
    expect(found('R26', spread, two)).toEqual([]);
  });
});
