import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FurrowClient } from '../../src/client/client.js';
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
import { TestDevice, trustOf } from '../support/device.js';
import { expectHarmless } from '../support/harmless.js';

describe.skipIf(!hasChromium)('devices and keys in the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const ownKeys = (): string => `/api/v1/organizations/${farm.organizationId}/keys`;
  /** A phone of the recorder that asks to sign, and one that may. */
  async function phoneThatAsks(name: string): Promise<FurrowClient> {
    const recorder = await signIn(farm.service, 'recorder', farm.organizationId);
    const phone = new TestDevice(farm, await trustOf(farm), recorder).start();
    expect(await phone.enrol({ name, kind: 'phone' })).toBe('pending');
    return phone;
  }
  async function phoneInUse(name: string): Promise<void> {
    await phoneThatAsks(name);
    const { body } = await farm.owner.get(`${ownKeys()}/enrolments?limit=200`);
    const asked = (body['items'] as { id: string; state: string }[]).find(({ state }) => state === 'pending');
    await farm.owner.post(`${ownKeys()}/enrolments/${asked?.id ?? ''}/approve`, {});
  }
  interface Key {
    readonly kid: string;
    readonly state: string;
    readonly validFrom: string;
    readonly revokedFrom: string | null;
    readonly device: { readonly name: string } | null;
  }
  const keyOf = async (phone: string): Promise<Key> => {
    const { body } = await farm.owner.get(`${ownKeys()}?limit=200`);
    const found = (body['items'] as Key[]).find(({ device }) => device?.name === phone);
    if (found === undefined) throw new Error(`no key of ${phone}`);
    return found;
  };

  it('approves the phone of a recorder, and takes a lost one out of use', async () => {
    const phone = await phoneThatAsks('示例手机');
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/devices' });
    const waiting = cardOf(page, '等待批准的设备');
    await waiting.getByRole('rowheader', { name: '示例手机' }).waitFor();
    await waiting.getByRole('button', { name: '批准' }).click();
    await waiting.getByText('没有设备等待批准。').waitFor();
    expect(await phone.enrol({ name: '示例手机', kind: 'phone' })).toBe('approved');
    const keys = cardOf(page, '签名钥匙');
    await keys.getByRole('link', { name: '停用' }).click();
    await press(page, '停用');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么停用').fill('手机遗失');
    await page.getByLabel('从什么时候起不算数').selectOption('earlier');
    await press(page, '停用');
    await page.locator('#from-fault').filter({ hasText: '须是带时区的时间' }).waitFor();
    const asked = page.getByLabel('哪一天几点（北京时间）');
    await asked.fill('2020-01-01T08:00');
    await press(page, '停用');
    await page.locator('#from-fault').filter({ hasText: '不能早于' }).waitFor();
    const { state, validFrom } = await keyOf('示例手机');
    expect(state).toBe('valid');
    const from = new Date(Math.ceil(Date.parse(validFrom) / 1_000) * 1_000);
    // A time that is yet to come is refused.
    await expect.poll(() => Date.now()).toBeGreaterThan(from.getTime());
    await asked.fill(new Date(from.getTime() + 8 * 3_600_000).toISOString().slice(0, 19));
    await press(page, '停用');
    await page.getByText('这把钥匙已停用。').waitFor();
    expect(await keyOf('示例手机')).toMatchObject({ revokedFrom: from.toISOString(), state: 'revoked' });
    await page.getByRole('link', { name: '返回手机与签名钥匙' }).click();
    await keys.getByText('已停用').waitFor();
    expect(await keys.getByRole('link', { name: '停用' }).count()).toBe(0);
    await context.close();
  });

  it('takes a key out of use from now on', async () => {
    await phoneInUse('示例旧手机');
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', { place: '/devices' });
    const opened = new Date();
    await cardOf(page, '签名钥匙').getByRole('link', { name: '停用' }).click();
    await page.getByLabel('为什么停用').fill('换了手机');
    await press(page, '停用');
    await page.getByText('这把钥匙已停用。').waitFor();
    const revokedFrom = Date.parse((await keyOf('示例旧手机')).revokedFrom ?? '');
    expect(revokedFrom).toBeGreaterThanOrEqual(opened.getTime());
    expect(revokedFrom).toBeLessThanOrEqual(Date.now());
    await context.close();
  });

  let key: string;
  const places = (): readonly PlaceToLookAt[] => [
    ['/devices', /没有设备等待批准|No device waits/],
    [`/keys/${key}`, /为什么停用|Why it is revoked/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      await phoneInUse(`phone ${locale}`);
      key = (await keyOf(`phone ${locale}`)).kid;
      const { context, page } = await openConsole(browser, farm.service.url, 'desk', { locale });
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
