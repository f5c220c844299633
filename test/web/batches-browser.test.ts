import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/web/safe-text.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { made } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { createStory, type Story } from '../support/story.js';
import { hostileTexts } from './hostile-texts.js';

const product = '苹果 <img src=x onerror="document.title=\'owned\'">';
const site = 'تعاونية التفاح <b>3</b>';

async function go(page: Page, place: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
}

/** Errors of the page from now on; a violation of its policy is one. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

describe.skipIf(!hasChromium)('the pages of batches', () => {
  let story: Story;
  let browser: Browser;

  beforeAll(async () => {
    [story, browser] = await Promise.all([createStory({ product, site }), launchBrowser()]);
    const { farm, market } = story;
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'buyer', { role: 'owner', organizationId: market.organizationId });
    await accountFor(farm.service, 'official', { role: 'regulator', region: '37' });
  });
  afterAll(async () => {
    await browser.close();
    await story.farm.service.close();
  });
  const open = (login: string, place: string) =>
    openConsole(browser, story.farm.service.url, login, { place });

  it('lists the batches of an organization and finds one by its code', async () => {
    const { context, page } = await open('desk', '/batches');
    await page.getByRole('link', { name: 'BOX-01' }).waitFor();
    const { code } = (await story.farm.owner.get(`/api/v1/batches/${story.box}`)).body;
    await page.getByLabel(/^批号、编码、商品条码/).fill(String(code));
    await page.keyboard.press('Enter');
    const found = page.getByRole('table', { name: '找到的批次' });
    await found.getByRole('link', { name: 'BOX-01' }).click();
    await page.getByRole('heading', { level: 1, name: 'BOX-01' }).waitFor();
    await page.getByText('2,400 公斤').first().waitFor();
    await page.getByText(/末条是第 \d+ 条/).waitFor();
    await context.close();
  });

  it('tells when things happened and when they were recorded, what was recorded late, and one kind alone', async () => {
    const { context, page } = await open('desk', `/batches/${story.box}`);
    await page.getByText('补录，晚 5 天').waitFor();
    expect(await page.locator('.timeline > li').count()).toBe(5);
    const first = page.locator('.timeline > li').nth(1);
    expect(await first.locator('time').count()).toBe(2);
    await page.getByLabel('只看哪一种').selectOption({ label: '发货' });
    expect(await page.locator('.timeline > li').count()).toBe(2);
    await context.close();
  });

  it('draws where a batch comes from and goes to; a row marks its box and a box its row, by mouse and keyboard', async () => {
    const { context, page } = await open('desk', `/batches/${story.box}/graph`);
    const errors = errorsOf(page);
    const back = page.locator('section.card').filter({ hasText: '由什么做成' });
    await back.locator('svg .box').nth(3).waitFor();
    expect(await back.locator('svg .link').count()).toBe(3);
    await back.locator('svg .box').filter({ hasText: 'APP-02' }).click();
    expect(await back.getByRole('button', { name: 'APP-02' }).getAttribute('aria-pressed')).toBe('true');
    await back.getByRole('button', { name: 'APP-03' }).focus();
    await page.keyboard.press('Enter');
    expect(await back.locator('svg .box.picked').textContent()).toContain('APP-03');
    const seen = () => back.locator('svg.canvas').getAttribute('viewBox');
    const before = await seen();
    for (const name of ['放大', '向左']) {
      await back.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
    }
    expect(await seen()).not.toBe(before);
    await back.getByRole('button', { name: '每家合成一框' }).click();
    await back.getByText('4 个批次').waitFor();
    expect(await back.locator('svg .box').count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('draws one box where there is one, and says what is empty', async () => {
    const { context, page } = await open('desk', `/batches/${story.empty}/graph`);
    await page.locator('svg .box').nth(1).waitFor();
    expect(await page.locator('svg .box').count()).toBe(2);
    await page.getByText('还没有产出。').waitFor();
    for (const [part, text] of [
      ['certificates', '没有证书。'],
      ['labels', '还没有标签。'],
      ['nowhere', '没有这个部分。'],
    ]) {
      await go(page, `/batches/${story.empty}/${part}`);
      await page.getByText(String(text)).waitFor();
    }
    await context.close();
  });

  it('hands out each entry as it was hashed, its proof, and the evidence', async () => {
    const { context, page } = await open('desk', `/batches/${story.box}/proofs`);
    const kept = async (name: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).first().click(),
      ]);
      return readFileSync(await download.path());
    };
    await page.getByText('#1', { exact: true }).waitFor();
    const entry = JSON.parse((await kept('下载原文')).toString()) as { seq: number; chain: string };
    expect(entry).toMatchObject({ seq: 1, chain: `batch/${story.box}` });
    expect((await kept('下载日志证明')).toString()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect(JSON.parse((await kept('下载证明文件')).toString())).toMatchObject({ batch: story.box });
    await context.close();
  });

  it('says to a buyer what is not theirs, and to an authority what it may see', async () => {
    const buyer = await open('buyer', `/batches/${story.box}`);
    await buyer.page.getByText('没有找到，或者不属于您。').waitFor();
    await go(buyer.page, `/batches/${story.received}/plots`);
    await buyer.page.getByText(/地块不对您公开/).waitFor();
    await buyer.context.close();
    const official = await open('official', `/batches/${story.box}/plots`);
    await official.page.getByRole('img', { name: /地块图/ }).waitFor();
    await official.context.close();
  });

  it('shows hostile names as they are, and runs none of them', async () => {
    const { farm, site: place } = story;
    const shown: string[] = [];
    for (const name of Object.values(hostileTexts)) {
      const body = { organization: farm.organizationId, name, category: 'FRU', unit: 'KGM' };
      const answer = await farm.owner.post('/api/v1/products', body);
      if (answer.status !== 201) continue;
      shown.push(name);
      await made(farm.owner.post('/api/v1/batches', { product: answer.body.id, site: place }));
    }
    expect(shown.length).toBeGreaterThan(8);
    const { context, page } = await open('desk', '/batches');
    const errors = errorsOf(page);
    await page.getByRole('link', { name: 'BOX-01' }).waitFor();
    const texts = await page.locator('table bdi').allTextContents();
    for (const name of shown) expect(texts).toContain(plainText(name));
    await go(page, `/batches/${story.box}/graph`);
    await page.locator('svg .box').first().waitFor();
    expect(await page.title()).toBe('BOX-01');
    expect(errors).toEqual([]);
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => {
    const at = `/batches/${story.box}`;
    return [
      ['/batches', /APP-01/],
      [`${at}/timeline`, /补录，晚 5 天|Recorded 5 days late/],
      [`${at}/graph`, /BOX-01 #/],
      [`${at}/plots`, /12\.5/],
      [`${at}/certificates`, /没有证书。|No certificates\./],
      [`${at}/labels`, /未启用 20|20 not in use/],
      [`${at}/proofs`, /furrow verify/],
      [`/batches/${story.empty}`, /还没有产出|Nothing was produced/],
    ];
  };

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await openConsole(browser, story.farm.service.url, 'desk', { locale });
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('desk', '/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
