import { ready } from 'zpl-renderer-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codePicturesOf, codesIn } from '../labels/decoder.js';
import { codePicture, pagesOf } from '../labels/pdf-reader.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

const product = (name: string) =>
  farm.owner.post('/api/v1/products', {
    organization: farm.organizationId,
    name,
    category: 'FRU',
    unit: 'KGM',
  });

/** The path of a set of two labels of a product with this name. */
async function labelled(name: string): Promise<string> {
  const { id } = await made(product(name));
  const body = { product: id, site: farm.siteId };
  const batch = String((await made(farm.owner.post('/api/v1/batches', body))).id);
  const quantity = { value: '10', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' });
  const issue = { units: 2, net: { value: '2.5', unit: 'KGM' } };
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, issue));
  return `/api/v1/batches/${batch}/labels/${String(set.id)}`;
}

const textOf = async (path: string): Promise<string> => (await farm.owner.file(path)).bytes.toString();

describe('a product’s name, whatever it is', () => {
  it.each([
    '=HYPERLINK("http://x.example","y")',
    '@SUM(1+1)*cmd|x',
    '^XZ~JR^XA^FDx^FS',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '㛃𠮷果',
    'تفاح',
    '内蒙古自治区呼伦贝尔市示例旗有机旱作农业示范区特级长粒香稻花香二号大米礼盒',
  ])('%s leaves codes, commands and cells as they are', async (name) => {
    const path = await labelled(name);
    const csv = await textOf(`${path}.csv`);
    const uris = [...csv.matchAll(/^\d,[0-9A-Z]{17},(\S+?),/gm)].map(([, uri = '']) => uri);
    expect(uris).toHaveLength(2);
    for (const cell of csv.split(/[\r\n,]+/)) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+@-]/);

    const zpl = await textOf(`${path}.zpl?from=1&to=1`);
    expect(zpl).not.toContain('~');
    expect(zpl.match(/\^[A-Z]{2}/g)).toEqual(['^XA', '^PW', '^LL', '^LH', '^FO', '^GF', '^FS', '^PQ', '^XZ']);
    const { api } = await ready;
    const printed = await api.zplToBase64Async(zpl, 60, 40, 8);
    expect(await codesIn(Buffer.from(printed, 'base64'))).toEqual([uris[0]]);

    const svg = await textOf(`${path}.svg`);
    const tags = [...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, tag = '']) => tag);
    const known = ['defs', 'desc', 'g', 'path', 'rect', 'svg', 'title', 'use'];
    expect([...new Set(tags)].filter((tag) => !known.includes(tag))).toEqual([]);
    expect(svg.replace(/<(title|desc)>[^<]*<\/\1>/g, '')).not.toMatch(/alert|onerror|href="[^#]/);
    expect(await Promise.all(codePicturesOf(svg).map((png) => codesIn(png)))).toEqual([[uris[0]]]);

    const { bytes } = await farm.owner.file(`${path}.pdf`);
    const codes = pagesOf(bytes).flatMap((page) => page.codes);
    expect((await Promise.all(codes.map((code) => codesIn(codePicture(code))))).flat()).toEqual(uris);
    expect(await codesIn((await farm.owner.file(`${path}.png`)).bytes)).toEqual([uris[0]]);
  });

  it.each(['苹果\u202e果苹', 'a\u2066b\u2069', 'nul\u0000', 'esc\u001b[31m', 'tag\u{e0041}', 'ctrl\u0085'])(
    'is refused as %j before it could be printed',
    async (name) => {
      expect((await product(name)).status).toBeGreaterThanOrEqual(400);
      expect((await product(name)).status).toBeLessThan(500);
    },
  );
});
