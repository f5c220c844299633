import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshUscc } from '../api/parties.js';
import { hasChromium } from '../support/browser.js';
import { lookAtPlaces } from '../support/console.js';
import { made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import { createField, next, type Field } from '../support/field.js';
import { harvestOf } from '../support/parties.js';
import { hostileTexts } from './hostile-texts.js';

describe.skipIf(!hasChromium)('goods that are sent to an organization of the ledger', () => {
  let field: Field;
  let farm: Cooperative;
  let batch: string;

  beforeAll(async () => {
    field = await createField();
    ({ farm } = field);
    batch = await farm.open('FIELD-1');
    await made(farm.record(batch, 'harvest', harvestOf('1000')));
  });
  afterAll(() => field.close());

  /** A shop with a credit code, and its owner. */
  async function shop(name = '示例果品店'): Promise<{ id: string; uscc: string; owner: Caller }> {
    const uscc = freshUscc();
    const body = { kind: 'retailer', name, uscc, region: '310115' };
    const id = String((await made(farm.admin.post('/api/v1/organizations', body))).id);
    return { id, uscc, owner: await signIn(farm.service, 'owner', id) };
  }

  /** From the home screen to the question to whom. */
  async function toWhom(page: Page, kilograms: string): Promise<void> {
    await page.getByRole('button', { name: '发货' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill(kilograms);
    await next(page);
    await page.getByText('按信用代码找账本里的收货方').waitFor();
  }
  async function look(page: Page, code: string): Promise<void> {
    const field = page.getByLabel('统一社会信用代码');
    if (!(await field.isVisible())) await page.getByText('按信用代码找账本里的收货方').click();
    await field.fill(code);
    await page.getByRole('button', { name: '查找' }).click();
  }
  const awaited = async (owner: Caller, organization: string): Promise<object[]> =>
    (await owner.get(`/api/v1/deliveries?organization=${organization}`)).body['items'] as object[];

  it('is found by its credit code, chosen, and has the delivery to confirm', async () => {
    const { id, uscc, owner } = await shop();
    const [context, page] = await field.signedIn();
    await toWhom(page, '5');
    await look(page, uscc.slice(0, 17));
    await page.getByRole('alert').filter({ hasText: /18 位/ }).waitFor();
    await look(page, freshUscc());
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    // As people copy it.
    await look(page, ` ${uscc.slice(0, 9).toLowerCase()} ${uscc.slice(9)}`);
    await page.getByRole('radio', { name: '示例果品店' }).and(page.locator(':checked')).waitFor();
    await next(page);
    await page.getByText('发货 5 公斤 给 示例果品店').waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第/).waitFor();
    expect(await awaited(owner, id)).toMatchObject([{ batch, quantity: { value: '5' }, consignee: id }]);
    await context.close();
  });

  it('is at hand without a network, on this phone and on any other that knows the organization', async () => {
    const { id, uscc, owner } = await shop('示例第二店');
    const [context, page] = await field.signedIn();
    await toWhom(page, '6');
    await look(page, uscc);
    await page.getByRole('radio', { name: '示例第二店' }).waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('radio', { name: '示例第二店' }).and(page.locator(':checked')).waitFor();
    await page.getByText('按信用代码找账本里的收货方').click();
    expect(await page.getByRole('button', { name: '查找' }).isEnabled()).toBe(false);
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('已排队').waitFor();
    await page.getByText('发货 6 公斤 给 示例第二店').waitFor();
    await context.setOffline(false);
    await page.getByText(/已入账 第/).waitFor();
    expect(await awaited(owner, id)).toMatchObject([{ quantity: { value: '6' } }]);
    await context.close();
    const [another, there] = await field.signedIn();
    await toWhom(there, '7');
    await there.getByRole('radio', { name: '示例第二店' }).waitFor();
    await another.close();
  });

  it('stays who it was when a record that came back is put right, and gives way to a name', async () => {
    const { id, uscc, owner } = await shop('示例第三店');
    const [context, page] = await field.signedIn();
    await toWhom(page, '500000');
    await look(page, uscc);
    await page.getByRole('radio', { name: '示例第三店' }).waitFor();
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('8');
    await next(page);
    await page.getByRole('radio', { name: '示例第三店' }).and(page.locator(':checked')).waitFor();
    await next(page);
    await page.getByText('发货 8 公斤 给 示例第三店').waitFor();
    await page.getByRole('button', { name: '上一步' }).click();
    await page.getByRole('radio', { name: '别的收货方，只写名称' }).check();
    await next(page);
    await page.locator('#name-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('收货方名称').fill('示例菜店');
    await next(page);
    await page.getByText('发货 8 公斤 给 示例菜店').waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第/).waitFor();
    expect(await awaited(owner, id)).toEqual([]);
    await context.close();
  });

  it('is not looked up without a network or a session, which is said', async () => {
    const [context, page] = await field.signedIn();
    await toWhom(page, '9');
    await page.route('**/api/v1/partners/**', (route) => route.abort());
    await look(page, freshUscc());
    await page.getByRole('alert').filter({ hasText: '现在查不了' }).waitFor();
    await context.close();
  });

  it.each(['zh-CN', 'en'])('has in %s no fault that axe finds, however it is called', async (locale) => {
    const partners = Object.values(hostileTexts).map((name, index) => ({
      id: `4f9f2c1e-7a52-4c0b-9a53-${String(index).padStart(12, '0')}`,
      // As the service takes them, names are never all unseen.
      name: `店 ${name}`,
    }));
    const [context, page] = await field.signedIn();
    await context.setOffline(true);
    await page.evaluate(`(() => {
      const kept = JSON.parse(localStorage.getItem('furrow-catalogue'));
      localStorage.setItem('furrow-catalogue', JSON.stringify({ ...kept, partners: ${JSON.stringify(partners)} }));
      const answers = { batch: ${JSON.stringify(batch)}, amount: '1 KGM', day: '2026-01-02' };
      localStorage.setItem('furrow-draft', JSON.stringify({ form: 'shipment', step: 2, answers }));
      localStorage.setItem('furrow-language', JSON.stringify(${JSON.stringify(locale)}));
    })()`);
    await page.evaluate(`location.hash = '/shipment'`);
    await page.reload();
    expect(await page.getByRole('radio').count()).toBe(partners.length + 1);
    await lookAtPlaces(page, [['/shipment', /按信用代码|by its credit code/]]);
    expect(await page.title()).not.toContain('owned');
    await context.close();
  });
});
