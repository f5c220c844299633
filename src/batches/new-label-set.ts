import { base64urlDecode } from '../ledger/bytes.js';
import type { Draft, Place } from '../log/draft.js';
import type { LabelIssueEffect } from './effect.js';
import type { LedgerEffect } from './ledger-effect.js';
import type { NewLabelSet } from './marks.store.js';

/** The label set that an entry issues, with the codes that the service drew for it. */
export function newSet(draft: Draft<LedgerEffect>, effect: LabelIssueEffect, place: Place): NewLabelSet {
  const { codes } = draft.effect;
  if (codes === undefined) throw new Error('a label set came without its codes');
  return {
    organizationId: draft.organizationId,
    batchId: effect.batch,
    id: effect.set,
    seq: place.seq,
    units: effect.units,
    net: effect.net,
    unit: effect.unit,
    form: effect.form,
    kid: effect.kid,
    root: base64urlDecode(effect.root),
    codes,
  };
}
