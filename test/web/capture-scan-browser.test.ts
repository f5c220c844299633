import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/browser.js';
import { lookAtPlaces } from '../support/console.js';
import { createField, next, signInField, type Field } from '../support/field.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { filmOf, pictureOfCode } from '../support/pictures.js';

const label = 'https://zs.example.cn/01/06937001000019/10/FIELD-1/21/WXQZBQ2D3Q6NRDMWW';
const unitCode = '19901231001483920174650238174659';

describe.skipIf(!hasChromium)('codes read in the field', () => {
  let field: Field;
  let folder: string;

  beforeAll(async () => {
    folder = await createTestFolder();
    const film = await filmOf(pictureOfCode(label), folder);
    field = await createField([
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    await field.farm.open('FIELD-1');
    await field.farm.open('FIELD-2');
  });
  afterAll(async () => {
    await field.close();
    await removeTestFolder(folder);
  });

  function photo(picture: PNG): { name: string; mimeType: string; buffer: Buffer } {
    return { name: 'label.png', mimeType: 'image/png', buffer: PNG.sync.write(picture) };
  }

  it('reads a label by the camera, offers what to record, and goes on behind the question for the batch', async () => {
    const [context, page] = await field.signedIn({ permissions: ['camera'] });
    await page.getByRole('button', { name: '扫码' }).click();
    await page.getByRole('heading', { name: '苹果 FIELD-1' }).waitFor();
    await page.getByRole('button', { name: '采收' }).click();
    await page.getByLabel('采了多少').fill('5');
    await next(page);
    await page.getByText('从 苹果 FIELD-1 采收 5 公斤').waitFor();
    await context.close();
  });

  it('does so without a network once the reader was there, and says so where it never was', async () => {
    const [context, page] = await field.signedIn({ permissions: ['camera'] });
    await page.reload();
    await context.setOffline(true);
    await page.getByRole('button', { name: '扫码' }).click();
    await page.getByText(/读码的部件还不在手机里/).waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByRole('heading', { name: '苹果 FIELD-1' }).waitFor();
    // What the worker kept counts, not what the browser happens to remember.
    await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: '苹果 FIELD-1' }).waitFor();
    await context.close();
  });

  it('reads a photo where the camera is not allowed, takes typed numbers, and guesses no batch', async () => {
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '扫码' }).click();
    await page.getByText(/相机打不开/).waitFor();
    const blank = new PNG({ width: 64, height: 64 });
    await page.getByLabel('从照片里读码').setInputFiles(photo(blank));
    await page.getByText(/照片里没有读出码/).waitFor();
    const large = join(folder, 'large.png');
    await writeFile(large, Buffer.concat([photo(blank).buffer, Buffer.alloc(50_000_000)]));
    await page.getByLabel('从照片里读码').setInputFiles(large);
    await page.getByText(/这张照片有 \d+\.\d MB，太大.*手工输入号码/).waitFor();
    const paper = { name: 'paper.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') };
    await page.getByLabel('从照片里读码').setInputFiles(paper);
    await page.getByText(/选的文件不是照片.*手工输入号码/).waitFor();
    const broken = { name: 'b.png', mimeType: 'image/png', buffer: photo(blank).buffer.subarray(0, 30) };
    await page.getByLabel('从照片里读码').setInputFiles(broken);
    await page.getByText(/这张照片打不开.*手工输入号码/).waitFor();
    await page.getByLabel('从照片里读码').setInputFiles(photo(pictureOfCode(label)));
    await page.getByRole('heading', { name: '苹果 FIELD-1' }).waitFor();
    await page.getByRole('button', { name: '再扫一次' }).click();
    await page.getByLabel('手工输入批次号或编号').fill('field-2');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('heading', { name: '苹果 FIELD-2' }).waitFor();
    await page.getByRole('button', { name: '再扫一次' }).click();
    await page.getByLabel('手工输入批次号或编号').fill('<img src=x onerror=alert(1)>');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByText(/手机里没有这个码对应的开放批次/).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await context.close();
  });

  it('asks the service for the batch of a label that names no lot', async () => {
    const { farm } = field;
    const { owner, organizationId, siteId } = farm;
    const product = { organization: organizationId, name: '樱桃', category: 'FRU', unit: 'KGM' };
    const { body: made } = await owner.post('/api/v1/products', product);
    const opening = { product: made['id'], site: siteId, lot: 'CHERRY-1' };
    const batch = String((await owner.post('/api/v1/batches', opening)).body['id']);
    const quantity = { value: '10', unit: 'KGM' };
    await farm.record(batch, 'harvest', { quantity, startedOn: '2026-06-01', stoppedOn: '2026-06-01' });
    const issuing = { units: 1, net: { value: '5', unit: 'KGM' }, form: 'compact' };
    const { body: set } = await owner.post(`/api/v1/batches/${batch}/labels`, issuing);
    const list = await owner.file(`/api/v1/batches/${batch}/labels/${String(set['id'])}.csv`);
    const [, uri = ''] = /,(http\S+?\/t\/[0-9A-Z]{17}),/.exec(list.bytes.toString()) ?? [];
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '扫码' }).click();
    await page.getByText(/相机打不开/).waitFor();
    await page.getByLabel('从照片里读码').setInputFiles(photo(pictureOfCode(uri)));
    await page.getByRole('heading', { name: '樱桃 CHERRY-1' }).waitFor();
    await context.close();
  });

  it('takes from a package what its code tells, and warns of a registration number that does not fit', async () => {
    const [context, page] = await field.signedIn();
    await page.getByRole('button', { name: '用药施肥' }).click();
    await next(page);
    await next(page);
    await page.getByLabel('名称（照标签）').fill('戊唑醇');
    await page.getByText('登记证号、包装上的追溯码（可不填）').click();
    await page.getByLabel('登记证号', { exact: true }).fill('PD20150001');
    await page.getByRole('button', { name: '扫包装上的码' }).click();
    await page.getByText(/相机打不开/).waitFor();
    await page.getByLabel('从照片里读码').setInputFiles(photo(pictureOfCode('https://example.cn/p?id=42')));
    await page.getByText(/没有认得出的追溯码/).waitFor();
    await page.getByText('https://example.cn/p?id=42').waitFor();
    await page.getByRole('button', { name: '再扫一次' }).click();
    const address = `https://example.cn/zs?c=${unitCode}`;
    await page.getByLabel('从照片里读码').setInputFiles(photo(pictureOfCode(address)));
    await page.getByText('1990 1231 0014 8392 0174 6502 3817 4659').waitFor();
    await page.getByText(/后六位应是 990123/).waitFor();
    await page.getByRole('button', { name: '填进表里' }).click();
    expect(await page.getByLabel('包装上的追溯码', { exact: true }).inputValue()).toBe(unitCode);
    expect(await page.getByLabel('名称（照标签）').inputValue()).toBe('戊唑醇');
    await next(page);
    await page.getByLabel('一共用了多少').fill('2');
    await next(page);
    await next(page);
    await page.getByText(/包装上的码说登记证号后六位是 990123，这里填的是 PD20150001/).waitFor();
    await context.close();
  });

  it.each(['zh-CN', 'en'])(
    'has in %s no fault that axe finds, and no sideways scrolling at 320 px',
    async (locale) => {
      const context = await field.phone({ locale });
      const page = await field.open(context);
      await signInField(page);
      await page.evaluate(
        `localStorage.setItem('furrow-draft', '{"form":"input","step":1,"answers":{"batch":""}}')`,
      );
      await lookAtPlaces(page, [
        ['/scan', /相机打不开|camera does not open/],
        ['/scan/package', /追溯码|trace code/],
      ]);
      await context.close();
    },
  );
});
