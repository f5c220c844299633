import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErasureJob } from '../../src/privacy/erasure-job.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';
import { lastScanned, takeIn, type Someone } from '../support/people.js';

const phone = '13812345678';

describe.skipIf(!hasChromium)('people in the console', () => {
  let farm: Cooperative;
  let browser: Browser;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { service, organizationId } = farm;
    await accountFor(service, 'keeper', { role: 'owner', organizationId });
    await accountFor(service, 'clerk', { role: 'recorder', organizationId });
    await accountFor(service, 'guest', { role: 'viewer', organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const confirm = async (page: Page, name: string): Promise<void> => {
    await press(page, name);
    await press(page, '确定');
  };
  const list = async (): Promise<{ id: string; name: string | null; contact: string | null }[]> =>
    (await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/people?limit=200`)).body[
      'items'
    ] as never;
  const named = async (name: string): Promise<number> =>
    (await list()).filter((one) => one.name === name).length;
  /** A person whom a harvest names. */
  async function harvester(name: string): Promise<Someone & { readonly batch: string }> {
    const someone = await takeIn(farm, { name, contact: phone });
    const batch = await farm.open();
    await made(farm.record(batch, 'harvest', { ...harvestOf(10), operator: someone.reference }));
    return { ...someone, batch };
  }

  it('are taken in once however often it is pressed, and found in the list', async () => {
    const { context, page } = await open('clerk', '/');
    await page.getByRole('navigation').getByRole('link', { name: '记录里的人' }).click();
    await page.getByText('还没有登记任何人。').waitFor();
    await press(page, '登记一个人');
    await page.locator('#name-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('姓名').fill('示例农户甲');
    await page.getByLabel('联系方式（可不填）').fill(phone);
    await page.getByRole('button', { name: '登记一个人' }).dblclick();
    await page.getByRole('status').getByRole('link', { name: '示例农户甲' }).waitFor();
    expect(await page.getByLabel('姓名').inputValue()).toBe('');
    await page.getByRole('rowheader').getByRole('link', { name: '示例农户甲' }).click();
    await page.getByText(phone).waitFor();
    await page.getByText(/^person\/[0-9a-f-]{36}$/).waitFor();
    await page.getByText('由负责人或本人办理').waitFor();
    expect(await named('示例农户甲')).toBe(1);
    for (const held of [
      await page.title(),
      page.url(),
      await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ])
      for (const telling of [phone, '示例农户甲']) expect(String(held)).not.toContain(telling);
    await context.close();
  });

  it('are taken in once when the answer was lost, and nothing that was typed is', async () => {
    const { context, page } = await open('keeper', '/people');
    let lost = 0;
    await page.route('**/people', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await page.getByLabel('姓名').fill('示例农户乙');
    await press(page, '登记一个人');
    await page.getByText('连不上服务。请检查网络。').waitFor();
    expect(await page.getByLabel('姓名').inputValue()).toBe('示例农户乙');
    await press(page, '登记一个人');
    await page.getByRole('status').getByRole('link', { name: '示例农户乙' }).waitFor();
    expect([lost, await named('示例农户乙')]).toEqual([1, 1]);
    await context.close();
  });

  it('are put right, beside the field what is not taken, and are there as one file', async () => {
    const someone = await harvester('写错的名字');
    const { context, page } = await open('keeper', `/people/${someone.id}`);
    await page.getByLabel('姓名').fill('');
    await press(page, '更正');
    await page.locator('#name-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('姓名').fill('写对的名字');
    await page.getByLabel('联系方式（可不填）').fill('');
    await press(page, '更正');
    await page.getByText('已更正。').waitFor();
    await page.locator('dd').filter({ hasText: '写对的名字' }).waitFor();
    expect((await farm.owner.get(someone.path)).body).toMatchObject({ name: '写对的名字', contact: null });
    const [kept] = await Promise.all([page.waitForEvent('download'), press(page, '下载')]);
    expect(kept.suggestedFilename()).toBe('person.json');
    const file = JSON.parse(readFileSync(await kept.path(), 'utf8')) as { statements: { kind: string }[] };
    expect(file).toMatchObject({ person: { name: '写对的名字' }, consent: { given: false } });
    expect(file.statements.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['harvest', 'power-used']),
    );
    await context.close();
  });

  it('consent to be named in public, and withdraw it', async () => {
    const someone = await harvester('示例农户丙');
    const shown = async (): Promise<string[]> =>
      (await lastScanned(farm, someone.batch)).people.map(({ name }) => name);
    const { context, page } = await open('keeper', `/people/${someone.id}`);
    await cardOf(page, '公开姓名').getByText('没有同意公开').waitFor();
    await press(page, '记下本人的同意');
    await page.getByText('您问过本人了吗？').waitFor();
    await press(page, '取消');
    expect((await farm.owner.get(`${someone.path}/consent`)).body).toMatchObject({ seq: null });
    await confirm(page, '记下本人的同意');
    await page.getByText('本人同意公开', { exact: true }).waitFor();
    await expect.poll(shown, { timeout: 60_000 }).toEqual(['示例农户丙']);
    await page.getByText('十秒之内公开页上不再有姓名').waitFor();
    await confirm(page, '撤回同意');
    await cardOf(page, '公开姓名').getByText('没有同意公开').waitFor();
    await expect.poll(shown, { timeout: 60_000 }).toEqual([]);
    await context.close();
  });

  it('are erased after a confirmation, and what must be kept is told, until when and why', async () => {
    const someone = await harvester('示例农户丁');
    const { context, page } = await open('keeper', `/people/${someone.id}`);
    await press(page, '删除此人的信息');
    await page.getByText('不能恢复，也不能取消。确定删除吗？').waitFor();
    await press(page, '取消');
    expect((await farm.owner.get(someone.path)).body).toMatchObject({ state: 'in-use' });
    await confirm(page, '删除此人的信息');
    const kept = page.getByRole('table', { name: '必须保存的记录' });
    await kept.getByRole('rowheader', { name: '采收' }).waitFor();
    await kept.getByText(/^20\d\d-\d\d-\d\d \d\d:\d\d$/).waitFor();
    await kept.getByText('农产品质量安全法第二十七条').waitFor();
    await expectNoForms(page);
    expect(await page.getByText('示例农户丁').count()).toBe(0);
    await page.getByRole('link', { name: '返回记录里的人' }).click();
    await page.getByRole('rowheader').getByRole('link', { name: '不再展示' }).waitFor();
    await page.getByText('已申请删除，停止使用').waitFor();
    await context.close();
  });

  it('are gone within minutes where nothing must be kept', async () => {
    const someone = await takeIn(farm, { name: '示例农户戊' });
    const { context, page } = await open('keeper', `/people/${someone.id}`);
    await confirm(page, '删除此人的信息');
    await page.getByText('没有必须保存的记录').waitFor();
    await farm.service.app.get(ErasureJob).run(new Date(Date.now() + 60_000));
    await press(page, '看看现在怎样');
    await page.getByText('此人的信息已经销毁，不能恢复。').waitFor();
    await page.getByText(/^本家的第 \d+ 条$/).waitFor();
    await expectNoForms(page);
    await page.getByRole('link', { name: '返回记录里的人' }).click();
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.locator(`a[href*="${someone.id}"]`).count()).toBe(0);
    await context.close();
  });

  async function expectNoForms(page: Page): Promise<void> {
    await page.getByRole('button', { name: '更正' }).waitFor({ state: 'detached' });
    for (const name of ['记下本人的同意', '下载', '删除此人的信息'])
      expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }

  it('whose erasure somebody else asked for meanwhile are put right no more, and it is said', async () => {
    const someone = await takeIn(farm, { name: '示例农户己' });
    const { context, page } = await open('keeper', `/people/${someone.id}`);
    await page.getByLabel('姓名').fill('示例农户庚');
    await farm.owner.post(`${someone.path}/erasure`, {});
    await press(page, '更正');
    await page.getByText('已经申请删除。此人的信息不再展示').waitFor();
    await expectNoForms(page);
    await context.close();
  });

  it('find themselves from their own account, and decide for themselves', async () => {
    const { body } = await farm.owner.get(`/api/v1/members?organization=${farm.organizationId}&limit=200`);
    const members = body['items'] as { id: string; login: string }[];
    const { context: first, page: keeping } = await open('keeper', '/people');
    await keeping.getByLabel('姓名').fill('示例农户辛');
    await keeping.getByLabel('本人的账号（可不填）').selectOption({
      value: members.find(({ login }) => login === 'guest')?.id ?? '',
    });
    await press(keeping, '登记一个人');
    await keeping.getByRole('status').getByRole('link', { name: '示例农户辛' }).waitFor();
    await first.close();
    const { context, page } = await open('guest', '/people');
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('button', { name: '登记一个人' }).count()).toBe(0);
    expect(await page.getByRole('navigation').getByRole('link', { name: '记录里的人' }).count()).toBe(0);
    await page.evaluate("location.hash = '/account'");
    const ties = page.getByRole('table', { name: '这些组织的记录里有我' });
    await ties.getByRole('link').click();
    await page.getByLabel('姓名').fill('示例农户壬');
    await press(page, '更正');
    await page.locator('dd').filter({ hasText: '示例农户壬' }).waitFor();
    await confirm(page, '记下本人的同意');
    await page.getByText('本人同意公开', { exact: true }).waitFor();
    await context.close();
  });

  it('are of a household, too, which the cooperative looks after', async () => {
    const { organizationId: parent } = farm;
    const household = { kind: 'household', name: '上岭村 12 号果园', region: '370686', parent };
    const { id } = await made(farm.owner.post('/api/v1/organizations', household));
    const { context, page } = await open('keeper', `/households/${String(id)}`);
    await page.getByRole('link', { name: '记录里的人' }).last().click();
    await page.getByText('还没有登记任何人。').waitFor();
    await page.getByLabel('姓名').fill('示例户主');
    await press(page, '登记一个人');
    await page.getByRole('rowheader').getByRole('link', { name: '示例户主' }).click();
    await page.getByRole('button', { name: '更正' }).waitFor();
    await context.close();
  });

  let [inUse, waiting, gone] = ['', '', ''];
  const places = (): readonly PlaceToLookAt[] => [
    ['/people', /登记一个人|Take a person in/],
    [`/people/${inUse}`, /记下本人的同意|Record the consent/],
    [`/people/${waiting}`, /必须保存的记录|Records that must be kept/],
    [`/people/${gone}`, /已经销毁|are destroyed/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const [one, another, third] = await Promise.all([
        takeIn(farm, { name: `示例 ${locale}`, contact: phone }),
        harvester('示例'),
        takeIn(farm, { name: '示例' }),
      ]);
      [inUse, waiting, gone] = [one.id, another.id, third.id];
      for (const { path } of [another, third]) await farm.owner.post(`${path}/erasure`, {});
      await farm.service.app.get(ErasureJob).run(new Date(Date.now() + 60_000));
      const { context, page } = await open('keeper', '/', locale);
      await lookAtPlaces(page, places());
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('keeper', '/');
    await expectHarmless(
      page,
      places()
        .map(([place]) => place)
        .filter((place) => !place.endsWith(gone)),
    );
    await context.close();
  });
});
