import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { deskLogin, layDesk, type Desk } from '../support/officials-desk.js';

describe.skipIf(!hasChromium)('samples, reports and objections in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let desk: Desk;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    desk = await layDesk(farm);
    batch = await farm.open('TEST-1');
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
  const balanceOf = async (): Promise<unknown> =>
    (await farm.owner.get(`/api/v1/batches/${batch}`)).body['balance'];
  const reports = async (): Promise<unknown> =>
    (await farm.owner.get(`/api/v1/batches/${batch}/inspections`)).body['items'];
  const stateOf = async (task: string): Promise<unknown> =>
    (await desk.caller.get(`/api/v1/inspection-tasks/${task}`)).body['state'];

  async function result(page: Page, values: { result: string; verdict: string }): Promise<void> {
    await page.getByLabel('检测项目').fill('毒死蜱');
    await page.getByLabel('结果', { exact: true }).fill(values.result);
    await page.getByLabel('单项判定').selectOption(values.verdict);
    await page.getByLabel('总判定').selectOption(values.verdict);
  }

  it('take an inspection from its order to the sample, with what is wrong said beside the field', async () => {
    const { context, page } = await open(deskLogin, `/inspections/${desk.ordered}`);
    await page.getByRole('link', { name: '找到被抽样的批次' }).click();
    await page.getByLabel(/^批号、编码/).fill('TEST-1');
    await press(page, '查找');
    await page.getByRole('link', { name: 'TEST-1' }).click();
    await page.getByRole('link', { name: '证书检测' }).click();
    await page.getByRole('link', { name: '记录抽样' }).click();
    // The order that waits for goods of this organization is chosen already.
    await expect.poll(() => page.getByLabel('为哪个任务抽样').inputValue()).toBe(desk.ordered);
    await press(page, '记录抽样');
    await page.locator('#sampleNo-fault').filter({ hasText: /./ }).waitFor();
    await page.locator('#test-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('样品编号').fill('CY-7');
    await page.getByLabel(/取走多少/).fill('3');
    await page.getByLabel('检验样的封签编号').fill('A\n\n');
    await page.getByLabel('备样的封签编号').fill('B');
    await page.getByLabel('抽样人').fill('示例抽样员');
    await press(page, '记录抽样');
    await recorded(page);
    expect(await page.getByLabel('样品编号').count()).toBe(0);
    await context.close();
    expect(await stateOf(desk.ordered)).toBe('sampled');
    expect(await balanceOf()).toMatchObject({ available: { value: '97' }, lost: { value: '3' } });
  });

  it('take it on to the report, which stops the goods where it is failed', async () => {
    const { context, page } = await open(deskLogin, `/inspections/${desk.ordered}`);
    await page.getByRole('link', { name: '录入检测报告' }).click();
    expect(await page.getByLabel('谁委托、怎么检测').inputValue()).toBe('supervision');
    await page.getByLabel('检测机构名称').fill('初检中心');
    await result(page, { result: '0.9', verdict: 'fail' });
    await page.getByLabel('总判定').selectOption('pass');
    await page.getByLabel('单位').fill('mg/kg');
    await page.getByLabel('限量').fill('0.02');
    await press(page, '录入检测报告');
    await page.locator('#verdict-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('总判定').selectOption('fail');
    await press(page, '录入检测报告');
    await recorded(page);
    await context.close();
    expect(await stateOf(desk.ordered)).toBe('reported');
    await expect
      .poll(async () => (await farm.owner.get(`/api/v1/batches/${batch}`)).body['state'])
      .toBe('held');
  });

  it('let whose goods it was object, once, and have them tested anew by another body', async () => {
    const producer = await open('desk', `/batches/${batch}/certificates`);
    await producer.page.getByRole('link', { name: '提出异议' }).click();
    await producer.page.getByText('初检中心', { exact: true }).waitFor();
    await press(producer.page, '提出异议');
    await producer.page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await producer.page.getByLabel('异议理由').fill('对结果有异议，申请复检');
    await press(producer.page, '提出异议');
    await recorded(producer.page);
    await producer.page.getByRole('link', { name: '返回批次' }).click();
    await producer.page.getByText('已提出异议，等待复检').waitFor();
    expect(await producer.page.getByRole('link', { name: '提出异议' }).count()).toBe(0);

    const { context, page } = await open(deskLogin, `/reports/${batch}`);
    await page.getByLabel('谁委托、怎么检测').selectOption('retest');
    await page.getByLabel('复检哪一份报告').selectOption({ index: 1 });
    expect(await page.getByLabel('检测的是哪一份').inputValue()).toBe('B');
    await page.getByLabel('检测机构名称').fill('初检中心');
    await result(page, { result: '未检出', verdict: 'pass' });
    await press(page, '录入检测报告');
    await page.locator('#laboratory-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('检测机构名称').fill('复检中心');
    await press(page, '录入检测报告');
    await recorded(page);
    await context.close();

    await producer.page.reload();
    await producer.page.getByText(/已由第 \d+ 条/).waitFor();
    await producer.context.close();
    expect(await reports()).toMatchObject([{ verdict: 'fail' }, { verdict: 'pass', laboratory: '复检中心' }]);
  });

  it('let a certificate rest on a commissioned test that its people typed in', async () => {
    const own = await farm.open('TEST-2');
    await made(farm.record(own, 'harvest', harvestOf(10)));
    const { context, page } = await open('desk', `/certificates/${own}`);
    await page.getByLabel(/联系方式/).fill('137****0000');
    await page.getByLabel('委托检测合格').check();
    await page.getByText('这个批次还没有合格的检测报告').waitFor();
    await press(page, '开具合格证');
    await page.locator('#inspections-fault').filter({ hasText: /./ }).waitFor();
    await page.getByRole('link', { name: '录入检测报告' }).click();
    expect(await page.getByLabel('谁委托、怎么检测').inputValue()).toBe('commissioned');
    expect(await page.getByRole('option', { name: '复检' }).count()).toBe(0);
    await page.getByLabel('抽样日期').fill(new Date().toISOString().slice(0, 10));
    await page.getByLabel('检测机构名称').fill('示例检测中心');
    await page.getByLabel('报告编号').fill('示例-9');
    await result(page, { result: '未检出', verdict: 'pass' });
    await press(page, '再加一项');
    await page.getByRole('group', { name: '第 2 项' }).getByLabel('检测项目').fill('戊唑醇');
    await press(page, '去掉最后一项');
    await press(page, '录入检测报告');
    await recorded(page);
    await page.evaluate(`location.hash = '/certificates/${own}'`);
    await page.getByLabel(/联系方式/).fill('137****0000');
    await page.getByLabel('委托检测合格').check();
    await page.getByLabel(/示例检测中心 · 示例-9/).check();
    await press(page, '开具合格证');
    await page.getByText('有效', { exact: true }).waitFor();
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    [`/samples/${batch}`, /样品编号|Number of the sample/],
    [`/reports/${batch}`, /检测机构名称|Name of the laboratory/],
    [`/batches/${batch}/certificates`, /录入检测报告|Enter a test report/],
  ];
  const ofProducer = (): readonly PlaceToLookAt[] => [
    [`/objections/${batch}?report=4`, /异议理由|没有这份报告|Why|no such report/],
    [`/certificates/${batch}`, /开具合格证|Issue a certificate/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const official = await open(deskLogin, '/', locale);
      await lookAtPlaces(official.page, places());
      await official.context.close();
      const producer = await open('desk', '/', locale);
      await lookAtPlaces(producer.page, ofProducer());
      await producer.context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open(deskLogin, '/');
    await expectHarmless(
      page,
      [...places(), ...ofProducer()].map(([place]) => place),
    );
    await context.close();
  });
});
