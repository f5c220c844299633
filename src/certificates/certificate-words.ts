import { certificateTypes } from '../gs1/vocabulary.js';
import { fill, say, type Language, type Words } from '../gs1/words.js';
import type { CertificateStanding, Doubt } from './certificate-standing.js';
import type { CertificateDto } from './certificates.dto.js';

const doubtWords: Readonly<Record<Doubt['by'], Words>> = {
  input: {
    zh: '开具之后才记录的用药（第 {seq} 条）',
    en: 'A use recorded only after it was issued (entry {seq})',
  },
  inspection: { zh: '检测不合格（第 {seq} 条）', en: 'A test that failed (entry {seq})' },
  correction: {
    zh: '所依据的检测报告已被更正（第 {seq} 条）',
    en: 'A report it rests on was corrected (entry {seq})',
  },
  hold: { zh: '批次被冻结（第 {seq} 条）', en: 'The batch is on hold (entry {seq})' },
  finding: { zh: '规则 {rule} 的结论', en: 'What rule {rule} found' },
  origin: { zh: '来源批次已被冻结', en: 'A batch it was made from is on hold' },
};
const correctedAbove: Words = {
  zh: '所依据的来源批次检测报告已被更正',
  en: 'A report on a source batch that it rests on was corrected',
};

/** What undermines a certificate, in words. */
export function tellDoubt({ by, seq, rule }: Doubt, language: Language): string {
  const words = by === 'correction' && seq === null ? correctedAbove : doubtWords[by];
  return fill(say(words, language), { seq: seq ?? 0, rule: rule ?? '' });
}

/** A certificate in the words of the API. */
export function tellCertificate(standing: CertificateStanding, language: Language): CertificateDto {
  const { entry, data, state, doubts, withdrawnBy } = standing;
  return {
    seq: entry.seq,
    leafHash: entry.leafHash,
    type: data.type,
    title: say(certificateTypes[data.type], language),
    style: data.style ?? null,
    number: data.number ?? null,
    product: data.product ?? null,
    quantity: data.quantity ?? null,
    origin: data.origin ?? null,
    issuer: data.issuer ?? null,
    contact: data.contact ?? null,
    promise: data.promise ?? null,
    basis: [...(data.basis ?? [])],
    reportNo: data.reportNo ?? null,
    inspections: [...(data.inspections ?? [])],
    issuedOn: data.issuedOn ?? null,
    validFrom: data.validFrom ?? null,
    validTo: data.validTo ?? null,
    recordedAt: entry.recordedAt,
    state,
    doubts: doubts.map((doubt) => ({ ...doubt, detail: tellDoubt(doubt, language) })),
    withdrawnBy,
  };
}
