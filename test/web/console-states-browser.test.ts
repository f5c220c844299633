import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say, type Language } from '../../src/gs1/words.js';
import { menuOf } from '../../src/web/console/menu.js';
import type { Role } from '../../src/web/console/surroundings.js';
import { consoleWords } from '../../src/web/words-console.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, expectNoFaultsInBothViews, openConsole } from '../support/console.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { axeFaults, takeAxe } from '../support/looking.js';

/** Who has between them all the screens of the menus. */
const people: readonly (readonly [login: string, role: Role])[] = [
  ['nothing-yet', 'owner'],
  ['far-away', 'regulator'],
];

/** What comes in the place of answers, and the words for it. */
const troubles = [
  ['a service with its hands full', 'busy', { zh: '示例：忙', en: 'Example: busy' }],
  ['no network', 'away', consoleWords.offline],
] as const;

describe.skipIf(!hasChromium)('every screen of the menus', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const household = { kind: 'household', name: '示例新户', region: '650100' };
    const { id } = await made(farm.admin.post('/api/v1/organizations', household));
    await accountFor(farm.service, 'nothing-yet', { role: 'owner', organizationId: String(id) });
    await accountFor(farm.service, 'far-away', { role: 'regulator', region: '6501' });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** Goes to each screen of somebody's menu; it is drawn, with all that it reads. */
  async function walk(
    page: Page,
    [role, language]: readonly [Role, Language],
    look: (name: string) => Promise<void>,
  ): Promise<void> {
    const grants = [{ role, organization: null, region: null }];
    const account = { login: '', grants, needsSecondFactor: false, organizations: [] };
    for (const { name, words } of menuOf(account)) {
      await page.evaluate(`location.hash = ${JSON.stringify(`/${name}`)}`);
      const title = name === '' ? /./ : say(words, language);
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      await expect.poll(() => page.getByText(say(consoleWords.loading, language)).count()).toBe(0);
      await look(name);
    }
  }

  describe.each(['zh-CN', 'en'] as const)('in %s', (language) => {
    it.each(people)('has without anything on it no fault that axe finds: %s', async (login, role) => {
      const { context, page } = await openConsole(browser, farm.service.url, login, { locale: language });
      await takeAxe(page);
      await walk(page, [role, language], (name) => expectNoFaultsInBothViews(page, `/${name}, empty`));
      await context.close();
    });

    it.each(people)('says what is wrong when it reads nothing: %s', async (login, role) => {
      const { context, page } = await openConsole(browser, farm.service.url, login, { locale: language });
      await takeAxe(page);
      await page.setViewportSize({ width: 360, height: 800 });
      for (const [what, kind, words] of troubles) {
        let asked = 0;
        const answer = (route: Route): Promise<void> => {
          asked += 1;
          if (kind === 'away') return route.abort();
          const problem = {
            type: '/problems/busy',
            title: say(words, language),
            status: 503,
            detail: '',
            errors: [],
          };
          return route.fulfill({ status: 503, json: problem, contentType: 'application/problem+json' });
        };
        await page.evaluate("location.hash = '/nowhere'");
        await page.getByText(say(consoleWords.notHere, language)).waitFor();
        await page.route('**/api/v1/**', answer);
        await walk(page, [role, language], async (name) => {
          // The first screen counts what waits, and says nothing where it cannot.
          if (asked > 0 && name !== '')
            await page.locator('main').getByText(say(words, language)).first().waitFor();
          expect(await axeFaults(page), `/${name}, ${what}`).toEqual([]);
          // What was asked again by itself meanwhile belongs to this screen.
          asked = 0;
        });
        await page.unroute('**/api/v1/**', answer);
      }
      await context.close();
    });
  });

  it('asks a busy service again by itself', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'nothing-yet');
    let refused = 0;
    await page.route('**/api/v1/products**', (route) => {
      refused += 1;
      const problem = { type: '/problems/busy', title: '示例：忙', status: 503, detail: '', errors: [] };
      return route.fulfill({ status: 503, json: problem, contentType: 'application/problem+json' });
    });
    await page.evaluate("location.hash = '/products'");
    await page.locator('main').getByText('示例：忙').first().waitFor();
    await page.unroute('**/api/v1/products**');
    await page.locator('main').getByText('示例：忙').first().waitFor({ state: 'detached' });
    expect(refused).toBeGreaterThan(0);
    await context.close();
  });
});
