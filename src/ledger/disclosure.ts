import { base64urlDecode, base64urlEncode, utf8Encode } from './bytes.js';
import { canonicalBytes } from './canonical.js';
import { LedgerError } from './errors.js';
import { sha256 } from './hash.js';
import {
  isForbiddenName,
  isJsonObject,
  type JsonObject,
  jsonDepthMax,
  type JsonValue,
  parseStrictJson,
} from './json.js';

/** A disclosed member: RFC 9901 §4.2.1, for object properties only. */
export interface Disclosure {
  /** base64url of the JSON array [salt, name, value]; exactly these characters are hashed. */
  readonly text: string;
  /** At least 128 bits: 22 or more characters of base64url. */
  readonly salt: string;
  readonly name: string;
  readonly value: JsonValue;
}

/** A payload without the concealed members, and what brings them back. */
export interface Concealed {
  readonly data: JsonObject;
  /** In the order of the document, an inner one before the one it is in. */
  readonly disclosures: readonly string[];
}

export const saltBytesMin = 16;
export const disclosuresMax = 256;

/** Only a text to hash, and never decoded: RFC 9901's own examples have stray bits in the last character. */
const saltText = /^[A-Za-z0-9_-]{22,128}$/;
const digestText = /^[A-Za-z0-9_-]{43}$/;
const reservedNames = new Set(['_sd', '_sd_alg', '...']);

/** The disclosures at hand and the digests met so far. */
interface Opening {
  readonly byDigest: ReadonlyMap<string, Disclosure>;
  readonly seen: Set<string>;
}

/** What to conceal, as the tree of the pointers' steps. */
interface ConcealTree {
  concealed: boolean;
  readonly below: Map<string, ConcealTree>;
}

/**
 * Takes the members at the pointers out of `data` and leaves their digests in `_sd` (RFC 9901 §4.2.4.1).
 *
 * Pointers are RFC 6901, relative to `data`, each to a member of an object; one that points to nothing conceals
 * nothing, since most private fields are optional. Digests are sorted, which hides the order the members had.
 * `salts` is called once a disclosure and answers at least 16 random bytes, fresh each time.
 *
 * @throws LedgerError `disclosure-pointer` (malformed, or to an array's item), `disclosure-salt`,
 * `disclosure-name` when a member has a reserved name, or as parseStrictJson when a value is outside its profile.
 */
export function conceal(data: JsonObject, pointers: readonly string[], salts: () => Uint8Array): Concealed {
  const root: ConcealTree = { concealed: false, below: new Map() };
  for (const pointer of pointers) plant(root, pointer);
  const disclosures: string[] = [];
  return { data: concealObject(data, root, salts, disclosures), disclosures };
}

/**
 * The parts of a disclosure.
 *
 * @throws LedgerError `disclosure-malformed`, `disclosure-salt` (fewer than 22 characters, or not of base64url),
 * `disclosure-name` (`_sd`, `...`, `_sd_alg`, or a forbidden name), or as parseStrictJson.
 */
export function parseDisclosure(text: string): Disclosure {
  const parts = parseStrictJson(base64urlDecode(text));
  if (!Array.isArray(parts) || parts.length !== 3) {
    throw new LedgerError('disclosure-malformed', 'A disclosure is an array of salt, name and value');
  }
  const [salt, name, value] = parts as [JsonValue, JsonValue, JsonValue];
  if (typeof salt !== 'string' || !saltText.test(salt)) {
    throw new LedgerError('disclosure-salt', 'A salt is at least 128 bits in base64url');
  }
  if (typeof name !== 'string' || reservedNames.has(name) || isForbiddenName(name)) {
    throw new LedgerError('disclosure-name', 'A disclosure has a name that is not allowed');
  }
  return { text, salt, name, value };
}

/** base64url(SHA-256(ASCII(disclosure))): RFC 9901 §4.2.3. The text is hashed as it is, not re-encoded. */
export function disclosureDigest(text: string): string {
  return base64urlEncode(sha256(utf8Encode(text)));
}

/**
 * The payload with the disclosed members back in their places, without `_sd` and `_sd_alg` (RFC 9901 §7.1).
 *
 * Digests without a disclosure, and decoys, vanish. Disclosed values may hold digests themselves. It does not
 * verify a signature: the payload must come from a statement that was checked.
 *
 * @throws LedgerError `disclosure-unused` (no digest of it), `disclosure-repeated` (two of one digest),
 * `disclosure-digest-repeated` (a digest twice in the payload), `disclosure-digest` (malformed `_sd`), `json-depth`,
 * `disclosure-name-taken` (the object has the name already), or as parseDisclosure.
 */
export function open(payload: JsonObject, disclosures: readonly string[]): JsonObject {
  if (disclosures.length > disclosuresMax) {
    throw new LedgerError('disclosure-malformed', `More than ${disclosuresMax} disclosures`);
  }
  const byDigest = new Map<string, Disclosure>();
  for (const text of disclosures) {
    const digest = disclosureDigest(text);
    if (byDigest.has(digest)) throw new LedgerError('disclosure-repeated', 'A disclosure occurs twice');
    byDigest.set(digest, parseDisclosure(text));
  }
  const { _sd_alg: algorithm, ...claims } = payload;
  if (algorithm !== undefined && algorithm !== 'sha-256') {
    throw new LedgerError('disclosure-digest', 'Digests are SHA-256', { pointer: '/_sd_alg' });
  }
  const seen = new Set<string>();
  const opened = openObject(claims, { byDigest, seen }, 1);
  if ([...byDigest.keys()].some((digest) => !seen.has(digest))) {
    throw new LedgerError('disclosure-unused', 'A disclosure has no digest in the payload');
  }
  return opened;
}

/**
 * All digests in a value, in document order.
 *
 * @throws LedgerError `disclosure-digest` when an `_sd` is not a non-empty array of SHA-256 digests,
 * `disclosure-digest-repeated`, `disclosure-name` on a member named `...` (array disclosures are not used) or
 * `_sd_alg`.
 */
export function findDigests(value: JsonValue): readonly string[] {
  const seen = new Set<string>();
  collectDigests(value, seen);
  return [...seen];
}

/**
 * The parts of `<jws>~<disclosure>~…~` (RFC 9901 §4). The last character is `~`: key binding is not used.
 *
 * @throws LedgerError `disclosure-malformed`.
 */
export function parseCombined(text: string): { jws: string; disclosures: readonly string[] } {
  const [jws = '', ...rest] = text.split('~', disclosuresMax + 3);
  const last = rest.pop();
  if (last !== '' || jws === '' || rest.includes('') || rest.length > disclosuresMax) {
    throw new LedgerError(
      'disclosure-malformed',
      'A combined statement is a JWS and disclosures, each with ~',
    );
  }
  return { jws, disclosures: rest };
}

/** `<jws>~<disclosure>~…~`: RFC 9901 §4. */
export function formatCombined(jws: string, disclosures: readonly string[]): string {
  return [jws, ...disclosures, ''].join('~');
}

function plant(root: ConcealTree, pointer: string): void {
  const steps = pointer.split('/');
  if (steps.length < 2 || steps[0] !== '' || /~(?![01])/.test(pointer)) {
    throw new LedgerError('disclosure-pointer', 'Not a JSON pointer to a member', { pointer });
  }
  let tree = root;
  for (const step of steps.slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const below = tree.below.get(name) ?? { concealed: false, below: new Map<string, ConcealTree>() };
    tree.below.set(name, below);
    tree = below;
  }
  tree.concealed = true;
}

function concealObject(
  object: JsonObject,
  tree: ConcealTree,
  salts: () => Uint8Array,
  disclosures: string[],
): JsonObject {
  const kept: Record<string, JsonValue> = {};
  const digests: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (reservedNames.has(name)) throw new LedgerError('disclosure-name', 'A member has a reserved name');
    const below = tree.below.get(name);
    const inner = concealValue(value, below, salts, disclosures);
    if (below?.concealed) {
      const text = formatDisclosure(salts(), name, inner);
      disclosures.push(text);
      digests.push(disclosureDigest(text));
    } else {
      kept[name] = inner;
    }
  }
  return digests.length === 0 ? kept : { ...kept, _sd: digests.sort() };
}

function concealValue(
  value: JsonValue,
  tree: ConcealTree | undefined,
  salts: () => Uint8Array,
  disclosures: string[],
): JsonValue {
  const plan = tree ?? { concealed: false, below: new Map<string, ConcealTree>() };
  if (isJsonObject(value)) return concealObject(value, plan, salts, disclosures);
  if (!Array.isArray(value)) return value;
  return (value as readonly JsonValue[]).map((item, index) => {
    const below = plan.below.get(String(index));
    if (below?.concealed)
      throw new LedgerError('disclosure-pointer', 'An item of an array is not concealed alone');
    return concealValue(item, below, salts, disclosures);
  });
}

function formatDisclosure(salt: Uint8Array, name: string, value: JsonValue): string {
  const text = base64urlEncode(canonicalBytes([base64urlEncode(salt), name, value]));
  parseDisclosure(text);
  return text;
}

function openValue(value: JsonValue, opening: Opening, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  // Each part is within the strict profile, but values inside values can nest beyond it.
  if (depth > jsonDepthMax) throw new LedgerError('json-depth', 'The opened payload is nested too deeply');
  if (isJsonObject(value)) return openObject(value, opening, depth);
  return value.map((item) => openValue(item, opening, depth + 1));
}

function openObject(object: JsonObject, opening: Opening, depth: number): JsonObject {
  const opened: Record<string, JsonValue> = {};
  const digests = ownDigests(object, opening.seen);
  for (const [name, value] of Object.entries(object)) {
    if (name !== '_sd') opened[name] = openValue(value, opening, depth + 1);
  }
  for (const digest of digests) {
    const disclosure = opening.byDigest.get(digest);
    if (!disclosure) continue;
    if (Object.hasOwn(opened, disclosure.name)) {
      throw new LedgerError('disclosure-name-taken', 'A disclosed member is there already');
    }
    opened[disclosure.name] = openValue(disclosure.value, opening, depth + 1);
  }
  return opened;
}

function collectDigests(value: JsonValue, seen: Set<string>): void {
  if (isJsonObject(value)) {
    ownDigests(value, seen);
    for (const [name, member] of Object.entries(value)) {
      if (name !== '_sd') collectDigests(member, seen);
    }
  } else if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) collectDigests(item, seen);
  }
}

/** The digests of one object, each of them new to `seen`. */
function ownDigests(object: JsonObject, seen: Set<string>): readonly string[] {
  if (Object.hasOwn(object, '...') || Object.hasOwn(object, '_sd_alg')) {
    throw new LedgerError('disclosure-name', 'A member has a reserved name');
  }
  const digests = Object.hasOwn(object, '_sd') ? object._sd : [];
  if (!Array.isArray(digests) || (digests.length === 0 && Object.hasOwn(object, '_sd'))) {
    throw new LedgerError('disclosure-digest', '_sd is an array of digests');
  }
  for (const digest of digests as readonly JsonValue[]) {
    if (typeof digest !== 'string' || !digestText.test(digest)) {
      throw new LedgerError('disclosure-digest', 'A digest is SHA-256 in base64url');
    }
    if (seen.has(digest)) throw new LedgerError('disclosure-digest-repeated', 'A digest occurs twice');
    seen.add(digest);
  }
  return digests as readonly string[];
}
