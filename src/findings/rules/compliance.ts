import { certificateBases, verdicts } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import type { Lists } from '../../lists/rows.js';
import { categoryRows } from '../categories.js';
import { isInForce, issuedCertificates, leftOn, type IssuedCertificate } from '../certificates.js';
import { dayWords } from '../days.js';
import { defineRule, type Found } from '../define-rule.js';
import { isMandated } from '../duty.js';
import { entriesOf, type Told } from '../entries.js';
import type { Rule } from '../finding.js';
import { basisWords, decides, lowWords, noListWords, noRowWords } from '../list-rows.js';
import type { BatchRecord } from '../record.js';
import { listed, sentences } from '../sentences.js';
import { certificateRule, law, together } from '../sources.js';
import { agreed, type Verdict } from '../verdict.js';

/** Those whose goods leave a farm; buyers pass on the certificates that they collected (R54, R55). */
const passesOn = new Set(['retailer', 'processor', 'carrier']);

/** Whether the product must have a certificate on a day: `fail` stands for yes. */
function mustHave(record: BatchRecord, lists: Lists, day: string): Verdict {
  return agreed(
    categoryRows(record, lists, day, 'certificateMandatory').map((row): Verdict => {
      if (!decides(row) || row.certificateMandatory === null) return 'unknown';
      return row.certificateMandatory ? 'fail' : 'pass';
    }),
  );
}

function dutyReason(record: BatchRecord, lists: Lists, day: string): Words {
  if (lists['product-categories'] === null) return noListWords('product-categories');
  const rows = categoryRows(record, lists, day, 'certificateMandatory');
  return rows.some((row) => !decides(row))
    ? lowWords('product-categories')
    : noRowWords('product-categories');
}

/** What a shipment, or a receipt, without the certificate asks for; nothing where the product needs none. */
function withoutCertificate(
  record: BatchRecord,
  lists: Lists,
  { entry, day }: { readonly entry: Found['entries'][number]; readonly day: string },
  told: Words,
): Found[] {
  const list = lists['product-categories'];
  const verdict = mustHave(record, lists, day);
  if (verdict === 'pass') return [];
  const facts = { outcome: verdict, entries: [entry], lists: [list] };
  const [row] = categoryRows(record, lists, day, 'certificateMandatory');
  if (verdict === 'fail' && list !== null && row !== undefined)
    return [{ ...facts, detail: sentences(told, basisWords(list, row)) }];
  const reason = dutyReason(record, lists, day);
  const open = {
    zh: `${record.product.name}是否必须有合格证，未能判定：${reason.zh}。`,
    en: `Whether ${record.product.name} must have one cannot be decided: ${reason.en}.`,
  };
  return [{ ...facts, detail: sentences(told, open) }];
}

function isBought(record: BatchRecord): boolean {
  return record.sources.some(
    ({ organizationId }) => organizationId !== undefined && organizationId !== record.organization.id,
  );
}

function hasCertificate(certificates: readonly IssuedCertificate[], day: string, style?: 2): boolean {
  return certificates.some(
    (certificate) =>
      certificate.data.type === 'compliance' &&
      (style === undefined || certificate.data.style === style) &&
      isInForce(certificate, day),
  );
}

/** R50: goods of a category that needs one left the farm without a certificate. */
export const certificateDuty: Rule = defineRule(
  {
    id: 'R50',
    title: { zh: '无承诺达标合格证出场', en: 'Left the farm without a compliance certificate' },
    severity: 'high',
    effect: 'refuse',
    source: together(law('quality', 38, 39, 73), certificateRule),
    kinds: ['shipment', 'certificate', 'receipt'],
  },
  (record, lists) => {
    if (!isMandated(record) || passesOn.has(record.organization.kind) || isBought(record)) return [];
    const certificates = issuedCertificates(record);
    return entriesOf(record, 'shipment').flatMap(({ entry, data }) => {
      const day = leftOn(entry, data.departedAt);
      if (hasCertificate(certificates, day)) return [];
      const on = dayWords(day);
      return withoutCertificate(
        record,
        lists,
        { entry, day },
        {
          zh: `${on.zh}发货时没有有效的承诺达标合格证。`,
          en: `Shipped on ${on.en} without a compliance certificate in force.`,
        },
      );
    });
  },
);

/** R54: a buyer mixed or repacked goods and shipped them without a certificate of its own. */
export const reissueAfterMixing: Rule = defineRule(
  {
    id: 'R54',
    title: { zh: '混装分装后未重新开具合格证', en: 'No certificate of its own after mixing' },
    severity: 'high',
    effect: 'refuse',
    source: together(law('quality', 39, 73), certificateRule),
    kinds: ['shipment', 'certificate', 'processing', 'receipt'],
  },
  (record, lists) => {
    const made = entriesOf(record, 'processing').filter(
      ({ data }) =>
        ['mix', 'repack', 'split'].includes(data.process) &&
        data.outputs.some((item) => item.batch === record.batch.id),
    );
    const buyer = record.organization.kind === 'retailer' || isBought(record);
    if (made.length === 0 || !buyer) return [];
    const certificates = issuedCertificates(record);
    return entriesOf(record, 'shipment').flatMap(({ entry, data }) => {
      const day = leftOn(entry, data.departedAt);
      if (hasCertificate(certificates, day, 2)) return [];
      const on = dayWords(day);
      return withoutCertificate(
        record,
        lists,
        { entry, day },
        {
          zh: `收购后混装或分装，${on.zh}发货时没有重新开具承诺达标合格证。`,
          en: `Mixed or repacked after buying and shipped on ${on.en} without a compliance certificate of its own.`,
        },
      );
    });
  },
);

const certificateDocument = /合格证|检疫|certificate/i;

/** R55: a buyer took goods in without the supplier's certificate. */
export const collectedCertificate: Rule = defineRule(
  {
    id: 'R55',
    title: { zh: '收购未收取合格证', en: 'Goods taken without the supplier’s certificate' },
    severity: 'high',
    effect: 'finding',
    source: together(law('quality', 39, 73), certificateRule),
    kinds: ['receipt'],
  },
  (record, lists) =>
    entriesOf(record, 'receipt').flatMap(({ entry, data }): Found[] => {
      const source = record.sources.find(({ batch }) => batch === data.source.batch);
      const seller = source?.organizationId;
      if (seller === undefined || seller === record.organization.id) return [];
      const collected = (data.documents ?? []).some(({ type }) => certificateDocument.test(type));
      if (collected || source?.certified === true) return [];
      const day = data.receivedOn ?? leftOn(entry, undefined);
      const on = dayWords(day);
      const told = {
        zh: `${on.zh}收货，没有记录收取的承诺达标合格证或其他质量安全合格证明。`,
        en: `Received on ${on.en} without a certificate collected from the supplier on record.`,
      };
      const found = withoutCertificate(record, lists, { entry, day }, told);
      if (source?.certified === false) return found;
      const open = {
        zh: '供货批次是否有合格证，未能判定。',
        en: 'Whether the batch supplied had one cannot be decided.',
      };
      return found.map((item) => ({ ...item, outcome: 'unknown', detail: sentences(told, open) }));
    }),
);

const testedBases = ['self-tested', 'commission-tested'] as const;

/** The outcome of the reports with the certificate's number that this chain has by the day of issue. */
function reportVerdict(certificate: Told<'certificate'>, record: BatchRecord): Verdict {
  const reports = entriesOf(record, 'inspection').filter(
    ({ data }) => data.reportNo !== undefined && data.reportNo === certificate.data.reportNo,
  );
  if (reports.length === 0) return record.sources.length === 0 ? 'fail' : 'unknown';
  return agreed(reports.map(({ data }) => data.verdict));
}

/** R53: the certificate says tested, and this lot has no report that says so. */
export const testedBasis: Rule = defineRule(
  {
    id: 'R53',
    title: {
      zh: '合格证称已检测但无本批次报告',
      en: 'Certificate says tested, without a report of this lot',
    },
    severity: 'high',
    effect: 'refuse',
    source: certificateRule,
    kinds: ['certificate', 'inspection', 'receipt', 'processing'],
  },
  (record) =>
    issuedCertificates(record).flatMap((certificate): Found[] => {
      const { entry, data } = certificate;
      const bases = testedBases.filter((basis) => data.basis?.includes(basis));
      if (data.type !== 'compliance' || bases.length === 0) return [];
      const verdict = reportVerdict(certificate, record);
      if (verdict === 'pass') return [];
      const reports = entriesOf(record, 'inspection').filter((told) => told.data.reportNo === data.reportNo);
      const basis = listed(bases.map((name) => certificateBases[name]));
      const number = data.reportNo ?? '';
      const state = stateOf(reports, verdict, record);
      const detail = {
        zh: `合格证写明“${basis.zh}”，报告 ${number} ${state.zh}。`,
        en: `The certificate says “${basis.en}”, but report ${number} ${state.en}.`,
      };
      return [{ outcome: verdict, entries: [entry, ...reports.map((told) => told.entry)], detail }];
    }),
);

function stateOf(reports: readonly Told<'inspection'>[], verdict: Verdict, record: BatchRecord): Words {
  if (reports.length > 0) {
    const { zh, en } = verdicts[verdict];
    return { zh: `的结论是“${zh}”`, en: `says “${en}”` };
  }
  return record.sources.length === 0
    ? { zh: '不在本批次的记录里', en: 'is not on the record of this batch' }
    : {
        zh: '不在本批次的记录里，是否属于来源批次未能判定',
        en: 'is not on the record of this batch; whether it is of a source batch cannot be decided',
      };
}
