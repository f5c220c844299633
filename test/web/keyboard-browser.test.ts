import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { accountFor, openConsole } from '../support/console.js';
import { createConsignee, shipTo, type Consignee } from '../support/consignee.js';
import { harvestOf, made, signIn } from '../support/cooperative.js';
import { printNote } from '../support/delivery.js';
import { TestDevice, trustOf } from '../support/device.js';
import { createField, fieldLogin, fieldPassword, signInField, type Field } from '../support/field.js';
import { Keyboard } from '../support/keyboard.js';
import { kg, today } from '../support/parties.js';

describe.skipIf(!hasChromium)('the main tasks with a keyboard alone', () => {
  let field: Field;
  let buyer: Consignee;
  let batch: string;
  let boxes: string;

  beforeAll(async () => {
    field = await createField();
    const { farm } = field;
    boxes = await farm.open('KEYS-BOX');
    batch = await farm.open('KEYS-1');
    await made(farm.record(batch, 'harvest', harvestOf(1_000)));
    buyer = await createConsignee(farm);
    await shipTo(farm, batch, buyer.organizationId, '40');
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'buyer', { role: 'owner', organizationId: buyer.organizationId });
    await accountFor(farm.service, 'county', { role: 'regulator', region: '3706' });
    await farm.service.settled();
  });
  afterAll(() => field.close());

  /** The console as a place of it, where the keyboard is at the heading. */
  async function console(login: string, place: string): Promise<[Page, Keyboard, () => Promise<void>]> {
    const { context, page } = await openConsole(field.browser, field.farm.service.url, login, { place });
    await page.locator('h1:focus').waitFor();
    return [page, new Keyboard(page), () => context.close()];
  }

  it('sign in, and out again', async () => {
    const context = await field.browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(`${field.farm.service.url}/console`);
    const keys = new Keyboard(page);
    await page.locator('h1:focus').waitFor();
    await keys.type(/^账号$/, fieldLogin);
    await keys.type(/^密码$/, 'wrong');
    await keys.press(/^登录$/);
    await page.getByText('账号或密码不对。').waitFor();
    await keys.isSomewhere();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(fieldPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: '主要页面' }).waitFor();
    await keys.isSomewhere();
    await keys.press(/^我的账号$/);
    await page.getByRole('heading', { level: 1, name: '我的账号' }).waitFor();
    await keys.press(/^退出登录$/);
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await keys.isSomewhere();
    await context.close();
  });

  it('issue labels, keep their file, and say which are put on', async () => {
    const [page, keys, close] = await console('desk', `/labels/${batch}`);
    await keys.type(/^多少张/, '20');
    await keys.type(/^每件净含量/, '1');
    await keys.press(/^发放标签$/);
    await page.getByRole('img', { name: '第 1 张标签' }).waitFor();
    await keys.isSomewhere();
    await keys.choose(/^标签纸/, /40 *[×x] *30/);
    const file = page.waitForEvent('download');
    await keys.press(/^下载 PDF$/);
    expect((await file).suggestedFilename()).toBe('labels.pdf');
    await keys.isSomewhere();
    await keys.press(/^核对$/);
    await keys.to(/^从第几张$/);
    await keys.type(/^到第几张$/, '8');
    await keys.press(/^确定$/);
    await page.getByRole('rowheader', { name: '1–8' }).waitFor();
    await keys.isSomewhere();
    await close();
  });

  it('issue a certificate, and revoke it', async () => {
    const [page, keys, close] = await console('desk', `/certificates/${batch}`);
    await page.getByText('这个批次还没有合格证。').waitFor();
    await keys.type(/^数量/, '10');
    await keys.type(/联系方式/, '137****0000');
    await keys.day(/^开具日期/, today);
    await keys.press(/^开具合格证$/);
    await page.getByText('有效', { exact: true }).waitFor();
    await keys.isSomewhere();
    await page.locator('h1').focus();
    await keys.press(/^撤销$/);
    await keys.type(/^为什么撤销/, '数量写错');
    await keys.press(/^撤销$/);
    await page.getByText(/已写进批次的记录/).waitFor();
    await keys.isSomewhere();
    await keys.press(/^返回合格证$/);
    await page.getByText('已撤销', { exact: true }).waitFor();
    await keys.isSomewhere();
    await close();
  });

  it('refuse a device, asked once more', async () => {
    const recorder = await signIn(field.farm.service, 'recorder', field.farm.organizationId);
    const phone = new TestDevice(field.farm, await trustOf(field.farm), recorder).start();
    expect(await phone.enrol({ name: '示例手机', kind: 'phone' })).toBe('pending');
    const [page, keys, close] = await console('desk', '/devices');
    await page.getByRole('rowheader', { name: '示例手机' }).waitFor();
    await keys.press(/^拒绝$/);
    await page.locator('button.danger:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('button:focus', { hasText: '拒绝' }).waitFor();
    await page.keyboard.press('Enter');
    await keys.confirm();
    await page.getByText('没有设备等待批准。').waitFor();
    await keys.isSomewhere();
    await close();
  });

  it('take a delivery over', async () => {
    const [page, keys, close] = await console('buyer', '/deliveries');
    await page.getByText('栖霞示例果业农民专业合作社').waitFor();
    await keys.press(/^确认收货$/);
    await keys.type(/^收下多少/, '40');
    await keys.press(/^确认收货$/);
    await page.getByText('没有等待确认的来货。').waitFor();
    await keys.isSomewhere();
    await close();
  });

  it('confirm a delivery by the code on its note, without script', async () => {
    const { seq } = await made(
      field.farm.record(batch, 'shipment', {
        quantity: kg('30'),
        consignee: { party: { name: '示例菜店' } },
      }),
    );
    const code = await printNote(field.farm.owner, { batch, seq: Number(seq) });
    const context = await field.browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${field.farm.service.url}/d`);
    const keys = new Keyboard(page);
    await keys.type(/码/, code);
    await page.keyboard.press('Enter');
    await page.getByText('栖霞示例果业农民专业合作社').first().waitFor();
    await keys.type(/^收下的数量/, '30');
    await keys.press(/^确认，记入账本$/);
    await page
      .getByText(/签收 30 公斤/)
      .first()
      .waitFor();
    await context.close();
  });

  it('check all chains, and take the report', async () => {
    const [page, keys, close] = await console('county', '/audit');
    await page.getByText('还没有核对过。').waitFor();
    await keys.press(/^重新核对$/);
    await page.getByText('核对完成').first().waitFor();
    await page.locator('button:focus', { hasText: '重新核对' }).waitFor();
    const report = page.waitForEvent('download');
    await keys.press(/^下载签名的核对报告$/);
    expect((await report).suggestedFilename()).toMatch(/\.jws$/);
    await keys.isSomewhere();
    await close();
  });

  it('make a file, and take it', async () => {
    const [page, keys, close] = await console('county', '/exports');
    await keys.press(/^生成文件$/);
    await page.getByText('可下载').waitFor();
    await keys.isSomewhere();
    const file = page.waitForEvent('download');
    await keys.press(/^下载 batches-/);
    expect((await file).suggestedFilename()).toMatch(/\.xlsx$/);
    await page.getByText('还没有人下载').waitFor({ state: 'detached' });
    await keys.isSomewhere();
    await close();
  });

  it('record a spray, a step of processing and a shipment in the field', async () => {
    const context = await field.phone();
    const page = await field.open(context);
    await signInField(page);
    const keys = new Keyboard(page);
    const begin = async (form: string): Promise<void> => {
      await keys.press(new RegExp(`^${form}$`));
      await page.locator('h1:focus', { hasText: `${form} · 第 1 步` }).waitFor();
    };
    const on = async (): Promise<void> => {
      const before = await page.locator('h1').textContent();
      await keys.press(/^下一步$/);
      await page.locator('h1:focus', { hasNotText: before ?? '' }).waitFor();
    };
    const keep = async (sentence: RegExp): Promise<void> => {
      await page.getByText(sentence).waitFor();
      await keys.press(/^确认$/);
      await page.locator('h1:focus', { hasText: '记录' }).waitFor();
      // As long as the record is on its way the screen moves, and what has the focus with it.
      await page
        .locator('main .card', { hasText: sentence })
        .getByText(/已入账 第/)
        .waitFor();
      await page.getByText(/全部已入账/).waitFor();
      await keys.press(/^首页$/);
      await page.locator('h1:focus', { hasText: '合作社' }).waitFor();
    };
    await begin('用药施肥');
    await keys.choose(/KEYS/, /KEYS-1/);
    await on();
    await on();
    await keys.type(/^名称/, '戊唑醇');
    await on();
    await keys.type(/^一共用了多少/, '2');
    await on();
    await on();
    await keep(/施用农药 戊唑醇 2 公斤/);
    await begin('加工装箱');
    await keys.choose(/KEYS/, /KEYS-1/);
    await on();
    await keys.choose(/./, /^包装$/);
    await on();
    await keys.choose(/KEYS/, /KEYS-BOX/);
    await on();
    await keys.type(/^投入了多少/, '20');
    await on();
    await keys.type(/^做出了多少/, '15');
    await on();
    await keep(/KEYS-1 20 公斤 做成 苹果 KEYS-BOX 15 公斤/);
    await begin('发货');
    await keys.choose(/KEYS/, /KEYS-1/);
    await on();
    await keys.type(/^发了多少/, '5');
    await on();
    // The farm shipped to a partner before, so that a name is what is left; the question loads when it is asked.
    await page.getByLabel('收货方名称').waitFor();
    await keys.type(/^收货方名称/, '示例菜店');
    await on();
    await keep(/发货 5 公斤 给 示例菜店/);
    const { body } = await field.farm.owner.get(`/api/v1/batches/${boxes}`);
    expect(body['balance']).toMatchObject({ produced: { value: '15' } });
    await context.close();
  });
});
