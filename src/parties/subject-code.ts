import { hash } from 'node:crypto';
import { codeBytes, formatCode, isIssuable } from '../ledger/code.js';

/**
 * The subject code (主体码) of an organization: a public code in the form of all of ours, 16 Crockford base32 characters
 * and a check symbol. It is no code of a national platform.
 *
 * The first 80 bits of SHA-256 over `furrow/subject-code/<n>/<organization id>` for the first n = 0, 1, … whose code
 * has a check symbol that is issued. So everybody who has the id has the code, and it says nothing else.
 */
export function subjectCode(organizationId: string): string {
  for (let n = 0; ; n += 1) {
    const bytes = hash('sha256', `furrow/subject-code/${n}/${organizationId}`, 'buffer').subarray(
      0,
      codeBytes,
    );
    if (isIssuable(bytes)) return formatCode(bytes);
  }
}
