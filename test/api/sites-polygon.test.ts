import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonPositionsMax, readPolygon, type Position } from '../../src/parties/polygon.js';

const square: Position[] = [
  ['120', '37'],
  ['120.5', '37'],
  ['120.5', '37.5'],
  ['120', '37.5'],
  ['120', '37'],
];

function faultOf(coordinates: unknown): string {
  const read = readPolygon(coordinates, '/c');
  return 'fault' in read ? `${read.fault.pointer} ${read.fault.code}` : 'none';
}

describe('readPolygon', () => {
  it('takes a closed ring', () => {
    expect(readPolygon([square], '')).toEqual({ rings: [square] });
  });

  it('takes integers as JSON numbers', () => {
    const ring = [
      [120, 37],
      [121, 37],
      [121, 38],
      [120, 37],
    ];
    expect(readPolygon([ring], '')).toEqual({ rings: [ring.map((position) => position.map(String))] });
  });

  it('closes a ring whose ends are written differently', () => {
    expect(faultOf([[...square.slice(0, 4), ['120.0', '37.000']]])).toBe('none');
  });

  it('takes an outline with as many holes as there may be rings', () => {
    expect(faultOf(Array(20).fill(square))).toBe('none');
  });

  it('takes the edges of the world', () => {
    expect(
      faultOf([
        [
          ['180', '-90'],
          ['179.5', '-90'],
          ['179.5', '-89.5'],
          ['180', '-90'],
        ],
      ]),
    ).toBe('none');
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, '/c polygon'],
    ['an object', {}, '/c polygon'],
    ['no ring', [], '/c polygon'],
    ['21 rings', Array(21).fill(square), '/c polygon'],
    ['a ring that is no list', ['ring'], '/c/0 polygon'],
    ['a ring of three positions', [square.slice(0, 3)], '/c/0 polygon'],
    ['a position that is no list', [[...square.slice(0, 3), 'x']], '/c/0/3 polygon'],
    ['a position of one number', [[['120'], ...square]], '/c/0/0 polygon'],
    ['a position with altitude', [[['120', '37', '210'], ...square]], '/c/0/0 polygon'],
    ['a longitude beyond 180', [[['180.1', '37'], ...square]], '/c/0/0/0 degrees'],
    ['latitude before longitude', [[['37', '120'], ...square]], '/c/0/0/1 degrees'],
    ['a longitude with an exponent', [[['1.2e2', '37'], ...square]], '/c/0/0/0 degrees'],
    ['a longitude with a plus sign', [[['+120', '37'], ...square]], '/c/0/0/0 degrees'],
    ['full-width digits', [[['１２０', '37'], ...square]], '/c/0/0/0 degrees'],
    ['infinity', [[[Infinity, 37], ...square]], '/c/0/0/0 degrees'],
    ['not a number', [[[NaN, 37], ...square]], '/c/0/0/0 degrees'],
    ['null', [[[null, 37], ...square]], '/c/0/0/0 degrees'],
    ['an open ring', [square.slice(0, 4)], '/c/0/3 ring-open'],
    ['a line', [[square[0], square[1], square[0], square[0]]], '/c/0 ring-flat'],
    ['a point', [Array(4).fill(square[0])], '/c/0 ring-flat'],
    ['a second ring that is open', [square, square.slice(0, 4)], '/c/1/3 ring-open'],
    [
      'a site as wide as a province',
      [
        [
          ['117', '37'],
          ['118.5', '37'],
          ['118.5', '37.5'],
          ['117', '37'],
        ],
      ],
      '/c too-wide',
    ],
    [
      'a site as high as a province',
      [
        [
          ['117', '36'],
          ['117.5', '36'],
          ['117.5', '37.5'],
          ['117', '36'],
        ],
      ],
      '/c too-wide',
    ],
    [
      'a hole on another continent',
      [
        square,
        [
          ['-70', '-30'],
          ['-70', '-30.1'],
          ['-70.1', '-30'],
          ['-70', '-30'],
        ],
      ],
      '/c too-wide',
    ],
  ])('refuses %s', (_, coordinates, fault) => {
    expect(faultOf(coordinates)).toBe(fault);
  });

  it('counts the positions of all rings together', () => {
    const half = Array<Position>(polygonPositionsMax / 2).fill(['120', '37']);
    const ring = [...square.slice(0, 4), ...half.slice(4)];
    expect(faultOf([ring, ring])).toBe('none');
    expect(faultOf([ring, [...ring, ['120', '37']]])).toBe('/c/1 too-many');
  });

  it('answers outlines counterclockwise and holes clockwise, whichever way they come', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }));
    const area = (ring: readonly Position[]): number =>
      ring.reduce((sum, [x, y], index) => {
        const [nextX, nextY] = ring[index + 1] ?? [x, y];
        return sum + (Number(x) - 120) * (Number(nextY) - 37) - (Number(nextX) - 120) * (Number(y) - 37);
      }, 0);
    fc.assert(
      fc.property(
        fc.uniqueArray(point, { minLength: 3, maxLength: 12, selector: String }),
        fc.boolean(),
        (points, turn) => {
          const ring = [...points, points[0] ?? [0, 0]].map(([x, y]): Position => [
            `120.${String(x).padStart(3, '0')}`,
            `37.${String(y).padStart(3, '0')}`,
          ]);
          const read = readPolygon([turn ? [...ring].reverse() : ring, ring], '');
          if ('fault' in read) return read.fault.code === 'ring-flat';
          const [outline = [], hole = []] = read.rings;
          return (
            area(outline) > 0 &&
            area(hole) < 0 &&
            JSON.stringify(outline) === JSON.stringify([...hole].reverse())
          );
        },
      ),
    );
  });
});
