import { LedgerError } from './errors.js';
import { formatPointer, isForbiddenName, jsonDepthMax } from './json.js';

/**
 * Holds a value that is about to be written to the rules of the strict profile (ledger.md §2) that canonicalize does
 * not look at: integers only, no `-0`, no U+0000, no forbidden names, nested at most as deep as is read.
 *
 * @throws LedgerError `json-…` with the pointer of what breaks a rule.
 */
export function checkProfile(value: unknown): void {
  walk(value, []);
}

function walk(value: unknown, path: (string | number)[]): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw fault('json-nul', 'A string has U+0000', path);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw fault('json-number', 'A number is not an integer within ±(2^53−1)', path);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= jsonDepthMax) throw fault('json-depth', 'The value is nested too deeply', path);
    walkMembers(value, path);
  }
}

function walkMembers(value: object, path: (string | number)[]): void {
  for (const [name, member] of Object.entries(value)) {
    path.push(name);
    if (isForbiddenName(name)) throw fault('json-forbidden-key', 'A member has a forbidden name', path);
    if (name.includes('\0')) throw fault('json-nul', 'A string has U+0000', path);
    walk(member, path);
    path.pop();
  }
}

function fault(
  code: 'json-nul' | 'json-number' | 'json-depth' | 'json-forbidden-key',
  message: string,
  path: readonly (string | number)[],
): LedgerError {
  return new LedgerError(code, message, { pointer: formatPointer(path) });
}
