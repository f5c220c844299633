import { createHash } from 'node:crypto';
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, hexEncode, leafHash, nodeHash, sha256, utf8Encode } from '../../src/ledger/index.js';

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is that of FIPS 180-4', (text, hash) => {
    expect(hexEncode(sha256(utf8Encode(text)))).toBe(hash);
  });

  it('is the same by Node and by JavaScript, on views into larger buffers too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(40), (bytes, skip) => {
        const view = bytes.subarray(skip);
        expect(sha256(view)).toEqual(portableSha256(view));
        expect(sha256(view)).toEqual(new Uint8Array(createHash('sha256').update(view).digest()));
      }),
    );
  });

  it('answers a plain Uint8Array of 32 bytes, and a new one each time', () => {
    const first = sha256(new Uint8Array(1));
    expect(Object.getPrototypeOf(first)).toBe(Uint8Array.prototype);
    first.fill(0);
    expect(sha256(new Uint8Array(1))).not.toEqual(first);
  });
});

describe('the hashes of RFC 6962', () => {
  it('put 0x00 before a leaf', () => {
    // RFC 6962 test data: the hash of an empty leaf.
    expect(hexEncode(leafHash(new Uint8Array(0)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(leafHash(utf8Encode('entry'))).toEqual(sha256(utf8Encode('\0entry')));
  });

  it('put 0x01 before two nodes', () => {
    const [left, right] = [sha256(utf8Encode('l')), sha256(utf8Encode('r'))];
    expect(nodeHash(left, right)).toEqual(sha256(concatBytes(Uint8Array.of(1), left, right)));
    expect(nodeHash(left, right)).not.toEqual(nodeHash(right, left));
  });

  it('keep an entry in the shape of a node from passing for one', () => {
    const [left, right] = [sha256(utf8Encode('l')), sha256(utf8Encode('r'))];
    expect(leafHash(concatBytes(left, right))).not.toEqual(nodeHash(left, right));
    expect(leafHash(concatBytes(Uint8Array.of(1), left, right))).not.toEqual(nodeHash(left, right));
  });
});
