import { tryConvert, units, unitCodes } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { FieldFault } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import type { JsonObject } from '../ledger/json.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import { deliveryFields, type DeliveryField, type DeliveryForm } from '../web/delivery-view.js';

/** Longest text of a field that is looked at and shown again. */
const typedMax = 80;

/** Fields as they were typed; what is not a field of the form is not looked at. */
export function readFields(form: URLSearchParams): DeliveryForm['typed'] {
  const typed = deliveryFields.map((name) => [name, (form.get(name) ?? '').slice(0, typedMax + 1).trim()]);
  return Object.fromEntries(typed) as DeliveryForm['typed'];
}

/** What the form says before anybody typed: all that is open was taken over, in the unit of the shipment if it can say it. */
export function blankFields(open: Decimal, batchUnit: string, shipmentUnit: string): DeliveryForm['typed'] {
  const inUnit = tryConvert(open, batchUnit, shipmentUnit);
  const [taken, unit] = typeof inUnit === 'bigint' ? [inUnit, shipmentUnit] : [open, batchUnit];
  return { taken: formatDecimal(taken), back: '', reason: '', missing: '', unit, receiver: '' };
}

/** Units of the dimension of a batch's unit, in the order of the table. */
export function unitsFor(batchUnit: string): string[] {
  return unitCodes.filter((code) => units[code]?.dimension === units[batchUnit]?.dimension);
}

/**
 * The data of a delivery as it was typed: numbers in plain form, what is empty or zero left out. What is wrong in it the
 * kind says, as of any other event.
 */
export function dataOf(
  shipment: { readonly seq: number; readonly leafHash: string },
  typed: DeliveryForm['typed'],
): JsonObject {
  const { taken, back, missing, reason, unit, receiver } = typed;
  const amount = (text: string): JsonObject | null => {
    const value = plainNumber(text);
    return value === '' || value === '0' ? null : { value, unit };
  };
  const [quantity, sentBack, notArrived] = [amount(taken), amount(back), amount(missing)];
  return {
    shipment: { seq: shipment.seq, leafHash: shipment.leafHash },
    means: 'delivery-note',
    ...(quantity === null ? {} : { quantity }),
    ...(sentBack === null ? {} : { returned: { quantity: sentBack, ...(reason === '' ? {} : { reason }) } }),
    ...(notArrived === null ? {} : { missing: notArrived }),
    ...(receiver === '' ? {} : { receiver }),
  };
}

/** A number as phones in China type it: full-width digits as plain ones, without separators, zeros that say nothing gone. */
function plainNumber(text: string): string {
  const plain = text
    .replace(/[\uFF0E\uFF10-\uFF19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/^\d{1,3}(,\d{3})+(?=\.|$)/, (grouped) => grouped.replaceAll(',', ''));
  try {
    return formatDecimal(parseDecimal(plain));
  } catch (error) {
    if (error instanceof LedgerError) return plain;
    throw error;
  }
}

/** Which field of the form a fault of the data is about. */
const fieldsByPointer: readonly (readonly [RegExp, DeliveryField])[] = [
  [/\/unit$/, 'unit'],
  [/^\/data\/returned\/reason/, 'reason'],
  [/^\/data\/returned/, 'back'],
  [/^\/data\/missing/, 'missing'],
  [/^\/data\/receiver/, 'receiver'],
];

/** Faults by the field that they are about, in words; the first of each. */
export function faultsByField(faults: readonly FieldFault[], language: Language): DeliveryForm['faults'] {
  const found: Partial<Record<DeliveryField, string>> = {};
  for (const { pointer, detail } of faults) {
    const field = fieldsByPointer.find(([form]) => form.test(pointer))?.[1] ?? 'taken';
    found[field] ??= say(detail, language);
  }
  return found;
}
