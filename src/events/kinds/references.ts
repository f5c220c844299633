import type { EntryReference, OwnEntryReference } from '../../batches/effect.js';
import type { FieldFault } from '../../http/problems.js';
import { fault } from './faults.js';
import type { EntryFacts, KindContext, References } from './kind.js';

/** The reference to an entry of the home batch's own chain. */
export function ownEntry(reference: OwnEntryReference, home: string): EntryReference {
  return { batch: home, seq: reference.seq, leafHash: reference.leafHash };
}

/** References to one entry and nothing else. */
export function oneEntry(reference: EntryReference): References {
  return { entries: [reference], batches: [] };
}

/** The named entry when it exists and is of one of the kinds; else its fault, at `pointer`. */
export function findEntry(
  reference: EntryReference,
  kinds: readonly string[],
  pointer: string,
  context: KindContext,
): EntryFacts | FieldFault {
  const entry = context.entry(reference);
  if (entry === undefined) return fault(pointer, 'unknown-entry');
  return kinds.includes(entry.kind) ? entry : fault(pointer, 'wrong-kind', [kinds.join(', ')]);
}

/**
 * As `findEntry`, for what only the organization that said the entry may do: a producer does not correct a laboratory's
 * result, nor lift an authority's hold.
 */
export function findOwnEntry(
  reference: EntryReference,
  kinds: readonly string[],
  pointer: string,
  context: KindContext,
): EntryFacts | FieldFault {
  const entry = findEntry(reference, kinds, pointer, context);
  return isFault(entry) || entry.issuer === context.issuer ? entry : fault(pointer, 'not-issuer');
}

/** True for the answer of `findEntry` that says what is wrong. */
export function isFault(answer: EntryFacts | FieldFault): answer is FieldFault {
  return 'pointer' in answer;
}

/** The fault of a batch that does not exist, or is not the home organization's; none when it is. */
export function checkOwnBatch(id: string, pointer: string, context: KindContext): FieldFault[] {
  const owner = context.batch(id)?.organizationId;
  return owner === context.home.organizationId ? [] : [fault(pointer, 'unknown-batch')];
}
