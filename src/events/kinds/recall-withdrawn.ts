import type { Language } from '../../gs1/words.js';
import { Nested, PublicText } from './fields.js';
import { defineKind, neverForward } from './kind.js';
import type { RecallData } from './recall.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findOwnEntry, isFault, oneEntry, ownEntry } from './references.js';

/** The recall of this batch ends. */
export class RecallWithdrawnData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The recall entry of this chain' })
  recall!: OwnEntryReferenceDto;

  @PublicText(300, { doc: 'Why', example: '复检合格，召回解除' })
  reason!: string;
}

function sentence({ reason }: RecallWithdrawnData, language: Language): string {
  return language === 'en' ? `Recall withdrawn: ${reason}` : `解除召回：${reason}`;
}

/** Withdraws the recall of one batch, once, by who opened it. Both entries stay. */
export const recallWithdrawn = defineKind<RecallWithdrawnData>({
  kind: 'recall-withdrawn',
  words: { zh: '解除召回', en: 'Recall withdrawn' },
  chain: 'batch',
  data: RecallWithdrawnData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: ({ recall }, home) => oneEntry(ownEntry(recall, home)),
  check: ({ recall }, context) => {
    const entry = findOwnEntry(ownEntry(recall, context.home.id), ['recall'], '/data/recall', context);
    return isFault(entry) ? [entry] : [];
  },
  effect: ({ recall: { seq, leafHash } }, context) => {
    const batch = context.home.id;
    const withdrawn = context.entry({ batch, seq, leafHash })?.data as RecallData | undefined;
    return [{ type: 'recall-withdrawn', batch, entry: { seq, leafHash }, mock: withdrawn?.mock === true }];
  },
  sentence,
  example: {
    recall: { seq: 9, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    reason: '复检合格，召回解除',
  },
});
