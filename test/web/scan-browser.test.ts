import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/gs1/words.js';
import { contentSecurityPolicy } from '../../src/http/security-headers.js';
import { pagePolicy, scriptedPolicy } from '../../src/web/page.js';
import { renderScanPage } from '../../src/web/scan-page.js';
import type { ScanLabel, ScanReason } from '../../src/web/scan-view.js';
import { codesIn } from '../labels/decoder.js';
import { hasChromium, launchBrowser, servePages, visitPages, type PageServer } from '../support/browser.js';
import {
  contrastFaults,
  expectNoFaults,
  expectRoomForLarge,
  expectToldWithoutColour,
  sideways,
  takeAxe,
} from '../support/looking.js';
import { address as noteAddress, publicPages } from './page-fixtures.js';
import { scanViewOf } from './scan-fixtures.js';

type View = 'normal' | 'elder';
const languages: readonly Language[] = ['zh-CN', 'en'];
const views: readonly View[] = ['normal', 'elder'];
/** One reason for each look of the card: green, amber with two icons and a long alert, red with and without recall, grey. */
const looks: readonly ScanReason[] = [
  'intact',
  'origin-held',
  'not-activated',
  'unusual-scans',
  'label-void',
  'recalled',
  'not-issued',
];
const pages = publicPages();
const phone = { viewport: { width: 360, height: 640 } };
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Answers `/<reason or page>/<form>?lang=&view=` with the page, or null. */
function pageAt(address: string): string | null {
  const [path = '', query = ''] = address.split('?');
  const [, name = '', form = 'signed'] = path.split('/');
  const language: Language = query.includes('lang=en') ? 'en' : 'zh-CN';
  const options = {
    language,
    elder: query.includes('view=elder'),
    path,
    beacon: '/seen/8F3KQ7TN2V5XRA4DN',
    lookedAt: '2026-11-26T01:02:03.000Z',
  };
  const render = pages[decodeURIComponent(name)];
  if (render !== undefined) return render(options);
  const reason = looks.find((known) => known === name);
  if (reason === undefined) return null;
  return renderScanPage(scanViewOf(reason, language, form as ScanLabel['form']), options);
}

const addressOf = (name: string, language: Language = 'zh-CN', view: View = 'normal'): string =>
  `/${name}/signed?lang=${language}${view === 'elder' ? '&view=elder' : ''}`;
const everyAddress = (language: Language, view: View): string[] =>
  [...looks, ...Object.keys(pages)].map((name) => addressOf(encodeURIComponent(name), language, view));

/** In the page: smallest text, narrowest line and lowest target. */
const measure = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const text = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() === '') continue;
    const style = getComputedStyle(node.parentElement);
    const size = parseFloat(style.fontSize);
    text.push({ size, line: parseFloat(style.lineHeight) / size });
  }
  const targets = [...document.querySelectorAll('a, summary, button, input:not([type=hidden])')]
    .filter((target) => target.getClientRects().length > 0);
  return { size: Math.min(...text.map((t) => t.size)), line: Math.min(...text.map((t) => t.line)),
    target: Math.min(...targets.map((target) => Math.round(target.getBoundingClientRect().height))) };
})()`;
/** In the page: pixels left between the figure and the edge of its card's text; none on a page without one. */
const besideFigure = `(() => {
  const figure = document.querySelector('.lineage');
  return figure === null ? 0 : Math.round(figure.parentElement.getBoundingClientRect().right - figure.getBoundingClientRect().right);
})()`;

describe.skipIf(!hasChromium)('the public pages in Chromium', () => {
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    browser = await launchBrowser();
    server = await servePages((path) => {
      if (path.startsWith('/seen/')) return { type: 'image/gif', body: pixel };
      const body = pageAt(path);
      if (path === '/none.js') return { type: 'text/javascript', body: '' };
      const policy = path.startsWith('/renderAlteredPage') ? scriptedPolicy : pagePolicy;
      const headers = { 'content-security-policy': contentSecurityPolicy(policy) };
      return body === null ? null : { body, headers };
    });
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** Opens the pages one after the other and expects that they ask nothing of others and keep to the policy. */
  async function visit(
    addresses: readonly string[],
    options: BrowserContextOptions,
    look: (page: Page, address: string) => Promise<void>,
  ): Promise<void> {
    const misdeeds = await visitPages(browser, server, addresses, options, look);
    expect(misdeeds).toEqual({ foreign: [], errors: [] });
  }

  const unfold = (page: Page): Promise<void> =>
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");

  describe.each(languages)('in %s', (language) => {
    it.each(views)(
      'have no fault that axe finds in the %s view, at all widths, light and dark',
      async (view) => {
        await visit(everyAddress(language, view), {}, async (page, address) => {
          await page.emulateMedia({ colorScheme: 'light' });
          await unfold(page);
          await takeAxe(page);
          await expectNoFaults(page, address);
          expect(await page.evaluate(besideFigure), address).toBeGreaterThanOrEqual(0);
          await page.emulateMedia({ colorScheme: 'dark' });
          expect(await contrastFaults(page), `${address} in the dark`).toEqual([]);
        });
      },
    );

    it.each(views)(
      'have room in the %s view at twice the size, and say in forced colours what they say otherwise',
      async (view) => {
        await visit(everyAddress(language, view), {}, async (page, address) => {
          await unfold(page);
          await expectRoomForLarge(page, address);
          await page.setViewportSize({ width: 640, height: 800 });
          await page.evaluate("document.documentElement.style.fontSize = '200%'");
          expect(await page.evaluate(sideways), `${address} at 200 % on 640 px`).toBe(0);
          await page.evaluate("document.documentElement.style.fontSize = ''");
          await expectToldWithoutColour(page, address);
        });
      },
    );

    it('show all that matters in the first 640 px of a 360 px wide phone', async () => {
      const addresses = looks
        .filter((look) => look !== 'recalled' && look !== 'not-issued')
        .flatMap((look) => ['signed', 'compact', 'batch'].map((form) => `/${look}/${form}?lang=${language}`))
        // Looks at a code that a whole batch shares are never unusual.
        .filter((address) => !address.startsWith('/unusual-scans/batch'));
      await visit(addresses, phone, async (page, address) => {
        const parts = {
          verdict: page.locator('h1'),
          count: page.getByText(language === 'en' ? 'Lookup no.' : '次查询'),
          serial: page.locator('.code').first(),
          product: page.locator('h2').first(),
          origin: page.getByText(language === 'en' ? 'Qixia, Yantai' : '山东省烟台市栖霞市').first(),
          harvest: page.getByText('2026-10-19').first(),
        };
        for (const [part, locator] of Object.entries(parts)) {
          const box = await locator.boundingBox();
          expect((box?.y ?? 9_999) + (box?.height ?? 0), `${part} of ${address}`).toBeLessThanOrEqual(640);
        }
      });
    });

    it.each([
      ['normal', { size: 14, line: 1.3, target: 44 }],
      ['elder', { size: 18, line: 1.5, target: 60 }],
    ] as const)('have text and targets large enough in the %s view', async (view, least) => {
      // A certificate is as it is printed: it has no other view.
      const addresses = everyAddress(language, view).filter(
        (one) => !one.startsWith('/renderCertificatePage'),
      );
      await visit(addresses, phone, async (page, address) => {
        await unfold(page);
        const found = await page.evaluate<{ size: number; line: number; target: number }>(measure);
        expect(found.target, address).toBeGreaterThanOrEqual(least.target);
        expect(found.size, address).toBeGreaterThanOrEqual(least.size);
        expect(found.line, address).toBeGreaterThanOrEqual(least.line);
      });
    });
  });

  it('can be walked by keyboard, every stop visibly marked, and the proof unfolds', async () => {
    await visit([addressOf('intact')], phone, async (page) => {
      const stops: string[] = [];
      while (stops.length < 12 && stops.at(-1) !== '怎么自己核对') {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate<{ name: string; outline: number; seen: boolean }>(`(() => {
          const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
          return { name: at.textContent, outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
            seen: box.top >= 0 && box.bottom <= innerHeight };
        })()`);
        stops.push(stop.name);
        expect(stop.outline, stop.name).toBeGreaterThanOrEqual(2);
        expect(stop.seen, stop.name).toBe(true);
      }
      expect(stops).toEqual(['Furrow 溯源', '长辈版', 'English', '已由第 6 条更正', '怎么自己核对']);
      expect(await page.getByText('逐项结果').isVisible()).toBe(false);
      await page.keyboard.press('Enter');
      expect(await page.getByText('逐项结果').isVisible()).toBe(true);
    });
  });

  it('keep verdict, frames and icons in forced colours', async () => {
    await visit([addressOf('label-void')], { forcedColors: 'active' }, async (page) => {
      const drawn = await page.evaluate<{
        border: number;
        heading: string;
        paper: string;
        icon: string;
      }>(`(() => {
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        return { border: parseFloat(style('.verdict').borderTopWidth), heading: style('h1').color,
          paper: style('.band').backgroundColor, icon: style('.band svg').stroke };
      })()`);
      expect(drawn.border).toBeGreaterThanOrEqual(2);
      expect(drawn.heading).not.toBe(drawn.paper);
      expect(drawn.icon).toBe(drawn.heading);
    });
  });

  it('show codes that a scanner reads in forced colours, light and dark', async () => {
    for (const name of ['renderDeliveryNote', 'renderCertificatePage'])
      for (const colorScheme of ['light', 'dark'] as const)
        await visit([addressOf(name)], { forcedColors: 'active', colorScheme }, async (page) => {
          const code = await page.locator('main svg[role=img]').screenshot();
          expect(await codesIn(code), `${name}, ${colorScheme}`).toEqual([noteAddress]);
        });
  });

  it('are complete without script: text, folds and display links work', async () => {
    await visit([addressOf('intact')], { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('h1').innerText()).toBe('记录核对通过，未见改动');
      expect(await page.locator('ol.steps > li').count()).toBe(6);
      await page.locator('summary').click();
      expect(await page.getByText('逐项结果').isVisible()).toBe(true);
      await page.getByRole('link', { name: '长辈版' }).click();
      expect(await page.locator('html').getAttribute('class')).toBe('elder');
      await page.getByRole('link', { name: 'English' }).click();
      expect(await page.locator('h1').innerText()).toBe('Record checked, no alteration found');
      expect(await page.locator('html').getAttribute('class')).toBe('elder');
    });
  });

  it('count a look by one image that a reader of the document alone does not ask for', async () => {
    const seen = (): number => server.asked.filter((path) => path.startsWith('/seen/')).length;
    const before = seen();
    await fetch(`${server.origin}/intact/signed`).then((reply) => reply.text());
    expect(seen()).toBe(before);
    await visit(['/intact/signed'], {}, async (page) => {
      await expect.poll(seen).toBe(before + 1);
      await page.waitForLoadState('networkidle');
      expect(seen()).toBe(before + 1);
    });
  });

  it('keep no cookie and leave nothing in the browser', async () => {
    await visit(['/intact/signed'], {}, async (page) => {
      expect(await page.context().cookies()).toEqual([]);
      expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    });
  });

  it('show a recall first, from edge to edge on a phone, in a red frame, and whole in 640 px', async () => {
    for (const language of languages)
      await visit([addressOf('recalled', language)], phone, async (page) => {
        const card = await page.locator('.recall').boundingBox();
        expect(card?.x).toBe(0);
        expect(card?.width).toBe(360);
        const seen = [page.locator('h1'), page.locator('.reason'), page.locator('.todo')];
        for (const part of seen) {
          const box = await part.boundingBox();
          expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
        }
        const drawn = await page.evaluate<{ width: number; colour: string; paper: string }>(`(() => {
          const style = getComputedStyle(document.querySelector('.recall'));
          return { width: parseFloat(style.borderTopWidth), colour: style.borderTopColor,
            paper: getComputedStyle(document.querySelector('.recall .band')).backgroundColor };
        })()`);
        expect(drawn.width).toBeGreaterThanOrEqual(3);
        expect(drawn.colour).toBe(drawn.paper);
        await page.emulateMedia({ forcedColors: 'active' });
        expect(
          await page.evaluate("getComputedStyle(document.querySelector('.recall')).borderTopStyle"),
        ).toBe('solid');
        await page.emulateMedia({ media: 'print', forcedColors: 'none' });
        expect(await page.locator('.todo').isVisible()).toBe(true);
      });
  });

  it('print everything, the folded proof included, and leave out the display links', async () => {
    await visit([addressOf('intact')], {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('逐项结果').isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: '长辈版' }).isVisible()).toBe(false);
    });
  });
});
