import type { Browser, Page, Route } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeoverMs } from '../../src/log/keyring.js';
import { RecallJob } from '../../src/recalls/recall-job.js';
import { WebhookJob } from '../../src/recalls/webhook-job.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  confirm,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { made } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { createMarket, handOver, harvested, recallBy, type Market } from '../support/market.js';
import { startReceiver, type Receiver } from '../support/receiver.js';

interface Machine {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}
interface Key {
  readonly kid: string;
  readonly purpose: string;
  readonly state: string;
}

describe.skipIf(!hasChromium)('machines, the webhook and kept keys in the console', () => {
  let world: Market;
  let receiver: Receiver;
  let browser: Browser;

  beforeAll(async () => {
    receiver = await startReceiver();
    [world, browser] = await Promise.all([
      createMarket({ env: { WEBHOOK_NETWORKS: '127.0.0.0/8,::1/128' } }),
      launchBrowser(),
    ]);
    const { service, organizationId } = world.farm;
    await accountFor(service, 'keeper', { role: 'owner', organizationId });
    await accountFor(service, 'clerk', { role: 'recorder', organizationId });
    await accountFor(service, 'operator', { role: 'admin' });
    const { organizationId: market } = world.market;
    await accountFor(service, 'seller', { role: 'owner', organizationId: market });
  });
  afterAll(async () => {
    await browser.close();
    await world.farm.service.close();
    await receiver.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, world.farm.service.url, login, { place, locale });
  const own = (): string => `/api/v1/organizations/${world.farm.organizationId}`;
  const itemsOf = async <Item>(list: string): Promise<Item[]> =>
    (await world.farm.owner.get(`${own()}/${list}?limit=200`)).body['items'] as Item[];
  const register = (name: string): Promise<Record<string, unknown>> =>
    made(world.farm.owner.post(`${own()}/clients`, { name, scopes: ['batches:read', 'events:write'] }));
  /** The status of asking for a token, and what it allows. */
  async function tokenFor(id: string, secret: string): Promise<{ status: number; scope?: string }> {
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const answer = await fetch(`${world.farm.service.url}/api/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { scope } = (await answer.json()) as { scope?: string };
    return { status: answer.status, ...(scope === undefined ? {} : { scope }) };
  }
  const shownSecret = async (page: Page, prefix: RegExp): Promise<string> =>
    (await page.locator('pre').filter({ hasText: prefix }).textContent()) ?? '';
  /** The service does what is asked, and its first answer is lost. */
  const losingAnswer = (method: string): ((route: Route) => Promise<void>) => {
    let isLost = false;
    return async (route) => {
      if (route.request().method() !== method || isLost) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    };
  };

  it('are registered; the secret is shown once, works, is replaced, and ends with its machine', async () => {
    const { context, page } = await open('keeper', '/');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('navigation').getByRole('link', { name: '接入的机器' }).click();
    await page.getByText('还没有接入机器。').waitFor();
    await press(page, '登记一台机器');
    await page.locator('#name-fault').filter({ hasText: /./ }).waitFor();
    await page.locator('#scopes-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('叫什么').fill('示例秤');
    await page.getByLabel('记录批次上发生的事').check();
    await page.getByLabel('查看产品').check();
    await page.getByLabel('最后一天（可不填）').fill('2020-01-01');
    await press(page, '登记一台机器');
    await page.locator('#lastDay-fault').filter({ hasText: '须在将来' }).waitFor();
    const lastDay = `${new Date().getFullYear() + 1}-06-30`;
    await page.getByLabel('最后一天（可不填）').fill(lastDay);
    await page.getByRole('button', { name: '登记一台机器' }).dblclick();
    await page.getByRole('heading', { name: '示例秤 已登记。' }).waitFor();
    await page.getByRole('rowheader', { name: '示例秤' }).waitFor();
    await page.getByText(`${lastDay} 23:59`).waitFor();
    const [machine, ...others] = await itemsOf<Machine>('clients');
    expect([machine?.scopes, others]).toEqual([['events:write', 'products:read'], []]);
    const secret = await shownSecret(page, /^furrow_cs_/);
    const id = machine?.id ?? '';
    expect(await shownSecret(page, /^[0-9a-f-]{36}$/)).toBe(id);
    expect(await tokenFor(id, secret)).toEqual({ status: 200, scope: 'events:write products:read' });
    await page.getByRole('button', { name: '复制' }).last().click();
    await page.getByText('已复制').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    for (const held of [
      page.url(),
      await page.title(),
      await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ])
      expect(held).not.toContain(secret);
    await press(page, '已经填好，不再显示');
    expect(await page.getByText(secret).count()).toBe(0);

    await press(page, '换密钥');
    await page.getByText('原来的再用 24 小时').waitFor();
    await press(page, '确定');
    await page.getByRole('heading', { name: '示例秤 的新密钥' }).waitFor();
    const next = await shownSecret(page, /^furrow_cs_/);
    expect(next).not.toBe(secret);
    for (const works of [secret, next]) expect((await tokenFor(id, works)).status).toBe(200);
    await confirm(page, '停用');
    await page.getByText('还没有接入机器。').waitFor();
    expect((await tokenFor(id, next)).status).toBe(401);
    await context.close();
  });

  it('whose answer was lost are in the list, and it is said what to do', async () => {
    const { context, page } = await open('keeper', '/machines');
    await page.route('**/clients', losingAnswer('POST'));
    await page.getByLabel('叫什么').fill('示例包装线');
    await page.getByLabel('新开批次').check();
    await press(page, '登记一台机器');
    await page.getByText('没有收到回答，也许已经登记上了。').waitFor();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '示例包装线' }) });
    await row.waitFor();
    expect(await page.getByText(/^furrow_cs_/).count()).toBe(0);
    await page.route('**/secret', losingAnswer('POST'));
    await confirm(page, '换密钥');
    await page.getByText('机器上的那个最多还能用 24 小时').waitFor();
    await confirm(page, '换密钥');
    await page.getByRole('heading', { name: '示例包装线 的新密钥' }).waitFor();
    expect(await page.getByText('没有收到回答，密钥').count()).toBe(0);
    const [machine, ...others] = await itemsOf<Machine>('clients');
    expect(others).toEqual([]);
    expect((await tokenFor(machine?.id ?? '', await shownSecret(page, /^furrow_cs_/))).status).toBe(200);
    await page.route(`**/clients/${machine?.id ?? ''}`, losingAnswer('DELETE'));
    await confirm(page, '停用');
    await page.getByText('还没有接入机器。').waitFor();
    await context.close();
  });

  it('are ended by an admin, who gives no secrets, and are nothing of a recorder’s', async () => {
    await register('示例软件');
    const { context: first, page: ending } = await open('operator', '/members');
    await ending.getByRole('link', { name: '栖霞示例果业农民专业合作社' }).click();
    await ending.getByRole('link', { name: '这一家接入的机器' }).click();
    await ending.getByRole('rowheader', { name: '示例软件' }).waitFor();
    for (const name of ['换密钥', '登记一台机器', '保存网址'])
      expect(await ending.getByRole('button', { name }).count()).toBe(0);
    await confirm(ending, '停用');
    await ending.getByText('还没有接入机器。').waitFor();
    expect(await itemsOf('clients')).toEqual([]);
    await first.close();
    const { context, page } = await open('clerk', '/machines');
    await page.getByText('您的角色不能使用这个功能。').waitFor();
    expect(await page.getByRole('button', { name: '登记一台机器' }).count()).toBe(0);
    expect(await page.getByRole('navigation').getByRole('link', { name: '接入的机器' }).count()).toBe(0);
    await context.close();
  });

  it('have recall notices sent to an address, which a standard receiver verifies with what was shown', async () => {
    const { context, page } = await open('seller', '/machines');
    const card = cardOf(page, '把召回通知发给本家的系统');
    await card.getByText('还没有设网址').waitFor();
    for (const [wrong, why] of [
      ['http://erp.example.com/furrow', '须是 https 地址'],
      ['https://10.0.0.1/furrow', '须是公网地址'],
    ] as const) {
      await page.getByLabel('网址').fill(wrong);
      await press(page, '保存网址');
      await page.locator('#url-fault').filter({ hasText: why }).waitFor();
    }
    await page.route('**/webhook', losingAnswer('PUT'));
    await page.getByLabel('网址').fill(receiver.url);
    await press(page, '保存网址');
    await page.getByText('密钥却没有显示').waitFor();
    await press(page, '换网址或换密钥');
    await page.getByText('网址已保存。').waitFor();
    const secret = await shownSecret(page, /^whsec_/);
    await card.locator('dd').filter({ hasText: '还没有召回通知' }).waitFor();
    const { organizationId, owner } = world.market;
    const newestSent = async (): Promise<unknown> => {
      const { body } = await owner.get(`/api/v1/recall-notices?organization=${organizationId}`);
      return (body['items'] as { webhook: unknown }[])[0]?.webhook;
    };

    const batch = await harvested(world);
    await handOver(world, batch, world.market, '400');
    // The service sends by itself, too, and perhaps first.
    receiver.behave('fails');
    await made(recallBy(world.farm.owner, [batch], { advice: '停止销售' }));
    const { app } = world.farm.service;
    await app.get(RecallJob, { strict: false }).run();
    await app.get(WebhookJob, { strict: false }).run();
    await expect.poll(newestSent).toMatchObject({ delivery: 'waiting', outcome: 'http 500' });
    await page.reload();
    await card.getByText('还没送到，会再发').waitFor();
    await card.getByText('http 500').waitFor();
    expect(await page.getByText(/^whsec_/).count()).toBe(0);
    receiver.behave('takes');
    await app.get(WebhookJob, { strict: false }).run(new Date(Date.now() + 60_000));
    await expect.poll(newestSent).toMatchObject({ delivery: 'delivered' });
    const message = receiver.received.at(-1);
    const told = new Webhook(secret).verify(message?.body ?? '', message?.headers as Record<string, string>);
    expect(told).toMatchObject({ type: 'recall.notice' });
    await page.reload();
    await card.getByText('已送到').waitFor();
    await confirm(page, '不再发送');
    await card.getByText('还没有设网址').waitFor();
    expect((await owner.get(`/api/v1/organizations/${organizationId}/webhook`)).status).toBe(404);
    await context.close();
  });

  it('the key that the service holds is replaced once, and then the old one is revoked', async () => {
    const held = async (): Promise<Key[]> =>
      (await itemsOf<Key>('keys')).filter(({ purpose }) => purpose === 'custodial');
    const [before] = await held();
    const { context, page } = await open('keeper', '/devices');
    const card = cardOf(page, '由本服务保管的钥匙');
    await page.route('**/custodial', losingAnswer('POST'));
    await press(page, '换一把新的');
    await page.getByText('不能换回来。确定吗？').waitFor();
    await press(page, '取消');
    expect(await held()).toEqual([before]);
    await confirm(page, '换一把新的');
    await card.getByText('也只换一把').waitFor();
    await confirm(page, '换一把新的');
    await card.getByText('已换上新钥匙：').waitFor();
    expect(await held()).toHaveLength(2);
    const keys = cardOf(page, '签名钥匙');
    await keys.getByText('由本服务保管 · 现在用的').waitFor();
    await keys.getByRole('link', { name: '停用' }).click();
    await page.getByLabel('为什么停用').fill('定期更换');
    await page.waitForTimeout(changeoverMs);
    // Counted from when the page was opened, it is refused while the old key may still have signed: once, no more.
    const tooEarly = page.locator('#since-fault').filter({ hasText: '不能早于' });
    const revoked = page.getByText('这把钥匙已停用。');
    await press(page, '停用');
    await tooEarly.or(revoked).waitFor();
    if (await tooEarly.isVisible()) await press(page, '停用');
    await revoked.waitFor();
    expect((await held()).filter(({ state }) => state === 'revoked').map(({ kid }) => kid)).toEqual([
      before?.kid,
    ]);
    await world.farm.open('AFTER');
    await context.close();
  });

  const places: readonly PlaceToLookAt[] = [
    ['/machines', /示例秤|Send no more/],
    ['/devices', /换一把新的|Have a new one made/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      await register(`示例秤 ${locale}`);
      await world.farm.owner.put(`${own()}/webhook`, { url: `${receiver.url}/${'long'.repeat(40)}` });
      const { context, page } = await open('keeper', '/', locale);
      await lookAtPlaces(page, places);
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('keeper', '/');
    await expectHarmless(
      page,
      places.map(([place]) => place),
    );
    await context.close();
  });
});
