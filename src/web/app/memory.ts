import type { JsonObject, JsonValue } from '../../ledger/json.js';

/**
 * Small things that the apps remember: who is signed in, the batches as fetched last, what was answered
 * last, the pinned trust file. None of it is a record: what cannot be kept or read is asked for again.
 */
export function remember(name: string, value: JsonValue): void {
  try {
    localStorage.setItem(nameOf(name), JSON.stringify(value));
  } catch {
    // Full, or forbidden: it is asked for again.
  }
}

/** What was remembered under a name, or null. */
export function recall(name: string): JsonValue | null {
  try {
    const text = localStorage.getItem(nameOf(name));
    return text === null ? null : (JSON.parse(text) as JsonValue);
  } catch {
    return null;
  }
}

/** An object that was remembered, empty where there is none. */
export function recallObject(name: string): JsonObject {
  const value = recall(name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(nameOf(name));
  } catch {
    // Nothing is kept where nothing may be.
  }
}

function nameOf(name: string): string {
  return `furrow-${name}`;
}
