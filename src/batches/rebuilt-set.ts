import type { LedgerTransaction } from '../database/transaction.js';
import { base64urlDecode, equalBytes, utf8Encode } from '../ledger/bytes.js';
import { leafHash } from '../ledger/hash.js';
import { treeRoot } from '../ledger/tree.js';
import type { LabelIssueEffect } from './effect.js';
import type { EntryKey } from './handover.store.js';
import type { NewLabelSet } from './marks.store.js';
import { readKeptCodes } from './rebuilt.store.js';

/**
 * The label set that an entry issues. Its codes stand in no entry: they are taken over when they are those under the
 * root that the entry states, else there are none.
 */
export async function rebuiltSet(
  tx: LedgerTransaction,
  at: EntryKey,
  effect: LabelIssueEffect,
): Promise<NewLabelSet> {
  const { set, units, net, unit, form, kid } = effect;
  const root = base64urlDecode(effect.root);
  const kept = await readKeptCodes(tx, { ...at, set });
  const codes = kept.map(({ code }) => code);
  const isWhole =
    kept.length === units &&
    kept.every(({ number }, index) => number === index + 1) &&
    equalBytes(treeRoot(codes.map((code) => leafHash(utf8Encode(code)))), root);
  return { ...at, id: set, units, net, unit, form, kid, root, codes: isWhole ? codes : [] };
}
