import type { CertificationEntry } from '../batches/certifications.service.js';
import type {
  CertificationChangeName,
  CertificationData,
  CertificationGrantDto,
} from '../events/kinds/certification.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { parseEntry } from '../ledger/entry.js';
import { parseStatement } from '../ledger/statement.js';

/** That a certification was suspended, resumed or revoked. */
export interface CertificationChange {
  readonly seq: number;
  /** `org/<uuid>`. */
  readonly issuer: string;
  readonly recordedAt: string;
  readonly action: CertificationChangeName;
  /** From this civil date on. */
  readonly on: string;
  readonly reason: string;
}

/** What an organization is certified for, by an entry of its chain, and what became of it, in the order of the chain. */
export interface Certification {
  readonly organizationId: string;
  readonly seq: number;
  /** base64url. */
  readonly leafHash: string;
  /** `org/<uuid>`: the body, an authority, or the organization itself. */
  readonly issuer: string;
  /** RFC 3339 in UTC. */
  readonly recordedAt: string;
  readonly grant: CertificationGrantDto;
  readonly changes: readonly CertificationChange[];
}

/** The certifications that these entries of chains tell, which follow one another as on their chains. */
export function certificationsIn(entries: readonly CertificationEntry[]): Certification[] {
  const found = new Map<string, Certification & { readonly changes: CertificationChange[] }>();
  for (const { organizationId, seq, leafHash, entry, grantSeq } of entries) {
    const { recordedAt, statement } = parseEntry(entry);
    const { iss: issuer, data } = parseStatement(statement).payload;
    const { action, grant, on = '', reason = '' } = data as unknown as CertificationData;
    const name = `${organizationId} ${grantSeq}`;
    const told = { seq, issuer, recordedAt };
    if (grant !== undefined)
      found.set(name, { ...told, organizationId, leafHash: base64urlEncode(leafHash), grant, changes: [] });
    else if (action !== 'granted') found.get(name)?.changes.push({ ...told, action, on, reason });
  }
  return [...found.values()];
}

/** Whether the organization says itself that it is certified. */
export function isDeclared({ organizationId, issuer }: Certification): boolean {
  return issuer === `org/${organizationId}`;
}

export const certificationStates = ['valid', 'not-yet', 'expired', 'suspended', 'revoked'] as const;
export type CertificationState = (typeof certificationStates)[number];

/** How a certification stands on a day, and since when; what is valid or expired, since or until which day. */
export interface CertificationStanding {
  readonly state: CertificationState;
  /** Civil date: of `valid`, `not-yet` the first day, of `expired` the last day of validity, else of the change. */
  readonly on: string;
}

/** Days on which a certification does not count; `to` is the first on which it does again, null: none. */
interface Gap {
  readonly change: CertificationChange;
  readonly to: string | null;
}

function gapsOf({ changes }: Certification): Gap[] {
  return changes.flatMap((change, index) => {
    if (change.action === 'resumed') return [];
    const resumed = changes.slice(index + 1).find(({ action }) => action === 'resumed');
    return { change, to: change.action === 'revoked' ? null : (resumed?.on ?? null) };
  });
}

/** What took a certification away on one of the days from `first` to `last`, a revocation before a suspension; or null. */
export function withdrawnIn(
  certification: Certification,
  first: string,
  last = first,
): CertificationChange | null {
  const gaps = gapsOf(certification).filter(
    ({ change, to }) => change.on <= last && (to === null || first < to),
  );
  const gap = gaps.find(({ change }) => change.action === 'revoked') ?? gaps[0];
  return gap?.change ?? null;
}

/** How a certification stands on a civil day, by all that is told here. */
export function standingOn(certification: Certification, day: string): CertificationStanding {
  const { validFrom, validTo } = certification.grant;
  const change = withdrawnIn(certification, day);
  if (change !== null) return { state: change.action === 'revoked' ? 'revoked' : 'suspended', on: change.on };
  if (day < validFrom) return { state: 'not-yet', on: validFrom };
  return day > validTo ? { state: 'expired', on: validTo } : { state: 'valid', on: validFrom };
}
