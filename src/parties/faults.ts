import type { IdentifierFault } from '../gs1/identifiers.js';
import { ended } from '../gs1/words.js';
import { DomainError, type FieldFault } from '../http/problems.js';

/** A refusal that names the fields at fault. */
export function refused(...faults: readonly FieldFault[]): DomainError {
  return new DomainError(
    'validation',
    { zh: '请按提示修改下列字段。', en: 'Please correct the fields listed.' },
    faults,
  );
}

/** One fault. */
export function fault(pointer: string, code: string, zh: string, en: string): FieldFault {
  return { pointer, code, detail: { zh, en } };
}

/** The fault of an identifier as a fault of its field; none when it is right. */
export function identifierFaults(pointer: string, found: IdentifierFault | null): FieldFault[] {
  return found === null ? [] : [{ pointer, code: found.code, detail: ended(found.words) }];
}
