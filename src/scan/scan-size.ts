import type { TimelineEntry } from '../events/chain-reader.js';
import type { Quantity } from '../events/kinds/amounts.js';
import type { OpeningData } from '../events/kinds/opening.js';
import type { ProcessingData } from '../events/kinds/processing.js';
import { tryConvert } from '../gs1/vocabulary.js';
import { formatDecimal, parseDecimal } from '../ledger/quantity.js';

/**
 * How much a batch is, in its own unit: what its entries in force say was harvested, taken over and made into it. Null
 * where none says so, or one does in a way that the unit cannot express.
 */
export function sizeOf(entries: readonly TimelineEntry[], batch: string): Quantity | null {
  const [opening] = entries;
  if (opening?.kind !== 'opening') return null;
  const { unit } = opening.data as unknown as OpeningData;
  const parts = entries.flatMap((entry) => cameIn(entry, batch));
  if (parts.length === 0) return null;
  let sum = 0n;
  for (const part of parts) {
    const amount = tryConvert(parseDecimal(part.value), part.unit, unit);
    if (typeof amount !== 'bigint') return null;
    sum += amount;
  }
  return { value: formatDecimal(sum), unit };
}

function cameIn({ kind, data }: TimelineEntry, batch: string): Quantity[] {
  if (kind === 'harvest' || kind === 'receipt') return [(data as unknown as { quantity: Quantity }).quantity];
  if (kind !== 'processing') return [];
  const { outputs } = data as unknown as ProcessingData;
  return outputs.filter((output) => output.batch === batch).map(({ quantity }) => quantity);
}
