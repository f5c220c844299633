import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src/http/security-headers.js';
import { pagePolicy, scriptedPolicy } from '../../src/web/page.js';
import { renderScanPage } from '../../src/web/scan-page.js';
import type { ScanView } from '../../src/web/scan-view.js';
import { hasChromium, launchBrowser, servePages, visitPages, type PageServer } from '../support/browser.js';
import { hostileTexts as corpus, longText } from './hostile-texts.js';
import { publicPages } from './page-fixtures.js';
import { scanViewOf } from './scan-fixtures.js';

/** The apple batch with `name` in every field that a person types. */
function typedEverywhere(name: string): ScanView {
  const view = scanViewOf('recalled', 'zh-CN');
  const { facts, product, batch, organization, label } = view;
  if (facts?.recall == null || !product || !batch || !organization || !label) throw new Error('no fixture');
  return {
    ...view,
    product: { ...product, name, variety: name },
    batch: { ...batch, lot: name },
    organization: { ...organization, name },
    label: { ...label, form: 'batch', code: name },
    facts: {
      inspections: facts.inspections.map((one) => ({ ...one, by: name, reportNo: name })),
      claims: [
        {
          title: name,
          number: name,
          body: name,
          state: 'valid',
          held: true,
          text: '有效。',
          strength: 'declared',
        },
      ],
      certificates: facts.certificates.map((one) => ({ ...one, title: name, issuer: name, number: name })),
      recall: { ...facts.recall, reason: name, advice: name, by: name, lots: [name, name], phone: name },
      origin: { places: [name, name], said: 'both' },
      harvest: facts.harvest,
      size: facts.size,
    },
    timeline: view.timeline.map((one) => ({ ...one, title: name, sentence: name, who: name })),
    origins: view.origins.map((one) => ({
      ...one,
      product: name,
      variety: name,
      lot: name,
      organization: name,
      place: name,
    })),
  };
}

const names = Object.keys(corpus);
const htmlOf = (name: string): string =>
  renderScanPage(typedEverywhere(name), {
    language: 'zh-CN',
    elder: false,
    path: '/t/X',
    beacon: null,
    lookedAt: '2026-11-26T01:02:03.000Z',
  });

/** In the page: how many elements of each kind, without those that mark a suspicious text. */
const skeleton = `(() => {
  const count = {};
  for (const one of document.querySelectorAll('*:not(mark):not(.badge.late):not(p.card)')) {
    count[one.localName] = (count[one.localName] ?? 0) + 1;
  }
  return JSON.stringify(count, Object.keys(count).sort());
})()`;

/**
 * In the page: for each name, whether what follows it stands after it on paper, to the right or on a later line: the
 * signer after the name of an entry, the date after the name of a laboratory or issuer.
 */
const order = `[...document.querySelectorAll('.steps .small, dd .meta')].map((line) => {
  const name = line.querySelector('bdi').getClientRects();
  const last = name[name.length - 1], next = line.querySelector('.quiet, time').getClientRects()[0];
  return next.top > last.top + 4 || next.left >= last.right - 1;
})`;

/** In the page: whether the first two letters of a fixed text after all names stand from left to right. */
const probe = `(() => {
  const range = document.createRange();
  const node = document.querySelector('.steps .meta .whole').firstChild;
  range.setStart(node, 0);
  range.setEnd(node, 1);
  const first = range.getBoundingClientRect();
  range.setStart(node, 1);
  range.setEnd(node, 2);
  return first.right <= range.getBoundingClientRect().left + 1;
})()`;

describe.skipIf(!hasChromium)('names that producers type, in Chromium', () => {
  let browser: Browser;
  let server: PageServer;
  let plain = '';

  beforeAll(async () => {
    browser = await launchBrowser();
    const headers = { 'content-security-policy': contentSecurityPolicy(pagePolicy) };
    server = await servePages((path) => {
      const name = path === '/plain' ? '栖霞示例果业' : corpus[decodeURIComponent(path.slice(1))];
      return name === undefined ? null : { body: htmlOf(name), headers };
    });
    await visitPages(browser, server, ['/plain'], {}, async (page) => {
      plain = await page.evaluate(skeleton);
    });
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('leave page, order and width as they are, run nothing and ask nobody', async () => {
    const addresses = names.map((name) => `/${encodeURIComponent(name)}`);
    const small = { viewport: { width: 320, height: 640 } };
    const misdeeds = await visitPages(browser, server, addresses, small, async (page: Page, address) => {
      const name = decodeURIComponent(address.slice(1));
      expect(await page.locator('script').count(), name).toBe(0);
      expect(await page.title(), name).toContain('召回：请停止食用');
      expect(await page.evaluate(skeleton), name).toBe(plain);
      expect(await page.evaluate(probe), name).toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(320);
      await page.setViewportSize({ width: 1280, height: 800 });
      expect(await page.evaluate<boolean[]>(order), name).not.toContain(false);
      await page.setViewportSize({ width: 320, height: 640 });
    });
    expect(misdeeds).toEqual({ foreign: [], errors: [] });
    expect(addresses.length).toBeGreaterThan(25);
  });

  it('do so on every other page, however wide they are', async () => {
    for (const name of ['tall and wide', 'one long word', 'piled-up marks', 'ten thousand characters']) {
      const pages = publicPages(corpus[name]);
      const wide = await servePages((path) => {
        const page = pages[decodeURIComponent(path.slice(1))];
        if (page === undefined) return { type: 'text/javascript', body: '' };
        const body = page({ language: 'zh-CN', elder: false, path: '/x' });
        return { body, headers: { 'content-security-policy': contentSecurityPolicy(scriptedPolicy) } };
      });
      const addresses = Object.keys(pages).map((page) => `/${encodeURIComponent(page)}`);
      const small = { viewport: { width: 320, height: 640 } };
      const misdeeds = await visitPages(browser, wide, addresses, small, async (page, address) => {
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} on ${address}`).toBe(
          320,
        );
      });
      await wide.close();
      expect(misdeeds).toEqual({ foreign: [], errors: [] });
    }
  });

  it('would be caught if they did run: a script or a foreign image in a page is seen by these tests', async () => {
    const broken = await servePages(() => ({
      body: `${htmlOf('苹果')}<script>1</script><img src="https://evil.example/pixel.gif">`,
      headers: { 'content-security-policy': contentSecurityPolicy(pagePolicy) },
    }));
    const misdeeds = await visitPages(browser, broken, ['/'], {}, async (page) => {
      expect(await page.locator('script').count()).toBe(1);
    });
    await broken.close();
    expect(misdeeds.errors.join(' ')).toContain('Content Security Policy');
    expect(misdeeds.errors.length).toBeGreaterThanOrEqual(2);
  });
});

/** The tags of a page, without those that mark a suspicious text, or stand around each group of a number. */
const tagsOf = (html: string): string[] =>
  html
    .replaceAll(/<mark[^>]*>|<\/mark>| ?<span class="badge late">[^<]*<\/span>/g, '')
    .replaceAll(/<bdi class="code".*?<\/bdi>/gs, '')
    .match(/<\/?[a-z]\w*/g) ?? [];

describe('what people type into the other pages', () => {
  const view = { language: 'zh-CN', elder: false, path: '/x' } as const;
  const plainPages = publicPages('果园');

  it.each(Object.keys(plainPages))('leaves %s as it is, and brings nothing in that is not seen', (page) => {
    const expected = tagsOf(plainPages[page]?.(view) ?? '');
    for (const name of names) {
      const html = publicPages(corpus[name])[page]?.(view) ?? '';
      if ((corpus[name] ?? '').trim() !== '') expect(tagsOf(html), name).toEqual(expected);
      expect(html.replaceAll('\n', ''), name).not.toMatch(
        /[\p{Cc}\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u,
      );
    }
  });
});

describe('names that producers type', () => {
  it('are shown as they were typed when they are only markup', () => {
    const html = htmlOf('<b>R&D</b> "果" \'园\'');
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;b>R&amp;D&lt;/b> &quot;果&quot;');
  });

  it('never bring a direction control into the page, and say that something was hidden', () => {
    for (const name of [
      'right-to-left override',
      'open isolates',
      'closing isolates',
      'zero width',
      'controls',
    ]) {
      const html = htmlOf(corpus[name] ?? '');
      expect(html, name).not.toMatch(/[\p{Cc}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u);
      expect(html, name).toContain('不可见字符');
    }
    expect(htmlOf('栖霞示例果业')).not.toContain('不可见字符');
  });

  it('that mix look-alike alphabets are marked, and a lot number shows the code point', () => {
    const html = htmlOf(corpus['look-alike letters'] ?? '');
    expect(html).toContain('含形近的外文字母');
    expect(html).toContain('U+0410');
    expect(htmlOf('Fuji 苹果')).not.toContain('含形近的外文字母');
  });

  it('of ten thousand characters are cut, so that the page stays small', () => {
    expect(htmlOf(longText).length).toBeLessThan(70_000);
    expect(htmlOf(longText)).toContain('…');
  });
});
