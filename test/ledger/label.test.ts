import { compactVerify, CompactSign, importJWK } from 'jose';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64urlEncode,
  checkLabelSignature,
  formatSignatureDigits,
  formatSignatureToken,
  hexDecode,
  keyShortId,
  labelHeader,
  labelJws,
  labelPathLengthMax,
  labelSigningInput,
  parseSignatureToken,
  utf8Encode,
} from '../../src/ledger/index.js';
import { buildGs1Path, buildPlainPath } from '../../src/gs1/digital-link.js';
import { codeOf, ed25519Signer, p256Signer } from './fixtures.js';

const { publicKey } = ed25519Signer;
const { kid } = publicKey;
const path = '/01/06901234567892/10/A-1/21/00000000000000150';
const signature = ed25519Signer.sign(labelSigningInput(kid, path));
const token = formatSignatureToken(kid, signature);
const anySignature = fc.uint8Array({ minLength: 64, maxLength: 64 });

describe('a label’s signature', () => {
  it('is a JWS that another library verifies and makes in the same bytes', async () => {
    const jws = labelJws(kid, path, signature);
    const { payload, protectedHeader } = await compactVerify(
      jws,
      await importJWK({ ...publicKey.jwk }, 'Ed25519'),
    );
    expect(payload).toEqual(utf8Encode(path));
    expect(protectedHeader).toEqual({ alg: 'Ed25519', kid, typ: 'furrow-label' });
    const theirs = await new CompactSign(utf8Encode(path))
      .setProtectedHeader({ alg: 'Ed25519', kid, typ: 'furrow-label' })
      .sign(await importJWK({ ...ed25519Signer.jwk }, 'Ed25519'));
    expect(jws).toBe(theirs);
  });

  it('has a header of exactly these bytes', () => {
    expect(labelHeader(kid)).toBe(`{"alg":"Ed25519","kid":"${kid}","typ":"furrow-label"}`);
  });

  it('holds for its path and token', () => {
    expect(checkLabelSignature(path, token, publicKey)).toBeNull();
  });

  it('holds for no other path', () => {
    for (const other of [
      '/t/00000000000000150',
      path.replace('A-1', 'a-1'),
      path.replace('/10/', '/11/'),
      `${path}0`,
    ]) {
      expect(checkLabelSignature(other, token, publicKey)?.code).toBe('label-signature');
    }
  });

  it('holds for no other key, even one of the same short id', () => {
    expect(checkLabelSignature(path, token, p256Signer.publicKey)?.code).toBe('label-key');
    const twin = { ...publicKey, kid: kid.slice(0, 3) + 'A'.repeat(40) };
    expect(keyShortId(twin.kid)).toBe(keyShortId(kid));
    expect(checkLabelSignature(path, token, twin)?.code).toBe('label-signature');
  });

  it('holds with no mutated token, and malformed tokens are refused', () => {
    const characters = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZabcILOU*-~ ');
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom(...characters),
        fc.nat(2),
        (at, character, mode) => {
          const tail = token.slice(mode === 1 ? at : at + 1);
          const mutated = token.slice(0, at) + (mode === 2 ? '' : character) + tail;
          if (mutated === token) return;
          const code = codeOf(() => {
            expect(checkLabelSignature(path, mutated, publicKey)).not.toBeNull();
          });
          expect(['accepted', 'label-token']).toContain(code);
          if (mode > 0) expect(code).toBe('label-token');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is not one in ES256, whatever it signs', () => {
    const es256 = p256Signer.sign(labelSigningInput(p256Signer.publicKey.kid, path));
    const es256Token = formatSignatureToken(p256Signer.publicKey.kid, es256);
    expect(checkLabelSignature(path, es256Token, p256Signer.publicKey)?.code).toBe('label-key');
  });

  it('is not a statement’s signature over the same bytes: the type differs', () => {
    const input = labelSigningInput(kid, path).replace(
      /^[^.]+/,
      base64urlEncode(utf8Encode(labelHeader(kid).replace('label', 'statement'))),
    );
    const wrong = formatSignatureToken(kid, ed25519Signer.sign(input));
    expect(checkLabelSignature(path, wrong, publicKey)?.code).toBe('label-signature');
  });
});

describe('the digits of a signature', () => {
  it('are 155, and read back as the same bytes', () => {
    fc.assert(
      fc.property(anySignature, (bytes) => {
        const digits = formatSignatureDigits(bytes);
        expect(digits).toMatch(/^\d{155}$/);
        expect(parseSignatureToken(`000${digits}`).signature).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it('keep leading zeros', () => {
    expect(formatSignatureDigits(new Uint8Array(64))).toBe('0'.repeat(155));
    expect(formatSignatureDigits(new Uint8Array(64).with(63, 7))).toBe('7'.padStart(155, '0'));
    expect(parseSignatureToken(`000${'7'.padStart(155, '0')}`).signature).toEqual(
      new Uint8Array(64).with(63, 7),
    );
  });

  it('go to 2^512 − 1 and no further', () => {
    const most = (2n ** 512n - 1n).toString();
    expect(most).toHaveLength(155);
    expect(formatSignatureDigits(new Uint8Array(64).fill(255))).toBe(most);
    expect(parseSignatureToken(`ZZZ${most}`)).toEqual({
      keyShortId: 'ZZZ',
      signature: new Uint8Array(64).fill(255),
    });
    expect(codeOf(() => parseSignatureToken(`ZZZ${2n ** 512n}`))).toBe('label-token');
    expect(codeOf(() => parseSignatureToken(`ZZZ${'9'.repeat(155)}`))).toBe('label-token');
  });

  it.each([0, 32, 63, 65])('are not made of %d bytes', (length) => {
    expect(codeOf(() => formatSignatureDigits(new Uint8Array(length)))).toBe('bytes-length');
    expect(codeOf(() => labelJws(kid, path, new Uint8Array(length)))).toBe('bytes-length');
  });
});

describe('a label’s token is refused', () => {
  it.each([
    ['nothing', ''],
    ['a key id alone', token.slice(0, 3)],
    ['a digit less', token.slice(0, -1)],
    ['a digit more', `${token}0`],
    ['a leading zero more', `${token.slice(0, 3)}0${token.slice(3)}`],
    ['a lower-case key id', token.slice(0, 3).toLowerCase() + token.slice(3) + 'a'],
    ['I in the key id', `I00${token.slice(3)}`],
    ['L in the key id', `0L0${token.slice(3)}`],
    ['O in the key id', `00O${token.slice(3)}`],
    ['U in the key id', `00U${token.slice(3)}`],
    ['a sign', `000-${token.slice(4)}`],
    ['hexadecimal', `0000x${token.slice(5)}`],
    ['an exponent', `${token.slice(0, -3)}1e3`],
    ['full-width digits', `000${'１'.repeat(155)}`],
    ['Arabic digits', `000${'١'.repeat(155)}`],
    ['a space before', ` ${token}`],
    ['a line feed after', `${token}\n`],
    ['a very long text', '1'.repeat(100_000)],
  ])('being %s', (_name, text) => {
    expect(codeOf(() => parseSignatureToken(text))).toBe('label-token');
    expect(codeOf(() => checkLabelSignature(path, text, publicKey))).toBe('label-token');
  });
});

describe('a label’s path', () => {
  it.each([
    buildGs1Path({ gtin: '06901234567892', lot: 'A-1', serial: null }),
    buildGs1Path({ gtin: '06901234567892', lot: `!"%&'()*+,-./:;<=>?`, serial: null }),
    buildPlainPath('00000000000000150'),
    '/t/00000000000000150',
  ])('can be %s, as gs1/ makes it', (made) => {
    expect(codeOf(() => labelSigningInput(kid, made))).toBe('accepted');
  });

  it.each([
    ['nothing', ''],
    ['a slash alone', '/'],
    ['no slash', 't/00000000000000150'],
    ['two slashes', '//t/00000000000000150'],
    ['a slash at the end', '/t/00000000000000150/'],
    ['a scheme and host', 'https://example.org/t/00000000000000150'],
    ['a query', '/t/00000000000000150?s=1'],
    ['an empty query', '/t/00000000000000150?'],
    ['a fragment', '/t/00000000000000150#a'],
    ['a dot segment', '/t/./00000000000000150'],
    ['a double dot segment', '/t/../t/00000000000000150'],
    ['a double dot at the end', '/t/..'],
    ['an escape in lower case', '/01/06901234567892/10/a%2fb'],
    ['an escape of a letter', '/01/06901234567892/10/%41'],
    ['an escape of a digit', '/01/06901234567892/10/%30'],
    ['an escape of a hyphen', '/01/06901234567892/10/a%2D1'],
    ['an escape of a full stop', '/t/%2E%2E/x'],
    ['an escape of a tilde', '/t/%7E'],
    ['an escape that is cut', '/t/%4'],
    ['an escape that is none', '/t/%GG'],
    ['a space', '/t/a b'],
    ['a letter beyond ASCII', '/01/06901234567892/10/批次'],
    ['a full-width letter', '/01/06901234567892/10/Ａ'],
    ['a backslash', '/t\\00000000000000150'],
    ['a line feed', '/t/00000000000000150\n'],
    ['too many characters', `/t/${'0'.repeat(labelPathLengthMax)}`],
  ])('cannot have %s', (_name, other) => {
    expect(codeOf(() => labelSigningInput(kid, other))).toBe('label-path');
    expect(codeOf(() => checkLabelSignature(other, token, publicKey))).toBe('label-path');
  });
});

describe('the short id of a key', () => {
  it('is the first 15 bits of its thumbprint', () => {
    const of = (hex: string): string => keyShortId(base64urlEncode(hexDecode(hex.padEnd(64, '0'))));
    expect(of('0000')).toBe('000');
    expect(of('0001')).toBe('000');
    expect(of('0002')).toBe('001');
    expect(of('0800')).toBe('100');
    expect(of('fffe')).toBe('ZZZ');
    expect(of('ffff')).toBe('ZZZ');
  });

  it.each(['', 'short', `${kid}=`, `${kid}A`, kid.slice(1), `${kid.slice(0, -1)}"`])(
    'is not made of %j',
    (thumbprint) => {
      expect(codeOf(() => keyShortId(thumbprint))).toBe('label-key');
      expect(codeOf(() => labelHeader(thumbprint))).toBe('label-key');
    },
  );
});
