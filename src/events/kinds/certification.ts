import type { Role } from '../../access/actor.js';
import type { Effect } from '../../batches/effect.js';
import { certificateTypes, claimTypes, type ClaimType } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatDecimal, parseDecimal } from '../../ledger/quantity.js';
import { checkDimension, quantityText } from './amounts.js';
import { checkOrder } from './dates.js';
import { fault } from './faults.js';
import {
  Choice,
  CivilDate,
  IsDecimalString,
  Nested,
  NestedList,
  PrivateText,
  PublicText,
  Uscc,
  Uuid,
  UuidList,
} from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { QuantityDto } from './quantity.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { roleNames } from './roles.js';

/** A site that is certified; of an organic one since when it is farmed so. */
export class CertifiedSiteDto {
  @Uuid({ doc: 'Site of the organization' })
  site!: string;

  @CivilDate({ doc: 'Organic: first day of conversion; absent: not known', optional: true })
  conversionFrom?: string;

  @Choice(['annual', 'perennial'], {
    doc: 'Organic: what grows there; conversion takes 24 months, of perennial crops 36',
    optional: true,
  })
  crop?: 'annual' | 'perennial';
}

/** What is certified of an organization, from when to when, and how much. */
export class CertificationGrantDto {
  @Choice(claimTypes, { doc: 'What goods may claim', example: 'organic' })
  type!: ClaimType;

  @PublicText(60, { doc: 'Number of the certificate', example: '示例OP2600001' })
  number!: string;

  @PublicText(120, { doc: 'The body that certifies', example: '示例认证有限公司' })
  body!: string;

  @Uscc({ doc: 'Unified social credit code of the body', optional: true })
  bodyUscc?: string;

  @PublicText(80, { doc: 'Standard', example: 'GB/T 19630', optional: true })
  standard?: string;

  @CivilDate({ doc: 'First day of validity', example: '2026-01-01' })
  validFrom!: string;

  @CivilDate({ doc: 'Last day of validity', example: '2026-12-31' })
  validTo!: string;

  @UuidList(1, 50, { doc: 'Products of the organization that are certified' })
  products!: string[];

  @NestedList(() => CertifiedSiteDto, 1, 100, {
    doc: 'Sites that are certified; absent: it does not name any',
    optional: true,
  })
  sites?: CertifiedSiteDto[];

  @Nested(() => QuantityDto, {
    doc: 'Area that is certified',
    example: { value: '12.5', unit: 'CN-MU' },
    optional: true,
  })
  area?: QuantityDto;

  @Nested(() => QuantityDto, {
    doc: 'Most that may be marked from the first day to the last; absent: nothing is marked with it',
    example: { value: '30000', unit: 'KGM' },
    optional: true,
  })
  quantity?: QuantityDto;

  @IsDecimalString({
    doc: 'Most that one unit of the area yields, in the unit of the quantity',
    example: '2500',
    positive: true,
    optional: true,
  })
  yieldMax?: string;

  @IsDecimalString({
    doc: 'Most of it that is left after processing, as a share: of milled rice for example 0.72',
    example: '1',
    positive: true,
    optional: true,
  })
  rateMax?: string;
}

/** What can be said of a certification. */
const actions = ['granted', 'suspended', 'resumed', 'revoked'] as const;
export const certificationChanges = ['suspended', 'resumed', 'revoked'] as const;
export type CertificationChangeName = (typeof certificationChanges)[number];

const actionWords = {
  granted: { zh: '认证', en: 'Certified' },
  suspended: { zh: '暂停认证', en: 'Certification suspended' },
  resumed: { zh: '恢复认证', en: 'Certification resumed' },
  revoked: { zh: '撤销认证', en: 'Certification revoked' },
} as const;

/** A certification of the organization is granted, or one granted before changes; who stated it is a disclosure. */
export class CertificationData {
  @Choice(actions, { doc: 'What happens' })
  action!: (typeof actions)[number];

  @Nested(() => CertificationGrantDto, { doc: 'What is granted (granted)', optional: true })
  grant?: CertificationGrantDto;

  @Nested(() => OwnEntryReferenceDto, {
    doc: 'The entry of this chain that granted it (suspended, resumed, revoked)',
    optional: true,
  })
  granted?: OwnEntryReferenceDto;

  @CivilDate({ doc: 'From which day on (suspended, resumed, revoked)', optional: true })
  on?: string;

  @PublicText(200, { doc: 'Why (suspended, resumed, revoked)', optional: true })
  reason?: string;

  @Choice(roleNames, { doc: 'In which role it is stated', example: 'certifier' })
  role!: Role;

  @PrivateText(36, { doc: 'Account of the one who states it (private)', optional: true })
  actor?: string;
}

/** 1 as a decimal: a product of decimals holds it once more for each factor. */
const one = parseDecimal('1');

/** What makes a grant malformed. More cannot be certified than the area yields (AT-GR-2). */
export function grantFaults(grant: CertificationGrantDto): FieldFault[] {
  const { area, quantity, yieldMax, rateMax, sites = [], type } = grant;
  const seen = new Set<string>();
  const faults = sites.flatMap(({ site, conversionFrom, crop }, index) => {
    const at = `/sites/${index}`;
    const repeated = seen.has(site) ? [fault(`${at}/site`, 'repeated')] : [];
    seen.add(site);
    if (type === 'organic') return repeated;
    return [
      ...repeated,
      ...(conversionFrom === undefined ? [] : [fault(`${at}/conversionFrom`, 'not-applicable')]),
      ...(crop === undefined ? [] : [fault(`${at}/crop`, 'not-applicable')]),
    ];
  });
  return [
    ...checkOrder(grant.validFrom, grant.validTo, '/validTo'),
    ...checkDimension(area, ['area'], '/area'),
    ...faults,
    ...(yieldMax === undefined || (area !== undefined && quantity !== undefined)
      ? []
      : [fault(area === undefined ? '/area' : '/quantity', 'required')]),
    ...(rateMax === undefined || yieldMax !== undefined ? [] : [fault('/yieldMax', 'required')]),
    ...(rateMax !== undefined && parseDecimal(rateMax) > one ? [fault('/rateMax', 'maximum', [1])] : []),
    ...yieldFaults(grant),
  ];
}

function yieldFaults({ area, quantity, yieldMax, rateMax = '1' }: CertificationGrantDto): FieldFault[] {
  if (area === undefined || quantity === undefined || yieldMax === undefined) return [];
  const most = (parseDecimal(area.value) * parseDecimal(yieldMax) * parseDecimal(rateMax)) / one / one;
  return parseDecimal(quantity.value) > most
    ? [fault('/quantity/value', 'exceeds', [formatDecimal(most)])]
    : [];
}

/** A number as it is looked up by: without what does not tell one from another. */
export function certificationNumber(number: string): string {
  return number.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}

/** What a statement about a certification does; `issuer` as `org/<uuid>`. */
export function certificationEffects(data: CertificationData, issuer: string): Effect[] {
  const { action, grant, granted } = data;
  const by = issuer.slice('org/'.length);
  if (grant !== undefined) {
    const { type, number, validFrom: from, validTo: to, quantity } = grant;
    return [
      {
        type: 'certification-grant',
        issuer: by,
        certified: type,
        number: certificationNumber(number),
        from,
        to,
        quantity: quantity === undefined ? null : parseDecimal(quantity.value),
      },
    ];
  }
  return granted === undefined || action === 'granted'
    ? []
    : [{ type: 'certification-change', issuer: by, grant: granted.seq, action }];
}

function sentence({ action, grant, on = '', reason = '' }: CertificationData, language: Language): string {
  const said = say(actionWords[action], language);
  if (grant === undefined)
    return language === 'en' ? `${said} from ${on}: ${reason}` : `${said}，自 ${on} 起：${reason}`;
  const { type, number, validFrom, validTo, quantity } = grant;
  const name = `${say(certificateTypes[type], language)} ${number}`;
  const amount = quantity === undefined ? null : quantityText(quantity, language);
  return language === 'en'
    ? `${said}: ${name}, ${validFrom} to ${validTo}${amount === null ? '' : `, ${amount}`}`
    : `${said}：${name}，${validFrom} 至 ${validTo}${amount === null ? '' : `，数量 ${amount}`}`;
}

/** Stated on the chain of who is certified, by the body or an authority; or by itself, which makes it a declaration. */
export const certification = defineKind<CertificationData>({
  kind: 'certification',
  words: { zh: '认证', en: 'Certification' },
  chain: 'organization',
  data: CertificationData,
  privateFields: ['/actor'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: ({ grant }) => (grant === undefined ? [] : grantFaults(grant)),
  effect: (data, { issuer }) => certificationEffects(data, issuer),
  sentence,
  example: {
    action: 'granted',
    grant: {
      type: 'organic',
      number: '示例OP2600001',
      body: '示例认证有限公司',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      products: ['7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94'],
      quantity: { value: '30000', unit: 'KGM' },
    },
    role: 'certifier',
  },
});
