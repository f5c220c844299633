import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { createConsignee } from '../support/consignee.js';
import { harvestOf, made } from '../support/cooperative.js';
import { createField, next, signInField, type Field } from '../support/field.js';
import { lookAtDrawn } from '../support/console.js';
import { takeAxe } from '../support/looking.js';
import { authorityOf, kg, recallBy } from '../support/market.js';

const label = {
  active: '示例药',
  registrationNo: null,
  formulation: '乳油',
  crop: '苹果',
  target: '红蜘蛛',
  intervalDays: 20,
  usesMax: 2,
  effectiveFrom: '2020-01-01',
  effectiveTo: null,
  source: '示例',
  confidence: 'high',
};

const civilDay = (daysAgo: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);

describe.skipIf(!hasChromium)('what there is to do today, on the home of the app', () => {
  let field: Field;

  beforeAll(async () => {
    field = await createField();
    const list = '/api/v1/lists/pesticide-labels?version=1&source=test';
    expect((await field.farm.admin.post(list, { rows: [label] })).status).toBe(201);
  });
  afterAll(() => field.close());

  const spray = (batch: string, daysAgo: number) => {
    const day = civilDay(daysAgo);
    const product = { name: '示例药' };
    const data = { inputType: 'pesticide', product, amount: kg('1'), startedOn: day, stoppedOn: day };
    return made(field.farm.record(batch, 'input', data));
  };

  it('is said nothing of while nothing waits and every interval of the list is over', async () => {
    await spray(await field.farm.open('OVER'), 20);
    const [context, page] = await field.signedIn();
    await expect.poll(() => page.evaluate('localStorage.getItem("furrow-facts")')).toContain('示例药');
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('heading', { name: '间隔期还没满' }).count()).toBe(0);
    await context.close();
  });

  it('is an interval that is not over, also one that was only told here, and without a network', async () => {
    await spray(await field.farm.open('WAITS'), 19);
    const [context, page] = await field.signedIn();
    await page
      .getByText(
        `苹果 WAITS：${civilDay(19)} 用过 示例药，清单写的安全间隔期最长 20 天，到 ${civilDay(-1)} 才满。`,
      )
      .waitFor();
    expect(await page.getByText(/苹果 OVER/).count()).toBe(0);
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/苹果 WAITS：/).waitFor();
    await page.getByText('召回通知和来货现在读不到，有网络时再看。').waitFor();
    await page.getByRole('button', { name: '用药施肥' }).click();
    await page.getByRole('radio', { name: 'OVER' }).check();
    await next(page);
    await next(page);
    await page.getByLabel('名称（照标签）').fill('示例药');
    await next(page);
    await page.getByLabel('一共用了多少').fill('2');
    await next(page);
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByRole('link', { name: '首页' }).click();
    await page.getByText(`苹果 OVER：${civilDay(0)} 用过 示例药`).waitFor();
    await context.close();
  });

  it('is a recall notice that nobody acknowledged, and a delivery that nobody confirmed', async () => {
    const { farm } = field;
    const recalled = await farm.open('RECALLED');
    await made(farm.record(recalled, 'harvest', harvestOf(100)));
    await made(recallBy(await authorityOf(farm, '370686'), [recalled]));
    const sender = await createConsignee(farm);
    const sent = await sender.open();
    const send = (kind: string, data: object) =>
      made(
        sender.owner.post(`/api/v1/batches/${sent}/events`, {
          kind,
          occurredAt: new Date().toISOString(),
          data,
        }),
      );
    await send('harvest', harvestOf(100));
    await send('shipment', { quantity: kg('40'), consignee: { organization: farm.organizationId } });
    const [context, page] = await field.signedIn();
    await page.getByRole('link', { name: '等您确认的来货：1 批' }).waitFor();
    await takeAxe(page);
    await lookAtDrawn(page, 'the home of the app with what there is to do');
    await page.evaluate(`localStorage.setItem('furrow-acting-for', '"another"')`);
    await page.getByRole('link', { name: '等您知悉的召回通知：1 份' }).click();
    expect(await page.evaluate('localStorage.getItem("furrow-acting-for")')).toContain(farm.organizationId);
    // The console knows who is signed in by the cookie that both have.
    await page.getByRole('heading', { level: 1, name: '召回通知' }).waitFor();
    await page.getByRole('button', { name: '已知悉' }).click();
    await page.getByRole('button', { name: '确定', exact: true }).click();
    await page.getByRole('button', { name: '已知悉' }).waitFor({ state: 'detached' });
    await page.goto(`${farm.service.url}/app`);
    await page.getByRole('link', { name: '等您确认的来货：1 批' }).waitFor();
    expect(await page.getByRole('link', { name: /召回通知/ }).count()).toBe(0);
    await context.close();
  });

  it('is said to be unread, with the way to sign in, where the service does not tell it', async () => {
    const context = await field.phone();
    await context.route('**/api/v1/recall-notices?*', (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{}' }),
    );
    const page = await field.open(context);
    await signInField(page);
    await page.getByRole('link', { name: '或者重新登录' }).click();
    await page.getByLabel('账号').waitFor();
    await context.close();
  });
});
