import { readFileSync } from 'node:fs';
import { qrMatrix, quietModules, svgPathOf } from '../../src/labels/qr.js';
import { readApi } from '../../src/web/api-document.js';
import type { PageView } from '../../src/web/page.js';
import { renderAlteredPage } from '../../src/web/altered-page.js';
import { renderCertificatePage } from '../../src/web/certificate-page.js';
import { renderTypedPage } from '../../src/web/code-form.js';
import { renderDeliveryNote } from '../../src/web/delivery-note-page.js';
import {
  renderConfirmPage,
  renderSaidPage,
  renderTypeCodePage,
  renderUnknownCodePage,
} from '../../src/web/delivery-page.js';
import type { DeliveryFacts } from '../../src/web/delivery-view.js';
import { renderDocsPage } from '../../src/web/docs-page.js';
import { renderKeysPage } from '../../src/web/keys-page.js';
import {
  renderMalformedPage,
  renderNotFoundPage,
  renderRefusalPage,
  renderUnavailablePage,
} from '../../src/web/plain-pages.js';
import { renderOperationPage } from '../../src/web/operation-page.js';
import { renderProblemsPage } from '../../src/web/problem-page.js';
import { renderRecallCopyPage } from '../../src/web/recall-copy-page.js';
import { renderLandingPage } from '../../src/web/start-page.js';
import { renderStatusPage } from '../../src/web/status-page.js';
import { renderVerifyPage } from '../../src/web/verify-page.js';
import { scanViewOf } from './scan-fixtures.js';

const code = '8F3KQ7TN2V5XRA4DN';
/** What the codes on these pages lead to. */
export const address = `https://trace.example.cn/d/${code}`;
const at = '2026-11-20T14:05:00+08:00';
const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const vkey = `log.example.cn+1a2b3c4d+${'AbCdEfGh'.repeat(5)}`;

/** What people typed into the fields of the pages below: the usual, or one text in all of them. */
function typedTexts(all: string | undefined) {
  return {
    product: all ?? '苹果',
    variety: all ?? '烟富3号',
    lot: all ?? 'APP-20261018-01',
    shipper: all ?? '栖霞示例果业农民专业合作社',
    from: all ?? '栖霞冷库',
    to: all ?? '上海示例批发市场',
    document: all ?? '送货单',
    number: all ?? 'SH-20261120-07',
    said: all ?? '持第 6 条发货的送货单码者确认：签收 590 公斤；退回 10 公斤（破损或变质）',
    trouble: all ?? '日志没有发布。',
    code: all ?? '8F3K',
    detail: all ?? '请求太多，请 30 秒后再试。',
  };
}

type Texts = ReturnType<typeof typedTexts>;

function factsOf(t: Texts): DeliveryFacts {
  return {
    product: t.product,
    variety: t.variety,
    lot: t.lot,
    batchCode: code,
    shipper: t.shipper,
    quantity: { value: '600', unit: 'KGM' },
    open: { value: '600', unit: 'KGM' },
    from: t.from,
    to: t.to,
    shippedAt: at,
    documents: [{ type: t.document, number: t.number }],
  };
}

/** The interface as the committed document describes it, and the operation of which it says most. */
const api = readApi(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
const recording = api.operations.get('EventsController.record')!;

/** A QR code as the path of its dark modules. */
function pictureOf(uri: string): { side: number; path: string } {
  const matrix = qrMatrix(uri);
  return { side: matrix.size + 2 * quietModules, path: svgPathOf(matrix, quietModules, quietModules) };
}

type Pages = Readonly<Record<string, (page: PageView) => string>>;

function deliveryPages(t: Texts): Pages {
  const facts = factsOf(t);
  const said = { sentence: t.said, recordedAt: '2026-11-21T01:12:07.123Z', seq: 7 };
  const form = {
    code,
    units: ['KGM', 'CN-JIN', 'TNE'],
    typed: { taken: '590', back: '20', reason: t.from, missing: '', unit: 'KGM', receiver: t.to },
    faults: { back: '不能超过 600 KGM。', reason: '必须填写。' },
  };
  const note = {
    facts,
    consignee: t.to,
    code,
    address,
    typedAt: 'trace.example.cn/d',
    expiresAt: '2026-12-20T14:05:00.000Z',
  };
  const certificate = {
    title: { zh: '承诺达标合格证', en: 'Compliance certificate' },
    rows: [
      { caption: { zh: '产品名称', en: 'Product' }, value: t.product },
      { caption: { zh: '生产者', en: 'Producer' }, value: t.shipper },
    ],
    promise: { zh: '不使用禁用农药', en: 'No forbidden pesticide was used' },
    bases: [
      { words: { zh: '质量安全控制符合要求', en: 'Control of quality and safety' }, ticked: true },
      { words: { zh: '委托检测合格', en: 'Test by a laboratory' }, ticked: false },
    ],
    code,
    seq: 5,
    uri: address,
  };
  return {
    renderConfirmPage: (page) => renderConfirmPage(page, facts, form, 'fault'),
    renderSaidPage: (page) => renderSaidPage(page, facts, said, false),
    'renderSaidPage, by others': (page) => renderSaidPage(page, facts, said, true),
    renderTypeCodePage: (page) => renderTypeCodePage(page, t.code, true),
    renderUnknownCodePage,
    renderDeliveryNote: (page) => renderDeliveryNote(note, pictureOf(address), page),
    renderCertificatePage: (page) => renderCertificatePage(certificate, pictureOf(address), page),
  };
}

function servicePages(t: Texts): Pages {
  const keys = {
    operator: { organization: '0198c6c4-8f3a-7cc1-9d5e-000000000001', kid },
    labels: [
      { thumbprint: kid, validFrom: at, revokedFrom: null },
      { thumbprint: kid, validFrom: at, revokedFrom: at },
    ],
    logs: [
      { name: 'log.example.cn', vkey, endedAt: null },
      { name: 'old.example.cn', vkey, endedAt: 240 },
    ],
    witnesses: [{ name: 'witness.example.cn', vkey }],
  };
  const log = {
    origin: 'log.example.cn',
    published: { size: 240, at },
    witnesses: ['witness.example.cn'],
    witnessed: { size: 238, count: 1, at },
  };
  const altered = {
    path: `/t/${code}`,
    code,
    labelKey: null,
    seq: 4,
    before: '1,000',
    after: '10,000',
    checks: [
      { check: 'format', status: 'pass', reason: 'well-formed', figures: {} },
      { check: 'chains', status: 'fail', reason: 'chain-broken', figures: { chain: 'batch/1', seq: 4 } },
      { check: 'witnesses', status: 'unknown', reason: 'not-witnessed', figures: {} },
      { check: 'label', status: 'not-applicable', reason: 'label-not-asked', figures: {} },
    ] as const,
    script: '/none.js',
  };
  const standing = (state: 'ok' | 'degraded' | 'down') => ({
    service: { state, troubles: [t.trouble] },
    log: state === 'down' ? null : log,
    at,
  });
  const answer = scanViewOf('intact', 'zh-CN');
  return {
    renderKeysPage: (page) => renderKeysPage(page, keys),
    'renderStatusPage, ok': (page) => renderStatusPage(page, standing('ok')),
    'renderStatusPage, degraded': (page) => renderStatusPage(page, standing('degraded')),
    'renderStatusPage, down': (page) => renderStatusPage(page, standing('down')),
    'renderVerifyPage, wrong': (page) =>
      renderVerifyPage(page, { typed: t.code, path: null, answer: null }, 'https://trace.example.cn'),
    renderVerifyPage: (page) =>
      renderVerifyPage(page, { typed: t.code, path: `/t/${code}`, answer }, 'https://trace.example.cn'),
    renderAlteredPage: (page) => renderAlteredPage(page, altered),
    renderDocsPage: (page) => renderDocsPage(page, api),
    renderOperationPage: (page) => renderOperationPage(page, api, recording, (slug) => slug),
  };
}

const logins = [
  { login: 'farmer', password: 'q8-Xc_2LmNoP' },
  { login: 'apple', password: 'q8-Xc_2LmNoP' },
  { login: 'regulator', password: null },
];

/**
 * Every page that the service renders, but for that of a scan (scan-fixtures.ts), by the function that does, with the
 * texts that people type in it; `all` is typed into every field.
 */
export function publicPages(all?: string): Pages {
  const t = typedTexts(all);
  const { recall } = scanViewOf('recalled', 'zh-CN').facts ?? {};
  if (recall == null) throw new Error('the recalled apples are in no recall');
  const told =
    all === undefined
      ? recall
      : { ...recall, reason: all, advice: all, by: all, lots: [all, all], phone: all };
  const links = [{ path: `/t/${code}`, product: t.product, organization: t.shipper }];
  return {
    ...deliveryPages(t),
    ...servicePages(t),
    renderRecallCopyPage: (page) =>
      renderRecallCopyPage(page, { product: t.product, recall: told, savedAt: at }),
    'renderLandingPage, of a demo': (page) => renderLandingPage({ ...page, demo: true }, { links, logins }),
    renderLandingPage,
    renderTypedPage: (page) =>
      renderTypedPage(page, all ?? '8F3K Q7TÉ', { kind: 'characters', found: ['É'] }),
    renderMalformedPage,
    renderNotFoundPage,
    renderUnavailablePage,
    renderRefusalPage: (page) => renderRefusalPage(page, '请求太多', t.detail),
    renderProblemsPage: (page) =>
      renderProblemsPage(page, [
        { type: '/problems/not-found', status: 404, title: '没有找到', meaning: '地址有误。' },
        { type: '/problems/too-many-requests', status: 429, title: '请求太多', meaning: '请稍后再试。' },
      ]),
  };
}
