import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildGs1Path,
  buildPlainPath,
  buildScanUri,
  elementText,
  encodeValue,
  parseScanUri,
} from '../../src/gs1/digital-link.js';
import { formatCode, isIssuable } from '../../src/ledger/code.js';
import { LedgerError } from '../../src/ledger/errors.js';

const host = 'https://zs.example.cn';
const gtin = '06937001000019';
const lot = 'APP-20261018-01';
const code = '001061050R3GG28AY';
const token = `ABC${'7'.repeat(155)}`;
const unitPath = `/01/${gtin}/10/${lot}/21/${code}`;

function codeOfRefusal(uri: string, publicUrl?: string): string {
  try {
    parseScanUri(uri, publicUrl);
    return 'none';
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}

describe('a scanned address', () => {
  it('reads the four forms of a label', () => {
    const plain = { form: 'plain', code, path: `/t/${code}`, token: null };
    const batch = { form: 'gs1', gtin, lot, serial: null, path: `/01/${gtin}/10/${lot}`, token: null };
    const unit = { form: 'gs1', gtin, lot, serial: code, path: unitPath, token: null };
    expect(parseScanUri(`${host}/t/${code}`, host)).toEqual(plain);
    expect(parseScanUri(`${host}/01/${gtin}/10/${lot}`, host)).toEqual(batch);
    expect(parseScanUri(host + unitPath, host)).toEqual(unit);
    expect(parseScanUri(`${host}${unitPath}?s=${token}`, host)).toEqual({ ...unit, token });
    expect(parseScanUri(`${host}/t/${code}?s=${token}`, host)).toEqual({ ...plain, token });
  });

  it('reads a path without host', () => {
    expect(parseScanUri(`${unitPath}?s=${token}`)).toMatchObject({ form: 'gs1', serial: code, token });
  });

  it('takes a public address with a slash at its end, a port or a path', () => {
    expect(parseScanUri(host + unitPath, `${host}/`).path).toBe(unitPath);
    expect(parseScanUri(`http://127.0.0.1:3000${unitPath}`, 'http://127.0.0.1:3000').path).toBe(unitPath);
    expect(parseScanUri(`${host}/furrow${unitPath}`, `${host}/furrow`).path).toBe(unitPath);
  });

  it('ignores foreign parameters, GS1 attributes and a fragment', () => {
    for (const query of [
      '?utm_source=wx',
      '?17=270101',
      '?linkType=gs1:pip',
      '?ss=1&S=2',
      '?',
      '?&',
      '#top',
      '?a#s=1',
    ]) {
      expect(parseScanUri(unitPath + query).path).toBe(unitPath);
      expect(parseScanUri(unitPath + query)).toMatchObject({ token: null });
    }
    expect(parseScanUri(`${unitPath}?from=wx&s=${token}&isappinstalled=0#x`)).toMatchObject({ token });
  });

  it.each([
    'https://evil.example/01/06937001000019/10/A',
    `https://zs.example.cn.evil.example${unitPath}`,
    `https://zs.example.cn@evil.example${unitPath}`,
    `HTTPS://zs.example.cn${unitPath}`,
    `https://ZS.example.cn${unitPath}`,
    `http://zs.example.cn${unitPath}`,
    `https://zs.example.cn:443${unitPath}`,
    `//zs.example.cn${unitPath}`.slice(2),
    'javascript:alert(1)',
    '',
    ' ',
    'zs.example.cn',
  ])('says that %j is not of this service', (uri) => {
    expect(codeOfRefusal(uri, host)).toBe('link-foreign');
  });

  it('knows no absolute address when it was not told its own', () => {
    expect(codeOfRefusal(host + unitPath)).toBe('link-foreign');
  });

  it.each([
    '/',
    '//',
    '/01',
    `/01/${gtin}`,
    `/01/${gtin}/`,
    `/01/${gtin}/10/`,
    `/01/${gtin}/10/${lot}/`,
    `/01/${gtin}/10/${lot}/21/`.slice(0, -1),
    `/01/${gtin}/21/${code}`,
    `/01/${gtin}/21/${code}/10/${lot}`,
    `/01/${gtin}/10/${lot}/21/${code}/`,
    `/01/${gtin}/10/${lot}/21/${code}/22/x`,
    `/01//${gtin}/10/${lot}`,
    `//01/${gtin}/10/${lot}`,
    `/./01/${gtin}/10/${lot}`,
    `/01/../01/${gtin}/10/${lot}`,
    `/01/${gtin}/10/.`,
    `/01/${gtin}/10/..`,
    `/01/6937001000019/10/${lot}`,
    `/01/006937001000019/10/${lot}`,
    `/gtin/${gtin}/lot/${lot}`,
    `/%30%31/${gtin}/10/${lot}`,
    `/01/${gtin}/10/APP%2D1`,
    `/01/${gtin}/10/%41PP`,
    `/01/${gtin}/10/a%2fb`,
    `/01/${gtin}/10/a+b`,
    `/01/${gtin}/10/a:b`,
    `/01/${gtin}/10/a b`,
    `/01/${gtin}/10/a%20b`,
    `/01/${gtin}/10/%`,
    `/01/${gtin}/10/%E6%89`,
    `/01/${gtin}/10/%E6%89%B9`,
    `/01/${gtin}/10/批`,
    `/01/${gtin}/10/${'A'.repeat(21)}`,
    `/01/${gtin}/10/A;b=1`,
    `${unitPath}?s=`,
    `${unitPath}?s`,
    `${unitPath}?s=${token}&s=${token}`,
    `${unitPath}?s=%37`,
    `${unitPath}?s=7+7`,
    `${unitPath}?s=7 7`,
    `${unitPath}?s=é`,
    `/01/${gtin}/10/${lot}?s=${token}`,
    `/t`,
    `/t/${code}/`,
    `/T/${code}`,
    `/${'x'.repeat(600)}`,
  ])('refuses %j', (uri) => {
    expect(codeOfRefusal(uri)).toBe('link-malformed');
  });

  it.each([
    [`/01/06937001000018/10/${lot}`, 'gtin-malformed'],
    [`/01/00000000000000/10/${lot}`, 'gtin-malformed'],
    [`/t/${code.toLowerCase()}`, 'code-malformed'],
    ['/t/', 'code-malformed'],
    [`/t/${code.slice(0, 16)}`, 'code-malformed'],
    [`/t/${code.slice(0, 4)}-${code.slice(4)}`, 'code-malformed'],
    [`/t/${code.slice(0, 16)}Z`, 'code-check-symbol'],
    [`/t/1${code.slice(1)}`, 'code-check-symbol'],
    [`/01/${gtin}/10/${lot}/21/`, 'code-malformed'],
    [`/01/${gtin}/10/${lot}/21/1`, 'code-malformed'],
    [`/01/${gtin}/10/${lot}/21/%30${code.slice(1)}`, 'code-malformed'],
    [`/01/${gtin}/10/${lot}/21/${code.slice(0, 16)}Z`, 'code-check-symbol'],
  ])('refuses %j as %s', (uri, refusal) => {
    expect(codeOfRefusal(uri)).toBe(refusal);
  });

  it('never answers other than with an address or a LedgerError', () => {
    const part = fc.oneof(
      fc.constantFrom('/01/', '/10/', '/21/', '/t/', '?s=', '&', '#', '%', gtin, lot, code, token, host),
      fc.string({ maxLength: 6, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        expect(typeof codeOfRefusal(parts.join(''), host)).toBe('string');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a built address', () => {
  const cset82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
  const lots = fc
    .string({ unit: fc.constantFrom(...Array.from(cset82)), minLength: 1, maxLength: 20 })
    .filter((text) => text !== '.' && text !== '..');
  const codes = fc.uint8Array({ minLength: 10, maxLength: 10 }).filter(isIssuable).map(formatCode);

  it('is read back as what it was built from', () => {
    fc.assert(
      fc.property(lots, fc.option(codes), (someLot, serial) => {
        const path = buildGs1Path({ gtin, lot: someLot, serial });
        expect(parseScanUri(buildScanUri(host, path, null), host)).toEqual({
          form: 'gs1',
          gtin,
          lot: someLot,
          serial,
          path,
          token: null,
        });
      }),
    );
    fc.assert(
      fc.property(codes, (some) => {
        const uri = buildScanUri(`${host}/`, buildPlainPath(some), token);
        expect(uri).toBe(`${host}/t/${some}?s=${token}`);
        expect(parseScanUri(uri, host)).toEqual({ form: 'plain', code: some, path: `/t/${some}`, token });
      }),
    );
  });

  it('keeps its path through a URL parser', () => {
    fc.assert(
      fc.property(lots, (someLot) => {
        const path = buildGs1Path({ gtin, lot: someLot, serial: null });
        expect(new URL(host + path).pathname).toBe(path);
      }),
    );
  });

  it('has one encoding of a value, with hex in upper case', () => {
    expect(encodeValue("a/b!'()*~")).toBe('a%2Fb%21%27%28%29%2A~');
    expect(encodeValue('APP-1_2.3')).toBe('APP-1_2.3');
  });

  it.each([
    [{ gtin: '6937001000019', lot, serial: null }],
    [{ gtin: '06937001000018', lot, serial: null }],
    [{ gtin, lot: '', serial: null }],
    [{ gtin, lot: '..', serial: null }],
    [{ gtin, lot: '批', serial: null }],
    [{ gtin, lot, serial: '1' }],
    [{ gtin, lot, serial: `${code}/21/${code}` }],
  ])('is refused for %j', (link) => {
    expect(() => buildGs1Path(link)).toThrow(LedgerError);
  });

  it('is refused for a code that is not ours', () => {
    expect(() => buildPlainPath(code.toLowerCase())).toThrow(LedgerError);
    expect(() => buildPlainPath('../x')).toThrow(LedgerError);
  });

  it('has a line for people to read', () => {
    expect(elementText({ gtin, lot, serial: code })).toBe(`(01)${gtin}(10)${lot}(21)${code}`);
    expect(elementText({ gtin, lot, serial: null })).toBe(`(01)${gtin}(10)${lot}`);
  });
});
