import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import { DomainError } from '../../src/http/problems.js';
import type { LabelArtwork } from '../../src/labels/artwork.js';
import { dotMm, getLayout, layouts } from '../../src/labels/layouts.js';
import { calibrationPdf, drawCalibration } from '../../src/labels/sheet-calibration.js';
import { sheetCsv } from '../../src/labels/sheet-csv.js';
import { sheetZpl, type ZplOptions } from '../../src/labels/sheet-zpl.js';
import { labelFontFolder, labelFonts } from '../../src/labels/text-font.js';
import { appleLabel, appleLabels } from './artworks.js';
import { codesIn } from './decoder.js';
import { pagesOf } from './pdf-reader.js';

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

const rolls = layouts.filter(({ medium }) => medium === 'roll');
const printers = rolls.flatMap((layout) =>
  ([203, 300] as const).map((dpi) => [layout.id, dpi, layout] as const),
);

describe('ZPL', () => {
  test.each(printers)('for %s at %i dpi prints a label that is read back', async (_, dpi, layout) => {
    const zpl = await textOf(sheetZpl(appleLabels(1), layout, { form: 'signed', dpi }));
    const { api } = await ready;
    const { height, width } = layout.label;
    const picture = await api.zplToBase64Async(zpl, width, height, dpi === 203 ? 8 : 12);
    expect(await codesIn(Buffer.from(picture, 'base64'))).toEqual([appleLabel(1).uri]);
  });

  test.each(printers)('for %s at %i dpi says the label’s size in dots', async (_, dpi, layout) => {
    const zpl = await textOf(sheetZpl(appleLabels(1), layout, { form: 'signed', dpi }));
    expect(zpl).toContain(`^PW${Math.round(layout.label.width / dotMm(dpi))}^`);
    expect(zpl).toContain(`^LL${Math.round(layout.label.height / dotMm(dpi))}^`);
  });

  test('has one format a label, in order', async () => {
    const zpl = await textOf(sheetZpl(appleLabels(5), getLayout('roll-60x40'), { form: 'signed' }));
    expect(zpl.match(/\^XA/g)).toHaveLength(5);
    const { api } = await ready;
    const read: string[] = [];
    for (const label of zpl.trim().split('\n')) {
      const picture = await api.zplToBase64Async(label, 60, 40, 8);
      read.push(...(await codesIn(Buffer.from(picture, 'base64'))));
    }
    expect(read).toEqual([...appleLabels(5)].map(({ uri }) => uri));
  });

  test('prints the product’s Chinese name as ink', async () => {
    const layout = getLayout('roll-60x40');
    const inkOf = async (product: string): Promise<number> => {
      const zpl = await textOf(sheetZpl([{ ...appleLabel(1), product }], layout, { form: 'signed' }));
      const { api } = await ready;
      const { data } = PNG.sync.read(Buffer.from(await api.zplToBase64Async(zpl, 60, 40, 8), 'base64'));
      return data.filter((value, index) => index % 4 === 0 && value < 128).length;
    };
    expect((await inkOf('烟台红富士苹果')) - (await inkOf(''))).toBeGreaterThan(2000);
  });

  test('has nothing of a text in its commands', async () => {
    const attack = '^XZ~JR^XA^FDx^FS';
    const artwork: LabelArtwork = {
      ...appleLabel(1),
      product: attack,
      producer: attack,
      lot: attack,
      words: [attack],
    };
    const zpl = await textOf(sheetZpl([artwork], getLayout('roll-60x40'), { form: 'signed' }));
    expect(zpl).not.toContain('~');
    expect(zpl.match(/\^[A-Z]{2}/g)).toEqual(['^XA', '^PW', '^LL', '^LH', '^FO', '^GF', '^FS', '^PQ', '^XZ']);
  });

  test('is moved by the offset in whole dots', async () => {
    const layout = getLayout('roll-60x40');
    const leftmost = async (options: Partial<ZplOptions>): Promise<number> => {
      const zpl = await textOf(sheetZpl(appleLabels(1), layout, { form: 'signed', ...options }));
      const { api } = await ready;
      const { data, height, width } = PNG.sync.read(
        Buffer.from(await api.zplToBase64Async(zpl, 60, 40, 8), 'base64'),
      );
      for (let column = 0; column < width; column += 1) {
        for (let row = 0; row < height; row += 1)
          if ((data[(row * width + column) * 4] ?? 255) < 128) return column;
      }
      return -1;
    };
    expect((await leftmost({ offset: { x: 1, y: 0 } })) - (await leftmost({}))).toBe(8);
  });

  test.each(['a4-70x37', 'a4-round30'])('is refused for %s', async (id) => {
    const zpl = textOf(sheetZpl(appleLabels(1), getLayout(id), { form: 'signed' }));
    await expect(zpl).rejects.toThrow(DomainError);
  });

  test('is refused with an offset beyond the bound', async () => {
    const zpl = textOf(
      sheetZpl(appleLabels(1), getLayout('roll-60x40'), { form: 'signed', offset: { x: 9, y: 0 } }),
    );
    await expect(zpl).rejects.toThrow(DomainError);
  });
});

describe('CSV', () => {
  test('has a row for each label under a heading', async () => {
    const csv = await textOf(sheetCsv(appleLabels(3)));
    const lines = csv.slice(1).split('\r\n');
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(lines[0]).toBe('number,code,uri,gtin,lot,product,net,producer');
    expect(lines).toHaveLength(5);
    expect(lines[2]?.startsWith(`2,${appleLabel(2).code},${appleLabel(2).uri},06937001000019,`)).toBe(true);
    expect(csv.match(/\ufeff/g)).toHaveLength(1);
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+8613800000000', "'+8613800000000"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'=1+1"],
    ['  =1+1', "'=1+1"],
    ['\u200b=1+1', "'=1+1"],
    ['＝1+1', "'＝1+1"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\n=b', 'a =b'],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ])('writes %j as %j', async (product, cell) => {
    const csv = await textOf(sheetCsv([{ ...appleLabel(1), product }]));
    expect(csv).toContain(`,APP-20261018-01,${cell},5 kg,`);
  });

  test('leaves the GTIN out where there is none', async () => {
    const { gtin, ...artwork } = appleLabel(1);
    const csv = await textOf(sheetCsv([artwork]));
    expect(gtin).toBeDefined();
    expect(csv).toContain(`${artwork.uri},,APP-20261018-01`);
  });

  test('reads labels as rows are taken', async () => {
    let asked = 0;
    function* counted(): Generator<LabelArtwork> {
      for (const artwork of appleLabels(100)) {
        asked += 1;
        yield artwork;
      }
    }
    const rows = sheetCsv(counted());
    await rows.next();
    expect(asked).toBe(0);
    await rows.next();
    expect(asked).toBe(1);
    await rows.return();
  });
});

describe('the calibration page', () => {
  test.each(layouts.map((layout) => [layout.id, layout] as const))(
    'of %s is one page of its size',
    (_, layout) => {
      const pages = pagesOf(calibrationPdf(layout, { createdAt: new Date(0) }));
      expect(pages).toHaveLength(1);
      expect(pages[0]?.width).toBeCloseTo(layout.page.width, 3);
      expect(pages[0]?.height).toBeCloseTo(layout.page.height, 3);
    },
  );

  test.each(layouts.map((layout) => [layout.id, layout] as const))(
    'of %s has a ruler as long as it says',
    (_, layout) => {
      const drawing = drawCalibration(labelFonts(), layout, 'zh-CN');
      const said = drawing.marks.find((mark) => mark.kind === 'text' && mark.text.includes('mm = 100'));
      const length = said?.kind === 'text' ? Number.parseInt(said.text, 10) : 0;
      const rulers = drawing.marks.filter(
        (mark) => mark.kind === 'box' && Math.abs(mark.width - length) < 1e-9,
      );
      expect(length).toBeGreaterThanOrEqual(30);
      expect(rulers).toHaveLength(1);
      expect(length).toBeLessThanOrEqual(layout.page.width);
    },
  );

  test('has a cross on every corner of every label', () => {
    const layout = getLayout('a4-63x38');
    const crosses = drawCalibration(labelFonts(), layout, 'zh-CN').marks.filter(
      (mark) => mark.kind === 'box' && Math.abs(mark.width - 3) < 1e-9,
    );
    expect(crosses).toHaveLength(21 * 4);
  });

  test('is in the reader’s language', () => {
    const layout = getLayout('a4-63x38');
    const textIn = (language: 'zh-CN' | 'en'): string =>
      drawCalibration(labelFonts(), layout, language)
        .marks.map((mark) => (mark.kind === 'text' ? mark.text : ''))
        .join('');
    expect(textIn('zh-CN')).toContain('按 100 % 打印');
    expect(textIn('en')).toContain('Print at 100 %');
    expect(textIn('en')).not.toMatch(/\p{sc=Han}/u);
  });

  test('is the same bytes for the same date', () => {
    const make = (): Buffer => calibrationPdf(getLayout('roll-60x40'), { createdAt: new Date(0) });
    expect(make().equals(make())).toBe(true);
  });
});

describe('making the label fonts', () => {
  test('does nothing when they are current', () => {
    const index = join(labelFontFolder, 'index.json');
    const before = statSync(index).mtimeMs;
    const script = fileURLToPath(new URL('../../scripts/label-font.mjs', import.meta.url));
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    expect(output).toBe('');
    expect(statSync(index).mtimeMs).toBe(before);
  });
});
