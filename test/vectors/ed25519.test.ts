import { describe, expect, it } from 'vitest';
import {
  base64urlEncode,
  hexDecode,
  jwkThumbprint,
  LedgerError,
  parsePublicKey,
  utf8Encode,
} from '../../src/ledger/index.js';
import type { PublicKey } from '../../src/ledger/index.js';
import { findNodeCrypto } from '../../src/ledger/platform.js';
import { verifyPortably, verifyWithNode } from '../../src/ledger/signature.js';
import { findCases } from './case-files.js';

interface Vector {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
}

const cases = findCases('ed25519/ed25519');
const vectors = (cases?.json('ed25519vectors.json') ?? []) as readonly Vector[];

function jwkOf(keyHex: string): { kty: 'OKP'; crv: 'Ed25519'; x: string } {
  return { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(hexDecode(keyHex)) };
}

function keysWith(flag: string): string[] {
  return [...new Set(vectors.filter(({ flags }) => flags?.includes(flag)).map(({ key }) => key))];
}

function refusal(keyHex: string): string | null {
  try {
    parsePublicKey(jwkOf(keyHex));
    return null;
  } catch (error) {
    return error instanceof LedgerError ? error.code : String(error);
  }
}

/** A key as it would be without the checks at registration. */
function unchecked(keyHex: string): PublicKey {
  const jwk = jwkOf(keyHex);
  return { alg: 'Ed25519', kid: jwkThumbprint(jwk), jwk, raw: hexDecode(keyHex) };
}

describe.skipIf(!cases)('the edge cases of Ed25519 by CCTV', () => {
  it.each(keysWith('low_order_A'))('refuses the low-order key %s', (key) => {
    expect(refusal(key)).toMatch(/^key-(low-order|not-a-point)$/);
  });

  it.each(keysWith('non_canonical_A'))('refuses the non-canonical key %s', (key) => {
    expect(refusal(key)).toMatch(/^key-(low-order|not-a-point)$/);
  });

  it.each(keysWith('low_order_component_A'))('refuses the key with a low-order component %s', (key) => {
    expect(refusal(key)).toMatch(/^key-(low-order|not-a-point)$/);
  });

  it('accepts the one key that has no flaw, and no signature over it that libraries disagree on', () => {
    const sound = [...new Set(vectors.map(({ key }) => key))].filter((key) => refusal(key) === null);
    expect(sound).toHaveLength(1);
    const key = parsePublicKey(jwkOf(sound[0]!));
    for (const { sig, msg, flags } of vectors.filter(({ key: hex }) => hex === sound[0])) {
      const disputed =
        flags?.some((flag) => flag === 'low_order_residue' || flag === 'non_canonical_R') ?? false;
      expect(verifyPortably(key, utf8Encode(msg), hexDecode(sig))).toBe(!disputed);
    }
  });

  it('decides as OpenSSL does on every canonical key, were it registered or not', () => {
    const crypto = findNodeCrypto()!;
    const canonical = vectors.filter(({ key }) => refusal(key) !== 'key-not-a-point');
    expect(canonical.length).toBeGreaterThan(600);
    for (const { number, key, sig, msg } of canonical) {
      const byNode = verifyWithNode(crypto, unchecked(key), utf8Encode(msg), hexDecode(sig));
      expect([number, verifyPortably(unchecked(key), utf8Encode(msg), hexDecode(sig))]).toEqual([
        number,
        byNode,
      ]);
    }
  });
});

/** The eight points of low order in canonical form; they need no file to be refused. */
const lowOrder = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
];

describe('points of low order', () => {
  it.each(lowOrder)('refuses %s as a key', (key) => {
    expect(refusal(key)).toBe('key-low-order');
  });
});
