import { base64Decode, base64urlDecode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';
import { isTreeSize } from './proof.js';

/** An object with these members, all of them and no other. @throws LedgerError `evidence-malformed`, as all here. */
export function objectOf(
  value: JsonValue | undefined,
  members: readonly string[],
  pointer: string,
): JsonObject {
  if (!isJsonObject(value)) throw malformed(pointer);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw malformed(pointer);
  const missing = members.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw malformed(`${pointer}/${missing}`);
  return value;
}

/** Null, or what `read` makes of the member, which must be there. */
export function orNull<Item>(
  value: JsonValue | undefined,
  pointer: string,
  read: (value: JsonValue, pointer: string) => Item,
): Item | null {
  if (value === undefined) throw malformed(pointer);
  return value === null ? null : read(value, pointer);
}

/** A list of at most so many items. */
export function listOf<Item>(
  value: JsonValue | undefined,
  pointer: string,
  itemsMax: number,
  read: (item: JsonValue, pointer: string) => Item,
): Item[] {
  if (!Array.isArray(value) || value.length > itemsMax) throw malformed(pointer);
  return (value as readonly JsonValue[]).map((item, at) => read(item, `${pointer}/${at}`));
}

/** A text that `isValid` accepts. */
export function textOf(
  value: JsonValue | undefined,
  pointer: string,
  isValid: (text: string) => boolean = () => true,
): string {
  if (typeof value !== 'string' || !isValid(value)) throw malformed(pointer);
  return value;
}

/** One of a few texts. */
export function choiceOf<Choice extends string>(
  value: JsonValue | undefined,
  pointer: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw malformed(pointer);
  return found;
}

/** An integer from `least` to 2^53−1. */
export function numberOf(value: JsonValue | undefined, pointer: string, least: number): number {
  if (typeof value !== 'number' || !isTreeSize(value) || value < least) throw malformed(pointer);
  return value;
}

/** The bytes of canonical base64. */
export function bytesOf(value: JsonValue | undefined, pointer: string): Uint8Array {
  const text = textOf(value, pointer);
  try {
    return base64Decode(text);
  } catch {
    throw malformed(pointer);
  }
}

/** Whether a text is the base64url of 32 bytes. */
export function isDigest(text: string): boolean {
  try {
    return base64urlDecode(text).length === hashLength;
  } catch {
    return false;
  }
}

/** The refusal of evidence, with the place at fault. */
export function malformed(pointer: string): LedgerError {
  return new LedgerError('evidence-malformed', 'Not evidence of this version', { pointer });
}
