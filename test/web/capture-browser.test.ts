import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import type { Cooperative } from '../support/cooperative.js';
import { harvestsOf } from '../support/device.js';
import {
  createField,
  fieldPassword,
  next,
  shipmentReadBack,
  signInField,
  tellHarvest,
  type Field,
} from '../support/field.js';

/** Compressed bytes of the app with its page, as it draws itself first (faces.md §4). */
const shellBytesMax = 60_000;
/** The same with what signs, keeps and checks; without the reader of codes. */
const appBytesMax = 75_000;

describe.skipIf(!hasChromium)('the app for recording in the field', () => {
  let field: Field;
  let farm: Cooperative;
  let batch: string;

  beforeAll(async () => {
    field = await createField();
    ({ farm } = field);
    batch = await farm.open('FIELD-1');
  });
  afterAll(() => field.close());

  it('opens and records without a network, loses nothing when it is killed, and doubles nothing afterwards', async () => {
    const context = await field.phone();
    await signInField(await field.open(context));
    const inField = await field.open(context);
    await inField.getByRole('button', { name: '采收' }).waitFor();
    await context.setOffline(true);
    await tellHarvest(inField, '12.5');
    await inField.getByText('1 条未入账 · 没有网络').waitFor();
    await inField.getByText('已排队').waitFor();
    for (const page of context.pages()) await page.close();
    const again = await field.open(context, '#/records');
    await again.getByText('已排队').waitFor();
    await context.setOffline(false);
    // Another tab of the same phone sends at the same time.
    await field.open(context, '#/records');
    await again.getByText(/已入账 第 2 条/).waitFor();
    expect(await harvestsOf(farm, batch)).toEqual({ kilograms: [12.5], signers: new Set(['participant']) });
    await context.close();
  });

  it('goes on where somebody was when the phone was switched off in the middle of a form', async () => {
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '采收' }).click();
    await next(page);
    await page.getByLabel('采了多少').fill('77');
    await page.close();
    const again = await field.open(context, '#/harvest');
    expect(await again.getByLabel('采了多少').inputValue()).toBe('77');
    await context.close();
  });

  it('says why a record came back, and puts it right as another one', async () => {
    const [context, page] = await field.signedIn();
    await shipmentReadBack(page, '500');
    expect(await page.getByText(/发货 500 公斤 给 示例菜店/).count()).toBe(1);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/可用量只有 12.5，这里需要 500/).waitFor();
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('10');
    await page.getByLabel('斤', { exact: true }).check();
    await page.getByText('合 5 公斤').waitFor();
    await next(page);
    expect(await page.getByLabel('发给谁').inputValue()).toBe('示例菜店');
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 3 条/).waitFor();
    expect(await page.getByText(/可用量只有/).count()).toBe(0);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    expect(body['balance']).toMatchObject({ available: { value: '7.5' }, frozen: { value: '5' } });
    await context.close();
  });

  it('keeps the wrong password out, and what waits when nobody is signed in any more', async () => {
    const context = await field.phone();
    const page = await field.open(context);
    await page.getByLabel('账号').fill('field');
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('账号或密码不对。').waitFor();
    await signInField(page);
    await context.clearCookies();
    await page.reload();
    await tellHarvest(page, '3');
    await page.getByText('请重新登录，才能发送等待的记录。记录还在手机里。').waitFor();
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByLabel('账号').fill('field');
    await page.getByLabel('密码', { exact: true }).fill(fieldPassword);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText(/全部已入账/).waitFor();
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([12.5, 3]);
    await context.close();
  });

  it('packs one batch into another that is there, and both balances say so', async () => {
    const boxes = await farm.open('PACKED-1');
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '加工装箱' }).click();
    await page.getByLabel('FIELD-1').check();
    await next(page);
    await page.getByLabel('包装', { exact: true }).check();
    await next(page);
    expect(await page.getByLabel('FIELD-1').count()).toBe(0);
    await page.getByLabel('PACKED-1').check();
    await next(page);
    await page.getByLabel('投入了多少').fill('2');
    await next(page);
    await page.getByLabel('做出了多少').fill('1.5');
    await next(page);
    await page.getByText(/包装：苹果 FIELD-1 2 公斤 做成 苹果 PACKED-1 1.5 公斤/).waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 2 条/).waitFor();
    const balances = await Promise.all(
      [batch, boxes].map(async (id) => (await farm.owner.get(`/api/v1/batches/${id}`)).body['balance']),
    );
    expect(balances).toMatchObject([
      { available: { value: '8.5' }, consumed: { value: '2' } },
      { produced: { value: '1.5' }, available: { value: '1.5' } },
    ]);
    await context.close();
  });

  it('is small enough for a slow network, and loads nothing from elsewhere', async () => {
    const context = await field.phone();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${farm.service.url}/app`);
    await page.getByRole('button', { name: '登录' }).waitFor();
    const shell = await bytesOf(asked);
    expect(shell).toBeGreaterThan(10_000);
    expect(shell).toBeLessThanOrEqual(shellBytesMax);
    await signInField(page);
    expect(await bytesOf(asked)).toBeLessThanOrEqual(appBytesMax);
    expect(asked.filter((url) => !url.startsWith(`${farm.service.url}/`))).toEqual([]);
    expect(asked.filter((url) => /scan|wasm/.test(url))).toEqual([]);
    await context.close();
  });
});

/** Compressed bytes of the app's own files among these addresses. */
async function bytesOf(asked: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const url of new Set(asked)) {
    if (!/^\/app(\/|$)/.test(new URL(url).pathname)) continue;
    const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
  }
  return bytes;
}
