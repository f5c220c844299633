import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/http/problems.js';
import type { LabelArtwork } from '../../src/labels/artwork.js';
import { cornerOf, getLayout, labelsPerPage, layouts, type LabelLayout } from '../../src/labels/layouts.js';
import { sheetPdf, type PdfOptions } from '../../src/labels/sheet-pdf.js';
import { appleLabel, appleLabels } from './artworks.js';
import { codesIn, installed } from './decoder.js';
import { codePicture, pagesOf, type ReadPage } from './pdf-reader.js';

const createdAt = new Date('2026-11-23T00:00:00Z');
const usual: PdfOptions = { form: 'signed', createdAt };

async function pdfOf(
  artworks: Iterable<LabelArtwork> | AsyncIterable<LabelArtwork>,
  layout: LabelLayout,
  options: PdfOptions = usual,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of sheetPdf(artworks, layout, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readCodes(page: ReadPage): Promise<string[]> {
  const texts = await Promise.all(page.codes.map((code) => codesIn(codePicture(code))));
  return texts.flat();
}

const everyForm = layouts.flatMap((layout) => layout.forms.map((form) => [layout.id, form, layout] as const));

describe('a PDF of labels', () => {
  test.each(everyForm)('on %s, %s, holds codes that another decoder reads', async (_, form, layout) => {
    const pages = pagesOf(await pdfOf(appleLabels(2, form), layout, { ...usual, form }));
    const read = (await Promise.all(pages.map(readCodes))).flat();
    expect(read).toEqual([appleLabel(1, form).uri, appleLabel(2, form).uri]);
  });

  test.each(everyForm)('on %s, %s, has pages of the stock’s true size', async (_, form, layout) => {
    const [page] = pagesOf(await pdfOf(appleLabels(1, form), layout, { ...usual, form }));
    expect(page?.width).toBeCloseTo(layout.page.width, 3);
    expect(page?.height).toBeCloseTo(layout.page.height, 3);
  });

  test('goes over as many pages as the labels need', async () => {
    const layout = getLayout('a4-70x37');
    for (const [count, pages] of [
      [1, 1],
      [24, 1],
      [25, 2],
      [49, 3],
    ] as const) {
      expect(pagesOf(await pdfOf(appleLabels(count), layout))).toHaveLength(pages);
    }
  });

  test('starts at label n of the first sheet only', async () => {
    const layout = getLayout('a4-70x37');
    const pages = pagesOf(await pdfOf(appleLabels(6), layout, { ...usual, start: 22 }));
    expect(pages.map((page) => page.codes.length)).toEqual([3, 3]);
    const [first, second] = pages;
    const atCorner = (page: ReadPage | undefined, position: number): number =>
      (page?.codes[0]?.y ?? 0) - cornerOf(layout, position).y;
    expect(atCorner(first, 21)).toBeCloseTo(atCorner(second, 0), 3);
    expect(await Promise.all(pages.map(readCodes))).toEqual([
      [1, 2, 3].map((number) => appleLabel(number).uri),
      [4, 5, 6].map((number) => appleLabel(number).uri),
    ]);
  });

  test('is moved by the offset, everything by the same', async () => {
    const layout = getLayout('a4-63x38');
    const [plain] = pagesOf(await pdfOf(appleLabels(21), layout));
    const [moved] = pagesOf(await pdfOf(appleLabels(21), layout, { ...usual, offset: { x: 1.5, y: -0.75 } }));
    for (const [index, code] of (plain?.codes ?? []).entries()) {
      expect((moved?.codes[index]?.x ?? 0) - code.x).toBeCloseTo(1.5, 3);
      expect((moved?.codes[index]?.y ?? 0) - code.y).toBeCloseTo(-0.75, 3);
    }
    expect(plain?.codes).toHaveLength(21);
  });

  test('has every label of a sheet in its own place', async () => {
    for (const layout of layouts.filter(({ medium }) => medium === 'sheet')) {
      const count = labelsPerPage(layout);
      const [page] = pagesOf(
        await pdfOf(appleLabels(count, 'compact'), layout, { ...usual, form: 'compact' }),
      );
      for (const [position, code] of (page?.codes ?? []).entries()) {
        const corner = cornerOf(layout, position);
        const edge = code.module * Math.max(...code.runs.map(([x, , length]) => x + length));
        expect(code.x).toBeGreaterThan(corner.x);
        expect(code.x + edge).toBeLessThan(corner.x + layout.label.width);
        expect(code.y).toBeGreaterThan(corner.y);
        expect(code.y + edge).toBeLessThan(corner.y + layout.label.height);
      }
      expect(page?.codes).toHaveLength(count);
    }
  });

  test('draws each code as one path, no picture', async () => {
    const pdf = await pdfOf(appleLabels(24), getLayout('a4-70x37'));
    expect(pdf.includes('/Subtype /Image')).toBe(false);
    expect(pagesOf(pdf)[0]?.content.match(/^f$/gm)).toHaveLength(24);
  });

  test('embeds subset fonts and none of the viewer’s own', async () => {
    const pdf = (await pdfOf(appleLabels(1), getLayout('a4-70x37'))).toString('latin1');
    expect(pdf.match(/\/FontFile2 /g)).toHaveLength(3);
    expect(pdf).not.toMatch(/\/Subtype \/Type1/);
    expect(pdf).not.toContain('Helvetica');
    expect(pdf.length).toBeLessThan(60_000);
  });

  test('embeds a rare character’s face only when it is used', async () => {
    const artwork = { ...appleLabel(1), producer: '垸村合作社' };
    const pdf = (await pdfOf([artwork], getLayout('a4-70x37'))).toString('latin1');
    expect(pdf.match(/\/FontFile2 /g)).toHaveLength(4);
  });

  test('shows a box where no font has the character', async () => {
    const boxes = async (product: string): Promise<number> => {
      const [page] = pagesOf(await pdfOf([{ ...appleLabel(1), product, words: [] }], getLayout('a4-70x37')));
      return page?.content.match(/^S$/gm)?.length ?? 0;
    };
    expect(await boxes('苹果')).toBe(0);
    expect(await boxes('㛃𠮷苹果')).toBe(2);
  });

  test('asks to be printed at 100 %', async () => {
    const pdf = (await pdfOf(appleLabels(1), getLayout('a4-70x37'))).toString('latin1');
    expect(pdf).toContain('/PrintScaling /None');
  });

  test('is the same bytes for the same labels and date, and says that date', async () => {
    const make = (): Promise<Buffer> => pdfOf(appleLabels(30), getLayout('a4-63x38'));
    const pdf = await make();
    expect(pdf.equals(await make())).toBe(true);
    expect(pdf.toString('latin1')).toContain('(D:20261123000000Z)');
    const later = await pdfOf(appleLabels(30), getLayout('a4-63x38'), { ...usual, createdAt: new Date(0) });
    expect(later.equals(pdf)).toBe(false);
  });

  test('of no labels is one empty page', async () => {
    const pages = pagesOf(await pdfOf([], getLayout('a4-70x37')));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.codes).toEqual([]);
  });
});

describe('a PDF that is refused', () => {
  test.each([
    ['a layout too small for a signed code', 'a4-38x21', usual],
    ['dots too coarse for the layout', 'a4-round30', { ...usual, dpi: 203 as const }],
    ['a start beyond the sheet', 'a4-70x37', { ...usual, start: 25 }],
    ['an offset beyond the bound', 'a4-70x37', { ...usual, offset: { x: 0, y: 5.5 } }],
  ])('for %s, gives no byte', async (_, id, options) => {
    const chunks: Buffer[] = [];
    const drawing = async (): Promise<void> => {
      for await (const chunk of sheetPdf(appleLabels(3), getLayout(id), options)) chunks.push(chunk);
    };
    await expect(drawing()).rejects.toThrow(DomainError);
    expect(chunks).toEqual([]);
  });
});

describe('a large set', () => {
  test('of 10,000 labels passes through in pages, never held as a whole', async () => {
    const layout = getLayout('a4-38x21');
    let asked = 0;
    function* counted(): Generator<LabelArtwork> {
      for (const artwork of appleLabels(10_000, 'compact')) {
        asked += 1;
        yield artwork;
      }
    }
    let pages = 0;
    let largest = 0;
    let ahead = 0;
    for await (const chunk of sheetPdf(counted(), layout, { ...usual, form: 'compact' })) {
      largest = Math.max(largest, chunk.length);
      pages += chunk.toString('latin1').match(/\/Type \/Page\n/g)?.length ?? 0;
      ahead = Math.max(ahead, asked - pages * labelsPerPage(layout));
    }
    expect(asked).toBe(10_000);
    expect(pages).toBe(Math.ceil(10_000 / 65));
    expect(ahead).toBeLessThanOrEqual(65 + 1);
    expect(largest).toBeLessThan(1_000_000);
  });

  test('is not drawn on while its reader pauses', async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<LabelArtwork> {
      for (const artwork of appleLabels(500)) {
        await Promise.resolve();
        asked += 1;
        yield artwork;
      }
    }
    const chunks = sheetPdf(counted(), getLayout('a4-70x37'), usual);
    await chunks.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(1);
    await chunks.next();
    expect(asked).toBeLessThanOrEqual(25);
    await chunks.return();
    expect(asked).toBeLessThanOrEqual(25);
  });

  test('closes its source when its reader goes away', async () => {
    let closed = false;
    function* watched(): Generator<LabelArtwork> {
      try {
        yield* appleLabels(500);
      } finally {
        closed = true;
      }
    }
    for await (const chunk of sheetPdf(watched(), getLayout('a4-70x37'), usual)) {
      if (chunk.length > 0) break;
    }
    expect(closed).toBe(true);
  });
});

const renderer = installed('pdftoppm');
const reason = renderer ? '' : ' (skipped: pdftoppm is not installed)';

describe(`a PDF as another program draws it${reason}`, () => {
  test.skipIf(!renderer).each(everyForm)('on %s, %s, is read back', async (_, form, layout) => {
    const folder = mkdtempSync(join(tmpdir(), 'furrow-labels-'));
    try {
      writeFileSync(
        join(folder, 'labels.pdf'),
        await pdfOf(appleLabels(4, form), layout, { ...usual, form }),
      );
      execFileSync('pdftoppm', ['-r', '300', '-gray', '-png', 'labels.pdf', 'page'], { cwd: folder });
      const read: string[] = [];
      for (const file of readdirSync(folder)
        .filter((name) => name.endsWith('.png'))
        .sort()) {
        read.push(...(await codesIn(readFileSync(join(folder, file)), 8)));
      }
      expect(read.sort()).toEqual([1, 2, 3, 4].map((number) => appleLabel(number, form).uri).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.skipIf(!installed('pdftotext'))('gives its text to a reader, Chinese included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'furrow-labels-'));
    try {
      writeFileSync(join(folder, 'labels.pdf'), await pdfOf(appleLabels(1), getLayout('a4-99x38')));
      const text = execFileSync('pdftotext', ['-layout', 'labels.pdf', '-'], {
        cwd: folder,
        encoding: 'utf8',
      });
      for (const part of [
        '烟台红富士苹果',
        '栖霞市官道镇果香苹果专业合作社',
        '承诺达标合格证',
        '(01)06937001000019',
      ]) {
        expect(text).toContain(part);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
