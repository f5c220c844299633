import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { colleagueName, deskLogin, layDesk, type Desk } from '../support/officials-desk.js';
import { hostileTexts } from './hostile-texts.js';

describe.skipIf(!hasChromium)('the screens of officials', () => {
  let farm: Cooperative;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    desk = await layDesk(farm);
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, deskLogin, { place, locale });

  /** Moves on with the keyboard alone until what has the focus is called so. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    const focused = `(() => { const at = document.activeElement; const label = at?.labels?.[0];
      return (label ?? at)?.textContent ?? ''; })()`;
    for (let tries = 0; tries < 120; tries += 1) {
      await page.keyboard.press('Tab');
      if (name.test(String(await page.evaluate(focused)))) return;
    }
    throw new Error(`nothing called ${String(name)} is reached`);
  }

  it('lets an inspector take a finding up, note and end it with the keyboard alone', async () => {
    const { context, page } = await open(`/anomalies/${desk.failed.id}`);
    await page.getByRole('heading', { name: '核查经过' }).waitFor();
    await page.getByText('还没有人核查。').waitFor();
    await tabTo(page, /^由我核查$/);
    await page.keyboard.press('Enter');
    await page.getByText('已经写进批次的记录。').waitFor();
    // It is one's own now: only to somebody else can it be given.
    await expect.poll(() => page.getByRole('button', { name: '改由我核查' }).count()).toBe(0);
    await tabTo(page, /^交给同事$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^谁核查$/);
    await tabTo(page, /^交给同事$/);
    await page.keyboard.press('Enter');
    await page.getByText(colleagueName).first().waitFor();
    await tabTo(page, /^改由我核查$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '改由我核查' }).waitFor({ state: 'detached' });
    await tabTo(page, /^核查情况$/);
    await page.keyboard.type('已约谈负责人');
    await tabTo(page, /^记下$/);
    await page.keyboard.press('Enter');
    await page.getByText('已约谈负责人').waitFor();
    await tabTo(page, /^结论$/);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^理由$/);
    await page.keyboard.type('复查仍不合格');
    await tabTo(page, /^结束核查$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '结束核查 · 立案' }).waitFor();
    expect(await page.getByLabel('核查情况').count()).toBe(0);
    await context.close();
    const { body } = await desk.caller.get(`/api/v1/anomalies/${desk.failed.id}`);
    expect(body).toMatchObject({
      state: 'filed',
      steps: [{}, {}, {}, { text: '已约谈负责人' }, { outcome: 'filed' }],
    });
  });

  it('narrows the findings, and says so when there are none', async () => {
    const { context, page } = await open('/anomalies');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    const all = await page.getByRole('main').getByRole('heading', { level: 2 }).count();
    expect(all).toBeGreaterThan(1);
    // At the width of a small phone a finding takes no more than two screens, and the filter none until it is opened.
    await page.setViewportSize({ width: 320, height: 640 });
    const tallest = `Math.max(...[...document.querySelectorAll('main ol.stack > li')].map((one) => one.clientHeight))`;
    expect(await page.evaluate(tallest)).toBeLessThan(2 * 640);
    expect(await page.getByLabel('规则编号').isVisible()).toBe(false);
    await page.getByText('筛选', { exact: true }).click();
    await page.getByLabel('规则编号').fill('R61');
    await page.getByRole('button', { name: '按这些条件查看' }).click();
    await page.waitForURL(/rule=R61/);
    await expect.poll(() => page.getByRole('main').getByRole('heading', { level: 2 }).count()).toBe(1);
    await page.getByLabel('处理情况').selectOption('explained');
    await page.getByRole('button', { name: '按这些条件查看' }).click();
    await page.getByText('没有符合条件的疑点。').waitFor();
    await context.close();
  });

  it('says beside the field what is wrong with a note', async () => {
    const { context, page } = await open(`/anomalies/${desk.failed.id}`);
    await page.getByRole('button', { name: '由我核查' }).click();
    await page.getByLabel('核查情况').fill('电话 13712345678');
    await page.getByRole('button', { name: '记下' }).click();
    await page.locator('#text-fault').filter({ hasText: '手机号' }).waitFor();
    await context.close();
  });

  it('shows what others typed as text, whatever it is', async () => {
    const { context, page } = await open(`/anomalies/${desk.failed.id}`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const hostile = Object.values(hostileTexts);
    await page.route('**/api/v1/anomalies/*', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as object;
      const steps = hostile.map((text, seq) => {
        const said = {
          seq,
          step: 'noted',
          outcome: null,
          recordedAt: new Date().toISOString(),
          person: text,
          text,
        };
        return { ...said, authority: { id: 'x', name: text } };
      });
      await route.fulfill({ json: { ...body, steps } });
    });
    await page.reload();
    await expect.poll(() => page.getByRole('heading', { name: '记下情况' }).count()).toBe(hostile.length);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(
      await page.evaluate(
        "document.querySelectorAll('main script, main iframe, main img, main style').length",
      ),
    ).toBe(0);
    expect(await page.title()).not.toBe('owned');
    expect(asked.filter((url) => !url.startsWith(`${farm.service.url}/`))).toEqual([]);
    await context.close();
  });

  it('orders an inspection of the batch of a finding, and takes it back', async () => {
    const { context, page } = await open(`/anomalies/${desk.failed.id}`);
    await page.getByRole('link', { name: '安排抽检' }).click();
    await page.getByRole('heading', { name: '安排抽检' }).waitFor();
    await page.getByRole('button', { name: '安排抽检' }).click();
    await page.locator('#analytes-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('检测项目').fill('毒死蜱\n\n戊唑醇');
    await page.getByLabel('最晚完成日期').fill('2099-12-31');
    await page.getByLabel('抽检原因').fill('核查疑点');
    await page.getByRole('button', { name: '安排抽检' }).click();
    await page.getByText('还没有抽样。').waitFor();
    await page.getByText('戊唑醇').waitFor();
    await page.getByLabel('撤回原因').fill('与上级抽查重复');
    await page.getByRole('button', { name: '撤回任务' }).click();
    await page.getByText('已撤回').waitFor();
    await context.close();
  });

  it('orders an inspection of one product of an organization', async () => {
    const { context, page } = await open('/inspections/new');
    await page.getByLabel('被抽检的组织').selectOption({ label: '栖霞示例果业农民专业合作社' });
    await page.getByLabel('产品').selectOption({ label: '苹果' });
    await page.getByLabel('检测项目').fill('毒死蜱');
    await page.getByLabel('最晚完成日期').fill('2099-12-31');
    await page.getByLabel('抽检原因').fill('年度计划');
    await page.getByRole('button', { name: '安排抽检' }).click();
    await page.getByText('一种产品').waitFor();
    await context.close();
  });

  it('shows figures as a table and a chart that say the same, of one product from holder to holder, and as a file', async () => {
    const { context, page } = await open('/figures');
    await page.getByRole('table', { name: '货物去向' }).waitFor();
    const amount = /^1,000 公斤$/;
    await page.getByRole('cell', { name: amount }).first().waitFor();
    const chart = page.getByRole('img', { name: '水果 · 采收（公斤），每月' });
    expect(await chart.locator('text').allTextContents()).toContain('1,000 公斤');
    await page.getByLabel('组织').selectOption({ label: '栖霞示例果业农民专业合作社' });
    await page.getByLabel('产品').selectOption({ label: '苹果' });
    await page.getByRole('button', { name: '查看' }).click();
    await page.getByRole('table', { name: '这种产品的全程' }).getByText('农民专业合作社').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载表格（CSV）' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^figures-\d{4}-\d\d-\d{4}-\d\d\.csv$/);
    await page.getByLabel('从（年-月）').fill('2020-01');
    await page.getByRole('button', { name: '查看' }).click();
    const note = page.getByRole('alert').filter({ hasText: '请按提示修改下列字段。' });
    await note.getByText('一次最多 24 个月。').waitFor();
    expect(await page.locator('#to-fault').textContent()).toBe('一次最多 24 个月。');
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    ['/anomalies', /规则 .+ 的判断|What rule .+ says/],
    [`/anomalies/${desk.failed.id}`, /核查经过|The inquiry/],
    ['/inspections', /已出报告|Reported/],
    ['/inspections/new', /被抽检的组织|Whose goods/],
    [`/inspections/${desk.reported}`, /可提异议到|Can be objected to until/],
    [`/inspections/${desk.ordered}`, /撤回任务|Take the order back/],
    ['/figures', /召回|Recalled/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await open('/', locale);
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });

  it('draw in forced colours, and print without their menu', async () => {
    const { context, page } = await open('/figures');
    await page.getByRole('img').waitFor();
    await page.emulateMedia({ forcedColors: 'active' });
    const bar =
      "getComputedStyle(document.querySelector('rect')).fill !== getComputedStyle(document.body).backgroundColor";
    expect(await page.evaluate(bar)).toBe(true);
    await page.emulateMedia({ forcedColors: 'none', media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await context.close();
  });
});
