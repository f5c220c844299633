import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePieces,
  groupsOfFour,
  mixesAlphabets,
  plainText,
  replacement,
  shownTextMax,
} from '../../src/web/safe-text.js';

const at = (...points: number[]): string => String.fromCodePoint(...points);
const bidi = [0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
const unseen = [
  ...bidi,
  0x0000,
  0x0007,
  0x001b,
  0x007f,
  0x0085 + 1,
  0x00ad,
  0x034f,
  0x115f,
  0x1160,
  0x17b4,
  0x180e,
  0x200b,
  0x200c,
  0x200d,
  0x2060,
  0x2061,
  0x2064,
  0x2065,
  0x206a,
  0x206f,
  0x3164,
  0xe000,
  0xfeff,
  0xffa0,
  0xfff9,
  0xfffb,
  0x1d173,
  0xe0001,
  0xe0041,
  0xf0000,
];

describe('typed text made plain', () => {
  it('shows every unseen character as a replacement mark', () => {
    for (const point of unseen)
      expect(plainText(`甲${at(point)}乙`), point.toString(16)).toBe(`甲${replacement}乙`);
  });

  it.each([0xd800, 0xdbff, 0xdc00, 0xdfff])('shows the lone surrogate %i as a replacement mark', (unit) => {
    expect(plainText(`a${String.fromCharCode(unit)}b`)).toBe(`a${replacement}b`);
  });

  it('leaves Chinese, rare characters, variants of them, Latin with accents and emoji as they are', () => {
    const kept = ['栖霞示例果业', at(0x20bb7) + '野家', `葛${at(0xe0100)}城`, 'Café Nguyễn', '🍎🍏', 'བསྒྲུབས'];
    for (const text of kept) expect(plainText(text)).toBe(text);
  });

  it('keeps a joiner between two emoji and nowhere else', () => {
    const family = `👩${at(0x200d)}🌾`;
    expect(plainText(family)).toBe(family);
    expect(plainText(`甲${at(0x200d)}🌾`)).toBe(`甲${replacement}🌾`);
  });

  it('cuts piled-up combining marks to four', () => {
    const pile = at(...Array.from({ length: 200 }, () => 0x0316));
    expect(plainText(`o${pile}x`)).toBe(`o${pile.slice(0, 4)}x`);
  });

  it('turns any run of white space into one space and trims the ends', () => {
    expect(plainText(`  a \t\n${at(0x2028, 0x3000, 0x00a0, 0x2800)} b\r\n`)).toBe('a b');
  });

  it('cuts a long text with an ellipsis and not through a surrogate pair', () => {
    const shown = plainText('🍎'.repeat(10_000));
    expect(shown.length).toBeLessThanOrEqual(shownTextMax + 1);
    expect(shown.endsWith('🍎…')).toBe(true);
    expect(plainText(`a${'🍎'.repeat(10_000)}`)).not.toContain(replacement);
  });

  it('leaves nothing unseen in any text, and changes nothing the second time', () => {
    const wild = fc.string({ unit: 'binary', maxLength: 60 });
    const seams = fc.array(fc.constantFrom(...unseen), { maxLength: 20 }).map((points) => at(...points));
    fc.assert(
      fc.property(fc.array(fc.oneof(wild, seams), { maxLength: 6 }), (parts) => {
        const shown = plainText(parts.join('果'));
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Co}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u);
        expect(plainText(shown)).toBe(shown);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('look-alike letters', () => {
  it('are told of when two alphabets meet in one text', () => {
    expect(mixesAlphabets(`${at(0x0410)}pple`)).toBe(true);
    expect(mixesAlphabets(`${at(0x0391)}lpha`)).toBe(true);
    expect(mixesAlphabets(`B${at(0x13aa)}`)).toBe(true);
  });

  it('are not suspected in Chinese with Latin, nor in one foreign alphabet', () => {
    for (const text of ['烟富3 Fuji', 'Яблоки', 'Μήλα', '', '123']) expect(mixesAlphabets(text)).toBe(false);
  });

  it('in a lot number stand out with their code point', () => {
    expect(codePieces(`APP-${at(0x0410)}1`)).toEqual([
      { text: 'APP-', foreign: null },
      { text: at(0x0410), foreign: 'U+0410' },
      { text: '1', foreign: null },
    ]);
  });

  it('that are full-width, spaces or unseen stand out, too', () => {
    expect(codePieces(at(0xff21))).toEqual([{ text: at(0xff21), foreign: 'U+FF21' }]);
    expect(codePieces(' ')).toEqual([{ text: '', foreign: 'U+0020' }]);
    expect(codePieces(at(0x202e))).toEqual([{ text: replacement, foreign: 'U+202E' }]);
    expect(codePieces(at(0x1d400))).toEqual([{ text: at(0x1d400), foreign: 'U+1D400' }]);
  });

  it('are absent from every lot number of GS1, which stays in one piece', () => {
    const lot = 'APP-20261018-01!"%&\'()*+,-./:;<=>?_';
    expect(codePieces(lot)).toEqual([{ text: lot, foreign: null }]);
  });

  it('do not make a page long: a number of ten thousand of them is cut', () => {
    const pieces = codePieces('果'.repeat(10_000));
    expect(pieces).toHaveLength(97);
    expect(pieces.at(-1)).toEqual({ text: '…', foreign: null });
  });
});

describe('a number to compare', () => {
  it('stands in groups of four and copies as one', () => {
    expect(groupsOfFour('8F3KQ7TN2V5XRA4DN')).toEqual(['8F3K', 'Q7TN', '2V5X', 'RA4D', 'N']);
    expect(groupsOfFour('')).toEqual([]);
  });
});
