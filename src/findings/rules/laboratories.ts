import { isRapid, type InspectionData } from '../../events/kinds/inspection.js';
import { accreditation } from '../accreditations.js';
import { issuedCertificates } from '../certificates.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords } from '../list-rows.js';
import { sentences } from '../sentences.js';
import { law } from '../sources.js';

/** Reports that the law lets only an accredited laboratory give; a producer's own test and a rapid one need none. */
const ofLaboratories: readonly InspectionData['type'][] = ['commissioned', 'supervision', 'retest'];

function needsAccreditation(data: InspectionData): boolean {
  return data.laboratory.cma !== undefined || (ofLaboratories.includes(data.type) && !isRapid(data));
}

/**
 * R62: the laboratory was not accredited for all that it tested, on the day of sampling and on that of the report. A
 * compliance certificate that rests on such a report is refused (R03 of laboratories).
 */
export const accreditedLaboratory: Rule = defineRule(
  {
    id: 'R62',
    title: { zh: '检测机构无相应资质', en: 'Laboratory not accredited for it' },
    severity: 'high',
    effect: 'finding',
    source: law('quality', 48),
    kinds: ['inspection', 'certificate'],
  },
  (record, lists) => {
    const certificates = issuedCertificates(record).filter(({ data }) => data.type === 'compliance');
    return entriesOf(record, 'inspection').flatMap((report): Found[] => {
      const { entry, data } = report;
      if (!needsAccreditation(data)) return [];
      const { sampledOn } = data.sample;
      const { verdict, words, row } = accreditation(
        {
          laboratory: data.laboratory,
          category: record.product.category,
          analytes: data.results.map(({ analyte }) => analyte),
          days: [sampledOn, ...(data.reportedOn === undefined ? [] : [data.reportedOn])],
        },
        lists,
      );
      if (verdict === 'pass') return [];
      const list = lists['laboratory-accreditations'];
      const name = data.laboratory.name;
      const detail =
        verdict === 'fail'
          ? { zh: `检测机构${name}：${words.zh}。`, en: `Laboratory ${name}: ${words.en}.` }
          : {
              zh: `检测机构${name}有没有相应资质，未能判定：${words.zh}。`,
              en: `Whether laboratory ${name} was accredited for it cannot be decided: ${words.en}.`,
            };
      const told = list === null || row === null ? detail : sentences(detail, basisWords(list, row));
      const facts = { outcome: verdict, lists: [list], detail: told };
      return [
        { ...facts, entries: [entry] },
        ...certificates
          .filter((certificate) => restsOn(certificate, report, record.batch.id))
          .map((certificate): Found => {
            return { ...facts, entries: [certificate.entry, entry], effect: 'refuse' };
          }),
      ];
    });
  },
);

/** A certificate names its reports by their entries; before that was asked for, by the number alone. */
function restsOn({ data }: Told<'certificate'>, report: Told<'inspection'>, home: string): boolean {
  const { inspections, reportNo } = data;
  return inspections === undefined
    ? reportNo !== undefined && reportNo === report.data.reportNo
    : inspections.some(({ batch = home, seq }) => batch === home && seq === report.entry.seq);
}
