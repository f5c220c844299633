import type { Entry } from './entry.js';
import { LedgerError } from './errors.js';
import { parsePublicKey, type PublicKey } from './key.js';
import type { StatementPayload } from './statement.js';
import { parseTimestamp } from './time.js';
import type { TrustedOperator } from './trust.js';

const purposes = ['custodial', 'participant', 'label'] as const;

/** Kinds about the people of an organization, which it alone answers for: on its own chain, in its own name. */
const ownKinds = ['consent-recorded', 'consent-withdrawn', 'erasure'] as const;
export type OwnKind = (typeof ownKinds)[number];

/** A key as a `key-registered` entry has it. */
export interface RegisteredKey {
  readonly key: PublicKey;
  readonly purpose: (typeof purposes)[number];
  /** Where in the log it was registered; what comes before is not the key's. */
  readonly index: number;
  /** From when it is valid, in ms since 1970. */
  readonly fromMs: number;
}

/** A statement in the chain that it stands in. */
export interface ChainStatement {
  readonly entry: Pick<Entry, 'chain'>;
  readonly payload: Pick<StatementPayload, 'iss' | 'kind' | 'occurredAt' | 'data'>;
}

/** A key under the name of whose it is: the same key may be registered to several. */
export function keyName(issuer: string, kid: string): string {
  return `${issuer} ${kid}`;
}

/** What the operator alone states, on chains of organizations: who takes part, and who uses which power over them. */
const operatorKinds = [
  'organization-registered',
  'access',
  'account-ended',
  'application-decided',
  'break-glass',
  'inspection-task',
  'list-published',
  'power-used',
  'role-ended',
  'role-granted',
] as const;
export type OperatorKind = (typeof operatorKinds)[number];

/** The kind, where it is one of the operator's alone. */
export function operatorKind(kind: string): OperatorKind | null {
  return operatorKinds.find((one) => one === kind) ?? null;
}

/** What the operator alone states about batches: what it was witness of, and nobody else can say. */
const witnessedKinds = ['delivery'] as const;
export type WitnessedKind = (typeof witnessedKinds)[number];

/** What any organization may state about another on its chain: who certifies somebody says so in its own name. */
const certifyingKind = 'certification';
export type CertifyingKind = typeof certifyingKind;

/** Whether a statement of this kind certifies an organization, whoever says it. */
export function isCertifyingKind(kind: string): kind is CertifyingKind {
  return kind === certifyingKind;
}

/** Whether a statement of this kind is the operator's word as a witness. */
export function isWitnessedKind(kind: string): kind is WitnessedKind {
  return witnessedKinds.some((one) => one === kind);
}

/** Whether a statement of this kind is about people of the organization that says it. */
export function isOwnKind(kind: string): kind is OwnKind {
  return ownKinds.some((one) => one === kind);
}

/**
 * Whether it is the issuer's to say something on this chain (ledger.md §8): on the chain of an organization only it and
 * the operator speak; that it exists, and who has which power over it, is the operator's word, and of its people it
 * speaks alone; a body that certifies it says so there in its own name. On the chain of a batch anybody may speak, but
 * what the operator was witness of is its word alone.
 */
export function maySpeak(
  chain: string,
  { iss, kind }: Pick<StatementPayload, 'iss' | 'kind'>,
  operator: TrustedOperator,
): boolean {
  if (operatorKind(kind) !== null) return iss === operator.organization && chain.startsWith('org/');
  if (isOwnKind(kind)) return iss === chain;
  if (isWitnessedKind(kind)) return iss === operator.organization && chain.startsWith('batch/');
  if (isCertifyingKind(kind)) return chain.startsWith('org/');
  return chain.startsWith('batch/') || iss === chain || iss === operator.organization;
}

/** Which key an entry of this kind is about, by its keyName; null for other entries. */
export function keyIdIn(
  { entry, payload }: ChainStatement,
  kind: 'key-registered' | 'key-revoked',
): string | null {
  const { kid } = payload.data;
  const isAbout = payload.kind === kind && entry.chain.startsWith('org/') && typeof kid === 'string';
  return isAbout ? keyName(entry.chain, kid) : null;
}

/**
 * The key that a `key-registered` entry at this index registers; null when it is not one, or not the one it is called.
 * Takes about a millisecond.
 */
export function registeredKey(
  { payload: { data, occurredAt } }: ChainStatement,
  index: number,
): RegisteredKey | null {
  try {
    const key = parsePublicKey(data['jwk']);
    const purpose = purposes.find((one) => one === data['purpose']);
    if (key.kid !== data['kid'] || key.alg !== data['alg'] || purpose === undefined) return null;
    return { key, purpose, index, fromMs: parseTimestamp(occurredAt) };
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** From when a `key-revoked` entry takes the trust away, in ms since 1970; a time that cannot be read: from the beginning. */
export function revokedFromMs({ payload }: ChainStatement): number {
  const value = payload.data['untrustedFrom'];
  try {
    return typeof value === 'string' ? parseTimestamp(value) : -Infinity;
  } catch (error) {
    if (error instanceof LedgerError) return -Infinity;
    throw error;
  }
}

/** Why a registered key may not sign a statement that was recorded at this place and time; null when it may. */
export function registrationFault(
  known: RegisteredKey,
  index: number,
  recordedMs: number,
): 'key-purpose' | 'key-late' | null {
  if (known.purpose === 'label') return 'key-purpose';
  return known.index >= index || known.fromMs > recordedMs ? 'key-late' : null;
}
