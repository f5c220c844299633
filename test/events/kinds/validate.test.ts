import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../../src/events/kinds/validate.js';
import { brief, changed, faultsOf, kindOf } from './kind-context.js';

const input = kindOf('input');

/** Pointers of class-validator's own answer. */
function pointersOf(errors: readonly ValidationError[], parent: string): string[] {
  return errors.flatMap((error) => {
    const at = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [...(error.constraints === undefined ? [] : [at]), ...pointersOf(error.children ?? [], at)];
  });
}

/** True when class-validator accepts it, by its own walk over the same decorators. */
function stockPointers(dataClass: new () => object, plain: object): string[] {
  const errors = validateSync(plainToInstance(dataClass, plain), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  return pointersOf(errors, '/data');
}

/** Pointers of every value below, as paths into it. */
function placesOf(value: unknown, parent = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    `${parent}/${name}`,
    ...placesOf(member, `${parent}/${name}`),
  ]);
}

describe('validation', () => {
  it('answers the very object it was given', () => {
    const data = structuredClone(input.example);
    expect(validateData(input.data, data)).toBe(data);
    expect(data).toEqual(input.example);
  });

  it.each([
    [undefined, '/data required'],
    [null, '/data object'],
    [[], '/data object'],
    ['x', '/data object'],
    [7, '/data object'],
    [true, '/data object'],
  ])('refuses %j as data', (data, expected) => {
    expect(brief(faultsOf(input, data))).toEqual([expected]);
  });

  it('names every missing field of an empty object', () => {
    expect(brief(faultsOf(input, {}))).toEqual([
      '/data/inputType required',
      '/data/product required',
      '/data/amount required',
      '/data/startedOn required',
      '/data/stoppedOn required',
    ]);
  });

  it.each([
    ['/product', null, '/data/product object'],
    ['/product', [], '/data/product object'],
    ['/product', [{ name: 'x' }], '/data/product object'],
    ['/product', 'x', '/data/product object'],
    ['/source', null, '/data/source object'],
    ['/method', null, '/data/method text'],
    ['/area', null, '/data/area object'],
    ['/product/activeIngredients', {}, '/data/product/activeIngredients list'],
    ['/product/activeIngredients', { length: 1, 0: { name: 'x' } }, '/data/product/activeIngredients list'],
    ['/product/activeIngredients', [], '/data/product/activeIngredients too-few'],
    ['/product/activeIngredients', Array(21).fill({ name: 'x' }), '/data/product/activeIngredients too-many'],
    ['/product/activeIngredients', [{ name: 'x' }, null], '/data/product/activeIngredients/1 object'],
    ['/product/activeIngredients', [[{ name: 'x' }]], '/data/product/activeIngredients/0 object'],
    ['/product/activeIngredients', ['x'], '/data/product/activeIngredients/0 object'],
    ['/product/activeIngredients/0', {}, '/data/product/activeIngredients/0/name required'],
    ['/product/activeIngredients/0/x', 1, '/data/product/activeIngredients/0/x unknown-field'],
    ['/unknown', 1, '/data/unknown unknown-field'],
    ['/Product', 1, '/data/Product unknown-field'],
    ['/product/name ', 1, '/data/product/name  unknown-field'],
    ['/hasOwnProperty', 1, '/data/hasOwnProperty unknown-field'],
    ['/product/a~b', 1, '/data/product/a~0b unknown-field'],
  ])('refuses %s = %j', (pointer, value, expected) => {
    expect(brief(faultsOf(input, changed(input.example, pointer, value)))).toEqual([expected]);
  });

  it('escapes a slash in the name of an unknown field', () => {
    expect(brief(faultsOf(input, { ...input.example, 'a/b~c': 1 }))).toEqual(['/data/a~1b~0c unknown-field']);
  });

  it('points below the pointer it was given', () => {
    const answer = validateData(input.data, {}, '/data/data');
    expect(isFaults(answer) && answer[0]?.pointer).toBe('/data/data/inputType');
  });

  it('stops looking after 50 faults', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(faultsOf(input, { ...input.example, ...many })).toHaveLength(50);
    const inspection = kindOf('inspection');
    const rows = Array(120).fill({ a: 1, b: 2 });
    expect(faultsOf(inspection, { ...inspection.example, results: rows })).toHaveLength(50);
  });

  it('says every fault in both languages', () => {
    for (const kind of kinds) {
      for (const place of placesOf(kind.example)) {
        for (const fault of faultsOf(kind, changed(kind.example, place, Symbol.for('x')))) {
          expect(fault.detail.zh).toMatch(/\p{Script=Han}/u);
          expect(fault.detail.en).toMatch(/^[A-Z]/);
          expect(fault.detail.en).not.toContain('undefined');
        }
      }
    }
  });
});

/** Class-transformer drops members of these names in silence, so that class-validator cannot refuse them. */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype);

describe('the walk over the rules', () => {
  it.each(inheritedNames.filter((name) => name !== '__proto__'))(
    'refuses a field named %s, which every object has already',
    (name) => {
      const { data, example } = kindOf('opening');
      for (const [place, pointer] of [
        [`/${name}`, `/data/${name}`],
        [`/product/${name}`, `/data/product/${name}`],
      ] as const) {
        const answer = validateData(data, changed(example, place, 0));
        expect(isFaults(answer) && answer.map((fault) => fault.pointer)).toEqual([pointer]);
      }
    },
  );

  const wrongValues = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      ' ',
      0,
      -1,
      1.5,
      true,
      [],
      {},
      [[]],
      [{}],
      '1',
      '-1',
      '0',
      'x'.repeat(400),
    ),
    fc.constantFrom<unknown>('2026-02-30', 'KGM', 'kg', '13800138000', '1e3', '\u202e', '\u0000', [
      'KGM',
      'KGM',
    ]),
    fc.constantFrom<unknown>(
      { value: '1', unit: 'KGM' },
      { value: '0', unit: 'KGM' },
      { value: 1, unit: 'KGM', x: 1 },
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const mutation = fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      place: fc.constantFrom(...placesOf(kind.example), '/new', '/new/inner'),
      value: wrongValues,
    }),
  );

  it('agrees with class-validator on what is refused and where', () => {
    fc.assert(
      fc.property(mutation, ({ kind, place, value }) => {
        const text = JSON.stringify(changed(kind.example, place, value));
        fc.pre(!inheritedNames.some((name) => text.includes(`"${name}":`)));
        const data = JSON.parse(text) as object;
        const answer = validateData(kind.data, data);
        const own = isFaults(answer) ? answer.map((fault) => fault.pointer) : [];
        const stock = stockPointers(kind.data, data);
        expect(own.length > 0, JSON.stringify(data)).toBe(stock.length > 0);
        // Lists of names are reported as a whole by class-validator, by item here.
        for (const pointer of own) {
          expect(stock.some((other) => pointer === other || pointer.startsWith(`${other}/`))).toBe(true);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('accepts what class-validator accepts', () => {
    for (const kind of kinds) expect(stockPointers(kind.data, kind.example)).toEqual([]);
  });
});
