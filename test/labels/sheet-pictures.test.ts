import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import type { LabelArtwork } from '../../src/labels/artwork.js';
import { dotMm, getLayout, layouts } from '../../src/labels/layouts.js';
import { drawLabel } from '../../src/labels/sheet-label.js';
import { drawPage } from '../../src/labels/sheet-page.js';
import { drawingPng } from '../../src/labels/sheet-png.js';
import { drawingSvg } from '../../src/labels/sheet-svg.js';
import { labelFonts } from '../../src/labels/text-font.js';
import { appleLabel, appleLabels } from './artworks.js';
import { codePicturesOf, codesIn, installed } from './decoder.js';

const fonts = labelFonts();
const everyForm = layouts.flatMap((layout) => layout.forms.map((form) => [layout.id, form, layout] as const));

describe('the SVG of a label', () => {
  test.each(everyForm)('on %s, %s, holds a code that is read back', async (_, form, layout) => {
    const svg = drawingSvg(drawLabel(fonts, appleLabel(9, form), layout, { form }));
    const read = await Promise.all(codePicturesOf(svg).map((png) => codesIn(png)));
    expect(read).toEqual([[appleLabel(9, form).uri]]);
    expect(svg).toContain(`width="${layout.label.width}mm" height="${layout.label.height}mm"`);
  });

  const attacks = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '&lt;b&gt;',
    ']]>',
  ];

  test.each(attacks)('keeps %s a text', (attack) => {
    const artwork: LabelArtwork = {
      ...appleLabel(1),
      product: attack,
      producer: attack,
      net: attack,
      lot: attack,
      words: [attack],
      readable: [attack],
      code: attack,
    };
    const svg = drawingSvg(drawLabel(fonts, artwork, getLayout('a4-70x37'), { form: 'signed' }));
    const tags = [...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, tag = '']) => tag);
    expect([...new Set(tags)].sort()).toEqual(['defs', 'desc', 'g', 'path', 'rect', 'svg', 'title', 'use']);
    expect(svg.replace(/<(title|desc)>[^<]*<\/\1>/g, '')).not.toMatch(/alert|onerror|onload/);
    expect(svg.match(/"/g)?.length ?? 1).toSatisfy((count: number) => count % 2 === 0);
  });

  test('says in words what it is', () => {
    const svg = drawingSvg(drawLabel(fonts, appleLabel(1), getLayout('a4-70x37'), { form: 'signed' }));
    expect(svg).toContain(`<title>烟台红富士苹果 1XF1 0K9V WFPP 2HSR D</title>`);
    expect(svg).toContain('role="img"');
  });

  test('defines each glyph once and uses no font', () => {
    const svg = drawingSvg(drawLabel(fonts, appleLabel(1), getLayout('a4-70x37'), { form: 'signed' }));
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const used = [...svg.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(used)).toEqual(new Set(ids));
    expect(svg).not.toMatch(/<text|font-family|https?:\/\/(?!www\.w3\.org|zs\.example\.cn)/);
  });

  test.skipIf(!installed('rsvg-convert'))(
    `is drawn alike by another program${installed('rsvg-convert') ? '' : ' (skipped: rsvg-convert is not installed)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'furrow-labels-'));
      try {
        const svg = drawingSvg(drawLabel(fonts, appleLabel(1), getLayout('roll-60x40'), { form: 'signed' }));
        writeFileSync(join(folder, 'label.svg'), svg);
        const png = execFileSync('rsvg-convert', ['-w', '900', 'label.svg'], { cwd: folder });
        expect(await codesIn(png)).toEqual([appleLabel(1).uri]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe('the PNG of a label', () => {
  test.each(everyForm)('on %s, %s, is read back', async (_, form, layout) => {
    const png = await drawingPng(drawLabel(fonts, appleLabel(9, form), layout, { form, dpi: 300 }), 300);
    expect(await codesIn(png)).toEqual([appleLabel(9, form).uri]);
  });

  test('is a valid PNG of the right size that knows its resolution', async () => {
    const layout = getLayout('roll-60x40');
    const png = await drawingPng(drawLabel(fonts, appleLabel(1), layout, { form: 'signed', dpi: 203 }), 203);
    const { height, width } = PNG.sync.read(png, { checkCRC: true });
    expect([width, height]).toEqual([480, 320]);
    const physical = png.indexOf('pHYs');
    expect(png.readUInt32BE(physical + 4)).toBe(8000);
    expect(png.readUInt8(physical + 12)).toBe(1);
  });

  test('has every module in whole pixels, black or white', async () => {
    const layout = getLayout('roll-50x30');
    const drawing = drawLabel(fonts, appleLabel(1), layout, { form: 'signed', dpi: 203 });
    const [code] = drawing.marks;
    if (code?.kind !== 'code') throw new Error('the code is not first');
    const { data, width } = PNG.sync.read(await drawingPng(drawing, 203));
    const [left, top] = [code.x, code.y].map((mm) => Math.round(mm / dotMm(203)));
    const dots = Math.round(code.module / dotMm(203));
    const wrong: string[] = [];
    for (let row = 0; row < code.matrix.size * dots; row += 1) {
      for (let column = 0; column < code.matrix.size * dots; column += 1) {
        const dark =
          code.matrix.modules[Math.floor(row / dots) * code.matrix.size + Math.floor(column / dots)];
        const at = (((top ?? 0) + row) * width + (left ?? 0) + column) * 4;
        if (data[at] !== (dark === 1 ? 0 : 255)) wrong.push(`${column},${row}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('fills glyphs as their outlines say', async () => {
    const drawing = { width: 20, height: 20, title: '', description: '' };
    const face = fonts.faceOf('bold', 0x56de);
    if (face === null) throw new Error('the font lacks 回');
    const png = await drawingPng(
      { ...drawing, marks: [{ kind: 'text', x: 1, baseline: 17, size: 18, face, text: '回' }] },
      203,
    );
    const { data, width } = PNG.sync.read(png);
    const shade = (x: number, y: number): number => data[(y * 8 * width + x * 8) * 4] ?? -1;
    expect(shade(10, 10)).toBe(255);
    expect(shade(5, 10)).toBe(255);
    expect(shade(0, 0)).toBe(255);
    const dark = data.filter((value, index) => index % 4 === 0 && value < 128).length;
    expect(dark / (data.length / 4)).toBeGreaterThan(0.15);
    expect(dark / (data.length / 4)).toBeLessThan(0.5);
  });
});

describe('the first page of a set', () => {
  test('has as many labels as fit, and reads no more of the set', async () => {
    let asked = 0;
    function* counted(): Generator<LabelArtwork> {
      for (const artwork of appleLabels(1000)) {
        asked += 1;
        yield artwork;
      }
    }
    const layout = getLayout('a4-70x37');
    const page = await drawPage(counted(), layout, { form: 'signed', dpi: 300, start: 5 });
    expect(page.marks.filter(({ kind }) => kind === 'code')).toHaveLength(20);
    expect(asked).toBe(20);
    const read = await codesIn(await drawingPng(page, 300), 24);
    expect(read.sort()).toEqual([...appleLabels(20)].map(({ uri }) => uri).sort());
    expect(codePicturesOf(drawingSvg(page))).toHaveLength(20);
  });

  test('of a roll is one label', async () => {
    const layout = getLayout('roll-60x40');
    const page = await drawPage(appleLabels(9), layout, { form: 'signed' });
    expect([page.width, page.height]).toEqual([60, 40]);
    expect(page.marks.filter(({ kind }) => kind === 'code')).toHaveLength(1);
  });

  test('refuses a start beyond it', async () => {
    const page = drawPage(appleLabels(1), getLayout('a4-70x37'), { form: 'signed', start: 30 });
    await expect(page).rejects.toThrow(/between 1 and 24/);
  });
});
