import { civilDate } from '../events/kinds/dates.js';
import { certificateTypes, type ClaimType } from '../gs1/vocabulary.js';
import type { Words } from '../gs1/words.js';
import type { Certification } from './certification.js';
import { entriesOf } from './entries.js';
import type { BatchRecord, RecordEntry } from './record.js';

/** Something done with the goods under a claim, and the days of it. */
export interface Act {
  readonly entry: RecordEntry;
  readonly words: Words;
  readonly first: string;
  readonly last: string;
}

export function harvests(record: BatchRecord): Act[] {
  return entriesOf(record, 'harvest').map(({ entry, data }) => ({
    entry,
    words: { zh: '采收', en: 'harvested' },
    first: data.startedOn,
    last: data.stoppedOn,
  }));
}

export function processings(record: BatchRecord): Act[] {
  return entriesOf(record, 'processing').map(({ entry, data }) => {
    const day = civilDate(entry.occurredAt);
    const words = { zh: '加工', en: 'processed' };
    return { entry, words, first: data.startedOn ?? day, last: data.stoppedOn ?? data.startedOn ?? day };
  });
}

/** Label sets that were issued. */
export function markings(record: BatchRecord): Act[] {
  return entriesOf(record, 'label')
    .filter(({ data }) => data.action === 'issued')
    .map(({ entry }) => marking(entry));
}

function marking(entry: RecordEntry): Act {
  const day = civilDate(entry.occurredAt);
  return { entry, words: { zh: '制作标签', en: 'labelled' }, first: day, last: day };
}

/** A claim of the batch, or marks on its labels, and the certification that it names. */
export interface NamedClaim {
  readonly entry: RecordEntry;
  readonly type: ClaimType;
  readonly certification: Certification;
  /** What was done under it: of marks the labelling alone, of a claim harvest and processing. */
  readonly acts: readonly Act[];
  readonly isMark: boolean;
}

/** The claims and marks of a batch that name a certification of its organization. */
export function namedClaims(record: BatchRecord): NamedClaim[] {
  const find = (named: { readonly seq: number } | undefined): Certification | undefined =>
    record.certifications.find(({ seq }) => seq === named?.seq);
  const acts = [...harvests(record), ...processings(record)];
  const claims = entriesOf(record, 'certificate').flatMap(({ entry, data }): NamedClaim[] => {
    const certification = find(data.certification);
    if (certification === undefined) return [];
    return [{ entry, type: certification.grant.type, certification, acts, isMark: false }];
  });
  const marks = entriesOf(record, 'label').flatMap(({ entry, data }): NamedClaim[] => {
    const certification = find(data.mark);
    if (certification === undefined) return [];
    const { type } = certification.grant;
    return [{ entry, type, certification, acts: [marking(entry)], isMark: true }];
  });
  return [...claims, ...marks];
}

/** What a certificate is called, with its number where it has one. */
export function nameOf(type: ClaimType, number: string | undefined): Words {
  const { zh, en } = certificateTypes[type];
  const shown = number === undefined ? '' : ` ${number}`;
  return { zh: `${zh}${shown}`, en: `${en}${shown}` };
}
