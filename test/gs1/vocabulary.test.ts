import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as vocabulary from '../../src/gs1/vocabulary.js';
import type { Words } from '../../src/gs1/words.js';
import { LedgerError } from '../../src/ledger/errors.js';
import { formatDecimal, parseDecimal } from '../../src/ledger/quantity.js';
import { findDomainText } from './domain-files.js';

const { convert, findUnit, sameDimension, tryConvert, unitCodes, units } = vocabulary;

function converted(value: string, from: string, to: string): string {
  return formatDecimal(convert(parseDecimal(value), from, to));
}

describe('units', () => {
  it.each([
    ['31250', 'KGM', 'TNE', '31.25'],
    ['1', 'TNE', 'GRM', '1000000'],
    ['1', 'CN-JIN', 'GRM', '500'],
    ['3', 'CN-JIN', 'KGM', '1.5'],
    ['1', 'CN-DAN', 'CN-JIN', '100'],
    ['1', 'CN-LIANG', 'GRM', '50'],
    ['2.5', 'LTR', 'MLT', '2500'],
    ['1', 'MTQ', 'LTR', '1000'],
    ['2', 'DZN', 'H87', '24'],
    ['15', 'CN-MU', 'HAR', '1'],
    ['12.5', 'CN-MU', 'CN-MU', '12.5'],
    ['3', 'CN-MU', 'MTK', '2000'],
    ['1', 'HAR', 'MTK', '10000'],
    ['-0.6', 'KGM', 'GRM', '-600'],
    ['0.000001', 'KGM', 'MGM', '1'],
  ])('expresses %s %s in %s as %s', (value, from, to, answer) => {
    expect(converted(value, from, to)).toBe(answer);
  });

  it.each([
    ['1', 'CN-MU', 'MTK', 'inexact'],
    ['1', 'CN-MU', 'HAR', 'inexact'],
    ['0.000000001', 'GRM', 'KGM', 'inexact'],
    ['1', 'H87', 'DZN', 'inexact'],
    ['1', 'KGM', 'LTR', 'dimension'],
    ['1', 'CT', 'BX', 'dimension'],
    ['1', 'KGM', 'XXX', 'unit'],
    ['1', 'kgm', 'KGM', 'unit'],
    ['1', 'XXX', 'XXX', 'unit'],
    ['1', 'constructor', 'KGM', 'unit'],
    ['999999999999999999', 'TNE', 'GRM', 'range'],
  ])('does not express %s %s in %s: %s', (value, from, to, fault) => {
    expect(tryConvert(parseDecimal(value), from, to)).toBe(fault);
    expect(() => convert(parseDecimal(value), from, to)).toThrow(LedgerError);
  });

  it('converts there and back without loss wherever it converts at all', () => {
    const code = fc.constantFrom(...unitCodes);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), code, code, (value, from, to) => {
        const there = tryConvert(value, from, to);
        if (typeof there === 'bigint') expect(convert(there, to, from)).toBe(value);
        else if (there === 'dimension') expect(sameDimension(from, to)).toBe(false);
      }),
    );
  });

  it('keeps our own codes apart from those of the recommendation', () => {
    for (const code of unitCodes) expect(code).toMatch(/^(?:[A-Z0-9]{2,3}|CN-[A-Z]+)$/);
    expect(findUnit('toString')).toBeUndefined();
  });
});

describe('words', () => {
  const tables: Readonly<Record<string, Readonly<Record<string, Words | { words: Words }>>>> = {
    units,
    processes: vocabulary.processes,
    productCategories: vocabulary.productCategories,
    inputTypes: vocabulary.inputTypes,
    inspectionTypes: vocabulary.inspectionTypes,
    verdicts: vocabulary.verdicts,
    certificateTypes: vocabulary.certificateTypes,
    certificateBases: vocabulary.certificateBases,
    organizationTypes: vocabulary.organizationTypes,
  };

  it.each(Object.keys(tables))('are complete in both languages and distinct in %s', (name) => {
    const words = Object.values(tables[name]!).map((item) => ('words' in item ? item.words : item));
    for (const { zh, en } of words) {
      expect(zh.trim()).not.toBe('');
      expect(en.trim()).not.toBe('');
    }
    expect(new Set(words.map(({ zh }) => zh)).size).toBe(words.length);
  });

  const csv = findDomainText('product_categories.csv');

  it.skipIf(csv === null)('has every product category of the domain', () => {
    const codes = (csv ?? '')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 3));
    expect(codes.sort()).toEqual(Object.keys(vocabulary.productCategories).sort());
  });
});
