import type { Disclosure } from '../ledger/disclosure.js';
import { concealedFields, type ConcealedField } from '../ledger/disclosed.js';
import type { WithheldReason } from '../ledger/evidence.js';
import type { JsonObject } from '../ledger/json.js';
import { personIn } from '../ledger/names.js';
import type { KeptDisclosures } from '../log/vault.js';
import { maySee, type Audience, type Reader } from './kinds/audience.js';
import { findKind } from './kinds/registry.js';

/** A concealed field that a reader is not shown. */
export interface WithheldField {
  readonly digest: string;
  /** RFC 6901, below `data`; null when not even that is known any more, or erasure was asked for. */
  readonly field: string | null;
  readonly reason: WithheldReason;
  /** Who would see it; nobody when it is restricted or erased. */
  readonly visibleTo: readonly Reader[];
}

/** A person whom a concealed field names, and who is in use: neither restricted nor erased. */
export interface NamedPerson {
  readonly field: string;
  readonly person: string;
  /** Whether this reader sees the field itself. */
  readonly seen: boolean;
}

/** What of an entry's concealed fields one reader is shown. */
export interface Showing {
  readonly disclosures: readonly string[];
  readonly withheld: readonly WithheldField[];
  readonly people: readonly NamedPerson[];
}

const tellers: readonly Reader[] = ['issuer', 'regulator', 'partner'];

/** A field that is at hand. */
type Known = ConcealedField & { readonly pointer: string; readonly disclosure: Disclosure };

/**
 * What of the concealed fields of a statement a reader is shown, and why not the others: the one place where that is
 * decided, for timelines, pages and evidence (domain.md §8).
 *
 * `private`: it is for others. `restricted`: erasure was asked for, or the entry was corrected and its private fields
 * are replaced. `erased`: it does not exist any more. What stands inside a field that is not shown is not spoken of.
 */
export function showTo(
  reader: Reader,
  { kind, data }: { readonly kind: string; readonly data: JsonObject },
  kept: KeptDisclosures,
  isReplaced: boolean,
): Showing {
  const audiences = findKind(kind)?.audiences ?? {};
  const shown = new Map<string, string>();
  const withheld: WithheldField[] = [];
  const people: NamedPerson[] = [];
  for (const field of concealedFields(data, kept.open)) {
    if (field.within !== null && !shown.has(field.within)) continue;
    const { digest } = field;
    if (!isKnown(field)) {
      const reason = kept.restricted.has(digest) ? 'restricted' : 'erased';
      withheld.push({ digest, field: null, reason, visibleTo: [] });
    } else if (isReplaced) {
      withheld.push({ digest, field: null, reason: 'restricted', visibleTo: [] });
    } else {
      const audience = audiences[field.pointer] ?? 'nobody';
      const seen = maySee(reader, audience);
      if (seen) shown.set(digest, field.disclosure.text);
      else withheld.push(privateField(field, audience));
      const person = personIn(field.disclosure.value);
      if (person !== null) people.push({ field: field.pointer, person, seen });
    }
  }
  return { disclosures: [...shown.values()], withheld, people };
}

function isKnown(field: ConcealedField): field is Known {
  return field.disclosure !== null && field.pointer !== null;
}

function privateField({ digest, pointer }: Known, audience: Audience): WithheldField {
  const visibleTo = tellers.filter((teller) => maySee(teller, audience));
  return { digest, field: pointer, reason: 'private', visibleTo };
}
