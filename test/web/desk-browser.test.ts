import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  consolePassword,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createConsignee, shipTo, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { kg, today } from '../support/parties.js';
import { hostileTexts } from './hostile-texts.js';

describe.skipIf(!hasChromium)('the producer’s desk', () => {
  let farm: Cooperative;
  let buyer: Consignee;
  let browser: Browser;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
    buyer = await createConsignee(farm);
    await accountFor(farm.service, 'buyer', { role: 'owner', organizationId: buyer.organizationId });
    batch = await farm.open('DESK-1');
    await made(farm.record(batch, 'harvest', harvestOf(100)));
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  it('adds a product, a plot with its outline, and opens a batch of them, by keyboard alone', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/products' });
    await page.getByLabel('产品名称').focus();
    await page.keyboard.type('樱桃');
    await page.keyboard.press('Tab');
    await page.keyboard.type('红灯');
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: '樱桃' }).waitFor();

    await page.evaluate("location.hash = '/sites'");
    await page.getByLabel('自己人怎么叫它').fill('五号地');
    await page.getByLabel('公开的产地（到县或乡镇）').fill('山东省烟台市栖霞市');
    await page.getByLabel('面积（亩，可不填）').fill('3.5');
    await page
      .getByLabel('边界（可不填，不公开）')
      .fill('120.8301,37.3052\n120.8312，37.3052\n120.8312 37.3061');
    await press(page, '添加地块或场所');
    await page.getByRole('rowheader', { name: '五号地' }).waitFor();
    // Pressed once more it adds nothing: its fields are as at the beginning, and the keyboard is where it was.
    const added = ['自己人怎么叫它', '县级区划代码'].map((label) => page.getByLabel(label).inputValue());
    expect(await Promise.all(added)).toEqual(['', '370686']);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('添加地块或场所');
    await page.getByText('3.5 亩').waitFor();

    await page.evaluate("location.hash = '/new-batch'");
    await page.getByLabel('产品', { exact: true }).selectOption({ label: '樱桃 红灯' });
    await page.getByLabel('地块或场所').selectOption({ label: '五号地' });
    await page.getByLabel('批号').fill('YT-01');
    await press(page, '新开批次');
    await page.getByText('批次已开，编码：').waitFor();
    const { body } = await farm.owner.get(`/api/v1/batches?organization=${farm.organizationId}`);
    expect((body['items'] as { lot: string }[]).map(({ lot }) => lot)).toContain('YT-01');
    await context.close();
  });

  it('says beside the field what the service does not take, and keeps what was typed', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/products' });
    await page.getByLabel('产品名称').fill('桃');
    await page.getByLabel('商品条码（可不填）').fill('06937001000012');
    await press(page, '添加产品');
    await page.locator('#gtin-fault').filter({ hasText: /./ }).waitFor();
    expect(await page.getByLabel('产品名称').inputValue()).toBe('桃');
    expect(await page.getByRole('rowheader', { name: '桃', exact: true }).count()).toBe(0);
    await context.close();
  });

  it('invites somebody by a link that works once, with an account of their own', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/members' });
    await press(page, '邀请成员');
    const link = (await cardOf(page, '邀请成员').locator('pre').textContent()) ?? '';
    expect(link).toContain('/console#/join/');
    const other = await browser.newContext({ locale: 'zh-CN' });
    const theirs = await other.newPage();
    await theirs.goto(link);
    await theirs.getByLabel('账号').fill('recorder-by-link');
    await theirs.getByLabel('姓名').fill('示例记录员');
    await theirs.getByLabel('密码').fill('a long password of a recorder');
    await press(theirs, '接受邀请');
    await theirs.getByText('已加入。现在可以登录。').waitFor();
    await other.close();
    await page.reload();
    await page.getByRole('rowheader', { name: '示例记录员' }).waitFor();
    await page.getByText('没有等待中的邀请。').waitFor();
    await context.close();
  });

  it('hands a link to a new password to who forgot theirs, which works once', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/members' });
    const row = page.getByRole('row').filter({ hasText: 'recorder-by-link' });
    await row.getByRole('button', { name: '新密码链接' }).click();
    await row.getByRole('button', { name: '确定' }).click();
    await page.getByText('给 recorder-by-link 的链接').waitFor();
    const link = (await page.locator('pre').first().textContent()) ?? '';
    expect(link).toContain('/console#/new-password/');
    await context.close();
    const other = await browser.newContext({ locale: 'zh-CN' });
    const theirs = await other.newPage();
    await theirs.goto(link);
    await theirs.getByLabel('密码').fill('short');
    await press(theirs, '设新密码');
    await theirs.locator('#password-fault').filter({ hasText: /./ }).waitFor();
    await theirs.getByLabel('密码').fill(consolePassword);
    await press(theirs, '设新密码');
    await theirs.getByText('recorder-by-link 的新密码已经设好。').waitFor();
    await theirs.reload();
    await theirs.getByLabel('密码').fill(consolePassword);
    await press(theirs, '设新密码');
    await theirs.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
    await other.close();
    await (await openConsole(browser, farm.service.url, 'recorder-by-link')).context.close();
  });

  it('takes a delivery over into a new batch, in part, and says what goes back', async () => {
    await shipTo(farm, batch, buyer.organizationId, '40');
    const { context, page } = await openConsole(browser, farm.service.url, 'buyer', { place: '/deliveries' });
    await page.getByText('栖霞示例果业农民专业合作社').waitFor();
    await page.getByText('确认收货').first().click();
    await page.getByLabel('收下多少（公斤）').fill('50');
    await press(page, '确认收货');
    await page.locator('#quantity-fault').filter({ hasText: /40/ }).waitFor();
    await page.getByLabel('收下多少（公斤）').fill('35');
    await page.getByLabel('退回多少（公斤，可不填）').fill('5');
    await page.getByLabel('为什么退回').fill('压伤');
    await press(page, '确认收货');
    await page.getByText('没有等待确认的来货。').waitFor();
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}/shipments`);
    expect((body['items'] as object[])[0]).toMatchObject({
      confirmed: { value: '35' },
      returned: { value: '5' },
      open: { value: '0' },
    });
    const { body: list } = await buyer.owner.get(`/api/v1/batches?organization=${buyer.organizationId}`);
    const received = (list['items'] as { balance: { available: { value: string } } }[]).filter(
      ({ balance }) => balance.available.value === '35',
    );
    expect(received).toHaveLength(1);
    await context.close();
  });

  it('asks into what goods are taken over that no product of one’s own is called like, and where', async () => {
    const other = await createConsignee(farm, '310115', '番茄');
    const place = { organization: other.organizationId, name: '二号仓库', publicName: '上海市' };
    const { id: site } = await made(other.owner.post('/api/v1/sites', { ...place, region: '310115' }));
    await accountFor(farm.service, 'tomatoes', { role: 'owner', organizationId: other.organizationId });
    for (const kilograms of ['2', '3']) await shipTo(farm, batch, other.organizationId, kilograms);
    const { context, page } = await openConsole(browser, farm.service.url, 'tomatoes', {
      place: '/deliveries',
    });
    const first = cardOf(page, '苹果 2 公斤');
    await cardOf(page, '苹果 3 公斤').getByText('确认收货').click();
    await page.getByText('您的产品里没有同名的').waitFor();
    await first.getByText('确认收货').first().click();
    await first.getByText('您的产品里没有同名的').waitFor();
    // Each is named once on the page, so the other card is closed.
    expect(await page.getByLabel('收进哪个批次').count()).toBe(1);
    await press(page, '确认收货');
    await page.locator('#batch-fault').filter({ hasText: '请选择' }).waitFor();
    await page.getByLabel('收进哪个批次').selectOption({ label: '新开批次：番茄' });
    await page.getByLabel('地块或场所').selectOption({ label: '二号仓库' });
    await press(page, '确认收货');
    await first.waitFor({ state: 'detached' });
    const { body } = await other.owner.get(`/api/v1/batches?organization=${other.organizationId}`);
    expect(body['items']).toMatchObject([{ site, balance: { available: { value: '2' } } }]);
    await context.close();
  });

  it('issues a compliance certificate, and revokes it', async () => {
    const place = `/certificates/${batch}`;
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place });
    await page.getByText('这个批次还没有合格证。').waitFor();
    await page.getByLabel('数量（公斤）').fill('10');
    await page.getByLabel(/联系方式/).fill('137****0000');
    // Today by the civil day of Asia/Shanghai, which is where the paper is dated.
    const civilDay = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await page.getByLabel('开具日期').inputValue()).toBe(civilDay);
    await press(page, '开具合格证');
    await page.getByText('有效', { exact: true }).waitFor();
    await page.getByRole('link', { name: '撤销', exact: true }).click();
    await press(page, '撤销');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么撤销').fill('数量写错');
    await press(page, '撤销');
    await page.getByText(/已写进批次的记录，第 \d+ 条/).waitFor();
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}/events`);
    const last = (body['items'] as { kind: string; data: object }[]).at(-1);
    expect(last).toMatchObject({ kind: 'certificate', data: { action: 'revoke', reason: '数量写错' } });
    await page.getByRole('link', { name: '返回合格证' }).click();
    await page.getByText('已撤销', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: '撤销', exact: true }).count()).toBe(0);
    await context.close();
  });

  it('names the batches that are on hold, why, and what would free them', async () => {
    const held = await farm.open('DESK-HELD');
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/stops' });
    await page.getByText('没有批次被冻结。').waitFor();
    await made(farm.record(held, 'hold', { reason: '抽样待检' }));
    await page.reload();
    await page.getByRole('rowheader', { name: /DESK-HELD/ }).waitFor();
    await page.getByText('有人冻结了它').waitFor();
    await context.close();
  });

  it('shows what people typed in order and harmless', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/products' });
    const taken: string[] = [];
    for (const name of Object.values(hostileTexts)) {
      const body = { organization: farm.organizationId, name, category: 'FRU', unit: 'KGM' };
      if ((await farm.owner.post('/api/v1/products', body)).status === 201) taken.push(name);
    }
    expect(taken.length).toBeGreaterThan(3);
    const title = await page.title();
    for (const place of ['/products', '/new-batch', `/certificates/${batch}`, `/labels/${batch}`]) {
      await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
      await page.reload();
      await page.locator('select, table').first().waitFor();
      expect(await page.evaluate('document.querySelectorAll("img, iframe, base, main script").length')).toBe(
        0,
      );
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
    expect(title).not.toContain('owned');
    await context.close();
  });

  describe('on each of its screens', () => {
    /** The entry of a certificate in force. */
    let certificate: string;
    beforeAll(async () => {
      const issue = {
        ...{ action: 'issue', type: 'compliance', style: 1, product: '苹果', quantity: kg('5') },
        ...{ origin: '山东省烟台市栖霞市', issuer: '栖霞示例果业农民专业合作社', contact: '137****0000' },
        ...{ basis: ['quality-control'], issuedOn: today },
      };
      certificate = String((await made(farm.record(batch, 'certificate', issue)))['seq']);
    });

    const places = (): readonly PlaceToLookAt[] => [
      [`/revocations/${batch}?certificate=${certificate}`, /为什么撤销|Why it is revoked/],
      [`/revocations/${batch}?certificate=1`, /没有这张合格证|no such certificate/],
      ['/products', /06937001|0693 7001|苹果/],
      ['/sites', /3号地/],
      ['/new-batch', /地块或场所|Plot|Site/],
      ['/members', /没有等待中的邀请|No invitation is open/],
      ['/deliveries', /没有等待确认的来货|No delivery waits/],
      [`/certificates/${batch}`, /开具合格证|Issue a certificate/],
      [`/labels/${batch}`, /发放标签|Issue labels/],
      ['/stops', /DESK-HELD/],
      ['/new-password/none', /设好之后|Afterwards/],
      ['/join/none', /用现在的账号加入|Join with the present account/],
    ];

    it.each(['zh-CN', 'en'])(
      'has in %s no fault that axe finds, and no sideways scrolling',
      async (locale) => {
        const { context, page } = await openConsole(browser, farm.service.url, 'desk', { locale });
        await lookAtPlaces(page, places());
        await context.close();
        // The list of those who await goods is empty at the farm.
        await shipTo(farm, batch, buyer.organizationId, '1');
        const other = await openConsole(browser, farm.service.url, 'buyer', { locale });
        await lookAtPlaces(other.page, [['/deliveries', /确认收货|Confirm/]]);
        await other.context.close();
      },
    );

    it('shows each hostile text on every screen in order and harmless', async () => {
      const { context, page } = await openConsole(browser, farm.service.url, 'desk');
      const typed = places().filter(([place]) => !/deliveries|join/.test(place));
      await expectHarmless(
        page,
        typed.map(([place]) => place),
      );
      await context.close();
      const other = await openConsole(browser, farm.service.url, 'buyer');
      await expectHarmless(other.page, ['/deliveries']);
      await other.context.close();
    });
  });
});
