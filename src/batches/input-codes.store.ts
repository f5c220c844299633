import type { LedgerTransaction } from '../database/transaction.js';
import { entryColumns, type EntryKey } from './handover.store.js';

/** The code of an input that an entry names, as it is looked up by. */
export interface NewInputCode extends EntryKey {
  readonly code: string;
}

const insert = {
  name: 'input-codes-insert',
  text: `insert into input_codes (organization_id, batch_id, seq, code)
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[])`,
};

export function insertInputCodes(tx: LedgerTransaction, codes: readonly NewInputCode[]): void {
  tx.send(insert, [...entryColumns(codes), codes.map(({ code }) => code)]);
}
