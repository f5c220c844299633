import axe from 'axe-core';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { harvestsOf } from '../support/device.js';

const password = 'a long password of the field';
/** Compressed bytes of the app with its page (faces.md §4). */
const shellBytesMax = 60_000;

describe.skipIf(!hasChromium)('the app for recording in the field', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const grants = [{ role: 'owner' as const, organizationId: farm.organizationId, region: null }];
    await farm.service.app.get(AccountsService).create({ login: 'field', name: '示例', password, grants });
    batch = await farm.open('FIELD-1');
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** A phone of its own, as it comes. */
  async function phone(locale = 'zh-CN'): Promise<BrowserContext> {
    return browser.newContext({ viewport: { width: 360, height: 740 }, locale });
  }

  async function open(context: BrowserContext, place = ''): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${farm.service.url}/app${place}`);
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel(/^(账号|Login)$/).fill('field');
    await page.getByLabel(/^(密码|Password)$/).fill(password);
    await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
    await page
      .getByRole('button', { name: /^(采收|Harvest)$/ })
      .and(page.locator(':enabled'))
      .waitFor();
    await page.getByText(/全部已入账|All is in the ledger/).waitFor();
    await page.getByText(/正在发送|Sending/).waitFor({ state: 'detached' });
  }

  const next = (page: Page): Promise<void> => page.getByRole('button', { name: '下一步' }).click();

  async function tellHarvest(page: Page, kilograms: string): Promise<void> {
    await page.getByRole('button', { name: '采收' }).click();
    await next(page);
    await page.getByLabel('采了多少').fill(kilograms);
    await next(page);
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
  }

  it('opens and records without a network, loses nothing when it is killed, and doubles nothing afterwards', async () => {
    const context = await phone();
    await signIn(await open(context));
    const field = await open(context);
    await field.getByRole('button', { name: '采收' }).waitFor();
    await context.setOffline(true);
    await tellHarvest(field, '12.5');
    await field.getByText('1 条未入账 · 没有网络').waitFor();
    await field.getByText('已排队').waitFor();
    for (const page of context.pages()) await page.close();
    const again = await open(context, '#/records');
    await again.getByText('已排队').waitFor();
    await context.setOffline(false);
    // Another tab of the same phone sends at the same time.
    await open(context, '#/records');
    await again.getByText(/已入账 第 2 条/).waitFor({ timeout: 20_000 });
    expect(await harvestsOf(farm, batch)).toEqual({ kilograms: [12.5], signers: new Set(['participant']) });
    await context.close();
  });

  it('goes on where somebody was when the phone was switched off in the middle of a form', async () => {
    const context = await phone();
    const page = await open(context);
    await signIn(page);
    await page.getByRole('button', { name: '采收' }).click();
    await next(page);
    await page.getByLabel('采了多少').fill('77');
    await page.close();
    const again = await open(context, '#/harvest');
    expect(await again.getByLabel('采了多少').inputValue()).toBe('77');
    await context.close();
  });

  it('says why a record came back, and puts it right as another one', async () => {
    const context = await phone();
    const page = await open(context);
    await signIn(page);
    await page.getByRole('button', { name: '发货' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('500');
    await next(page);
    await page.getByLabel('发给谁').fill('示例菜店');
    await next(page);
    await next(page);
    expect(await page.getByText(/发货 500 公斤 给 示例菜店/).count()).toBe(1);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/可用量只有 12.5，这里需要 500/).waitFor();
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('10');
    await page.getByLabel('斤', { exact: true }).check();
    await page.getByText('合 5 公斤').waitFor();
    await next(page);
    expect(await page.getByLabel('发给谁').inputValue()).toBe('示例菜店');
    await next(page);
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 3 条/).waitFor();
    expect(await page.getByText(/可用量只有/).count()).toBe(0);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body['balance']).toMatchObject({ available: { value: '7.5' }, frozen: { value: '5' } });
    await context.close();
  });

  it('keeps the wrong password out, and what waits when nobody is signed in any more', async () => {
    const context = await phone();
    const page = await open(context);
    await page.getByLabel('账号').fill('field');
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('账号或密码不对。').waitFor();
    await signIn(page);
    await context.clearCookies();
    await page.reload();
    await tellHarvest(page, '3');
    await page.getByText('请重新登录，才能发送等待的记录。记录还在手机里。').waitFor();
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByLabel('账号').fill('field');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText(/全部已入账/).waitFor();
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([12.5, 3]);
    await context.close();
  });

  it('packs one batch into another that is there, and both balances say so', async () => {
    const boxes = await farm.open('PACKED-1');
    const context = await phone();
    const page = await open(context);
    await signIn(page);
    await page.getByRole('button', { name: '加工装箱' }).click();
    await page.getByLabel('FIELD-1').check();
    await next(page);
    expect(await page.getByLabel('FIELD-1').count()).toBe(0);
    await page.getByLabel('包装', { exact: true }).check();
    await page.getByLabel('PACKED-1').check();
    await next(page);
    await page.getByLabel('投入了多少').fill('2');
    await page.getByLabel('做出了多少').fill('1.5');
    await next(page);
    await next(page);
    await page.getByText(/包装：苹果 FIELD-1 2 公斤 做成 苹果 PACKED-1 1.5 公斤/).waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 2 条/).waitFor();
    const balances = await Promise.all(
      [batch, boxes].map(async (id) => (await farm.owner.get(`/api/v1/batches/${id}`)).body['balance']),
    );
    expect(balances).toMatchObject([
      { available: { value: '8.5' }, consumed: { value: '2' } },
      { produced: { value: '1.5' }, available: { value: '1.5' } },
    ]);
    await context.close();
  });

  const sideways = 'document.documentElement.scrollWidth - innerWidth';
  const faults = `axe.run(document, { rules: { 'target-size': { enabled: true } } }).then((found) =>
    found.violations.map((fault) => fault.id + ': ' + fault.nodes.map((node) => node.html).join(' ')))`;

  it.each(['zh-CN', 'en'])(
    'has in %s no fault that axe finds, and no sideways scrolling at 320 px',
    async (locale) => {
      const context = await phone(locale);
      const page = await open(context);
      await page.evaluate(axe.source);
      const look = async (place: string): Promise<void> => {
        for (const width of [320, 360, 768, 1280]) {
          await page.setViewportSize({ width, height: 740 });
          expect(await page.evaluate(faults), `${place} at ${width}`).toEqual([]);
        }
        await page.setViewportSize({ width: 320, height: 740 });
        expect(await page.evaluate(sideways), place).toBe(0);
      };
      await page.getByRole('button', { name: /^(登录|Sign in)$/ }).waitFor();
      await look('sign-in');
      await signIn(page);
      for (const place of ['/', '/records', '/mine', '/input', '/harvest', '/processing', '/shipment']) {
        await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await look(place);
      }
      await context.close();
    },
    120_000,
  );

  it('is small enough for a slow network, and loads nothing from elsewhere', async () => {
    const context = await phone();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${farm.service.url}/app`);
    await page.getByRole('button', { name: '登录' }).waitFor();
    expect(asked.filter((url) => !url.startsWith(`${farm.service.url}/`))).toEqual([]);
    let bytes = 0;
    for (const url of new Set(asked)) {
      const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
      if (!/\/app/.test(new URL(url).pathname)) continue;
      bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
    }
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(shellBytesMax);
    await context.close();
  });
});
