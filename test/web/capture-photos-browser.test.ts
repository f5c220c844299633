import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { lookAtPlaces } from '../support/console.js';
import { createField, next, shipmentReadBack, signInField, type Field } from '../support/field.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { pictureOfCode } from '../support/pictures.js';

interface Listed {
  readonly kind: string;
  readonly seq: number;
  readonly attachments: readonly { sha256: string; mediaType: string; bytes: number; state: string }[];
}

const place = 'GPS 37.0N 120.5E';
/** Makes a JPEG of so many pixels, as noisy as a field, in the page; its bytes as base64. */
const drawing = (edge: number): string => `(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [${edge}, ${edge} * 3 / 4];
  const context = canvas.getContext('2d');
  for (let n = 0; n < 20000; n += 1) {
    context.fillStyle = 'rgb(' + [n % 251, (n * 7) % 253, (n * 13) % 255].join() + ')';
    context.fillRect((n * 97) % canvas.width, (n * 61) % canvas.height, 40, 30);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
  const url = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  return url.split(',')[1];
})()`;

describe.skipIf(!hasChromium)('photos taken in the field', () => {
  let field: Field;
  let folder: string;
  let batch: string;
  let jpeg: Buffer;

  beforeAll(async () => {
    folder = await createTestFolder();
    field = await createField();
    batch = await field.farm.open('FIELD-1');
    const page = await field.browser.newPage();
    const drawn = Buffer.from(await page.evaluate<string>(drawing(2_400)), 'base64');
    await page.close();
    const told = Buffer.from(`Exif\0\0${place}`);
    const exif = Buffer.from([0xff, 0xe1, 0, told.length + 2]);
    jpeg = Buffer.concat([drawn.subarray(0, 2), exif, told, drawn.subarray(2)]);
  });
  afterAll(async () => {
    await field.close();
    await removeTestFolder(folder);
  });

  /** From the home screen to the sentence that is to be checked. */
  async function toReadBack(page: Page, kilograms: string): Promise<void> {
    await page.getByRole('button', { name: '采收' }).click();
    await next(page);
    await page.getByLabel('采了多少').fill(kilograms);
    await next(page);
  }

  const chooser = (page: Page) => page.getByLabel('拍照或选照片');
  const take = (page: Page, name = 'a.jpg') =>
    chooser(page).setInputFiles({ name, mimeType: 'image/jpeg', buffer: jpeg });
  /** A picture that nobody has sent yet: the same bytes are there once for all entries of an organization. */
  const takeAnother = (page: Page, of: string) =>
    chooser(page).setInputFiles({
      name: 'c.png',
      mimeType: 'image/png',
      buffer: PNG.sync.write(pictureOfCode(of)),
    });

  async function lastEntry(): Promise<Listed | undefined> {
    const { body } = await field.farm.owner.get(`/api/v1/batches/${batch}/events?limit=200`);
    return (body['items'] as Listed[]).at(-1);
  }

  it('go after the record that names them, small and without the place, though the phone was off and without a network', async () => {
    const [context, page] = await field.signedIn();
    await context.setOffline(true);
    await toReadBack(page, '12.5');
    await take(page);
    await page.getByText(/第 1 张 · \d+ kB/).waitFor();
    await page.close();
    const again = await field.open(context, '#/harvest');
    await again.getByText(/第 1 张 · \d+ kB/).waitFor();
    await take(again, 'b.jpg');
    await again.getByText(/第 2 张 ·/).waitFor();
    await again.getByRole('button', { name: '去掉第 2 张' }).click();
    await again.getByText(/第 2 张 ·/).waitFor({ state: 'detached' });
    await again.getByRole('button', { name: '确认' }).click();
    await again.getByText('… 照片 0/1 已传').waitFor();
    await again.getByText('… 1 张照片未传').waitFor();
    await again.close();
    const sent: string[] = [];
    context.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname.split('/')[7] ?? 'events');
    });
    await context.setOffline(false);
    const later = await field.open(context, '#/records');
    await later.getByText('✓ 照片 1/1 已传').waitFor();
    expect(sent.filter((what) => what === 'attachments')).toHaveLength(1);
    const entry = await lastEntry();
    const [stated] = entry?.attachments ?? [];
    expect(stated).toMatchObject({ mediaType: 'image/jpeg', state: 'stored' });
    const { bytes } = await field.farm.owner.file(
      `/api/v1/batches/${batch}/events/${entry?.seq}/attachments/${stated?.sha256}`,
    );
    expect(createHash('sha256').update(bytes).digest('base64url')).toBe(stated?.sha256);
    expect(bytes.length).toBeLessThanOrEqual(250_000);
    expect([jpeg.includes(place), bytes.includes(place), bytes.includes('Exif')]).toEqual([
      true,
      false,
      false,
    ]);
    const [width] = await sizeOf(later, bytes);
    expect(width).toBeLessThanOrEqual(1_600);
    expect(width).toBeGreaterThanOrEqual(960);
    await context.close();
  });

  it('that are too large, of another type or broken are not taken, with words that say what to do; the form stays', async () => {
    const [context, page] = await field.signedIn();
    await toReadBack(page, '7');
    const large = join(folder, 'large.jpg');
    await writeFile(large, Buffer.concat([jpeg, Buffer.alloc(50_000_000)]));
    await chooser(page).setInputFiles(large);
    await page.getByText(/这张照片有 \d+\.\d MB，太大/).waitFor();
    const others = [
      { name: 'paper.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
      {
        name: 'x.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      },
    ];
    for (const file of others) {
      await chooser(page).setInputFiles(file);
      await page.getByText(/选的文件不是照片/).waitFor();
    }
    const broken = [jpeg.subarray(0, 700), Buffer.from('no picture at all'), Buffer.alloc(0)];
    for (const buffer of broken) {
      await chooser(page).setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer });
      await page.getByText(/这张照片打不开/).waitFor();
    }
    expect(await page.getByText(/第 1 张 ·/).count()).toBe(0);
    await page.getByText('采收 7 公斤').waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 \d+ 条/).waitFor();
    expect(await lastEntry()).toMatchObject({ kind: 'harvest', attachments: [] });
    await context.close();
  });

  it('wait for a press where photos go by Wi-Fi only and the browser does not tell the network', async () => {
    const [context, page] = await field.signedIn();
    await page.evaluate(`location.hash = '/records'`);
    await page.getByLabel('仅 Wi-Fi 传照片').check();
    await page.getByText(/这个浏览器不告诉我们/).waitFor();
    await page.evaluate(`location.hash = '/'`);
    await toReadBack(page, '8');
    await takeAnother(page, 'wifi');
    await page.getByText(/第 1 张 ·/).waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/已入账 第 \d+ 条/).waitFor();
    await page.getByText('1 张照片未传 · 点“立即发送”才传').waitFor();
    await page.reload();
    await page.getByText('1 张照片未传 · 点“立即发送”才传').waitFor();
    expect((await lastEntry())?.attachments).toMatchObject([{ state: 'missing' }]);
    await page.getByRole('button', { name: '立即发送' }).click();
    await page.getByText('✓ 照片 1/1 已传').waitFor();
    expect((await lastEntry())?.attachments).toMatchObject([{ state: 'stored' }]);
    await context.close();
  });

  it('go with the record that takes the place of one that came back', async () => {
    const [context, page] = await field.signedIn();
    await shipmentReadBack(page, '500000');
    await takeAnother(page, 'anew');
    await page.getByText(/第 1 张 ·/).waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByRole('button', { name: '改正' }).click();
    await next(page);
    await page.getByLabel('发了多少').fill('1');
    for (let step = 0; step < 2; step += 1) await next(page);
    await page.getByText(/第 1 张 ·/).waitFor();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('✓ 照片 1/1 已传').waitFor();
    expect(await lastEntry()).toMatchObject({ kind: 'shipment', attachments: [{ state: 'stored' }] });
    await context.close();
  });

  it.each(['zh-CN', 'en'])(
    'have in %s no fault that axe finds, and no sideways scrolling at 320 px',
    async (locale) => {
      const context = await field.phone({ locale });
      const page = await field.open(context);
      await signInField(page);
      await page.getByRole('button', { name: /^(采收|Harvest)$/ }).click();
      const on = page.getByRole('button', { name: /^(下一步|Next)$/ });
      await on.click();
      await page.getByLabel(/采了多少|How much was picked/).fill('9');
      await on.click();
      const input = page.getByLabel(/拍照或选照片|Take or choose a photo/);
      await input.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg });
      await page.getByText(/第 1 张 ·|Photo 1 ·/).waitFor();
      await input.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') });
      await page.getByText(/打不开|cannot be opened/).waitFor();
      await context.setOffline(true);
      await lookAtPlaces(page, [['/harvest', /拍照或选照片|Take or choose a photo/]]);
      await page.getByRole('button', { name: /^(确认|Confirm)$/ }).click();
      await lookAtPlaces(page, [['/records', /照片 0\/1 已传|Photos: 0 of 1 sent/]]);
      await context.close();
    },
  );
});

/** Width and height of a picture, as a browser sees it. */
function sizeOf(page: Page, bytes: Buffer): Promise<[number, number]> {
  return page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (c) => c.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    return [width, height];
  })()`);
}
