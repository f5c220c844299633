import { beforeAll, describe, expect, it } from 'vitest';
import { readSample, sampleLists } from '../../src/cli/demo-lists.js';
import { checkRows } from '../../src/lists/check-rows.js';
import { readCsv } from '../../src/lists/csv-rows.js';
import { rowsInForce } from '../../src/findings/list-rows.js';
import type { ListName, ListRow, ListRows } from '../../src/lists/rows.js';

type Samples = { [Name in (typeof sampleLists)[number]]: readonly ListRows[Name][] };
let samples: Samples;

async function sampleOf(name: (typeof sampleLists)[number]): Promise<readonly ListRow[]> {
  return checkRows(name as ListName, readCsv(name, await readSample(name)));
}

beforeAll(async () => {
  const read = sampleLists.map(async (name): Promise<[string, readonly ListRow[]]> => [
    name,
    await sampleOf(name),
  ]);
  samples = Object.fromEntries(await Promise.all(read)) as unknown as Samples;
});

describe('the sample lists', () => {
  it('have the rows of the data they were made from', () => {
    const counts = Object.fromEntries(Object.entries(samples).map(([name, rows]) => [name, rows.length]));
    expect(counts).toEqual({
      'pesticide-labels': 57,
      'pesticide-restrictions': 102,
      'product-categories': 26,
      'process-yields': 3,
      'laboratory-accreditations': 4,
    });
  });

  it.each(sampleLists)('say in every row of %s where it was read', (name) => {
    for (const { source } of samples[name]) expect(source.length).toBeGreaterThan(3);
  });

  it('are sure of nothing that was not read in a source', () => {
    const known = Object.values(samples).flat() as ListRow[];
    const guessed = known.filter(({ source }) => /一般知识|general knowledge|示例设定/.test(source));
    expect(guessed.length).toBeGreaterThan(100);
    expect(guessed.filter(({ confidence }) => confidence === 'high')).toEqual([]);
  });

  it('know the intervals of the apple of the examples, one of them not for sure', () => {
    const of = (active: string) =>
      samples['pesticide-labels']
        .filter((row) => row.active === active && row.crop === '苹果')
        .map(({ intervalDays, confidence }) => [intervalDays, confidence]);
    expect(of('戊唑醇')).toEqual([[35, 'low']]);
    expect(of('氯虫苯甲酰胺')).toEqual([[14, 'medium']]);
  });

  it('do not know the interval of fumigated grain, nor take that for none', () => {
    const rows = samples['pesticide-labels'].filter(({ active }) => active === '磷化铝');
    expect(rows.map(({ intervalDays }) => intervalDays)).toEqual([null]);
  });

  it.each([
    ['克百威', '2026-05-31', ['designated']],
    ['克百威', '2026-06-01', ['banned', 'designated']],
    ['六六六', '2020-01-01', ['banned']],
    ['毒死蜱', '2020-01-01', ['crops', 'label']],
    ['戊唑醇', '2026-01-01', []],
  ])('restrict %s on %s to %j', (active, date, statuses) => {
    const rows = rowsInForce(samples['pesticide-restrictions'], date);
    expect(
      rows
        .filter((row) => row.active === active)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(statuses);
  });

  it('are not sure of a ban that was of one formulation only', () => {
    const of = (date: string) =>
      rowsInForce(samples['pesticide-restrictions'], date)
        .filter(({ active, status }) => active === '百草枯' && status === 'banned')
        .map(({ confidence }) => confidence);
    expect([of('2018-01-01'), of('2021-01-01')]).toEqual([['low'], ['medium']]);
  });

  it('ask for a certificate since the rule is in force, and do not say what was not read', () => {
    const of = (category: string, date: string) =>
      rowsInForce(samples['product-categories'], date)
        .filter((row) => row.category === category && row.product === null)
        .map(({ certificateMandatory }) => certificateMandatory);
    expect([of('FRU', '2026-01-31'), of('FRU', '2026-02-01')]).toEqual([[], [true]]);
    expect([of('TEA', '2026-01-31'), of('TEA', '2026-02-01')]).toEqual([[null], [true]]);
    expect([of('GRA', '2026-02-01'), of('MED', '2026-02-01')]).toEqual([[], []]);
    expect(of('MIL', '2026-02-01')).toEqual([false]);
  });
});
