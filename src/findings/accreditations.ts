import type { InspectionData } from '../events/kinds/inspection.js';
import type { Words } from '../gs1/words.js';
import type { LaboratoryAccreditationRow, Lists } from '../lists/rows.js';
import { dayWords } from './days.js';
import { decides, lowWords, noListWords, noRowWords, rowsInForce } from './list-rows.js';
import { plainActive } from './pesticide-uses.js';
import { names } from './sentences.js';
import type { Verdict } from './verdict.js';

/** A laboratory as a report names it. */
type Laboratory = InspectionData['laboratory'];

/** What is asked of the list of accreditations. */
export interface Asked {
  readonly laboratory: Laboratory;
  readonly category: string;
  readonly analytes: readonly string[];
  /** Civil days on which it must have been accredited. */
  readonly days: readonly string[];
}

/** The answer, with a clause in words unless it is a pass, and the row that it rests on, where there is one. */
export interface Answer {
  readonly verdict: Verdict;
  readonly words: Words;
  readonly row: LaboratoryAccreditationRow | null;
}

const list = 'laboratory-accreditations';
const passed: Answer = { verdict: 'pass', words: { zh: '', en: '' }, row: null };

/** Whether a row is of this laboratory: by the number it gives, by its credit code, or, without either, by its name. */
function isOf({ laboratory, uscc, number }: LaboratoryAccreditationRow, body: Laboratory): boolean {
  if (body.cma !== undefined) return body.cma === number;
  return body.uscc !== undefined && uscc !== null
    ? body.uscc === uscc
    : body.name.trim() === laboratory.trim();
}

function covers(row: LaboratoryAccreditationRow, category: string, analyte: string): boolean {
  return (
    (row.category === null || row.category === category) &&
    (row.analyte === null || plainActive(row.analyte) === plainActive(analyte))
  );
}

/** Whether a laboratory was accredited for all that it tested on each of the days; the worst answer there is. */
export function accreditation(asked: Asked, lists: Lists): Answer {
  const rows = lists[list]?.rows;
  if (rows === undefined) return unknown(noListWords(list));
  const own = rows.filter((row) => isOf(row, asked.laboratory));
  if (own.length === 0) return unknown(noRowWords(list));
  const answers = asked.days.map((day) => foreign(own, asked.laboratory) ?? onDay(own, asked, day));
  return (
    answers.find(({ verdict }) => verdict === 'fail') ??
    answers.find(({ verdict }) => verdict === 'unknown') ??
    passed
  );
}

/** The report gives the number of another body's accreditation. */
function foreign(rows: readonly LaboratoryAccreditationRow[], { uscc, cma }: Laboratory): Answer | null {
  const others = rows.filter((row) => row.uscc !== null && uscc !== undefined && row.uscc !== uscc);
  if (others.length < rows.length) return null;
  return failed(others, {
    zh: `资质编号 ${cma ?? ''} 属于另一个机构`,
    en: `accreditation ${cma ?? ''} is another body’s`,
  });
}

function onDay(
  rows: readonly LaboratoryAccreditationRow[],
  { category, analytes }: Asked,
  day: string,
): Answer {
  const current = rowsInForce(rows, day);
  const on = dayWords(day);
  const suspended = current.filter(
    (row) => row.status === 'suspended' && analytes.some((analyte) => covers(row, category, analyte)),
  );
  if (suspended.length > 0)
    return failed(suspended, { zh: `${on.zh}资质被暂停`, en: `its accreditation was suspended on ${on.en}` });
  const accredited = current.filter(({ status }) => status === 'accredited');
  if (accredited.length === 0)
    return failed(rows, { zh: `${on.zh}没有有效资质`, en: `it was not accredited on ${on.en}` });
  const missing = analytes.filter((analyte) => !accredited.some((row) => covers(row, category, analyte)));
  if (missing.length > 0) {
    const what = names(missing);
    return failed(accredited, {
      zh: `${on.zh}的资质范围不含${what.zh}`,
      en: `its accreditation on ${on.en} does not cover ${what.en}`,
    });
  }
  const sure = accredited.filter(decides);
  return analytes.every((analyte) => sure.some((row) => covers(row, category, analyte)))
    ? passed
    : unknown(lowWords(list));
}

/** A failure by what some rows say, or do not say; not known where one of them is unsure. */
function failed(rows: readonly LaboratoryAccreditationRow[], words: Words): Answer {
  const row = rows.at(-1) ?? null;
  return rows.every(decides) ? { verdict: 'fail', words, row } : unknown(lowWords(list));
}

function unknown(words: Words): Answer {
  return { verdict: 'unknown', words, row: null };
}
