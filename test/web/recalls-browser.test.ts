import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole } from '../support/console.js';
import { expectHarmless } from '../support/harmless.js';
import { recallBy } from '../support/market.js';
import { createStory, type Story } from '../support/story.js';
import { hostileTexts } from './hostile-texts.js';

/** Goes on with the keyboard alone until the element that is reached says this, and presses it. */
async function pressAt(page: Page, text: RegExp): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press('Tab');
    const reached = String(await page.evaluate('document.activeElement.textContent'));
    if (!text.test(reached)) continue;
    await page.keyboard.press('Enter');
    return;
  }
  throw new Error(`the keyboard does not reach ${String(text)}`);
}

/** Says yes where it was asked once more, which is where the keyboard then is. */
async function confirm(page: Page): Promise<void> {
  await page.locator('button:focus', { hasText: '确定' }).waitFor();
  await page.keyboard.press('Enter');
}

/** Between the last line of a box of the figure and its edge, in the figure's lengths, where there is least. */
const leastRoomBelow = `Math.min(...[...document.querySelectorAll('svg .box.suspect')].flatMap((box) => {
  const edge = box.querySelector('rect').getBBox();
  return [...box.querySelectorAll('text')].map((line) => {
    const { y, height } = line.getBBox();
    return edge.y + edge.height - y - height;
  });
}))`;

describe.skipIf(!hasChromium)('the pages of recalls', () => {
  let story: Story;
  let browser: Browser;

  beforeAll(async () => {
    [story, browser] = await Promise.all([createStory({ product: '苹果', site: '3号地' }), launchBrowser()]);
    const { farm, market } = story;
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'buyer', { role: 'owner', organizationId: market.organizationId });
    await accountFor(farm.service, 'official', { role: 'regulator', region: '37' });
  });
  afterAll(async () => {
    await browser.close();
    await story.farm.service.close();
  });
  const open = (login: string, place: string, locale = 'zh-CN') =>
    openConsole(browser, story.farm.service.url, login, { place, locale });

  it('open a recall, have it acknowledged and withdraw it, with the keyboard alone', async () => {
    const { context, page } = await open('desk', `/recalls/new?batch=BOX-01`);
    await page.getByLabel('原因').focus();
    await page.keyboard.type('抽检发现毒死蜱残留超标');
    await pressAt(page, /^核对批次$/);
    await page.getByRole('table', { name: '要召回的批次' }).waitFor();
    await pressAt(page, /^发起召回$/);
    await page.getByText(/写下的不能改/).waitFor();
    await confirm(page);
    await page.getByText('下落不明').first().waitFor();
    await page.locator('svg .box.suspect').waitFor();
    expect(await page.evaluate<number>(leastRoomBelow)).toBeGreaterThan(5);
    expect(await page.getByText(/300 公斤/).count()).toBeGreaterThan(0);
    await page
      .getByText(/未回复/)
      .first()
      .waitFor();

    const buyer = await open('buyer', '/');
    await buyer.page.getByRole('link', { name: /召回通知.*1 项等您处理/ }).press('Enter');
    await buyer.page.getByText('等您知悉').waitFor();
    await pressAt(buyer.page, /^已知悉$/);
    await confirm(buyer.page);
    await buyer.page.getByText('等您知悉').waitFor({ state: 'detached' });
    await buyer.context.close();
    await page
      .getByText(/已知悉，用了/)
      .first()
      .waitFor();

    await page.getByLabel('为什么解除').focus();
    await page.keyboard.type('复检合格');
    await pressAt(page, /^下一步$/);
    await pressAt(page, /^解除召回$/);
    await confirm(page);
    await page.getByText('已解除').first().waitFor();
    await context.close();
  });

  it('do nothing before the batches are clear, and say which are not', async () => {
    const { context, page } = await open('desk', '/recalls/new');
    await page.getByLabel('召回哪些批次').fill('NO-SUCH-LOT\nBOX-01');
    await page.getByLabel('原因').fill('演练');
    await page.getByLabel(/只是演练/).check();
    await page.getByRole('button', { name: '核对批次' }).click();
    await page.getByText(/没有找到，或不归您看：NO-SUCH-LOT/).waitFor();
    expect(await page.getByRole('button', { name: '开始演练' }).count()).toBe(0);
    await page.getByLabel('召回哪些批次').fill('BOX-01');
    await page.getByLabel('原因').fill('');
    await page.getByRole('button', { name: '核对批次' }).click();
    await page.getByRole('button', { name: '开始演练' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await context.close();
  });

  it('trace batches for an authority both ways, and lead to a recall of them', async () => {
    const { context, page } = await open('official', '/trace');
    await page.getByLabel(/^批号、编码、商品条码/).fill('BOX-01');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '加入追溯' }).click();
    await page.locator('svg .box.asked').waitFor();
    await page.locator('svg .box').nth(5).waitFor();
    expect(await page.locator('svg .box').count()).toBe(6);
    await page.getByText('300 公斤').first().waitFor();
    await page.evaluate(`location.hash = '/trace?q=BOX-01%20APP-01'`);
    await page.locator('svg .box.asked').nth(1).waitFor();
    await page.evaluate(`location.hash = '/trace?q=NO-SUCH-LOT'`);
    await page.getByText(/没有找到，或不归您看：NO-SUCH-LOT/).waitFor();
    await page.evaluate(`location.hash = '/trace?q=BOX-01'`);
    await page.getByRole('link', { name: '召回查询的批次' }).click();
    const { code } = (await story.farm.owner.get(`/api/v1/batches/${story.box}`)).body;
    expect(await page.getByLabel('召回哪些批次').inputValue()).toBe(code);
    await context.close();
  });

  it('name the counties to an authority, and say that a holder has registered no contact', async () => {
    const { body } = await recallBy(story.farm.owner, [story.sources[1] ?? ''], { mock: true });
    const { context, page } = await open('official', `/recalls/${String(body['id'])}`);
    await page.getByText('2 个：上海市浦东新区 · 山东省烟台市栖霞市').waitFor();
    const row = page.getByRole('table', { name: '各家和回复' }).getByRole('row');
    const farm = await row.filter({ hasText: '山东省烟台市栖霞市' }).textContent();
    expect(farm).toContain('没有登记');
    expect(await row.filter({ hasText: '上海市浦东新区' }).first().textContent()).toContain('不对您公开');
    await context.close();
  });

  it('show hostile reasons as they are, and export them as text', async () => {
    const reason = `=${String(hostileTexts['handler'])}`;
    const { body } = await recallBy(story.farm.owner, [story.sources[0] ?? ''], { reason, mock: true });
    const { context, page } = await open('desk', `/recalls/${String(body['id'])}`);
    await page.getByText(reason).waitFor();
    expect(await page.title()).toBe('召回');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('APP-01');
    await context.close();
  });

  it('show each hostile text in order and harmless', async () => {
    const { body } = await recallBy(story.farm.owner, [story.sources[2] ?? ''], { advice: '退货' });
    const recall = `/recalls/${String(body['id'])}`;
    for (const [login, places] of [
      ['desk', ['/recalls', recall]],
      ['buyer', ['/notices']],
      ['official', ['/trace?q=BOX-01']],
    ] as const) {
      const { context, page } = await open(login, '/');
      await expectHarmless(page, places);
      await context.close();
    }
  });

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { body } = await recallBy(story.farm.owner, [story.sources[1] ?? ''], { advice: '退货' });
      const desk = await open('desk', '/', locale);
      await lookAtPlaces(desk.page, [
        ['/recalls', /退货|超标/],
        [`/recalls/${String(body['id'])}`, /APP-02/],
        ['/recalls/new', /只是演练|A rehearsal/],
      ]);
      await desk.context.close();
      const buyer = await open('buyer', '/', locale);
      await lookAtPlaces(buyer.page, [['/notices', /等您知悉|Waiting for you/]]);
      await buyer.context.close();
      const official = await open('official', '/', locale);
      await lookAtPlaces(official.page, [['/trace?q=BOX-01', /BOX-01 #/]]);
      await official.context.close();
    },
  );
});
