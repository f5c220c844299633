import { describe, expect, test } from 'vitest';
import type { LabelArtwork } from '../../src/labels/artwork.js';
import { grouped } from '../../src/labels/artwork.js';
import { layouts, type LabelLayout } from '../../src/labels/layouts.js';
import type { LabelDrawing, Mark } from '../../src/labels/sheet-drawing.js';
import { drawLabel } from '../../src/labels/sheet-label.js';
import { labelFonts } from '../../src/labels/text-font.js';
import { widthOf } from '../../src/labels/text-line.js';
import { DomainError } from '../../src/http/problems.js';
import { appleLabel } from './artworks.js';

const fonts = labelFonts();

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a mark covers; a code with its quiet zone. */
function extentOf(mark: Mark): Extent {
  if (mark.kind === 'code') {
    const quiet = 4 * mark.module;
    const edge = mark.matrix.size * mark.module;
    return {
      left: mark.x - quiet,
      top: mark.y - quiet,
      right: mark.x + edge + quiet,
      bottom: mark.y + edge + quiet,
    };
  }
  if (mark.kind === 'box') {
    return { left: mark.x, top: mark.y, right: mark.x + mark.width, bottom: mark.y + mark.height };
  }
  let width = 0;
  for (const character of mark.text) width += mark.face.advance(character.codePointAt(0) ?? 0) * mark.size;
  return {
    left: mark.x,
    top: mark.baseline - 0.75 * mark.size,
    right: mark.x + width,
    bottom: mark.baseline + 0.05 * mark.size,
  };
}

const textOf = (drawing: LabelDrawing): string =>
  drawing.marks.map((mark) => (mark.kind === 'text' ? mark.text : '')).join('|');

const slack = 0.02;
const overlap = (a: Extent, b: Extent): boolean =>
  a.left < b.right - slack &&
  b.left < a.right - slack &&
  a.top < b.bottom - slack &&
  b.top < a.bottom - slack;

function faultsOf(drawing: LabelDrawing, layout: LabelLayout): string[] {
  const faults: string[] = [];
  const code = drawing.marks.find((mark) => mark.kind === 'code');
  const others = drawing.marks.filter((mark) => mark.kind !== 'code');
  if (code === undefined) return ['no code'];
  for (const mark of drawing.marks) {
    const { bottom, left, right, top } = extentOf(mark);
    const inside =
      left >= -slack &&
      top >= -slack &&
      right <= layout.label.width + slack &&
      bottom <= layout.label.height + slack;
    if (!inside) faults.push(`outside the label: ${mark.kind === 'text' ? mark.text : mark.kind}`);
    if (layout.arrangement === 'round') faults.push(...outsideCircle(mark, layout));
  }
  const quiet = code.module * 4;
  for (const mark of others) {
    const area = extentOf(code);
    // The foot's ascenders may use a fifth of the quiet zone's lower row, as they are not ink to its edge.
    if (overlap({ ...area, bottom: area.bottom - quiet * 0.3 }, extentOf(mark)))
      faults.push('over the quiet zone');
  }
  const texts = others.filter((mark) => mark.kind === 'text').map(extentOf);
  for (const [index, one] of texts.entries()) {
    if (texts.slice(index + 1).some((other) => overlap(one, other))) faults.push('text over text');
  }
  return faults;
}

function outsideCircle(mark: Mark, layout: LabelLayout): string[] {
  const { bottom, left, right, top } = extentOf(mark);
  const middle = layout.label.width / 2;
  const corners = [left, right].flatMap((x) => [top, bottom].map((y) => Math.hypot(x - middle, y - middle)));
  return Math.max(...corners) > middle ? [`outside the circle: ${mark.kind}`] : [];
}

const long: Partial<LabelArtwork> = {
  product: '中国地理标志产品烟台栖霞红富士条纹苹果特级果',
  producer: '山东省烟台市栖霞市官道镇果香苹果种植农民专业合作社联合社有限责任公司',
  lot: 'ABCDEFGHIJ-123456789',
  net: '12.5 kg（约 48 枚）',
  words: ['承诺达标合格证', '绿色食品'],
};
const bare: Partial<LabelArtwork> = { words: [], readable: [], lot: '', producer: '', net: '' };
const strange: Partial<LabelArtwork> = { product: '㛃𠮷垸苹果', producer: '<script>alert(1)</script> & 𠮷' };
const latin: Partial<LabelArtwork> = {
  product: 'Fuji apples, first class',
  producer: 'Qixia Guoxiang Cooperative',
};

const cases = layouts.flatMap((layout) =>
  layout.forms.flatMap((form) =>
    Object.entries({ usual: {}, long, bare, strange, latin }).map(
      ([name, change]) => [layout.id, form, name, layout, change] as const,
    ),
  ),
);

describe('a label', () => {
  test.each(cases)('%s, %s, with %s texts keeps everything in its place', (_, form, __, layout, change) => {
    const drawing = drawLabel(fonts, { ...appleLabel(3, form), ...change }, layout, { form });
    expect(faultsOf(drawing, layout)).toEqual([]);
  });

  test.each(layouts.map((layout) => [layout.id, layout] as const))(
    '%s bears the product and the code in groups',
    (_, layout) => {
      const artwork = appleLabel(5, 'compact');
      const text = textOf(drawLabel(fonts, artwork, layout, { form: 'compact' })).replaceAll('|', '');
      expect(text).toContain(artwork.product);
      expect(text.replaceAll(' ', '')).toContain(artwork.code);
      expect(text).toContain(artwork.lot);
    },
  );

  test.each(
    layouts
      .filter(({ arrangement }) => arrangement !== 'round')
      .map((layout) => [layout.id, layout] as const),
  )('%s bears net content, producer, words and the human readable line', (_, layout) => {
    const artwork = appleLabel(5, 'compact');
    const text = textOf(drawLabel(fonts, artwork, layout, { form: 'compact' })).replaceAll('|', '');
    expect(text).toContain('净含量 5 kg');
    expect(text).toContain(artwork.producer);
    expect(text).toContain('承诺达标合格证');
    for (const element of artwork.readable) expect(text.replaceAll(' ', '')).toContain(element);
  });

  test('breaks a human readable line that comes in one piece between its elements', () => {
    const artwork = { ...appleLabel(5), readable: [appleLabel(5).readable.join('')] };
    const layout = layouts.find(({ id }) => id === 'roll-50x30');
    if (layout === undefined) throw new Error('no such layout');
    const text = textOf(drawLabel(fonts, artwork, layout, { form: 'signed' }));
    expect(text).toContain('(01)06937001000019|(10)APP-20261018-01|(21)');
  });

  test('is captioned in English when asked', () => {
    const layout = layouts[0];
    if (layout === undefined) throw new Error('no layouts');
    const text = textOf(drawLabel(fonts, appleLabel(5), layout, { form: 'signed', language: 'en' }));
    expect(text).toContain('Net 5 kg');
    expect(text).toContain('Lot APP-20261018-01');
  });

  test('has its code on whole dots', () => {
    for (const layout of layouts) {
      const form = layout.forms.includes('signed') ? 'signed' : 'compact';
      const [code] = drawLabel(fonts, appleLabel(2, form), layout, { form, dpi: 300 }).marks;
      if (code?.kind !== 'code') throw new Error('the code is not first');
      for (const mm of [code.x, code.y, code.module]) {
        const dots = (mm * 300) / 25.4;
        expect(Math.abs(dots - Math.round(dots))).toBeLessThan(1e-6);
      }
    }
  });

  test('is not drawn where its code would be too fine', () => {
    const layout = layouts.find(({ id }) => id === 'a4-38x21');
    if (layout === undefined) throw new Error('no such layout');
    expect(() => drawLabel(fonts, appleLabel(1), layout, { form: 'signed' })).toThrow(DomainError);
  });

  test('has its name without direction marks', () => {
    const layout = layouts[0];
    if (layout === undefined) throw new Error('no layouts');
    const artwork = { ...appleLabel(5), product: '\u202e果苹士富红\u202c', producer: 'a\u2066b' };
    const drawing = drawLabel(fonts, artwork, layout, { form: 'signed' });
    expect(`${textOf(drawing)}${drawing.title}`).not.toMatch(/\p{Cf}/u);
  });
});

describe('a code in groups', () => {
  test('has four characters in each but the last', () => {
    expect(grouped('8F3K2M9Q7TXA4BCDZ')).toBe('8F3K 2M9Q 7TXA 4BCD Z');
    expect(widthOf(fonts, 'mono', grouped('8F3K2M9Q7TXA4BCDZ'))).toBeCloseTo(21 * 0.6, 1);
  });
});
