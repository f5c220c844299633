import { DomainError } from '../http/problems.js';
import { formatDecimal } from '../ledger/quantity.js';
import type { Shortage } from './balance.js';

const fieldWords = {
  produced: { zh: '总量', en: 'produced' },
  available: { zh: '可用量', en: 'available' },
  frozen: { zh: '在途量', en: 'frozen' },
  shipped: { zh: '已交付量', en: 'shipped' },
  consumed: { zh: '已投料量', en: 'consumed' },
  lost: { zh: '损耗量', en: 'lost' },
  labelled: { zh: '已贴标量', en: 'labelled' },
  labellable: { zh: '可贴标量', en: 'left to label' },
} as const;

/** More was asked for than the batch holds. */
export function shortage(short: Shortage): DomainError {
  const words = fieldWords[short.field];
  const has = formatDecimal(short.has);
  const needs = formatDecimal(short.needs);
  const detail = {
    zh: `该批次${words.zh}为 ${has}，不足 ${needs}。`,
    en: `The batch has ${has} ${words.en}, ${needs} is needed.`,
  };
  return new DomainError('insufficient-quantity', detail, [
    { pointer: '/data/quantity', code: 'insufficient', detail },
  ]);
}

/** Amounts add up to more than a quantity can say. */
export function tooLarge(): DomainError {
  const detail = {
    zh: '数量相加后超出范围（整数最多 18 位）。',
    en: 'The amounts add up to more than a quantity can say (18 digits).',
  };
  return new DomainError('validation', detail, [{ pointer: '/data/quantity', code: 'too-large', detail }]);
}

export function onHold(): DomainError {
  return new DomainError('on-hold', {
    zh: '该批次已被冻结，解除前不能出证、贴标或发货。',
    en: 'The batch is on hold: no certificate, label or shipment until it is released.',
  });
}

export function unknownBatch(): DomainError {
  return new DomainError('not-found', { zh: '没有这个批次。', en: 'There is no such batch.' });
}

export function lotTaken(): DomainError {
  const detail = { zh: '该产品已有同名批号。', en: 'This product already has a batch with this lot number.' };
  return new DomainError('lot-taken', detail, [{ pointer: '/lot', code: 'taken', detail }]);
}

export function alreadyReleased(): DomainError {
  return new DomainError('already-released', {
    zh: '该冻结已经解除。',
    en: 'This hold was already released.',
  });
}

export function beyondShipment(): DomainError {
  const detail = {
    zh: '确认与退回之和超过了发货数量。',
    en: 'Receipts and returns together exceed the shipment.',
  };
  return new DomainError('beyond-shipment', detail, [{ pointer: '/data/quantity', code: 'beyond', detail }]);
}

export function beyondSource(): DomainError {
  const detail = { zh: '收货数量超过了来源记录的数量。', en: 'More is received than the source entry gave.' };
  return new DomainError('beyond-source', detail, [{ pointer: '/data/quantity', code: 'beyond', detail }]);
}

export function correctedMeanwhile(): DomainError {
  const detail = {
    zh: '这条记录刚刚被更正过。请先查看最新内容，再决定是否更正。',
    en: 'This entry was just corrected. Look at what it says now before you correct it.',
  };
  return new DomainError('corrected-meanwhile', detail, [
    { pointer: '/data/corrects', code: 'corrected', detail },
  ]);
}

export function labelsVoid(): DomainError {
  const detail = { zh: '其中有标签已作废。', en: 'Some of these labels are void already.' };
  return new DomainError('labels-void', detail, [{ pointer: '/data/first', code: 'void', detail }]);
}
