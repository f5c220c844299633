import { describe, expect, it } from 'vitest';
import {
  base64urlDecode,
  jwkThumbprint,
  LedgerError,
  parsePublicKey,
  parseStatement,
  utf8Encode,
  verifySignature,
} from '../../src/ledger/index.js';
import type { PublicKey } from '../../src/ledger/index.js';
import { findCases } from './case-files.js';

interface JwsCase {
  readonly input: { readonly key: Jwk | readonly Jwk[]; readonly alg: string | readonly string[] };
  readonly output: { readonly compact?: string };
}
type Jwk = Readonly<Record<string, unknown>>;

const jws = findCases('jose/jws');
const keys = findCases('jose/jwk');
const curve25519 = findCases('jose/curve25519');
const detached = findCases('jose/rfc7797');

/** The public half of a published private key, without the key id that its example chose freely. */
function publicHalf(jwk: Jwk): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => name !== 'd' && name !== 'kid'));
}

function verifyCompact(key: PublicKey, compact: string): boolean {
  const [header = '', payload = '', signature = ''] = compact.split('.');
  return verifySignature(key, utf8Encode(`${header}.${payload}`), base64urlDecode(signature));
}

describe.skipIf(!curve25519)('the Ed25519 example of RFC 8037', () => {
  const example = () => curve25519!.json('jws.json') as JwsCase;
  const key = () => parsePublicKey(publicHalf(example().input.key as Jwk));

  it('verifies', () => {
    expect(verifyCompact(key(), example().output.compact!)).toBe(true);
  });

  it('has the thumbprint of RFC 8037, Appendix A.3', () => {
    expect(key().kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(jwkThumbprint(key().jwk)).toBe(key().kid);
  });

  it('is no statement: its header names EdDSA and no type', () => {
    expect(() => parseStatement(example().output.compact!)).toThrow(
      expect.objectContaining({ code: 'statement-header' }),
    );
  });

  it('is no key for signatures when the curve is X25519', () => {
    const ecdh = curve25519!.text('ecdh-es.json');
    expect(ecdh).toContain('X25519');
    expect(() =>
      parsePublicKey({ kty: 'OKP', crv: 'X25519', x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08' }),
    ).toThrow(expect.objectContaining({ code: 'key-unsupported' }));
  });
});

describe('the P-256 example of RFC 7515, Appendix A.3', () => {
  const key = parsePublicKey({
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  });
  const signingInput =
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  const highS = 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';

  it('is refused as published, because its s is high', () => {
    expect(verifySignature(key, utf8Encode(signingInput), base64urlDecode(highS))).toBe(false);
  });

  it('verifies with the low s of the same signature', () => {
    const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
    const signature = Buffer.from(highS, 'base64url');
    const low = order - BigInt(`0x${signature.subarray(32).toString('hex')}`);
    signature.write(low.toString(16).padStart(64, '0'), 32, 'hex');
    expect(verifySignature(key, utf8Encode(signingInput), signature)).toBe(true);
  });
});

describe.skipIf(!jws || !keys)('the examples of RFC 7520', () => {
  it.each(jws?.names() ?? [])('refuses every key of %s: RSA, P-521 and symmetric', (name) => {
    const { key } = (jws!.json(name) as JwsCase).input;
    for (const jwk of Array.isArray(key) ? (key as Jwk[]) : [key as Jwk]) {
      expect(() => parsePublicKey(jwk)).toThrow(expect.objectContaining({ code: 'key-private' }));
      expect(() => parsePublicKey({ ...publicHalf(jwk), k: undefined })).toThrow(/private|Keys are/);
    }
  });

  it.each(jws?.names() ?? [])('refuses the signature of %s as a statement', (name) => {
    const { compact } = (jws!.json(name) as JwsCase).output;
    if (compact === undefined) return;
    expect(() => parseStatement(compact)).toThrow(/algorithm|three parts/);
  });

  it.each([
    ['3_1.ec_public_key.json', 'key-unsupported'],
    ['3_2.ec_private_key.json', 'key-private'],
    ['3_3.rsa_public_key.json', 'key-unsupported'],
    ['3_4.rsa_private_key.json', 'key-private'],
    ['3_5.symmetric_key_mac_computation.json', 'key-private'],
    ['3_6.symmetric_key_encryption.json', 'key-private'],
  ])('refuses the key %s: %s', (name, code) => {
    expect(() => parsePublicKey(keys!.json(name))).toThrow(expect.objectContaining({ code }));
  });
});

describe.skipIf(!detached)('the unencoded payloads of RFC 7797', () => {
  it.each((detached?.names() ?? []).filter((name) => name.endsWith('.json')))(
    'refuses %s, which is critical',
    (name) => {
      const text = detached!.text(name);
      expect(text).toContain('b64');
      const header = /"protected_b64u":\s*"([^"]+)"|"protected":\s*"([A-Za-z0-9_-]+)"/.exec(text);
      const encoded = header?.[1] ?? header?.[2] ?? '';
      // One of the two examples is not even JSON: its header has no value for b64.
      expect(() => parseStatement(`${encoded}.e30.${'A'.repeat(86)}`)).toThrow(LedgerError);
    },
  );
});
