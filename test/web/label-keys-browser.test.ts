import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/log/keyring.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, openConsole, press } from '../support/console.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';

const path = '/api/v1/label-keys';

interface Key {
  readonly kid: string;
  readonly state: string;
  readonly revokedFrom: string | null;
}

describe.skipIf(!hasChromium)('keys of labels in the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'operating', { role: 'admin' });
    await accountFor(farm.service, 'keeper', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place });
  const keys = async (): Promise<Key[]> => (await farm.admin.get(`${path}?limit=200`)).body['items'] as Key[];
  const find = async (kid: string): Promise<Key | undefined> => (await keys()).find((key) => key.kid === kid);
  const current = async (): Promise<string> =>
    (await farm.service.app.get(Keyring).currentLabelKey()).publicKey.kid;
  const makeOne = async (): Promise<string> => String((await made(farm.admin.post(path, {})))['kid']);
  const makeNext = async (page: Page): Promise<void> => {
    await press(page, '换一把新钥匙');
    await press(page, '确定');
  };
  const rowOf = (page: Page, kid: string) =>
    page.getByRole('row').filter({ has: page.locator(`a[href="#/label-keys/${kid}"]`) });

  /** A set of two labels that are on goods, and the address of the first. */
  async function labelled(): Promise<string> {
    const batch = await farm.open();
    await made(farm.record(batch, 'harvest', harvestOf(10)));
    const body = { units: 2, net: { value: '5', unit: 'KGM' } };
    const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body));
    await made(farm.record(batch, 'label', { action: 'activated', set: set['id'], first: 1, last: 2 }));
    return String(set['firstUri']);
  }
  async function verdictOf(uri: string): Promise<unknown> {
    await farm.service.settled();
    return (await farm.owner.post('/api/v1/verify', { uri })).body['verdict'];
  }

  it('are replaced by the next one, once though the answer is lost; then the old one is revoked', async () => {
    const uri = await labelled();
    const old = await current();
    const before = (await keys()).length;
    const { context, page } = await open('operating', '/');
    await page.getByRole('navigation').getByRole('link', { name: '标签钥匙' }).click();
    await rowOf(page, old).getByText('新标签用它签').waitFor();
    let lost = 0;
    await page.route(`**${path}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await makeNext(page);
    await page.getByText('连不上服务。请检查网络。').waitFor();
    await makeNext(page);
    await page.getByText('新钥匙已启用。').waitFor();
    await rowOf(page, old).getByText('以前的标签用它签的').waitFor();
    const next = await current();
    expect([lost, (await keys()).length, next === old]).toEqual([1, before + 1, false]);
    await rowOf(page, next).getByText('新标签用它签').waitFor();
    await rowOf(page, old).getByRole('link', { name: '停用' }).click();
    await page.getByText('已经印好、贴出去的标签不受影响', { exact: false }).waitFor();
    expect(await page.getByText('新标签现在用这把钥匙签', { exact: false }).count()).toBe(0);
    await press(page, '停用');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么停用').fill('示例：定期更换');
    await page.getByLabel('从什么时候起不算数').selectOption('earlier');
    await page.getByLabel('哪一天几点（北京时间）').fill('2020-01-01T08:00');
    await press(page, '停用');
    await page.locator('#from-fault').filter({ hasText: '不能早于' }).waitFor();
    await page.getByLabel('从什么时候起不算数').selectOption('now');
    await press(page, '停用');
    await page.getByText('这把钥匙已停用。').waitFor();
    expect(await page.locator('main form').count()).toBe(0);
    await context.close();
    expect(await find(old)).toMatchObject({ state: 'revoked' });
    expect(await verdictOf(uri)).toBe('verified');
  });

  it('say how they stand when somebody else revoked one first, and warn about the one in use', async () => {
    const kid = await makeOne();
    const { context, page } = await open('operating', `/label-keys/${kid}`);
    await page.getByText('新标签现在用这把钥匙签', { exact: false }).waitFor();
    await page.getByLabel('为什么停用').fill('示例：泄露');
    const from = new Date().toISOString();
    await farm.admin.post(`${path}/${kid}/revocation`, { from, reason: '示例：别的原因' });
    await press(page, '停用');
    await page.getByText('这把钥匙已停用。').waitFor();
    await context.close();
    expect(await find(kid)).toMatchObject({ revokedFrom: from });
  });

  it('say so when none is left to sign with', async () => {
    for (const { kid } of (await keys()).filter(({ state }) => state === 'valid'))
      await farm.admin.post(`${path}/${kid}/revocation`, { from: new Date().toISOString(), reason: '示例' });
    const { context, page } = await open('operating', '/label-keys');
    await page.getByText('没有有效的标签钥匙', { exact: false }).waitFor();
    await makeNext(page);
    await page.getByText('新标签用它签').waitFor();
    expect(await page.getByText('没有有效的标签钥匙', { exact: false }).count()).toBe(0);
    await context.close();
    expect((await keys()).filter(({ state }) => state === 'valid')).toHaveLength(1);
  });

  it('are shown to admins alone', async () => {
    const { context, page } = await open('keeper', '/label-keys');
    await page.getByText('只有系统管理员管理标签钥匙。').waitFor();
    expect(await page.getByRole('button', { name: '换一把新钥匙' }).count()).toBe(0);
    expect(await page.getByRole('navigation').getByRole('link', { name: '标签钥匙' }).count()).toBe(0);
    await context.close();
    const admin = await open('operating', '/label-keys/nowhere');
    await admin.page.getByText('没有这把标签钥匙。').waitFor();
    await admin.context.close();
  });
});
