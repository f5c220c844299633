import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/log/keyring.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  confirm,
  consolePassword,
  lookAtDrawn,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { earlyInStep, enrol } from '../support/second-factor.js';

const accounts = '/api/v1/accounts';
const password = 'apple orchard in the morning';

interface Official {
  readonly id: string;
  readonly login: string;
  readonly role: string;
  readonly region: string | null;
  readonly organization: string | null;
}

describe.skipIf(!hasChromium)('accounts of officials in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let authority: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { service, organizationId, admin } = farm;
    const body = { kind: 'authority', name: '示例监管机关', uscc: '11110000802100433K', region: '370000' };
    authority = String((await made(admin.post('/api/v1/organizations', body))).id);
    await accountFor(service, 'operating', { role: 'admin' });
    await accountFor(service, 'keeper', { role: 'owner', organizationId });
    await accountFor(service, 'province', { role: 'regulator', region: '37' });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const listed = async (state = 'active'): Promise<Official[]> =>
    (await farm.admin.get(`${accounts}?state=${state}&limit=200`)).body['items'] as Official[];
  const named = async (login: string, state = 'active'): Promise<Official[]> =>
    (await listed(state)).filter((one) => one.login === login);
  /** Makes the account of an official over the API; its address there and in the console. */
  async function official(login: string, changes: object = {}): Promise<{ path: string; place: string }> {
    const body = { login, name: '示例工作人员', password, role: 'certifier', ...changes };
    const id = String((await made(farm.admin.post(accounts, body))).id);
    return { path: `${accounts}/${id}`, place: `/officials/${id}` };
  }
  const token = (login: string, secret = password): Promise<Response> =>
    fetch(`${farm.service.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: secret }),
    });
  /** Signs in over the API and sets a second factor up. */
  async function protect(login: string, secret = password): Promise<void> {
    const { accessToken } = (await (await token(login, secret)).json()) as { accessToken: string };
    await earlyInStep();
    await enrol(farm.service.url, { authorization: `Bearer ${accessToken}` });
  }
  const fill = (page: Page, label: string, text: string): Promise<void> =>
    page.getByLabel(label, { exact: true }).fill(text);
  const faultOf = async (page: Page, name: string): Promise<string> => {
    const fault = page.locator(`#${name}-fault`).filter({ hasText: /./ });
    await fault.waitFor();
    return (await fault.textContent()) ?? '';
  };

  it('are not made before the bodies are read for which somebody may record', async () => {
    const { context, page } = await open('operating', '/');
    await page.route('**/api/v1/organizations?*', (route) => route.abort());
    await page.getByRole('navigation').getByRole('link', { name: '工作人员账号' }).click();
    await fill(page, '地区代码', '3706');
    await fill(page, '姓名', '示例检查员');
    await fill(page, '账号', 'too-early');
    await fill(page, '第一个密码', password);
    await press(page, '建立账号');
    await page.getByText('各家的名单还没有读到').first().waitFor();
    await context.close();
    expect(await named('too-early')).toEqual([]);
  });

  it('are made, beside the field what is not taken, and handed over with a password that is shown once', async () => {
    const { context, page } = await open('operating', '/');
    await page.getByRole('navigation').getByRole('link', { name: '工作人员账号' }).click();
    await page.getByText('没有已停用的账号。').waitFor();
    await page.getByLabel('代表哪家').waitFor();
    await press(page, '建立账号');
    for (const name of ['name', 'login', 'password']) expect(await faultOf(page, name)).not.toBe('');
    await fill(page, '姓名', '示例检查员');
    await fill(page, '账号', 'inspecting');
    await fill(page, '第一个密码', 'xx inspecting xx');
    await press(page, '建立账号');
    expect(await faultOf(page, 'region')).toContain('请填写管辖的地区');
    await fill(page, '地区代码', '3706');
    await press(page, '建立账号');
    expect(await faultOf(page, 'password')).toContain('不能包含账号名');
    await fill(page, '第一个密码', password);
    await page.getByLabel('代表哪家').selectOption({ label: '示例监管机关 · 监管机关' });
    await page.getByRole('button', { name: '建立账号' }).dblclick();
    await page.getByRole('heading', { name: '账号 inspecting 已建好' }).waitFor();
    await page.locator('pre').filter({ hasText: password }).waitFor();
    expect(await page.getByLabel('账号', { exact: true }).inputValue()).toBe('');
    const row = page.getByRole('row').filter({ hasText: 'inspecting' });
    await row.getByText('示例监管机关').waitFor();
    expect(await row.textContent()).toMatch(/示例检查员.*检查员3706示例监管机关/);
    expect(await named('inspecting')).toMatchObject([
      { role: 'inspector', region: '3706', organization: authority },
    ]);
    expect((await token('inspecting')).status).toBe(200);
    await page.getByRole('link', { name: '去这个账号' }).click();
    await page.getByText('在用', { exact: true }).waitFor();
    const stored = 'JSON.stringify({ ...localStorage, ...sessionStorage })';
    for (const held of [await page.content(), page.url(), await page.evaluate(stored)])
      expect(String(held)).not.toContain(password);
    await context.close();
  });

  it('of the whole country, of the whole service: each role is asked what it has, and nothing else', async () => {
    const { context, page } = await open('operating', '/officials');
    const make = async (role: string, login: string): Promise<void> => {
      await page.getByLabel('身份').selectOption({ label: role });
      await fill(page, '姓名', '示例');
      await fill(page, '账号', login);
      await fill(page, '第一个密码', password);
      await press(page, '建立账号');
      await page.getByRole('heading', { name: `账号 ${login} 已建好` }).waitFor();
    };
    await page.getByLabel('身份').selectOption({ label: '监管人员' });
    await page.getByLabel('管辖地区').selectOption({ label: '全国' });
    await make('监管人员', 'everywhere');
    await page.getByRole('row').filter({ hasText: 'everywhere' }).getByText('全国').waitFor();
    await make('系统管理员', 'second-admin');
    expect(await page.locator('#where, #region, #organization').count()).toBe(0);
    await context.close();
    expect(await named('everywhere')).toMatchObject([{ role: 'regulator', region: '', organization: null }]);
    expect(await named('second-admin')).toMatchObject([{ role: 'admin', region: null, organization: null }]);
  });

  it('are made once when the answer was lost, and it is said where to look', async () => {
    const { context, page } = await open('operating', '/officials');
    await page.getByLabel('身份').selectOption({ label: '认证人员' });
    await fill(page, '姓名', '示例');
    await fill(page, '账号', 'unheard');
    await fill(page, '第一个密码', password);
    let lost = 0;
    await page.route(`**${accounts}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await press(page, '建立账号');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    await page.getByRole('row').filter({ hasText: 'unheard' }).waitFor();
    await press(page, '建立账号');
    await page.getByText('账号可能已经建好：请看名单', { exact: false }).waitFor();
    expect(await page.getByLabel('账号', { exact: true }).inputValue()).toBe('unheard');
    expect([lost, (await named('unheard')).length]).toEqual([1, 1]);
    await context.close();
  });

  it('get a link to a new password, and lose their second factor after a question', async () => {
    const { place } = await official('forgetful');
    await protect('forgetful');
    const { context, page } = await open('operating', place);
    await press(page, '取消两步验证');
    await page.getByText('先确认是本人', { exact: false }).waitFor();
    await press(page, '取消');
    expect((await token('forgetful')).status).not.toBe(200);
    await confirm(page, '取消两步验证');
    await page.getByText('两步验证已取消。').waitFor();
    expect((await token('forgetful')).status).toBe(200);
    await confirm(page, '取消两步验证');
    await page.getByRole('alert').filter({ hasText: '没有可取消的' }).waitFor();
    await confirm(page, '新密码链接');
    const link = (await page.locator('pre').textContent()) ?? '';
    expect(link).toMatch(/\/console#\/new-password\/[\w-]+$/);
    await page.goto(link);
    await page.getByLabel('密码', { exact: true }).fill('pear orchard in the evening');
    await press(page, '设新密码');
    await page.getByText('forgetful 的新密码已经设好。').waitFor();
    expect((await token('forgetful')).status).toBe(401);
    expect((await token('forgetful', 'pear orchard in the evening')).status).toBe(200);
    await context.close();
  });

  it('are ended, taken back, and erased once they have ended', async () => {
    const { place } = await official('leaving');
    const { context, page } = await open('operating', place);
    await confirm(page, '停用账号');
    await page.getByText('账号已停用。').waitFor();
    await page.getByText('已停用', { exact: true }).waitFor();
    expect((await token('leaving')).status).toBe(401);
    expect([(await named('leaving')).length, (await named('leaving', 'ended')).length]).toEqual([0, 1]);
    await confirm(page, '恢复');
    await page.getByText('账号已恢复', { exact: false }).waitFor();
    expect((await token('leaving')).status).toBe(200);
    await confirm(page, '停用账号');
    await page.getByRole('link', { name: '返回工作人员账号' }).click();
    await cardOf(page, '已停用的账号')
      .getByRole('row')
      .filter({ hasText: 'leaving' })
      .getByRole('link')
      .click();
    await press(page, '删除账号');
    await page.getByText('只在本人要求时这样做', { exact: false }).waitFor();
    await press(page, '确定');
    await page.getByText('没有这个账号，或者已经删除。').waitFor();
    await context.close();
    expect([await named('leaving'), await named('leaving', 'ended')]).toEqual([[], []]);
  });

  it('stand as they are when another admin was first, and the own one is not ended', async () => {
    const { path, place } = await official('hurried');
    const { context, page } = await open('operating', place);
    await page.getByText('在用', { exact: true }).waitFor();
    await farm.admin.delete(path);
    await confirm(page, '停用账号');
    await page.getByText('已停用', { exact: true }).waitFor();
    await farm.admin.post(`${path}/reactivate`, {});
    await confirm(page, '恢复');
    await page.getByText('在用', { exact: true }).waitFor();
    expect(await page.getByText('账号已恢复', { exact: false }).count()).toBe(0);
    const [own] = await named('operating');
    await page.evaluate(`location.hash = '/officials/${own?.id ?? ''}'`);
    await page.locator('dd').filter({ hasText: 'operating' }).waitFor();
    await confirm(page, '停用账号');
    await page.getByText('不能停用自己的账号；请让另一位管理员来做。').waitFor();
    await page.getByText('在用', { exact: true }).waitFor();
    await context.close();
  });

  it('are shown to admins alone', async () => {
    for (const login of ['keeper', 'province']) {
      const { context, page } = await open(login, '/officials');
      await page.getByText('只有系统管理员管理这些账号。').waitFor();
      expect(await page.locator('main form').count()).toBe(0);
      expect(await page.getByRole('navigation').getByRole('link', { name: '工作人员账号' }).count()).toBe(0);
      await context.close();
    }
  });

  it('of members lose their second factor in the same way, by admins alone', async () => {
    await accountFor(farm.service, 'member', { role: 'recorder', organizationId: farm.organizationId });
    await protect('member', consolePassword);
    const owner = await open('keeper', '/members');
    await owner.page.getByRole('row').filter({ hasText: 'member' }).waitFor();
    expect(await owner.page.getByRole('button', { name: '取消两步验证' }).count()).toBe(0);
    await owner.context.close();
    const { context, page } = await open('operating', `/members?of=${farm.organizationId}`);
    const row = page.getByRole('row').filter({ hasText: 'member' });
    await row.getByRole('button', { name: '取消两步验证' }).click();
    await press(page, '确定');
    await page.getByText('两步验证已取消。').waitFor();
    await context.close();
    expect((await token('member', consolePassword)).status).toBe(200);
  });

  let [inUse, ended] = ['', ''];
  const places = (): readonly PlaceToLookAt[] => [
    ['/officials', /示例监管机关/],
    [`/officials/${inUse}`, /新密码链接|Link to a new password/],
    [`/officials/${ended}`, /删除账号|Erase the account/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const one = await official(`looked-at-${locale}`, {
        role: 'inspector',
        region: '3706',
        organization: authority,
      });
      const other = await official(`ended-${locale}`);
      await farm.admin.delete(other.path);
      [inUse, ended] = [one, other].map(({ path }) => path.slice(accounts.length + 1)) as [string, string];
      const { context, page } = await open('operating', '/', locale);
      const { publicKey } = await farm.service.app.get(Keyring).currentLabelKey();
      await lookAtPlaces(page, [
        ...places(),
        ['/label-keys', /新标签用它签|signs new labels/],
        [`/label-keys/${publicKey.kid}`, /贴出去的标签不受影响|on goods are not touched/],
      ]);
      await page.evaluate("location.hash = '/officials'");
      await page.locator('#role').selectOption('certifier');
      await page.locator('#name').fill('示例');
      await page.locator('#login').fill(`made-${locale}`);
      await page.locator('#password').fill(password);
      await press(page, locale === 'en' ? 'Make an account' : '建立账号');
      await page.locator('pre').filter({ hasText: password }).waitFor();
      await lookAtDrawn(page, 'an account that was made');
      await context.close();
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
