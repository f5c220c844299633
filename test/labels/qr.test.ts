import bwipjs from 'bwip-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeSvg,
  darkRuns,
  isDark,
  qrMatrix,
  renderTerminal,
  svgPathOf,
  uriLengthMax,
} from '../../src/labels/qr.js';
import { codePng, modulePixelsMax } from '../../src/labels/sheet-png.js';
import { appleLabel, codeOf, digitsOf } from './artworks.js';
import { Canvas, codesIn, paintPath } from './decoder.js';

/** A code's SVG as a decoder sees it, three pixels a module. */
function pictureOf(svg: string): Uint8Array {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const canvas = new Canvas(side * 3, side * 3);
  paintPath(canvas, /<path d="([^"]+)"/.exec(svg)?.[1] ?? '', 3);
  return canvas.encode();
}

const crockford = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
  minLength: 17,
  maxLength: 17,
});
const digits = (count: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: count, maxLength: count });
const host = fc.constantFrom(
  'https://zs.cn',
  'http://localhost:3000',
  'https://trace.example.com.cn',
  'https://a-b.cn/x',
);
const lot = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz-._%')),
  minLength: 1,
  maxLength: 20,
});
const signature = fc.option(
  fc.tuple(crockford, digits(155)).map(([kid, sign]) => `?s=${kid.slice(0, 3)}${sign}`),
  { nil: '' },
);
const identified = fc
  .tuple(host, digits(14), lot, fc.option(crockford, { nil: null }), signature)
  .map(
    ([at, gtin, batch, serial, tail]) =>
      `${at}/01/${gtin}/10/${batch}${serial === null ? '' : `/21/${serial}`}${tail}`,
  );
const plain = fc.tuple(host, crockford, signature).map(([at, code, tail]) => `${at}/t/${code}${tail}`);

describe('a QR code', () => {
  test('of any URI of ours is read back as the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(identified, plain), async (uri) => {
        expect(await codesIn(pictureOf(codeSvg(uri)))).toEqual([uri]);
      }),
      { numRuns: 150 },
    );
  });

  test('of any other printable ASCII text is read back as the same bytes', async () => {
    const text = fc.string({
      unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(text, async (uri) => {
        expect(await codesIn(pictureOf(codeSvg(uri)))).toEqual([uri]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['https://zs.cn', 'compact', 4],
    ['https://zs.example.cn', 'compact', 4],
    ['https://trace.example.com.cn', 'compact', 5],
    ['http://localhost:3000', 'signed', 8],
    ['https://zs.cn', 'signed', 8],
    ['https://trace.example.com.cn', 'signed', 8],
  ] as const)('of %s, %s, with a lot of 15 characters has version %i', (at, form, version) => {
    expect(qrMatrix(appleLabel(1, form, at).uri).version).toBe(version);
  });

  test('of a signed label with a short lot has version 7', () => {
    const uri = `https://zs.cn/01/06937001000019/10/A1/21/${codeOf(1)}?s=A7K${digitsOf(1)}`;
    expect(qrMatrix(uri).version).toBe(7);
  });

  test('of a signed label without GTIN has version 6 or 7', () => {
    expect(qrMatrix(`https://zs.cn/t/${codeOf(1)}?s=A7K${digitsOf(1)}`).version).toBe(6);
    expect(qrMatrix(`https://zs.example.cn/t/${codeOf(1)}?s=A7K${digitsOf(1)}`).version).toBe(7);
  });

  test('has one version throughout a set, whatever its serials look like', () => {
    const ends = ['00000000000000000', 'ZZZZZZZZZZZZZZZZZ', '0A0A0A0A0A0A0A0A0', codeOf(5)];
    const versions = ends.flatMap((serial) =>
      ['A7K', '000', 'ZZZ'].map(
        (kid) => qrMatrix(`https://b.cn/01/06937001000019/10/L1/21/${serial}?s=${kid}${digitsOf(2)}`).version,
      ),
    );
    expect(new Set(versions).size).toBe(1);
  });

  test('is level M', async () => {
    const { readBarcodes } = await import('zxing-wasm/reader');
    const [read] = await readBarcodes(pictureOf(codeSvg(appleLabel(3).uri)));
    expect(read?.extra).toContain('"ECLevel":"M"');
  });

  test('carries what an independent GS1 encoder accepts and encodes alike', async () => {
    const { uri } = appleLabel(4, 'compact');
    const png = await bwipjs.toBuffer({
      bcid: 'gs1dlqrcode',
      text: uri,
      scale: 3,
      padding: 12,
      backgroundcolor: 'FFFFFF',
    });
    expect(await codesIn(png)).toEqual([uri]);
    expect(await codesIn(pictureOf(codeSvg(uri)))).toEqual([uri]);
  });

  test('differs from one whose GTIN the independent encoder refuses', () => {
    const text = appleLabel(4, 'compact').uri.replace('06937001000019', '06937001000018');
    expect(() => bwipjs.toSVG({ bcid: 'gs1dlqrcode', text })).toThrow(/checksum/i);
  });

  test.each([
    '',
    'x'.repeat(uriLengthMax + 1),
    'https://zs.cn/t/苹果',
    'https://zs.cn/t/A B',
    'https://zs.cn/\n',
  ])('is not made of %j', async (uri) => {
    expect(() => qrMatrix(uri)).toThrow(RangeError);
    expect(() => codeSvg(uri)).toThrow(RangeError);
    await expect(codePng(uri)).rejects.toThrow(RangeError);
    expect(() => renderTerminal(uri)).toThrow(RangeError);
  });

  test('is light everywhere outside', () => {
    const matrix = qrMatrix('https://zs.cn/t/A');
    expect(isDark(matrix, -1, 0)).toBe(false);
    expect(isDark(matrix, 0, matrix.size)).toBe(false);
    expect(isDark(matrix, matrix.size, 0)).toBe(false);
    expect(isDark(matrix, 0, 0)).toBe(true);
  });

  test('consists of its dark runs and nothing else', () => {
    const matrix = qrMatrix(appleLabel(6).uri);
    const painted = new Uint8Array(matrix.size * matrix.size);
    for (const { column, row, length } of darkRuns(matrix)) {
      painted.fill(1, row * matrix.size + column, row * matrix.size + column + length);
    }
    expect([...painted]).toEqual([...matrix.modules]);
  });
});

describe('the SVG of a code', () => {
  test('has four light modules around it', () => {
    const svg = codeSvg(appleLabel(1).uri);
    const { size } = qrMatrix(appleLabel(1).uri);
    expect(svg).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
    const path = svgPathOf(qrMatrix(appleLabel(1).uri), 4, 4);
    const columns = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)];
    expect(Math.min(...columns.map((match) => Number(match[1])))).toBe(4);
    expect(Math.max(...columns.map((match) => Number(match[1]) + Number(match[3])))).toBe(size + 4);
  });

  test('is as large as its modules say', () => {
    expect(codeSvg(appleLabel(1).uri, 0.5)).toContain('width="28.5mm"');
  });

  test.each([0, -1, NaN, Infinity, 11, '4"/><script>alert(1)</script>', '0.5', null, {}])(
    'refuses %j for the size of a module',
    (size) => {
      expect(() => codeSvg('https://zs.cn/t/A', size as number)).toThrow(RangeError);
    },
  );

  test('holds no text of the URI', () => {
    const svg = codeSvg('https://zs.cn/"><script>alert(1)</script>');
    expect(svg).not.toContain('script');
    expect(svg).not.toContain('zs.cn');
  });
});

describe('the PNG of a code', () => {
  test.each([2, 4, 9])('is read at %i pixels a module', async (pixels) => {
    const { uri } = appleLabel(7);
    expect(await codesIn(await codePng(uri, pixels))).toEqual([uri]);
  });

  test.each([0, 0.5, -3, modulePixelsMax + 1, NaN, '8'])('refuses %j pixels a module', async (pixels) => {
    await expect(codePng('https://zs.cn/t/A', pixels as number)).rejects.toThrow(RangeError);
  });
});

describe('a code in a terminal', () => {
  /** Blocks back to modules: a block is light. */
  function pictureOfText(text: string): Uint8Array {
    const lines = text.trimEnd().split('\n');
    const width = Math.max(...lines.map((line) => line.length));
    const canvas = new Canvas(width * 4, lines.length * 8);
    for (const [row, line] of lines.entries()) {
      for (const [column, block] of Array.from(line).entries()) {
        if (block === ' ' || block === '▄') canvas.dark(column * 4, row * 8, 4, 4);
        if (block === ' ' || block === '▀') canvas.dark(column * 4, row * 8 + 4, 4, 4);
      }
    }
    return canvas.encode();
  }

  test('is read back, and fits 80 columns', async () => {
    const { uri } = appleLabel(8);
    const text = renderTerminal(uri);
    expect(await codesIn(pictureOfText(text))).toEqual([uri]);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('sets its own colours when asked', () => {
    const plainText = renderTerminal('https://zs.cn/t/A');
    const coloured = renderTerminal('https://zs.cn/t/A', { color: true });
    expect(plainText).not.toContain('\u001b');
    // eslint-disable-next-line no-control-regex -- the escape sequences are what it takes away
    expect(coloured.replace(/\u001b\[[\d;]+m/g, '')).toBe(plainText);
  });
});
