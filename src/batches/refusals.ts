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

/** A void label is for ever void; `number` is the first of those that were named. */
export function labelsVoid(number: number): DomainError {
  const detail = { zh: `第 ${number} 枚标签已作废。`, en: `Label ${number} is void already.` };
  return new DomainError('labels-void', detail, [{ pointer: '/data/first', code: 'void', detail }]);
}
