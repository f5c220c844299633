import { describe, expect, it } from 'vitest';
import { checkGtin } from '../../src/gs1/identifiers.js';
import {
  checkFoodLicence,
  checkUscc,
  isCitizenId,
  isPesticideRegistration,
  isPesticideUnitCode,
  isVeterinaryUnitCode,
} from '../../src/gs1/national.js';
import { findDomainFile } from '../gs1/domain-files.js';

interface IdentifierSample {
  readonly id: string;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const samples = findDomainFile('identifiers.json') as readonly IdentifierSample[] | null;

const accepts: Readonly<Record<string, (text: string) => boolean>> = {
  uscc: (text) => checkUscc(text) === null,
  citizen_id: isCitizenId,
  pesticide_reg: isPesticideRegistration,
  pesticide_unit: isPesticideUnitCode,
  vet_unit: isVeterinaryUnitCode,
  food_licence_sc: (text) => checkFoodLicence(text) === null,
  gtin: (text) => checkGtin(text) === null,
};

describe.skipIf(samples === null)('the sample identifiers of the domain', () => {
  it.each(Object.keys(accepts))('has samples of %s', (id) => {
    expect(samples?.some((sample) => sample.id === id)).toBe(true);
  });

  it.each((samples ?? []).filter((sample) => sample.id in accepts))(
    'agrees on $id',
    ({ id, valid, invalid }) => {
      for (const text of valid) expect(accepts[id]!(text), text).toBe(true);
      for (const text of invalid) expect(accepts[id]!(text), text).toBe(false);
    },
  );
});
