import { isDeclared, standingOn, type Certification } from '../findings/certification.js';
import type { Language } from '../gs1/words.js';
import { formatDecimal, type Decimal } from '../ledger/quantity.js';
import { tellState } from './certification-words.js';
import type { CertificationDto, CertificationStepDto } from './certifications.dto.js';

/** What is told of a certification beside its own statements. */
interface Around {
  /** Civil date on which it is looked at. */
  readonly on: string;
  /** Who states it. */
  readonly statedBy: { readonly id: string; readonly name: string } | null;
  readonly marked: Decimal;
}

/** The last millisecond of a civil day in Asia/Shanghai. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T23:59:59.999+08:00`));
}

/** Who stands behind it: the holder alone, or a body that states it in its own name. */
export function strengthOf(certification: Certification): 'declared' | 'confirmed' {
  return isDeclared(certification) ? 'declared' : 'confirmed';
}

/** A certification as it is told to members and officials. */
export function tellCertification(
  certification: Certification,
  { on, statedBy, marked }: Around,
  language: Language,
): CertificationDto {
  const { grant, seq, leafHash, recordedAt, issuer } = certification;
  const { state, on: stateOn } = standingOn(certification, on);
  const { quantity } = grant;
  return Object.assign({}, grant, {
    seq,
    leafHash,
    recordedAt,
    statedBy: { id: issuer.slice('org/'.length), name: statedBy?.name ?? '' },
    strength: strengthOf(certification),
    state,
    stateOn,
    text: tellState(state, { on: stateOn, to: grant.validTo }, language),
    changes: tellSteps(certification),
    marked: quantity === undefined ? null : { value: formatDecimal(marked), unit: quantity.unit },
  });
}

/** What became of it, in the order of the chain. */
export function tellSteps({ changes }: Certification): CertificationStepDto[] {
  return changes.map(({ action, on, reason, recordedAt }) => ({ action, on, reason, recordedAt }));
}
