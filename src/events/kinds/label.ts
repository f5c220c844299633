import type { Effect } from '../../batches/effect.js';
import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseDecimal } from '../../ledger/quantity.js';
import { amountIn, checkAmount, groupDigits, quantityText, type Quantity } from './amounts.js';
import { fault } from './faults.js';
import { Choice, Count, Hash32, Nested, PublicText, Uuid } from './fields.js';
import { defineKind, noReferences, type BatchFacts, type KindContext } from './kind.js';
import { OrganicCodes } from './organic-codes.js';
import { QuantityDto } from './quantity.js';
import { OwnEntryReferenceDto } from './reference.dto.js';

const actions = ['issued', 'activated', 'voided', 'coded'] as const;

/** Most organic codes in one entry. */
const codesMax = 500;

/**
 * Most labels that are issued as one set; more are several sets. The codes of a set are stored in the appending
 * transaction, whose time every other event of its group shares (docs/adr/0006-label-sets.md).
 */
export const labelUnitsMax = 10_000;
/** Largest count and number in an entry: the format outlives what one transaction can bear today. */
const labelNumberMax = 1_000_000;

/** The certification whose mark the labels bear, and for how much of it each counts. */
export class MarkDto extends OwnEntryReferenceDto {
  @Nested(() => QuantityDto, { doc: 'Net content of one label, in the unit of the certification' })
  net!: QuantityDto;
}

/** A label set of this batch is issued, or labels from `first` on are activated, voided, or bear organic codes. */
export class LabelData {
  @Choice(actions, { doc: 'What happens; `issued` is recorded by the service only' })
  action!: (typeof actions)[number];

  @Uuid({ doc: 'Label set' })
  set!: string;

  @Count(1, labelNumberMax, { doc: 'Number of labels (issued)', example: 1600, optional: true })
  units?: number;

  @Nested(() => QuantityDto, { doc: 'Net content of one label (issued)', optional: true })
  net?: QuantityDto;

  @Choice(['signed', 'compact'], { doc: 'Form of the codes (issued)', optional: true })
  form?: 'signed' | 'compact';

  @Hash32({ doc: 'RFC 7638 thumbprint of the label key (issued, signed form)', optional: true })
  kid?: string;

  @Hash32({ doc: 'Merkle root over the label codes (issued)', optional: true })
  root?: string;

  @Nested(() => MarkDto, {
    doc: 'The certification, granted by this entry of the chain of the organization (issued)',
    optional: true,
  })
  mark?: MarkDto;

  @OrganicCodes(codesMax, {
    doc: 'Organic codes (有机码), of `first` and those after it, one each (coded)',
    optional: true,
  })
  codes?: string[];

  @Count(1, labelNumberMax, {
    doc: 'First label, from 1 (activated, voided, coded)',
    example: 1,
    optional: true,
  })
  first?: number;

  @Count(1, labelNumberMax, {
    doc: 'Last label, inclusive (activated, voided)',
    example: 1600,
    optional: true,
  })
  last?: number;

  @PublicText(200, { doc: 'Why they are voided (voided)', example: '打印损坏', optional: true })
  reason?: string;
}

type Field = keyof LabelData;

const issueFields: readonly Field[] = ['units', 'net', 'form', 'root'];
const neededFields: Readonly<Record<LabelData['action'], readonly Field[]>> = {
  issued: issueFields,
  activated: ['first', 'last'],
  voided: ['first', 'last', 'reason'],
  coded: ['first', 'codes'],
};
const actionFields: readonly Field[] = [...issueFields, 'first', 'last', 'reason', 'codes'];

function checkFields(data: LabelData): FieldFault[] {
  const needed = neededFields[data.action];
  const faults = actionFields.flatMap((name) => {
    const given = data[name] !== undefined;
    if (given === needed.includes(name)) return [];
    return [fault(`/data/${name}`, given ? 'not-applicable' : 'required')];
  });
  if (data.mark !== undefined && data.action !== 'issued') faults.push(fault('/data/mark', 'not-applicable'));
  // Sets of other services may leave open which of their keys signs.
  const unsigned = data.kid !== undefined && data.form !== 'signed';
  return unsigned ? [...faults, fault('/data/kid', 'not-applicable')] : faults;
}

/** The last label that bears one of the codes; undefined without codes. */
function lastCoded({ first = 0, codes }: LabelData): number | undefined {
  return codes === undefined ? undefined : first + codes.length - 1;
}

function checkRange(data: LabelData, context: KindContext): FieldFault[] {
  const { first, last = lastCoded(data) } = data;
  if (first === undefined || last === undefined) return [];
  const set = context.labelSet(data.set);
  if (set === undefined) return [fault('/data/set', 'unknown-set')];
  if (last < first) return [fault('/data/last', 'minimum', [first])];
  if (last <= set.units) return [];
  return data.codes === undefined
    ? [fault('/data/last', 'maximum', [set.units])]
    : [fault('/data/codes', 'too-many', [set.units - first + 1])];
}

function check(data: LabelData, context: KindContext): FieldFault[] {
  const faults = checkFields(data);
  if (faults.length > 0) return faults;
  return data.net === undefined
    ? checkRange(data, context)
    : checkAmount(data.net, context.home.unit, '/data/net');
}

/** A label set as it is issued. */
export interface LabelIssue {
  readonly set: string;
  readonly units: number;
  readonly net: Quantity;
  readonly form: 'signed' | 'compact';
  readonly kid?: string;
  readonly root: string;
  readonly mark?: MarkDto;
}

/** What issuing a set does: units × net becomes labelled. Requires the net content to convert to the batch's unit. */
export function issueEffects(issue: LabelIssue, home: Pick<BatchFacts, 'id' | 'unit'>): Effect[] {
  const { set, units, net, form, kid = null, root, mark } = issue;
  const labelled = BigInt(units) * amountIn(net, home.unit);
  return [
    { type: 'move', batch: home.id, delta: { labelled }, requires: 'labellable', at: '/units' },
    { type: 'label-issue', batch: home.id, set, units, net: net.value, unit: net.unit, form, kid, root },
    ...(mark === undefined ? [] : [markEffect(mark, { set, units }, home.id)]),
  ];
}

function markEffect(
  { seq, net }: MarkDto,
  { set, units }: Pick<LabelIssue, 'set' | 'units'>,
  batch: string,
): Effect {
  const marks = { set, units, net: parseDecimal(net.value) };
  return { type: 'certification-use', batch, certification: seq, marks };
}

/** Voided labels give back what issuing took, so that others can be issued in their place. */
function effect(data: LabelData, context: KindContext): Effect[] {
  const batch = context.home.id;
  const { set, units, net, form, kid, root, mark, first, last } = data;
  if (units !== undefined && net !== undefined && form !== undefined && root !== undefined) {
    const rest = { ...(kid === undefined ? {} : { kid }), ...(mark === undefined ? {} : { mark }) };
    return issueEffects({ set, units, net, form, root, ...rest }, context.home);
  }
  if (data.codes !== undefined && first !== undefined)
    return [{ type: 'certification-codes', batch, set, first, codes: data.codes }];
  if (first === undefined || last === undefined) return [];
  if (data.action === 'activated')
    return [{ type: 'label-state', batch, set, first, last, state: 'activated' }];
  const facts = context.labelSet(set);
  if (facts === undefined) return [];
  const netEach = amountIn({ value: facts.net, unit: facts.unit }, context.home.unit);
  const labelled = -BigInt(last - first + 1) * netEach;
  return [
    { type: 'move', batch, delta: { labelled } },
    { type: 'label-state', batch, set, first, last, state: 'voided' },
  ];
}

function codedSentence(data: LabelData, language: Language): string {
  const [first, last] = [data.first ?? 0, lastCoded(data) ?? 0];
  return language === 'en'
    ? `Labels ${first} to ${last} bear organic codes`
    : `第 ${first} 至 ${last} 枚标签各加一个有机码`;
}

function sentence(data: LabelData, language: Language): string {
  const first = data.first ?? 0;
  const last = data.last ?? 0;
  const net = data.net === undefined ? '' : quantityText(data.net, language);
  const units = groupDigits(String(data.units ?? 0));
  if (language === 'en') {
    const marked = data.mark === undefined ? '' : `, marked with certification (entry ${data.mark.seq})`;
    if (data.action === 'issued') return `${units} labels issued, ${net} each${marked}`;
    return data.action === 'activated'
      ? `Labels ${first} to ${last} put on`
      : `Labels ${first} to ${last} voided: ${data.reason ?? ''}`;
  }
  const marked = data.mark === undefined ? '' : `，加施认证标识（认证第 ${data.mark.seq} 条）`;
  if (data.action === 'issued') return `制作标签 ${units} 枚，每枚净含量 ${net}${marked}`;
  return data.action === 'activated'
    ? `启用标签第 ${first} 至 ${last} 枚`
    : `作废标签第 ${first} 至 ${last} 枚：${data.reason ?? ''}`;
}

/** Labels (domain.md §6). Issuing and activating look forward and are refused while on hold; voiding is not. */
export const label = defineKind<LabelData>({
  kind: 'label',
  words: { zh: '标签', en: 'Labels' },
  chain: 'batch',
  data: LabelData,
  privateFields: [],
  correctable: false,
  forward: (data) => data.action !== 'voided',
  references: () => noReferences,
  check,
  effect,
  sentence: (data, language) =>
    data.codes === undefined ? sentence(data, language) : codedSentence(data, language),
  example: {
    action: 'issued',
    set: '9a2d7c40-6e15-4b8f-9c03-2f7e5d1b6a88',
    units: 1600,
    net: { value: '5', unit: 'KGM' },
    form: 'signed',
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    root: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  },
});
