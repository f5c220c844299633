import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { createAuthority } from '../support/authority.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { consolePassword, lookAtPlaces, openConsole } from '../support/console.js';
import { expectHarmless } from '../support/harmless.js';
import { made } from '../support/cooperative.js';
import { asOwner } from '../support/kept-rows.js';
import { recallBy } from '../support/market.js';
import { createStory, type Story } from '../support/story.js';

const firm = '栖霞示例果业农民专业合作社';
const unitCode = '19901231001483920174650238174659';
const dayMs = 86_400_000;

/** Goes on with the keyboard alone until what is reached has this text or label, and stays there. */
async function reach(page: Page, text: RegExp): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate<(string | null)[]>(
      `(() => { const { activeElement: at } = document;
        return [at.textContent, at.ariaLabel, ...[...at.labels ?? []].map((label) => label.textContent)]; })()`,
    );
    if (reached.some((said) => text.test(said ?? ''))) return;
  }
  throw new Error(`the keyboard does not reach ${String(text)}`);
}

async function pressAt(page: Page, text: RegExp): Promise<void> {
  await reach(page, text);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasChromium)('the page of traces', () => {
  let story: Story;
  let browser: Browser;
  /** Made from the first of the sources alone. */
  let second: string;

  beforeAll(async () => {
    [story, browser] = await Promise.all([createStory({ product: '苹果', site: '3号地' }), launchBrowser()]);
    const { farm, sources } = story;
    const used = {
      inputType: 'fertilizer',
      product: { name: '示例有机肥', unitCode },
      amount: { value: '50', unit: 'KGM' },
      ...{ startedOn: '2026-08-20', stoppedOn: '2026-08-20' },
    };
    const first = sources[0] ?? '';
    const { items } = (await farm.owner.get(`/api/v1/batches/${first}/events?after=1`)).body;
    await made(farm.record(first, 'input', used));
    second = await farm.open('BOX-02');
    const [harvest] = items as [{ seq: number; leafHash: string }];
    const { seq, leafHash } = harvest;
    const quantity = { value: '150', unit: 'KGM' };
    await made(
      farm.record(second, 'processing', {
        process: 'pack',
        inputs: [{ batch: first, seq, leafHash, quantity }],
        outputs: [{ batch: second, quantity }],
      }),
    );
    const authorityId = await createAuthority(farm);
    await farm.service.app.get(AccountsService).create({
      ...{ login: 'official', name: '示例', password: consolePassword, demo: true },
      grants: [
        { role: 'inspector', organizationId: null, region: '37' },
        { role: 'recorder', organizationId: authorityId, region: null },
      ],
    });
    // The sources were opened on days of their own: the page of the ledger has no other way to look back.
    await asOwner(farm.service.testDatabase.ownerUrl, async (owner) => {
      for (const [at, id] of sources.entries())
        await owner.query('update batches set opened_at_ms = $2 where id = $1', [
          id,
          Date.now() - (30 - at) * dayMs,
        ]);
    });
  });
  afterAll(async () => {
    await browser.close();
    await story.farm.service.close();
  });
  const open = (place: string, locale = 'zh-CN') =>
    openConsole(browser, story.farm.service.url, 'official', { place, locale });

  it('finds batches by the code of an input, the site and the firm, and says which it was', async () => {
    const { context, page } = await open('/trace');
    const search = page.getByLabel(/^批号、编码、商品条码/);
    const hits = page.getByRole('table', { name: '找到的批次' });
    for (const [text, why, count] of [
      [unitCode, `投入品包装码 ${unitCode}`, 1],
      ['3号', '地块 3号地', 6],
      ['示例果业', `企业 ${firm}`, 6],
      ['BOX-01', '批号 BOX-01', 1],
    ] as const) {
      await search.fill(text);
      await page.keyboard.press('Enter');
      await hits.getByText(why).first().waitFor();
      expect(await hits.getByText(why).count(), text).toBe(count);
    }
    for (const text of ['%', '<img src=x onerror=alert(1)>', "' or 1=1 --"]) {
      await search.fill(text);
      await page.keyboard.press('Enter');
      await page.getByText(/^没有找到/).waitFor();
      expect(await hits.count()).toBe(0);
    }
    await search.fill('');
    await page.keyboard.press('Enter');
    await page.getByText('先查找，再把要追溯的批次加进来').waitFor();
    await context.close();
  });

  it('gathers batches, and says what all of them were made from', async () => {
    const { context, page } = await open('/trace?find=APP-02');
    await page.getByRole('button', { name: '加入追溯' }).click();
    await page.locator('svg .box.asked').waitFor();
    await page.evaluate(`location.hash = location.hash.replace('APP-02', 'BOX-01')`);
    await page.getByRole('button', { name: '加入追溯' }).click();
    await page.locator('svg .box.asked').nth(1).waitFor();
    await page
      .getByText('这几批没有共同的来源')
      .or(page.getByText(/这几批都用到的来源有/))
      .waitFor();
    await page.evaluate(`location.hash = '/trace?q=BOX-01%20BOX-02'`);
    await page.getByText('这几批都用到的来源有 1 个').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: `APP-01 · ${firm}` })
      .waitFor();
    await page.locator('svg .box.common').waitFor();
    expect(await page.locator('svg .box.common').count()).toBe(1);
    await page.getByRole('button', { name: '去掉' }).first().click();
    await page.getByText('追溯的批次（1/5）').waitFor();
    await context.close();
  });

  it('draws one box a firm with its kilograms added up, and the table with it', async () => {
    const { context, page } = await open(`/trace?q=${story.box}`);
    await page.locator('svg .box').nth(5).waitFor();
    const batches = await page.locator('svg .box').count();
    await page.getByRole('button', { name: '每家合成一框' }).click();
    await page.locator('svg .box').nth(batches).waitFor({ state: 'detached' });
    const table = page.getByRole('table', { name: '图里的各家' });
    await page.locator('svg .box').nth(2).waitFor();
    const own = table.getByRole('row').filter({ hasText: firm });
    // 2,400 kg of the box and 3 × 800 kg that went into it.
    await own.getByText('4,800 公斤').waitFor();
    await own.getByText('4 批').waitFor();
    expect(await page.locator('svg .box').count()).toBe((await table.getByRole('row').count()) - 1);
    await context.close();
  });

  it('is kept as a table for a spreadsheet, and printed', async () => {
    const { context, page } = await open(`/trace?q=${story.box}`);
    await page.locator('svg .box').nth(5).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('trace.csv');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFFbatch,code,lot,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(7);
    expect(text).toContain(`,BOX-01,苹果 烟富3,${firm},`);
    await page.evaluate('window.print = () => { window.printed = true; }');
    await page.getByRole('button', { name: '打印' }).click();
    expect(await page.evaluate('window.printed')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
    expect(await page.getByRole('table', { name: '图里的批次' }).isVisible()).toBe(true);
    await context.close();
  });

  it('goes from a search to a hold with the keyboard alone', async () => {
    const { context, page } = await open('/trace');
    await reach(page, /批号、编码、商品条码/);
    await page.keyboard.type('box-01');
    await page.keyboard.press('Enter');
    await page.getByText(/^没有找到/).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('BOX-01');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^加入追溯$/ }).waitFor();
    await pressAt(page, /^加入追溯$/);
    await page.locator('svg .box').nth(5).waitFor();

    await reach(page, /从 \d{4}年\d+月\d+日 起/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('所选日期内 4 批；之外 2 批').waitFor();
    expect(await page.locator('svg .box').count()).toBe(6);
    expect(await page.locator('svg .box.outside').count()).toBe(2);
    expect(await page.getByText('在所选日期之外', { exact: true }).count()).toBe(2 + 2);

    const row = page.getByRole('table', { name: '图里的批次' }).getByRole('row', { name: /^APP-02/ });
    await pressAt(page, /冻结 APP-02/);
    await page.getByLabel(/原因/).waitFor();
    await page.getByText('APP-02').waitFor();
    await reach(page, /原因/);
    await page.keyboard.type('抽检发现毒死蜱残留超标，等复检');
    await pressAt(page, /^核对$/);
    await page.getByText('请核对').waitFor();
    await pressAt(page, /^冻结这一批$/);
    await page.locator('button:focus', { hasText: '确定' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('已冻结，已入账').waitFor();
    await page.getByText('冻结', { exact: true }).waitFor();
    await pressAt(page, /^返回$/);
    await page.locator('svg .box.stopped').waitFor();
    await row.getByText('已冻结').waitFor();
    expect(await row.getByRole('link', { name: /^冻结/ }).count()).toBe(0);
    const { body } = await story.farm.owner.get(`/api/v1/batches/${story.sources[1] ?? ''}/events`);
    expect(body['items']).toMatchObject([
      {},
      {},
      { kind: 'hold', sentence: '冻结：抽检发现毒死蜱残留超标，等复检' },
    ]);
    await context.close();
  });

  it('holds nothing without a reason, and shows the batch that it is about', async () => {
    const { context, page } = await open(`/holds/${story.sources[2] ?? ''}`);
    await page.getByText('APP-03').waitFor();
    await page.getByRole('button', { name: '核对' }).click();
    expect(await page.getByText('请核对').count()).toBe(0);
    await page.getByLabel('原因').fill('x'.repeat(200));
    await page.getByLabel(/依据/).fill('身份证 110101199003077758');
    await page.getByRole('button', { name: '核对' }).click();
    await page.getByRole('button', { name: '冻结这一批' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.locator('#basis-fault').filter({ hasText: /./ }).waitFor();
    expect(await page.getByText('已冻结，已入账').count()).toBe(0);
    await context.close();
  });

  it('a recall has the same days, firms and holds', async () => {
    const { body } = await recallBy(story.farm.owner, [story.sources[0] ?? ''], { mock: true });
    const { context, page } = await open(`/recalls/${String(body['id'])}`);
    await page.locator('svg .box').nth(4).waitFor();
    await page.getByLabel(/^从 /).focus();
    await page.keyboard.press('End');
    await page.getByText('所选日期内 4 批；之外 1 批').waitFor();
    await page.getByRole('button', { name: '每家合成一框' }).click();
    const table = page.getByRole('table', { name: '图里的各家' });
    await table.getByRole('row').filter({ hasText: firm }).getByText('1 批在日期之外').waitFor();
    await context.close();
  });

  it.each(['zh-CN', 'en'])('has in %s no fault that axe finds, and no sideways scrolling', async (locale) => {
    const { context, page } = await open('/', locale);
    const held = String(story.sources[2]);
    const search = `/trace?find=${encodeURIComponent('栖霞')}&q=BOX-01%20BOX-02`;
    await lookAtPlaces(page, [
      ['/trace', /先查找|Search first/],
      [search, /BOX-01 #/],
      [`/holds/${held}`, /APP-03/],
    ]);
    if (locale === 'zh-CN') await expectHarmless(page, [search, `/holds/${held}`]);
    await context.close();
  });
});
