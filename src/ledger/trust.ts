import { base64urlDecode, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from './json.js';
import { isOrganizationName } from './names.js';
import { formatVerifierKey, parseNote } from './note.js';
import { parsePolicy, type Policy } from './policy.js';
import { openSuccession, type Succession } from './succession.js';

/** All that a verifier trusts (ledger.md §6): pinned beforehand, never taken from what it verifies. */
export interface Trust {
  readonly operator: TrustedOperator;
  /** The log, those it goes on from, its witnesses and their quorum. */
  readonly policy: Policy;
  /** Which logs of the policy ended, and which went on with their trees. */
  readonly successions: readonly Succession[];
}

/** Who runs the service: whose statements register the first keys of everybody else. */
export interface TrustedOperator {
  /** `org/<uuid>`. */
  readonly organization: string;
  /** RFC 7638 thumbprint of the operator's first custodial key. */
  readonly kid: string;
}

export const trustVersion = 'furrow-trust/1';
export const trustBytesMax = 65_536;
const successionsMax = 32;

/**
 * The trust of a trust.json: `v`, `operator` with `organization` and `kid`, and `policy`, the text of a C2SP
 * tlog-policy with at least one log; and, where logs have ended, `successions`, at most 32 signed notes (openSuccession)
 * between logs of the policy, of which each ends once and follows once.
 *
 * @throws LedgerError `trust-malformed` with the member's pointer, `json-…`, as parsePolicy and as openSuccession.
 */
export function parseTrust(bytes: Uint8Array): Trust {
  const document = parseStrictJson(bytes, { bytesMax: trustBytesMax });
  const object = objectOf(document, ['v', 'operator', 'policy', 'successions'], '');
  if (object['v'] !== trustVersion) throw malformed('/v');
  const operator = objectOf(object['operator'], ['organization', 'kid'], '/operator');
  const policyText = textOf(object['policy'], '/policy');
  const organization = textOf(operator['organization'], '/operator/organization');
  if (!isOrganizationName(organization)) throw malformed('/operator/organization');
  const kid = textOf(operator['kid'], '/operator/kid');
  if (!isThumbprint(kid)) throw malformed('/operator/kid');
  const policy = parsePolicy(policyText);
  if (policy.logs.length === 0) throw malformed('/policy');
  return {
    operator: { organization, kid },
    policy,
    successions: readSuccessions(object['successions'] ?? [], policy),
  };
}

/** The text of a trust file; `policy` and `successions` as texts. Without successions it has no such member. */
export function formatTrust(file: {
  readonly operator: TrustedOperator;
  readonly policy: string;
  readonly successions: readonly string[];
}): string {
  const { organization, kid } = file.operator;
  const { policy, successions } = file;
  const ends = successions.length === 0 ? {} : { successions };
  return `${JSON.stringify({ v: trustVersion, operator: { organization, kid }, policy, ...ends }, null, 2)}\n`;
}

function readSuccessions(value: JsonValue, { logs }: Policy): Succession[] {
  const pointer = '/successions';
  if (!Array.isArray(value) || value.length > successionsMax) throw malformed(pointer);
  const known = new Set(logs.map(formatVerifierKey));
  const successions = value.map((note: JsonValue, at) =>
    openSuccession(parseNote(utf8Encode(textOf(note, `${pointer}/${at}`)))),
  );
  for (const side of ['ended', 'next'] as const) {
    const keys = successions.map((succession) => formatVerifierKey(succession[side]));
    const names = new Set(successions.map((succession) => succession[side].name));
    if (names.size < keys.length || !keys.every((key) => known.has(key))) throw malformed(pointer);
  }
  return successions;
}

function objectOf(value: JsonValue | undefined, members: readonly string[], pointer: string): JsonObject {
  if (!isJsonObject(value)) throw malformed(pointer);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw malformed(pointer);
  return value;
}

function textOf(value: JsonValue | undefined, pointer: string): string {
  if (typeof value !== 'string') throw malformed(pointer);
  return value;
}

function isThumbprint(text: string): boolean {
  try {
    return base64urlDecode(text).length === hashLength;
  } catch {
    return false;
  }
}

function malformed(pointer: string): LedgerError {
  return new LedgerError('trust-malformed', 'Not a trust file of this version', { pointer });
}
