import { civilDate } from '../../events/kinds/dates.js';
import { isLate } from '../../events/timing.js';
import type { Words } from '../../gs1/words.js';
import { parseTimestamp } from '../../ledger/time.js';
import { dayWords, dayWordsBeside } from '../days.js';
import { defineRule } from '../define-rule.js';
import { dutySeverity, isMandated } from '../duty.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import type { RecordEntry } from '../record.js';
import { listed } from '../sentences.js';
import { law, ownRule, together } from '../sources.js';

const dayMs = 86_400_000;

/**
 * What the law asks of a record of an input and this one leaves out; name, amount, first and last day are of the shape.
 *
 * How it was used: its method, its dilution, or the area that the amount went on. Where it came from: its private
 * source, or what names its maker; a ticket is the matter of R30.
 */
function missingOf({ entry, data }: Told<'input'>): Words[] {
  const { product } = data;
  const used = data.method ?? data.dilution ?? data.area;
  const from = product.registrationNo ?? product.manufacturer ?? product.unitCode ?? data.source;
  return [
    ...(used === undefined ? [{ zh: '用法', en: 'how it was used' }] : []),
    ...(from === undefined && !entry.concealed ? [{ zh: '来源', en: 'where it came from' }] : []),
  ];
}

/** R10: the record of an input lacks what the law asks for. */
export const inputRecord: Rule = defineRule(
  {
    id: 'R10',
    title: { zh: '投入品使用记录不全', en: 'Record of an input is incomplete' },
    severity: 'high',
    effect: 'refuse',
    source: law('quality', 27, 69),
    kinds: ['input'],
  },
  (record) =>
    entriesOf(record, 'input').flatMap((told) => {
      const missing = missingOf(told);
      if (missing.length === 0) return [];
      const { zh, en } = listed(missing);
      const { name } = told.data.product;
      return [
        {
          outcome: 'fail',
          entries: [told.entry],
          severity: dutySeverity(record, 'high'),
          effect: isMandated(record) ? 'refuse' : 'finding',
          detail: {
            zh: `${name}的使用记录没有写明：${zh}。`,
            en: `The record of ${name} does not tell: ${en}.`,
          },
        },
      ];
    }),
);

/** R11: a pesticide was used and no pest or disease is told. */
export const pestBehindUse: Rule = defineRule(
  {
    id: 'R11',
    title: { zh: '用药没有病虫害记录', en: 'No pest or disease behind a treatment' },
    severity: 'medium',
    effect: 'finding',
    source: law('quality', 27),
    kinds: ['input'],
  },
  (record) =>
    entriesOf(record, 'input')
      .filter(({ data }) => data.inputType === 'pesticide' && data.target === undefined)
      .map(({ entry, data }) => {
        const day = dayWords(data.startedOn);
        return {
          outcome: 'fail',
          entries: [entry],
          severity: dutySeverity(record, 'medium'),
          detail: {
            zh: `${day.zh}使用了${data.product.name}，没有记录防治的病虫害。`,
            en: `${data.product.name} was used on ${day.en} without a pest or disease on record.`,
          },
        };
      }),
);

/** What tells of work that is done; certificates, labels and holds are made by being recorded. */
const workKinds = [
  'input',
  'harvest',
  'processing',
  'storage',
  'inspection',
  'shipment',
  'receipt',
  'return',
];

/** When an entry could be recorded first: a report of a laboratory not before it was written, to the end of the day. */
function knownFrom(entry: RecordEntry): string {
  const { reportedOn } = entry.data;
  if (entry.kind !== 'inspection' || typeof reportedOn !== 'string') return entry.occurredAt;
  return reportedOn >= civilDate(entry.occurredAt) ? `${reportedOn}T23:59:59+08:00` : entry.occurredAt;
}

/** R13: an entry was recorded late. It counts all the same; that it is late is shown. */
export const lateEntry: Rule = defineRule(
  {
    id: 'R13',
    title: { zh: '补录', en: 'Late entry' },
    severity: 'medium',
    effect: 'finding',
    source: together(law('quality', 27), ownRule),
    kinds: workKinds,
  },
  (record) =>
    record.entries.flatMap((entry) => {
      if (!workKinds.includes(entry.kind)) return [];
      const known = knownFrom(entry);
      if (!isLate(known, entry.recordedAt)) return [];
      const days = Math.floor((parseTimestamp(entry.recordedAt) - parseTimestamp(known)) / dayMs);
      const happened = civilDate(entry.occurredAt);
      const recorded = civilDate(entry.recordedAt);
      const [on, at] = [dayWords(happened), dayWordsBeside(recorded, happened)];
      return [
        {
          outcome: 'fail',
          entries: [entry],
          severity: dutySeverity(record, 'medium'),
          detail: {
            zh: `第 ${entry.seq} 条是补录：${on.zh}的事，${at.zh}才登记，晚了 ${days} 天。`,
            en: `Entry ${entry.seq} was entered late: it happened on ${on.en} and was recorded on ${at.en}, ${days} days later.`,
          },
        },
      ];
    }),
);
