import type { Lists } from '../../lists/rows.js';
import { nameOf, namedClaims } from '../claims.js';
import { defineRule, type Found } from '../define-rule.js';
import type { Rule } from '../finding.js';
import { heldClaims } from '../held-claims.js';
import type { BatchRecord } from '../record.js';
import { outOfScope } from '../scope.js';
import { law, together } from '../sources.js';

/** Labels are marked with what the batch may claim, and with nothing else. */
function marksBeyondClaims(record: BatchRecord, lists: Lists): Found[] {
  const marks = namedClaims(record).filter(({ isMark }) => isMark);
  return marks.flatMap(({ entry, type, certification }): Found[] => {
    if (heldClaims(record, lists, entry.seq).includes(type)) return [];
    const name = nameOf(type, certification.grant.number);
    const detail = {
      zh: `本批次现在没有“${name.zh}”的声明（没有声明、来源批次不都有，或已失去），标签不得加施此标识。`,
      en: `The batch has no claim to ${name.en} now (it makes none, not all of its sources have it, or it was lost): its labels must not bear the mark.`,
    };
    return [{ outcome: 'fail', entries: [entry], detail }];
  });
}

/** R58: product, site, area or quantity outside the scope of the certification; marks without the claim. */
export const claimScope: Rule = defineRule(
  {
    id: 'R58',
    title: { zh: '超出认证范围', en: 'Outside the scope of the certification' },
    severity: 'high',
    effect: 'refuse',
    source: together(law('accreditation', 24), law('quality', 74)),
    kinds: ['certificate', 'harvest', 'label', 'input', 'receipt', 'processing'],
  },
  (record, lists) => [...outOfScope(record), ...marksBeyondClaims(record, lists)],
);
