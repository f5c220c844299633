import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import type { TestApp } from './app.js';
import { expectNoFaults, expectRoomForLarge, expectToldWithoutColour, takeAxe } from './looking.js';

export const consolePassword = 'a long password of the console';

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

/** Presses the first button of that name. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

/** Presses the first button of that name, and then that it is meant; in Chinese. */
export async function confirm(page: Page, name: string): Promise<void> {
  await press(page, name);
  await press(page, '确定');
}

/** The card with that heading. */
export function cardOf(page: Page, title: string): Locator {
  return page.locator('section.card').filter({ has: page.getByRole('heading', { name: title }) });
}

/**
 * Looks at places: with axe in both views and at all widths, for sideways scrolling at 320 px, at twice the size, and in
 * forced colours. What a place shows must be there before it is looked at.
 */
export async function lookAtPlaces(page: Page, places: readonly PlaceToLookAt[]): Promise<void> {
  await takeAxe(page);
  for (const [place, text] of places) {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.locator('main').getByText(text).first().waitFor();
    await lookAtDrawn(page, place);
  }
}

/** As lookAtPlaces, at what is drawn now; `takeAxe` comes first. */
export async function lookAtDrawn(page: Page, what: string): Promise<void> {
  await expectNoFaultsInBothViews(page, what);
  await expectRoomForLarge(page, what);
  await expectToldWithoutColour(page, what);
}

/** With axe at all widths and for sideways scrolling alone. */
export async function expectNoFaultsInBothViews(page: Page, what: string): Promise<void> {
  for (const view of [/^(长辈版|Large text)$/, /^(普通版|Normal text)$/]) {
    await expectNoFaults(page, what);
    await page.getByRole('button', { name: view }).dispatchEvent('click');
  }
}
