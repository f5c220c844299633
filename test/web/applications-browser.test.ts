import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshUscc } from '../api/parties.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  lookAtDrawn,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
} from '../support/console.js';
import { Caller, createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';

const root = '/api/v1/applications';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n');
const [responsible, contact] = ['负责人一号', '0535-0000000'];

describe.skipIf(!hasChromium)('applications in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let anyone: Caller;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    anyone = new Caller(farm.service.url, {});
    await accountFor(farm.service, 'deciding', { role: 'regulator', region: '3706' });
    await accountFor(farm.service, 'far-away', { role: 'inspector', region: '6501' });
    await accountFor(farm.service, 'of-all', { role: 'admin' });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  interface Filed {
    readonly id: string;
    readonly secret: Record<string, string>;
  }
  async function file(name: string, changes: object = {}): Promise<Filed> {
    const asked = { kind: 'cooperative', name, uscc: freshUscc(), region: '370686', responsible, contact };
    const { id, secret } = await made(anyone.post(root, { ...asked, ...changes }));
    return { id: String(id), secret: { 'application-secret': String(secret) } };
  }
  async function fileWithLicence(name: string): Promise<Filed> {
    const filed = await file(name);
    const { status } = await fetch(`${farm.service.url}${root}/${filed.id}/documents?type=business-licence`, {
      method: 'POST',
      headers: { ...filed.secret, 'content-type': 'application/pdf' },
      body: new Uint8Array(pdf),
    });
    expect(status).toBe(201);
    return filed;
  }
  const follow = async ({ id, secret }: Filed): Promise<Record<string, unknown>> =>
    (await anyone.get(`${root}/${id}/status`, secret)).body;
  const open = (login: string, place: string, locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });
  const press = (page: Page, name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const approve = async (page: Page): Promise<void> => {
    await press(page, '批准');
    await press(page, '确定');
  };
  const done = (page: Page, text: string): Promise<void> =>
    page.getByRole('status').filter({ hasText: text }).waitFor();
  const expectNoForm = async (page: Page): Promise<void> => {
    await page.getByLabel('为什么').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: '批准', exact: true }).count()).toBe(0);
  };

  it('are read without anything personal until that is asked for, and approved', async () => {
    const filed = await fileWithLicence('莱阳示例果业农民专业合作社');
    const { context, page } = await open('deciding', '/');
    const looks: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes(`${root}/${filed.id}`)) looks.push(request.method());
    });
    await page.getByRole('navigation').getByRole('link', { name: '入驻申请' }).click();
    await page.getByRole('link', { name: '莱阳示例果业农民专业合作社' }).click();
    await page.getByText('按下按钮，账本里就会先记下').waitFor();
    await page.getByText('农民专业合作社', { exact: true }).waitFor();
    expect(looks).toEqual([]);
    await press(page, '查看，并记入账本');
    await page.getByText(responsible).waitFor();
    await page.getByText(contact).waitFor();
    expect(looks).toEqual(['GET']);
    const [kept] = await Promise.all([page.waitForEvent('download'), press(page, '下载')]);
    expect(kept.suggestedFilename()).toMatch(/^business-licence-[0-9a-f]{8}\.pdf$/);
    expect(readFileSync(await kept.path()).equals(pdf)).toBe(true);
    await approve(page);
    await done(page, '已经批准');
    await page.getByText('主体码').waitFor();
    await page.getByText('已批准', { exact: true }).waitFor();
    await expectNoForm(page);
    expect(await follow(filed)).toMatchObject({ state: 'approved', hasOwner: false });
    await context.close();
  });

  it('are returned with a reason that the applicant reads', async () => {
    const filed = await file('龙口示例果品有限公司', { kind: 'company' });
    const { context, page } = await open('deciding', `/applications/${filed.id}`);
    await press(page, '退回补充');
    await page.locator('#reason-fault').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('为什么').fill('营业执照照片不清楚');
    await press(page, '退回补充');
    await done(page, '已经退回');
    await page.getByText('营业执照照片不清楚').waitFor();
    await expectNoForm(page);
    expect(await follow(filed)).toMatchObject({ state: 'returned', reason: '营业执照照片不清楚' });
    await page.getByRole('link', { name: '返回入驻申请' }).click();
    await page.getByText('这里没有申请。').waitFor();
    await page.getByLabel('显示哪些申请').selectOption('已退回补充');
    await press(page, '查看');
    await page.getByRole('link', { name: '龙口示例果品有限公司' }).click();
    await page.getByText('营业执照照片不清楚').waitFor();
    await context.close();
  });

  it('are refused for good', async () => {
    const filed = await file('示例家庭农场', { kind: 'family-farm', uscc: undefined });
    const { context, page } = await open('deciding', `/applications/${filed.id}`);
    await page.getByLabel('您的决定').selectOption('不予批准');
    await page.getByText('这份申请就结束了').waitFor();
    await page.getByLabel('为什么').fill('不在本地区经营');
    await press(page, '不予批准');
    await done(page, '不予批准');
    await expectNoForm(page);
    expect(await follow(filed)).toMatchObject({ state: 'refused', reason: '不在本地区经营' });
    await context.close();
  });

  it('go on waiting while the credit code is taken', async () => {
    const uscc = freshUscc();
    const taken = { kind: 'company', name: '烟台示例果品有限公司', uscc, region: '370602' };
    await made(farm.admin.post('/api/v1/organizations', taken));
    const filed = await file('烟台示例水果有限公司', { uscc });
    const { context, page } = await open('deciding', `/applications/${filed.id}`);
    await approve(page);
    await page.getByRole('alert').filter({ hasText: '统一社会信用代码已经登记' }).waitFor();
    await page.getByText('等待决定', { exact: true }).waitFor();
    await page.getByLabel('为什么').fill('代码已由别的组织登记');
    await press(page, '退回补充');
    await done(page, '已经退回');
    expect(await page.getByRole('alert').filter({ hasText: '已经登记' }).count()).toBe(0);
    await context.close();
  });

  it('tell who was second that another decided, and how', async () => {
    const filed = await file('招远示例果业农民专业合作社');
    const { context, page } = await open('deciding', `/applications/${filed.id}`);
    await page.getByLabel('为什么').fill('材料不全');
    const first = { decision: 'refused', reason: '不在本地区经营' };
    expect((await farm.admin.post(`${root}/${filed.id}/decision`, first)).status).toBe(200);
    await press(page, '退回补充');
    await page.getByRole('alert').filter({ hasText: '别人先作了决定' }).waitFor();
    await page.getByText('不在本地区经营').waitFor();
    await expectNoForm(page);
    await context.close();
  });

  it('are of the own region, and for admins of all', async () => {
    const filed = await file('栖霞示例加工有限公司', { kind: 'processor' });
    const foreign = await open('far-away', `/applications/${filed.id}`);
    await foreign.page.getByText('没有这份申请，或者它不在您所管的地区。').waitFor();
    await foreign.context.close();
    const { context, page } = await open('of-all', '/applications');
    await page.getByRole('link', { name: '栖霞示例加工有限公司' }).click();
    await page.getByLabel('为什么').waitFor();
    await context.close();
  });

  let id: string;
  const places = (): readonly PlaceToLookAt[] => [
    ['/applications', /示例申请/],
    [`/applications/${id}`, /您的决定|Your decision/],
  ];

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      ({ id } = await fileWithLicence(`示例申请 ${locale}`));
      const { context, page } = await open('deciding', '/', locale);
      await lookAtPlaces(page, places());
      await page.getByRole('button', { name: /^(查看，并记入账本|Look, and have it stated)$/ }).click();
      await page.getByText(responsible).waitFor();
      await lookAtDrawn(page, 'what is personal');
      await context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    const { context, page } = await open('deciding', '/');
    await expectHarmless(
      page,
      places().map(([place]) => place),
    );
    await context.close();
  });
});
