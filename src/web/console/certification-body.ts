import type { JsonObject } from '../../ledger/json.js';
import { typedUnder } from './fields.js';

type Field = (name: string) => string;

/** What of the form is not read by its names. */
export interface GrantChoices {
  readonly products: readonly string[];
  /** How many sites are asked for. */
  readonly sites: number;
  readonly isOrganic: boolean;
}

/** Most sites of one certification. */
export const sitesMost = 100;

/** The certification as the service takes it; what was left empty is not said. */
export function grantOf(field: Field, { products, sites, isOrganic }: GrantChoices): JsonObject {
  return {
    ...typedUnder(field, ['type', 'standard', 'bodyUscc', 'yieldMax', 'rateMax']),
    number: field('number'),
    body: field('body'),
    validFrom: field('validFrom'),
    validTo: field('validTo'),
    products: [...products],
    ...amountOf(field, 'area'),
    ...amountOf(field, 'quantity'),
    ...(sites === 0 ? {} : { sites: Array.from({ length: sites }, (_, at) => siteOf(field, at, isOrganic)) }),
  };
}

function amountOf(field: Field, name: 'area' | 'quantity'): JsonObject {
  const value = field(name);
  return value === '' ? {} : { [name]: { value, unit: field(`${name}Unit`) } };
}

function siteOf(field: Field, at: number, isOrganic: boolean): JsonObject {
  const [conversionFrom, crop] = [field(`conversionFrom-${at}`), field(`crop-${at}`)];
  return {
    site: field(`site-${at}`),
    ...(isOrganic && conversionFrom !== '' ? { conversionFrom } : {}),
    ...(isOrganic && crop !== '' ? { crop } : {}),
  };
}
