import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshUscc } from '../api/parties.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import {
  accountFor,
  cardOf,
  consolePassword,
  lookAtPlaces,
  openConsole,
  type PlaceToLookAt,
  press,
} from '../support/console.js';
import { Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { expectHarmless } from '../support/harmless.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n% ${text}\ntrailer <<>>\n%%EOF\n`);
const root = '/api/v1/applications';

/** An application, with what opens it. */
interface Filed {
  readonly id: string;
  readonly secret: string;
}

describe.skipIf(!hasChromium)('an application to take part, in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let anyone: Caller;
  let regulator: Caller;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    anyone = new Caller(farm.service.url, {});
    regulator = await signIn(farm.service, 'regulator', null, '3706');
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  async function file(name: string): Promise<Filed> {
    const told = { kind: 'cooperative', name, uscc: freshUscc(), region: '370686' };
    const body = { ...told, responsible: '示例负责人', contact: '0535-0000000' };
    const { id, secret } = await made(anyone.post(root, body));
    return { id: String(id), secret: String(secret) };
  }
  const placeOf = ({ id, secret }: Filed): string => `/apply/${id}/${secret}`;
  async function decide({ id }: Filed, decision: string, reason: string | null = null): Promise<void> {
    const { status } = await regulator.post(`${root}/${id}/decision`, { decision, reason });
    expect(status).toBe(200);
  }
  const follow = async ({ id, secret }: Filed) =>
    (await anyone.get(`${root}/${id}/status`, { 'application-secret': secret })).body;
  async function attach({ id, secret }: Filed, text: string): Promise<void> {
    const { status } = await fetch(`${farm.service.url}${root}/${id}/documents?type=other`, {
      method: 'POST',
      headers: { 'application-secret': secret, 'content-type': 'application/pdf' },
      body: new Uint8Array(pdf(text)),
    });
    expect(status).toBe(201);
  }

  async function openAsNobody(
    place: string,
    locale = 'zh-CN',
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
    const page = await context.newPage();
    await page.goto(`${farm.service.url}/console#${place}`);
    return { context, page };
  }
  const fill = (page: Page, label: string, text: string): Promise<void> =>
    page.getByLabel(label, { exact: true }).fill(text);
  const fillPersonal = async (page: Page): Promise<void> => {
    await fill(page, '负责人', '示例负责人');
    await fill(page, '联系方式', '0535-0000000');
  };
  const faultOf = (page: Page, field: string, words: string | RegExp): Promise<void> =>
    page.locator(`#${field}-fault`).filter({ hasText: words }).waitFor();
  async function add(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
    await page.getByLabel('文件', { exact: true }).setInputFiles({ name, mimeType, buffer });
    await press(page, '添加材料');
  }

  it('is sent by who is not signed in, and followed by an address that no server sees', async () => {
    const { context, page } = await openAsNobody('/');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('link', { name: '申请加入' }).click();
    const kinds = page.getByLabel('类型', { exact: true });
    expect(await kinds.locator('option').allTextContents()).not.toContain('监管机关');
    await kinds.selectOption({ label: '家庭农场' });
    await fill(page, '名称', '莱阳示例家庭农场');
    await fill(page, '统一社会信用代码', '93370686MA3C2E7X7A');
    await fill(page, '登记地的县级区划代码', '370686');
    await fillPersonal(page);
    await press(page, '提交申请');
    await faultOf(page, 'uscc', '第 18 位是 A，应为 L');
    const uscc = freshUscc();
    await fill(page, '统一社会信用代码', uscc);
    await press(page, '提交申请');
    const address = (await cardOf(page, '请保存这个地址').locator('pre').textContent()) ?? '';
    expect(address).toBe(page.url());
    const [, id = '', secret = ''] = /#\/apply\/([^/]+)\/([^/]+)$/.exec(address) ?? [];
    expect(await follow({ id, secret })).toMatchObject({ state: 'applied', kind: 'family-farm', uscc });
    expect(asked.filter((url) => url.includes(secret))).toEqual([]);
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, document.cookie])');
    expect(kept).not.toContain(secret);
    await context.close();
    const other = await openAsNobody(placeOf({ id, secret }));
    await other.page.getByText('等待决定', { exact: true }).waitFor();
    await other.context.close();
  });

  it('takes documents, and says what it does not take', async () => {
    const filed = await file('示例甲合作社');
    const { context, page } = await openAsNobody(placeOf(filed));
    await press(page, '添加材料');
    await faultOf(page, 'file', '请先选择一份文件。');
    await add(page, 'notes.txt', 'text/plain', Buffer.from('示例'));
    await faultOf(page, 'file', '不是 PDF、JPG 或 PNG');
    await add(page, 'large.pdf', 'application/pdf', Buffer.alloc(5_242_881));
    await faultOf(page, 'file', '超过 5 MB');
    await add(page, 'no.pdf', 'application/pdf', Buffer.from('示例'));
    await page.getByRole('alert').filter({ hasText: '文件内容与声明的类型不符' }).waitFor();
    await add(page, 'licence.png', 'image/png', png);
    await page.getByText('材料已添加。').waitFor();
    await page.getByRole('rowheader', { name: '营业执照' }).waitFor();
    expect((await follow(filed))['documents']).toMatchObject([
      { type: 'business-licence', mediaType: 'image/png', size: png.length },
    ]);
    for (const text of ['2', '3', '4', '5']) await attach(filed, text);
    await add(page, 'sixth.pdf', 'application/pdf', pdf('6'));
    await faultOf(page, 'file', '最多 5 份材料。');
    await page.reload();
    await page.getByText('已有 5 份材料，不能再添加。').waitFor();
    await context.close();
  });

  it('is returned, completed and approved, and gets an owner who signs in', async () => {
    const filed = await file('示例乙合作社');
    await decide(filed, 'returned', '名称与营业执照不一致');
    const { context, page } = await openAsNobody(placeOf(filed));
    await page.getByText('名称与营业执照不一致').waitFor();
    await fill(page, '名称', '示例乙果业合作社');
    await press(page, '重新提交');
    await faultOf(page, 'responsible', /./);
    await fillPersonal(page);
    await press(page, '重新提交');
    await page.getByText('已提交，等待决定。').waitFor();
    expect(await page.getByText('名称与营业执照不一致').count()).toBe(0);
    expect(await follow(filed)).toMatchObject({ state: 'applied', name: '示例乙果业合作社' });
    await decide(filed, 'approved');
    await press(page, '再看一次结果');
    await page.getByText('已批准', { exact: true }).waitFor();
    await fill(page, '账号', 'owner-by-form');
    await fill(page, '姓名', '示例负责人');
    await fill(page, '密码', 'short');
    await press(page, '建立账号');
    await faultOf(page, 'password', /10/);
    await fill(page, '密码', consolePassword);
    await press(page, '建立账号');
    await page.getByText('账号已建好。现在可以登录。').waitFor();
    await cardOf(page, '负责人账号').getByRole('link', { name: '登录' }).click();
    await fill(page, '账号', 'owner-by-form');
    await fill(page, '密码', consolePassword);
    await press(page, '登录');
    await page.getByRole('navigation', { name: '主要页面' }).waitFor();
    await page.getByRole('banner').getByText('示例乙果业合作社').waitFor();
    await context.close();
    const again = await openAsNobody(placeOf(filed));
    await again.page.getByText('这家已经有负责人。').waitFor();
    await again.context.close();
  });

  it('is given to the account that is signed in', async () => {
    const filed = await file('示例丙合作社');
    await decide(filed, 'approved');
    const { context, page } = await openConsole(browser, farm.service.url, 'desk');
    await page.evaluate(`location.hash = ${JSON.stringify(placeOf(filed))}`);
    await press(page, '用现在的账号');
    const chosen = page.getByLabel('替哪家办理');
    await chosen.waitFor();
    expect(await chosen.locator('option').allTextContents()).toContain('示例丙合作社');
    expect(await follow(filed)).toMatchObject({ hasOwner: true });
    await context.close();
  });

  it('is withdrawn, and not found by another secret', async () => {
    const filed = await file('示例丁合作社');
    const { context, page } = await openAsNobody(placeOf({ ...filed, secret: '其他' }));
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await page.evaluate(`location.hash = ${JSON.stringify(placeOf(filed))}`);
    await press(page, '撤回申请');
    await press(page, '确定');
    await page.getByText('申请人已撤回').waitFor();
    expect(await follow(filed)).toMatchObject({ state: 'withdrawn' });
    await page.getByRole('link', { name: '另填一份申请' }).click();
    await page.getByRole('button', { name: '提交申请' }).waitFor();
    await context.close();
  });

  describe('where it stands', () => {
    let [applied, returned, approved]: Filed[] = [];
    const at = (filed: Filed | undefined): string => `${filed?.id ?? ''}/${filed?.secret ?? ''}`;

    beforeAll(async () => {
      applied = await file('示例戊合作社');
      returned = await file('示例己合作社');
      approved = await file('示例庚合作社');
      await attach(applied, 'licence');
      await decide(returned, 'returned', '营业执照照片不清楚');
      await decide(approved, 'approved');
    });

    const followed = (): readonly PlaceToLookAt[] => [
      [`/apply/${at(applied)}`, /等待决定|Waits for a decision/],
      [`/apply/${at(returned)}`, /营业执照照片不清楚/],
      [`/apply/${at(approved)}`, /建立账号|Make the account/],
    ];

    it.each(['zh-CN', 'en'])(
      'has in %s no fault that axe finds, and no sideways scrolling',
      async (locale) => {
        const { context, page } = await openAsNobody('/', locale);
        await lookAtPlaces(page, [['/apply', /提交申请|Send the application/], ...followed()]);
        await context.close();
      },
    );

    it('shows each hostile text in order and harmless', async () => {
      const { context, page } = await openConsole(browser, farm.service.url, 'desk');
      await expectHarmless(
        page,
        followed().map(([place]) => place),
      );
      await context.close();
    });
  });
});
