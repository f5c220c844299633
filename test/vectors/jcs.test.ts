import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalize, hexEncode } from '../../src/ledger/index.js';
import type { JsonValue } from '../../src/ledger/index.js';
import { findCases } from './case-files.js';

const input = findCases('jcs/input');
const output = findCases('jcs/outhex');

describe.skipIf(!input || !output)('canonical JSON of the RFC 8785 test data', () => {
  it.each(input?.names() ?? [])('writes the published bytes of %s', (name) => {
    const value = input!.json(name) as JsonValue;
    const expected = output!.text(name.replace('.json', '.txt')).replace(/\s/g, '');
    expect(hexEncode(canonicalBytes(value))).toBe(expected);
  });

  it.each(input?.names() ?? [])('writes %s again as the same text', (name) => {
    const text = canonicalize(input!.json(name) as JsonValue);
    expect(canonicalize(JSON.parse(text) as JsonValue)).toBe(text);
  });
});

/** RFC 8785, Appendix B: IEEE 754 bits and their ECMAScript form. */
const numbers: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

describe('numbers of RFC 8785, Appendix B', () => {
  it.each(numbers)('writes the double %s as %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(canonicalize(view.getFloat64(0))).toBe(text);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('refuses the double %s', (bits) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(() => canonicalize(view.getFloat64(0))).toThrow(expect.objectContaining({ code: 'json-value' }));
  });
});
