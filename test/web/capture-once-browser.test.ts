import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { harvestsOf } from '../support/device.js';
import {
  createField,
  harvestReadBack,
  next,
  shipmentReadBack,
  tellHarvest,
  type Field,
} from '../support/field.js';

describe.skipIf(!hasChromium)('what is told in the field', () => {
  let field: Field;

  beforeAll(async () => {
    field = await createField();
  });
  afterAll(() => field.close());

  async function signedIn(): Promise<[BrowserContext, Page, string]> {
    const batch = await field.farm.open();
    return [...(await field.signedIn()), batch];
  }

  const kilogramsOf = async (batch: string): Promise<number[]> =>
    (await harvestsOf(field.farm, batch)).kilograms;

  /** As a phone that dies between keeping a record and forgetting its form: the form is there again. */
  async function confirmAndDie(context: BrowserContext, page: Page): Promise<Page> {
    const draft = await page.evaluate<string>('localStorage.getItem("furrow-draft")');
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已排队|已入账 第/).waitFor();
    await page.evaluate(`localStorage.setItem('furrow-draft', ${JSON.stringify(draft)})`);
    await page.close();
    return field.open(context, '#/harvest');
  }

  it('is one event, though the phone died before it forgot the form and the form is confirmed once more', async () => {
    const [context, page, batch] = await signedIn();
    await context.setOffline(true);
    await harvestReadBack(page, '8');
    const again = await confirmAndDie(context, page);
    // It is known to be told as soon as what is kept was read.
    await again.getByRole('heading', { name: '记录' }).waitFor();
    await again.getByText('1 条未入账').waitFor();
    await again.getByRole('link', { name: '首页' }).click();
    await again.getByRole('button', { name: '采收' }).click();
    // And the next harvest is a new one.
    await again.getByText('第 1 步').waitFor();
    await context.setOffline(false);
    await expect.poll(() => kilogramsOf(batch)).toEqual([8]);
    await context.close();
  });

  it('is one event, though two tabs show the same form and both confirm it', async () => {
    const [context, page, batch] = await signedIn();
    await context.setOffline(true);
    await harvestReadBack(page, '9');
    const other = await field.open(context, '#/records');
    // It has read what is kept before the first tab confirms: read later, it would show the records by itself.
    await other.getByText('还没有记录。').waitFor();
    await other.evaluate(`location.hash = '/harvest'`);
    await other.getByRole('button', { name: '确认' }).waitFor();
    for (const tab of [page, other]) {
      await tab.getByRole('button', { name: '确认' }).click();
      await tab.getByRole('heading', { name: '记录' }).waitFor();
    }
    await context.setOffline(false);
    await page.getByText(/已入账 第 2 条/).waitFor();
    await other.getByText(/已入账 第 2 条/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([9]);
    await context.close();
  });

  it('in place of what came back takes it away in the same step, and says so while it is put right', async () => {
    const [context, page, batch] = await signedIn();
    await shipmentReadBack(page, '500');
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByRole('button', { name: '改正' }).click();
    await page.getByText('这是在改正退回的那一条').waitFor();
    for (let step = 0; step < 3; step += 1) await next(page);
    await page.getByText('这是在改正退回的那一条').waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('1 条未入账').waitFor();
    expect(await page.getByRole('heading', { name: '发货' }).count()).toBe(1);
    expect(await kilogramsOf(batch)).toEqual([]);
    await context.close();
  });

  it('is never said to be in the ledger before the phone has read what it keeps', async () => {
    const [context, page] = await signedIn();
    await context.setOffline(true);
    await tellHarvest(page, '5');
    await page.getByText('1 条未入账').waitFor();
    // As long as IndexedDB does not answer.
    await context.addInitScript('indexedDB.open = () => new EventTarget()');
    const again = await field.open(context);
    await again.getByText('正在读手机里的记录').waitFor();
    expect(await again.getByText('全部已入账').count()).toBe(0);
    await context.close();
  });

  it('goes by itself once the service is back, and when somebody takes the phone into the hand again', async () => {
    const [context, page, batch] = await signedIn();
    await page.clock.install();
    await page.reload();
    // An answer that is not the service's own: sending stops at once, and nothing is under way.
    let isStrange = true;
    await context.route('**/events', (route) =>
      isStrange && route.request().method() === 'POST'
        ? route.fulfill({ json: { id: 'another' } })
        : route.continue(),
    );
    await tellHarvest(page, '6');
    await page.getByText('服务的回执不对').waitFor();
    isStrange = false;
    await page.clock.fastForward(61_000);
    await page.getByText(/已入账 第 2 条/).waitFor();
    isStrange = true;
    await page.getByRole('link', { name: '首页' }).click();
    await tellHarvest(page, '7');
    await page.getByText('服务的回执不对').waitFor();
    isStrange = false;
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByText(/已入账 第 3 条/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([6, 7]);
    await context.close();
  });

  it('keeps nobody waiting for good on a network that stalls: signing in says that nobody answers', async () => {
    const context = await field.phone();
    const page = await field.open(context);
    await context.route('**/auth/token', () => undefined);
    await page.getByLabel('账号').fill('field');
    await page.getByLabel('密码', { exact: true }).fill('a password');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('连不上服务。').waitFor();
    await page.getByRole('button', { name: '登录' }).and(page.locator(':enabled')).waitFor();
    await context.close();
  });

  it('is nobody else’s to see after signing out: who it went to stands in no form', async () => {
    const [context, page] = await signedIn();
    await tellHarvest(page, '50');
    await page.getByText(/已入账 第 2 条/).waitFor();
    await page.getByRole('link', { name: '首页' }).click();
    await shipmentReadBack(page, '1');
    await context.setOffline(true);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('1 条未入账').waitFor();
    await page.getByRole('link', { name: '我的' }).click();
    await page.getByText('还有 1 条未入账。退出后仍存在手机里').waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(await page.evaluate<string>('JSON.stringify({ ...localStorage })')).not.toContain('示例菜店');
    await context.close();
  });
});
