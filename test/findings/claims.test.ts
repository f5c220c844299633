import { describe, expect, it } from 'vitest';
import type { CertificationGrantDto } from '../../src/events/kinds/certification.js';
import type { Certification, CertificationChange } from '../../src/findings/certification.js';
import { standingOn } from '../../src/findings/certification.js';
import { heldClaims } from '../../src/findings/held-claims.js';
import { claimsBefore, lotClaims } from '../../src/findings/lot-claims.js';
import { offersOf } from '../../src/findings/offers.js';
import type { JsonObject } from '../../src/ledger/json.js';
import type { BatchRecord } from '../../src/findings/record.js';
import { parseDecimal } from '../../src/ledger/quantity.js';
import {
  apples,
  fieldA,
  fieldB,
  findingsOf,
  found,
  home,
  leafHash,
  listsOf,
  noLists,
  other,
  ours,
  pick,
  recordOf,
  spray,
  tell,
  theirs,
  type Facts,
} from './records.js';

/** An organic certification of 2026 by another organization, of plot A since 2022; `changes` as action and day. */
function certification(
  grant: Partial<CertificationGrantDto> = {},
  ...changes: [CertificationChange['action'], string][]
): Certification {
  return {
    organizationId: ours,
    seq: 7,
    leafHash,
    issuer: `org/${theirs}`,
    recordedAt: '2026-01-02T00:00:00.000Z',
    grant: {
      ...{ type: 'organic', number: '示例OP2600001', body: '示例认证', validFrom: '2026-01-01' },
      ...{ validTo: '2026-12-31', products: [apples], quantity: { value: '1000', unit: 'KGM' } },
      sites: [{ site: fieldA, conversionFrom: '2022-10-01', crop: 'perennial' }],
      ...grant,
    },
    changes: changes.map(([action, on], index) => ({
      ...{ seq: 8 + index, issuer: `org/${theirs}`, action, on, reason: '示例原因' },
      recordedAt: `${on}T01:00:00.000Z`,
    })),
  };
}

const claim = (day: string, type = 'organic') =>
  tell('certificate', day, { action: 'issue', type, certification: { seq: 7, leafHash } });
const picked = (day: string, more: JsonObject = {}) => pick(day, { site: fieldA, ...more });
const marked = (day: string) =>
  tell('label', day, {
    ...{ action: 'issued', set: fieldB, units: 10, net: { value: '5', unit: 'KGM' }, form: 'compact' },
    ...{ root: leafHash, mark: { seq: 7, leafHash, net: { value: '5', unit: 'KGM' } } },
  });
const under = (one: Certification, facts: Facts = {}): Facts => ({ ...facts, certifications: [one] });
const claimed = (day: string, one = certification(), more: JsonObject = {}): BatchRecord =>
  recordOf([picked(day, more), claim('2026-11-01')], under(one));
const allowed = (...inputs: string[]) =>
  listsOf({ 'claim-inputs': inputs.map((input) => ({ claim: 'organic' as const, input })) });

describe('how a certification stands on a day', () => {
  it('follows from its validity and from what became of it', () => {
    const stands = (day: string, ...changes: [CertificationChange['action'], string][]) =>
      standingOn(certification({}, ...changes), day);
    expect(stands('2025-12-31')).toEqual({ state: 'not-yet', on: '2026-01-01' });
    expect(stands('2026-01-01')).toEqual({ state: 'valid', on: '2026-01-01' });
    expect(stands('2026-12-31')).toEqual({ state: 'valid', on: '2026-01-01' });
    expect(stands('2027-01-01')).toEqual({ state: 'expired', on: '2026-12-31' });
    const gap = [
      ['suspended', '2026-05-01'],
      ['resumed', '2026-06-01'],
    ] satisfies [CertificationChange['action'], string][];
    expect(stands('2026-04-30', ...gap).state).toBe('valid');
    expect(stands('2026-05-01', ...gap)).toEqual({ state: 'suspended', on: '2026-05-01' });
    expect(stands('2026-05-31', ...gap).state).toBe('suspended');
    expect(stands('2026-06-01', ...gap).state).toBe('valid');
    const ended = [...gap, ['revoked', '2026-07-01'] satisfies [CertificationChange['action'], string]];
    expect(stands('2026-06-30', ...(ended as typeof gap)).state).toBe('valid');
    expect(stands('2027-07-01', ...(ended as typeof gap))).toEqual({ state: 'revoked', on: '2026-07-01' });
  });
});

describe('R56 and R57 of a claim that names a certification', () => {
  it('look at the days of its validity', () => {
    expect(found('R56', claimed('2026-01-01'))).toEqual([]);
    expect(found('R56', claimed('2025-12-31'))).toEqual(['fail 1,2']);
    expect(found('R56', claimed('2026-12-31'))).toEqual([]);
    expect(found('R56', claimed('2027-01-01'))).toEqual(['fail 1,2']);
  });

  it('leave the claim to what was harvested before the suspension, and take it from what came after (AT-OR-2)', () => {
    const suspended = certification({}, ['suspended', '2026-10-10']);
    expect(found('R57', claimed('2026-10-09', suspended))).toEqual([]);
    expect(found('R57', claimed('2026-10-10', suspended))).toEqual(['fail 1,2']);
    expect(heldClaims(claimed('2026-10-09', suspended), noLists)).toEqual(['organic']);
    expect(heldClaims(claimed('2026-10-10', suspended), noLists)).toEqual([]);
    const resumed = certification({}, ['suspended', '2026-10-10'], ['resumed', '2026-10-20']);
    expect(found('R57', claimed('2026-10-19', resumed))).toEqual(['fail 1,2']);
    expect(found('R57', claimed('2026-10-20', resumed))).toEqual([]);
  });

  it('judge marks by the day on which they are made', () => {
    const labelled = (on: string, one: Certification) =>
      recordOf([picked('2026-10-01'), claim('2026-10-02'), marked(on)], under(one));
    const suspended = certification({}, ['suspended', '2026-10-10']);
    expect(found('R57', labelled('2026-10-09', suspended))).toEqual([]);
    expect(found('R57', labelled('2026-10-10', suspended))).toEqual(['fail 3']);
    expect(heldClaims(labelled('2026-10-10', suspended), noLists)).toEqual(['organic']);
    expect(found('R56', labelled('2027-01-01', certification()))).toEqual(['fail 3']);
  });
});

describe('R58, the scope of a certification', () => {
  it('covers its products, plots, area and quantity', () => {
    expect(found('R58', claimed('2026-10-01'))).toEqual([]);
    expect(found('R58', claimed('2026-10-01', certification({ products: [other] })))).toEqual(['fail 2']);
    expect(found('R58', claimed('2026-10-01', certification(), { site: fieldB }))).toEqual(['fail 1,2']);
    const small = certification({ area: { value: '9.99', unit: 'CN-MU' } });
    expect(found('R58', claimed('2026-10-01', small))).toEqual(['fail 1,2']);
    const wide = certification({ area: { value: '1', unit: 'HAR' } });
    expect(found('R58', claimed('2026-10-01', wide))).toEqual([]);
    const little = certification({ quantity: { value: '999.9', unit: 'KGM' } });
    expect(found('R58', claimed('2026-10-01', little))).toEqual(['fail 1,2']);
    expect(heldClaims(claimed('2026-10-01', little), noLists)).toEqual([]);
  });

  it('is not known where the plot is not told, or the quantity does not compare', () => {
    const record = recordOf([pick('2026-10-01'), claim('2026-10-02')], under(certification()));
    expect(found('R58', record)).toEqual(['unknown 1,2']);
    const boxes = certification({ quantity: { value: '100', unit: 'BX' } });
    expect(found('R58', claimed('2026-10-01', boxes))).toEqual(['unknown 1,2']);
  });

  it('lets labels be marked with what the batch may claim only', () => {
    const one = under(certification());
    expect(
      found('R58', recordOf([picked('2026-10-01'), claim('2026-10-02'), marked('2026-10-03')], one)),
    ).toEqual([]);
    expect(found('R58', recordOf([picked('2026-10-01'), marked('2026-10-03')], one))).toEqual(['fail 2']);
    const from = (claims: readonly string[] | undefined) =>
      recordOf([marked('2026-10-03')], { ...one, sources: [claims === undefined ? {} : { claims }] });
    expect(found('R58', from(['organic']))).toEqual([]);
    expect(found('R58', from(['green']))).toEqual(['fail 1']);
    expect(found('R58', from(undefined))).toEqual(['fail 1']);
  });
});

describe('R35 and R36, inputs under a claim', () => {
  const sprayed = (active: string, more: JsonObject = {}) =>
    recordOf(
      [spray(active, '2026-06-01', { site: fieldA, ...more }), picked('2026-10-01'), claim('2026-11-01')],
      under(certification()),
    );

  it('fail where a declared active is not on the list, which takes the claim (AT-OR-4)', () => {
    expect(found('R35', sprayed('矿物油'), allowed('矿物油'))).toEqual([]);
    expect(found('R35', sprayed('毒死蜱'), allowed('矿物油'))).toEqual(['fail 1,3']);
    expect(heldClaims(sprayed('矿物油'), allowed('矿物油'))).toEqual(['organic']);
    expect(heldClaims(sprayed('毒死蜱'), allowed('矿物油'))).toEqual([]);
  });

  it('are not known without the list, by a row of low confidence, or of a trade name', () => {
    expect(found('R35', sprayed('矿物油'))).toEqual(['unknown 1,3']);
    const low = listsOf({ 'claim-inputs': [{ claim: 'organic', input: '矿物油', confidence: 'low' }] });
    expect(found('R35', sprayed('矿物油'), low)).toEqual(['unknown 1,3']);
    const later = listsOf({
      'claim-inputs': [{ claim: 'organic', input: '矿物油', effectiveFrom: '2026-07-01' }],
    });
    expect(found('R35', sprayed('矿物油'), later)).toEqual(['unknown 1,3']);
    const trade = recordOf(
      [
        tell('input', '2026-06-01', {
          ...{ inputType: 'fertilizer', product: { name: '示例肥' }, amount: { value: '1', unit: 'KGM' } },
          ...{ startedOn: '2026-06-01', stoppedOn: '2026-06-01' },
        }),
        claim('2026-11-01'),
      ],
      under(certification()),
    );
    expect(found('R35', trade, allowed('矿物油'))).toEqual(['unknown 1,2']);
    expect(found('R35', trade, allowed('示例肥'))).toEqual([]);
  });

  it('ask for a claim: without one every input is allowed, and green food has its own list', () => {
    const bare = recordOf([spray('毒死蜱', '2026-06-01'), picked('2026-10-01')]);
    expect(found('R35', bare, allowed('矿物油'))).toEqual([]);
    const green = recordOf([
      spray('毒死蜱', '2026-06-01'),
      tell('certificate', '2026-11-01', { action: 'issue', type: 'green', issuer: '示例' }),
    ]);
    const lists = listsOf({ 'claim-inputs': [{ claim: 'green', input: '矿物油' }] });
    expect(findingsOf('R36', green, lists)).toMatchObject([
      { outcome: 'fail', effect: 'finding', entries: [1, 2] },
    ]);
    expect(found('R36', green, listsOf({ 'claim-inputs': [{ claim: 'green', input: '毒死蜱' }] }))).toEqual(
      [],
    );
    expect(found('R35', green, lists)).toEqual([]);
  });
});

describe('R59, conversion', () => {
  const since = (conversionFrom: string | undefined, crop: 'annual' | 'perennial' | undefined) =>
    certification({
      sites: [
        {
          site: fieldA,
          ...(conversionFrom === undefined ? {} : { conversionFrom }),
          ...(crop === undefined ? {} : { crop }),
        },
      ],
    });

  it('takes 24 months of annual and 36 of perennial crops, to the day', () => {
    expect(found('R59', claimed('2026-10-01', since('2023-10-01', 'perennial')))).toEqual([]);
    expect(found('R59', claimed('2026-09-30', since('2023-10-01', 'perennial')))).toEqual(['fail 1,2']);
    expect(found('R59', claimed('2026-10-01', since('2024-10-01', 'annual')))).toEqual([]);
    expect(found('R59', claimed('2026-09-30', since('2024-10-01', 'annual')))).toEqual(['fail 1,2']);
    expect(heldClaims(claimed('2026-09-30', since('2024-10-01', 'annual')), noLists)).toEqual([]);
  });

  it('is not known where its start or the crop is not told', () => {
    expect(found('R59', claimed('2026-10-01', since(undefined, 'annual')))).toEqual(['unknown 1,2']);
    expect(found('R59', claimed('2026-10-01', since('2020-01-01', undefined)))).toEqual(['unknown 1,2']);
    expect(heldClaims(claimed('2026-10-01', since(undefined, 'annual')), noLists)).toEqual(['organic']);
    const green = certification({ type: 'green', sites: [{ site: fieldA }] });
    expect(
      found('R59', recordOf([picked('2026-10-01'), claim('2026-11-01', 'green')], under(green))),
    ).toEqual([]);
  });

  it('begins anew with what is not allowed on the plot (AT-OR-4)', () => {
    const sprayed = (on: string, site: string, lists = allowed('矿物油')) =>
      found(
        'R59',
        recordOf(
          [spray('毒死蜱', on, { site }), picked('2026-10-01'), claim('2026-11-01')],
          under(certification()),
        ),
        lists,
      );
    expect(sprayed('2023-10-02', fieldA)).toEqual(['fail 1,2,3']);
    expect(sprayed('2023-10-01', fieldA)).toEqual([]);
    expect(sprayed('2026-06-01', fieldB)).toEqual([]);
    expect(sprayed('2026-06-01', fieldA, allowed('毒死蜱'))).toEqual([]);
  });

  it('begins anew by what was used on another batch of the plot, too', () => {
    const after = (on: string, plot: string | null) =>
      found(
        'R59',
        recordOf(
          [picked('2026-10-01'), claim('2026-11-01')],
          under(certification(), { breaks: [{ plot, on }] }),
        ),
      );
    expect(after('2023-10-02', fieldA)).toEqual(['fail 1,2']);
    expect(after('2023-10-02', null)).toEqual(['fail 1,2']);
    expect(after('2023-10-01', fieldA)).toEqual([]);
    expect(after('2023-10-02', fieldB)).toEqual([]);
    expect(after('2026-10-02', fieldA)).toEqual([]);
    const sprayed = recordOf([spray('毒死蜱', '2026-06-01', { site: fieldA })]);
    expect(offersOf(sprayed, allowed('矿物油')).breaks).toEqual([{ plot: fieldA, on: '2026-06-01' }]);
    expect(offersOf(sprayed, noLists).breaks).toBeUndefined();
  });
});

const tonnes = (value: number) => parseDecimal(String(value * 1_000));

describe('the claims of a mixed lot', () => {
  /** What lies in the bin after each change: `in` of goods with these claims, `out` or `back` of a draw. */
  const bin = (
    ...steps: (
      readonly ['in', number, readonly string[] | undefined] | readonly ['out' | 'back', number, number?]
    )[]
  ) =>
    recordOf([], {
      lot: steps.map(([change, amount, about], index) => ({
        ...{ seq: index + 2, quantity: tonnes(amount), change },
        from: change === 'back' ? { batch: home, seq: Number(about) } : null,
      })),
      sources: steps.flatMap(([change, , claims], index) =>
        change === 'in'
          ? [
              {
                seq: index + 2,
                saidOn: home,
                ...(claims === undefined ? {} : { claims: claims as string[] }),
              },
            ]
          : [],
      ),
    });
  const draws = (record: BatchRecord) =>
    (record.lot ?? []).flatMap(({ change, seq }) =>
      change === 'out' ? [claimsBefore(lotClaims(record, []), seq)] : [],
    );
  const gi = ['geographical'];

  it('are lost to all later draws by goods without them, until the lot was emptied (AT-GR-4)', () => {
    expect(
      draws(
        bin(['in', 10, gi], ['out', 2], ['in', 9, []], ['out', 3], ['out', 14], ['in', 5, gi], ['out', 5]),
      ),
    ).toEqual([gi, [], [], gi]);
  });

  it('are what all parcels have, and nothing by way of a source that was not judged', () => {
    expect(draws(bin(['in', 1, ['geographical', 'organic']], ['in', 1, gi], ['out', 1]))).toEqual([gi]);
    expect(draws(bin(['in', 1, gi], ['in', 1, undefined], ['out', 1]))).toEqual([[]]);
  });

  it('come back with a return as they left', () => {
    expect(draws(bin(['in', 5, gi], ['out', 5], ['back', 2, 3], ['out', 2]))).toEqual([gi, gi]);
    expect(draws(bin(['in', 5, []], ['out', 5], ['in', 5, gi], ['back', 2, 3], ['out', 7]))).toEqual([
      [],
      [],
    ]);
  });

  it('are offered draw by draw, and R45 goes by what lies there', () => {
    const mixed = bin(['in', 5, gi], ['in', 4, []]);
    expect(offersOf(mixed, noLists)).toMatchObject({
      claims: [],
      lot: [
        { after: 2, claims: gi },
        { after: 3, claims: [] },
      ],
    });
    const claiming = (lot: BatchRecord) => {
      const one = recordOf([
        claim('2026-10-01', 'organic'),
        tell('certificate', '2026-10-01', { action: 'issue', type: 'geographical', issuer: '示例' }),
      ]);
      const entries = one.entries.map((entry) => ({
        ...entry,
        seq: entry.seq + 10,
        inForce: entry.seq + 10,
      }));
      return found('R45', { ...lot, entries });
    };
    expect(claiming(bin(['in', 5, gi]))).toEqual(['fail 11']);
    expect(claiming(mixed)).toEqual(['fail 11', 'fail 12']);
    expect(claiming(bin(['in', 5, []], ['out', 5], ['in', 5, gi]))).toEqual(['fail 11']);
  });
});
