import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src/http/security-headers.js';
import { displayAddress, pagePolicy, renderPage } from '../../src/web/page.js';
import { renderMalformedPage, renderNotFoundPage, sampleCode } from '../../src/web/plain-pages.js';
import { renderLandingPage } from '../../src/web/start-page.js';
import { renderScanPage } from '../../src/web/scan-page.js';
import { scanReasonNames, type ScanView } from '../../src/web/scan-view.js';
import { timelineMax } from '../../src/web/scan-timeline.js';
import { parseCode } from '../../src/ledger/code.js';
import { labelPath, scanViewOf, withEvents, withOrigins } from './scan-fixtures.js';

const zh = {
  language: 'zh-CN',
  elder: false,
  path: labelPath,
  beacon: '/seen/1',
  lookedAt: '2026-11-26T01:02:03.000Z',
} as const;
const en = { ...zh, language: 'en' } as const;
const page = (view: ScanView): string => renderScanPage(view, zh);
const intact = scanViewOf('intact', 'zh-CN');

describe('the consumer page', () => {
  it('of a batch with 30 events and 9 origins is at most 15 kB compressed, in both languages and views', () => {
    for (const options of [zh, en, { ...zh, elder: true }, { ...en, elder: true }]) {
      const answer = withOrigins(scanViewOf('late-records', options.language), 9);
      const view = withEvents(answer, options.language, 30);
      const html = renderScanPage(view, options);
      expect(html.match(/<li id="e/g)).toHaveLength(30);
      expect(gzipSync(html, { level: 6 }).length).toBeLessThanOrEqual(15_000);
    }
  });

  it.each(scanReasonNames)(
    'begins with the verdict for %s, and its words are the only first heading',
    (reason) => {
      const html = page(scanViewOf(reason, 'zh-CN'));
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html.indexOf('<h1')).toBeLessThan(html.search(/<h2|<dl|<details/));
      expect(html).toContain(scanViewOf(reason, 'zh-CN').summary);
    },
  );

  it('has no script, no handler, no foreign address and no inline style but the one', () => {
    const html = page(intact);
    expect(html).not.toMatch(/<script|\son[a-z]+=|javascript:|\sstyle=|<link|<iframe|@import|url\(/i);
    expect(html).not.toMatch(/(?:src|href|action)="(?!\/(?!\/)|#|tel:\+?\d+")/);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });

  it('sends no referrer and stays out of search engines', () => {
    expect(page(intact)).toContain('<meta name="referrer" content="no-referrer"/>');
    expect(page(intact)).toContain('<meta name="robots" content="noindex"/>');
  });

  it('carries its style exactly as the policy hashes it', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page(intact))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(contentSecurityPolicy(pagePolicy)).toContain(`style-src 'sha256-${hash}'`);
    expect(contentSecurityPolicy(pagePolicy)).not.toContain('script-src');
  });

  it('words the count as this lookup and asks for the counting image once', () => {
    const html = page(intact);
    expect(html).toContain('第 3 次查询');
    expect(html).toContain('首次 2026-11-20');
    expect(html.match(/<img /g)).toHaveLength(1);
    expect(html).toContain('src="/seen/1"');
    expect(renderScanPage(intact, { ...zh, beacon: null })).not.toContain('<img');
  });

  it('says of a batch code and of a compact code what they cannot show', () => {
    expect(page(scanViewOf('intact', 'zh-CN', 'batch'))).toContain('整批一码');
    expect(page(scanViewOf('intact', 'zh-CN', 'batch'))).toContain('本批第 3 次查询');
    expect(page(scanViewOf('intact', 'zh-CN', 'compact'))).toContain('只按号码查账');
    expect(page(intact)).not.toContain('整批一码');
  });

  it('says that it is the record that was checked, whenever there is one', () => {
    for (const reason of scanReasonNames) {
      const view = scanViewOf(reason, 'zh-CN');
      expect(page(view).includes('核对的是记录，不是产品本身')).toBe(view.verdict !== 'unknown');
    }
  });

  it('tells a stranger nothing about a batch when the code was not issued', () => {
    const html = renderScanPage(scanViewOf('not-issued', 'zh-CN'), { ...zh, path: '/t/8F3KQ7TN2V5XRA4DN' });
    expect(html).not.toMatch(/栖霞|APP-20261018|批次码|<ol/);
    expect(html).not.toContain('未见改动');
  });

  it('shows who says it, whose key signed, both times, lateness and the correction of an entry', () => {
    const html = page(intact);
    const entry = /<li id="e3">.*?<\/li>/s.exec(html)?.[0] ?? '';
    for (const said of ['自行填报', '平台代签', '2026-09-12 07:10', '2026-09-17 10:40', '补录，晚 5 天']) {
      expect(entry).toContain(said);
    }
    expect(entry).toContain('href="#e6"');
    expect(/<li id="e5">.*?<\/li>/s.exec(html)?.[0]).toContain('实验室检测');
    expect(/<li id="e2">.*?<\/li>/s.exec(html)?.[0]).not.toContain('补录');
  });

  it('puts inspection and certificate before producer and lot, and the timeline after them', () => {
    const html = page(intact);
    const places = ['>检测<', '>合格证<', '>生产者<', '>批号<', '<ol'].map((mark) => html.indexOf(mark));
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('says that something is not on record instead of leaving it out', () => {
    const facts = {
      inspections: [],
      certificates: [],
      claims: [],
      recall: null,
      origin: null,
      harvest: null,
      size: null,
    };
    const html = page({ ...intact, facts });
    expect(html).toContain('没有检测记录');
    expect(html).toContain('没有合格证记录');
    expect(html.match(/没有记录/g)).toHaveLength(2);
    expect(html).not.toContain('本批总量');
    expect(page(intact)).toContain('<dt>本批总量</dt><dd>30,250 公斤</dd>');
  });

  it('lists every check with its status in words, and warnings above the fold', () => {
    const html = page(scanViewOf('findings', 'zh-CN'));
    expect(html.match(/<ul class="checks">.*?<\/ul>/s)?.[0].match(/<li>/g)).toHaveLength(10);
    expect(html.indexOf('有 2 处需要核实')).toBeLessThan(html.indexOf('<h2>'));
  });

  it('offers the evidence and the command line only when there is evidence', () => {
    expect(page(intact)).toContain('证明文件尚未开放下载');
    expect(page(intact)).not.toContain('furrow verify');
    const html = page({ ...intact, evidence: '/api/v1/batches/1/evidence' });
    expect(html).toContain('href="/api/v1/batches/1/evidence"');
    expect(html).toContain('furrow verify evidence.json --trust trust.json --code 8F3KQ7TN2V5XRA4DN');
    expect(html).toContain('href="/.well-known/furrow/trust.json"');
  });

  it('lists the newest entries of a very long chain and counts the others', () => {
    const html = page(withEvents(intact, 'zh-CN', timelineMax + 7));
    expect(html.match(/<li id="e/g)).toHaveLength(timelineMax);
    expect(html).toContain('更早的 7 条没有列在本页');
  });

  it('draws at most nine boxes of what it was made from, and lists twenty sources', () => {
    const boxes = (view: ScanView): number => page(view).match(/<rect /g)?.length ?? 0;
    expect(boxes({ ...intact, origins: [] })).toBe(0);
    expect(boxes(intact)).toBe(4);
    expect(boxes(withOrigins(intact, 8))).toBe(9);
    expect(boxes(withOrigins(intact, 9))).toBe(9);
    expect(/<svg class="lineage".*?<\/ul>/s.exec(page(withOrigins(intact, 9)))?.[0]).toContain(
      '另有 2 个来源',
    );
    const html = page(withOrigins(intact, 32));
    expect(boxes(withOrigins(intact, 32))).toBe(9);
    expect(html.match(/<ul class="sources">.*?<\/ul>/s)?.[0].match(/<li>/g)).toHaveLength(21);
    expect(html).toContain('另有 12 个来源');
    expect(page({ ...intact, originsComplete: false })).toContain('还有更早的来源');
  });

  it('says of each source what it is, whose, from where, when harvested, and what of it went where', () => {
    const html = page(scanViewOf('origin-held', 'zh-CN'));
    const [first = '', second = '', third = ''] =
      html.match(/<ul class="sources">.*?<\/ul>/s)?.[0].match(/<li>.*?<\/li>/gs) ?? [];
    for (const said of [
      '苹果',
      'APP-20261018-00',
      '采收',
      '2026-10-18',
      '包装：投入 24,300 公斤，得 30,250 公斤',
    ]) {
      expect(first).toContain(said);
    }
    expect(first).toContain('占本批 80.3%');
    expect(first).toContain('暂停放行');
    // The producer stands above; only others are named again.
    expect(first).not.toContain('合作社');
    expect(second).toContain('蛇窝泊示例农户');
    expect(third).toContain('分级，用于');
    expect(third).toContain('S-17');
    expect(third).not.toContain('公斤');
  });

  it('says whose records tell where and when it grew, when they are not its own', () => {
    expect(page(intact)).toContain('产地和采收据来源批次的记录');
    const { facts } = intact;
    if (facts?.origin == null || facts.harvest === null) throw new Error('no fixture');
    const own = {
      origin: { ...facts.origin, said: 'batch' },
      harvest: { ...facts.harvest, said: 'batch' },
    } as const;
    expect(page({ ...intact, facts: { ...facts, ...own } })).not.toContain('来源批次的记录。');
    const places = ['甲县', '乙县', '丙县', '丁县', '戊县', '己县'];
    const html = page({ ...intact, facts: { ...facts, origin: { places, said: 'both' } } });
    expect(html).toContain('丁县');
    expect(html).not.toContain('戊县');
    expect(html).toContain('另有 2 处');
    expect(html).toContain('产地和采收含来源批次的记录');
  });

  it('leads with the recall: reason, what to do, whom to call, lots, who and when; the record comes below', () => {
    const html = page(scanViewOf('recalled', 'zh-CN'));
    const places = [
      ...['<section class="card verdict bad recall"', '召回：请停止食用', '检出农药残留超标', '不要食用'],
      ...['退回购买处', 'href="tel:', '涉及批号', '<dt>发布', '记录核对结果', '记录核对通过', '核对的是记录'],
    ].map((mark) => html.indexOf(mark, html.indexOf('<main')));
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places[0]).toBeGreaterThan(0);
    expect(html.match(/召回：请停止食用<\/h1>/g)).toHaveLength(1);
  });

  it('leads with the recall also where the label itself is at fault, and says both', () => {
    const { facts } = scanViewOf('recalled', 'zh-CN');
    const html = page({ ...scanViewOf('label-void', 'zh-CN'), facts });
    expect(html.indexOf('召回：请停止食用</h1>')).toBeLessThan(html.indexOf('标签已作废</h2>'));
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toContain('记录核对通过');
  });

  it('does not call the record good under a recall when a check of it did not pass', () => {
    const view = scanViewOf('recalled', 'zh-CN');
    const checks = view.checks.map((check) =>
      check.check === 'witnesses' ? { ...check, status: 'warn' as const } : check,
    );
    expect(page({ ...view, checks })).toContain('没能核对或需要留意');
    expect(page({ ...view, checks })).not.toContain('记录核对通过');
  });

  it('says what to do in the words of who recalls, and makes a link of a number that can be dialled', () => {
    const view = scanViewOf('recalled', 'zh-CN');
    const recall = view.facts?.recall ?? null;
    if (view.facts === null || recall === null) throw new Error('no fixture');
    const { facts } = view;
    const told = (phone: string): string =>
      page({ ...view, facts: { ...facts, recall: { ...recall, advice: '停止销售，等待上门取回', phone } } });
    expect(told('0535-000 0000')).toContain('停止销售，等待上门取回');
    expect(told('0535-000 0000')).not.toContain('不要食用。');
    expect(told('0535-000 0000')).toContain('href="tel:05350000000"');
    for (const phone of ['137****0000', 'javascript:1', '12', '"><b>', '١٢٣٤٥'])
      expect(told(phone).match(/href="tel:[^"]*"/g)).toEqual(['href="tel:12315"', 'href="tel:12315"']);
  });

  it('says where to complain and what to say there, and takes no complaint itself', () => {
    const html = page(intact);
    const card = /<h2>举报投诉<\/h2>.*?<\/section>/s.exec(html)?.[0] ?? '';
    for (const said of [
      'href="tel:12315"',
      'APP-20261018-01',
      '8F3K Q7TN 2V5X RA4D N',
      '栖霞示例果业农民专业合作社',
      '2026-11-26 09:02（北京时间）',
      '记录核对通过，未见改动',
    ])
      expect(card).toContain(said);
    expect(card).not.toMatch(/<form|<input|<button/);
    // Of a code that was not issued only what was asked and when.
    const unknown = page(scanViewOf('not-issued', 'zh-CN'));
    expect(unknown).toContain('查无此码');
    expect(/<h2>举报投诉<\/h2>.*?<\/section>/s.exec(unknown)?.[0].match(/<dt>/g)).toHaveLength(3);
  });

  it('survives the trip through JSON unchanged', () => {
    for (const reason of scanReasonNames) {
      const view = scanViewOf(reason, 'en');
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    }
  });
});

describe('display links', () => {
  it('keep the signature of the label and switch one thing at a time', () => {
    const html = page(intact).replaceAll('&amp;', '&');
    expect(html).toContain(`href="${labelPath}&lang=zh-CN&view=elder"`);
    expect(html).toContain(`href="${labelPath}&lang=en"`);
  });

  it('never lead to another host', () => {
    for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1', '']) {
      expect(displayAddress(path, 'en', false)).toBe('/?lang=en');
    }
    expect(displayAddress('/t/A', 'en', true)).toBe('/t/A?lang=en&view=elder');
  });
});

describe('the other public pages', () => {
  const plain = { language: 'zh-CN', elder: false, path: '/' } as const;

  it('let the start page be found and take a code by hand', () => {
    const html = renderLandingPage({ ...plain, elder: true });
    expect(html).not.toContain('noindex');
    expect(html).toMatch(/<form [^>]*action="\/t" method="get"/);
    expect(html).toContain('name="code"');
    expect(html).toContain('name="view" value="elder"');
  });

  it('show how a code looks with one whose check symbol is right', () => {
    expect(() => parseCode(sampleCode)).not.toThrow();
    expect(renderMalformedPage(plain)).toContain(`/t/${sampleCode}`);
    expect(renderMalformedPage(plain)).not.toContain('<form');
  });

  it('have a way back from a page that does not exist', () => {
    expect(renderNotFoundPage({ ...plain, language: 'en' })).toContain('href="/?lang=en"');
  });

  it('escape the title and the text of a page made by others', () => {
    const html = renderPage({ title: '</title><script>', language: 'en', body: '<script>alert(1)</script>' });
    expect(html).not.toContain('<script');
    expect(html).toContain('<html lang="en">');
    expect(html).not.toContain('lang=zh-CN');
  });
});
