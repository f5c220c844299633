import type { Language } from '../../gs1/words.js';
import { PublicText } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** The batch is put on hold. */
export class HoldData {
  @PublicText(200, { doc: 'Why', example: '送检样品复检中' })
  reason!: string;

  @PublicText(120, {
    doc: 'Rule, notice or order it rests on',
    example: '农产品质量安全法 第36条',
    optional: true,
  })
  basis?: string;
}

function sentence(data: HoldData, language: Language): string {
  const basis = data.basis === undefined ? '' : language === 'en' ? ` (${data.basis})` : `（${data.basis}）`;
  return language === 'en' ? `On hold: ${data.reason}${basis}` : `冻结：${data.reason}${basis}`;
}

/** Hold: while at least one stands, acts that look forward are refused. Each is lifted by its own release. */
export const hold = defineKind<HoldData>({
  kind: 'hold',
  words: { zh: '冻结', en: 'Hold' },
  chain: 'batch',
  data: HoldData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: (_, context) => [{ type: 'hold', batch: context.home.id, change: 1 }],
  sentence,
  example: { reason: '送检样品复检中', basis: '农产品质量安全法 第36条' },
});
