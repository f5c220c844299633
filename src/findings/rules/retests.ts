import { civilDate } from '../../events/kinds/dates.js';
import { endOfWorkingDays, retestWorkingDays } from '../../events/kinds/working-days.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import type { BatchRecord } from '../record.js';
import { law } from '../sources.js';

/** The last of the working days within which the report is due, from what happened on a civil day. */
function dueFrom(day: string, holidays: ReadonlySet<string>): string {
  return civilDate(endOfWorkingDays(`${day}T00:00:00+08:00`, retestWorkingDays, holidays));
}

/** The objection that a retest answers: the one it names, else the first to what it retests. */
function objectionOf({ data }: Told<'inspection'>, record: BatchRecord): Told<'objection'> | undefined {
  const { retest } = data;
  return entriesOf(record, 'objection').find(({ entry, data: said }) =>
    retest?.objection === undefined
      ? said.inspection.seq === retest?.of.seq
      : entry.seq === retest.objection.seq,
  );
}

/**
 * R67: the report of a retest later than seven working days after the body had the sample. Where that day is not told,
 * the day of the objection is the earliest that it can be: a report within seven working days of it is in time, a later
 * one is not known to be. That an objection is late, and that a retest is by the first body, is refused at recording.
 */
export const lateRetest: Rule = defineRule(
  {
    id: 'R67',
    title: { zh: '复检报告逾期', en: 'Report of the retest late' },
    severity: 'medium',
    effect: 'finding',
    source: law('quality', 51),
    kinds: ['inspection', 'objection'],
  },
  (record) => {
    const holidays = new Set(record.holidays);
    return entriesOf(record, 'inspection').flatMap((report): Found[] => {
      const { entry, data } = report;
      if (data.type !== 'retest') return [];
      const objection = objectionOf(report, record);
      const received = data.retest?.receivedOn;
      const from = received ?? (objection === undefined ? null : civilDate(objection.entry.recordedAt));
      if (from === null) return [];
      const due = dueFrom(from, holidays);
      const day = data.reportedOn ?? civilDate(entry.recordedAt);
      if (day <= due) return [];
      const entries = [...(objection === undefined ? [] : [objection.entry]), entry];
      const [on, until, since] = [dayWords(day), dayWords(due), dayWords(from)];
      return received === undefined
        ? [
            {
              outcome: 'unknown',
              entries,
              detail: {
                zh: `复检报告于 ${on.zh}作出，异议于 ${since.zh}提出；复检机构何时收到样品没有说明，是否逾期未能判定。`,
                en: `The report of the retest is of ${on.en}, the objection of ${since.en}; when the body had the sample is not told, so whether it is late cannot be decided.`,
              },
            },
          ]
        : [
            {
              outcome: 'fail',
              entries,
              detail: {
                zh: `复检机构于 ${since.zh}收到样品，报告应在 ${until.zh}前作出（七个工作日），实际为 ${on.zh}。`,
                en: `The body had the sample on ${since.en}; the report was due by ${until.en} (seven working days) and is of ${on.en}.`,
              },
            },
          ];
    });
  },
);
