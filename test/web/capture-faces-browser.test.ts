import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forms } from '../../src/web/capture/forms.js';
import { hasChromium } from '../support/browser.js';
import { lookAtPlaces, type PlaceToLookAt } from '../support/console.js';
import { createField, next, signInField, tellHarvest, type Field } from '../support/field.js';
import { hostileTexts } from './hostile-texts.js';

const draftOf = (form: string, step: number, answers: object): string =>
  `localStorage.setItem('furrow-draft', ${JSON.stringify(JSON.stringify({ form, step, answers }))})`;

describe.skipIf(!hasChromium)('every screen of the app for the field', () => {
  let field: Field;
  let batch: string;
  let other: string;

  beforeAll(async () => {
    field = await createField();
    batch = await field.farm.open('FIELD-1');
    other = await field.farm.open('FIELD-2');
  });
  afterAll(() => field.close());

  const screens: readonly PlaceToLookAt[] = [
    ['/', /扫码|Scan/],
    ['/records', /退回|Returned/],
    ['/mine', /退出登录|Sign out/],
    ['/sign-in', /登录|Sign in/],
  ];

  it.each(['zh-CN', 'en'])(
    'has in %s no fault that axe finds in either size of text, and no sideways scrolling at 320 px',
    async (locale) => {
      const context = await field.phone({ locale });
      const page = await field.open(context);
      await lookAtPlaces(page, [['/', /登录一次|Sign in once/]]);
      await signInField(page);
      // One that comes back, one that waits.
      const answers = { batch, amount: '5000 KGM', name: 'Соорегative <b>🍎</b>', day: '2026-01-02' };
      await page.evaluate(draftOf('shipment', 4, answers));
      await page.evaluate(`location.hash = '/shipment'`);
      await page.getByRole('button', { name: /^(确认|Confirm)$/ }).click();
      // The words alone also stand in the warning before.
      await page.getByRole('heading', { level: 1, name: /^(记录|Records)$/ }).waitFor();
      await page
        .getByText(/退回|Returned/)
        .first()
        .waitFor();
      await context.setOffline(true);
      await page.evaluate(draftOf('harvest', 2, { batch, amount: '5 KGM', day: '2026-01-02' }));
      await page.evaluate(`location.hash = '/harvest'`);
      await page.getByRole('button', { name: /^(确认|Confirm)$/ }).click();
      await page
        .getByText(/没有网络|no network/)
        .first()
        .waitFor();
      await lookAtPlaces(page, screens);
      const told = {
        batch,
        source: other,
        type: 'pesticide',
        name: '戊唑醇',
        process: 'pack',
        day: '2026-01-02',
      };
      const last = { ...told, amount: '2 KGM', taken: '3 KGM' };
      for (const [form, { screens: steps }] of Object.entries(forms))
        for (let step = 0; step <= steps.length; step += 1) {
          await page.evaluate(`location.hash = '/'`);
          await page.evaluate(draftOf(form, step, last));
          await lookAtPlaces(page, [[`/${form}`, step < steps.length ? /下一步|Next/ : /确认|Confirm/]]);
        }
      await context.close();
    },
  );

  it('records a spray in at most five taps from home to the sentence, with what was answered last', async () => {
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '用药施肥' }).click();
    expect(await page.getByRole('button', { name: '和上次一样' }).count()).toBe(0);
    await next(page);
    await next(page);
    await page.getByLabel('名称（照标签）').fill('戊唑醇');
    await next(page);
    await page.getByLabel('一共用了多少').fill('2');
    await next(page);
    await next(page);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第/).waitFor();
    await page.getByRole('link', { name: '首页' }).click();
    let taps = 0;
    const tap = async (name: string): Promise<void> => {
      await page.getByRole('button', { name }).click();
      taps += 1;
    };
    await tap('用药施肥');
    // On another batch it would not be as last time.
    await page.getByRole('radio').nth(1).check();
    expect(await page.getByRole('button', { name: '和上次一样' }).count()).toBe(0);
    await page.getByRole('radio').first().check();
    await tap('和上次一样');
    await page.getByText(/施用农药 戊唑醇 2 公斤/).waitFor();
    expect(taps).toBeLessThanOrEqual(5);
    await context.close();
  });

  it('goes where the address says from the moment it is drawn, and begins at the heading there', async () => {
    const [context, page] = await field.signedIn();
    await page.addInitScript(`new MutationObserver((_, seen) => {
      if (document.querySelector('h1') === null) return;
      seen.disconnect();
      window.begunAt = document.activeElement.tagName;
      location.hash = '/records';
    }).observe(document, { subtree: true, childList: true })`);
    await page.reload();
    await page.locator('h1:focus', { hasText: '记录' }).waitFor();
    expect(await page.evaluate('window.begunAt')).toBe('H1');
    await context.close();
  });

  it('is walked through with the keyboard alone, the heading first on each screen', async () => {
    const [context, page] = await field.signedIn();
    const focused = `document.activeElement.textContent`;
    const press = async (name: string): Promise<void> => {
      for (let stops = 0; stops < 30 && (await page.evaluate(focused)) !== name; stops += 1)
        await page.keyboard.press('Tab');
      expect(await page.evaluate(focused)).toBe(name);
      await page.keyboard.press('Enter');
    };
    await press('采收');
    await page.getByRole('heading', { name: /采收 · 第 1 步/ }).waitFor();
    await page.locator('h1:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await press('下一步');
    await page.locator('h1:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await press('下一步');
    await page.getByText(/采收 3 公斤/).waitFor();
    await press('确认');
    await page.getByText(/已入账 第/).waitFor();
    await context.close();
  });

  it('says with forced colours, in large text and on paper what it says otherwise', async () => {
    const [context, page] = await field.signedIn();
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const border = `getComputedStyle(document.querySelector('.standing')).borderTopWidth`;
    expect(await page.evaluate(border)).toBe('2px');
    const moves = `getComputedStyle(document.querySelector('button')).transitionDuration`;
    expect(await page.evaluate(moves)).toBe('0s');
    await page.getByRole('button', { name: '长辈版' }).click();
    await page.locator('html.elder').waitFor();
    const sizes = `[...document.querySelectorAll('button')].map((one) => one.getBoundingClientRect().height)`;
    expect(Math.min(...(await page.evaluate<number[]>(sizes)))).toBeGreaterThanOrEqual(60);
    const text = `parseFloat(getComputedStyle(document.body).fontSize)`;
    expect(await page.evaluate(text)).toBeGreaterThanOrEqual(18);
    await page.reload();
    await page.getByRole('button', { name: '普通版' }).waitFor();
    await page.emulateMedia({ media: 'print', forcedColors: 'none' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await context.close();
  });

  const sideways = 'document.documentElement.scrollWidth - innerWidth';
  const texts = Object.entries(hostileTexts).filter(([, text]) => text.trim() !== '');

  /** The batch at hand takes other names, as one of another organization might. */
  const renamed = (text: string): string => `((text) => {
    const catalogue = JSON.parse(localStorage.getItem('furrow-catalogue'));
    Object.assign(catalogue.batches[0], { product: text, lot: text });
    localStorage.setItem('furrow-catalogue', JSON.stringify(catalogue));
    return catalogue.batches[0].id;
  })(${JSON.stringify(text)})`;

  it('shows texts that are typed to deceive harmless and in order', async () => {
    const context = await field.phone();
    const errors: string[] = [];
    context.on('weberror', (error) => errors.push(error.error().message));
    context.on('console', (message) => {
      if (/Content Security|Refused/.test(message.text())) errors.push(message.text());
    });
    const page = await field.open(context);
    await signInField(page);
    await context.setOffline(true);
    await tellHarvest(page, '5');
    await page.getByText('1 条未入账').waitFor();
    for (const [what, text] of texts) {
      const batch = await page.evaluate<string>(renamed(text));
      await page.evaluate(draftOf('shipment', 4, { batch, amount: '5 KGM', name: text, day: '2026-11-01' }));
      await page.evaluate(`location.hash = '/shipment'`);
      await page.reload();
      await page.getByRole('heading', { name: '请核对' }).waitFor();
      const sentence = page.locator('.sentence');
      expect(await sentence.locator('bdi').count(), what).toBe(4);
      expect(await sentence.textContent(), what).toMatch(/^2026-11-01 从 .*发货 5 公斤 给 /s);
      expect(await sentence.locator('*:not(bdi):not(.badge)').count(), what).toBe(0);
      for (const [place, typed] of [
        ['/records', 'li.card p:has(bdi)'],
        ['/harvest', 'label.choice > span'],
      ] as const) {
        await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
        await page.locator(typed).first().waitFor();
        expect(await page.locator(`${typed} > :not(bdi):not(.badge)`).count(), what).toBe(0);
        expect(await page.evaluate(sideways), `${what} on ${place}`).toBe(0);
      }
      expect(await page.title()).not.toContain('owned');
    }
    expect(errors).toEqual([]);
    await context.close();
  });
});
