import { civilDate } from '../../events/kinds/dates.js';
import type { Words } from '../../gs1/words.js';
import type { Lists, PesticideLabelRow } from '../../lists/rows.js';
import { leftOn } from '../certificates.js';
import { dayWords, dayWordsBeside, daysBetween, spanWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { isMandated } from '../duty.js';
import { entriesOf } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, rowsInForce } from '../list-rows.js';
import { plainActive } from '../pesticide-uses.js';
import type { BatchRecord, RecordEntry } from '../record.js';
import { sentences } from '../sentences.js';
import { law } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

const grains = new Set(['GRA', 'MIL', 'OIL']);
/** What labels call grain in store. */
const storedGrain = '储粮';

interface Fumigation {
  readonly entry: RecordEntry;
  readonly agent: string | null;
  readonly startedOn: string;
  /** Last day of ventilation; null where it is not told, so that its end is not known. */
  readonly endedOn: string | null;
}

interface Outbound {
  readonly entry: RecordEntry;
  readonly day: string;
}

function fumigations(record: BatchRecord): Fumigation[] {
  return entriesOf(record, 'storage').flatMap(({ entry, data }) => {
    const { treatment } = data;
    if (treatment?.type !== 'fumigation') return [];
    const { agent = null, startedOn, ventilatedUntil = null } = treatment;
    return [{ entry, agent, startedOn, endedOn: ventilatedUntil }];
  });
}

/** Days on which grain left the store: shipped, or taken for processing. */
function outbounds(record: BatchRecord): Outbound[] {
  const shipped = entriesOf(record, 'shipment').map(({ entry, data }) => ({
    entry,
    day: leftOn(entry, data.departedAt),
  }));
  const taken = entriesOf(record, 'processing')
    .filter(({ data }) => data.inputs.some((item) => item.batch === record.batch.id))
    .map(({ entry, data }) => ({ entry, day: data.startedOn ?? civilDate(entry.occurredAt) }));
  return [...shipped, ...taken];
}

function rowsFor(fumigation: Fumigation, lists: Lists): PesticideLabelRow[] {
  const { agent, startedOn } = fumigation;
  const rows = rowsInForce(lists['pesticide-labels']?.rows ?? [], startedOn);
  return rows.filter(
    (row) => agent !== null && plainActive(row.active) === plainActive(agent) && row.crop === storedGrain,
  );
}

/** The interval counts from the end of ventilation; where that is not told, from the start it can only fail. */
function verdictOf(row: PesticideLabelRow, { startedOn, endedOn }: Fumigation, day: string): Verdict {
  if (!decides(row) || row.intervalDays === null) return 'unknown';
  if (daysBetween(endedOn ?? startedOn, day) < row.intervalDays) return 'fail';
  return endedOn === null ? 'unknown' : 'pass';
}

function reasonOf(fumigation: Fumigation, rows: readonly PesticideLabelRow[], lists: Lists): Words {
  if (lists['pesticide-labels'] === null) return noListWords('pesticide-labels');
  if (fumigation.agent === null) return { zh: '没有写明药剂', en: 'the agent is not told' };
  if (rows.some((row) => !decides(row))) return lowWords('pesticide-labels');
  const known = rows.length > 0 && rows.every((row) => row.intervalDays !== null);
  if (!known) return { zh: '间隔期未知', en: 'its interval is not known' };
  return fumigation.endedOn === null
    ? { zh: '没有写明散气到哪天', en: 'the end of ventilation is not told' }
    : { zh: '清单所列间隔期不一', en: 'rows of the list differ' };
}

function judgeFumigation(fumigation: Fumigation, left: readonly Outbound[], lists: Lists): Found[] {
  const list = lists['pesticide-labels'];
  const rows = rowsFor(fumigation, lists);
  const after = left.filter(({ day }) => day >= fumigation.startedOn);
  const verdicts = after.map(({ day }) => agreed(rows.map((row) => verdictOf(row, fumigation, day))));
  const agent = fumigation.agent ?? '药剂';
  const started = dayWords(fumigation.startedOn);
  const fails = after.flatMap((outbound, index): Found[] => {
    const [row] = rows;
    if (verdicts[index] !== 'fail' || list === null || row === undefined) return [];
    const out = dayWordsBeside(outbound.day, fumigation.startedOn);
    const days = spanWords(row.intervalDays ?? 0);
    const detail = {
      zh: `${started.zh}用${agent}熏蒸，${out.zh}出库，未过间隔期 ${days.zh}，不得作为食用。`,
      en: `Fumigated with ${agent} on ${started.en} and taken out on ${out.en}, before the interval of ${days.en} was over: not for food.`,
    };
    const entries = [fumigation.entry, outbound.entry];
    return [{ outcome: 'fail', entries, lists: [list], detail: sentences(detail, basisWords(list, row)) }];
  });
  const known = rows.length > 0 && rows.every((row) => decides(row) && row.intervalDays !== null);
  const open = after.filter((_, index) => verdicts[index] === 'unknown');
  if (open.length === 0 && known) return fails;
  const reason = reasonOf(fumigation, rows, lists);
  const detail = {
    zh: `${started.zh}用${agent}熏蒸；出库作食用前的间隔期是否已过，未能判定：${reason.zh}。`,
    en: `Fumigated with ${agent} on ${started.en}. Whether the interval before food use was over cannot be decided: ${reason.en}.`,
  };
  const entries = [fumigation.entry, ...open.map((outbound) => outbound.entry)];
  return [...fails, { outcome: 'unknown', entries, lists: [list], detail }];
}

/** R38: grain left the store for food before the interval of what it was fumigated with was over. */
export const fumigationInterval: Rule = defineRule(
  {
    id: 'R38',
    title: { zh: '储粮药剂间隔期内出库', en: 'Grain taken out inside the interval of a fumigant' },
    severity: 'critical',
    effect: 'hold',
    source: law('grain', 17, 18, 47),
    kinds: ['storage', 'shipment', 'processing'],
  },
  (record, lists) => {
    if (!grains.has(record.product.category)) return [];
    const left = outbounds(record);
    return fumigations(record).flatMap((fumigation) => judgeFumigation(fumigation, left, lists));
  },
);

/** The outcome of what was tested by a day, of samples taken after the store was aired last; `fail` where nothing was. */
function testedBy(record: BatchRecord, day: string): { verdict: Verdict; entries: RecordEntry[] } {
  const aired = fumigations(record)
    .map(({ startedOn, endedOn }) => endedOn ?? startedOn)
    .filter((ended) => ended <= day)
    .sort()
    .at(-1);
  const tests = entriesOf(record, 'inspection').filter(
    ({ data: { sample } }) => sample.sampledOn <= day && (aired === undefined || sample.sampledOn >= aired),
  );
  if (tests.some(({ data }) => data.verdict === 'pass')) return { verdict: 'pass', entries: [] };
  const open = tests.filter(({ data }) => data.verdict === 'unknown').map(({ entry }) => entry);
  return open.length > 0 ? { verdict: 'unknown', entries: open } : { verdict: 'fail', entries: [] };
}

/** R102, first half: grain was shipped out of store without a test since it was treated last. Years in store wait. */
export const outboundTest: Rule = defineRule(
  {
    id: 'R102',
    title: { zh: '粮食未经检验出库', en: 'Grain out of store without a test' },
    severity: 'high',
    effect: 'refuse',
    source: law('grain', 17),
    kinds: ['storage', 'inspection', 'shipment'],
  },
  (record) => {
    const stored = entriesOf(record, 'storage').map(({ data }) => data.enteredOn);
    if (record.product.category !== 'GRA' || !isMandated(record)) return [];
    return entriesOf(record, 'shipment').flatMap(({ entry, data }): Found[] => {
      const day = leftOn(entry, data.departedAt);
      if (!stored.some((entered) => entered <= day)) return [];
      const { verdict, entries } = testedBy(record, day);
      if (verdict === 'pass') return [];
      const on = dayWords(day);
      const detail =
        verdict === 'fail'
          ? {
              zh: `${on.zh}出库前没有合格的质量安全检验记录。`,
              en: `Taken out of store on ${on.en} without a passed quality and safety test on record.`,
            }
          : {
              zh: `${on.zh}出库前的检验没有结论，是否可以出库未能判定。`,
              en: `The test before it left the store on ${on.en} has no verdict: whether it could leave cannot be decided.`,
            };
      return [{ outcome: verdict, entries: [entry, ...entries], detail }];
    });
  },
);
