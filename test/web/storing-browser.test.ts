import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { codesIn } from '../labels/decoder.js';
import { codePicture, pagesOf } from '../labels/pdf-reader.js';
import { accountFor, lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { createConsignee, shipTo, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';

describe.skipIf(!hasChromium)('storage and returns in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;
  let market: Consignee;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { organizationId } = farm;
    await accountFor(farm.service, 'storing', { role: 'recorder', organizationId });
    await accountFor(farm.service, 'looking-on', { role: 'viewer', organizationId });
    market = await createConsignee(farm);
    batch = await farm.open('STORED-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
    await shipTo(farm, batch, market.organizationId, '40');
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
  const read = async (): Promise<Record<string, unknown>> =>
    (await farm.owner.get(`/api/v1/batches/${batch}`)).body;
  const last = async (): Promise<unknown> =>
    ((await farm.owner.get(`/api/v1/batches/${batch}/events`)).body['items'] as unknown[]).at(-1);

  it('say where goods lie, what was done to them and what was lost, and what of that is wrong', async () => {
    const { context, page } = await open('storing', `/batches/${batch}`);
    await page.getByRole('link', { name: '记录储存' }).click();
    await press(page, '记录储存');
    await page.locator('#place-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('仓库和货位').fill('示例冷库 2 号间');
    await page.getByLabel('做过什么处理').selectOption('fumigation');
    await page.getByLabel('用了什么').fill('磷化铝');
    await page.getByLabel('密闭到哪一天').fill('2020-01-01');
    await page.getByLabel('最低（℃）').fill('-0.6');
    await page.getByLabel('最高（℃）').fill('0.9');
    await page.getByLabel('每隔多少分钟记一次').fill('ten');
    await page.getByLabel('最长间隔多少分钟').fill('12');
    await press(page, '添加质量指标');
    await page.getByLabel('指标', { exact: true }).fill('硬度');
    await page.getByLabel('结果').fill('7.2');
    await press(page, '添加损耗');
    await press(page, '添加损耗');
    await page.getByLabel('为什么').first().fill('腐烂');
    await page.getByLabel('损耗多少（公斤）').first().fill('70');
    await press(page, '去掉最后一项损耗');
    await press(page, '记录储存');
    await page.locator('#intervalMin-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('每隔多少分钟记一次').fill('10');
    await press(page, '记录储存');
    await page.locator('#sealedUntil-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('密闭到哪一天').fill('');
    await press(page, '记录储存');
    // Of 100 kg 40 are on their way.
    await page.getByRole('alert').filter({ hasText: /60/ }).first().waitFor();
    await page.getByLabel('损耗多少（公斤）').fill('12.5');
    expect(await read()).toMatchObject({ seq: 3 });
    await press(page, '记录储存');
    await recorded(page);
    await context.close();
    expect(await read()).toMatchObject({ seq: 4, balance: { lost: { value: '12.5' } } });
    expect(await last()).toMatchObject({
      kind: 'storage',
      data: {
        place: '示例冷库 2 号间',
        readings: [{ min: '-0.6', max: '0.9', intervalMin: 10, gapMaxMin: 12 }],
        quality: [{ name: '硬度', value: '7.2' }],
        treatment: { type: 'fumigation', agent: '磷化铝' },
        losses: [{ reason: '腐烂', quantity: { value: '12.5', unit: 'KGM' } }],
      },
    });
  });

  it('print the note that goes with a shipment, whose code confirms, and void it', async () => {
    const { context, page } = await open('storing', `/batches/${batch}`);
    const shipment = page.getByRole('listitem').filter({ hasText: /发货 #3/ });
    await shipment.getByRole('link', { name: '打印送货单' }).click();
    const kept = page.waitForEvent('download');
    await press(page, '下载 PDF');
    const file = await kept;
    expect(file.suggestedFilename()).toBe('delivery-note-3.pdf');
    const codes = pagesOf(readFileSync(await file.path())).flatMap((paper) => paper.codes);
    const [address = ''] = (await Promise.all(codes.map((code) => codesIn(codePicture(code))))).flat();
    expect(address).toMatch(/\/d\/[0-9A-Z]{17}$/);
    const status = async (): Promise<number> =>
      (await fetch(farm.service.url + new URL(address).pathname)).status;
    expect(await status()).toBe(200);
    await press(page, '作废送货单');
    await press(page, '确定');
    await page.getByText('已作废，没有码可以确认这次发货。').waitFor();
    expect(await status()).toBe(404);
    await context.close();
  });

  it('say what came back of a shipment, until nothing of it is on its way', async () => {
    const { context, page } = await open('storing', `/batches/${batch}`);
    const shipment = page.getByRole('listitem').filter({ hasText: /发货 #3/ });
    await shipment.getByRole('link', { name: '记录退回' }).click();
    await page.getByLabel('退回多少（公斤）').fill('41');
    await page.getByLabel('为什么退回').fill('压伤');
    await press(page, '记录退回');
    await page.locator('#quantity-fault').filter({ hasText: /40/ }).waitFor();
    await page.getByLabel('退回多少（公斤）').fill('40');
    await press(page, '记录退回');
    await recorded(page);
    expect(await read()).toMatchObject({ balance: { frozen: { value: '0' }, available: { value: '87.5' } } });
    await page.getByRole('link', { name: '返回批次' }).click();
    await shipment.getByRole('link', { name: '更正' }).waitFor();
    expect(await shipment.getByRole('link', { name: '记录退回' }).count()).toBe(0);
    await context.close();
  });

  it('are for those who record', async () => {
    const { context, page } = await open('looking-on', `/batches/${batch}`);
    await page.getByText(/储存 #4/).waitFor();
    expect(await page.getByRole('link', { name: '记录储存' }).count()).toBe(0);
    await context.close();
  });

  describe('on each of their screens', () => {
    /** A shipment of which something is open. */
    let shipped: string;
    beforeAll(async () => {
      shipped = String((await shipTo(farm, batch, market.organizationId, '5'))['seq']);
    });

    const places = (): readonly PlaceToLookAt[] => [
      [`/storage/${batch}`, /仓库和货位|Store and bin/],
      [`/notes/${batch}?shipment=${shipped}`, /随货走|goes with the goods/],
      [`/returns/${batch}?shipment=3`, /为什么退回|Why it came back/],
      [`/notes/${batch}?shipment=2`, /没有待确认的|nothing of it is open/],
      [`/returns/${batch}?shipment=2`, /本批次没有这次发货|no such shipment/],
    ];

    it.each(['zh-CN', 'en'])(
      'have in %s no fault that axe finds, and no sideways scrolling',
      async (locale) => {
        const { context, page } = await open('storing', '/', locale);
        await lookAtPlaces(page, places());
        await context.close();
      },
    );

    it('show each hostile text in order and harmless', async () => {
      const { context, page } = await open('storing', '/');
      await expectHarmless(
        page,
        places().map(([place]) => place),
      );
      await context.close();
    });
  });
});
