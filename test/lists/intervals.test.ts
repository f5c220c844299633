import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRows } from '../../src/lists/check-rows.js';
import { rowsInForce } from '../../src/findings/list-rows.js';
import type { ResidueLimitRow } from '../../src/lists/rows.js';
import { DomainError } from '../../src/http/problems.js';
import type { JsonValue } from '../../src/ledger/json.js';
import { limitRow } from './lists.js';

const row = (changes: object = {}): ResidueLimitRow => limitRow(changes) as unknown as ResidueLimitRow;

const day = fc.integer({ min: 0, max: 40 }).map((at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
const interval = fc
  .record({
    from: day,
    to: fc.option(day),
    food: fc.constantFrom('a', 'b'),
    limit: fc.constantFrom('1', '2'),
  })
  .filter(({ from, to }) => to === null || to >= from);

async function isAccepted(rows: readonly ResidueLimitRow[]): Promise<boolean> {
  try {
    await checkRows('residue-limits', rows as unknown as JsonValue);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

describe('the check of a list', () => {
  it('accepts intervals exactly when on no day two rows answer one question', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(interval, { minLength: 1, maxLength: 5 }), async (intervals) => {
        const rows = intervals.map(({ from, to, food, limit }) =>
          row({ effectiveFrom: from, effectiveTo: to, food, limit }),
        );
        const days = [
          ...new Set(
            rows.flatMap(({ effectiveFrom, effectiveTo }) => [effectiveFrom, effectiveTo ?? '9999-12-31']),
          ),
        ];
        const isClear = days.every((date) =>
          ['a', 'b'].every((food) => rowsInForce(rows, date).filter((one) => one.food === food).length <= 1),
        );
        if (isClear) accepted += 1;
        expect(await isAccepted(rows)).toBe(isClear);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('names a row that overlaps whatever the order in which the rows come', async () => {
    const rows = [
      row({ effectiveFrom: '2022-01-01', effectiveTo: '2022-06-30' }),
      row({ effectiveFrom: '2020-01-01', effectiveTo: '2024-12-31' }),
      row({ effectiveFrom: '2024-06-01' }),
    ];
    for (const order of [rows, [...rows].reverse()]) {
      const refusal: unknown = await checkRows('residue-limits', order as unknown as JsonValue).catch(
        (error: unknown) => error,
      );
      expect((refusal as DomainError).faults.map(({ code }) => code)).toEqual(['overlap', 'overlap']);
    }
  });
});
