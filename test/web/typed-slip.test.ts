import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCode, isIssuable, parseCode } from '../../src/ledger/code.js';
import { readTyped } from '../../src/web/typed-slip.js';

const codes = fc.uint8Array({ minLength: 10, maxLength: 10 }).filter(isIssuable).map(formatCode);
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const separators = fc.constantFrom('', ' ', '-', '\u3000', '–', '—', '－', '\u00a0');

describe('a number typed by hand', () => {
  it('is read whatever its case, width and separators, and whichever look-alike was typed', () => {
    const typing = fc.tuple(
      codes,
      fc.array(fc.tuple(separators, fc.nat(3)), { minLength: 17, maxLength: 17 }),
    );
    fc.assert(
      fc.property(typing, ([code, ways]) => {
        const typed = code.replace(/./g, (character, at: number) => {
          const [separator = '', way = 0] = ways[at] ?? [];
          const alike = character === '0' ? 'O' : character === '1' ? (way > 1 ? 'I' : 'l') : character;
          const wide = String.fromCharCode(character.charCodeAt(0) + 0xfee0);
          return separator + ([character, character.toLowerCase(), alike, wide][way] ?? character);
        });
        expect(readTyped(typed)).toEqual({ code });
      }),
    );
  });

  it('with one character changed or two neighbours swapped is always noticed', () => {
    const place = fc.nat(15);
    fc.assert(
      fc.property(codes, place, fc.constantFrom(...letters.split('')), (code, at, other) => {
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        const swapped = `${code.slice(0, at)}${code.charAt(at + 1)}${code.charAt(at)}${code.slice(at + 2)}`;
        for (const typed of [changed, ...(at < 15 ? [swapped] : [])]) {
          if (typed !== code) expect(readTyped(typed)).toEqual({ slip: { kind: 'check' } });
        }
      }),
    );
  });

  it('says the first thing to look at', () => {
    const slipOf = (typed: string) => readTyped(typed);
    expect(slipOf(' - ')).toEqual({ slip: { kind: 'empty' } });
    expect(slipOf('8F3K')).toEqual({ slip: { kind: 'short', count: 4 } });
    expect(slipOf('8F3KQ7TN2V5XRA4DNN')).toEqual({ slip: { kind: 'long', count: 18 } });
    expect(slipOf('8U3K é*')).toEqual({ slip: { kind: 'characters', found: ['U', 'é', '*'] } });
  });

  it('is never read from any other text as a code that is not one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const read = readTyped(text);
        if ('code' in read) expect(() => parseCode(read.code)).not.toThrow();
      }),
    );
  });
});
