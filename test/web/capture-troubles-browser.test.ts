import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { harvestsOf } from '../support/device.js';
import { createField, harvestReadBack, next, tellHarvest, type Field } from '../support/field.js';

const yearMs = 365 * 86_400_000;

/** Resolves when nothing can be written any more: Chromium goes by what it found to be left for up to half a minute. */
const untilFull = `new Promise((resolve) => {
  const opening = indexedDB.open('probe', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('probe', { autoIncrement: true });
  const write = () => {
    const transaction = opening.result.transaction('probe', 'readwrite');
    transaction.objectStore('probe').add('x');
    transaction.oncomplete = () => setTimeout(write, 500);
    transaction.onabort = resolve;
  };
  opening.onsuccess = write;
})`;

describe.skipIf(!hasChromium)('trouble in the field', () => {
  let field: Field;

  beforeAll(async () => {
    field = await createField();
  });
  afterAll(() => field.close());

  async function signedIn(): Promise<[BrowserContext, Page, string]> {
    const batch = await field.farm.open();
    return [...(await field.signedIn()), batch];
  }

  /** A batch on which a pesticide was used long ago. */
  async function spray(lot: string): Promise<void> {
    const used = await field.farm.record(await field.farm.open(lot), 'input', {
      inputType: 'pesticide',
      product: { name: '示例药' },
      amount: { value: '1', unit: 'LTR' },
      startedOn: '2026-06-01',
      stoppedOn: '2026-06-01',
    });
    expect(used.status).toBe(201);
  }

  const kilogramsOf = async (batch: string): Promise<number[]> =>
    (await harvestsOf(field.farm, batch)).kilograms;

  it('of a full disk is told before anything is lost, and the same press keeps it once there is room', async () => {
    const [context, page, batch] = await signedIn();
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(page.url());
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await page.evaluate(untilFull);
    await tellHarvest(page, '7');
    await page.getByText('没有存上：手机空间不够').waitFor();
    await page.getByText('采收 7 公斤').waitFor();
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 2 条/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([7]);
    await context.close();
  });

  /** The key that the phone says is its own; then it shows its records. */
  async function keyShown(page: Page): Promise<string> {
    await page.evaluate("location.hash = '/mine'");
    const shown = (await page.getByText('本机钥匙：').locator('code').innerText()).replaceAll(' ', '');
    await page.evaluate("location.hash = '/records'");
    return shown;
  }

  it('of a key that was revoked while offline is told, and another key signs what came back', async () => {
    const [context, page, batch] = await signedIn();
    await context.setOffline(true);
    await tellHarvest(page, '4');
    await page.getByText('1 条未入账').waitFor();
    const keys = `/api/v1/organizations/${field.farm.organizationId}/keys`;
    const { body } = await field.farm.owner.get(`${keys}?limit=200`);
    const own = (body['items'] as { kid: string; state: string; device: object | null }[]).filter(
      ({ state, device }) => state === 'valid' && device !== null,
    );
    expect(own.map(({ kid }) => kid)).toContain(await keyShown(page));
    for (const { kid } of own) {
      const revocation = { from: new Date().toISOString(), reason: '手机遗失' };
      const answer = await field.farm.owner.post(`${keys}/${kid}/revocation`, revocation);
      expect(answer.status).toBe(200);
    }
    await context.setOffline(false);
    await page.getByText(/本机的签名钥匙已停用.*没有入账，还在手机里/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([]);
    await page.getByRole('button', { name: '换一把新钥匙' }).click();
    await page.getByText(/已入账 第 2 条/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([4]);
    const another = await keyShown(page);
    expect(own.map(({ kid }) => kid)).not.toContain(another);
    expect((await field.farm.owner.get(`${keys}/${another}`)).body).toMatchObject({ state: 'valid' });
    await context.close();
  });

  it('of a clock ten years ahead is told with what to do, and what came back for it is put right', async () => {
    const [context, page, batch] = await signedIn();
    await page.clock.setFixedTime(new Date(Date.now() + 10 * yearMs));
    await page.reload();
    await page.getByText(/手机时间比服务快 10 年。.*自动设置时间/).waitFor();
    await tellHarvest(page, '6');
    await page.getByText('发生时间不能晚于现在。').first().waitFor();
    expect(await kilogramsOf(batch)).toEqual([]);
    await page.clock.setFixedTime(new Date());
    await page.getByRole('button', { name: '全部发送' }).click();
    await page.getByText(/手机时间比服务/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await next(page);
    await page.getByText('请选今天或以前的日期。').waitFor();
    await page.getByRole('button', { name: '确认' }).and(page.locator(':disabled')).waitFor();
    await page.getByLabel('哪一天').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 2 条/).waitFor();
    expect(await kilogramsOf(batch)).toEqual([6]);
    await context.close();
  });

  it('of a clock ten years behind is told without a network, too, by the last answer of the service', async () => {
    const [context, page] = await signedIn();
    await page.clock.setFixedTime(new Date(Date.now() - 10 * yearMs));
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/手机时间比服务慢 10 年/).waitFor();
    await page.getByRole('button', { name: '采收' }).click();
    await next(page);
    await page.getByLabel('采了多少').fill('6');
    await next(page);
    await page.getByRole('heading', { name: '请留意' }).waitFor();
    await page.getByText(/手机时间比服务慢 10 年/).waitFor();
    await page.getByRole('button', { name: '确认' }).and(page.locator(':enabled')).waitFor();
    await context.close();
  });

  it('of a harvest within the interval is told before it is kept, from what others recorded', async () => {
    await spray('SPRAYED-1');
    const [context, page] = await field.signedIn();
    await tellHarvest(page, '6');
    await page.getByText(/已入账 第 3 条/).waitFor();
    await page.getByRole('link', { name: '首页' }).click();
    await page.getByRole('button', { name: '采收' }).click();
    await page.getByRole('button', { name: '和上次一样' }).click();
    await page.getByText(/2026-06-01 用过 示例药，到 .* 天。手机里没有它的安全间隔期/).waitFor();
    await context.close();
  });

  it('of a harvest within the interval of the published labels is told without a network', async () => {
    const label = {
      active: '示例药',
      registrationNo: null,
      formulation: '乳油',
      crop: '苹果',
      target: '红蜘蛛',
      intervalDays: 999,
      usesMax: 2,
      effectiveFrom: '2020-01-01',
      effectiveTo: null,
      source: '示例',
      confidence: 'high',
    };
    const list = '/api/v1/lists/pesticide-labels?version=1&source=test';
    expect((await field.farm.admin.post(list, { rows: [label] })).status).toBe(201);
    await spray('SPRAYED-2');
    const [context, page] = await field.signedIn();
    const facts = () => page.evaluate<string>('localStorage.getItem("furrow-facts") ?? ""');
    await expect.poll(facts).toContain('999');
    await context.setOffline(true);
    await harvestReadBack(page, '6');
    await page.getByText(/用过 示例药。清单写的安全间隔期最长 999 天，到 .* 才 \d+ 天/).waitFor();
    await context.close();
  });
});
