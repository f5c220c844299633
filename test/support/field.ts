import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { AccountsService } from '../../src/access/accounts.service.js';
import { launchBrowser } from './browser.js';
import { createCooperative, type Cooperative } from './cooperative.js';

export const fieldLogin = 'field';
export const fieldPassword = 'a long password of the field';

/** A cooperative whose owner records in the field, and a browser. */
export interface Field {
  readonly farm: Cooperative;
  readonly browser: Browser;
  /** A phone of its own, as it comes. */
  phone(options?: BrowserContextOptions): Promise<BrowserContext>;
  open(context: BrowserContext, place?: string): Promise<Page>;
  /** The app on a phone of its own, signed in. */
  signedIn(options?: BrowserContextOptions): Promise<[BrowserContext, Page]>;
  close(): Promise<void>;
}

/** `browserArguments`: beside those of every browser. */
export async function createField(browserArguments: readonly string[] = []): Promise<Field> {
  const [farm, browser] = await Promise.all([createCooperative(), launchBrowser(browserArguments)]);
  const grants = [{ role: 'owner' as const, organizationId: farm.organizationId, region: null }];
  const account = { login: fieldLogin, name: '示例', password: fieldPassword, grants };
  await farm.service.app.get(AccountsService).create(account);
  const phone = (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', ...options });
  const open = async (context: BrowserContext, place = ''): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${farm.service.url}/app${place}`);
    return page;
  };
  return {
    farm,
    browser,
    phone,
    open,
    signedIn: async (options) => {
      const context = await phone(options);
      const page = await open(context);
      await signInField(page);
      return [context, page];
    },
    close: async () => {
      await browser.close();
      await farm.service.close();
    },
  };
}

/** Signs in, and waits until nothing is under way and the app is kept for times without a network. */
export async function signInField(page: Page): Promise<void> {
  await page.getByLabel(/^(账号|Login)$/).fill(fieldLogin);
  await page.getByLabel(/^(密码|Password)$/).fill(fieldPassword);
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
  await page
    .getByRole('button', { name: /^(采收|Harvest)$/ })
    .and(page.locator(':enabled'))
    .waitFor();
  await page.getByText(/全部已入账|All is in the ledger/).waitFor();
  await page.getByText(/正在发送|Sending/).waitFor({ state: 'detached' });
  // As a string: what it names is known to the browser alone.
  await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
}

/** Goes on to the next screen of a form. */
export function next(page: Page): Promise<void> {
  return page.getByRole('button', { name: '下一步' }).click();
}

/** Tells a harvest of the batch that stands first, from the home screen on. */
export async function tellHarvest(page: Page, kilograms: string): Promise<void> {
  await harvestReadBack(page, kilograms);
  await page.getByRole('button', { name: '确认' }).click();
}

/** A shipment of the batch that stands first, from the home screen to the sentence that is to be checked. */
export async function shipmentReadBack(page: Page, kilograms: string): Promise<void> {
  await page.getByRole('button', { name: '发货' }).click();
  await next(page);
  await page.getByLabel('发了多少').fill(kilograms);
  await next(page);
  await page.getByLabel('发给谁').fill('示例菜店');
  await next(page);
}

/** As tellHarvest, up to the sentence that is to be checked. */
export async function harvestReadBack(page: Page, kilograms: string): Promise<void> {
  await page.getByRole('button', { name: '采收' }).click();
  await next(page);
  await page.getByLabel('采了多少').fill(kilograms);
  await next(page);
  await page.getByRole('button', { name: '确认' }).waitFor();
  // A screen begins at its heading: a key pressed before that would be lost.
  await page.locator('h1:focus', { hasText: '请核对' }).waitFor();
}
