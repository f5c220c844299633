import { ready } from 'zpl-renderer-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getLayout, labelsPerPage, layouts } from '../../src/labels/layouts.js';
import { codePicturesOf, codesIn, paintPath, Canvas } from '../labels/decoder.js';
import { codePicture, pagesOf } from '../labels/pdf-reader.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let batch: string;
const sets = { signed: '', compact: '' };
/** URIs of the labels of both sets, in order, as the CSV has them. */
const uris: Record<'signed' | 'compact', string[]> = { signed: [], compact: [] };

const pathOf = (file: string): string => `/api/v1/batches/${batch}/labels/${file}`;

beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open('APP-20261018-01');
  const quantity = { value: '1000', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' });
  for (const form of ['signed', 'compact'] as const) {
    const body = { units: 60, net: { value: '5', unit: 'KGM' }, form };
    sets[form] = String((await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body))).id);
    const { bytes } = await farm.owner.file(pathOf(`${sets[form]}.csv`));
    uris[form] = rowsOf(bytes).map(([, , uri = '']) => uri);
  }
});
afterAll(() => farm.service.close());

/** Cells of a CSV below its heading; quotes stand in no cell before the product. */
function rowsOf(csv: Buffer): string[][] {
  const lines = csv.toString().replace('\ufeff', '').split('\r\n');
  return lines.slice(1, -1).map((line) => line.split(','));
}

/** What a reader of ours or of nobody's finds in the codes of a PDF, page by page. */
async function codesOf(pdf: Buffer): Promise<string[][]> {
  return Promise.all(
    pagesOf(pdf).map(async (page) =>
      (await Promise.all(page.codes.map((code) => codesIn(codePicture(code))))).flat(),
    ),
  );
}

async function refusalOf(path: string, caller: Caller = farm.owner) {
  const { status, body } = await caller.get(path);
  return { status, type: body.type, errors: body.errors?.map(({ pointer, code }) => `${pointer} ${code}`) };
}

describe('a set as PDF', () => {
  it('has every label in order, read back by another decoder', async () => {
    const { bytes, headers, status } = await farm.owner.file(pathOf(`${sets.signed}.pdf`));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="labels-APP-20261018-01-3-1-60.pdf"',
    );
    expect(headers.get('cache-control')).toBe('no-store');
    const pages = await codesOf(bytes);
    expect(pages.map((page) => page.length)).toEqual([24, 24, 12]);
    expect(pages.flat()).toEqual(uris.signed);
  });

  it('begins at the place and has the labels that are asked for', async () => {
    const { bytes } = await farm.owner.file(pathOf(`${sets.signed}.pdf?from=11&to=16&start=22`));
    const pages = await codesOf(bytes);
    expect(pages.map((page) => page.length)).toEqual([3, 3]);
    expect(pages.flat()).toEqual(uris.signed.slice(10, 16));
    const layout = getLayout('a4-70x37');
    const [first] = pagesOf(bytes)[0]?.codes ?? [];
    expect(first?.y).toBeGreaterThan(layout.origin.y + 7 * layout.pitch.y);
  });

  it('is moved by the offset', async () => {
    const placeOf = async (query: string) => {
      const { bytes } = await farm.owner.file(pathOf(`${sets.signed}.pdf?to=1${query}`));
      return pagesOf(bytes)[0]?.codes[0];
    };
    const [usual, moved] = [await placeOf(''), await placeOf('&offsetX=-1.5&offsetY=2')];
    expect((moved?.x ?? 0) - (usual?.x ?? 0)).toBeCloseTo(-1.5, 3);
    expect((moved?.y ?? 0) - (usual?.y ?? 0)).toBeCloseTo(2, 3);
  });

  it('has codes that the service knows', async () => {
    const answer = await farm.owner.post('/api/v1/verify', { uri: uris.signed[59] });
    expect(answer.body).toMatchObject({ reason: 'not-activated', label: { number: 60, form: 'signed' } });
  });
});

describe('every stock', () => {
  const each = layouts.flatMap((layout) => (['signed', 'compact'] as const).map((form) => [layout.id, form]));

  it.each(each)('%s prints %s codes as its light says', async (id, form) => {
    const set = form === 'signed' ? sets.signed : sets.compact;
    const listed = (await farm.owner.get(pathOf(`${set}/layouts`), { 'accept-language': 'en' })).body[
      'items'
    ] as { id: string; light: string; moduleMm: number; labelsPerPage: number }[];
    const { light, moduleMm } = listed.find((layout) => layout.id === id) ?? {};
    const path = pathOf(`${set}.pdf?layout=${id}&to=2`);
    if (light === 'red') {
      const refusal = await refusalOf(path);
      expect(refusal).toMatchObject({ status: 422, errors: ['/query/layout code-too-fine'] });
      return;
    }
    expect(light).toBe((moduleMm ?? 0) >= 0.396 ? 'green' : 'amber');
    const { bytes } = await farm.owner.file(path);
    const pages = pagesOf(bytes);
    expect((await codesOf(bytes)).flat()).toEqual(uris[form as 'signed'].slice(0, 2));
    expect(pages[0]?.codes[0]?.module).toBeCloseTo(moduleMm ?? 0, 3);
    expect(pages).toHaveLength(labelsPerPage(getLayout(id)) === 1 ? 2 : 1);
  });

  it('is listed in the reader’s language, for the printer that is named', async () => {
    const path = pathOf(`${sets.signed}/layouts`);
    const zh = (await farm.owner.get(`${path}?dpi=203`)).body['items'] as Record<string, unknown>[];
    const en = (await farm.owner.get(`${path}?dpi=300`, { 'accept-language': 'en' })).body['items'] as {
      name: string;
    }[];
    expect(zh.map((layout) => layout['id'])).toEqual(layouts.map(({ id }) => id));
    expect(zh.find((layout) => layout['id'] === 'roll-60x40')).toMatchObject({
      name: '卷标 60×40 毫米',
      moduleMm: 0.5,
      light: 'green',
    });
    expect(en[0]?.name).toContain('24 labels');
    expect(zh.map((layout) => layout['light'])).toContain('red');
  });

  it.each(layouts.map(({ id }) => id))('%s has a calibration page', async (id) => {
    const { bytes, headers } = await farm.owner.file(`/api/v1/labels/calibration.pdf?layout=${id}`);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toContain(`calibration-${id}.pdf`);
    expect(pagesOf(bytes)[0]?.width).toBeCloseTo(getLayout(id).page.width, 3);
  });
});

describe('a set as ZPL', () => {
  it.each([203, 300] as const)('prints each label at %i dpi, read back', async (dpi) => {
    const { bytes, headers } = await farm.owner.file(pathOf(`${sets.signed}.zpl?from=4&to=6&dpi=${dpi}`));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toContain('labels-APP-20261018-01-3-4-6.zpl');
    const { api } = await ready;
    const read: string[] = [];
    for (const label of bytes.toString().trim().split('\n')) {
      const picture = await api.zplToBase64Async(label, 60, 40, dpi === 203 ? 8 : 12);
      read.push(...(await codesIn(Buffer.from(picture, 'base64'))));
    }
    expect(read).toEqual(uris.signed.slice(3, 6));
  });
});

describe('a set as CSV', () => {
  it('has a row for each label asked for', async () => {
    const { bytes, headers } = await farm.owner.file(pathOf(`${sets.compact}.csv?from=59`));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const rows = rowsOf(bytes);
    expect(rows.map(([number]) => number)).toEqual(['59', '60']);
    expect(rows[0]?.slice(3)).toEqual([
      '06937001000019',
      'APP-20261018-01',
      '苹果',
      '5 公斤',
      '栖霞示例果业农民专业合作社',
    ]);
  });
});

describe('one label as a picture', () => {
  it('is a PNG of the label, and of the code alone', async () => {
    for (const query of ['number=7', 'number=7&layout=roll-60x40&dpi=203', 'number=7&part=code']) {
      const { bytes, headers } = await farm.owner.file(pathOf(`${sets.signed}.png?${query}`));
      expect(headers.get('content-type')).toBe('image/png');
      expect(await codesIn(bytes)).toEqual([uris.signed[6]]);
    }
  });

  it('is an SVG of the label, of the code alone, and of the first sheet', async () => {
    const svgOf = async (query: string): Promise<string> => {
      const { bytes, headers } = await farm.owner.file(pathOf(`${sets.signed}.svg?${query}`));
      expect(headers.get('content-type')).toBe('image/svg+xml');
      return bytes.toString();
    };
    const read = async (svg: string): Promise<string[]> =>
      (await Promise.all(codePicturesOf(svg).map((png) => codesIn(png)))).flat();
    expect(await read(await svgOf('number=7'))).toEqual([uris.signed[6]]);
    expect(await read(await svgOf('number=7&part=page&start=20'))).toEqual(uris.signed.slice(6, 11));
    const canvas = new Canvas(300, 300);
    paintPath(canvas, await svgOf('number=7&part=code'), 4);
    expect(await codesIn(canvas.encode())).toEqual([uris.signed[6]]);
  });

  it('is named after what it shows', async () => {
    const nameOf = async (file: string): Promise<string | null> =>
      (await farm.owner.file(pathOf(file))).headers.get('content-disposition');
    expect(await nameOf(`${sets.signed}.png?number=7`)).toContain('"label-APP-20261018-01-3-7.png"');
    expect(await nameOf(`${sets.signed}.svg?part=code`)).toContain('"code-APP-20261018-01-3-1.svg"');
  });
});

describe('a request for labels', () => {
  it('is answered with a head alone when only that is asked for', async () => {
    const { bytes, headers, status } = await farm.owner.file(pathOf(`${sets.signed}.pdf`), 'HEAD');
    expect(status).toBe(200);
    expect(bytes).toHaveLength(0);
    expect(headers.get('content-type')).toBe('application/pdf');
  });

  it.each([
    ['pdf?colour=red', '/query/colour unknown-field'],
    ['pdf?from=0', '/query/from minimum'],
    ['pdf?from=x', '/query/from integer'],
    ['pdf?from=1.5', '/query/from integer'],
    ['pdf?from=1&from=2', '/query/from integer'],
    ['pdf?from=61', '/query/from maximum'],
    ['pdf?to=61', '/query/to maximum'],
    ['pdf?from=5&to=4', '/query/to minimum'],
    ['pdf?start=25', '/query/start start-out-of-range'],
    ['pdf?start=66', '/query/start maximum'],
    ['pdf?offsetX=5.1', '/query/offsetX offset-out-of-range'],
    ['pdf?offsetY=-6', '/query/offsetY offset-out-of-range'],
    ['pdf?offsetY=NaN', '/query/offsetY number'],
    ['pdf?dpi=100', '/query/dpi choice'],
    ['pdf?layout=a5', '/query/layout unknown-layout'],
    ['pdf?lang=fr', '/query/lang choice'],
    ['zpl?dpi=600', '/query/dpi choice'],
    ['zpl?layout=a4-70x37', '/query/layout not-a-roll'],
    ['csv?layout=a4-70x37', '/query/layout unknown-field'],
    ['png?part=page', '/query/part choice'],
    ['png?number=61', '/query/number maximum'],
    ['svg?start=2', '/query/start not-applicable'],
    ['svg?part=page&start=25', '/query/start start-out-of-range'],
  ])('%s is refused at %s', async (file, error) => {
    const refusal = await refusalOf(pathOf(`${sets.signed}.${file}`));
    expect(refusal).toEqual({ status: 422, type: '/problems/validation', errors: [error] });
  });

  it.each(['layouts?dpi=1', 'serials2', 'layouts?x=1'])('%s is refused', async (path) => {
    expect((await farm.owner.get(pathOf(`${sets.signed}/${path}`))).status).toBeGreaterThanOrEqual(404);
  });

  it('of a set or batch that is not there is not found', async () => {
    const other = await farm.open('OTHER-1');
    const nobody = '01939c6e-0000-7000-8000-000000000000';
    for (const path of [
      pathOf(`${nobody}.pdf`),
      pathOf('x.pdf'),
      pathOf(`${sets.signed}.gif`),
      `/api/v1/batches/${other}/labels/${sets.signed}.csv`,
      `/api/v1/batches/${nobody}/labels/${sets.signed}.csv`,
    ]) {
      expect(await refusalOf(path), path).toMatchObject({ status: 404, type: '/problems/not-found' });
    }
  });

  it('is for those who record for the organization', async () => {
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const recorder = await signIn(farm.service, 'recorder', farm.organizationId);
    const regulator = await signIn(farm.service, 'regulator', null, '370686');
    for (const file of ['.pdf', '.zpl', '.csv', '.svg', '.png', '/layouts']) {
      expect(await refusalOf(pathOf(sets.signed + file), viewer), file).toMatchObject({ status: 403 });
      expect(await refusalOf(pathOf(sets.signed + file), regulator), file).toMatchObject({ status: 404 });
      expect((await recorder.file(pathOf(sets.signed + file))).status, file).toBe(200);
      expect((await fetch(farm.service.url + pathOf(sets.signed + file))).status, file).toBe(401);
    }
    expect((await fetch(`${farm.service.url}/api/v1/labels/calibration.pdf`)).status).toBe(401);
  });
});
