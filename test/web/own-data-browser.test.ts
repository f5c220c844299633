import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { MemberRole } from '../../src/parties/scope.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  consolePassword,
  lookAtDrawn,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { ask } from '../support/people.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';

const erasure = '/api/v1/auth/account/erasure';

describe.skipIf(!hasChromium)('accounts and what is held of them in the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'keeper', { role: 'owner', organizationId: farm.organizationId });
    await accountFor(farm.service, 'operating', { role: 'admin' });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const join = (login: string, role: MemberRole = 'recorder'): Promise<void> =>
    accountFor(farm.service, login, { role, organizationId: farm.organizationId });
  const isThere = async (login: string): Promise<boolean> =>
    (await farm.service.app.get(AccountsService).findByLogin(login)) !== null;
  interface Member {
    readonly id: string;
    readonly login: string;
    readonly role: string;
  }
  const members = async (state: string): Promise<Member[]> =>
    (await farm.owner.get(`/api/v1/members?organization=${farm.organizationId}&state=${state}&limit=200`))
      .body['items'] as Member[];
  const memberOf = async (login: string, state = 'active'): Promise<Member | undefined> =>
    (await members(state)).find((one) => one.login === login);
  async function joinAndLeave(login: string): Promise<void> {
    await join(login);
    await ask(farm.owner, 'DELETE', `/api/v1/members/${(await memberOf(login))?.id ?? ''}`);
  }
  const formerRow = (page: Page, login: string) =>
    page.getByRole('table', { name: '已移出的成员' }).getByRole('row').filter({ hasText: login });

  it('are there as one file, without any secret', async () => {
    await join('reading');
    const { context, page } = await open('reading', '/account');
    const card = cardOf(page, '关于我的信息');
    const [kept] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('button', { name: '下载' }).click(),
    ]);
    expect(kept.suggestedFilename()).toBe('account.json');
    const file = readFileSync(await kept.path(), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ account: { login: 'reading' }, roles: [{ role: 'recorder' }] });
    expect(file).not.toContain(consolePassword);
    await context.close();
  });

  it('are erased by their holder with password and second factor, who is signed out and told so', async () => {
    await join('leaving');
    const { context, page } = await open('leaving', '/account');
    await press(page, '开启两步验证');
    const secret = (await page.locator('bdi.mono').textContent()) ?? '';
    await earlyInStep();
    await page.getByLabel('六位数字').fill(codeOf(secret, -1));
    await page.getByRole('button', { name: '开启', exact: true }).click();
    await press(page, '我已经抄好');
    await page.getByText('已开启', { exact: true }).waitFor();
    let sent = 0;
    page.on('request', (request) => {
      if (request.url().endsWith(erasure)) sent += 1;
    });
    await press(page, '我要删除账号');
    await press(page, '永久删除账号');
    await page.locator('#erasing-password-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('再填一次密码').fill('not the password');
    await press(page, '永久删除账号');
    await page.getByText('账号或密码不对，请检查后再试。').waitFor();
    // A wrong password counts once.
    expect(sent).toBe(2);
    await page.getByLabel('再填一次密码').fill(consolePassword);
    await page.getByLabel('验证码或恢复码').fill('000000');
    await press(page, '永久删除账号');
    await page.locator('#erasing-code-fault').filter({ hasText: /./ }).waitFor();
    expect(await isThere('leaving')).toBe(true);
    await page.getByLabel('验证码或恢复码').fill(codeOf(secret));
    await page.getByRole('button', { name: '永久删除账号' }).dblclick();
    await page.getByRole('heading', { name: '账号已经删除' }).waitFor();
    expect([sent, await isThere('leaving')]).toEqual([4, false]);
    expect(await page.getByRole('navigation', { name: '主要页面' }).count()).toBe(0);
    expect(await page.getByText('leaving').count()).toBe(0);
    await page.getByRole('link', { name: '登录', exact: true }).last().click();
    await page.getByLabel('账号').fill('leaving');
    await page.getByLabel(/^密码$/).fill(consolePassword);
    await press(page, '登录');
    await page.getByText('账号或密码不对。').waitFor();
    expect(await context.cookies()).not.toContainEqual(expect.objectContaining({ name: 'furrow_refresh' }));
    await context.close();
  });

  it('whose erasure was answered to nobody are told to be perhaps erased', async () => {
    await join('unheard');
    const { context, page } = await open('unheard', '/account');
    let lost = 0;
    await page.route(`**${erasure}`, async (route) => {
      if (lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await press(page, '我要删除账号');
    await page.getByLabel('再填一次密码').fill(consolePassword);
    await press(page, '永久删除账号');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    expect(await page.getByLabel('再填一次密码').inputValue()).toBe(consolePassword);
    await press(page, '永久删除账号');
    await page.getByText('账号可能已经删除').waitFor();
    await page.getByRole('link', { name: '登录', exact: true }).last().waitFor();
    expect(await isThere('unheard')).toBe(false);
    await context.close();
  });

  it('of the last owner stay, and it is said why', async () => {
    const { id } = await made(
      farm.admin.post('/api/v1/organizations', { kind: 'household', name: '示例独户', region: '370686' }),
    );
    await accountFor(farm.service, 'alone', { role: 'owner', organizationId: String(id) });
    const { context, page } = await open('alone', '/account');
    await press(page, '我要删除账号');
    await page.getByLabel('再填一次密码').fill(consolePassword);
    await press(page, '永久删除账号');
    await page.getByText('这是组织唯一的负责人，请先增加另一位负责人。').waitFor();
    expect(await isThere('alone')).toBe(true);
    await context.close();
  });

  it('of former members are taken into the organization again, by its owner, once', async () => {
    await join('returning');
    const { context, page } = await open('keeper', '/members');
    await page.getByText('没有已移出的成员。').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'returning' });
    await row.getByRole('button', { name: '移出' }).click();
    await press(page, '确定');
    await formerRow(page, 'returning').waitFor();
    expect(await page.getByRole('button', { name: '删除账号' }).count()).toBe(0);
    let lost = 0;
    await page.route('**/reactivate', async (route) => {
      if (lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await formerRow(page, 'returning').getByRole('button', { name: '恢复' }).click();
    await press(page, '确定');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    await formerRow(page, 'returning').getByRole('button', { name: '恢复' }).click();
    await press(page, '确定');
    await page.getByText('没有已移出的成员。').waitFor();
    expect((await members('active')).filter(({ login }) => login === 'returning')).toHaveLength(1);
    await context.close();
  });

  it('of former members are erased by admins alone, once no role is in force', async () => {
    await joinAndLeave('forgotten');
    const { context, page } = await open('operating', '/');
    await page.getByRole('navigation').getByRole('link', { name: '成员' }).click();
    await page.getByText('那家的账本里都会记下一次').waitFor();
    await page.locator(`a[href*="${farm.organizationId}"]`).click();
    await formerRow(page, 'forgotten').getByRole('button', { name: '删除账号' }).click();
    await page.getByText('只在本人要求时这样做').waitFor();
    await press(page, '取消');
    expect(await isThere('forgotten')).toBe(true);
    await formerRow(page, 'forgotten').getByRole('button', { name: '删除账号' }).click();
    await press(page, '确定');
    await page.getByText('没有已移出的成员。').waitFor();
    expect(await isThere('forgotten')).toBe(false);
    await context.close();
  });

  it('of former members who have another role stay, and it is said why', async () => {
    await joinAndLeave('busy-elsewhere');
    const account = await farm.service.app.get(AccountsService).findByLogin('busy-elsewhere');
    const grant = { role: 'viewer' as const, organizationId: farm.organizationId, region: null };
    await farm.service.app.get(AccountsService).addGrant(account?.id ?? '', grant);
    const { context, page } = await open('operating', `/members?of=${farm.organizationId}`);
    await formerRow(page, 'busy-elsewhere').getByRole('button', { name: '删除账号' }).click();
    await press(page, '确定');
    await page.getByRole('alert').filter({ hasText: '还有生效的角色' }).waitFor();
    expect(await isThere('busy-elsewhere')).toBe(true);
    await context.close();
  });

  it('are not decided about by who only records', async () => {
    await join('only-recording');
    const { context, page } = await open('only-recording', '/members');
    await page.getByRole('alert').first().waitFor();
    for (const name of ['恢复', '删除账号', '移出'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    ['/account', /我要删除账号|I want to erase/],
    ['/members', /账本里都会记下|stated in its ledger/],
    [`/members?of=${farm.organizationId}`, /删除账号|Erase the account/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const login = `going-${locale}`;
      await join(login);
      const { context, page } = await open('operating', '/', locale);
      await lookAtPlaces(page, places());
      await context.close();
      const own = await open(login, '/', locale);
      await lookAtPlaces(own.page, places().slice(0, 1));
      await press(own.page, locale === 'en' ? 'I want to erase my account' : '我要删除账号');
      await lookAtDrawn(own.page, 'erasing the own account');
      await own.page.locator('#erasing-password').fill(consolePassword);
      await press(own.page, locale === 'en' ? 'Erase the account for good' : '永久删除账号');
      await own.page.getByRole('heading', { name: /^(账号已经删除|The account is erased)$/ }).waitFor();
      await lookAtDrawn(own.page, 'the account is erased');
      await own.context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('operating', '/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
