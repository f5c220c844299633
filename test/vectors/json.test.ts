import { describe, expect, it } from 'vitest';
import { LedgerError, parseStrictJson } from '../../src/ledger/index.js';
import { findCases } from './case-files.js';

const cases = findCases('json/test_parsing');
const names = cases?.names() ?? [];

/** Valid JSON that the strict profile of ledger.md §2 refuses, with its reason. */
const refusedByProfile: Readonly<Record<string, string>> = {
  'y_number.json': 'json-number',
  'y_number_0e+1.json': 'json-number',
  'y_number_0e1.json': 'json-number',
  'y_number_double_close_to_zero.json': 'json-number',
  'y_number_int_with_exp.json': 'json-number',
  'y_number_minus_zero.json': 'json-number',
  'y_number_negative_zero.json': 'json-number',
  'y_number_real_capital_e.json': 'json-number',
  'y_number_real_capital_e_neg_exp.json': 'json-number',
  'y_number_real_capital_e_pos_exp.json': 'json-number',
  'y_number_real_exponent.json': 'json-number',
  'y_number_real_fraction_exponent.json': 'json-number',
  'y_number_real_neg_exp.json': 'json-number',
  'y_number_real_pos_exponent.json': 'json-number',
  'y_number_simple_real.json': 'json-number',
  'y_object_duplicated_key.json': 'json-duplicate-key',
  'y_object_duplicated_key_and_value.json': 'json-duplicate-key',
  'y_object_escaped_null_in_key.json': 'json-nul',
  'y_object_extreme_numbers.json': 'json-number',
  'y_string_null_escape.json': 'json-nul',
  'y_structure_lonely_negative_real.json': 'json-number',
};

/** What RFC 8259 leaves open: all of it refused, but the deep array that is within no limit is named too. */
const openCases: Readonly<Record<string, string>> = {
  'i_object_key_lone_2nd_surrogate.json': 'json-lone-surrogate',
  'i_string_1st_surrogate_but_2nd_missing.json': 'json-lone-surrogate',
  'i_string_1st_valid_surrogate_2nd_invalid.json': 'json-lone-surrogate',
  'i_string_incomplete_surrogate_and_escape_valid.json': 'json-lone-surrogate',
  'i_string_incomplete_surrogate_pair.json': 'json-lone-surrogate',
  'i_string_incomplete_surrogates_escape_valid.json': 'json-lone-surrogate',
  'i_string_invalid_lonely_surrogate.json': 'json-lone-surrogate',
  'i_string_invalid_surrogate.json': 'json-lone-surrogate',
  'i_string_inverted_surrogates_U+1D11E.json': 'json-lone-surrogate',
  'i_string_lone_second_surrogate.json': 'json-lone-surrogate',
  'i_structure_500_nested_arrays.json': 'json-depth',
  'i_structure_UTF-8_BOM_empty_object.json': 'json-bom',
};

function outcome(bytes: Uint8Array): string {
  try {
    parseStrictJson(bytes, { bytesMax: 1_000_000 });
    return 'accepted';
  } catch (error) {
    return error instanceof LedgerError ? error.code : `not a LedgerError: ${String(error)}`;
  }
}

describe.skipIf(!cases)('the JSON parsing test suite', () => {
  it.each(names.filter((name) => name.startsWith('n_')))('refuses %s', (name) => {
    expect(outcome(cases!.bytes(name))).toMatch(/^(json|bytes)-/);
  });

  it.each(names.filter((name) => name.startsWith('y_') && !(name in refusedByProfile)))(
    'accepts %s',
    (name) => {
      const bytes = cases!.bytes(name);
      expect(outcome(bytes)).toBe('accepted');
      expect(parseStrictJson(bytes)).toEqual(cases!.json(name));
    },
  );

  it.each(Object.entries(refusedByProfile))('refuses %s by the strict profile: %s', (name, code) => {
    expect(outcome(cases!.bytes(name))).toBe(code);
  });

  it.each(names.filter((name) => name.startsWith('i_number')))('refuses the number of %s', (name) => {
    expect(outcome(cases!.bytes(name))).toBe('json-number');
  });

  it.each(names.filter((name) => name.startsWith('i_') && !name.startsWith('i_number')))(
    'refuses %s',
    (name) => {
      expect(outcome(cases!.bytes(name))).toBe(openCases[name] ?? 'bytes-utf8');
    },
  );
});
