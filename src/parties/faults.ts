import type { IdentifierFault } from '../gs1/identifiers.js';
import { checkUscc } from '../gs1/national.js';
import { isFamilyRun, type OrganizationType } from '../gs1/vocabulary.js';
import { ended } from '../gs1/words.js';
import type { FieldFault } from '../http/problems.js';

/** One fault. */
export function fault(pointer: string, code: string, zh: string, en: string): FieldFault {
  return { pointer, code, detail: { zh, en } };
}

/** The fault of an identifier as a fault of its field; none when it is right. */
export function identifierFaults(pointer: string, found: IdentifierFault | null): FieldFault[] {
  return found === null ? [] : [{ pointer, code: found.code, detail: ended(found.words) }];
}

/** Faults of a unified social credit code as an organization of this kind gives it. */
export function usccFaults(kind: OrganizationType, uscc: string | null): FieldFault[] {
  if (uscc !== null) return identifierFaults('/uscc', checkUscc(uscc));
  if (isFamilyRun(kind)) return [];
  return [
    fault(
      '/uscc',
      'required',
      '请填写统一社会信用代码；只有农户和家庭农场可以没有。',
      'Give the unified social credit code; only households and family farms may have none.',
    ),
  ];
}
