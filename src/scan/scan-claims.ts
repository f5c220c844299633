import {
  tellHeld,
  tellInherited,
  tellRegister,
  tellState,
  tellStrength,
} from '../certifications/certification-words.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { CertificateData } from '../events/kinds/certificate.js';
import { isDeclared, standingOn, type Certification } from '../findings/certification.js';
import { certificateTypes, isClaimType } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { ScanClaim } from '../web/scan-certified.js';
import type { Warnings } from './warnings.js';

/**
 * What a batch claims by certifications of its organization, each with how that stands today and whether the batch keeps
 * the claim; then what it may claim because all that it was made from may.
 */
export function tellClaims(
  entries: readonly TimelineEntry[],
  { certifications, held }: Pick<Warnings, 'certifications' | 'held'>,
  today: string,
  language: Language,
): ScanClaim[] {
  const certificates = entries
    .filter(({ kind }) => kind === 'certificate')
    .map(({ data }) => data as unknown as CertificateData)
    .filter(({ action }) => action === 'issue');
  const named = certificates.flatMap(({ certification: by }): ScanClaim[] => {
    const certification = certifications.find(({ seq }) => seq === by?.seq);
    if (certification === undefined) return [];
    const isHeld = held === null ? null : held.includes(certification.grant.type);
    return [claimOf(certification, today, isHeld, language)];
  });
  const own = new Set<string>(certificates.map(({ type }) => type));
  const inherited = (held ?? []).filter((type) => !own.has(type)).filter(isClaimType);
  return [...named, ...inherited.map((type) => inheritedClaim(type, language))];
}

function claimOf(
  certification: Certification,
  today: string,
  held: boolean | null,
  language: Language,
): ScanClaim {
  const { grant } = certification;
  const { state, on } = standingOn(certification, today);
  const strength = isDeclared(certification) ? 'declared' : 'confirmed';
  const said = [
    tellState(state, { on, to: grant.validTo }, language),
    tellHeld(held, language),
    tellStrength(strength, language),
    tellRegister(language),
  ];
  return {
    title: say(certificateTypes[grant.type], language),
    number: grant.number,
    body: grant.body,
    state,
    held,
    text: said.join(language === 'en' ? ' ' : ''),
    strength,
  };
}

function inheritedClaim(type: keyof typeof certificateTypes, language: Language): ScanClaim {
  return {
    title: say(certificateTypes[type], language),
    number: null,
    body: null,
    state: 'inherited',
    held: true,
    text: tellInherited(language),
    strength: 'declared',
  };
}
