import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/http/problems.js';
import { fitOf, fitsOf, moduleFor, moduleLight, requireFit } from '../../src/labels/layout-fit.js';
import { cornerOf, dotMm, getLayout, labelsPerPage, layouts } from '../../src/labels/layouts.js';
import { qrMatrix } from '../../src/labels/qr.js';
import { requirePlace } from '../../src/labels/sheet-place.js';
import { appleLabel } from './artworks.js';

const signed = qrMatrix(appleLabel(1).uri);
const compact = qrMatrix(appleLabel(1, 'compact').uri);

function refusalOf(act: () => unknown): DomainError {
  try {
    act();
  } catch (fault) {
    if (fault instanceof DomainError) return fault;
    throw fault;
  }
  throw new Error('it was not refused');
}

describe('the layouts', () => {
  test('have ids of their own', () => {
    expect(new Set(layouts.map(({ id }) => id)).size).toBe(layouts.length);
  });

  test.each(layouts.map((layout) => [layout.id, layout] as const))(
    '%s lies on its page without overlap',
    (_, layout) => {
      const last = cornerOf(layout, labelsPerPage(layout) - 1);
      expect(layout.origin.x).toBeGreaterThanOrEqual(0);
      expect(layout.origin.y).toBeGreaterThanOrEqual(0);
      expect(last.x + layout.label.width).toBeLessThanOrEqual(layout.page.width + 1e-9);
      expect(last.y + layout.label.height).toBeLessThanOrEqual(layout.page.height + 1e-9);
      expect(layout.pitch.x).toBeGreaterThanOrEqual(layout.label.width);
      expect(layout.pitch.y).toBeGreaterThanOrEqual(layout.label.height);
      expect(layout.codeMax).toBeLessThanOrEqual(Math.min(layout.label.width, layout.label.height));
    },
  );

  test.each([
    ['a4-70x37', 24, 0, 0.5, 70, 37],
    ['a4-63x38', 21, 7.21, 15.15, 66.04, 38.1],
    ['a4-99x38', 14, 4.63, 15.15, 101.64, 38.1],
    ['a4-38x21', 65, 4.67, 10.7, 40.64, 21.2],
  ])('%s is the makers’ template', (id, count, left, top, across, down) => {
    const layout = getLayout(id);
    expect(labelsPerPage(layout)).toBe(count);
    expect(layout.origin.x).toBeCloseTo(left, 2);
    expect(layout.origin.y).toBeCloseTo(top, 2);
    expect(layout.pitch).toEqual({ x: across, y: down });
  });

  test('are 203 dpi on rolls and 600 dpi on sheets', () => {
    for (const { dpi, medium } of layouts) expect(dpi).toBe(medium === 'roll' ? 203 : 600);
    expect(dotMm(203)).toBe(0.125);
  });

  test('that do not exist are refused by name', () => {
    const refusal = refusalOf(() => getLayout('a4-1x1'));
    expect(refusal.slug).toBe('validation');
    expect(refusal.faults[0]).toMatchObject({ pointer: '/query/layout', code: 'unknown-layout' });
    expect(refusal.words.en).toContain('roll-60x40');
  });
});

describe('the size of a module', () => {
  test.each([
    [0.329, 'red'],
    [0.33, 'amber'],
    [0.375, 'amber'],
    [0.3959, 'amber'],
    [0.396, 'green'],
    [0.99, 'green'],
  ] as const)('of %f mm is %s', (size, light) => {
    expect(moduleLight(size)).toBe(light);
  });

  test.each(layouts.map((layout) => [layout.id, layout] as const))(
    'on %s is whole dots, at most 0.99 mm, and the code fits',
    (_, layout) => {
      for (const matrix of [signed, compact]) {
        for (const dpi of [203, 300, 600] as const) {
          const module = moduleFor(layout, matrix, dpi);
          expect(Math.abs(module / dotMm(dpi) - Math.round(module / dotMm(dpi)))).toBeLessThan(1e-9);
          expect(module).toBeLessThanOrEqual(0.99);
          expect(module * (matrix.size + 8)).toBeLessThanOrEqual(layout.codeMax + 1e-6);
        }
      }
    },
  );

  test('on thermal rolls is 3 or 4 dots at 203 dpi and 5 at 300 dpi', () => {
    expect(fitOf(getLayout('roll-50x30'), 'signed', signed).moduleMm).toBe(0.5);
    expect(fitOf(getLayout('roll-40x30'), 'signed', signed).moduleMm).toBe(0.375);
    expect(fitOf(getLayout('roll-40x30'), 'signed', signed, 300).moduleMm).toBeCloseTo(0.4233, 4);
  });

  test('makes these lights for a version 8 signed code', () => {
    const lights = Object.fromEntries(
      fitsOf('signed', signed).map(({ layout, light }) => [layout.id, light]),
    );
    expect(lights).toEqual({
      'a4-70x37': 'green',
      'a4-63x38': 'green',
      'a4-99x38': 'green',
      'a4-38x21': 'red',
      'a4-round30': 'amber',
      'roll-40x30': 'amber',
      'roll-50x30': 'green',
      'roll-60x40': 'green',
      'roll-70x50': 'green',
      'carton-100x150': 'green',
    });
  });

  test('is green for compact codes everywhere', () => {
    expect(fitsOf('compact', compact).filter(({ light }) => light !== 'green')).toEqual([]);
  });
});

describe('a layout too small for the code', () => {
  test('is refused, and what fits is named', () => {
    const refusal = refusalOf(() => requireFit(getLayout('a4-38x21'), 'signed', signed));
    expect(refusal.faults[0]).toMatchObject({ pointer: '/query/layout', code: 'code-too-fine' });
    expect(refusal.words.en).toContain('a4-70x37');
    expect(refusal.words.zh).toContain('roll-60x40');
    expect(refusal.words.en).not.toContain('a4-38x21,');
  });

  test('is refused for signed codes even where modules would be large enough', () => {
    const small = qrMatrix('https://zs.cn/t/A');
    expect(moduleFor(getLayout('a4-38x21'), small)).toBeGreaterThan(0.33);
    expect(fitOf(getLayout('a4-38x21'), 'signed', small).light).toBe('red');
  });

  test('is refused at a resolution whose dots make it too fine', () => {
    expect(requireFit(getLayout('a4-round30'), 'signed', signed, 300).light).toBe('amber');
    expect(() => requireFit(getLayout('a4-round30'), 'signed', signed, 203)).toThrow(DomainError);
  });

  test('is refused when nothing fits, and says so', () => {
    const huge = qrMatrix(`https://zs.cn/${'x'.repeat(480)}`);
    const refusal = refusalOf(() => requireFit(getLayout('a4-round30'), 'signed', huge));
    expect(refusal.words.en).toMatch(/these fit: (carton-100x150|.*)$/);
  });
});

describe('the place on a sheet', () => {
  const layout = getLayout('a4-70x37');

  test('is the first label without offset when nothing is said', () => {
    expect(requirePlace(layout, {})).toEqual({ start: 1, offset: { x: 0, y: 0 } });
  });

  test.each([0, -1, 25, 1.5, NaN, Infinity])('does not start at label %f of 24', (start) => {
    expect(refusalOf(() => requirePlace(layout, { start })).faults[0]).toMatchObject({
      pointer: '/query/start',
    });
  });

  test('starts nowhere but at the first label of a roll', () => {
    expect(() => requirePlace(getLayout('roll-60x40'), { start: 2 })).toThrow(DomainError);
  });

  test.each([
    [{ x: 5.1, y: 0 }, '/query/offsetX'],
    [{ x: 0, y: -6 }, '/query/offsetY'],
    [{ x: NaN, y: 0 }, '/query/offsetX'],
    [{ x: 0, y: Infinity }, '/query/offsetY'],
  ])('is not moved by %j', (offset, pointer) => {
    expect(refusalOf(() => requirePlace(layout, { offset })).faults[0]).toMatchObject({ pointer });
  });
});
