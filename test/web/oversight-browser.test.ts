import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  confirm,
  consolePassword,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { createAuthority } from '../support/authority.js';
import { Caller, createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';

const root = '/api/v1/break-glass';
const reason = '示例：同批次产品在外省检出不合格，需核对来源';
const name = '栖霞示例果业农民专业合作社';

interface Request {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly own: boolean;
}

describe.skipIf(!hasChromium)('oversight in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;
  let code: string;
  /** An inspector of another region, and two admins. */
  let [afar, first, second]: Caller[] = [];

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { service, organizationId } = farm;
    batch = await farm.open('APP-20261018-01');
    await made(farm.record(batch, 'harvest', { ...harvestOf(100), operator: '示例的私人备注' }));
    code = String((await farm.owner.get(`/api/v1/batches/${batch}`)).body['code']);
    const body = await createAuthority(farm);
    for (const role of ['owner', 'viewer'] as const)
      await accountFor(service, role, { role, organizationId });
    for (const login of ['first', 'second']) await accountFor(service, login, { role: 'admin' });
    await accountFor(service, 'county', { role: 'regulator', region: '3706' });
    await service.app.get(AccountsService).create({
      ...{ login: 'afar', name: '示例', password: consolePassword, demo: true },
      grants: [
        { role: 'inspector', organizationId: null, region: '51' },
        { role: 'recorder', organizationId: body, region: null },
      ],
    });
    [afar, first, second] = [await callerOf('afar'), await callerOf('first'), await callerOf('second')];
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  async function callerOf(login: string): Promise<Caller> {
    const { url } = farm.service;
    const signed = await new Caller(url, {}).post('/api/v1/auth/token', { login, password: consolePassword });
    return new Caller(url, { authorization: `Bearer ${String(signed.body['accessToken'])}` });
  }
  const open = (login: string, place = '/', locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const faultOf = async (page: Page, field: string): Promise<string> => {
    const fault = page.locator(`#${field}-fault`).filter({ hasText: /./ });
    await fault.waitFor();
    return (await fault.textContent()) ?? '';
  };
  /** The first admin asks. */
  const ask = async (): Promise<string> =>
    String((await made(first!.post(root, { organization: farm.organizationId, reason }))).id);
  const refuse = (id: string) => second!.post(`${root}/${id}/decision`, { decision: 'refused' });
  const listed = async (caller: Caller): Promise<Request[]> =>
    (await caller.get(`${root}?limit=200`)).body['items'] as Request[];

  it('asks for a look beyond the region by the code on a package, and has it once another approves', async () => {
    const { context, page } = await open('afar', `/batches/${batch}`);
    await page.getByText('没有找到，或者不属于您。').waitFor();
    await page.getByRole('link', { name: '申请应急查看' }).click();
    await cardOf(page, '要看的是').getByText('组织的全部记录', { exact: false }).waitFor();

    await page.getByLabel('用什么查找').selectOption('code');
    await page.getByLabel('编码、代码或编号').fill('ABC');
    await press(page, '查找');
    expect(await faultOf(page, 'named')).toContain('不是包装上的编码');
    await page.getByLabel('编码、代码或编号').fill(code.toLowerCase());
    await press(page, '查找');
    const target = cardOf(page, '要看的是');
    for (const told of [name, '苹果', 'APP-20261018-01']) await target.getByText(told).waitFor();
    await target.getByText('该组织马上看得到', { exact: false }).waitFor();
    await press(page, '提出申请');
    expect(await faultOf(page, 'reason')).not.toBe('');
    await page.getByLabel('理由').fill('请核对 13800138000');
    await press(page, '提出申请');
    expect(await faultOf(page, 'reason')).not.toBe('');
    await page.getByLabel('理由').fill(reason);
    await page.getByRole('button', { name: '提出申请' }).dblclick();
    await page.getByText('自己的申请不能自己决定', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /^(批准|拒绝)$/ }).count()).toBe(0);
    expect(await listed(afar!)).toMatchObject([{ state: 'pending', reason, own: true }]);

    const deciding = await open('county', '/break-glass');
    const waiting = cardOf(deciding.page, '等您决定的申请');
    await waiting.getByRole('link', { name }).click();
    await deciding.page.getByText('申请人一小时内能看到', { exact: false }).waitFor();
    await press(deciding.page, '批准');
    await press(deciding.page, '取消');
    expect(await listed(afar!)).toMatchObject([{ state: 'pending' }]);
    await confirm(deciding.page, '批准');
    await cardOf(deciding.page, '经过').getByText('可以查看，到').waitFor();
    expect(await deciding.page.getByRole('link', { name: '查看这个批次' }).count()).toBe(0);
    await deciding.context.close();

    await press(page, '看看现在怎样');
    await page.getByRole('link', { name: '这家组织的批次' }).click();
    await page.getByRole('link', { name: 'APP-20261018-01' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: '谁看过这家的资料' }).click();
    await page.getByRole('row').filter({ hasText: '批准应急查看' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: '查看这个批次' }).click();
    await page.getByText(name).first().waitFor();
    // What was opened for an hour makes nobody act for that organization.
    await page.reload();
    await page.getByText(name).first().waitFor();
    expect(await page.getByRole('banner').getByText(name).count()).toBe(0);
    await context.close();
  });

  it('is told to the organization, newest first, with role, reason, way and number of the entry', async () => {
    const { context, page } = await open('owner');
    await page.getByRole('navigation').getByRole('link', { name: '谁看过资料' }).click();
    await page.getByText('这几样不记', { exact: false }).waitFor();
    const rows = page.getByRole('row');
    const look = rows.filter({ hasText: '查看批次记录' });
    expect(await look.textContent()).toContain('检查员 · 获批的应急查看');
    const asked = rows.filter({ hasText: '申请应急查看' });
    expect(await asked.textContent()).toContain(reason);
    const { body } = await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/accesses?limit=200`);
    const newest = [...(body['items'] as { seq: number }[])].reverse().map(({ seq }) => `第 ${seq} 条`);
    const entries = page.locator('td[data-label="账本里的条目"]');
    expect(await entries.allTextContents()).toEqual(newest);
    expect(await page.getByRole('table').getByText('示例').count()).toBe(1);
    await look.getByRole('link', { name: '这个批次' }).click();
    await page.getByRole('heading', { name: 'APP-20261018-01' }).waitFor();
    await context.close();
  });

  it('names persons to admins alone, who choose the organization', async () => {
    const { context, page } = await open('first', '/accesses');
    await page.getByLabel('名称、统一社会信用代码或主体码').fill('栖霞示例');
    await press(page, '查找');
    await page.getByRole('link', { name }).click();
    await page.getByRole('row').filter({ hasText: '批准应急查看' }).getByText('示例').waitFor();
    expect(await page.getByRole('link', { name: '这个批次' }).count()).toBeGreaterThan(0);
    await context.close();
  });

  it('asks once though the answer is lost: the request that stands is shown in place of the form', async () => {
    const { context, page } = await open('first', '/break-glass');
    await page.getByLabel('用什么查找').selectOption('organization');
    await page.getByLabel('编码、代码或编号').fill('12345');
    await press(page, '查找');
    expect(await faultOf(page, 'named')).toContain('32 位');
    const finder = cardOf(page, '按名称找一家组织');
    await finder.getByLabel('名称、统一社会信用代码或主体码').fill('栖霞示例');
    await finder.getByRole('button', { name: '查找' }).click();
    await finder.getByRole('link', { name }).click();
    await page.route(
      `**${root}`,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await page.getByLabel('理由').fill(`${reason}。管理员`);
    await press(page, '提出申请');
    await page.getByText('您对这家组织的申请还在', { exact: false }).waitFor();
    expect(await page.getByLabel('理由').count()).toBe(0);
    expect((await listed(second!)).filter((one) => one.reason.endsWith('管理员'))).toHaveLength(1);
    await page.getByRole('link', { name: '看这份申请' }).click();
    await page.getByText('自己的申请不能自己决定', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /^(批准|拒绝)$/ }).count()).toBe(0);
    await context.close();
  });

  it('says what is wrong and how it stands when somebody else decided first', async () => {
    const id = await ask();
    const { context, page } = await open('county', `/break-glass/${id}`);
    await press(page, '批准');
    await refuse(id);
    await press(page, '确定');
    await page.getByText('已经有人决定', { exact: false }).waitFor();
    await page.getByText('被拒绝，没有打开任何资料').waitFor();
    expect(await page.getByRole('button', { name: /^(批准|拒绝)$/ }).count()).toBe(0);
    await context.close();
    expect((await listed(second!)).find((one) => one.id === id)).toMatchObject({ state: 'refused' });
  });

  it('says at once what needs no asking, and what is not there', async () => {
    const { context, page } = await open('county', `/break-glass?batch=${batch}`);
    await page.getByLabel('理由').fill(reason);
    await press(page, '提出申请');
    await page.getByText('您本来就可以查看').waitFor();
    await page.evaluate("location.hash = '/break-glass?organization=0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11'");
    await page.getByText('0b6f').waitFor();
    await page.getByLabel('理由').fill(reason);
    await press(page, '提出申请');
    await page.getByText('没有找到，或者不属于您。').waitFor();
    await context.close();
  });

  it('is closed to who may not', async () => {
    const id = await ask();
    for (const [login, place] of [
      ['owner', '/break-glass'],
      ['viewer', `/break-glass/${id}`],
      ['afar', `/break-glass/${id}`],
    ] as const) {
      const { context, page } = await open(login, place);
      await page.getByRole('alert').first().waitFor();
      expect(await page.getByRole('button', { name: /^(批准|拒绝|提出申请)$/ }).count()).toBe(0);
      const menu = page.getByRole('navigation');
      expect(await menu.getByRole('link', { name: '应急查看' }).count()).toBe(login === 'afar' ? 1 : 0);
      expect(await menu.getByRole('link', { name: '谁看过资料' }).count()).toBe(1);
      await context.close();
    }
  });

  let [pending, settled] = ['', ''];
  const places = (): readonly PlaceToLookAt[] => [
    ['/accesses', /看哪家组织的|Of which organization/],
    [`/accesses?of=${farm.organizationId}`, /申请应急查看|Break-glass access asked for/],
    ['/break-glass', /等您决定的申请|Requests for you to decide/],
    [`/break-glass?organization=${farm.organizationId}`, /提出申请|^Ask$/],
    [`/break-glass/${pending}`, /一小时内能看到|sees all records/],
    [`/break-glass/${settled}`, /没有打开任何资料|nothing was opened/],
  ];

  it.each(['zh-CN', 'en'])('has in %s no fault that axe finds, and no sideways scrolling', async (locale) => {
    [pending, settled] = [await ask(), await ask()];
    await refuse(settled);
    const { context, page } = await open('second', '/', locale);
    await lookAtPlaces(page, places());
    await context.close();
  });

  it('shows each hostile text in order and harmless', async () => {
    const { context, page } = await open('second');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
