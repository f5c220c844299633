import type { Words } from '../gs1/words.js';
import { DomainError, refused } from '../http/problems.js';
import { formatDecimal, type Decimal } from '../ledger/quantity.js';
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
  certifiable: { zh: '可开具合格证的数量', en: 'left to certify' },
} as const;

/** More was asked for than the batch holds; `pointer` names the field that asks. */
export function shortage(short: Shortage, pointer: string): DomainError {
  const words = fieldWords[short.field];
  const has = formatDecimal(short.has);
  const needs = formatDecimal(short.needs);
  const detail = {
    zh: `该批次${words.zh}只有 ${has}，这里需要 ${needs}。请核对数量，或先补记采收、收货。`,
    en: `The batch has only ${has} ${words.en}, and ${needs} is needed. Check the quantity, or record the harvest or receipt first.`,
  };
  return new DomainError('insufficient-quantity', detail, [{ pointer, code: 'insufficient', detail }]);
}

/** A batch would be made of itself, by way of others (R46); `pointer` names the field that says so. */
export function circle(pointer: string): DomainError {
  const detail = {
    zh: '批次不能由自身产出，也不能经由其他批次绕回自身：这个批次已含有产出批次中的货物。请核对来源和产出；若货物确实回流，请另建一个批次。',
    en: 'A batch cannot be made from itself, neither at once nor by way of others: this one already holds goods of what would come out. Check what went in and what came out; goods that do come back go into a new batch.',
  };
  return refused({ pointer, code: 'cycle', detail });
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
    zh: '该批次已被冻结，解除前不能出证、贴标或发货；采收、投入、收货等已经发生的事仍可记录。',
    en: 'The batch is on hold: no certificate, label or shipment until it is released. What has happened can still be recorded.',
  });
}

export function unknownBatch(): DomainError {
  return new DomainError('not-found', { zh: '没有这个批次。', en: 'There is no such batch.' });
}

export function lotTaken(): DomainError {
  const detail = {
    zh: '该产品已有这个批号，请换一个。',
    en: 'This product already has a batch with this lot number; choose another one.',
  };
  return new DomainError('lot-taken', detail, [{ pointer: '/lot', code: 'taken', detail }]);
}

export function alreadyReleased(): DomainError {
  const detail = {
    zh: '该冻结已经解除，不用再解除。',
    en: 'This hold was released already; nothing is left to do.',
  };
  return new DomainError('already-released', detail, [{ pointer: '/data/hold', code: 'released', detail }]);
}

export function alreadyWithdrawn(): DomainError {
  const detail = {
    zh: '该批次的召回已经解除，不用再解除。',
    en: 'The recall of this batch was withdrawn already; nothing is left to do.',
  };
  return new DomainError('already-withdrawn', detail, [
    { pointer: '/data/recall', code: 'withdrawn', detail },
  ]);
}

export function alreadyRevoked(): DomainError {
  const detail = {
    zh: '这张合格证已经撤销，不用再撤销。',
    en: 'This certificate was revoked already; nothing is left to do.',
  };
  return new DomainError('already-revoked', detail, [
    { pointer: '/data/certificate', code: 'revoked', detail },
  ]);
}

export function caseNotOpen(): DomainError {
  return new DomainError('case-not-open', {
    zh: '还没有人在核查这条疑点，或者核查已经结束。请先开始核查。',
    en: 'Nobody is looking into this, or the inquiry has ended. Take it up first.',
  });
}

export function beyondShipment(): DomainError {
  const detail = {
    zh: '收货与退回合计超过了这次发货的数量，请核对。',
    en: 'Receipts and returns together exceed this shipment; check the quantity.',
  };
  return new DomainError('beyond-shipment', detail, [{ pointer: '/data/quantity', code: 'beyond', detail }]);
}

export function beyondSource(): DomainError {
  const detail = {
    zh: '收货合计超过了来源记录的数量，请核对。',
    en: 'More is received than the source entry gave; check the quantity.',
  };
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

/** More would be marked than is certified; `left` of `total` in the unit of the certification. */
export function marksExhausted(needs: Decimal, left: Decimal, total: Decimal): DomainError {
  const [wanted, rest, all] = [formatDecimal(needs), formatDecimal(left), formatDecimal(total)];
  const detail = {
    zh: `该认证核定的数量为 ${all}，还能标识 ${rest}，这里需要 ${wanted}。请减少标签，或先作废不用的标签。`,
    en: `The certification covers ${all}; ${rest} is left to mark, and ${wanted} is needed. Issue fewer labels, or void those that are not used.`,
  };
  return new DomainError('insufficient-quantity', detail, [
    { pointer: '/units', code: 'insufficient', detail },
  ]);
}

/** An organic code is bound to one label for all time; `index`: of the first one at fault. */
export function codeTaken(index: number, byCode: boolean): DomainError {
  const detail = byCode
    ? {
        zh: '这个有机码已经绑定在另一枚标签上，一个码只能用于一个包装。请核对号码。',
        en: 'This organic code is bound to another label already; a code is for one pack. Check the number.',
      }
    : {
        zh: '这枚标签已经有一个有机码。请核对标签序号。',
        en: 'This label bears an organic code already. Check the number of the label.',
      };
  return new DomainError('code-taken', detail, [
    { pointer: byCode ? `/data/codes/${index}` : '/data/first', code: 'taken', detail },
  ]);
}

/** What is asked for does not go with how the certification stands; `pointer` names what names it. */
export function certificationState(pointer: string, words: Words): DomainError {
  return new DomainError('certification-state', words, [{ pointer, code: 'state', detail: words }]);
}

/** The body certified the same under this number for days that overlap: two quantities would count for one. */
export function certificationOverlaps(): DomainError {
  const detail = {
    zh: '这个机构用同一证书编号作出的认证，有效期与已有的重叠。续展请从前一期届满的次日开始；变更请先撤销前一项。',
    en: 'This body has granted the same number for days that overlap. Renew it from the day after the last one ends; to change it, revoke the other first.',
  };
  return new DomainError('certification-overlaps', detail, [
    { pointer: '/validFrom', code: 'overlap', detail },
  ]);
}

/** A void label is for ever void; `number` is the first of those that were named. */
export function labelsVoid(number: number): DomainError {
  const detail = {
    zh: `第 ${number} 枚标签已作废，请改选其他序号。`,
    en: `Label ${number} is void already; choose others.`,
  };
  return new DomainError('labels-void', detail, [{ pointer: '/data/first', code: 'void', detail }]);
}
