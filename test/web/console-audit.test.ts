import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole } from '../support/console.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { harvestOf } from '../support/parties.js';

describe.skipIf(!hasChromium)('the screens of the chain audit and of exports', () => {
  let farm: Cooperative;
  let browser: Browser;
  let owner: pg.Client;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative({ tampers: true }), launchBrowser()]);
    owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await owner.connect();
    await owner.query('set session_replication_role = replica');
    batch = await farm.open('L-2026-1');
    await farm.open('L-2026-2');
    await made(farm.record(batch, 'harvest', harvestOf('100')));
    await accountFor(farm.service, 'county', { role: 'regulator', region: '3706' });
    await accountFor(farm.service, 'patrol', { role: 'inspector', region: '3706' });
    await farm.service.settled();
  });
  afterAll(async () => {
    await owner.end();
    await browser.close();
    await farm.service.close();
  });

  const change = `update entries set entry = convert_to(replace(convert_from(entry, 'UTF8'), '"recordedAt":"2', '"recordedAt":"3'), 'UTF8')
    where chain_id = $1 and seq = 2`;
  const check = (page: Page): Promise<void> => page.getByRole('button', { name: '重新核对' }).click();

  it('check all chains before the reader’s eyes, and show a changed record where it is', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'county', { place: '/audit' });
    await page.getByText('还没有核对过。').waitFor();
    await page.getByText('已见证').waitFor();
    // What all chains stand on is seen before the list of them, which may be long.
    const parts = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();
    expect(parts.indexOf('公开日志与见证')).toBe(parts.indexOf('各条链') - 1);
    await check(page);
    await page.getByText('核对完成').first().waitFor();
    await page.getByRole('table', { name: '全部' }).getByText('通过').first().waitFor();
    expect(await page.getByText('异常的链').count()).toBe(0);
    await owner.query(change, [batch]);
    await check(page);
    const fault = page.getByRole('listitem').filter({ hasText: '第一处异常' });
    await fault.waitFor();
    const text = (await fault.textContent()) ?? '';
    expect(text).toContain('L-2026-1');
    expect(text).toContain('第 2 条');
    expect(text).toContain('条目的哈希与哈希块不一致');
    expect(text).toContain('仍然成立：这些话确实是那把钥匙签过的');
    await page.getByRole('navigation', { name: '状态' }).getByRole('link', { name: '异常' }).click();
    const table = page.getByRole('table', { name: '异常' });
    await table.getByText('L-2026-1').waitFor();
    expect(await table.getByRole('row').count()).toBe(2);
    const report = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载签名的核对报告' }).click();
    expect((await report).suggestedFilename()).toMatch(/^audit-.*\.jws$/);
    const evidence = page.waitForEvent('download');
    await fault.getByRole('button', { name: '下载证明文件' }).click();
    expect((await evidence).suggestedFilename()).toMatch(/^evidence-.*\.json$/);
    await fault.getByRole('link', { name: '导出证据包' }).click();
    await page.getByRole('heading', { name: '导出中心' }).waitFor();
    expect(await page.getByLabel('批次编号').inputValue()).toBe(batch);
    await context.close();
  });

  it('make a file, show its hash, and who took it', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'county', { place: '/exports' });
    await page.getByRole('button', { name: '生成文件' }).click();
    await page.getByText('可下载').waitFor();
    await page.getByText('还没有人下载').waitFor();
    const kept = page.waitForEvent('download');
    await page.getByRole('button', { name: /^下载 batches-/ }).click();
    expect((await kept).suggestedFilename()).toMatch(/^batches-.*\.xlsx$/);
    await page.getByText('还没有人下载').waitFor({ state: 'detached' });
    const told = (await page.getByRole('listitem').filter({ hasText: 'SHA-256' }).textContent()) ?? '';
    expect(told).toContain('监管人员');
    expect(told.replaceAll(/\s/g, '')).toMatch(/SHA-256[0-9a-f]{64}/);
    await page.getByLabel('内容').selectOption('trace-table');
    await page.getByLabel('批次编号').fill('nothing');
    await page.getByRole('button', { name: '生成文件' }).click();
    await page.locator('#batch-fault').filter({ hasText: /./ }).waitFor();
    await context.close();
  });

  it('let an inspector read what was found, and no more', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'patrol', { place: '/audit' });
    await page.getByText('异常的链').waitFor();
    expect(await page.getByRole('button', { name: '重新核对' }).count()).toBe(0);
    await context.close();
  });

  it('are walked by keyboard alone', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'county', { place: '/audit' });
    await page.getByText('异常的链').waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    const names: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate('document.activeElement.textContent'));
    }
    for (const name of [
      '重新核对',
      '下载签名的核对报告',
      '下载证明文件',
      '导出证据包',
      '通过',
      '尚未核对',
      '复制',
    ])
      expect(names, name).toContain(name);
    await context.close();
  });

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'county');
    await expectHarmless(page, ['/audit', '/audit?state=passed', '/exports']);
    await context.close();
  });

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await openConsole(browser, farm.service.url, 'county', { locale });
      await lookAtPlaces(page, [
        ['/audit', /异常的链|Chains at fault/],
        ['/audit?state=passed', /异常的链|Chains at fault/],
        ['/exports', /可下载|ready/],
        ['/exports?template=trace-table', /可下载|ready/],
      ]);
      await context.close();
    },
  );
});
