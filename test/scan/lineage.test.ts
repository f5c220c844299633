import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesOf, type Feed } from '../../src/scan/lineage.js';
import { countyOf } from '../../src/scan/standing.js';

interface FeedSketch {
  readonly put: string;
  readonly got: string;
  readonly by?: number;
  readonly unit?: string;
}

function feed({ put, got, by = 2, unit = 'KGM' }: FeedSketch): Feed {
  const source = { batch: put, seq: 1, leafHash: '' };
  return { source, step: 'mix', put: { value: put, unit }, got: { value: got, unit: 'KGM' }, by };
}

describe('shares', () => {
  it('split what came out of several inputs by what of each went in', () => {
    const feeds = [feed({ put: '600', got: '880' }), feed({ put: '300', got: '880' })];
    expect(sharesOf(feeds, [], 'KGM')).toEqual(['66.7', '33.3']);
  });

  it('of several receipts are by what was received', () => {
    const feeds = [feed({ put: '30', got: '30', by: 2 }), feed({ put: '10', got: '10', by: 3 })];
    expect(sharesOf(feeds, [], 'KGM')).toEqual(['75', '25']);
  });

  it('leave room for what was harvested into the batch itself', () => {
    expect(sharesOf([feed({ put: '25', got: '25' })], [{ value: '75', unit: 'KGM' }], 'KGM')).toEqual(['25']);
  });

  it('compare in one unit, and are unknown where that cannot be', () => {
    const jin = [feed({ put: '20', got: '30', unit: 'CN-JIN' }), feed({ put: '20', got: '30' })];
    expect(sharesOf(jin, [], 'KGM')).toEqual(['33.3', '66.7']);
    const pieces = [feed({ put: '20', got: '30', unit: 'H87' }), feed({ put: '20', got: '30' })];
    expect(sharesOf(pieces, [], 'KGM')).toEqual([null, null]);
    expect(sharesOf([feed({ put: '20', got: '30' })], [], 'H87')).toEqual([null]);
  });

  it('always sum to exactly 100 and are at most a tenth off', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 40 }), (puts) => {
        const feeds = puts.map((put) => feed({ put: String(put), got: '12345.678' }));
        const total = puts.reduce((sum, put) => sum + put, 0);
        const shares = sharesOf(feeds, [], 'KGM').map(Number);
        expect(Math.round(shares.reduce((sum, share) => sum + share * 10, 0))).toBe(1_000);
        for (const [at, share] of shares.entries()) {
          expect(Math.abs(share - (100 * (puts[at] ?? 0)) / total)).toBeLessThan(0.11);
        }
      }),
    );
  });
});

describe('a place', () => {
  it.each([
    ['山东省烟台市栖霞市蛇窝泊镇', '山东省烟台市栖霞市'],
    ['黑龙江省哈尔滨市五常市', '黑龙江省哈尔滨市五常市'],
    ['浙江省绍兴市新昌县羽林街道新民村12号', '浙江省绍兴市新昌县'],
    ['广东省东莞市虎门镇', '广东省东莞市'],
    ['内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇', '内蒙古自治区锡林郭勒盟西乌珠穆沁旗'],
    ['上海市浦东新区惠南镇', '上海市浦东新区'],
    ['北京市海淀区', '北京市海淀区'],
    ['Qixia, Yantai, Shandong', 'Qixia, Yantai, Shandong'],
    ['', ''],
  ])('%s is told to the county: %s', (place, county) => {
    expect(countyOf(place)).toBe(county);
  });
});
