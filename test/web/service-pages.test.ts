import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoMark } from '../../src/access/demo-mark.js';
import { hasChromium, launchBrowser, visitPages, type Misdeeds } from '../support/browser.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import {
  expectNoFaults,
  expectRoomForLarge,
  expectToldWithoutColour,
  sideways,
  takeAxe,
} from '../support/looking.js';
import { hostileTexts } from './hostile-texts.js';

const kg = (value: string) => ({ value, unit: 'KGM' });

/** What Chromium says of any page that is not 200. */
const statusLine = /^Failed to load resource: the server responded with a status of 4\d\d/;

describe.skipIf(!hasChromium)('the pages of the running service in Chromium', () => {
  let browser: Browser;
  let farm: Cooperative;
  let labelPath = '';

  beforeAll(async () => {
    browser = await launchBrowser();
    farm = await createCooperative();
    const field = await farm.open('PAGES-FIELD');
    const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
    const harvest = await made(farm.record(field, 'harvest', { quantity: kg('100'), ...days }));
    const batch = await farm.open('PAGES-BOX');
    const input = { batch: field, seq: harvest.seq, leafHash: harvest.leafHash, quantity: kg('100') };
    const outputs = [{ batch, quantity: kg('90') }];
    await made(farm.record(batch, 'processing', { process: 'pack', inputs: [input], outputs }));
    const labels = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }));
    const uri = String(labels.firstUri);
    const { publicUrl, dataDir } = farm.service.config;
    labelPath = uri.slice(publicUrl.length);
    const accounts = ['farmer', 'apple', 'regulator'].map((login) => ({ login, password: 'q8-Xc_2LmNoP' }));
    const demo = { url: publicUrl, labels: [{ batch, uri }], accounts };
    await writeFile(join(dataDir, 'demo.json'), JSON.stringify(demo));
    await farm.service.app.get(DemoMark).refresh();
    await farm.service.settled();
  });

  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** Opens pages of the service and expects that they ask nothing of others and keep to their policy. */
  async function visit(
    addresses: readonly string[],
    options: BrowserContextOptions,
    look: (page: Page, address: string) => Promise<void>,
  ): Promise<void> {
    const server = { origin: farm.service.url };
    const { foreign, errors }: Misdeeds = await visitPages(browser, server, addresses, options, look);
    expect(foreign).toEqual([]);
    expect(errors.filter((line) => !statusLine.test(line))).toEqual([]);
  }

  /** The interface, and operations that have the most to say of bodies and of answers. */
  const docs = [
    '/docs',
    '/docs/EventsController.record',
    '/docs/RecallsController.get',
    '/docs/ScanController.scan%5B1%5D',
  ];

  /** The pages for builders and auditors, and that of the altered record. */
  const auditors = (): string[] => [
    ...docs,
    '/keys',
    '/status',
    '/verify',
    '/verify?code=8F3K',
    `/verify?code=${encodeURIComponent(labelPath)}`,
    '/demo/altered',
  ];
  const pages = (): string[] => [
    '/',
    labelPath,
    '/t/8F3KQ7TN2V5XRA4DN',
    '/t?code=8F3KQ7TN2V5XRA4DP',
    '/t?code=%C3%A9',
    '/01/123/10/A',
    '/nowhere',
    ...auditors(),
    '/api/v1/batches',
    '/problems',
    '/problems/not-found',
  ];
  const inView = (path: string, language: string, view: string): string =>
    `${path}${path.includes('?') ? '&' : '?'}lang=${language}${view === 'elder' ? '&view=elder' : ''}`;

  it.each([
    ['zh-CN', 'normal'],
    ['zh-CN', 'elder'],
    ['en', 'normal'],
    ['en', 'elder'],
  ])('have no fault that axe finds, and fit any width, in %s and the %s view', async (language, view) => {
    const addresses = pages().map((path) => inView(path, language, view));
    await visit(addresses, {}, async (page, address) => {
      expect(await page.locator('html').getAttribute('lang'), address).toBe(language);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      await takeAxe(page);
      await expectNoFaults(page, address);
    });
  });

  it('have room at twice the size, and say in forced colours what they say otherwise', async () => {
    const addresses = ['/problems', '/problems/not-found', ...docs, labelPath, '/'];
    await visit(addresses, {}, async (page, address) => {
      await expectRoomForLarge(page, address);
      await expectToldWithoutColour(page, address);
    });
  });

  it.each([
    ['normal', 44],
    ['elder', 60],
  ])('have targets large enough in the %s view, the start page of a demo among them', async (view, least) => {
    const addresses = ['/', labelPath, ...auditors()].map((path) => inView(path, 'zh-CN', view));
    await visit(addresses, { viewport: { width: 360, height: 640 } }, async (page, address) => {
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      const lowest = await page.evaluate<number>(`Math.min(...[...document.querySelectorAll(
        'a, summary, button, input:not([type=hidden])')].filter((target) => target.getClientRects().length > 0).map((target) => Math.round(target.getBoundingClientRect().height)))`);
      expect(lowest, address).toBeGreaterThanOrEqual(least);
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await page.locator('.ribbon').isVisible(), address).toBe(true);
      await page.emulateMedia({ media: 'print', forcedColors: 'none' });
      expect(await page.locator('.ribbon').isVisible(), address).toBe(true);
      expect(await page.locator('.bar nav').isVisible(), address).toBe(false);
    });
  });

  it('show without script an altered record caught, the keys, and what a pasted code answers', async () => {
    const phone = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' };
    await visit(['/'], phone, async (page) => {
      await page.getByRole('link', { name: '看一份被改过的记录怎样被发现' }).click();
      expect(await page.locator('h1').innerText()).toBe('改过的记录会被发现');
      expect(await page.getByText(/第 \d 条记录的数量/).count()).toBeGreaterThan(0);
      expect(await page.locator('#self-check').isVisible()).toBe(false);
      await page.getByRole('link', { name: '试核对' }).click();
      await page.getByLabel('号码或网址').fill(labelPath);
      await page.getByRole('button', { name: '核对' }).click();
      expect(await page.locator('h2').first().innerText()).toBe('尚未激活');
      await page.getByRole('link', { name: '打开这个码的页面' }).click();
      expect(await page.locator('h1').innerText()).toBe('尚未激活');
    });
  });

  it('let the browser find the altered entry by itself', async () => {
    await visit(['/demo/altered?lang=zh-CN'], {}, async (page) => {
      await page.waitForSelector('#self-check[data-verdict=invalid]');
      const failed = await page.evaluate<string[]>(
        "[...document.querySelectorAll('#self-check-list li')].map((line) => line.textContent).filter((line) => line.startsWith('✗'))",
      );
      expect(failed).toHaveLength(3);
    });
  });

  it('lead from the start page to a scan without script: by the demo, and by a number typed by hand', async () => {
    const phone = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' };
    await visit(['/'], phone, async (page) => {
      await page.getByRole('link', { name: '苹果' }).click();
      expect(await page.locator('h1').innerText()).toBe('尚未激活');
      await page.getByRole('link', { name: 'Furrow 溯源' }).click();
      await page.getByRole('link', { name: '长辈版' }).click();
      const code = /\/21\/(\w{17})/.exec(labelPath)?.[1] ?? '';
      await page.getByLabel('手工输入标签号码').fill(`${code.slice(0, 16).toLowerCase()} ?`);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/t');
      expect(await page.locator('h1').innerText()).toBe('这个号码不对');
      expect(await page.getByLabel('手工输入标签号码').inputValue()).toContain(
        code.slice(0, 16).toLowerCase(),
      );
      await page.getByLabel('手工输入标签号码').fill(code.toLowerCase());
      await page.getByRole('button', { name: '查询' }).click();
      expect(await page.locator('h1').innerText()).toBe('尚未激活');
      expect(await page.locator('html').getAttribute('class')).toBe('elder');
      expect(await page.context().cookies()).toEqual([]);
    });
  });

  it('show whatever was typed as a number, and do nothing else with it', async () => {
    const addresses = Object.values(hostileTexts)
      .map((text) => `/t?code=${encodeURIComponent(text.slice(0, 200).replace(/\p{Cs}/gu, ''))}`)
      .filter((address) => address.length < 1_900);
    expect(addresses.length).toBeGreaterThan(20);
    await visit(
      addresses,
      { viewport: { width: 320, height: 640 }, locale: 'zh-CN' },
      async (page, address) => {
        expect(await page.locator('h1').innerText(), address).toBe('这个号码不对');
        expect(await page.locator('script, img, iframe, meta[http-equiv], base').count(), address).toBe(0);
        expect(await page.evaluate(sideways), address).toBe(0);
      },
    );
  });
});
