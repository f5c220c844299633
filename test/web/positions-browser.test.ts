import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { accountFor, lookAtPlaces, openConsole } from '../support/console.js';
import { expectHarmless } from '../support/harmless.js';
import { harvestOf, made, signIn, type Caller } from '../support/cooperative.js';
import {
  createField,
  harvestReadBack,
  next,
  shipmentReadBack,
  signInField,
  type Field,
} from '../support/field.js';

const orchard = { latitude: 37.305124, longitude: 120.795338, accuracy: 7.6 };
const told = { latitude: '37.30512', longitude: '120.79534', accuracy: 8 };
const elsewhere = { latitude: 31.2, longitude: 121.5, accuracy: 30 };

interface Entry {
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

describe.skipIf(!hasChromium)('where something is recorded', () => {
  let field: Field;
  let batch: string;
  let regulator: Caller;

  beforeAll(async () => {
    field = await createField();
    batch = await field.farm.open('PLACE-1');
    regulator = await signIn(field.farm.service, 'regulator', null, '3706');
  });
  afterAll(() => field.close());

  /** A phone that is signed in and, where told, at a place that its browser may tell. */
  async function phone(at?: typeof orchard, locale = 'zh-CN'): Promise<[BrowserContext, Page]> {
    const context = await field.phone({ locale });
    if (at !== undefined) {
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation(at);
    }
    const page = await field.open(context);
    await signInField(page);
    return [context, page];
  }

  const goTo = (page: Page, place: string): Promise<unknown> =>
    page.evaluate(`location.hash = ${JSON.stringify(place)}`);
  const turning = (page: Page) => page.getByLabel(/^(记录时附上位置|Add position to records)$/);

  async function turnOn(page: Page): Promise<void> {
    await goTo(page, '/mine');
    await turning(page).check();
    await page.getByText(/^(已打开|On\.)/).waitFor();
    await goTo(page, '/');
  }

  async function confirm(page: Page): Promise<void> {
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('全部已入账').waitFor();
  }

  async function lastOf(reader: Caller): Promise<Entry> {
    const { body } = await reader.get(`/api/v1/batches/${batch}/events?limit=200`);
    return (body['items'] as Entry[]).at(-1)!;
  }

  /** A record of so many kilograms, as its organization reads it. */
  async function recordedOf(kilograms: string): Promise<Entry['data']> {
    const { data } = await lastOf(field.farm.owner);
    expect(data).toMatchObject({ quantity: { value: kilograms } });
    return data;
  }

  const draftOf = (page: Page): Promise<{ position?: unknown } | null> =>
    page.evaluate(`JSON.parse(localStorage.getItem('furrow-draft'))`);

  it('is nobody’s to know until somebody turns it on, though the browser would tell', async () => {
    const [context, page] = await phone(orchard);
    await harvestReadBack(page, '11');
    expect(await page.getByText('位置').count()).toBe(0);
    await confirm(page);
    expect(await recordedOf('11')).not.toHaveProperty('position');
    await context.close();
  });

  it('goes with the record without a network and after the tab was killed, to its own organization alone', async () => {
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await context.setOffline(true);
    await harvestReadBack(page, '12');
    await page.getByText('位置：约 8 米').waitFor();
    expect((await draftOf(page))?.position).toEqual(told);
    await page.close();
    await context.setGeolocation(elsewhere);
    const again = await field.open(context, '#/harvest');
    await again.getByText('位置：约 8 米').waitFor();
    await again.getByRole('button', { name: '确认' }).click();
    await again.getByText('… 已存本机').or(again.getByText('… 已排队')).waitFor();
    expect(await draftOf(again)).toBeNull();
    await context.setOffline(false);
    await again.getByText('全部已入账').waitFor();
    expect((await recordedOf('12'))['position']).toEqual(told);
    expect((await lastOf(regulator)).data).not.toHaveProperty('position');
    await context.close();
  });

  it('that comes late is kept with the form that waited for it, and with no other', async () => {
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await page.addInitScript(`{
      const take = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      navigator.geolocation.getCurrentPosition = (...asked) => setTimeout(take, 2_000, ...asked);
    }`);
    await page.reload();
    await harvestReadBack(page, '22');
    await page.getByText('正在取位置…').waitFor();
    await page.getByText('位置：约 8 米').waitFor();
    expect((await draftOf(page))?.position).toEqual(told);
    // Another form is looked at, no more.
    await goTo(page, '/input');
    await page.getByRole('heading', { name: /用药施肥/ }).waitFor();
    await page.waitForTimeout(2_500);
    expect(await draftOf(page)).toMatchObject({ form: 'harvest', position: told });
    await goTo(page, '/harvest');
    await page.getByText('位置：约 8 米').waitFor();
    await context.close();
  });

  it('is left out by a button, with the keyboard, and stays out when the form is opened anew', async () => {
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await harvestReadBack(page, '13');
    await page.getByRole('button', { name: '这次不附位置' }).press('Enter');
    await page.getByText('这条记录不附位置。').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('这条记录不附位置。');
    await page.close();
    const again = await field.open(context, '#/harvest');
    await again.getByText('这条记录不附位置。').waitFor();
    await confirm(again);
    expect(await recordedOf('13')).not.toHaveProperty('position');
    // The next one has it again.
    await goTo(again, '/');
    await harvestReadBack(again, '14');
    await again.getByText('位置：约 8 米').waitFor();
    await confirm(again);
    expect((await recordedOf('14'))['position']).toEqual(told);
    await context.close();
  });

  it('stays off where the browser does not allow it, or cannot tell, and says so', async () => {
    const [context, page] = await phone();
    await context.grantPermissions([]);
    await goTo(page, '/mine');
    await turning(page).click();
    await page.getByText(/^浏览器不允许取位置，所以没有打开/).waitFor();
    expect(await turning(page).isChecked()).toBe(false);
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation(null);
    await turning(page).click();
    await page.getByText(/^这台手机现在取不到位置，所以没有打开/).waitFor();
    expect(await turning(page).isChecked()).toBe(false);
    await goTo(page, '/');
    await harvestReadBack(page, '15');
    expect(await page.getByText('没有位置').count()).toBe(0);
    await confirm(page);
    expect(await recordedOf('15')).not.toHaveProperty('position');
    await context.close();
  });

  it('keeps no record waiting: not where it is refused later, nor where no answer comes', async () => {
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await context.clearPermissions();
    await context.grantPermissions([]);
    await harvestReadBack(page, '16');
    await page.getByText('没有位置：浏览器不允许。记录照样保存。').waitFor();
    await confirm(page);
    expect(await recordedOf('16')).not.toHaveProperty('position');
    // As some browsers do when the question is closed unanswered.
    await page.addInitScript(`navigator.geolocation.getCurrentPosition = () => undefined`);
    await page.reload();
    await goTo(page, '/');
    await harvestReadBack(page, '17');
    await page.getByText('正在取位置…不用等，可以直接确认。').waitFor();
    await confirm(page);
    expect(await recordedOf('17')).not.toHaveProperty('position');
    await context.close();
  });

  it('says how rough it is, and is not taken where it says nothing', async () => {
    const [context, page] = await phone({ ...orchard, accuracy: 2_410 });
    await turnOn(page);
    await harvestReadBack(page, '18');
    await page.getByText('位置：约 2.5 公里').waitFor();
    await page.getByText(/误差很大，看不出是哪块地/).waitFor();
    await confirm(page);
    expect((await recordedOf('18'))['position']).toEqual({ ...told, accuracy: 2_410 });
    await context.setGeolocation({ ...orchard, accuracy: 150_000 });
    await page.close();
    const again = await field.open(context);
    await harvestReadBack(again, '19');
    await again.getByText('没有取到位置。记录照样保存。').waitFor();
    await confirm(again);
    expect(await recordedOf('19')).not.toHaveProperty('position');
    await context.close();
  });

  it('is forgotten with the form, and when it is turned off or somebody signs out', async () => {
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await harvestReadBack(page, '20');
    await page.getByText('位置：约 8 米').waitFor();
    await goTo(page, '/mine');
    await turning(page).uncheck();
    expect((await draftOf(page))?.position).toBeNull();
    await goTo(page, '/harvest');
    await confirm(page);
    expect(await recordedOf('20')).not.toHaveProperty('position');
    await turnOn(page);
    await harvestReadBack(page, '21');
    await page.getByText('位置：约 8 米').waitFor();
    for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: '上一步' }).click();
    await page.getByRole('button', { name: '采收' }).waitFor();
    expect(await draftOf(page)).toBeNull();
    await goTo(page, '/mine');
    expect(await turning(page).isChecked()).toBe(true);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByLabel('账号').waitFor();
    expect(await page.evaluate(`localStorage.getItem('furrow-position')`)).toBeNull();
    await context.close();
  });

  it('stays with a record that came back and is put right', async () => {
    await made(field.farm.record(batch, 'harvest', harvestOf(2)));
    const [context, page] = await phone(orchard);
    await turnOn(page);
    await shipmentReadBack(page, '500000');
    await page.getByText('位置：约 8 米').waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await context.setGeolocation(elsewhere);
    await page.getByRole('button', { name: '改正' }).waitFor();
    // A page that has just been told where it is would not ask again.
    await page.reload();
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('1');
    for (let step = 0; step < 2; step += 1) await next(page);
    await page.getByText('位置：约 8 米').waitFor();
    await confirm(page);
    expect((await recordedOf('1'))['position']).toEqual(told);
    await context.close();
  });

  it('is shown in the console to who may see it, and erased there by an owner', async () => {
    const { farm, browser } = field;
    const shown = await farm.open('PLACE-2');
    await made(farm.record(shown, 'harvest', { ...harvestOf(5), position: told }));
    const { organizationId } = farm;
    await accountFor(farm.service, 'place-owner', { role: 'owner', organizationId });
    await accountFor(farm.service, 'place-viewer', { role: 'viewer', organizationId });
    const place = `/batches/${shown}/timeline`;
    const words = '位置：约 8 米 · 37.30512, 120.79534';
    const looking = await openConsole(browser, farm.service.url, 'place-viewer', { place });
    await looking.page.getByText(words).waitFor();
    expect(await looking.page.getByRole('button', { name: '删除位置' }).count()).toBe(0);
    await looking.context.close();
    const { context, page } = await openConsole(browser, farm.service.url, 'place-owner', { place });
    await page.getByText(words).waitFor();
    await page.getByRole('button', { name: '删除位置' }).click();
    await lookAtPlaces(page, [[place, /不能恢复/]]);
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('位置已删除。').waitFor();
    await page.reload();
    await page
      .getByText(/有 1 项不给您看|1 项/)
      .first()
      .waitFor();
    expect(await page.getByText(/位置：/).count()).toBe(0);
    await expectHarmless(page, [place]);
    await context.close();
  });

  it.each(['zh-CN', 'en'])(
    'has in %s no fault that axe finds, and no sideways scrolling at 320 px',
    async (locale) => {
      const [context, page] = await phone({ ...orchard, accuracy: 2_410 }, locale);
      await turnOn(page);
      await goTo(page, '/mine');
      await lookAtPlaces(page, [['/mine', /记录时附上位置|Add position to records/]]);
      await goTo(page, '/');
      await page.getByRole('button', { name: /^(采收|Harvest)$/ }).click();
      const on = page.getByRole('button', { name: /^(下一步|Next)$/ });
      await on.click();
      await page.getByLabel(/采了多少|How much was picked/).fill('9');
      await on.click();
      await lookAtPlaces(page, [['/harvest', /约 2.5 公里|about 2.5 km/]]);
      await page.getByRole('button', { name: /这次不附位置|Leave the position out/ }).click();
      await lookAtPlaces(page, [['/harvest', /不附位置。|without a position/]]);
      await context.close();
    },
  );
});
