import { tryConvert } from '../../gs1/vocabulary.js';
import { fill, say, type Language, type Words } from '../../gs1/words.js';
import type { QueueItem } from '../../client/client.js';
import { formatDecimal, isDecimalText, parseDecimal, type Decimal } from '../../ledger/quantity.js';
import { sayQuantity } from '../figures.js';
import { warningWords } from '../words-capture-warnings.js';
import type { Amount } from './amounts.js';
import { intervalDaysOf, useOf, type Facts, type Use } from './facts.js';
import { amountOf, batchName, forms, type FormName } from './forms.js';
import { lastSixOf } from './package-code.js';
import type { AmountQuestion, Answers, FindBatch, KnownBatch } from './questions.js';

/** A sentence of the catalogue with what stands at its places. */
export interface Warning {
  readonly words: Words;
  readonly figures: Readonly<Record<string, string>>;
}

/** What is told, and what the phone knows that may speak against it. */
export interface Known {
  readonly form: FormName;
  readonly answers: Answers;
  /** What was answered the time before. */
  readonly last: Answers;
  readonly items: readonly QueueItem[];
  readonly facts: Facts;
  readonly find: FindBatch;
  /** The phone's clock, in milliseconds since 1970. */
  readonly now: number;
  readonly language: Language;
}

const dayMs = 86_400_000;
/** Told later than this it is a late entry (rule R13). */
const lateMs = 48 * 3_600_000;
/** Inputs after which one has to wait before harvest. */
const waitsAfter = ['pesticide', 'veterinary'];

/** What somebody should look at before it is kept. Nothing is refused. */
export function warningsOf(known: Known): Warning[] {
  const rules = [intervalWarnings, registrationWarning, moreThanLeft, lateWarning, tenfold];
  return rules.flatMap((rule) => rule(known));
}

/** Whole days between two civil days. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

function lateWarning({ answers, now }: Known): Warning[] {
  const { day = '' } = answers;
  const happened = Date.parse(`${day}T12:00:00+08:00`);
  if (now - happened <= lateMs) return [];
  const days = String(Math.floor((now - happened) / dayMs));
  return [{ words: warningWords.late, figures: { day, days } }];
}

function registrationWarning({ answers }: Known): Warning[] {
  const { unitCode = '', registrationNo = '' } = answers;
  const digits = lastSixOf(unitCode);
  if (digits === null || registrationNo === '' || registrationNo.trim().endsWith(digits)) return [];
  return [{ words: warningWords.otherRegistration, figures: { digits, name: registrationNo } }];
}

function intervalWarnings(known: Known): Warning[] {
  const { form, answers, facts, find } = known;
  const batch = find(answers['batch'] ?? '');
  if (form !== 'harvest' || batch === undefined) return [];
  const day = answers['day'] ?? '';
  const warnings = runningIntervals(batch, day, known).map(({ use, days, between }): Warning => {
    const figures = { used: use.stoppedOn, name: use.name, day, between: String(between) };
    return days === null
      ? { words: warningWords.intervalUnknown, figures }
      : { words: warningWords.interval, figures: { ...figures, days: String(days) } };
  });
  const isRead = (facts.batches[batch.id]?.seq ?? -1) >= batch.seq;
  return isRead ? warnings : [...warnings, { words: warningWords.usesUnread, figures: {} }];
}

/** An interval before harvest that is not over; `days` null where the phone knows none, `between` those that passed. */
export interface RunningInterval {
  readonly use: Use;
  readonly days: number | null;
  readonly between: number;
}

/** The intervals of a batch that are not over, or not known, on a civil day: by the ledger and by what waits here. */
export function runningIntervals(
  batch: KnownBatch,
  day: string,
  known: Pick<Known, 'facts' | 'items'>,
): RunningInterval[] {
  const { facts } = known;
  const inLedger = facts.batches[batch.id];
  const uses = [...Object.values(inLedger?.uses ?? {}), ...usesOnPhone(known, batch, inLedger?.seq ?? 0)];
  const before = uses.filter(({ type, stoppedOn }) => waitsAfter.includes(type) && stoppedOn <= day);
  return lastOfEach(before)
    .map((use) => ({
      use,
      days: intervalDaysOf(use, batch.product, facts.intervals),
      between: daysBetween(use.stoppedOn, day),
    }))
    .filter(({ days, between }) => days === null || between < days);
}

/** Of each product the last use: from it the interval counts. */
function lastOfEach(uses: readonly Use[]): Use[] {
  const last = new Map<string, Use>();
  for (const use of uses) {
    const product = `${use.name}\n${use.registrationNo}`;
    const other = last.get(product);
    if (other === undefined || other.stoppedOn < use.stoppedOn) last.set(product, use);
  }
  return [...last.values()];
}

/** Uses told on this phone that are not among those read from the ledger, entries up to `seq`. */
function usesOnPhone({ items }: Pick<Known, 'items'>, batch: KnownBatch, seq: number): Use[] {
  return items
    .filter((item) => item.batch === batch.id && item.kind === 'input' && counts(item, seq))
    .map(({ data }) => useOf(data));
}

/** Whether something told is in force, and not among the entries up to `seq` yet. */
function counts(item: QueueItem, seq: number): boolean {
  return item.state === 'recorded' ? item.seq > seq : item.state !== 'refused';
}

function inUnit({ value, unit }: Amount, to: string): Decimal | null {
  if (!isDecimalText(value)) return null;
  const converted = tryConvert(parseDecimal(value), unit, to);
  return typeof converted === 'bigint' ? converted : null;
}

/** What is drawn from which batch: the questions that say so. */
const draws: Partial<Record<FormName, readonly [batch: string, amount: string]>> = {
  shipment: ['batch', 'amount'],
  processing: ['source', 'taken'],
};

function moreThanLeft(known: Known): Warning[] {
  const { form, answers, find, language } = known;
  const [batchId, amountId] = draws[form] ?? ['', ''];
  const batch = find(answers[batchId] ?? '');
  if (batch === undefined) return [];
  const amount = amountOf(answers[amountId]);
  const wanted = inUnit(amount, batch.unit);
  const left = leftOf(batch, known);
  if (wanted === null || wanted <= left) return [];
  const figures = {
    batch: batchName(batch),
    left: sayQuantity({ value: formatDecimal(left), unit: batch.unit }, language),
    amount: sayQuantity(amount, language),
  };
  return [{ words: warningWords.more, figures }];
}

/** What is left of a batch with what was told on this phone and was not in the ledger when it was fetched. */
function leftOf(batch: KnownBatch, { items, find }: Known): Decimal {
  const told = items.filter((item) => counts(item, find(item.batch)?.seq ?? 0));
  const left = told.reduce((sum, item) => sum + (movedOf(item, batch) ?? 0n), parseDecimal(batch.available));
  return left < 0n ? 0n : left;
}

/** What something told adds to a batch, in its unit; null when that cannot be said exactly. */
function movedOf({ kind, batch: home, data }: QueueItem, batch: KnownBatch): Decimal | null {
  const answers = forms[kind as FormName].answers(data, []);
  const amount = inUnit(amountOf(answers['amount']), batch.unit);
  if (home === batch.id) {
    if (kind === 'shipment') return amount === null ? null : -amount;
    return kind === 'input' ? 0n : amount;
  }
  if (answers['source'] !== batch.id) return 0n;
  const taken = inUnit(amountOf(answers['taken']), batch.unit);
  return taken === null ? null : -taken;
}

function tenfold({ form, answers, last, language }: Known): Warning[] {
  if (form === 'input' && answers['name'] !== last['name']) return [];
  const questions = forms[form].screens.flat();
  return questions
    .filter((question): question is AmountQuestion => question.type === 'amount')
    .flatMap(({ id }): Warning[] => {
      const [before, amount] = [amountOf(last[id]), amountOf(answers[id])];
      const [was, is] = [inUnit(before, before.unit), inUnit(amount, before.unit)];
      if (was === null || is === null || is < was * 10n) return [];
      const figures = { before: sayQuantity(before, language), amount: sayQuantity(amount, language) };
      return [{ words: warningWords.tenfold, figures }];
    });
}

/** What a clock that is off by so many milliseconds does; null for one that is right. */
export function clockWarning(skewMs: number, language: Language): Warning | null {
  if (skewMs === 0) return null;
  const words = skewMs > 0 ? warningWords.clockAhead : warningWords.clockBehind;
  return { words, figures: { span: spanText(Math.abs(skewMs), language) } };
}

function spanText(ms: number, language: Language): string {
  const spans = [
    [365 * dayMs, warningWords.years],
    [dayMs, warningWords.days],
    [3_600_000, warningWords.hours],
    [60_000, warningWords.minutes],
  ] as const;
  const [unit, words] = spans.find(([least]) => ms >= 2 * least) ?? [60_000, warningWords.minutes];
  return fill(say(words, language), { n: Math.round(ms / unit) });
}
