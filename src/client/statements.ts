import { conceal, formatCombined } from '../ledger/disclosure.js';
import {
  encodeStatementParts,
  formatStatement,
  type StatementHeader,
  statementType,
} from '../ledger/statement.js';
import { ClientError } from './client-error.js';
import { type DeviceKey, publicKeyOf, signInput } from './device-key.js';
import { privateFields } from './private-fields.js';
import type { SignedTelling, Told } from './queue.js';

/** 128 bits (RFC 9901 §9.3). */
const saltBytes = 16;

/** A statement that nobody has signed yet. */
interface Drafted {
  readonly input: string;
  readonly disclosures: readonly string[];
}

/** Stands for the thumbprint of a key that is not there yet. */
const anyKid = 'A'.repeat(43);

/**
 * Passes when a statement can say what is told, whoever signs it.
 *
 * @throws ClientError `kind-unknown`; LedgerError `json-…`, `statement-…`, `disclosure-…`.
 */
export function checkTelling(told: Told, organizationId: string): void {
  draft(told, organizationId, { alg: 'ES256', kid: anyKid });
}

/**
 * Signs what is told, with its private fields as disclosures, each with a salt of its own. Signed twice it has other
 * bytes: whoever may have sent the first must not sign again.
 *
 * @throws as checkTelling.
 */
export async function signTelling(
  told: Told,
  organizationId: string,
  key: DeviceKey,
): Promise<SignedTelling> {
  const { alg, kid } = publicKeyOf(key);
  const { input, disclosures } = draft(told, organizationId, { alg, kid });
  const compact = formatStatement(input, await signInput(key, input));
  return { combined: formatCombined(compact, disclosures), kid };
}

function draft(told: Told, organizationId: string, key: Omit<StatementHeader, 'typ'>): Drafted {
  const fields = privateFields[told.kind];
  if (fields === undefined) throw new ClientError('kind-unknown', 'There is no such kind of event');
  const salts = (): Uint8Array => crypto.getRandomValues(new Uint8Array(saltBytes));
  const { data, disclosures } = conceal(told.data, fields, salts);
  const claims = {
    jti: told.id,
    iss: `org/${organizationId}`,
    sub: `batch/${told.batch}`,
    kind: told.kind,
    occurredAt: told.occurredAt,
    data,
    ...(disclosures.length > 0 ? { _sd_alg: 'sha-256' as const } : {}),
  };
  return { input: encodeStatementParts({ ...key, typ: statementType }, claims), disclosures };
}
