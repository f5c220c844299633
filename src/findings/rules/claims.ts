import { civilDate } from '../../events/kinds/dates.js';
import { isClaimType } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import { issuedCertificates, type IssuedCertificate } from '../certificates.js';
import { withdrawnIn } from '../certification.js';
import {
  harvests,
  markings,
  nameOf,
  namedClaims,
  processings,
  type Act,
  type NamedClaim,
} from '../claims.js';
import { dayWords, dayWordsBeside } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import type { Rule } from '../finding.js';
import type { BatchRecord, RecordEntry } from '../record.js';
import { law } from '../sources.js';

/** A claim with what certifies it, as its rules look at it. */
interface Certified {
  readonly entry: RecordEntry;
  readonly name: Words;
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  readonly acts: readonly Act[];
}

/** Claims whose entry itself says when they are valid. */
function toldClaims(record: BatchRecord): IssuedCertificate[] {
  return issuedCertificates(record).filter(
    ({ data }) => isClaimType(data.type) && data.certification === undefined,
  );
}

function certifiedIn(record: BatchRecord): Certified[] {
  const acts = [...harvests(record), ...processings(record), ...markings(record)];
  const told = toldClaims(record).map((certificate) => {
    const { entry, data } = certificate;
    return { entry, name: nameIn(certificate), validFrom: data.validFrom, validTo: data.validTo, acts };
  });
  const named = namedClaims(record).map((claim) => {
    const { validFrom, validTo } = claim.certification.grant;
    return { entry: claim.entry, name: nameOfClaim(claim), validFrom, validTo, acts: claim.acts };
  });
  return [...told, ...named];
}

function nameIn({ data }: IssuedCertificate): Words {
  return isClaimType(data.type) ? nameOf(data.type, data.number) : { zh: '', en: '' };
}

function nameOfClaim({ type, certification }: NamedClaim): Words {
  return nameOf(type, certification.grant.number);
}

function outside({ entry, name, validFrom, validTo }: Certified, act: Act): Found[] {
  const entries = [entry, act.entry];
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
    certifiedIn(record).flatMap((certified) => certified.acts.flatMap((act) => outside(certified, act))),
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
  (record) => [
    ...toldClaims(record).flatMap((certificate) => withdrawnByEntry(record, certificate)),
    ...namedClaims(record).flatMap((claim) => withdrawnByBody(record, claim)),
  ],
);

/** The claim is one of the harvest; where the chain has none, of what was done with the goods. */
function decisive(record: BatchRecord, others: readonly Act[]): readonly Act[] {
  const picked = harvests(record);
  return picked.length > 0 ? picked : others;
}

function withdrawnByEntry(record: BatchRecord, certificate: IssuedCertificate): Found[] {
  const [withdrawal] = certificate.withdrawals;
  if (withdrawal === undefined) return [];
  const day = civilDate(withdrawal.entry.occurredAt);
  const others = [...processings(record), ...markings(record)];
  const suspended = withdrawal.data.action === 'suspend';
  return decisive(record, others)
    .filter(({ last }) => last >= day)
    .map((act) => ({
      outcome: 'fail',
      entries: [certificate.entry, withdrawal.entry, act.entry],
      detail: withdrawnWords(nameIn(certificate), suspended, day, act),
    }));
}

/** Marks are judged by the day on which they are made: what was harvested before keeps the claim, and no more is marked. */
function withdrawnByBody(record: BatchRecord, claim: NamedClaim): Found[] {
  const acts = claim.isMark ? claim.acts : decisive(record, claim.acts);
  return acts.flatMap((act): Found[] => {
    const change = withdrawnIn(claim.certification, act.first, act.last);
    if (change === null) return [];
    const suspended = change.action === 'suspended';
    const detail = withdrawnWords(nameOfClaim(claim), suspended, change.on, act);
    return [{ outcome: 'fail', entries: [claim.entry, act.entry], detail }];
  });
}

function withdrawnWords(name: Words, suspended: boolean, day: string, act: Act): Words {
  const on = dayWords(day);
  const done = dayWordsBeside(act.last, day);
  return {
    zh: `${name.zh}已于 ${on.zh}${suspended ? '暂停' : '撤销'}，${done.zh}${act.words.zh}的产品不得作此声明。`,
    en: `${name.en} was ${suspended ? 'suspended' : 'revoked'} on ${on.en}: goods ${act.words.en} on ${done.en} must not claim it.`,
  };
}
