import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBundle, parseBundle } from '../../src/ledger/bundle.js';
import { utf8Encode } from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

const two = encodeBundle([utf8Encode('one'), utf8Encode('three')]);

describe('a bundle of entries', () => {
  it('has each entry after its length in two bytes, big-endian', () => {
    expect(two).toEqual(utf8Encode('\0\u0003one\0\u0005three'));
    const long = encodeBundle([new Uint8Array(0x1234)]);
    expect([...long.subarray(0, 3)]).toEqual([0x12, 0x34, 0]);
    expect(long).toHaveLength(2 + 0x1234);
  });

  it('is read back as the entries it was made of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 }),
        (entries) => {
          expect(parseBundle(encodeBundle(entries), entries.length)).toEqual(entries);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('holds 256 entries of 65,535 bytes, and no more of either', () => {
    const entry = new Uint8Array(65_535).fill(9);
    expect(parseBundle(encodeBundle([entry, entry]), 2)).toEqual([entry, entry]);
    expect(codeOf(() => encodeBundle([new Uint8Array(65_536)]))).toBe('bundle-malformed');
    const many = Array.from({ length: 256 }, () => new Uint8Array(1));
    expect(parseBundle(encodeBundle(many), 256)).toHaveLength(256);
    expect(codeOf(() => encodeBundle([...many, new Uint8Array(1)]))).toBe('bundle-malformed');
    expect(codeOf(() => encodeBundle([]))).toBe('bundle-malformed');
  });

  it('gives copies, which do not hold on to the bundle', () => {
    const bytes = two.slice();
    parseBundle(bytes, 2)[0]?.fill(0);
    expect(bytes).toEqual(two);
  });

  it.each([0, 1, 3, 257, -1, 1.5, NaN])('of two entries is refused as one of %d', (width) => {
    expect(codeOf(() => parseBundle(two, width))).toBe('bundle-malformed');
  });

  it('is refused when it is cut anywhere, or when anything follows', () => {
    for (let length = 0; length < two.length; length += 1) {
      expect(codeOf(() => parseBundle(two.subarray(0, length), 2))).toBe('bundle-malformed');
    }
    for (const junk of ['\0', '\0\0', '\n', '\0\u0003one']) {
      const longer = new Uint8Array([...two, ...utf8Encode(junk)]);
      expect(codeOf(() => parseBundle(longer, 2))).toBe('bundle-malformed');
    }
  });

  it('is refused when a length is altered', () => {
    for (const at of [0, 1, 5, 6]) {
      for (const change of [1, 2, 128, 255]) {
        const altered = two.with(at, (two[at]! + change) % 256);
        expect(codeOf(() => parseBundle(altered, 2))).toBe('bundle-malformed');
      }
    }
  });
});
