import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { deskLogin, layDesk, type Desk } from '../support/officials-desk.js';

describe.skipIf(!hasChromium)('corrections and releases in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let desk: Desk;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'onlooker', { role: 'viewer', organizationId: farm.organizationId });
    desk = await layDesk(farm);
    batch = await farm.open('RIGHT-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const press = (page: Page, name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const recorded = (page: Page): Promise<void> => page.getByText(/已写进批次的记录，第 \d+ 条/).waitFor();
  const entry = (page: Page, name: RegExp) => page.getByRole('listitem').filter({ hasText: name });
  const read = async (id = batch): Promise<Record<string, unknown>> =>
    (await farm.owner.get(`/api/v1/batches/${id}`)).body;

  it('let who said an entry say it anew, and once more, with all that it said before', async () => {
    const { context, page } = await open('desk', `/batches/${batch}`);
    await entry(page, /采收 #2/)
      .getByRole('link', { name: '更正' })
      .click();
    await page.getByText(/现在的记录：.*100/).waitFor();
    await page.getByLabel('数量（公斤）').fill('-1');
    await press(page, '更正');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么更正').fill('过磅后更正');
    await press(page, '更正');
    await page.locator('[id="/quantity/value-fault"]').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('数量（公斤）').fill('120');
    await press(page, '更正');
    await recorded(page);
    expect(await read()).toMatchObject({ balance: { produced: { value: '120' } } });

    await page.getByRole('link', { name: '返回批次' }).click();
    await entry(page, /更正 #3/)
      .getByRole('link', { name: '更正' })
      .click();
    expect(await page.getByLabel('数量（公斤）').inputValue()).toBe('120');
    await page.getByLabel('数量（公斤）').fill('121');
    await page.getByLabel('为什么更正').fill('再次过磅');
    await press(page, '更正');
    await recorded(page);
    await context.close();
    expect(await read()).toMatchObject({ balance: { produced: { value: '121' } } });
  });

  it('say what is wrong with all of a correction together: more was taken out than would be left', async () => {
    const sold = await farm.open('RIGHT-2');
    await made(farm.record(sold, 'harvest', harvestOf(50)));
    await made(
      farm.record(sold, 'shipment', {
        quantity: { value: '40', unit: 'KGM' },
        consignee: { party: { name: '示例批发市场' } },
      }),
    );
    const { context, page } = await open('desk', `/corrections/${sold}?entry=2`);
    await page.getByLabel('数量（公斤）').fill('30');
    await page.getByLabel('为什么更正').fill('过磅后更正');
    await press(page, '更正');
    await page.getByRole('alert').filter({ hasText: /\d/ }).first().waitFor();
    await context.close();
    expect(await read(sold)).toMatchObject({ seq: 3 });
  });

  it('let who put a batch on hold lift it, and nobody else', async () => {
    const { context, page } = await open('desk', `/batches/${batch}`);
    await page.getByRole('link', { name: '冻结', exact: true }).click();
    await page.getByLabel('原因').fill('待检');
    await press(page, '核对');
    await press(page, '冻结这一批');
    await press(page, '确定');
    await page.getByText('已冻结，已入账').waitFor();
    expect((await read())['state']).toBe('held');
    for (const login of [deskLogin, 'onlooker']) {
      const other = await open(login, `/batches/${batch}`);
      await entry(other.page, /冻结 #5/).waitFor();
      expect(
        await entry(other.page, /冻结 #5/)
          .getByRole('link')
          .count(),
      ).toBe(0);
      await other.context.close();
    }
    await page.evaluate(`location.hash = '/batches/${batch}'`);
    await entry(page, /冻结 #5/)
      .getByRole('link', { name: '解除冻结' })
      .click();
    await press(page, '解除冻结');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么解除').fill('检测合格');
    await press(page, '解除冻结');
    await recorded(page);
    expect((await read())['state']).toBe('open');
    await page.getByRole('link', { name: '返回批次' }).click();
    await entry(page, /冻结 #5/).waitFor();
    expect(
      await entry(page, /冻结 #5/)
        .getByRole('link')
        .count(),
    ).toBe(0);
    await context.close();
  });

  it('let an authority let go what a finding stopped, and not whose goods it is', async () => {
    const stopped = desk.failed.batch.id;
    const producer = await open('desk', `/batches/${stopped}/certificates`);
    await producer.page.getByText('检测结果超过限量').first().waitFor();
    expect(await producer.page.getByRole('link', { name: '放行' }).count()).toBe(0);
    await producer.context.close();
    const { context, page } = await open(deskLogin, `/batches/${stopped}/certificates`);
    const lets = page.getByRole('link', { name: '放行' });
    await lets.first().waitFor();
    const before = await lets.count();
    await lets.first().click();
    await page.getByLabel('为什么解除').fill('货已无害化处理');
    await press(page, '解除冻结');
    await recorded(page);
    await page.evaluate(`location.hash = '/batches/${stopped}/certificates'`);
    // Rules judge a moment after it is recorded: what was read before that is read anew.
    await expect
      .poll(async () => {
        await page.reload();
        await page.getByText('检测结果超过限量').first().waitFor();
        return lets.count();
      })
      .toBe(before - 1);
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    [`/corrections/${batch}?entry=2`, /为什么更正|Why it was wrong/],
    [`/batches/${batch}`, /再次过磅/],
    [`/releases/${batch}?hold=5`, /没有这条冻结|There is no such hold/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const held = await farm.open(`RIGHT-HELD-${locale}`);
      await made(farm.record(held, 'hold', { reason: '待检' }));
      const { context, page } = await open('desk', '/', locale);
      await lookAtPlaces(page, [...places(), [`/releases/${held}?hold=2`, /为什么解除|^Why$/]]);
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
