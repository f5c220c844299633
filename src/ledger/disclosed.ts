import { disclosureDigest, type Disclosure, parseDisclosure } from './disclosure.js';
import { formatPointer, isJsonObject, type JsonObject, type JsonValue } from './json.js';

/** A digest in a statement's data, and what it conceals as far as that is at hand. */
export interface ConcealedField {
  readonly digest: string;
  /** Digest of the concealed value it stands in; null for one in the data themselves. */
  readonly within: string | null;
  /** RFC 6901, below the data: of the outermost concealed member it is in. Null without its disclosure. */
  readonly pointer: string | null;
  /** Null without its disclosure. */
  readonly disclosure: Disclosure | null;
}

interface Surroundings {
  readonly within: string | null;
  readonly pointer: string | null;
}

/**
 * Every digest of a statement's data in document order, with what it conceals: a digest hides even the name of its
 * member, so that without the disclosure nothing is known of it. Digests inside a disclosed value follow that one and
 * bear its pointer: who may not see the outer member does not see what is in it.
 *
 * The data must come from a statement that was checked; disclosures that fit nothing are passed over.
 *
 * @throws LedgerError as parseDisclosure.
 */
export function concealedFields(data: JsonObject, disclosures: readonly string[]): readonly ConcealedField[] {
  const known = new Map(disclosures.map((text) => [disclosureDigest(text), text]));
  const found: ConcealedField[] = [];
  const collect = (value: JsonValue, path: string, around: Surroundings): void => {
    if (Array.isArray(value)) {
      (value as readonly JsonValue[]).forEach((item, index) => {
        collect(item, `${path}/${index}`, around);
      });
    }
    if (!isJsonObject(value)) return;
    for (const digest of digestsOf(value)) {
      const text = known.get(digest);
      const disclosure = text === undefined ? null : parseDisclosure(text);
      const pointer = around.pointer ?? (disclosure && path + formatPointer([disclosure.name]));
      found.push({ digest, within: around.within, pointer, disclosure });
      if (disclosure !== null) collect(disclosure.value, '', { within: digest, pointer });
    }
    for (const [name, member] of Object.entries(value)) {
      if (name !== '_sd') collect(member, path + formatPointer([name]), around);
    }
  };
  collect(data, '', { within: null, pointer: null });
  return found;
}

function digestsOf(object: JsonObject): readonly string[] {
  const digests = object['_sd'];
  return Array.isArray(digests) ? (digests as readonly string[]) : [];
}
