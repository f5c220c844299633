import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole, type PlaceToLookAt } from '../support/console.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { kg } from '../support/parties.js';
import { until } from '../support/until.js';

describe.skipIf(!hasChromium)('labels that were scanned unusually, in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;
  let warning: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { organizationId, service } = farm;
    await accountFor(service, 'issuer', { role: 'recorder', organizationId });
    await accountFor(service, 'county', { role: 'regulator', region: '3706' });
    batch = await farm.open('SCANNED-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
    const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 2, net: kg('5') }));
    const [label] = await service.database.read<{ code: string }>(
      { name: 'test-a-label', text: 'select code from labels where set_id = $1 order by number' },
      [set['id']],
    );
    // Scanned before it is put on.
    const agent = { 'user-agent': 'Mozilla/5.0 (Linux; Android 16)' };
    await (await fetch(`${service.url}/seen/t/${label?.code ?? ''}`, { headers: agent })).arrayBuffer();
    const warnings = `/api/v1/scan-warnings?organization=${organizationId}`;
    const listed = async (): Promise<{ id: string }[]> =>
      (await farm.owner.get(warnings)).body['items'] as { id: string }[];
    await until(async () => (await listed()).length === 1);
    warning = (await listed())[0]?.id ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });

  it('are seen by who oversees the issuer, who closes none', async () => {
    const { context, page } = await open('county', '/anomalies');
    await page.getByRole('link', { name: '扫码提醒' }).click();
    await page.getByRole('link', { name: '查看', exact: true }).click();
    await page.getByText('标签还没有启用，就被扫描').waitFor();
    expect(await page.getByRole('button', { name: '了结' }).count()).toBe(0);
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    ['/scans', /可能流出了空白标签|may have got out/],
    [`/scans/${warning}`, /查到了什么|What was found out/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await open('issuer', '/', locale);
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('issuer', '/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });

  it('are closed by their issuer, once, with what was found out', async () => {
    const { context, page } = await open('issuer', `/labels/${batch}`);
    await page.getByRole('link', { name: '扫码提醒' }).click();
    await page.getByRole('link', { name: '查看', exact: true }).click();
    const close = page.getByRole('button', { name: '了结' });
    await close.click();
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('查到了什么').fill('试打的一张，自己扫的');
    await close.click();
    await page.getByText('已了结').waitFor();
    expect(await close.count()).toBe(0);
    await page.getByRole('link', { name: '返回扫码提醒' }).click();
    await page.getByText('没有要查的扫码。').waitFor();
    await page.getByLabel('状态').selectOption('closed');
    await page.getByRole('link', { name: '查看', exact: true }).click();
    await page.getByText('试打的一张，自己扫的').waitFor();
    await context.close();
  });
});
