import { describe, expect, it } from 'vitest';
import {
  fieldA,
  fieldB,
  findingsOf,
  found,
  labelRow,
  listsOf,
  noLists,
  opened,
  pick,
  recordOf,
  spray,
} from './records.js';

const lists = listsOf({ 'pesticide-labels': [labelRow()] });

describe('R27, the pre-harvest interval', () => {
  it('passes a harvest exactly on the last day of use and the interval', () => {
    const record = recordOf([opened, spray('戊唑醇', '2026-09-01'), pick('2026-10-06')]);
    expect(found('R27', record, lists)).toEqual([]);
  });

  it('fails a harvest one day before that', () => {
    const record = recordOf([opened, spray('戊唑醇', '2026-09-01'), pick('2026-10-05')]);
    expect(found('R27', record, lists)).toEqual(['fail 2,3']);
  });

  it('says with figures and names what was done when, and on which list it rests', () => {
    const record = recordOf([opened, spray('戊唑醇', '2026-09-30'), pick('2026-10-18')]);
    const [finding] = findingsOf('R27', record, lists);
    expect(finding).toMatchObject({ severity: 'critical', effect: 'hold', lists: ['pesticide-labels@1'] });
    expect(finding?.detail).toEqual({
      zh: '2026 年 10 月 18 日采收，距最后一次使用戊唑醇（9 月 30 日）18 天，少于安全间隔期 35 天。依据：农药标签清单第 1 版（S1），可信度高。',
      en: 'Harvested on 18 October 2026, 18 days after the last use of 戊唑醇 (30 September): less than the pre-harvest interval of 35 days. Basis: list of pesticide labels, version 1 (S1), confidence high.',
    });
  });

  it('never says more than its source: a row of medium confidence is called that', () => {
    const medium = listsOf({ 'pesticide-labels': [labelRow({ confidence: 'medium', source: '示例清单' })] });
    const record = recordOf([opened, spray('戊唑醇', '2026-09-30'), pick('2026-10-18')]);
    expect(findingsOf('R27', record, medium)[0]?.detail.zh).toContain('（示例清单），可信度中。');
  });

  it.each([
    ['there is no list', noLists, '没有农药标签清单'],
    ['the list has no row', listsOf({ 'pesticide-labels': [] }), '没有对应的内容'],
    [
      'the row is of low confidence',
      listsOf({ 'pesticide-labels': [labelRow({ confidence: 'low' })] }),
      '可信度低（35 天）',
    ],
    [
      'the row tells no interval',
      listsOf({ 'pesticide-labels': [labelRow({ intervalDays: null })] }),
      '没有写明间隔期',
    ],
    [
      'the row is for another crop',
      listsOf({ 'pesticide-labels': [labelRow({ crop: '柑橘' })] }),
      '没有对应的内容',
    ],
    [
      'the row is for a condition that the record does not tell',
      listsOf({ 'pesticide-labels': [labelRow({ crop: '苹果(设施)', intervalDays: 1 })] }),
      '苹果(设施)',
    ],
    [
      'the row was in force before',
      listsOf({ 'pesticide-labels': [labelRow({ effectiveTo: '2026-08-31' })] }),
      '没有对应的内容',
    ],
  ])('is not known, and never passed, where %s', (_, given, reason) => {
    const record = recordOf([opened, spray('戊唑醇', '2026-09-01'), pick('2026-10-18')]);
    const findings = findingsOf('R27', record, given).map(({ outcome, detail }) => [outcome, detail.zh]);
    expect(findings).toEqual([['unknown', expect.stringContaining(reason)]]);
  });

  it('counts from the last of several uses', () => {
    const early = [opened, spray('戊唑醇', '2026-07-01'), spray('戊唑醇', '2026-09-10')];
    expect(found('R27', recordOf([...early, pick('2026-10-14')]), lists)).toEqual(['fail 3,4']);
    expect(found('R27', recordOf([...early, pick('2026-10-15')]), lists)).toEqual([]);
  });

  it('judges each harvest by itself, and takes only uses dated no later than it', () => {
    const record = recordOf([
      opened,
      pick('2026-08-01'),
      spray('戊唑醇', '2026-08-02'),
      pick('2026-08-03'),
      pick('2026-09-06'),
    ]);
    expect(found('R27', record, lists)).toEqual(['fail 3,4']);
  });

  it('counts a use on the day of the harvest', () => {
    expect(
      found('R27', recordOf([opened, spray('戊唑醇', '2026-08-02'), pick('2026-08-02')]), lists),
    ).toEqual(['fail 2,3']);
  });

  it('counts from the last day of a use that took several', () => {
    const use = spray('戊唑醇', '2026-09-01', {}, '2026-09-03');
    expect(found('R27', recordOf([opened, use, pick('2026-10-07')]), lists)).toEqual(['fail 2,3']);
    expect(found('R27', recordOf([opened, use, pick('2026-10-08')]), lists)).toEqual([]);
  });

  it('fails a harvest in whose midst something was used', () => {
    const record = recordOf([opened, pick('2026-10-01', {}, '2026-10-10'), spray('戊唑醇', '2026-10-05')]);
    expect(found('R27', record, lists)).toEqual(['fail 2,3']);
  });

  it('keeps plots apart that are surely different, and no others', () => {
    const use = (site: object) => spray('戊唑醇', '2026-09-30', { ...site });
    const picked = (site: object) => pick('2026-10-18', { ...site });
    const at = (left: object, right: object) =>
      found('R27', recordOf([opened, use(left), picked(right)]), lists);
    expect(at({ site: fieldA }, { site: fieldB })).toEqual([]);
    expect(at({ site: fieldB }, {})).toEqual([]);
    expect(at({ site: fieldA }, {})).toEqual(['fail 2,3']);
    expect(at({ site: fieldB }, { site: fieldB })).toEqual(['fail 2,3']);
    const unopened = recordOf([use({ site: fieldB }), picked({})]);
    expect(found('R27', unopened, lists)).toEqual(['fail 1,2']);
  });

  it('tells formulations apart, since their intervals differ (啶虫脒 on cucumbers, EC 2 days and SP 1 day)', () => {
    const rows = [
      labelRow({
        active: '啶虫脒',
        crop: '黄瓜',
        target: '蚜虫',
        formulation: '20%乳油 EC',
        intervalDays: 2,
      }),
      labelRow({
        active: '啶虫脒',
        crop: '黄瓜',
        target: '蚜虫',
        formulation: '20%可溶粉剂 SP',
        intervalDays: 1,
      }),
    ];
    const cucumbers = { product: { name: '黄瓜', category: 'VEG' } };
    const harvested = (product: object, day: string) =>
      found(
        'R27',
        recordOf([opened, spray('啶虫脒', '2026-07-01', { product: { ...product } }), pick(day)], cucumbers),
        listsOf({ 'pesticide-labels': rows }),
      );
    const emulsion = { activeIngredients: [{ name: '啶虫脒', content: '20%' }], formulation: '乳油' };
    expect(harvested(emulsion, '2026-07-02')).toEqual(['fail 2,3']);
    expect(harvested(emulsion, '2026-07-03')).toEqual([]);
    expect(harvested({ name: '20%啶虫脒可溶粉剂' }, '2026-07-02')).toEqual([]);
    expect(harvested({ formulation: 'SP' }, '2026-07-02')).toEqual([]);
    // Not told which of the two: only what fails, or passes, both is decided.
    expect(harvested({}, '2026-07-01')).toEqual(['fail 2,3']);
    expect(harvested({}, '2026-07-02')).toEqual(['unknown 2,3']);
    expect(harvested({}, '2026-07-03')).toEqual([]);
    expect(harvested({ formulation: '悬浮剂' }, '2026-08-02')).toEqual(['unknown 2,3']);
  });

  it('does not pass early or late rice where the sort is not told, and fails what fails both', () => {
    const rows = [
      labelRow({
        active: '稻瘟灵',
        crop: '早稻',
        target: '稻瘟病',
        formulation: '40%乳油',
        intervalDays: 14,
      }),
      labelRow({
        active: '稻瘟灵',
        crop: '晚稻',
        target: '稻瘟病',
        formulation: '40%乳油',
        intervalDays: 28,
      }),
    ];
    const harvested = (name: string, day: string) =>
      found(
        'R27',
        recordOf([opened, spray('稻瘟灵', '2026-09-01'), pick(day)], { product: { name, category: 'GRA' } }),
        listsOf({ 'pesticide-labels': rows }),
      );
    expect(harvested('稻谷', '2026-09-10')).toEqual(['fail 2,3']);
    expect(harvested('稻谷', '2026-09-20')).toEqual(['unknown 2,3']);
    expect(harvested('稻谷', '2026-10-20')).toEqual(['unknown 2,3']);
    expect(harvested('早稻', '2026-09-20')).toEqual([]);
    expect(harvested('晚稻', '2026-09-20')).toEqual(['fail 2,3']);
  });

  it('takes rows of the very registration before those of the active', () => {
    const rows = [
      labelRow({ intervalDays: 7 }),
      labelRow({ registrationNo: 'PD20990123', intervalDays: 21 }),
    ];
    const given = listsOf({ 'pesticide-labels': rows });
    const day = (date: string) =>
      found('R27', recordOf([opened, spray('戊唑醇', '2026-09-01'), pick(date)]), given);
    expect(day('2026-09-21')).toEqual(['fail 2,3']);
    expect(day('2026-09-22')).toEqual([]);
    const elsewhere = listsOf({ 'pesticide-labels': [labelRow({ registrationNo: 'PD20990999' })] });
    expect(
      found('R27', recordOf([opened, spray('戊唑醇', '2026-01-01'), pick('2026-09-22')]), elsewhere),
    ).toEqual(['unknown 2,3']);
  });

  it('takes the row for the target where one names it', () => {
    const rows = [
      labelRow({ target: '斑点落叶病', intervalDays: 35 }),
      labelRow({ target: '轮纹病', intervalDays: 21 }),
    ];
    const use = (target: string) =>
      recordOf([opened, spray('戊唑醇', '2026-09-01', { target: { name: target } }), pick('2026-09-25')]);
    const given = listsOf({ 'pesticide-labels': rows });
    expect(found('R27', use('轮纹病'), given)).toEqual([]);
    expect(found('R27', use('斑点落叶病'), given)).toEqual(['fail 2,3']);
    expect(found('R27', use('白粉病'), given)).toEqual(['unknown 2,3']);
  });

  it('takes no label of one active for that of a mixture', () => {
    const mixture = { product: { activeIngredients: [{ name: '戊唑醇' }, { name: '肟菌酯' }] } };
    const record = recordOf([opened, spray('戊唑醇·肟菌酯', '2026-01-01', mixture), pick('2026-09-25')]);
    expect(found('R27', record, lists)).toEqual(['unknown 2,3']);
    const own = listsOf({ 'pesticide-labels': [labelRow({ active: '肟菌酯·戊唑醇', intervalDays: 28 })] });
    expect(found('R27', record, own)).toEqual([]);
  });

  it('says in one finding for how many harvests the same thing is not known', () => {
    const record = recordOf([opened, spray('戊唑醇', '2026-09-01'), pick('2026-10-01'), pick('2026-10-02')]);
    const [finding, ...rest] = findingsOf('R27', record);
    expect(rest).toEqual([]);
    expect(finding?.entries).toEqual([2, 3, 4]);
    expect(finding?.detail.zh).toContain('30 天');
  });

  it('asks for no interval where nothing was used or nothing harvested', () => {
    expect(found('R27', recordOf([opened, pick('2026-10-01')]))).toEqual([]);
    expect(found('R27', recordOf([opened, spray('戊唑醇', '2026-09-01')]))).toEqual([]);
    const fertilized = spray('尿素', '2026-09-30', { inputType: 'fertilizer' });
    expect(found('R27', recordOf([opened, fertilized, pick('2026-10-01')]))).toEqual([]);
  });

  it('finds out when a spray is entered after the harvest, and rests on its correction where it was corrected', () => {
    const before = [opened, pick('2026-10-18')];
    expect(found('R27', recordOf(before), lists)).toEqual([]);
    const late = { ...spray('戊唑醇', '2026-10-10'), recordedAt: '2026-11-15T00:00:00.000Z' };
    expect(found('R27', recordOf([...before, late]), lists)).toEqual(['fail 2,3']);
    expect(found('R27', recordOf([...before, { ...late, inForce: 7 }]), lists)).toEqual(['fail 2,3,7']);
  });
});
