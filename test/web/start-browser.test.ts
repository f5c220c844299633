import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

/** With everything that must be written in another way within an address. */
const password = 'a&b=c?d#e %2F+密';
const kg = (value: string) => ({ value, unit: 'KGM' });

describe.skipIf(!hasChromium)('the sign-in cards of the start page', () => {
  let browser: Browser;
  let farm: Cooperative;
  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { app, config } = farm.service;
    for (const [login, role, organizationId, region] of [
      ['farmer', 'recorder', farm.organizationId, null],
      ['apple', 'owner', farm.organizationId, null],
      ['regulator', 'regulator', null, '37'],
    ] as const) {
      const grants = [{ role, organizationId, region }];
      await app.get(AccountsService).create({ login, name: '示例', password, grants, demo: true });
    }
    const batch = await farm.open('CARDS-1');
    const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
    await made(farm.record(batch, 'harvest', { quantity: kg('10'), ...days }));
    const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }));
    const accounts = ['farmer', 'apple', 'regulator'].map((login) => ({ login, password }));
    const demo = { url: config.publicUrl, labels: [{ batch, uri: set['firstUri'] }], accounts };
    await writeFile(join(config.dataDir, 'demo.json'), JSON.stringify(demo));
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** Presses the card of a person in a browser of its own; what was asked for on the way. */
  async function press(person: string, locale: string): Promise<{ page: Page; asked: string[] }> {
    const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url() + JSON.stringify(request.headers())));
    await page.goto(farm.service.url);
    await page.getByRole('link', { name: person }).click();
    await page.getByLabel(/^(账号|Login)$/).waitFor();
    return { page, asked };
  }

  it.each([
    ['农户', '/app', 'zh-CN'],
    ['合作社', '/console', 'zh-CN'],
    ['Regulator', '/console', 'en'],
  ])('fill the form in, so that one more press signs in: %s', async (person, app, locale) => {
    const { page, asked } = await press(person, locale);
    expect(await page.getByLabel(/^(密码|Password)$/).inputValue()).toBe(password);
    // Neither in the address, nor in any that goes back to, nor in one that the service was told.
    const address = `${farm.service.url}${app}#/sign-in?as=`;
    expect(page.url().startsWith(address), page.url()).toBe(true);
    expect(page.url().slice(address.length)).toMatch(/^[a-z]+$/);
    expect(await page.evaluate('history.length')).toBe(3);
    expect(asked.filter((url) => url.includes('password') || url.includes('%E5%AF%86'))).toEqual([]);
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage)')).not.toContain('密');
    await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
    await page.getByRole('navigation', { name: /^(主要页面|Main pages)$/ }).waitFor();
    await page.context().close();
  });

  it('sign nobody in by themselves: a link of somebody else makes no reader act as them', async () => {
    const page = await browser.newPage({ locale: 'zh-CN' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (const app of ['/app', '/console']) {
      const link = new URLSearchParams({ as: 'apple', password }).toString();
      await page.goto(`${farm.service.url}${app}#/sign-in?${link}`);
      await page.getByLabel('密码').waitFor();
      expect(page.url()).toBe(`${farm.service.url}${app}#/sign-in?as=apple`);
      // Also where the app was open already.
      await page.evaluate(`location.hash = ${JSON.stringify(`/sign-in?${link}`)}`);
      await expect.poll(() => page.url()).toBe(`${farm.service.url}${app}#/sign-in?as=apple`);
    }
    expect(asked).not.toContain('/api/v1/auth/token');
    await page.close();
  });
});
