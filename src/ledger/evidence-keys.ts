import type { ReadChain, ReadEntry } from './evidence-chains.js';
import { type EvidenceFigures, type EvidenceFinding, finding } from './evidence-report.js';
import {
  keyIdIn,
  keyName,
  maySpeak,
  type RegisteredKey,
  registeredKey,
  registrationFault,
  revokedFromMs,
} from './key-register.js';
import { checkStatement } from './statement.js';
import { parseRecordedAt } from './time.js';
import type { TrustedOperator } from './trust.js';

/** How many statements participants signed themselves, and the service for them. */
interface SignerCounts {
  own: number;
  custodial: number;
}

/** What the signatures of statements are held against. */
interface Register {
  readonly operator: TrustedOperator;
  /** By issuer and thumbprint; grows as the log does. */
  readonly keys: Map<string, RegisteredKey>;
  /** From when keys are not trusted, in ms since 1970, by issuer and thumbprint. */
  readonly revokedMs: ReadonlyMap<string, number>;
  /** Keys that some entry registers, wherever it stands. */
  readonly announced: ReadonlySet<string>;
}

/**
 * Checks who said every statement, in the order of the log (ledger.md §8).
 *
 * The operator's first key is the one that the trust file names, whatever the evidence says. Every other key is one
 * that an earlier entry of the log registered to the issuer, on the issuer's own chain: said by the organization with
 * a key of its own, or by the operator. It is a key for statements, and the entry was recorded after its registration
 * and before the time from which it is revoked. On the chain of an organization only it and the operator speak, and
 * that it exists is the operator's word.
 *
 * `others` are entries that are checked beside those of the chains. Requires chains that checkChains found sound: what
 * an index says is inclusion's to vouch for. That no revocation was left out cannot be seen from here.
 */
export function checkSigners(
  chains: readonly ReadChain[],
  others: readonly ReadEntry[],
  operator: TrustedOperator,
): { readonly counts: SignerCounts } | EvidenceFinding {
  const register = openRegister(chains, operator);
  if (register === null) return finding('operator-missing', { chain: operator.organization });
  const signers = chains.filter(({ role }) => role === 'signer');
  const nameless = signers.find(({ entries }) => !isRegistration(entries[0]));
  if (nameless !== undefined) return finding('organization-missing', { chain: nameless.chain });
  const counts: SignerCounts = { own: 0, custodial: 0 };
  const entries = [...chains.flatMap((chain) => chain.entries), ...others];
  for (const read of [...entries].sort((one, other) => one.item.index - other.item.index)) {
    const fault = checkSigner(read, register, counts);
    if (fault !== null) return fault;
  }
  return { counts };
}

/** The register before the log's first entry: it knows the operator's pinned key; null where that is not shown. */
function openRegister(chains: readonly ReadChain[], operator: TrustedOperator): Register | null {
  const signers = chains.filter(({ role }) => role === 'signer').flatMap(({ entries }) => entries);
  const root = signers
    .filter((read) => read.entry.chain === operator.organization && keyIdIn(read, 'key-registered'))
    .map((read) => registeredKey(read, read.item.index))
    .find((found) => found?.key.kid === operator.kid);
  if (root == null) return null;
  const name = keyName(operator.organization, operator.kid);
  const keys = new Map([[name, { ...root, index: -1, fromMs: -Infinity }]]);
  const announced = new Set(signers.flatMap((read) => keyIdIn(read, 'key-registered') ?? []));
  return { operator, keys, revokedMs: revocations(signers), announced };
}

function checkSigner(read: ReadEntry, register: Register, counts: SignerCounts): EvidenceFinding | null {
  const { entry, payload, statement, item } = read;
  const place: EvidenceFigures = { chain: entry.chain, seq: entry.seq };
  if (!maySpeak(entry.chain, payload, register.operator)) return finding('issuer-wrong', place);
  const name = keyName(payload.iss, statement.header.kid);
  const known = register.keys.get(name);
  if (known === undefined) return finding(register.announced.has(name) ? 'key-late' : 'key-unknown', place);
  const recordedMs = parseRecordedAt(entry.recordedAt);
  const unregistered = registrationFault(known, item.index, recordedMs);
  if (unregistered !== null) return finding(unregistered, place);
  if (recordedMs >= (register.revokedMs.get(name) ?? Infinity)) return finding('key-revoked', place);
  const fault = checkStatement(statement, known.key);
  if (fault !== null) return finding('signature-wrong', { ...place, code: fault.code });
  counts[known.purpose === 'participant' ? 'own' : 'custodial'] += 1;
  return enter(read, register) ? null : finding('key-malformed', place);
}

/** Takes the key that an entry registers into the register; false when it is none. */
function enter(read: ReadEntry, { keys }: Register): boolean {
  const name = keyIdIn(read, 'key-registered');
  if (name === null) return read.payload.kind !== 'key-registered';
  const key = registeredKey(read, read.item.index);
  if (key === null) return false;
  if (!keys.has(name)) keys.set(name, key);
  return true;
}

function revocations(signers: readonly ReadEntry[]): Map<string, number> {
  const revokedMs = new Map<string, number>();
  for (const read of signers) {
    const name = keyIdIn(read, 'key-revoked');
    if (name === null) continue;
    const fromMs = revokedFromMs(read);
    revokedMs.set(name, Math.min(fromMs, revokedMs.get(name) ?? Infinity));
  }
  return revokedMs;
}

function isRegistration(first: ReadEntry | undefined): boolean {
  return first?.seq === 1 && first.payload.kind === 'organization-registered';
}
