import {
  certificateBases,
  certificateTypes,
  compliancePromises,
  type CertificateBasis,
  type CertificateType,
} from '../../gs1/vocabulary.js';
import type { Effect } from '../../batches/effect.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { amountIn, checkAmount, quantityText } from './amounts.js';
import { checkReports, reportEntry, saysTested } from './certificate-basis.js';
import { checkDone, checkOrder } from './dates.js';
import { fault } from './faults.js';
import { Choice, ChoiceList, CivilDate, Nested, NestedList, PublicText } from './fields.js';
import { defineKind, type KindContext, type References } from './kind.js';
import { QuantityDto } from './quantity.js';
import { OwnEntryReferenceDto, ReportReferenceDto } from './reference.dto.js';
import { findEntry, isFault, ownEntry } from './references.js';

const actions = ['issue', 'suspend', 'revoke'] as const;

/** A certificate of this batch is issued, or one issued before is suspended or revoked. */
export class CertificateData {
  @Choice(actions, { doc: 'What happens to the certificate' })
  action!: (typeof actions)[number];

  @Choice(Object.keys(certificateTypes), { doc: 'Kind of certificate', example: 'compliance' })
  type!: CertificateType;

  @PublicText(60, { doc: 'Number of the certificate', optional: true })
  number?: string;

  @Choice([1, 2], {
    doc: 'Style of a compliance certificate: 1 producer, 2 buyer who mixed or repacked',
    optional: true,
  })
  style?: 1 | 2;

  @PublicText(80, { doc: 'Product', example: '苹果', optional: true })
  product?: string;

  @Nested(() => QuantityDto, { doc: 'Quantity it covers', optional: true })
  quantity?: QuantityDto;

  @PublicText(120, { doc: 'Origin, to the county', example: '山东省烟台市栖霞市', optional: true })
  origin?: string;

  @PublicText(120, {
    doc: 'Who promises or certifies',
    example: '栖霞示例果业农民专业合作社',
    optional: true,
  })
  issuer?: string;

  @PublicText(60, { doc: 'Contact; a mobile number only masked', example: '137****0000', optional: true })
  contact?: string;

  @PublicText(300, {
    doc: 'The promise; of a compliance certificate the fixed text of its style, which the service fills in',
    optional: true,
  })
  promise?: string;

  @ChoiceList(Object.keys(certificateBases), 6, { doc: 'What the promise rests on', optional: true })
  basis?: CertificateBasis[];

  @PublicText(60, { doc: 'Number of the test report', example: '示例-2026-10231', optional: true })
  reportNo?: string;

  @NestedList(() => ReportReferenceDto, 1, 8, {
    doc: 'The inspections that a basis which says tested rests on: of this batch, or of all that it was made from',
    optional: true,
  })
  inspections?: ReportReferenceDto[];

  @PublicText(80, { doc: 'Standard it certifies', example: 'GB/T 19630', optional: true })
  standard?: string;

  @CivilDate({ doc: 'Date of issue', example: '2026-11-20', optional: true })
  issuedOn?: string;

  @CivilDate({ doc: 'First day of validity', optional: true })
  validFrom?: string;

  @CivilDate({ doc: 'Last day of validity', optional: true })
  validTo?: string;

  @Nested(() => OwnEntryReferenceDto, {
    doc: 'What the batch claims: the certification, granted by this entry of the chain of its organization',
    optional: true,
  })
  certification?: OwnEntryReferenceDto;

  @Nested(() => OwnEntryReferenceDto, { doc: 'The issue entry that is suspended or revoked', optional: true })
  certificate?: OwnEntryReferenceDto;

  @PublicText(200, { doc: 'Why it is suspended or revoked', optional: true })
  reason?: string;
}

/** What a 承诺达标合格证 must say (农业农村部令 2025-4; rule R51). */
const complianceFields = [
  'style',
  'product',
  'quantity',
  'origin',
  'issuer',
  'contact',
  'promise',
  'basis',
  'issuedOn',
] as const;
/** What only the issue of a certificate says. */
const issueFields = [
  ...complianceFields,
  'reportNo',
  'inspections',
  'standard',
  'validFrom',
  'validTo',
  'certification',
] as const;
/** What the certification itself says. */
const certifiedFields = [...issueFields.filter((name) => name !== 'certification'), 'number'] as const;

type Field = keyof CertificateData;

function checkPresent(
  data: CertificateData,
  needed: readonly Field[],
  excluded: readonly Field[],
): FieldFault[] {
  return [
    ...needed.filter((name) => data[name] === undefined).map((name) => fault(`/data/${name}`, 'required')),
    ...excluded
      .filter((name) => data[name] !== undefined)
      .map((name) => fault(`/data/${name}`, 'not-applicable')),
  ];
}

/** A basis that says tested names its report, by number and by the entry on this chain (rule R53). */
function checkIssue(data: CertificateData, context: KindContext): FieldFault[] {
  if (data.certification !== undefined) return checkClaim(data, data.certification, context);
  const tested = saysTested(data.basis);
  const needed: Field[] = [
    // The promise follows from the style: without one there is nothing to compare.
    ...(data.type === 'compliance' ? complianceFields : (['issuer'] as const)).filter(
      (name) => name !== 'promise' || data.style !== undefined,
    ),
    ...(tested ? (['reportNo'] as const) : []),
  ];
  return [
    ...checkPresent(data, needed, ['certificate', 'reason']),
    ...(data.type === 'compliance' ? checkPromise(data, context) : []),
    ...checkReports(data, context),
    ...(data.quantity === undefined ? [] : checkAmount(data.quantity, context.home.unit, '/data/quantity')),
    ...checkDone(data.issuedOn, '/data/issuedOn', context),
    ...checkOrder(data.validFrom, data.validTo, '/data/validTo'),
  ];
}

/** A claim is of the type of its certification, which says all else. */
function checkClaim(data: CertificateData, named: OwnEntryReferenceDto, context: KindContext): FieldFault[] {
  const granted = context.certification?.(named);
  const faults = checkPresent(data, [], [...certifiedFields, 'certificate', 'reason']);
  if (granted === undefined) return [...faults, fault('/data/certification', 'unknown-entry')];
  return granted.type === data.type ? faults : [...faults, fault('/data/type', 'choice', [granted.type])];
}

/** The promise is the organization's own, in the words of its style. */
function checkPromise({ style, promise }: CertificateData, context: KindContext): FieldFault[] {
  const own = context.issuer === `org/${context.home.organizationId}`;
  const fixed = style === undefined ? promise : compliancePromises[style].zh;
  return [
    ...(own ? [] : [fault('/data/type', 'own-promise')]),
    ...(promise === undefined || promise === fixed ? [] : [fault('/data/promise', 'fixed-text', [fixed])]),
  ];
}

/** Fills in the promise: nobody types what the form prints. */
function complete(data: CertificateData): CertificateData {
  const { action, type, style, promise } = data;
  if (action !== 'issue' || type !== 'compliance' || style === undefined || promise !== undefined)
    return data;
  // Data are plain objects of the shape of the class.
  return Object.assign({}, data, { promise: compliancePromises[style].zh });
}

function effect(data: CertificateData, context: KindContext): Effect[] {
  const batch = context.home.id;
  if (data.certification !== undefined)
    return [{ type: 'certification-use', batch, certification: data.certification.seq, marks: null }];
  if (data.type !== 'compliance') return [];
  if (data.action === 'revoke' && data.certificate !== undefined)
    return [{ type: 'certificate-revoke', batch, entry: data.certificate }];
  if (data.action !== 'issue' || data.quantity === undefined) return [];
  return [{ type: 'certificate-issue', batch, quantity: amountIn(data.quantity, context.home.unit) }];
}

function references({ certificate: named, inspections = [] }: CertificateData, home: string): References {
  const own = named === undefined ? [] : [ownEntry(named, home)];
  return { entries: [...own, ...inspections.map((report) => reportEntry(report, home))], batches: [] };
}

function checkWithdrawal(data: CertificateData, context: KindContext): FieldFault[] {
  const missing = checkPresent(data, ['certificate', 'reason'], issueFields);
  if (data.certificate === undefined) return missing;
  const entry = findEntry(
    ownEntry(data.certificate, context.home.id),
    ['certificate'],
    '/data/certificate',
    context,
  );
  if (isFault(entry)) return [...missing, entry];
  const issued = entry.data as CertificateData;
  if (issued.action !== 'issue')
    return [...missing, fault('/data/certificate', 'wrong-kind', ['certificate issue'])];
  return issued.type === data.type ? missing : [...missing, fault('/data/type', 'choice', [issued.type])];
}

function sentence(data: CertificateData, language: Language): string {
  const type = say(certificateTypes[data.type], language);
  const quantity = data.quantity === undefined ? null : quantityText(data.quantity, language);
  if (language === 'en') {
    if (data.action === 'issue') return `${type} issued${quantity === null ? '' : ` for ${quantity}`}`;
    return `${type} ${data.action === 'suspend' ? 'suspended' : 'revoked'}: ${data.reason ?? ''}`;
  }
  if (data.action === 'issue') return `开具${type}${quantity === null ? '' : `，数量 ${quantity}`}`;
  return `${data.action === 'suspend' ? '暂停' : '撤销'}${type}：${data.reason ?? ''}`;
}

/** Certificate. Its issue looks forward and is refused while the batch is on hold; withdrawing it is not. */
export const certificate = defineKind<CertificateData>({
  kind: 'certificate',
  words: { zh: '证书', en: 'Certificate' },
  chain: 'batch',
  data: CertificateData,
  privateFields: [],
  forward: (data) => data.action === 'issue',
  correctable: false,
  references,
  complete,
  check: (data, context) =>
    data.action === 'issue' ? checkIssue(data, context) : checkWithdrawal(data, context),
  effect,
  sentence,
  example: {
    action: 'issue',
    type: 'compliance',
    style: 1,
    product: '苹果',
    quantity: { value: '8000', unit: 'KGM' },
    origin: '山东省烟台市栖霞市',
    issuer: '栖霞示例果业农民专业合作社',
    contact: '137****0000',
    promise: compliancePromises[1].zh,
    basis: ['quality-control'],
    issuedOn: '2026-11-20',
  },
});
