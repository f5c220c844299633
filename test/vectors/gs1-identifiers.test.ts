import { describe, expect, it } from 'vitest';
import { checkNumericKey, isCset82 } from '../../src/gs1/identifiers.js';
import { findCases } from './case-files.js';

interface Vector {
  readonly value: string;
  readonly valid: boolean;
  readonly error: string | null;
}

const cases = findCases('gs1-identifiers');
const checkDigits =
  (cases?.json('check-digit-vectors.json') as { vectors: Vector[] } | undefined)?.vectors ?? [];
const linters =
  (cases?.json('lint-vectors.json') as { linters: Record<string, Vector[]> } | undefined)?.linters ?? {};

const codeOfError: Readonly<Record<string, string>> = {
  GS1_LINTER_TOO_SHORT_FOR_CHECK_DIGIT: 'length',
  GS1_LINTER_INCORRECT_CHECK_DIGIT: 'check-character',
  GS1_LINTER_NON_DIGIT_CHARACTER: 'characters',
};

describe.skipIf(cases === null)('the GS1 syntax dictionary', () => {
  it('has vectors to run', () => {
    expect(checkDigits.length).toBeGreaterThanOrEqual(14);
    expect(linters['cset82']?.length).toBeGreaterThanOrEqual(264);
  });

  it.each(checkDigits)('agrees on the check digit of "$value"', ({ value, valid, error }) => {
    const fault = checkNumericKey(value);
    expect(fault === null).toBe(valid);
    expect(fault?.code ?? null).toBe(error === null ? null : codeOfError[error]);
  });

  it('agrees on character set 82', () => {
    for (const { value, valid } of linters['cset82'] ?? []) {
      expect(isCset82(value), JSON.stringify(value)).toBe(valid);
    }
  });
});
