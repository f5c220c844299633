import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { base64urlDecode, base64urlEncode, jwkThumbprint, parsePublicKey } from '../../src/ledger/index.js';
import { codeOf, ed25519Signer, p256Signer } from './fixtures.js';

const ed25519Jwk = { kty: 'OKP', crv: 'Ed25519', x: ed25519Signer.jwk['x']! };
const p256Jwk = { kty: 'EC', crv: 'P-256', x: p256Signer.jwk['x']!, y: p256Signer.jwk['y']! };

describe('a public key', () => {
  it('has the RFC 7638 thumbprint that another library computes', async () => {
    for (const jwk of [ed25519Jwk, p256Jwk]) {
      const key = parsePublicKey(jwk);
      expect(key.kid).toBe(await calculateJwkThumbprint(jwk, 'sha256'));
      expect(jwkThumbprint(key.jwk)).toBe(key.kid);
    }
  });

  it('is accepted as Node makes it, both kinds', () => {
    for (let round = 0; round < 20; round += 1) {
      const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
      const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
      expect(parsePublicKey(ed25519).alg).toBe('Ed25519');
      expect(parsePublicKey(p256).alg).toBe('ES256');
    }
  });

  it('is accepted as WebCrypto exports it, and keeps only what the thumbprint covers', () => {
    const kid = parsePublicKey(ed25519Jwk).kid;
    const exported = { ...ed25519Jwk, alg: 'Ed25519', use: 'sig', key_ops: ['verify'], ext: true, kid };
    expect(parsePublicKey(exported)).toEqual(parsePublicKey(ed25519Jwk));
    expect(Object.keys(parsePublicKey(exported).jwk)).toEqual(['crv', 'kty', 'x']);
    expect(parsePublicKey({ ...ed25519Jwk, alg: 'EdDSA' }).alg).toBe('Ed25519');
    expect(Object.keys(parsePublicKey({ ...p256Jwk, alg: 'ES256' }).jwk)).toEqual(['crv', 'kty', 'x', 'y']);
  });

  it('gives its raw form', () => {
    expect(parsePublicKey(ed25519Jwk).raw).toEqual(base64urlDecode(ed25519Jwk.x));
    const { raw } = parsePublicKey(p256Jwk);
    expect(raw).toHaveLength(65);
    expect(raw[0]).toBe(4);
    expect(base64urlEncode(raw.subarray(33))).toBe(p256Jwk.y);
  });
});

const flippedY = base64urlEncode(
  base64urlDecode(p256Jwk.y).map((byte, at) => (at === 31 ? 255 - byte : byte)),
);
/** p of P-256, an x that is not reduced. */
const fieldPrime = base64urlEncode(
  Uint8Array.from(Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex')),
);

describe('a public key is refused', () => {
  it.each([
    ['that is no object', 'key', 'key-malformed'],
    ['that is null', null, 'key-malformed'],
    ['that is an array', [ed25519Jwk], 'key-malformed'],
    ['that is empty', {}, 'key-unsupported'],
    ['of RSA', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, 'key-unsupported'],
    ['of P-384', { ...p256Jwk, crv: 'P-384' }, 'key-unsupported'],
    ['of secp256k1', { ...p256Jwk, crv: 'secp256k1' }, 'key-unsupported'],
    ['of Ed448', { ...ed25519Jwk, crv: 'Ed448' }, 'key-unsupported'],
    ['of X25519', { ...ed25519Jwk, crv: 'X25519' }, 'key-unsupported'],
    ['whose type is in lower case', { ...ed25519Jwk, kty: 'okp' }, 'key-unsupported'],
    ['whose curve and type do not go together', { ...p256Jwk, kty: 'OKP' }, 'key-unsupported'],
    ['that is symmetric', { kty: 'oct', k: 'AAAA' }, 'key-private'],
    ['with a private part', { ...ed25519Signer.jwk }, 'key-private'],
    ['with an empty private part', { ...p256Jwk, d: '' }, 'key-private'],
    ['with RSA members beside', { ...ed25519Jwk, p: 'AA' }, 'key-private'],
    ['with a certificate', { ...ed25519Jwk, x5c: [] }, 'key-malformed'],
    ['with a member that nobody knows', { ...ed25519Jwk, note: 'x' }, 'key-malformed'],
    ['with a y it has no use for', { ...ed25519Jwk, y: p256Jwk.y }, 'key-malformed'],
    ['without x', { kty: 'OKP', crv: 'Ed25519' }, 'key-malformed'],
    ['without y', { kty: 'EC', crv: 'P-256', x: p256Jwk.x }, 'key-malformed'],
    ['whose x is a number', { ...ed25519Jwk, x: 1 }, 'key-malformed'],
    ['whose x is padded', { ...ed25519Jwk, x: `${ed25519Jwk.x}=` }, 'key-malformed'],
    ['whose x is short', { ...ed25519Jwk, x: ed25519Jwk.x.slice(0, 40) }, 'key-malformed'],
    ['whose x has stray bits', { ...ed25519Jwk, x: ed25519Jwk.x.slice(0, -1) + 'p' }, 'bytes-base64url'],
    ['for encryption', { ...ed25519Jwk, use: 'enc' }, 'key-malformed'],
    ['for signing', { ...ed25519Jwk, key_ops: ['sign', 'verify'] }, 'key-malformed'],
    ['whose operations are no list', { ...ed25519Jwk, key_ops: 'verify' }, 'key-malformed'],
    ['whose ext is no boolean', { ...ed25519Jwk, ext: 'true' }, 'key-malformed'],
    ['of another algorithm than it says', { ...ed25519Jwk, alg: 'ES256' }, 'key-malformed'],
    ['of another algorithm than it says, P-256', { ...p256Jwk, alg: 'Ed25519' }, 'key-malformed'],
    ['with the key id of another key', { ...ed25519Jwk, kid: p256Signer.publicKey.kid }, 'key-malformed'],
    ['with a key id that is not a thumbprint', { ...ed25519Jwk, kid: 'my key' }, 'key-malformed'],
    ['off the curve', { ...p256Jwk, y: flippedY }, 'key-not-a-point'],
    ['whose x is not below p', { ...p256Jwk, x: fieldPrime }, 'key-not-a-point'],
    ['at (0, 0)', { ...p256Jwk, x: 'A'.repeat(43), y: 'A'.repeat(43) }, 'key-not-a-point'],
    [
      'that is no point of edwards25519',
      { ...ed25519Jwk, x: 'AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      'key-not-a-point',
    ],
    ['of low order', { ...ed25519Jwk, x: 'A'.repeat(43) }, 'key-low-order'],
  ])('%s', (_name, jwk, code) => {
    expect(codeOf(() => parsePublicKey(jwk))).toBe(code);
  });

  it('with the name of the member at fault', () => {
    expect(() => parsePublicKey({ ...ed25519Jwk, d: 'AA' })).toThrow(
      expect.objectContaining({ pointer: '/d' }),
    );
    expect(() => parsePublicKey({ ...ed25519Jwk, use: 'enc' })).toThrow(
      expect.objectContaining({ pointer: '/use' }),
    );
    expect(() => parsePublicKey({ ...p256Jwk, y: 'short' })).toThrow(
      expect.objectContaining({ pointer: '/y' }),
    );
  });
});
