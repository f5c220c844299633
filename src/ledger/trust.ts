import { base64urlDecode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from './json.js';
import { isOrganizationName } from './names.js';
import { parsePolicy, type Policy } from './policy.js';

/** All that a verifier trusts (ledger.md §6): pinned beforehand, never taken from what it verifies. */
export interface Trust {
  readonly operator: TrustedOperator;
  /** The log, its witnesses and their quorum. */
  readonly policy: Policy;
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

/**
 * The trust of a trust.json: `v`, `operator` with `organization` and `kid`, and `policy`, the text of a C2SP
 * tlog-policy with at least one log.
 *
 * @throws LedgerError `trust-malformed` with the member's pointer, `json-…`, and as parsePolicy.
 */
export function parseTrust(bytes: Uint8Array): Trust {
  const document = parseStrictJson(bytes, { bytesMax: trustBytesMax });
  const object = objectOf(document, ['v', 'operator', 'policy'], '');
  if (object['v'] !== trustVersion) throw malformed('/v');
  const operator = objectOf(object['operator'], ['organization', 'kid'], '/operator');
  const policyText = textOf(object['policy'], '/policy');
  const organization = textOf(operator['organization'], '/operator/organization');
  if (!isOrganizationName(organization)) throw malformed('/operator/organization');
  const kid = textOf(operator['kid'], '/operator/kid');
  if (!isThumbprint(kid)) throw malformed('/operator/kid');
  const policy = parsePolicy(policyText);
  if (policy.logs.length === 0) throw malformed('/policy');
  return { operator: { organization, kid }, policy };
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
