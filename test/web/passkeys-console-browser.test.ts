import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { Caller, createCooperative, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { clientId, clientSecret, startProvider, type TestProvider } from '../support/identity-provider.js';

/** PUBLIC_URL of the test's service, at which the browser finds it. */
const origin = 'http://localhost:3000';
const passkeys = '/api/v1/auth/passkeys';
const identities = '/api/v1/auth/identities';

/** A device with passkeys, in the page that it is plugged into. */
interface Device {
  readonly kept: () => Promise<number>;
  readonly unlocks: (isUnlocked: boolean) => Promise<void>;
}

describe.skipIf(!hasChromium)('ways to sign in to the console', () => {
  let provider: TestProvider;
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    provider = await startProvider(`${origin}/api/v1/auth/oidc/callback`);
    farm = await createCooperative({
      env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    });
    const { port } = new URL(farm.service.url);
    browser = await launchBrowser([`--host-resolver-rules=MAP localhost:3000 127.0.0.1:${port}`]);
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
    await provider.stop();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, origin, login, { place, locale });
  const join = (login: string): Promise<void> =>
    accountFor(farm.service, login, { role: 'recorder', organizationId: farm.organizationId });
  async function as(login: string): Promise<Caller> {
    const { body } = await new Caller(farm.service.url, {}).post('/api/v1/auth/token', {
      login,
      password: consolePassword,
    });
    return new Caller(farm.service.url, { authorization: `Bearer ${String(body['accessToken'])}` });
  }
  const listed = async (login: string, path: string): Promise<Record<string, unknown>[]> =>
    (await (await as(login)).get(path)).body['items'] as Record<string, unknown>[];

  async function plugIn(page: Page): Promise<Device> {
    const devices: CDPSession = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return {
      kept: async () =>
        (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
      unlocks: (isUserVerified) =>
        devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }).then(() => undefined),
    };
  }
  /** The account's screen of somebody new, whose page has a device. */
  async function openWithDevice(login: string) {
    await join(login);
    const { context, page } = await open(login, '/account');
    return { context, page, device: await plugIn(page) };
  }
  async function add(page: Page, name: string): Promise<void> {
    await cardOf(page, '通行密钥').getByLabel('名称').fill(name);
    await press(page, '添加通行密钥');
  }
  const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
  async function signOut(page: Page): Promise<void> {
    await press(page, '退出登录');
    await page.getByRole('button', { name: '用通行密钥登录' }).waitFor();
  }
  const atHome = (page: Page) => page.getByRole('navigation', { name: '主要页面' }).waitFor();

  it('begin with a passkey that is added, then signs in alone, is called otherwise and is removed', async () => {
    const { context, page, device } = await openWithDevice('adding');
    // Refused before the device makes one that nobody could use.
    await add(page, '示例\u{1F469}\u200D\u{1F33E}');
    await page.getByText('名称里有看不见的字符').first().waitFor();
    await page.getByText('还没有通行密钥。').waitFor();
    await press(page, '添加通行密钥');
    await page.locator('#passkey-name-fault').filter({ hasText: /./ }).waitFor();
    expect(await device.kept()).toBe(0);
    await cardOf(page, '通行密钥').getByLabel('名称').fill('示例手机');
    await page.getByRole('button', { name: '添加通行密钥' }).dblclick();
    await page.getByText('已添加，下次可以用它登录。').waitFor();
    await row(page, '示例手机').getByText('还没用过').waitFor();
    expect(await page.locator('#passkey-name').inputValue()).toBe('');
    await signOut(page);
    await press(page, '用通行密钥登录');
    await atHome(page);
    await page.reload();
    await atHome(page);
    await page.evaluate("location.hash = '/account'");
    await row(page, '示例手机')
      .getByText(/^20\d\d-/)
      .nth(1)
      .waitFor();
    await row(page, '示例手机').getByText('改名', { exact: true }).first().click();
    await page.getByLabel('新名称').fill('');
    await row(page, '示例手机').getByRole('button', { name: '改名' }).click();
    await row(page, '示例手机')
      .getByText(/1 至 80 个字符/)
      .waitFor();
    await page.getByLabel('新名称').fill('示例平板');
    await row(page, '示例手机').getByRole('button', { name: '改名' }).click();
    await row(page, '示例平板').waitFor();
    expect(await listed('adding', passkeys)).toMatchObject([{ name: '示例平板' }]);
    await row(page, '示例平板').getByRole('button', { name: '移除' }).click();
    await page.getByText('移除后不能再用它登录').waitFor();
    await press(page, '取消');
    expect(await listed('adding', passkeys)).toHaveLength(1);
    await row(page, '示例平板').getByRole('button', { name: '移除' }).click();
    await press(page, '确定');
    await page.getByText('还没有通行密钥。').waitFor();
    expect(await listed('adding', passkeys)).toEqual([]);
    await signOut(page);
    await press(page, '用通行密钥登录');
    await page.getByText('通行密钥没有通过验证，请再试一次，或用账号和密码登录。').waitFor();
    expect(await page.getByRole('navigation', { name: '主要页面' }).count()).toBe(0);
    await context.close();
  });

  it('say what happened when a device gave no passkey, and leave the others', async () => {
    const { context, page, device } = await openWithDevice('declining');
    await device.unlocks(false);
    await add(page, '示例手机');
    await page.getByText('没有添加：取消了').waitFor();
    expect([await device.kept(), await listed('declining', passkeys)]).toEqual([0, []]);
    await device.unlocks(true);
    await press(page, '添加通行密钥');
    await page.getByText('已添加，下次可以用它登录。').waitFor();
    await signOut(page);
    await device.unlocks(false);
    await press(page, '用通行密钥登录');
    await page.getByText('没有登录：取消了').waitFor();
    await page.getByLabel('账号').fill('declining');
    await page.getByLabel('密码', { exact: true }).fill(consolePassword);
    await press(page, '登录');
    await atHome(page);
    await context.close();
  });

  it('have one passkey when the answer was lost, and say that it is there', async () => {
    const { context, page } = await openWithDevice('unheard');
    let lost = 0;
    await page.route(`**${passkeys}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch({ url: farm.service.url + passkeys });
      lost += 1;
      return route.abort();
    });
    await add(page, '示例手机');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    expect(await page.locator('#passkey-name').inputValue()).toBe('示例手机');
    await press(page, '添加通行密钥');
    await page.getByText('这台设备上已经有这个账号的通行密钥').waitFor();
    await row(page, '示例手机').waitFor();
    expect([lost, await listed('unheard', passkeys)]).toMatchObject([1, [{ name: '示例手机' }]]);
    await context.close();
  });

  it('say so at another address of the service, where no passkey works', async () => {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(`${farm.service.url}/console`);
    await plugIn(page);
    await press(page, '用通行密钥登录');
    await page.getByText('这个网址不能用通行密钥').waitFor();
    await page.close();
  });

  it('are those that the browser and the service have', async () => {
    await join('old-fashioned');
    const context = await browser.newContext({ locale: 'zh-CN' });
    await context.addInitScript('delete window.PublicKeyCredential');
    await withoutProvider(context);
    const page = await context.newPage();
    await page.goto(`${origin}/console#/account`);
    await page.getByLabel('账号').fill('old-fashioned');
    expect(await page.getByText(/通行密钥|的身份登录/).count()).toBe(0);
    await page.getByLabel('密码', { exact: true }).fill(consolePassword);
    await press(page, '登录');
    await page.getByText('这个浏览器不能添加通行密钥').waitFor();
    await page.getByText('还没有通行密钥。').waitFor();
    expect(await page.getByRole('heading', { name: '用其他系统的身份登录' }).count()).toBe(0);
    await context.close();
  });

  /** The console as of a service without a provider. */
  async function withoutProvider(context: BrowserContext): Promise<void> {
    await context.route('**/console', async (route) => {
      const answer = await route.fetch({ url: `${farm.service.url}/console` });
      const html = (await answer.text()).replace(/<meta name="identity-provider"[^>]*>/, '');
      await route.fulfill({ response: answer, body: html });
    });
  }
  const host = (): string => new URL(provider.issuer).host;
  async function link(page: Page, subject: string): Promise<void> {
    provider.meet({ subject });
    await press(page, `关联 ${host()} 的身份`);
    await row(page, subject).waitFor();
  }

  it('are an identity of the provider, once it is linked, and not any more once it is unlinked', async () => {
    await join('linking');
    const { context, page } = await open('linking', '/account');
    await page.getByText('还没有关联身份。').waitFor();
    await link(page, '工号 001');
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/console#/account');
    expect(await listed('linking', identities)).toMatchObject([
      { issuer: provider.issuer, subject: '工号 001' },
    ]);
    await signOut(page);
    await page.getByRole('link', { name: `用 ${host()} 的身份登录` }).click();
    await atHome(page);
    expect(new URL(page.url()).pathname).toBe('/console');
    await withoutProvider(context);
    await page.goto(`${origin}/console#/account`);
    await page.reload();
    await page.getByText('现在没有接入其他系统').waitFor();
    expect(await page.getByRole('button', { name: /的身份$/ }).count()).toBe(0);
    await row(page, '工号 001').getByRole('button', { name: '取消关联' }).click();
    await press(page, '确定');
    await page.getByText('现在没有接入其他系统').waitFor({ state: 'detached' });
    expect(await listed('linking', identities)).toEqual([]);
    await signOut(page);
    await page.goto(`${origin}/api/v1/auth/oidc/start`);
    await page.getByText('这个身份还没有关联账号').waitFor();
    await context.close();
  });

  it('are not an identity that is linked to another account, and say so', async () => {
    await Promise.all(['first', 'second'].map(join));
    const first = await open('first', '/account');
    await link(first.page, '工号 002');
    await first.context.close();
    const { context, page } = await open('second', '/account');
    provider.meet({ subject: '工号 002' });
    await press(page, `关联 ${host()} 的身份`);
    await page.getByText('这个身份已关联其他账号').waitFor();
    expect(await listed('second', identities)).toEqual([]);
    await context.close();
  });

  const places = (): readonly PlaceToLookAt[] => [
    ['/account', /示例手机/],
    ['/sign-in', /通行密钥|passkey/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const login = `looked-at-${locale}`;
      await join(login);
      const { context, page } = await open(login, '/account', locale);
      await plugIn(page);
      provider.meet({ subject: `示例 ${locale}` });
      await page.getByRole('button', { name: host() }).click();
      await page.getByRole('rowheader', { name: `示例 ${locale}` }).waitFor();
      await page.locator('#passkey-name').fill('示例手机');
      await page.getByRole('button', { name: /^(添加通行密钥|Add a passkey)$/ }).click();
      await page.getByRole('rowheader', { name: '示例手机' }).waitFor();
      await lookAtPlaces(page, places());
      await page.evaluate("location.hash = '/account'");
      await page
        .getByText(/^(改名|Rename)$/)
        .first()
        .click();
      await page.getByRole('button', { name: /^(移除|Remove)$/ }).click();
      await lookAtDrawn(page, 'a passkey that is about to be renamed or removed');
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await openWithDevice('hostile');
    await add(page, '示例手机');
    await row(page, '示例手机').waitFor();
    await link(page, '工号 003');
    await context.close();
    // Where the answers can be written anew on their way.
    const shown = await openConsole(browser, farm.service.url, 'hostile', { place: '/account' });
    await expectHarmless(shown.page, ['/account']);
    await shown.context.close();
  });
});
