import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  lookAtDrawn,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';

const path = '/api/v1/lists';
const columns = 'claim,input,effectiveFrom,effectiveTo,source,confidence';

interface Version {
  readonly version: number;
  readonly rows: number;
  readonly source: string;
}

describe.skipIf(!hasChromium)('reference lists in the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'operating', { role: 'admin' });
    await accountFor(farm.service, 'keeper', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const versions = async (name: string): Promise<Version[]> =>
    (await farm.admin.get(`${path}/${name}`)).body['items'] as Version[];
  const row = (input: string): object => ({
    ...{ claim: 'organic', input, effectiveFrom: '2020-01-01', source: '示例', confidence: 'low' },
  });
  const publish = (name: string, version: number, input: string): Promise<unknown> =>
    made(
      farm.admin.post(`${path}/${name}?version=${version}&source=%E7%A4%BA%E4%BE%8B`, { rows: [row(input)] }),
    );
  const choose = (page: Page, name: string, text: string): Promise<void> =>
    page.getByLabel('文件', { exact: true }).setInputFiles({
      ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) },
    });
  const csv = (...lines: string[]): string => [columns, ...lines].join('\n');

  it('are published from a file, with what is refused told row by row, once though the answer is lost', async () => {
    const { context, page } = await open('operating', '/');
    await page.getByRole('navigation').getByRole('link', { name: '参考清单' }).click();
    await page.getByRole('link', { name: '有机、绿色食品允许的投入品' }).click();
    await page.getByText('将要发布的是第 1 版。').waitFor();
    await press(page, '发布新版本');
    await page.locator('#file-fault').filter({ hasText: '.csv 或 .json' }).waitFor();
    await choose(
      page,
      'list.CSV',
      csv('organic,示例甲,2020-01-01,,示例,low', 'organic,示例乙,2020-02-30,,示例,sure'),
    );
    await press(page, '发布新版本');
    await page.locator('#source-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('清单从哪里来').fill('示例：2026年整理');
    await press(page, '发布新版本');
    const refusals = page.getByRole('table', { name: '文件里要改的地方' });
    for (const column of ['effectiveFrom', 'confidence'])
      await refusals
        .getByRole('row')
        .filter({ hasText: '第 2 行' })
        .getByText(column, { exact: true })
        .waitFor();
    await choose(
      page,
      'list.csv',
      csv('organic,示例甲,2020-01-01,,示例,low', 'organic,示例乙,2020-02-28,,示例,low'),
    );
    let lost = 0;
    await page.route(`**${path}/claim-inputs?*`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await press(page, '发布新版本');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    await press(page, '发布新版本');
    await page.getByText('第 1 版已发布，共 2 行。').waitFor();
    await page.getByText('将要发布的是第 2 版。').waitFor();
    await cardOf(page, '发布过的版本').getByText('示例：2026年整理').waitFor();
    expect(await refusals.count()).toBe(0);
    await context.close();
    expect(lost).toBe(1);
    expect(await versions('claim-inputs')).toMatchObject([
      { version: 1, rows: 2, source: '示例：2026年整理' },
    ]);
  });

  it('take a file as it is now: one that was changed since is chosen once more, and all that is refused is told', async () => {
    const before = (await versions('claim-inputs')).length;
    const file = join(await mkdtemp(join(tmpdir(), 'furrow-lists-')), 'list.json');
    await writeFile(file, JSON.stringify([row('示例丁')]));
    const { context, page } = await open('operating', '/lists/claim-inputs');
    await page.getByLabel('清单从哪里来').fill('示例丁');
    await page.getByLabel('文件', { exact: true }).setInputFiles(file);
    await press(page, '发布新版本');
    await page.getByRole('table', { name: '文件里要改的地方' }).locator('tbody tr').first().waitFor();
    await writeFile(file, JSON.stringify({ rows: [row('示例丁')] }));
    await press(page, '发布新版本');
    await page.locator('#file-fault').filter({ hasText: '请重新选一次' }).waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel('文件', { exact: true }).click();
    await (await chooser).setFiles(file);
    await press(page, '发布新版本');
    await page.getByText(`第 ${before + 1} 版已发布，共 1 行。`).waitFor();
    // What is typed for the next one stays until that is published, too.
    await page.getByLabel('清单从哪里来').fill('示例戊');
    await press(page, '发布新版本');
    await page.locator('#file-fault').filter({ hasText: '.csv 或 .json' }).waitFor();
    expect(await page.getByLabel('清单从哪里来').inputValue()).toBe('示例戊');
    await context.close();
    expect(await versions('claim-inputs')).toHaveLength(before + 1);
  });

  it('say so when another admin was first, and the next try is the version after', async () => {
    const before = (await versions('claim-inputs')).length;
    const { context, page } = await open('operating', '/lists/claim-inputs');
    await page.getByText(`将要发布的是第 ${before + 1} 版。`).waitFor();
    await publish('claim-inputs', before + 1, '示例丙');
    await page.getByLabel('清单从哪里来').fill('示例');
    await choose(page, 'list.json', JSON.stringify({ rows: [row('示例丁')] }));
    await press(page, '发布新版本');
    await page.getByText('这一版已经以别的内容发布', { exact: false }).waitFor();
    await page.getByText(`将要发布的是第 ${before + 2} 版。`).waitFor();
    await press(page, '发布新版本');
    await page.getByText(`第 ${before + 2} 版已发布，共 1 行。`).waitFor();
    await context.close();
  });

  it('are read by everybody, and published by admins alone', async () => {
    const { context, page } = await open('keeper', '/lists/claim-inputs');
    await page.getByRole('heading', { name: '发布过的版本' }).waitFor();
    expect(await page.locator('main form').count()).toBe(0);
    expect(await page.getByRole('navigation').getByRole('link', { name: '参考清单' }).count()).toBe(0);
    await page.evaluate("location.hash = '/lists/nothing'");
    await page.getByText('没有这份清单', { exact: false }).waitFor();
    await context.close();
  });

  const places: readonly PlaceToLookAt[] = [
    ['/lists', /农药标签|Pesticide labels/],
    ['/lists/claim-inputs', /发布过的版本|Published versions/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await open('operating', '/', locale);
      await lookAtPlaces(page, places);
      await page.locator('#source').fill('示例');
      await page.locator('#file').setInputFiles({
        ...{
          name: 'list.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(csv('organic,示例,2020-02-30,,示例,sure')),
        },
      });
      await press(page, locale === 'en' ? 'Publish a version' : '发布新版本');
      await page.getByRole('table', { name: /^(文件里要改的地方|What is wrong in the file)$/ }).waitFor();
      await lookAtDrawn(page, 'a list that is refused');
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('operating', '/');
    await expectHarmless(
      page,
      places.map(([place]) => place),
    );
    await context.close();
  });
});
