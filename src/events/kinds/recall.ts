import type { Language } from '../../gs1/words.js';
import { Flag, PublicText, Uuid, UuidList } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** How many batches one recall may suspect. */
export const recalledAtOnceMax = 100;

/** The batch is recalled, or the recall of it is rehearsed. */
export class RecallData {
  @Uuid({ doc: 'The recall: the same on the chains of all its suspect batches' })
  recall!: string;

  @UuidList(1, recalledAtOnceMax, { doc: 'All suspect batches of this recall' })
  batches!: string[];

  @PublicText(300, { doc: 'Why, in plain words', example: '抽检发现毒死蜱残留超标' })
  reason!: string;

  @PublicText(300, {
    doc: 'What whoever has it should do',
    example: '停止销售和食用，联系卖家退货',
    optional: true,
  })
  advice?: string;

  @PublicText(120, { doc: 'Rule, notice or order it rests on', example: '食品安全法 第63条', optional: true })
  basis?: string;

  @PublicText(60, {
    doc: 'Whom to call; a mobile number only masked',
    example: '0535-0000000',
    optional: true,
  })
  phone?: string;

  @Flag({ doc: 'A rehearsal: nothing is stopped and nobody is told; absent for a recall', optional: true })
  mock?: true;
}

function sentence({ reason, basis, mock }: RecallData, language: Language): string {
  const rests = basis === undefined ? '' : language === 'en' ? ` (${basis})` : `（${basis}）`;
  if (language === 'en') return `${mock === true ? 'Mock recall' : 'Recalled'}: ${reason}${rests}`;
  return `${mock === true ? '召回演练' : '召回'}：${reason}${rests}`;
}

/**
 * Recall of a suspect batch (农产品质量安全法 art. 36 ff., 食品安全法 art. 63): it stops the batch and all that is made of
 * it until whoever opened the recall withdraws it. What it says is not corrected: it is withdrawn, and opened anew.
 */
export const recall = defineKind<RecallData>({
  kind: 'recall',
  words: { zh: '召回', en: 'Recall' },
  chain: 'batch',
  data: RecallData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: ({ recall: id, mock }, context) => [
    {
      type: 'recall',
      batch: context.home.id,
      recall: id,
      issuer: context.issuer.slice('org/'.length),
      mock: mock === true,
    },
  ],
  sentence,
  example: {
    recall: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
    batches: ['0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11'],
    reason: '抽检发现毒死蜱残留超标',
    advice: '停止销售和食用，联系卖家退货',
    basis: '食品安全法 第63条',
    phone: '0535-0000000',
  },
});
