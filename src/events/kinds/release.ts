import type { Language } from '../../gs1/words.js';
import { Nested, PublicText } from './fields.js';
import { defineKind, neverForward } from './kind.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findOwnEntry, isFault, oneEntry, ownEntry } from './references.js';

/** A hold of this batch is lifted. */
export class ReleaseData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The hold entry of this chain' })
  hold!: OwnEntryReferenceDto;

  @PublicText(200, { doc: 'Why', example: '复检合格' })
  reason!: string;
}

function sentence(data: ReleaseData, language: Language): string {
  return language === 'en' ? `Released: ${data.reason}` : `解除冻结：${data.reason}`;
}

/** Release of one hold, which is lifted at most once, by who placed it. */
export const release = defineKind<ReleaseData>({
  kind: 'release',
  words: { zh: '解除冻结', en: 'Release' },
  chain: 'batch',
  data: ReleaseData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: (data, home) => oneEntry(ownEntry(data.hold, home)),
  check: (data, context) => {
    const entry = findOwnEntry(ownEntry(data.hold, context.home.id), ['hold'], '/data/hold', context);
    return isFault(entry) ? [entry] : [];
  },
  effect: (data, context) => {
    const { seq, leafHash } = data.hold;
    return [{ type: 'hold', batch: context.home.id, change: -1, entry: { seq, leafHash } }];
  },
  sentence,
  example: {
    hold: { seq: 9, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    reason: '复检合格',
  },
});
