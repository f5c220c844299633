import type { Words } from './words.js';

/** By what a consignee confirms: a receipt on its own chain, or the code of the delivery note, whoever has it. */
export const confirmationMeans = ['receipt', 'delivery-note'] as const;
export type ConfirmationMeans = (typeof confirmationMeans)[number];

/** How far a shipment is, without quantities: by what it is confirmed, and whether something is open. */
export interface HandoverWord {
  readonly by: readonly ConfirmationMeans[];
  readonly open: boolean;
}

const confirmedBy: Readonly<Record<ConfirmationMeans, Words>> = {
  receipt: { zh: '收货方已用自己的收货记录确认', en: 'confirmed by the receiver’s own receipt' },
  'delivery-note': { zh: '已凭送货单码确认', en: 'confirmed with the code of the delivery note' },
};

/** How far a shipment is, as a sentence. */
export function handoverWords({ by, open }: HandoverWord): Words {
  if (by.length === 0) {
    return open
      ? { zh: '收货方尚未确认', en: 'Not confirmed by the receiver yet' }
      : { zh: '已全部退回', en: 'All of it came back' };
  }
  const said = by.map((means) => confirmedBy[means]);
  const en = said.map((words) => words.en).join(', ');
  return {
    zh: `${said.map(({ zh }) => zh).join('，')}${open ? '，还有一部分未确认' : ''}`,
    en: `${en.charAt(0).toUpperCase()}${en.slice(1)}${open ? '; part of it is not confirmed yet' : ''}`,
  };
}
