import { describe, expect, it } from 'vitest';
import { kinds } from '../../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../../src/events/kinds/validate.js';
import { kindOf } from './kind-context.js';

const place = { latitude: '37.30512', longitude: '120.79534', accuracy: 8 };

/** What is not taken, with `field code` of what is wrong. */
const refusals: readonly (readonly [position: object, expected: string])[] = [
  [{ ...place, latitude: '90.00001' }, 'latitude latitude'],
  [{ ...place, latitude: '-90.1' }, 'latitude latitude'],
  [{ ...place, latitude: '120' }, 'latitude latitude'],
  [{ ...place, longitude: '180.00001' }, 'longitude longitude'],
  [{ ...place, longitude: '-999' }, 'longitude longitude'],
  [{ ...place, longitude: '1200' }, 'longitude longitude'],
  ...[
    37.30512,
    '37.305121',
    '037.3',
    '37.',
    '.5',
    '+37',
    '-',
    '',
    ' 37',
    '37 ',
    '37\n',
    '3e1',
    'NaN',
    'Infinity',
    '0x25',
    '37,3',
    '３７',
    '٣٧',
    '37°',
    '37.3N',
    '\u202e37',
    '37\u0000',
    '1'.repeat(10_000),
    '<b>37</b>',
    null,
    ['37'],
    { value: '37' },
  ].map((latitude): [object, string] => [{ ...place, latitude }, 'latitude latitude']),
  [{ ...place, accuracy: -1 }, 'accuracy minimum'],
  [{ ...place, accuracy: 100_001 }, 'accuracy maximum'],
  [{ ...place, accuracy: 8.5 }, 'accuracy integer'],
  [{ ...place, accuracy: '8' }, 'accuracy integer'],
  [{ ...place, accuracy: null }, 'accuracy integer'],
  [{ latitude: '1', longitude: '1' }, 'accuracy required'],
  [{ latitude: '1', accuracy: 8 }, 'longitude required'],
  [{ longitude: '1', accuracy: 8 }, 'latitude required'],
  [{ ...place, altitude: 8 }, 'altitude unknown-field'],
];

/** `pointer code` of what is wrong with a harvest that was recorded there. */
function faultsOf(position: unknown): string[] {
  const { data, example } = kindOf('harvest');
  const answer = validateData(data, { ...example, position });
  return isFaults(answer) ? answer.map(({ pointer, code }) => `${pointer} ${code}`) : [];
}

describe('where something was recorded', () => {
  it.each([
    ['in Qixia', place],
    ['on the equator', { latitude: '0', longitude: '0', accuracy: 0 }],
    ['at a pole', { latitude: '-90', longitude: '180', accuracy: 100_000 }],
    ['at the other, with zeros', { latitude: '90.00000', longitude: '-180.0', accuracy: 1 }],
    ['below a degree', { latitude: '-0.00001', longitude: '0.5', accuracy: 1 }],
  ])('is taken %s', (_, position) => {
    expect(faultsOf(position)).toEqual([]);
  });

  it.each(refusals)('is not taken as %j', (position, expected) => {
    expect(faultsOf(position)).toEqual([`/data/position/${expected}`]);
  });

  it.each([null, 'geo:37.30512,120.79534;u=8', [place], 7])('is no %j', (position) => {
    expect(faultsOf(position)).toEqual(['/data/position object']);
  });

  it('is for nobody but who says it, and where the field app records', () => {
    const placed = kinds.filter(({ privateFields }) => privateFields.includes('/position'));
    expect(placed.map(({ kind }) => kind).sort()).toEqual(['harvest', 'input', 'processing', 'shipment']);
    for (const { audiences } of placed) expect(audiences?.['/position']).toBe('nobody');
    const correction = kinds.find(({ kind }) => kind === 'correction');
    expect(correction?.privateFields).toContain('/data/position');
    expect(correction?.audiences?.['/data/position']).toBe('nobody');
  });
});
