import type { JsonObject } from '../../ledger/json.js';
import { typedUnder } from './fields.js';

/** How often the questions that repeat are asked. */
export interface StorageRows {
  readonly quality: number;
  readonly losses: number;
}

/** Most measurements and losses of one entry. */
export const storageMost: StorageRows = { quality: 30, losses: 20 };

/** Names in the form of what is asked of a reading. */
export const readingFields = ['min', 'max', 'intervalMin', 'gapMaxMin'] as const;

type Field = (name: string) => string;

/** The storage as the ledger takes it; what was left empty is not said. */
export function storageOf(field: Field, rows: StorageRows, unit: string): JsonObject {
  return {
    ...typedUnder(field, ['place', 'profile', 'enteredOn', 'leftOn']),
    ...readingsOf(field),
    ...listed('quality', rows.quality, (at) => ({
      name: field(`name-${at}`),
      value: field(`value-${at}`),
      ...unitOf(field(`unit-${at}`)),
    })),
    ...treatmentOf(field),
    ...listed('losses', rows.losses, (at) => ({
      reason: field(`reason-${at}`),
      quantity: { value: field(`quantity-${at}`), unit },
    })),
    ...typedUnder(field, ['operator']),
  };
}

function unitOf(unit: string): JsonObject {
  return unit === '' ? {} : { unit };
}

function listed(name: string, count: number, one: (at: number) => JsonObject): JsonObject {
  return count === 0 ? {} : { [name]: Array.from({ length: count }, (_, at) => one(at)) };
}

function treatmentOf(field: Field): JsonObject {
  const type = field('treatment');
  if (type === '') return {};
  return {
    treatment: { type, ...typedUnder(field, ['agent', 'startedOn', 'sealedUntil', 'ventilatedUntil']) },
  };
}

/** What was typed of a reading; a count that is none is sent as it was typed, for the service to name the field. */
function readingsOf(field: Field): JsonObject {
  const typed = typedUnder(field, readingFields);
  if (Object.keys(typed).length === 0) return {};
  const counted = Object.entries(typed).map(([name, text]): [string, string | number] => [
    name,
    name.endsWith('Min') && /^\d{1,9}$/.test(text) ? Number(text) : text,
  ]);
  return { readings: [Object.fromEntries(counted)] };
}
