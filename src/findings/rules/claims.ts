import { civilDate } from '../../events/kinds/dates.js';
import { certificateTypes } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import { issuedCertificates, type IssuedCertificate } from '../certificates.js';
import { dayWords, dayWordsBeside } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { entriesOf } from '../entries.js';
import type { Rule } from '../finding.js';
import type { BatchRecord, RecordEntry } from '../record.js';
import { law } from '../sources.js';
import { claimTypes } from './lineage.js';

/** Something done with the goods under a claim, and the days of it. */
interface Act {
  readonly entry: RecordEntry;
  readonly words: Words;
  readonly first: string;
  readonly last: string;
}

function harvests(record: BatchRecord): Act[] {
  return entriesOf(record, 'harvest').map(({ entry, data }) => ({
    entry,
    words: { zh: '采收', en: 'harvested' },
    first: data.startedOn,
    last: data.stoppedOn,
  }));
}

/** Processing and marking: labels issued. */
function later(record: BatchRecord): Act[] {
  const processed = entriesOf(record, 'processing').map(({ entry, data }) => {
    const day = civilDate(entry.occurredAt);
    const words = { zh: '加工', en: 'processed' };
    return { entry, words, first: data.startedOn ?? day, last: data.stoppedOn ?? data.startedOn ?? day };
  });
  const marked = entriesOf(record, 'label')
    .filter(({ data }) => data.action === 'issued')
    .map(({ entry }) => {
      const day = civilDate(entry.occurredAt);
      return { entry, words: { zh: '制作标签', en: 'labelled' }, first: day, last: day };
    });
  return [...processed, ...marked];
}

function claims(record: BatchRecord): IssuedCertificate[] {
  return issuedCertificates(record).filter(({ data }) => claimTypes.includes(data.type));
}

function nameOf({ data }: IssuedCertificate): Words {
  const { zh, en } = certificateTypes[data.type];
  const number = data.number === undefined ? '' : ` ${data.number}`;
  return { zh: `${zh}${number}`, en: `${en}${number}` };
}

function outside(certificate: IssuedCertificate, act: Act): Found[] {
  const { validFrom, validTo } = certificate.data;
  const name = nameOf(certificate);
  const entries = [certificate.entry, act.entry];
  const on = dayWords(act.first);
  const before = validFrom !== undefined && act.first < validFrom;
  const after = validTo !== undefined && act.last > validTo;
  if (before || after) {
    const from = validFrom === undefined ? null : dayWords(validFrom);
    const to = validTo === undefined ? null : dayWords(validTo);
    const span = {
      zh: `${from === null ? '' : `自 ${from.zh}`}${to === null ? '' : `至 ${to.zh}`}`,
      en: `${from === null ? '' : ` from ${from.en}`}${to === null ? '' : ` to ${to.en}`}`,
    };
    const detail = {
      zh: `${on.zh}${act.words.zh}，不在${name.zh}的有效期内（${span.zh}），不得作此声明。`,
      en: `${capital(act.words.en)} on ${on.en}, outside the validity of ${name.en} (${span.en.trim()}): it must not be claimed.`,
    };
    return [{ outcome: 'fail', entries, detail }];
  }
  if (validFrom !== undefined && validTo !== undefined) return [];
  const detail = {
    zh: `${on.zh}${act.words.zh}时${name.zh}是否有效，未能判定：没有写明有效期。`,
    en: `Whether ${name.en} was valid when the goods were ${act.words.en} on ${on.en} cannot be decided: its validity is not told.`,
  };
  return [{ outcome: 'unknown', entries, detail }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** R56: harvested, processed or marked on a day on which the certificate of the claim was not valid. */
export const claimValidity: Rule = defineRule(
  {
    id: 'R56',
    title: { zh: '认证不在有效期内', en: 'Certificate of a claim not valid' },
    severity: 'critical',
    effect: 'refuse',
    source: {
      zh: '认证证书的有效期（有机产品 1 年，绿色食品 3 年）',
      en: 'Validity of certificates (organic 1 year, green food 3 years)',
    },
    kinds: ['certificate', 'harvest', 'processing', 'label'],
  },
  (record) =>
    claims(record).flatMap((certificate) =>
      [...harvests(record), ...later(record)].flatMap((act) => outside(certificate, act)),
    ),
);

/** R57: the claim from the day on which its certificate was suspended or revoked; goods harvested before keep it. */
export const withdrawnClaim: Rule = defineRule(
  {
    id: 'R57',
    title: { zh: '认证已暂停或撤销', en: 'Certificate of a claim suspended or revoked' },
    severity: 'critical',
    effect: 'refuse',
    source: law('accreditation', 26),
    kinds: ['certificate', 'harvest', 'processing', 'label'],
  },
  (record) =>
    claims(record).flatMap((certificate): Found[] => {
      const [withdrawal] = certificate.withdrawals;
      if (withdrawal === undefined) return [];
      const day = civilDate(withdrawal.entry.occurredAt);
      // The claim is one of the harvest; where the chain has none, of what was done with the goods.
      const picked = harvests(record);
      const acts = (picked.length > 0 ? picked : later(record)).filter(({ last }) => last >= day);
      const name = nameOf(certificate);
      const suspended = withdrawal.data.action === 'suspend';
      return acts.map((act) => {
        const on = dayWords(day);
        const done = dayWordsBeside(act.last, day);
        return {
          outcome: 'fail',
          entries: [certificate.entry, withdrawal.entry, act.entry],
          detail: {
            zh: `${name.zh}已于 ${on.zh}${suspended ? '暂停' : '撤销'}，${done.zh}${act.words.zh}的产品不得作此声明。`,
            en: `${name.en} was ${suspended ? 'suspended' : 'revoked'} on ${on.en}: goods ${act.words.en} on ${done.en} must not claim it.`,
          },
        };
      });
    }),
);
