import { EntryNumber, Hash32, Uuid } from './fields.js';

/** Names an entry that the statement builds on, by its batch, number and leaf hash (ledger.md §3). */
export class EntryReferenceDto {
  @Uuid({ doc: 'Batch whose chain holds the entry' })
  batch!: string;

  @EntryNumber({ doc: 'Number of the entry in that chain', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}

/** Names an inspection of this batch, or of one that it was made from. */
export class ReportReferenceDto {
  @Uuid({
    doc: 'Batch whose sample was tested, where it is not this one: a batch of the same organization that this one was made from',
    optional: true,
  })
  batch?: string;

  @EntryNumber({ doc: 'Number of the inspection in the chain of that batch', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}

/** Names an earlier entry of the same chain. */
export class OwnEntryReferenceDto {
  @EntryNumber({ doc: 'Number of the entry in this chain', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}
