import { isJsonObject, type JsonObject, type JsonValue } from '../../ledger/json.js';
import type { Words } from '../../gs1/words.js';
import { fieldWords, partWords } from '../words-correcting.js';

/** A text of an entry's data that a screen can correct. */
export interface CorrectableField {
  /** JSON pointer below the data. */
  readonly pointer: string;
  readonly words: Words;
  /** What it is a part of, with its number in a list from 1; null where that is the entry itself. */
  readonly part: { readonly words: Words; readonly number: number | null } | null;
  /** Of a quantity; else null. */
  readonly unit: string | null;
  readonly isDay: boolean;
  readonly value: string;
}

const quantities = ['quantity', 'amount', 'area'] as const;
const day = /^\d{4}-\d\d-\d\d$/;

type Part = CorrectableField['part'];

/** What of an entry's data a screen can correct, in the order in which it stands there. */
export function fieldsOf(data: JsonObject, below = '', part: Part = null): CorrectableField[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const pointer = `${below}/${name}`;
    if (isJsonObject(value)) return objectFields(name, value, pointer, part);
    if (Array.isArray(value)) return listFields(name, value, pointer);
    const words = Object.hasOwn(fieldWords, name) ? fieldWords[name as keyof typeof fieldWords] : undefined;
    if (typeof value !== 'string' || words === undefined) return [];
    return [{ pointer, words, part, unit: null, isDay: day.test(value), value }];
  });
}

function objectFields(name: string, value: JsonObject, pointer: string, part: Part): CorrectableField[] {
  const quantity = quantities.find((known) => known === name);
  if (quantity === undefined) {
    const words = partOf(name);
    return words === undefined ? [] : fieldsOf(value, pointer, { words, number: null });
  }
  if (typeof value['value'] !== 'string' || typeof value['unit'] !== 'string') return [];
  return [
    {
      pointer: `${pointer}/value`,
      words: fieldWords[quantity],
      part,
      unit: value['unit'],
      isDay: false,
      value: value['value'],
    },
  ];
}

function listFields(name: string, items: readonly JsonValue[], pointer: string): CorrectableField[] {
  const words = partOf(name);
  if (words === undefined) return [];
  return items.flatMap((item, at) =>
    isJsonObject(item) ? fieldsOf(item, `${pointer}/${at}`, { words, number: at + 1 }) : [],
  );
}

function partOf(name: string): Words | undefined {
  return Object.hasOwn(partWords, name) ? partWords[name as keyof typeof partWords] : undefined;
}

/** The data with other texts at these pointers. */
export function corrected(data: JsonObject, texts: ReadonlyMap<string, string>, below = ''): JsonObject {
  const anew = (value: JsonValue, pointer: string): JsonValue => {
    if (isJsonObject(value)) return corrected(value, texts, pointer);
    if (Array.isArray(value)) return value.map((item: JsonValue, at) => anew(item, `${pointer}/${at}`));
    return texts.get(pointer) ?? value;
  };
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, anew(value, `${below}/${name}`)]),
  );
}
