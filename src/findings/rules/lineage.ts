import { civilDate } from '../../events/kinds/dates.js';
import { certificateTypes, claimTypes, isClaimType } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf } from '../entries.js';
import type { Rule } from '../finding.js';
import { claimsBefore, lotClaims } from '../lot-claims.js';
import type { BatchRecord, RecordEntry, RecordSource } from '../record.js';
import { certificateRule, law, ownRule, together } from '../sources.js';

/** Entries by which goods of the source came in: receipts of it, and steps that made this batch of it. */
function arrivals(record: BatchRecord, source: RecordSource): RecordEntry[] {
  const received = entriesOf(record, 'receipt').filter(({ data }) => data.source.batch === source.batch);
  const made = entriesOf(record, 'processing').filter(
    ({ data }) =>
      data.inputs.some((item) => item.batch === source.batch) &&
      data.outputs.some((item) => item.batch === record.batch.id),
  );
  return [...received, ...made].map(({ entry }) => entry);
}

/** R47: the batch was made of another one before that one had anything in it, by what was said of both. */
export const madeBeforeSource: Rule = defineRule(
  {
    id: 'R47',
    title: { zh: '早于来源批次', en: 'Made before its source existed' },
    severity: 'medium',
    effect: 'finding',
    source: ownRule,
    kinds: ['receipt', 'processing'],
  },
  (record) =>
    record.sources.flatMap((source) =>
      arrivals(record, source).flatMap((entry): Found[] => {
        const made = civilDate(entry.occurredAt);
        const existed = civilDate(source.existedFrom ?? source.openedAt);
        if (made >= existed) return [];
        const [on, from] = [dayWords(made), dayWords(existed)];
        if (source.existedFrom !== undefined) {
          const detail = {
            zh: `本批次 ${on.zh}由来源批次制成或收入，而该来源批次 ${from.zh}才有产品。`,
            en: `Made of, or received from, a batch on ${on.en} that held nothing before ${from.en}.`,
          };
          return [{ outcome: 'fail', entries: [entry], detail }];
        }
        const detail = {
          zh: `本批次 ${on.zh}由来源批次制成或收入，该来源批次 ${from.zh}才在系统建立；先后未能判定。`,
          en: `Made of, or received from, a batch on ${on.en} that was opened here on ${from.en}. Which came first cannot be decided.`,
        };
        return [{ outcome: 'unknown', entries: [entry], detail }];
      }),
    ),
);

/** Whether all that lies in the mixed lot may claim it; what was harvested straight into it has the claims of its own. */
function mayLotClaim(record: BatchRecord, seq: number, type: string): boolean {
  const spans = lotClaims(record, claimTypes).filter(({ after }) => after < seq);
  return spans.length === 0 || claimsBefore(spans, seq).includes(type);
}

function lotLacks(entry: RecordEntry, { zh, en }: Words): Found {
  const detail = {
    zh: `混合批次里现有的货物不都有“${zh}”，清空以前不得作此声明。`,
    en: `Not all that lies in the mixed lot has “${en}”: it must not claim it until it was emptied.`,
  };
  return { outcome: 'fail', entries: [entry], detail };
}

/** R45: a claim that one of the batches it was made from cannot make: what a mix may claim is what all of it may. */
export const mixedClaim: Rule = defineRule(
  {
    id: 'R45',
    title: { zh: '混合批次的声明超出来源', en: 'A mix claims what not all of it may' },
    severity: 'high',
    effect: 'refuse',
    source: together(law('quality', 39), certificateRule),
    kinds: ['certificate', 'receipt', 'processing'],
  },
  (record) =>
    entriesOf(record, 'certificate')
      .filter(({ data }) => data.action === 'issue' && isClaimType(data.type))
      .flatMap(({ entry, data }): Found[] => {
        const { zh, en } = certificateTypes[data.type];
        if (record.lot !== null)
          return mayLotClaim(record, entry.seq, data.type) ? [] : [lotLacks(entry, { zh, en })];
        const lacking = record.sources.filter(({ claims }) => claims?.includes(data.type) === false);
        if (lacking.length > 0) {
          const detail = {
            zh: `${lacking.length} 个来源批次没有“${zh}”，整个混合批次不得再作此声明。`,
            en: `${lacking.length} of its source batches have no “${en}”: the whole mix must not claim it.`,
          };
          return [{ outcome: 'fail', entries: [entry], detail }];
        }
        if (record.sources.every(({ claims }) => claims !== undefined)) return [];
        const detail = {
          zh: `来源批次是否都有“${zh}”，未能判定。`,
          en: `Whether all source batches have “${en}” cannot be decided.`,
        };
        return [{ outcome: 'unknown', entries: [entry], detail }];
      }),
);
