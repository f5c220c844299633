import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkGroup } from '../../src/scan/looks/look-origin.js';
import { patternOf, type ScanDay, type ScanHistory } from '../../src/scan/looks/scan-pattern.js';
import { historiesOf, ScanWorld, usualWorld, type Assumptions } from './scan-world.js';

const on = (day: number, place: string, ...networks: number[]): ScanDay => ({
  day: `2026-11-${String(day).padStart(2, '0')}`,
  place,
  networks,
});
const history = (days: ScanDay[], count = 9): ScanHistory => ({ count, first: '2026-11-01', days });
const kindOf = (...days: ScanDay[]): string => patternOf(history(days)).kind;

describe('the looks at one label', () => {
  it('are none, then a first, then usual, however many there were before the days that are kept', () => {
    expect(patternOf({ count: 0, first: null, days: [] }).kind).toBe('none');
    expect(patternOf({ count: 1, first: '2026-11-01', days: [on(1, '37', 5)] }).kind).toBe('first');
    expect(patternOf({ count: 2, first: '2026-11-01', days: [on(1, '37', 5)] }).kind).toBe('usual');
    expect(patternOf(history([], 100_000)).kind).toBe('usual');
  });

  it.each([
    ['of a family with four networks', [on(1, '37', 1, 2), on(2, '37', 3), on(9, '37', 4)]],
    ['of a gift that went to another province', [on(1, '37', 1, 2), on(9, '44', 3, 4)]],
    ['of a link that a friend far away opened', [on(1, '37', 1, 2, 3), on(1, '65', 4)]],
    [
      'of a label tried out at the packing line, bought and given away',
      [on(1, '37', 1), on(5, '31', 2), on(8, '44', 3)],
    ],
    ['on the shelf of a supermarket', [on(1, '37', 1, 2, 3, 4, 5, 6, 7, 8), on(2, '37', 9, 10, 11, 12, 13)]],
    [
      'on a shelf, with mistakes about the place',
      [on(1, '37', ...Array.from({ length: 30 }, (_, at) => at)), on(1, '44', 90), on(1, '11', 91)],
    ],
    ['from few networks of which nobody said the place', [on(1, '', 1, 2), on(2, '', 3, 4, 5)]],
  ])('%s are usual', (_, days) => {
    expect(kindOf(...days)).toBe('usual');
  });

  it.each([
    ['from five networks in two provinces', [on(1, '37', 1, 2), on(4, '44', 3, 4), on(6, '37', 5)]],
    ['from four networks in three provinces', [on(1, '37', 1, 2), on(4, '44', 3), on(6, '11', 4)]],
    ['from three provinces on one day', [on(3, '37', 1), on(3, '44', 2), on(3, 'abroad', 3)]],
    [
      'of a crowd in one province',
      [
        on(1, '37', ...Array.from({ length: 32 }, (_, at) => at)),
        on(2, '37', ...Array.from({ length: 8 }, (_, at) => 100 + at)),
      ],
    ],
    [
      'from six networks of which nobody said the place',
      [on(1, '', 1, 2), on(2, '', 3, 4, 5), on(30, '', 6)],
    ],
  ])('%s are unusual', (_, days) => {
    expect(kindOf(...days)).toBe('unusual');
  });

  it('say in how many places and networks they were', () => {
    const days = [on(1, '37', 1, 2), on(2, '37', 2, 3), on(4, '44', 4), on(5, '', 9), on(6, '', 9)];
    expect(patternOf(history(days))).toEqual({ kind: 'usual', places: 2, networks: 5 });
  });
});

const somePlace = fc.constantFrom('37', '44', '11', 'abroad', '');
const someDays = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    place: somePlace,
    networks: fc.uniqueArray(fc.integer({ min: 0, max: 1_023 }), { minLength: 1, maxLength: 5 }),
  }),
  { maxLength: 12 },
);

describe('looks from one network', () => {
  it('are never unusual, on however many days and of whatever number', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 1_023 }),
        somePlace,
        (days, network, place) => {
          const looks = days.map((day) => on(day, place, network));
          expect(patternOf(history(looks, 1_000_000)).kind).toBe('usual');
        },
      ),
    );
  });

  it('add one network to what others did, and nothing when they are repeated', () => {
    fc.assert(
      fc.property(someDays, somePlace, fc.integer({ min: 1, max: 28 }), (days, place, first) => {
        const others = days.map(({ day, place: where, networks }) => on(day, where, ...networks));
        const stranger = (day: number): ScanDay => on(day, place, 2_000);
        const once = patternOf(history([...others, stranger(first)]));
        const often = Array.from({ length: 28 }, (_, at) => stranger(at + 1));
        const { networks, places } = patternOf(history([...others, ...often]));
        expect(networks - patternOf(history(others)).networks).toBe(1);
        expect({ networks, places }).toEqual({ networks: once.networks, places: once.places });
      }),
    );
  });

  it('cannot hide a pattern by filling the days with looks', () => {
    const copied = [on(1, '37', 1, 2), on(4, '44', 3), on(6, '11', 4)];
    const noise = Array.from({ length: 28 }, (_, at) => on(at + 1, '37', 1));
    expect(kindOf(...copied, ...noise)).toBe('unusual');
  });
});

describe('the network of a look', () => {
  const key = new Uint8Array(32).fill(7);
  const groupOf = (address: string, code = '001061050R3GG28AY'): number => networkGroup(key, code, address);

  it('is the same for a whole IPv4 /16 and for a whole IPv6 /32', () => {
    for (const address of ['203.0.0.1', '203.0.255.254', '::ffff:203.0.113.9'])
      expect(groupOf(address)).toBe(groupOf('203.0.113.7'));
    for (const address of ['2001:db8::1', '2001:0DB8:ffff:ffff::9', '2001:db8:1::'])
      expect(groupOf(address)).toBe(groupOf('2001:db8::'));
  });

  it('is one of 1,024 groups that each hold many networks, and other ones for another code and key', () => {
    const all = Array.from({ length: 65_536 }, (_, at) => groupOf(`${Math.floor(at / 256)}.${at % 256}.0.1`));
    const sizes = new Map<number, number>();
    for (const group of all) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    expect(sizes.size).toBe(1_024);
    expect(Math.min(...sizes.values())).toBeGreaterThan(20);
    const elsewhere = Array.from({ length: 2_000 }, (_, at) =>
      groupOf(`${Math.floor(at / 256)}.${at % 256}.0.1`, '0010610'),
    );
    expect(elsewhere.filter((group, at) => group === all[at]).length).toBeLessThan(20);
    expect(networkGroup(new Uint8Array(32), 'x', '9.9.9.9')).not.toBe(networkGroup(key, 'x', '9.9.9.9'));
  });
});

/** After how many looks each label is flagged; Infinity when never. */
function flaggedAfter(count: number, draw: () => Parameters<typeof historiesOf>[0]): number[] {
  return Array.from({ length: count }, () => {
    const found = historiesOf(draw()).findIndex((seen) => patternOf(seen).kind === 'unusual');
    return found < 0 ? Infinity : found + 1;
  });
}

interface Measured {
  /** Percent of honest labels that are ever flagged. */
  readonly honest: number;
  /** Percent of copied labels that are flagged by their fifth and by their tenth look. */
  readonly copied: readonly (readonly [string, number, number])[];
}

/** 100,000 labels, 1 % of them on 50 pieces in five provinces: each piece scanned once; every buyer, or three in ten, as honest buyers do. */
function measure(world: Assumptions): Measured {
  const drawn = new ScanWorld(20261126, world);
  const honest = flaggedAfter(99_000, () => drawn.honest());
  const part = (all: readonly number[], by: number): number =>
    (100 * all.filter((after) => after <= by).length) / all.length;
  const sales = [
    ['each piece once', () => drawn.copied(30, 1, true)],
    ['every buyer', () => drawn.copied(30, 1)],
    ['three buyers in ten', () => drawn.copied(30, 0.3)],
  ] as const;
  const copied = sales.map(([name, draw]) => {
    const after = flaggedAfter(1_000, draw);
    return [name, part(after, 5), part(after, 10)] as const;
  });
  const measured = { honest: part(honest, Number.MAX_VALUE), copied };
  if (process.env['FURROW_TEST_FIGURES'] !== undefined)
    console.log(JSON.stringify({ ...world, ...measured }));
  return measured;
}

describe('100,000 labels, 1 % of them copied fifty times and sold in five provinces', () => {
  it('are told apart by the province: copied ones by their fifth scan, and few honest ones', () => {
    const { honest, copied } = measure(usualWorld);
    expect(honest).toBeLessThan(0.5);
    const [once, everyBuyer, someBuyers] = copied;
    expect(once?.[1]).toBeGreaterThanOrEqual(95);
    expect(everyBuyer?.[1]).toBeGreaterThanOrEqual(95);
    // Where few buyers scan, more of the first five scans are of the same pieces.
    expect(someBuyers?.[1]).toBeGreaterThanOrEqual(90);
    for (const [, , byTenth] of copied) expect(byTenth).toBeGreaterThanOrEqual(99);
  });

  it('are told apart later where nobody says the province: not by the fifth scan, by the tenth', () => {
    const { honest, copied } = measure({ ...usualWorld, placed: false });
    expect(honest).toBeLessThan(0.5);
    for (const [, byFifth, byTenth] of copied) {
      expect(byFifth).toBe(0);
      expect(byTenth).toBeGreaterThanOrEqual(99);
    }
  });

  it('would not be told apart well enough if no browser remembered that it looked before', () => {
    const { honest, copied } = measure({ ...usualWorld, remembers: 0 });
    expect(honest).toBeGreaterThan(0.5);
    expect(copied[1]?.[1]).toBeLessThan(95);
  });
});
