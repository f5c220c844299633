import type { Language } from '../../gs1/words.js';
import { groupDigits } from './amounts.js';
import { Count, Hash32 } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** The root of the completeness map (ledger.md §7) as of one size of the log. */
export class HeadsStatedData {
  @Count(1, Number.MAX_SAFE_INTEGER, { doc: 'Size of the tree whose chains are mapped', example: 1200 })
  size!: number;

  @Hash32({ doc: 'Root of the map from each chain to its number of entries and the last one' })
  root!: string;
}

function sentence(data: HeadsStatedData, language: Language): string {
  const size = groupDigits(String(data.size));
  return language === 'en'
    ? `Last entries of all chains stated, as of ${size} entries of the log`
    : `公布截至日志第 ${size} 条的全部链尾`;
}

/** Stated by the operator on its own chain after a checkpoint was witnessed. */
export const headsStated = defineKind<HeadsStatedData>({
  kind: 'heads-stated',
  words: { zh: '公布链尾', en: 'Chain ends stated' },
  chain: 'organization',
  data: HeadsStatedData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { size: 1200, root: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
});
