import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createBody, day, grantOf, type Certifying } from '../support/certifying.js';
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
import { takeAxe } from '../support/looking.js';

interface Told {
  readonly seq: number;
  readonly number: string;
  readonly strength: string;
  readonly statedBy: { readonly id: string };
  readonly changes: readonly { readonly action: string; readonly on: string; readonly reason: string }[];
}

describe.skipIf(!hasChromium)('certifications in the console', () => {
  let farm: Cooperative;
  let browser: Browser;
  let body: Certifying;
  let path: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    const { organizationId, service, admin } = farm;
    path = `/api/v1/organizations/${organizationId}/certifications`;
    body = await createBody(farm);
    const authority = await made(
      admin.post('/api/v1/organizations', {
        ...{ kind: 'authority', name: '示例监管机关', uscc: '11110000802100433K', region: '370000' },
      }),
    );
    for (const role of ['owner', 'viewer'] as const)
      await accountFor(service, role, { role, organizationId });
    await accountFor(service, 'alone', { role: 'certifier' });
    await accountFor(service, 'operator', { role: 'admin' });
    await accountFor(service, 'inspector', { role: 'inspector', region: '3706' });
    await ofBody('certifier', { role: 'certifier', region: null }, body.bodyId);
    await ofBody('province', { role: 'regulator', region: '37' }, String(authority.id));
    await ofBody('elsewhere', { role: 'regulator', region: '44' }, String(authority.id));
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** An account with a role over many, that also records for the body in whose name it acts. */
  async function ofBody(login: string, grant: Pick<Grant, 'role' | 'region'>, bodyId: string): Promise<void> {
    const grants = [
      { organizationId: null, ...grant },
      { role: 'recorder' as const, organizationId: bodyId, region: null },
    ];
    const person = { login, name: '示例', password: consolePassword, grants, demo: true };
    await farm.service.app.get(AccountsService).create(person);
  }

  const open = (login: string, place = '/certifications', locale = 'zh-CN'): ReturnType<typeof openConsole> =>
    openConsole(browser, farm.service.url, login, { place, locale });

  const listed = async (number: string): Promise<Told[]> =>
    ((await farm.owner.get(`${path}?limit=200`)).body['items'] as Told[]).filter(
      (one) => one.number === number,
    );

  const fill = (page: Page, label: string, text: string): Promise<void> =>
    page.getByLabel(label, { exact: true }).fill(text);

  const faultOf = async (page: Page, name: string): Promise<string> => {
    const fault = page.locator(`#${name}-fault`).filter({ hasText: /./ });
    await fault.waitFor();
    return (await fault.textContent()) ?? '';
  };

  async function fillGrant(page: Page, number: string): Promise<void> {
    await fill(page, '证书编号', number);
    await fill(page, '发证机构', '示例认证有限公司');
    await fill(page, '有效期从哪一天起', day(-100));
    await fill(page, '有效期到哪一天止', day(200));
    await page.getByLabel('苹果').check();
  }

  /** The next answer to something that is sent is lost on its way, after the service has recorded it. */
  async function loseNextAnswer(page: Page): Promise<void> {
    await page.route(
      '**/certifications**',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
  }

  const toOne = async (): Promise<{ seq: string; place: string; number: string }> => {
    const number = `示例-${String(Math.random()).slice(2, 12)}`;
    const { seq } = await body.certify({ number });
    return { seq: String(seq), place: `/certifications/${farm.organizationId}/${String(seq)}`, number };
  };

  it('are stated by a body: it finds whom, each wrong field is named, a press too many is one entry', async () => {
    const own = await open('owner', '/sites');
    const siteNumber = await own.page.locator('td[data-label="地块编号"]').textContent();
    await own.context.close();
    const { context, page } = await open('certifier', '/');
    await page.getByRole('link', { name: '认证', exact: true }).first().click();
    await fill(page, '名称、统一社会信用代码或主体码', '没有这一家');
    await press(page, '查找');
    await page.getByText('没有找到。这里只有您可以看到的组织。').waitFor();
    await fill(page, '名称、统一社会信用代码或主体码', '93370686ma3c');
    await press(page, '查找');
    await page.getByRole('link', { name: '栖霞示例果业农民专业合作社' }).click();
    await page.getByText('账上还没有这家的认证。').waitFor();
    await cardOf(page, '登记一项认证').getByText('示例认证有限公司').waitFor();

    await press(page, '登记一项认证');
    expect(await page.getByLabel('发证机构', { exact: true }).inputValue()).toBe('示例认证有限公司');
    for (const name of ['number', 'validFrom', 'validTo', 'products'])
      expect(await faultOf(page, name)).not.toBe('');
    await fillGrant(page, '示例OP2600001');
    await fill(page, '标准（可不填）', 'GB/T 19630');
    await fill(page, '发证机构的统一社会信用代码（可不填）', '123');
    await fill(page, '认证面积（可不填）', '10');
    await fill(page, '核定数量（可不填）', '1001');
    await page.getByLabel('数量单位', { exact: true }).selectOption({ label: '斤' });
    await fill(page, '每亩最多产多少斤（可不填）', '100');
    await fill(page, '加工后剩下的比例（可不填）', '1.1');
    await press(page, '添加一处认证的地块');
    await fill(page, '地块编号', 'A-1');
    await press(page, '登记一项认证');
    expect(await faultOf(page, 'bodyUscc')).toContain('统一社会信用代码');
    expect(await faultOf(page, 'site-0')).toContain('UUID');
    await fill(page, '发证机构的统一社会信用代码（可不填）', '');
    await fill(page, '地块编号', siteNumber ?? '');
    await fill(page, '转换期从哪一天起（不知道不填）', day(-1_500));
    await page.getByLabel('种什么').selectOption('perennial');
    await press(page, '登记一项认证');
    expect(await faultOf(page, 'rateMax')).toContain('不能大于 1');
    await fill(page, '加工后剩下的比例（可不填）', '1');
    await press(page, '登记一项认证');
    expect(await faultOf(page, 'quantity')).toContain('1000');
    await fill(page, '核定数量（可不填）', '1000');
    await page.getByRole('button', { name: '登记一项认证' }).dblclick();
    await page.getByRole('heading', { name: '经过' }).waitFor();
    await page.getByText('由认证机构或监管机关以自己的名义登记。').waitFor();
    await page.getByText('1,000 斤').first().waitFor();
    await page.getByText(`自 ${day(-1_500)} 起转换`).waitFor();
    await context.close();
    const stated = await listed('示例OP2600001');
    expect(stated).toMatchObject([
      {
        ...{ strength: 'confirmed', statedBy: { id: body.bodyId }, standard: 'GB/T 19630' },
        area: { value: '10', unit: 'CN-MU' },
        quantity: { value: '1000', unit: 'CN-JIN' },
        ...{ yieldMax: '100', rateMax: '1', products: [farm.productId] },
        sites: [{ site: farm.siteId, conversionFrom: day(-1_500), crop: 'perennial' }],
      },
    ]);
  });

  it('are declared by the owner, told apart from what a body states, once though the answer is lost', async () => {
    const { context, page } = await open('owner');
    await page.getByLabel('什么认证').selectOption('green');
    await fillGrant(page, '示例LB1');
    await press(page, '添加一处认证的地块');
    await page.getByLabel('哪一处').selectOption({ label: '3号地' });
    expect(await page.getByLabel('种什么').count()).toBe(0);
    await loseNextAnswer(page);
    await press(page, '声明一项认证');
    await page.getByText('连不上服务。请检查网络。').first().waitFor();
    expect(await page.getByLabel('证书编号').inputValue()).toBe('示例LB1');
    await press(page, '声明一项认证');
    await page.getByText('持证组织自己声明，没有机构在这里确认，不能据此加施标识。').waitFor();
    await page.getByText('没有写明，不能加标').waitFor();
    expect(await page.locator('.chip.good').count()).toBe(0);
    await page.getByRole('link', { name: '返回认证' }).click();
    const rows = page.getByRole('row');
    expect(await rows.filter({ hasText: '示例OP2600001' }).textContent()).toContain('机构登记');
    expect(await rows.filter({ hasText: '示例LB1' }).textContent()).toContain('自己声明');
    await context.close();
    expect(await listed('示例LB1')).toMatchObject([
      { strength: 'declared', sites: [{ site: farm.siteId }], statedBy: { id: farm.organizationId } },
    ]);
  });

  it('are said anew after a lost answer only as what they are: other words are no silent second entry', async () => {
    const { context, page } = await open('owner');
    await fillGrant(page, '示例LB2');
    await loseNextAnswer(page);
    await press(page, '声明一项认证');
    await page.getByText('连不上服务。请检查网络。').first().waitFor();
    await fill(page, '标准（可不填）', 'NY/T 391');
    await press(page, '声明一项认证');
    await page.locator('form > .fault').filter({ hasText: /./ }).waitFor();
    await page.getByRole('rowheader', { name: /示例LB2/ }).waitFor();
    await context.close();
    expect(await listed('示例LB2')).toHaveLength(1);
  });

  it('are suspended, resumed and revoked by the body, with day and reason, each once', async () => {
    const { place, number } = await toOne();
    const { context, page } = await open('certifier', place);
    await page.getByText('现在没有暂停，所以只能暂停或撤销，没有什么可恢复的。').waitFor();
    await fill(page, '从哪一天起', day(1));
    await press(page, '暂停');
    expect(await faultOf(page, 'reason')).not.toBe('');
    await fill(page, '为什么', '年度检查未通过');
    await press(page, '暂停');
    expect(await faultOf(page, 'on')).not.toBe('');
    await fill(page, '从哪一天起', day(-9));
    await page.getByRole('button', { name: '暂停', exact: true }).dblclick();
    await page.getByText('现在已经暂停，所以只能恢复或撤销，不能再暂停一次。').waitFor();
    await page.getByText('已入账。').waitFor();
    await fill(page, '从哪一天起', day(-5));
    await fill(page, '为什么', '已整改');
    await loseNextAnswer(page);
    await press(page, '恢复');
    await page.getByText('连不上服务。请检查网络。').first().waitFor();
    await press(page, '恢复');
    await page.getByText('现在没有暂停，所以只能暂停或撤销，没有什么可恢复的。').waitFor();
    await page.getByLabel('怎么做').selectOption({ label: '撤销' });
    await page.getByText('撤销以后不能恢复', { exact: false }).waitFor();
    await fill(page, '为什么', '示例：不再种植');
    await press(page, '撤销');
    await page.getByText('已经撤销，不能再改变。要重新认证，就登记一项新的。').waitFor();
    expect(await page.getByRole('button', { name: /^(暂停|恢复|撤销)$/ }).count()).toBe(0);
    await cardOf(page, '经过').getByText('年度检查未通过').waitFor();
    await context.close();
    expect((await listed(number))[0]?.changes).toMatchObject([
      { action: 'suspended', on: day(-9), reason: '年度检查未通过' },
      { action: 'resumed', on: day(-5), reason: '已整改' },
      { action: 'revoked', on: day(0), reason: '示例：不再种植' },
    ]);
  });

  it('say what is wrong and how they stand when somebody else was first', async () => {
    const { place, seq, number } = await toOne();
    const { context, page } = await open('province', place);
    await fill(page, '为什么', '示例：抽查不合格');
    await made(body.change(seq, 'suspended', day(-1)));
    await press(page, '暂停');
    await page.getByText('该认证现在的状态是“暂停”，不能这样改变。').first().waitFor();
    await page.getByText('现在已经暂停，所以只能恢复或撤销，不能再暂停一次。').waitFor();
    await page.getByLabel('怎么做').selectOption({ label: '撤销' });
    await fill(page, '为什么', '示例：抽查不合格');
    await press(page, '撤销');
    await page.getByText('已入账。').waitFor();
    await context.close();
    expect((await listed(number))[0]?.changes.map(({ action }) => action)).toEqual(['suspended', 'revoked']);
  });

  it('are changed by nobody who may not, and say why', async () => {
    const { place } = await toOne();
    const notYours = '只有登记它的一方，或者该地区的监管机关，可以暂停、恢复或撤销它。';
    const organization = `/certifications/${farm.organizationId}`;
    for (const [login, at, words] of [
      ['owner', place, notYours],
      ['viewer', place, notYours],
      ['viewer', '/certifications', '您的身份只能查看。负责人和记录员可以声明认证。'],
      ['inspector', place, notYours],
      ['inspector', organization, '您的身份只能查看。本组织自己、认证机构和该地区的监管机关可以登记认证。'],
      ['alone', place, '您还没有加入认证机构或监管机关，不能以机构名义登记。请联系服务的管理员。'],
      ['alone', organization, '您还没有加入认证机构或监管机关，不能以机构名义登记。请联系服务的管理员。'],
      ['elsewhere', organization, '没有找到，或者不属于您。'],
      ['elsewhere', '/certifications', '没有找到。这里只有您可以看到的组织。'],
      ['operator', '/certifications', '这个账号不属于任何一家，也没有认证或监管身份，看不到认证。'],
    ] as const) {
      const { context, page } = await open(login, at);
      await page.getByText(words).first().waitFor();
      expect(await page.locator('#reason, #number').count(), `${login} at ${at}`).toBe(0);
      const inMenu = page.getByRole('navigation').getByRole('link', { name: '认证', exact: true });
      expect(await inMenu.count(), login).toBe(login === 'operator' ? 0 : 1);
      await context.close();
    }
    const { context, page } = await open('owner', `${organization}/999999`);
    await page.getByText('这家组织没有这项认证。').waitFor();
    await context.close();
  });

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling',
    async (locale) => {
      const { place } = await toOne();
      const one: PlaceToLookAt = [place, /示例认证有限公司/];
      const certifier = await open('certifier', '/', locale);
      await lookAtPlaces(certifier.page, [
        ['/certifications', /栖霞示例果业农民专业合作社/],
        [`/certifications/${farm.organizationId}`, /示例OP2600001/],
        one,
      ]);
      await certifier.context.close();
      const owner = await open('owner', '/', locale);
      await lookAtPlaces(owner.page, [['/certifications', /自己声明|declared by itself/], one]);
      await owner.page.evaluate("location.hash = '/certifications'");
      await takeAxe(owner.page);
      await owner.page.getByRole('button', { name: /添加一处|Add a certified/ }).click();
      await lookAtDrawn(owner.page, 'a certification with a site');
      await owner.context.close();
    },
  );

  it('show each hostile text in order and harmless', async () => {
    await made(body.body.post(path, grantOf(farm, { number: '示例-带产品' })));
    const { place } = await toOne();
    for (const [login, places] of [
      ['certifier', ['/certifications', `/certifications/${farm.organizationId}`, place]],
      ['owner', ['/certifications', place]],
    ] as const) {
      const { context, page } = await open(login, '/');
      await expectHarmless(page, places);
      await context.close();
    }
  });
});
