import axe from 'axe-core';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, visitPages, type Misdeeds } from '../support/browser.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { hostileTexts } from './hostile-texts.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

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
    await writeFile(join(dataDir, 'demo.json'), JSON.stringify({ url: publicUrl, labels: [{ batch, uri }] }));
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

  const pages = (): string[] => [
    '/',
    labelPath,
    '/t/8F3KQ7TN2V5XRA4DN',
    '/t?code=8F3KQ7TN2V5XRA4DP',
    '/t?code=%C3%A9',
    '/01/123/10/A',
    '/nowhere',
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
  ])(
    'have no fault that axe finds, and fit any width, in %s and the %s view',
    async (language, view) => {
      const addresses = pages().map((path) => inView(path, language, view));
      await visit(addresses, {}, async (page, address) => {
        expect(await page.locator('html').getAttribute('lang'), address).toBe(language);
        await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
        await page.evaluate(axe.source);
        for (const width of [320, 360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await page.evaluate(sideways), `${address} at ${String(width)}`).toBe(0);
          if (width === 320) continue;
          const faults = await page.evaluate<string[]>(`axe.run(document).then((found) =>
            found.violations.map((fault) => fault.id + ': ' + fault.nodes.map((node) => node.html).join(' ')))`);
          expect(faults, `${address} at ${String(width)}`).toEqual([]);
        }
      });
    },
    120_000,
  );

  it('lead from the start page to a scan without script: by the demo, and by a number typed by hand', async () => {
    const phone = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' };
    await visit(['/'], phone, async (page) => {
      await page.getByRole('link', { name: '苹果' }).click();
      expect(await page.locator('h1').innerText()).toBe('尚未激活');
      await page.getByRole('link', { name: 'Furrow 溯源' }).click();
      await page.getByRole('link', { name: '大字版' }).click();
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
