import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtDrawn, lookAtPlaces, openConsole } from '../support/console.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { takeAxe } from '../support/looking.js';
import { TOTP } from 'otpauth';

/** Compressed bytes of the first view of the console (faces.md §4). */
const firstViewBytesMax = 150_000;

async function lookInBothLanguages(page: Page, what: string): Promise<void> {
  for (const language of ['English', '中文']) {
    await lookAtDrawn(page, what);
    await page.getByRole('button', { name: language }).click();
  }
}

describe.skipIf(!hasChromium)('the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  it('keeps who gave a wrong password out, and says so', async () => {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(`${farm.service.url}/console`);
    await page.getByLabel('账号').fill('desk');
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('账号或密码不对。').waitFor();
    await page.close();
  });

  it('stays signed in when it is opened again, until somebody signs out', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/account' });
    await page.reload();
    await page.getByRole('heading', { name: '我的账号' }).waitFor();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await context.close();
  });

  it('lets an official do nothing before a second factor is set up, and shows how to', async () => {
    const password = 'a long password of an official';
    const grants = [{ role: 'regulator' as const, organizationId: null, region: '37' }];
    await farm.service.app.get(AccountsService).create({ login: 'province', name: '示例', password, grants });
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${farm.service.url}/console`);
    await page.getByLabel('账号').fill('province');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText(/必须开启两步验证/).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await takeAxe(page);
    await lookInBothLanguages(page, 'the second factor is needed');
    await page.getByRole('button', { name: '开启两步验证' }).click();
    const secret = await page.locator('bdi.mono').textContent();
    await lookInBothLanguages(page, 'the secret of a second factor');
    await page.getByLabel('六位数字').fill('000000');
    await page.getByRole('button', { name: '开启', exact: true }).click();
    await page.locator('#code-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('六位数字').fill(new TOTP({ secret: secret ?? '' }).generate());
    await page.getByRole('button', { name: '开启', exact: true }).click();
    await lookInBothLanguages(page, 'the recovery codes');
    await page.getByRole('button', { name: '我已经抄好' }).click();
    await page.getByRole('navigation', { name: '主要页面' }).waitFor();
    await context.close();
  });

  it('says what does not exist, what is not reached, and goes on when it is', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/nowhere' });
    await page.getByRole('heading', { name: '没有这一页。' }).waitFor();
    await context.setOffline(true);
    await page.evaluate("location.hash = '/account'");
    await page.getByText('现在没有网络。看到的是断网之前读到的内容。').waitFor();
    await page.getByText('连不上服务。请检查网络。').first().waitFor();
    await context.setOffline(false);
    for (const again of (await page.getByRole('button', { name: '再试一次' }).all()).reverse())
      await again.click();
    await page.getByText('没有开启').waitFor();
    await context.close();
  });

  it('folds its menu where there is little room, and opens it by a button', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.getByRole('link', { name: '我的账号' }).first().isVisible()).toBe(true);
    const menu = page.getByRole('navigation', { name: '主要页面' });
    expect(await menu.getByRole('link').count()).toBe(0);
    await menu.getByRole('button', { name: '菜单' }).press('Enter');
    await menu.getByRole('link', { name: '产品' }).click();
    await page.getByRole('heading', { level: 1, name: '产品' }).waitFor();
    expect(await menu.getByRole('link').count()).toBe(0);
    await context.close();
  });

  it('shows each hostile text in order and harmless', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk');
    await expectHarmless(page, ['/', '/account']);
    await page.evaluate("location.hash = '/'");
    await context.close();
  });

  it.each(['zh-CN', 'en'])('has in %s no fault that axe finds, and no sideways scrolling', async (locale) => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { locale });
    await lookAtPlaces(page, [
      ['/', /desk/],
      ['/account', /本机|This one/],
      ['/nowhere', /没有这一页|no such page/],
      ['/sign-in', /登录|Sign in/],
    ]);
    await context.close();
  });

  it('has a first view small enough for a slow network, and loads nothing from elsewhere', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${farm.service.url}/console`);
    await page.getByRole('button', { name: /^(登录|Sign in)$/ }).waitFor();
    expect(asked.filter((url) => !url.startsWith(`${farm.service.url}/`))).toEqual([]);
    let bytes = 0;
    for (const url of new Set(asked.filter((one) => new URL(one).pathname.startsWith('/console')))) {
      const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
      bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
    }
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(firstViewBytesMax);
    await page.close();
  });
});
