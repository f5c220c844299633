import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexDecode, utf8Encode, verifySignature } from '../../src/ledger/index.js';
import type { PublicKey } from '../../src/ledger/index.js';
import { findNodeCrypto } from '../../src/ledger/platform.js';
import { verifyPortably, verifyWithNode } from '../../src/ledger/signature.js';
import { ed25519Signer, p256Signer } from './fixtures.js';

const signers = [
  ['Ed25519', ed25519Signer],
  ['ES256', p256Signer],
] as const;
const message = utf8Encode('苹果 1200 kg');
const p256Order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** What both back ends say; they must say the same. */
function verdict(key: PublicKey, text: Uint8Array, signature: Uint8Array): boolean {
  const byNode = verifyWithNode(findNodeCrypto()!, key, text, signature);
  expect(verifyPortably(key, text, signature)).toBe(byNode);
  expect(verifySignature(key, text, signature)).toBe(byNode);
  return byNode;
}

/** The signature with its second half replaced by a number. */
function withS(signature: Uint8Array, s: bigint, order: 'big' | 'little'): Uint8Array {
  const bytes = hexDecode(s.toString(16).padStart(64, '0'));
  const changed = Uint8Array.from(signature);
  changed.set(order === 'big' ? bytes : bytes.reverse(), 32);
  return changed;
}

function sOf(signature: Uint8Array, order: 'big' | 'little'): bigint {
  const bytes = Uint8Array.from(signature.subarray(32));
  return BigInt(`0x${Buffer.from(order === 'big' ? bytes : bytes.reverse()).toString('hex')}`);
}

describe.each(signers)('a signature in %s', (_name, signer) => {
  const signature = signer.sign('苹果 1200 kg');

  it('verifies over its message', () => {
    expect(verdict(signer.publicKey, message, signature)).toBe(true);
  });

  it('verifies over an empty and over a long message', () => {
    expect(verdict(signer.publicKey, new Uint8Array(0), signer.sign(''))).toBe(true);
    expect(
      verdict(signer.publicKey, new Uint8Array(40_000).fill(0x61), signer.sign('a'.repeat(40_000))),
    ).toBe(true);
  });

  it('verifies when it comes as a Buffer, and leaves the Buffer as it was', () => {
    const buffer = Buffer.from(signature);
    expect(verdict(signer.publicKey, Buffer.from(message), buffer)).toBe(true);
    expect(new Uint8Array(buffer)).toEqual(signature);
  });

  it('does not verify with any one bit of it changed', () => {
    const bits = Array.from({ length: 512 }, (_, bit) => bit);
    for (const bit of bits.filter((at) => at % 7 === 0)) {
      const at = Math.floor(bit / 8);
      const mask = 2 ** (bit % 8);
      const byte = signature[at]!;
      const changed = signature.with(at, Math.floor(byte / mask) % 2 === 0 ? byte + mask : byte - mask);
      expect(verdict(signer.publicKey, message, changed)).toBe(false);
    }
  });

  it('does not verify over another message', () => {
    expect(verdict(signer.publicKey, utf8Encode('苹果 1201 kg'), signature)).toBe(false);
    expect(verdict(signer.publicKey, new Uint8Array(0), signature)).toBe(false);
  });

  it.each([0, 63, 65, 128])('of %d bytes is none', (length) => {
    const other = new Uint8Array(length);
    other.set(signature.subarray(0, length));
    expect(verdict(signer.publicKey, message, other)).toBe(false);
  });

  it('of zeros is none', () => {
    expect(verdict(signer.publicKey, message, new Uint8Array(64))).toBe(false);
    expect(verdict(signer.publicKey, message, new Uint8Array(64).fill(255))).toBe(false);
  });

  it('is decided alike by both back ends when it is random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (random) => {
        expect(verdict(signer.publicKey, message, random)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a second form of a signature', () => {
  it('is refused in ES256: (r, n − s)', () => {
    const low = p256Signer.sign('苹果 1200 kg');
    const high = withS(low, p256Order - sOf(low, 'big'), 'big');
    expect(verdict(p256Signer.publicKey, message, low)).toBe(true);
    expect(verdict(p256Signer.publicKey, message, high)).toBe(false);
  });

  it('is refused in ES256: s + n does not fit, s = 0 and s = n do not count', () => {
    const signature = p256Signer.sign('苹果 1200 kg');
    expect(verdict(p256Signer.publicKey, message, withS(signature, 0n, 'big'))).toBe(false);
    expect(verdict(p256Signer.publicKey, message, withS(signature, p256Order, 'big'))).toBe(false);
  });

  it('is refused in Ed25519: S + L', () => {
    const signature = ed25519Signer.sign('苹果 1200 kg');
    const raised = withS(signature, sOf(signature, 'little') + ed25519Order, 'little');
    expect(verdict(ed25519Signer.publicKey, message, signature)).toBe(true);
    expect(verdict(ed25519Signer.publicKey, message, raised)).toBe(false);
  });

  it('is refused in ES256: DER', () => {
    const der = new Uint8Array(70).fill(0x30);
    expect(verdict(p256Signer.publicKey, message, der)).toBe(false);
  });
});

describe('a key', () => {
  it('does not verify what the other signed', () => {
    expect(verdict(ed25519Signer.publicKey, message, p256Signer.sign('苹果 1200 kg'))).toBe(false);
    expect(verdict(p256Signer.publicKey, message, ed25519Signer.sign('苹果 1200 kg'))).toBe(false);
  });
});
