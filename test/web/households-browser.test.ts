import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createCooperative, signIn, type Cooperative } from '../support/cooperative.js';
import { Enrolling } from '../support/enrolment.js';
import { expectHarmless } from '../support/harmless.js';
import { makeKey } from '../support/participant.js';

describe.skipIf(!hasChromium)('households of a cooperative in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let household: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'chair', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'clerk', { role: 'recorder', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });

  it('are registered, found from the list of members, once for one press however often it is pressed', async () => {
    const { context, page } = await open('chair', '/members');
    await page.getByRole('link', { name: '农户与家庭农场' }).click();
    await page.getByText('还没有登记农户或家庭农场。').waitFor();
    await page.getByLabel('电话（可不填，加密保存）').fill('12');
    await press(page, '登记农户或家庭农场');
    await page.locator('#name-fault').filter({ hasText: /./ }).waitFor();
    await page.locator('#phone-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('名称').fill('上岭村 12 号果园');
    await page.getByLabel('电话（可不填，加密保存）').fill('13800000000');
    await page.getByLabel(/同意公开打码/).check();
    await page.getByRole('button', { name: '登记农户或家庭农场' }).dblclick();
    await page.getByRole('link', { name: '上岭村 12 号果园' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: '上岭村 12 号果园' }).first().waitFor();
    expect(await page.getByRole('link', { name: '上岭村 12 号果园' }).count()).toBe(1);
    await page.getByRole('link', { name: '上岭村 12 号果园' }).click();
    await page.getByText(/138\*\*\*\*0000/).waitFor();
    household = page.url().split('/').at(-1) ?? '';
    await context.close();
    const { body } = await farm.owner.get(`/api/v1/organizations/${household}`);
    expect(body).toMatchObject({ kind: 'household', parent: farm.organizationId });
  });

  it('have people invited and devices approved and revoked by the owner of the cooperative', async () => {
    const { context, page } = await open('chair', `/households/${household}`);
    await press(page, '邀请成员');
    const link = (await cardOf(page, '邀请成员').locator('pre').textContent()) ?? '';
    const other = await browser.newContext({ locale: 'zh-CN' });
    const theirs = await other.newPage();
    await theirs.goto(link);
    await theirs.getByLabel('账号').fill('farmer-by-link');
    await theirs.getByLabel('姓名').fill('示例农户');
    await theirs.getByLabel('密码').fill('a long password of a farmer');
    await press(theirs, '接受邀请');
    await theirs.getByText('已加入。现在可以登录。').waitFor();
    await other.close();
    await page.reload();
    await page.getByRole('rowheader', { name: '示例农户' }).waitFor();

    const recorder = await signIn(farm.service, 'recorder', household);
    const asked = await new Enrolling(farm.service, household).enrol(makeKey(), recorder.credentials);
    expect(asked.body).toMatchObject({ state: 'pending' });
    await page.reload();
    await cardOf(page, '等待批准的设备').getByRole('button', { name: '批准' }).click();
    await cardOf(page, '签名钥匙').getByRole('link', { name: '停用' }).click();
    await page.getByLabel('为什么停用').fill('手机遗失');
    await press(page, '停用');
    await page.getByText('这把钥匙已停用。').waitFor();
    await page.getByRole('link', { name: '返回手机与签名钥匙' }).click();
    await cardOf(page, '签名钥匙').getByText('已停用').waitFor();
    await context.close();
  });

  it('are looked after by nobody else', async () => {
    const { context, page } = await open('clerk', `/households/${household}`);
    await page.getByText('只有合作社的负责人可以登记和照管农户。').waitFor();
    await context.close();
    const another = await open('chair', `/households/${farm.organizationId}`);
    await another.page.getByText('它不属于您的合作社。').waitFor();
    await another.context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    ['/households', /上岭村 12 号果园/],
    [`/households/${household}`, /没有设备等待批准|No device waits/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { context, page } = await open('chair', '/', locale);
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('chair', '/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
