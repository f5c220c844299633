import type { Language } from '../../gs1/words.js';
import { answerMs, type Session } from '../app/session.js';
import type { Partner } from './party.js';

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly detail: string }[];
}

/**
 * The organization of the ledger with a credit code; else why there is none: in words of the service, in the reader's
 * language, or null where nobody could be asked.
 */
export async function findPartner(
  session: Session,
  uscc: string,
  language: Language,
): Promise<Partner | string | null> {
  try {
    const headers = { 'accept-language': language };
    const signal = AbortSignal.timeout(answerMs);
    const answer = await session.ask(`/api/v1/partners/${encodeURIComponent(uscc)}`, { headers, signal });
    if (answer === null) return null;
    const body: unknown = await answer.json();
    if (!answer.ok) return faultOf(body as Problem);
    return body as Partner;
  } catch {
    return null;
  }
}

/** What a problem says: of the field that was wrong, else of the whole. */
function faultOf({ detail, errors }: Problem): string | null {
  return errors?.[0]?.detail ?? detail ?? null;
}
