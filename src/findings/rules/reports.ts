import { civilDate } from '../../events/kinds/dates.js';
import type { Words } from '../../gs1/words.js';
import { dayWords, dayWordsBeside, spanWords, daysBetween } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import type { BatchRecord, RecordEntry } from '../record.js';
import { names } from '../sentences.js';
import { ownRule } from '../sources.js';
import { reportKeys } from '../subjects.js';

function nameOf({ data }: Told<'inspection'>): Words {
  const { reportNo } = data;
  return reportNo === undefined
    ? { zh: '检测', en: 'The test' }
    : { zh: `报告 ${reportNo}`, en: `Report ${reportNo}` };
}

interface Landmark {
  readonly entry: RecordEntry;
  readonly words: Words;
  readonly day: string;
}

/** What the goods of this batch have behind them: their last treatment, and how each part of them came in. */
function landmarks(record: BatchRecord): { treatments: Landmark[]; arrivals: Landmark[] } {
  const treatments = entriesOf(record, 'input')
    .filter(({ data }) => data.inputType === 'pesticide' || data.inputType === 'veterinary')
    .map(({ entry, data }) => ({
      entry,
      words: { zh: `最后一次使用${data.product.name}`, en: `the last use of ${data.product.name}` },
      day: data.stoppedOn,
    }));
  const picked = entriesOf(record, 'harvest').map(({ entry, data }) => ({
    entry,
    words: { zh: '采收', en: 'harvest' },
    day: data.startedOn,
  }));
  const received = entriesOf(record, 'receipt').map(({ entry, data }) => ({
    entry,
    words: { zh: '收入本批次', en: 'the goods came into this batch' },
    day: data.receivedOn ?? civilDate(entry.occurredAt),
  }));
  return { treatments, arrivals: [...picked, ...received] };
}

const laterFirst = (left: Landmark, right: Landmark): number => right.day.localeCompare(left.day);

function before(report: Told<'inspection'>, mark: Landmark, some: boolean): Found {
  const { sampledOn } = report.data.sample;
  const [on, then] = [dayWords(sampledOn), dayWordsBeside(mark.day, sampledOn)];
  const name = nameOf(report);
  const facts = { entries: [report.entry, mark.entry] };
  return some
    ? {
        ...facts,
        outcome: 'unknown',
        detail: {
          zh: `${name.zh}于 ${on.zh}抽样，之后 ${then.zh}还有${mark.words.zh}；是否代表这部分产品，未能判定。`,
          en: `${name.en} was sampled on ${on.en}; ${mark.words.en} followed on ${then.en}. Whether it covers that part cannot be decided.`,
        },
      }
    : {
        ...facts,
        outcome: 'fail',
        detail: {
          zh: `${name.zh}于 ${on.zh}抽样，早于${mark.words.zh}（${then.zh}），不能代表本批次。`,
          en: `${name.en} was sampled on ${on.en}, before ${mark.words.en} (${then.en}): it does not cover this lot.`,
        },
      };
}

/** R63: the sample was taken before the last treatment, or before the goods were harvested or received. */
export const sampledTooEarly: Rule = defineRule(
  {
    id: 'R63',
    title: { zh: '抽样早于用药或采收', en: 'Sampled before treatment or harvest' },
    severity: 'high',
    effect: 'finding',
    source: ownRule,
    kinds: ['inspection', 'input', 'harvest', 'receipt'],
  },
  (record) => {
    const { treatments, arrivals } = landmarks(record);
    return entriesOf(record, 'inspection').flatMap((report): Found[] => {
      const { sampledOn } = report.data.sample;
      const [treated] = treatments.filter(({ day }) => sampledOn < day).sort(laterFirst);
      if (treated !== undefined) return [before(report, treated, false)];
      const [later] = arrivals.filter(({ day }) => sampledOn < day).sort(laterFirst);
      if (later === undefined) return [];
      return [
        before(
          report,
          later,
          arrivals.some(({ day }) => day <= sampledOn),
        ),
      ];
    });
  },
);

/** On one chain: the same number with another laboratory or sample. */
function repeatedHere(record: BatchRecord): Found[] {
  const byNumber = new Map<string, Told<'inspection'>[]>();
  for (const report of entriesOf(record, 'inspection')) {
    const { reportNo } = report.data;
    if (reportNo !== undefined) byNumber.set(reportNo, [...(byNumber.get(reportNo) ?? []), report]);
  }
  return [...byNumber].flatMap(([number, reports]): Found[] => {
    const samples = new Set(
      reports.map(({ data }) => JSON.stringify([data.laboratory.name, data.sample.sampledOn])),
    );
    if (samples.size < 2) return [];
    const detail = {
      zh: `报告编号 ${number} 在本批次用了 ${reports.length} 次，机构或抽样日期不同。`,
      en: `Report number ${number} stands ${reports.length} times on this batch, with different laboratories or days of sampling.`,
    };
    return [{ outcome: 'fail', entries: reports.map(({ entry }) => entry), detail }];
  });
}

/** On other batches of the organization that are no part of this one, nor this one of them. */
function repeatedElsewhere(record: BatchRecord): Found[] {
  const { reused = [] } = record;
  return entriesOf(record, 'inspection').flatMap(({ entry, data }): Found[] => {
    const keys = reportKeys(data);
    const batches = [...new Set(reused.filter(({ key }) => keys.includes(key)).map(({ batch }) => batch))];
    if (batches.length === 0) return [];
    const [number, codes] = [data.reportNo ?? '', names(batches.sort())];
    const detail = {
      zh: `${data.laboratory.name}的报告编号 ${number} 还用在本组织的批次 ${codes.zh}，一份报告只说明它所抽的批次。`,
      en: `Report number ${number} of ${data.laboratory.name} also stands on ${codes.en} of the same organization; a report covers the lot that was sampled.`,
    };
    return [{ outcome: 'fail', entries: [entry], detail }];
  });
}

/** The sampling that a report names says another day or number by now: it was corrected after the report. */
function otherSample(record: BatchRecord): Found[] {
  const samples = new Map(entriesOf(record, 'sample').map((told) => [told.entry.seq, told]));
  return entriesOf(record, 'inspection').flatMap(({ entry, data }): Found[] => {
    const told = samples.get(data.sample.entry?.seq ?? 0);
    const { sampledOn, sampleNo } = data.sample;
    if (told === undefined || (told.data.sampledOn === sampledOn && told.data.sampleNo === sampleNo))
      return [];
    const [on, then] = [dayWords(sampledOn), dayWords(told.data.sampledOn)];
    const detail = {
      zh: `报告写的样品是 ${sampleNo ?? ''}（${on.zh}），所指的抽样现为 ${told.data.sampleNo}（${then.zh}）。`,
      en: `The report is of sample ${sampleNo ?? ''} (${on.en}); the sampling it names now says ${told.data.sampleNo} (${then.en}).`,
    };
    return [{ outcome: 'fail', entries: [told.entry, entry], detail }];
  });
}

/** R64: one report number for several samples or lots, or a report of another sample than it names. */
export const repeatedReport: Rule = defineRule(
  {
    id: 'R64',
    title: { zh: '同一报告用于不同样品或批次', en: 'One report for different samples or lots' },
    severity: 'high',
    effect: 'finding',
    source: ownRule,
    kinds: ['inspection', 'sample'],
  },
  (record) => [...repeatedHere(record), ...repeatedElsewhere(record), ...otherSample(record)],
);

/** R72: readings that never changed over at least a day; of less than a day the summary does not tell enough. */
export const frozenReadings: Rule = defineRule(
  {
    id: 'R72',
    title: { zh: '传感器读数不变', en: 'Readings that never change' },
    severity: 'low',
    effect: 'finding',
    source: ownRule,
    kinds: ['storage'],
  },
  (record) =>
    entriesOf(record, 'storage').flatMap(({ entry, data }) =>
      (data.readings ?? []).flatMap(({ name, min, max, unit }): Found[] => {
        if (min !== max) return [];
        const days = daysBetween(data.enteredOn, data.leftOn ?? civilDate(entry.occurredAt));
        const what = { zh: name ?? '温度', en: name ?? 'temperature' };
        const figure = `${min} ${unit ?? (name === undefined ? '°C' : '')}`.trim();
        const span = spanWords(days);
        return days >= 1
          ? [
              {
                outcome: 'fail',
                entries: [entry],
                detail: {
                  zh: `${data.place}的${what.zh}读数 ${span.zh}里一直是 ${figure}，请检查传感器。`,
                  en: `Readings of ${what.en} at ${data.place} stayed at ${figure} for ${span.en}: check the sensor.`,
                },
              },
            ]
          : [
              {
                outcome: 'unknown',
                entries: [entry],
                detail: {
                  zh: `${data.place}的${what.zh}读数一直是 ${figure}；不足一天，是否失灵未能判定。`,
                  en: `Readings of ${what.en} at ${data.place} stayed at ${figure}; for less than a day that decides nothing.`,
                },
              },
            ];
      }),
    ),
);
