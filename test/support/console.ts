import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import type { TestApp } from './app.js';

export const consolePassword = 'a long password of the console';
/** Widths of faces.md §3, in CSS pixels. */
const widths = [360, 768, 1280];

/** A place of the console, and a text that is there once it is drawn, in both languages. */
export type PlaceToLookAt = readonly [place: string, text: RegExp];

/** Makes an account of the demo's kind (no second factor asked for) with a role, for use in a browser. */
export async function accountFor(service: TestApp, login: string, grant: Partial<Grant>): Promise<void> {
  const grants = [{ role: 'owner' as const, organizationId: null, region: null, ...grant }];
  await service.app
    .get(AccountsService)
    .create({ login, name: '示例', password: consolePassword, grants, demo: true });
}

/** Opens the console as a place of it, signed in. */
export async function openConsole(
  browser: Browser,
  url: string,
  login: string,
  options: { readonly place?: string; readonly locale?: string } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { place = '/', locale = 'zh-CN' } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
  const page = await context.newPage();
  await page.goto(`${url}/console#${place}`);
  await page.getByLabel(/^(账号|Login)$/).fill(login);
  await page.getByLabel(/^(密码|Password)$/).fill(consolePassword);
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
  await page.getByRole('navigation', { name: /^(主要页面|Main pages)$/ }).waitFor();
  return { context, page };
}

const faults = `axe.run(document, { rules: { 'target-size': { enabled: true } } }).then((found) =>
  found.violations.map((fault) => fault.id + ': ' + fault.nodes.map((node) => node.html).join(' ')))`;
const sideways = 'document.documentElement.scrollWidth - innerWidth';

/**
 * Looks at places with axe, in both views and at all widths, and for sideways scrolling at 320 px. What a place shows
 * must be there before it is looked at.
 */
export async function lookAtPlaces(page: Page, places: readonly PlaceToLookAt[]): Promise<void> {
  await page.evaluate(axe.source);
  for (const [place, text] of places) {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.locator('main').getByText(text).first().waitFor();
    for (const view of [/^(大字版|长辈版|Large text)$/, /^(普通版|Normal text)$/]) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(faults), `${place} at ${width} px`).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(sideways), `${place} at 320 px`).toBe(0);
      await page.getByRole('button', { name: view }).click();
    }
  }
}
