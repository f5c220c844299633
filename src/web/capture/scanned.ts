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
