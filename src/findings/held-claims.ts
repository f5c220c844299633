import { isClaimType, type ClaimType } from '../gs1/vocabulary.js';
import type { Lists } from '../lists/rows.js';
import { issuedCertificates, withdrawnOn } from './certificates.js';
import { claimsBefore, lotClaims } from './lot-claims.js';
import type { BatchRecord } from './record.js';
import { claimValidity, withdrawnClaim } from './rules/claims.js';
import { conversionPeriod, organicInput } from './rules/conversion.js';
import { mixedClaim } from './rules/lineage.js';
import { outOfScope } from './scope.js';

/** Rules that take a claim away from a batch when they fail. */
const deciding = [organicInput, mixedClaim, claimValidity, withdrawnClaim, conversionPeriod];

/** What the batch's own entries let it claim: certificates that stand and that no rule takes away. Sorted. */
export function ownClaims(record: BatchRecord, lists: Lists): ClaimType[] {
  const lost = new Set([
    ...deciding
      .flatMap((rule) => rule.judge(record, lists))
      .filter(({ outcome }) => outcome === 'fail')
      .flatMap(({ entries }) => entries),
    ...outOfScope(record)
      .filter(({ outcome }) => outcome === 'fail')
      .flatMap(({ entries }) => entries.map(({ seq }) => seq)),
  ]);
  const types = issuedCertificates(record)
    .filter((certificate) => withdrawnOn(certificate) === null && !lost.has(certificate.entry.seq))
    .map(({ data }) => data.type)
    .filter(isClaimType);
  return [...new Set(types)].sort();
}

/** What all that the batch was made from may claim; of a source that was not judged yet nothing is known. */
function inherited({ sources }: BatchRecord): string[] {
  const [first, ...others] = sources;
  const claims = first?.claims ?? [];
  return claims.filter((claim) => others.every((source) => source.claims?.includes(claim) === true));
}

/** What a batch may claim, or what what lies in a mixed lot before the entry `seq` may; sorted. */
export function heldClaims(record: BatchRecord, lists: Lists, seq = Infinity): string[] {
  const own = ownClaims(record, lists);
  if (record.lot !== null) return [...claimsBefore(lotClaims(record, own), seq)].sort();
  return [...new Set<string>([...own, ...inherited(record)])].sort();
}
