import type { AuditEntry } from './audit-bundle.js';
import { type AuditFinding, auditFinding, type AuditReason } from './audit-report.js';
import type { PublicKey } from './key.js';
import { keyName, maySpeak, type RegisteredKey, registrationFault } from './key-register.js';
import { checkStatement, parseStatement } from './statement.js';
import { parseRecordedAt } from './time.js';
import type { TrustedOperator } from './trust.js';

/** A key that is not trusted any more: from when, and since when the log says so, in ms since 1970. */
export interface RevokedKey {
  readonly fromMs: number;
  readonly recordedMs: number;
}

/** What is to be kept of the keys of a log. */
export interface SavedKeys {
  readonly keys: readonly (readonly [string, RegisteredKey])[];
  readonly revoked: readonly (readonly [string, RevokedKey])[];
  readonly counts: { readonly own: number; readonly custodial: number; readonly doubted: number };
}

/**
 * So long after a revocation was recorded a statement may still be recorded that was accepted before: every process of
 * the service learns of the revocation, and writes down what it had accepted, within this time.
 */
export const revocationGraceMs = 10_000;

/** Entries before the operator's first key is registered: its own registration. */
const untilOperatorMax = 16;

const nothingSaved: SavedKeys = { keys: [], revoked: [], counts: { own: 0, custodial: 0, doubted: 0 } };

/**
 * Who said every entry, in the order of the log (ledger.md §8): by the rules of checkSigners, of which this sees all
 * entries and not only some.
 *
 * A revocation may say that a key was not to be trusted for a while already. What the log has from that while is no
 * fault of the log, and what follows within revocationGraceMs is counted as in doubt.
 */
export class LogKeys {
  private readonly keys: Map<string, RegisteredKey>;
  private readonly revoked: Map<string, RevokedKey>;
  private readonly counts: { own: number; custodial: number; doubted: number };
  /** What the operator said with its pinned key before that was registered. */
  private early: { readonly entry: AuditEntry; readonly index: number }[] = [];

  constructor(
    private readonly operator: TrustedOperator,
    saved: SavedKeys = nothingSaved,
  ) {
    this.keys = new Map(saved.keys);
    this.revoked = new Map(saved.revoked);
    this.counts = { ...saved.counts };
  }

  get count(): number {
    return this.keys.size;
  }

  get signers(): SavedKeys['counts'] {
    return this.counts;
  }

  /** What is wrong with who said an entry, null when nothing is; what it says of keys then holds for those after it. */
  take(entry: AuditEntry, index: number): AuditFinding | null {
    const kind = entry.telling?.about ?? '';
    if (!maySpeak(entry.chain, { iss: entry.issuer, kind }, this.operator)) {
      return finding('issuer-wrong', entry, index);
    }
    if (entry.seq === 1 && entry.chain.startsWith('org/') && kind !== 'organization-registered') {
      return finding('organization-missing', entry, index);
    }
    const isPinned = entry.issuer === this.operator.organization && entry.kid === this.operator.kid;
    const name = keyName(entry.issuer, entry.kid);
    if (isPinned && !this.keys.has(name)) return this.takeEarly(entry, index, name);
    return this.check(entry, index, name) ?? this.enter(entry, index);
  }

  /** What is wrong at the log's end; null when nothing is. */
  finish(): AuditFinding | null {
    const [first] = this.early;
    return first === undefined ? null : finding('operator-missing', first.entry, first.index);
  }

  /** What is to be kept of it: the constructor takes it again. */
  saved(): SavedKeys {
    return { keys: [...this.keys], revoked: [...this.revoked], counts: { ...this.counts } };
  }

  /** The operator's first key, which the trust file names, signs its own registration. */
  private takeEarly(entry: AuditEntry, index: number, name: string): AuditFinding | null {
    const { telling } = entry;
    this.early.push({ entry, index });
    if (telling?.about !== 'key-registered' || telling.name !== name) {
      return this.early.length > untilOperatorMax ? this.finish() : null;
    }
    if (telling.key?.key.kid !== this.operator.kid) return finding('key-malformed', entry, index);
    this.keys.set(name, { ...telling.key, index: -1, fromMs: -Infinity });
    const { early } = this;
    this.early = [];
    for (const one of early) {
      const fault = this.check(one.entry, one.index, name);
      if (fault !== null) return fault;
    }
    return null;
  }

  private check(entry: AuditEntry, index: number, name: string): AuditFinding | null {
    const known = this.keys.get(name);
    if (known === undefined) return finding('key-unknown', entry, index);
    const recordedMs = parseRecordedAt(entry.recordedAt);
    const unregistered = registrationFault(known, index, recordedMs);
    if (unregistered !== null) return finding(unregistered, entry, index);
    const revoked = this.revoked.get(name);
    const isDoubted = revoked !== undefined && recordedMs >= revoked.fromMs;
    if (isDoubted && recordedMs > revoked.recordedMs + revocationGraceMs) {
      return finding('key-revoked', entry, index);
    }
    if (!isSigned(entry, known.key)) return finding('signature-wrong', entry, index);
    this.counts[known.purpose === 'participant' ? 'own' : 'custodial'] += 1;
    if (isDoubted) this.counts.doubted += 1;
    return null;
  }

  /** Takes what an entry says of keys; what is wrong with that. */
  private enter(entry: AuditEntry, index: number): AuditFinding | null {
    const { telling } = entry;
    if (telling?.about === 'key-registered') {
      const { name, key } = telling;
      if (name === null || key === null) return finding('key-malformed', entry, index);
      if (!this.keys.has(name)) this.keys.set(name, key);
    } else if (telling?.about === 'key-revoked' && telling.name !== null) {
      const { name, fromMs } = telling;
      const before = this.revoked.get(name);
      const recordedMs = before?.recordedMs ?? parseRecordedAt(entry.recordedAt);
      this.revoked.set(name, { fromMs: Math.min(fromMs, before?.fromMs ?? Infinity), recordedMs });
    }
    return null;
  }
}

function isSigned({ signed }: AuditEntry, key: PublicKey): boolean {
  return typeof signed === 'boolean'
    ? signed
    : checkStatement(parseStatement(signed.statement), key) === null;
}

function finding(reason: AuditReason, { chain, seq, kid, issuer }: AuditEntry, index: number): AuditFinding {
  return auditFinding(reason, { index, chain, seq, found: `${issuer} ${kid}` });
}
