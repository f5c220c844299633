import { parseScanUri } from '../../gs1/digital-link.js';
import { LedgerError } from '../../ledger/errors.js';
import { readTyped } from '../typed-slip.js';
import type { KnownBatch } from './questions.js';

/** Path and query of an address, of whatever host; null when the text is none. */
function pathOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    const { pathname, search } = new URL(text);
    return pathname + search;
  } catch {
    return null;
  }
}

/** What a label's address names; null for another text. */
export function linkIn(text: string): ReturnType<typeof parseScanUri> | null {
  const path = pathOf(text.trim());
  if (path === null) return null;
  try {
    return parseScanUri(path);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/**
 * The batches that a text names, scanned or typed: by GTIN and lot of a label, whatever its host and serial, by the code
 * of the batch, or by the lot as people write it. Lots of different products may be the same.
 */
export function batchesNamed(text: string, batches: readonly KnownBatch[]): KnownBatch[] {
  const link = linkIn(text);
  if (link?.form === 'gs1') return batches.filter(({ gtin, lot }) => gtin === link.gtin && lot === link.lot);
  if (link !== null) return batches.filter(({ code }) => code === link.code);
  const typed = readTyped(text);
  if ('code' in typed) return batches.filter(({ code }) => code === typed.code);
  const wanted = plain(text);
  return wanted === '' ? [] : batches.filter(({ lot }) => lot !== null && plain(lot) === wanted);
}

/** What a code on the package of an input tells for sure; nothing of it is guessed. */
export interface PackageCode {
  /** The code of the sales unit, 32 digits of a pesticide or 24 of a veterinary drug; null when there is none. */
  readonly unitCode: string | null;
  /** The registration number where the text spells it out. */
  readonly registrationNo: string | null;
}

const unitCodes = /(?:^|\D)([123]\d{31}|\d{24})(?!\d)/;
const registrations = /(?:^|[^A-Z0-9])((?:PD|WP)\d{8})(?!\d)/;

/** Reads the code of a package (农药标签二维码, 兽药产品追溯码): an address, or the digits alone, as people group them. */
export function readPackageCode(text: string): PackageCode {
  const joined = text.normalize('NFKC').replaceAll(/(\d) (?=\d)/g, '$1');
  return {
    unitCode: unitCodes.exec(joined)?.[1] ?? null,
    registrationNo: registrations.exec(joined)?.[1] ?? null,
  };
}

/** The last six digits of the registration number that a pesticide's unit code holds in its places 2 to 7; null for others. */
export function lastSixOf(unitCode: string): string | null {
  return /^[123]\d{31}$/.test(unitCode) ? unitCode.slice(1, 7) : null;
}
