import { describe, expect, test } from 'vitest';
import { lineOfText } from '../../src/labels/sheet-drawing.js';
import { LabelFonts, labelFontFolder, labelFonts } from '../../src/labels/text-font.js';
import { fitText, printable, runsOf, widthOf, type FitRule } from '../../src/labels/text-line.js';

const fonts = labelFonts();
const has = (character: string): boolean => fonts.faceOf('regular', character.codePointAt(0) ?? 0) !== null;

describe('the label fonts', () => {
  test('hold Latin, digits and punctuation of both scripts in every style', () => {
    for (const character of 'AZaz09()-./:…·，。：（）《》“”%℃kg') {
      expect([character, has(character)]).toEqual([character, true]);
    }
  });

  /** Han characters of rows of GB 2312 that no face holds. */
  function missingOf(firstRow: number, lastRow: number): string[] {
    const decoder = new TextDecoder('gb18030');
    const missing: string[] = [];
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
        const character = decoder.decode(Uint8Array.of(row, cell));
        if (/^\p{sc=Han}$/u.test(character) && !has(character)) missing.push(character);
      }
    }
    return missing;
  }

  test('hold every usual character of GB 2312, and all but 33 of the rare ones', () => {
    expect(missingOf(0xb0, 0xd7)).toEqual([]);
    expect(missingOf(0xd8, 0xf7).length).toBeLessThanOrEqual(33);
  });

  test.each(Array.from('垸堌岽筜妘嫄奡堃喆昇煊燚犇'))(
    'hold %s, which stands in names of places and people',
    (character) => {
      expect(has(character)).toBe(true);
    },
  );

  test.each(['㛃', '𠮷', '\u0627', '\u{1F34E}', '\ufffd'])('do not hold %s', (character) => {
    expect(has(character)).toBe(false);
  });

  test('draw codes in letters of one width', () => {
    const widths = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ()- ').map((letter) =>
      widthOf(fonts, 'mono', letter),
    );
    expect(new Set(widths).size).toBe(1);
  });

  test('draw bold in a bold face, and in the regular one what bold lacks', () => {
    expect(fonts.faceOf('bold', 0x82f9)?.name).toBe('bold');
    expect(fonts.faceOf('bold', '垸'.codePointAt(0) ?? 0)?.name).toMatch(/^rare-/);
  });

  test('have outlines of closed contours for letters and none for a space', () => {
    const face = fonts.faceOf('regular', 0x41);
    expect(face?.outline(0x41)[0]?.command).toBe('move');
    expect(face?.outline(0x20)).toEqual([]);
  });

  test('are missed with a word on how to make them', () => {
    expect(() => new LabelFonts('/nowhere')).toThrow(/ENOENT/);
    expect(labelFontFolder).toMatch(/\.cache\/label-font\/$/);
  });
});

describe('a text for a label', () => {
  test.each([
    ['苹果\u202e果苹', '苹果果苹'],
    ['a\u2066b\u2069c\u200e\u200f\u061c', 'abc'],
    ['zero\u200b\u200c\u200d\u2060\ufeffwidth', 'zerowidth'],
    ['bell\u0007 esc\u001b[31m nul\u0000', 'bell esc[31m nul'],
    ['two\nlines\r\nand\ttab\u2028x', 'two lines and tab x'],
    ['  much   space\u3000here\u00a0 ', 'much space here'],
    ['葛\u{e0100}城', '葛城'],
    ['tag\u{e0041}\u{e007f}s', 'tags'],
    ['e\u0301', 'é'],
    ['half\ud800pair', 'half\ufffdpair'],
    ['\udc00', '\ufffd'],
    ['blank\u3164\uffa0\u115f', 'blank'],
    ['', ''],
    ['\u200b', ''],
  ])('is printed from %j as %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('keeps what has a shape', () => {
    const text = '<b>&"山东·烟台” 5 kg (A/B) -1 €';
    expect(printable(text)).toBe(text);
  });

  test('is cut into runs of one face each', () => {
    const runs = runsOf(fonts, 'regular', 'A垸B㛃𠮷C');
    expect(runs.map(({ face, text }) => [face?.name.replace(/\d+/, 'n') ?? null, text])).toEqual([
      ['regular', 'A'],
      ['rare-n', '垸'],
      ['regular', 'B'],
      [null, '㛃𠮷'],
      ['regular', 'C'],
    ]);
    expect(runs[4]?.offset).toBeCloseTo(widthOf(fonts, 'regular', 'A垸B㛃𠮷'), 9);
  });

  test('shows a box for each character no font has', () => {
    const marks = lineOfText(fonts, '㛃A𠮷𠮷', { x: 10, top: 5, size: 4, style: 'regular' });
    const boxes = marks.filter((mark) => mark.kind === 'box');
    expect(boxes).toHaveLength(3);
    for (const box of boxes) {
      expect(box.line).toBeGreaterThan(0);
      expect(box.y).toBeGreaterThanOrEqual(5);
      expect(box.y + box.height).toBeLessThanOrEqual(9);
    }
    expect(boxes.map((box) => box.x)).toEqual([...boxes.map((box) => box.x)].sort((a, b) => a - b));
  });

  test('is placed by its middle and by its right edge', () => {
    const width = widthOf(fonts, 'regular', 'AB') * 4;
    const at = (align: 'left' | 'middle' | 'right'): number | undefined =>
      lineOfText(fonts, 'AB', { x: 50, top: 0, size: 4, style: 'regular', align })[0]?.x;
    expect([at('left'), at('middle'), at('right')]).toEqual([50, 50 - width / 2, 50 - width]);
  });
});

describe('fitting a text', () => {
  const rule: FitRule = { style: 'regular', size: 4, floor: 2, linesMax: 2 };
  const widest = (text: string, size: number): number => widthOf(fonts, 'regular', text) * size;

  test('leaves one that fits as it is', () => {
    expect(fitText(fonts, '苹果', rule, 20)).toEqual({ size: 4, lines: ['苹果'] });
  });

  test('shrinks a name before it breaks it', () => {
    const fitted = fitText(fonts, '栖霞市果香苹果专业合作社', rule, 30);
    expect(fitted.lines).toEqual(['栖霞市果香苹果专业合作社']);
    expect(fitted.size).toBeCloseTo(2.5, 9);
  });

  test('breaks a long name evenly, never leaving one character alone', () => {
    const { lines, size } = fitText(fonts, '栖霞市官道镇果香苹果专业合作社', rule, 20);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toBe('栖霞市官道镇果香苹果专业合作社');
    expect(Math.min(...lines.map((line) => line.length))).toBeGreaterThan(5);
    expect(size).toBeGreaterThan(2);
  });

  test.each([
    ['生产者 栖霞示例果业农民专业合作社', 18, ['生产者', '栖霞示例果业农民专业合作社'], 1.3],
    ['栖霞示例果业农民专业合作社', 14, ['栖霞示例果业', '农民专业合作社'], 2],
    ['大米 五优稻4号', 12, ['大米', '五优稻4号'], 2],
    ['五常市稻香示例农民专业合作社', 15, ['五常市稻香示例', '农民专业合作社'], 2],
    ['内蒙古自治区示例种植有限责任公司', 18, ['内蒙古自治区示例', '种植有限责任公司'], 2],
  ] as const)('breaks %s at a space, else between words', (text, width, lines, floor) => {
    expect(fitText(fonts, text, { ...rule, floor }, width).lines).toEqual(lines);
  });

  test('breaks Latin at spaces only', () => {
    const { lines } = fitText(fonts, 'Qixia Guoxiang Apple Cooperative', rule, 30);
    expect(lines.join(' ')).toBe('Qixia Guoxiang Apple Cooperative');
  });

  test('cuts what does not fit at the floor size, and shows it', () => {
    const { lines, size } = fitText(fonts, '苹'.repeat(200), rule, 20);
    expect(size).toBe(2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });

  test('never cuts an identifier', () => {
    const code = '(01)06937001000019 (10)APP-20261018-01-LONG-LONG (21)8F3K2M9Q7TXA4BCDZ';
    const { lines } = fitText(fonts, code, { ...rule, style: 'mono', linesMax: 3, whole: true }, 8);
    expect(lines.join(' ')).toBe(code);
  });

  test.each(['苹果', 'W'.repeat(90), '一'.repeat(300), 'a b c d e f', '(10)A (21)B', '㛃𠮷㛃𠮷㛃𠮷㛃𠮷'])(
    'keeps %s within the width',
    (text) => {
      for (const width of [3, 10, 40]) {
        const { lines, size } = fitText(fonts, text, rule, width);
        for (const line of lines) expect(widest(line, size)).toBeLessThanOrEqual(width + 1e-6);
      }
    },
  );
});
