import type { VNode } from 'preact';
import type { ClaimType } from '../../gs1/vocabulary.js';
import { certificationWords as words } from '../words-certifications.js';
import type { Amount } from './own-lists.js';
import { Chip, Foreign, type Tone } from './parts.js';
import { useWords, type Account } from './surroundings.js';

export type ChangeName = 'suspended' | 'resumed' | 'revoked';

/** A certification of an organization, as it stands today. */
export interface Certification {
  readonly seq: number;
  readonly type: ClaimType;
  readonly number: string;
  readonly body: string;
  readonly bodyUscc?: string;
  readonly standard?: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly products: readonly string[];
  readonly sites?: readonly {
    readonly site: string;
    readonly conversionFrom?: string;
    readonly crop?: 'annual' | 'perennial';
  }[];
  readonly area?: Amount;
  readonly quantity?: Amount;
  readonly yieldMax?: string;
  readonly rateMax?: string;
  readonly recordedAt: string;
  readonly statedBy: { readonly id: string; readonly name: string };
  readonly strength: 'declared' | 'confirmed';
  readonly state: 'valid' | 'not-yet' | 'expired' | 'suspended' | 'revoked';
  readonly text: string;
  readonly changes: readonly {
    readonly action: ChangeName;
    readonly on: string;
    readonly reason: string;
    readonly recordedAt: string;
  }[];
  readonly marked: Amount | null;
}

/** Whose certifications are looked at. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly region: string;
  readonly parent: string | null;
}

const tones: Readonly<Record<Certification['state'], Tone>> = {
  valid: 'good',
  'not-yet': 'plain',
  expired: 'plain',
  suspended: 'warn',
  revoked: 'bad',
};

/** How it stands. What is only declared is never shown as something that was looked into. */
export function StateChip({ of: { state, strength } }: { of: Certification }): VNode {
  const t = useWords();
  const tone = state === 'valid' && strength === 'declared' ? 'plain' : tones[state];
  return (
    <Chip tone={tone}>
      <span class="whole">{t(words[state])}</span>
    </Chip>
  );
}

/** Whether a body or the holder itself says so, and who. */
export function WhoSays({ of: { strength, statedBy } }: { of: Certification }): VNode {
  const t = useWords();
  return (
    <>
      <Chip tone={strength === 'confirmed' ? 'good' : 'plain'}>{t(words[strength])}</Chip>{' '}
      <Foreign text={statedBy.name} />
    </>
  );
}

/** From which day to which it is valid. */
export function Validity({ of: { validFrom, validTo } }: { of: Certification }): VNode {
  return (
    <>
      <span class="whole">{validFrom}</span> – <span class="whole">{validTo}</span>
    </>
  );
}

/** In whose name somebody states something of the certifications of an organization. */
export interface Stating {
  readonly issuer: string;
  readonly as: 'member' | 'certifier' | 'regulator';
}

type Grant = Account['grants'][number];

const records = ({ role }: Grant): boolean => role === 'owner' || role === 'recorder';

/**
 * As the service decides it: members who record state it of their own organization; certifiers, and regulators of its
 * region, of others, in the name of the body that they record for. `no-body`: they record for none.
 */
export function statingFor(
  { grants }: Account,
  { id, region }: Pick<Holder, 'id' | 'region'>,
): Stating | 'no-body' | null {
  if (grants.some((grant) => grant.organization === id && records(grant)))
    return { issuer: id, as: 'member' };
  const isCertifier = grants.some(({ role }) => role === 'certifier');
  const isRegulator = grants.some((one) => one.role === 'regulator' && region.startsWith(one.region ?? '-'));
  if (!isCertifier && !isRegulator) return null;
  const body = grants.find((grant) => grant.organization !== null && records(grant))?.organization;
  return body == null ? 'no-body' : { issuer: body, as: isCertifier ? 'certifier' : 'regulator' };
}

/** Whether the account is told the sites of an organization: its own people and authorities, no certifier. */
export function seesSites({ grants }: Account, { id, parent }: Pick<Holder, 'id' | 'parent'>): boolean {
  return grants.some(({ role, organization }) =>
    organization === null
      ? role === 'inspector' || role === 'regulator' || role === 'admin'
      : organization === id || organization === parent,
  );
}
