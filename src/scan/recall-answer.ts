import { setTimeout } from 'node:timers/promises';
import { DomainError } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import type { RecallCopy } from '../web/recall-copy-page.js';

/** An answer that could be a copy waits so long for the database, in milliseconds. */
const patienceMs = 1_500;

/** What was worked on, or null where it failed or is late. @throws LedgerError of the work. */
export async function inTime<T>(work: Promise<T>): Promise<T | null> {
  const late = setTimeout(patienceMs, null, { ref: false });
  const failed = (error: unknown): null => {
    if (error instanceof LedgerError) throw error;
    return null;
  };
  return Promise.race([work.catch(failed), late]);
}

/** What a program is told in place of the whole answer: that the lot is recalled, as it was known last. */
export function recalledUnchecked({ product, recall, savedAt }: RecallCopy): DomainError {
  const words = {
    zh: '这批货正在召回，请停止食用。现在查不了账，这是最近一次知道的召回。',
    en: 'This lot is under a recall: do not eat it. Nothing can be looked up just now; this is the recall as it was known last.',
  };
  const { reason, advice, by, announcedOn, lots, phone } = recall;
  const told = { reason, advice, by, announcedOn, lots: [...lots], phone };
  return new DomainError('recalled-unchecked', words, [], 2, { product, recall: told, savedAt });
}
