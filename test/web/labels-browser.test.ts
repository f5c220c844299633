import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from '../labels/decoder.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole, press } from '../support/console.js';
import { expectHarmless } from '../support/harmless.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';

describe.skipIf(!hasChromium)('the screen for labels', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    batch = await farm.open('PRINT-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** Issues labels on the screen, and answers the address of their set. */
  async function issue(page: Page, units: string, net: string): Promise<string> {
    await page.getByLabel('多少张').fill(units);
    await page.getByLabel('每件净含量（公斤）').fill(net);
    await press(page, '发放标签');
    await page.getByRole('img', { name: '第 1 张标签' }).waitFor();
    const set = new URL(page.url()).hash.split('/')[3] ?? '';
    return `/api/v1/batches/${batch}/labels/${set}`;
  }

  async function kept(page: Page, button: string): Promise<Download> {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, button)]);
    return download;
  }

  it('issues no more than there is, and says what is left', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/labels' });
    await page.getByLabel('多少张').fill('101');
    await page.getByLabel('每件净含量（公斤）').fill('1');
    await press(page, '发放标签');
    await page
      .locator('form .fault')
      .filter({ hasText: /100|101/ })
      .first()
      .waitFor();
    await page.getByText('还没有标签。').waitFor();
    await context.close();
  });

  it('shows a label in its true size, whose code a scanner reads, and prints it', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', {
      place: `/labels/${batch}`,
    });
    const set = await issue(page, '20', '1');
    const { body } = await farm.owner.get(set);
    const preview = page.getByRole('img', { name: '第 1 张标签' });
    const box = await preview.boundingBox();
    expect(Math.round(((box?.width ?? 0) * 25.4) / 96)).toBe(70);
    await page.evaluate("document.querySelector('.true-size img').width *= 4");
    await page.evaluate("document.querySelector('.true-size img').removeAttribute('height')");
    expect(await codesIn(await preview.screenshot())).toEqual([body['firstUri']]);
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    expect(await codesIn(await preview.screenshot())).toEqual([body['firstUri']]);
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
    await page.getByText('手机和收银台都能扫').waitFor();
    await page.getByLabel('标签纸').selectOption('roll-40x30');
    await page.getByLabel('打印机精度').selectOption('203');
    await page.getByText(/手机能扫，收银台不保证|太细，或放不下|手机和收银台都能扫/).waitFor();
    await page.getByLabel('标签纸').selectOption('a4-70x37');
    const pdf = await kept(page, '下载 PDF');
    expect((await readFile(await pdf.path())).subarray(0, 5).toString()).toBe('%PDF-');
    const csv = await kept(page, '下载 CSV');
    expect(await readFile(await csv.path(), 'utf8')).toContain(body['firstUri']);
    await context.close();
  });

  it('tells whether the label that was printed for a test is the one that was scanned back', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', {
      place: `/labels/${batch}`,
    });
    const set = await issue(page, '5', '1');
    const { body } = await farm.owner.get(set);
    await page.getByLabel('扫出来的内容').fill(String(body['firstUri']).toUpperCase());
    await press(page, '核对');
    await page.getByText(/不是这一张/).waitFor();
    await page.getByLabel('扫出来的内容').fill(String(body['firstUri']));
    await press(page, '核对');
    await page.getByText(/一致/).waitFor();
    // Nothing was scanned yet of the label that is printed next.
    await page.locator('#from').fill('2');
    await page.getByText(/一致/).waitFor({ state: 'detached' });
    await context.close();
  });

  it('tells which labels are put on, and makes spoilt ones void for good', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', {
      place: `/labels/${batch}`,
    });
    const set = await issue(page, '10', '1');
    const [activated, voided] = ['#activated', '#voided'];
    await page.locator(`${activated}-last`).fill('8');
    await press(page, '确定');
    await page.getByRole('rowheader', { name: '1–8' }).waitFor();
    await page.locator(`${voided}-first`).fill('9');
    await page.locator(`${voided}-last`).fill('10');
    await press(page, '作废');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么作废').fill('打印损坏');
    await press(page, '作废');
    await page.getByText('已作废', { exact: true }).waitFor();
    const { body } = await farm.owner.get(set);
    expect(body['labels']).toEqual([
      { first: 1, last: 8, state: 'activated' },
      { first: 9, last: 10, state: 'void' },
    ]);
    await context.close();
  });

  it.each(['zh-CN', 'en'])('has in %s no fault that axe finds, and no sideways scrolling', async (locale) => {
    const place = `/labels/${batch}`;
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { locale, place });
    await page
      .getByRole('link', { name: /^(查看|Open)$/ })
      .first()
      .click();
    const { hash } = new URL(page.url());
    await lookAtPlaces(page, [[hash.slice(1), /每小格|one module/]]);
    if (locale === 'zh-CN') await expectHarmless(page, [hash.slice(1)]);
    await context.close();
  });
});
