import { Count, Hash32, Uuid } from './fields.js';

/** Entries of one chain are numbered with safe integers. */
const seqMax = Number.MAX_SAFE_INTEGER;

/** Names an entry that the statement builds on, by its batch, number and leaf hash (ledger.md §3). */
export class EntryReferenceDto {
  @Uuid({ doc: 'Batch whose chain holds the entry' })
  batch!: string;

  @Count(1, seqMax, { doc: 'Number of the entry in that chain', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}

/** Names an earlier entry of the same chain. */
export class OwnEntryReferenceDto {
  @Count(1, seqMax, { doc: 'Number of the entry in this chain', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}
