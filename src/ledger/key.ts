import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { base64urlDecode, base64urlEncode, concatBytes, utf8Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { sha256 } from './hash.js';

/** Names of RFC 9864 and RFC 7518; the older `EdDSA` names no curve and is not used. */
export type SignatureAlgorithm = 'Ed25519' | 'ES256';

export interface Ed25519Jwk {
  readonly crv: 'Ed25519';
  readonly kty: 'OKP';
  readonly x: string;
}

export interface P256Jwk {
  readonly crv: 'P-256';
  readonly kty: 'EC';
  readonly x: string;
  readonly y: string;
}

/** A public key that passed every check of parsePublicKey. Parse once and keep the object. */
export interface PublicKey {
  readonly alg: SignatureAlgorithm;
  /** RFC 7638 SHA-256 thumbprint, base64url, 43 characters. */
  readonly kid: string;
  /** Only the members the thumbprint covers, in its order. */
  readonly jwk: Ed25519Jwk | P256Jwk;
  /** Ed25519: 32 bytes (RFC 8032 §5.1.2). ES256: 65 bytes, 0x04 ‖ x ‖ y (SEC 1 §2.3.3). */
  readonly raw: Uint8Array;
}

const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);
const describingMembers = new Set(['alg', 'ext', 'key_ops', 'kid', 'use']);
const coordinateText = /^[A-Za-z0-9_-]{43}$/;

/**
 * The public key of a JWK (RFC 7517, RFC 8037), for signatures in Ed25519 or ES256.
 *
 * What describes the key (`alg`, `use`, `key_ops`, `ext`, `kid`) must agree with it and is dropped; any other
 * member is refused. An Ed25519 key must be the canonical encoding of a point of prime order: one of low order
 * verifies signatures that nobody made (promises.md F12), and one with a low-order component verifies in some
 * libraries and not in others. Key generation of RFC 8032 never makes either. Takes about a millisecond.
 *
 * @throws LedgerError `key-malformed`, `key-unsupported` (RSA, symmetric, other curves), `key-private`,
 * `key-not-a-point` (off the curve, or not canonically encoded), `key-low-order`.
 */
export function parsePublicKey(jwk: unknown): PublicKey {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) {
    throw new LedgerError('key-malformed', 'A key must be a JSON object');
  }
  const members = jwk as Readonly<Record<string, unknown>>;
  const secret = Object.keys(members).find((name) => privateMembers.has(name));
  if (secret !== undefined) {
    throw new LedgerError('key-private', 'A private or symmetric key is never sent', {
      pointer: `/${secret}`,
    });
  }
  const key = parseCurve(members);
  checkDescription(members, key);
  return key;
}

/**
 * RFC 7638: SHA-256 over the required members in lexicographic order, base64url.
 *
 * The members need no escaping in JSON: they are base64url text and fixed names.
 */
export function jwkThumbprint(jwk: Ed25519Jwk | P256Jwk): string {
  const text =
    jwk.kty === 'OKP'
      ? `{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`
      : `{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`;
  return base64urlEncode(sha256(utf8Encode(text)));
}

function parseCurve(members: Readonly<Record<string, unknown>>): PublicKey {
  if (members.kty === 'OKP' && members.crv === 'Ed25519') {
    refuseOtherMembers(members, ['crv', 'kty', 'x']);
    const jwk: Ed25519Jwk = { crv: 'Ed25519', kty: 'OKP', x: coordinate(members, 'x') };
    const raw = base64urlDecode(jwk.x);
    checkEd25519Point(raw);
    return { alg: 'Ed25519', kid: jwkThumbprint(jwk), jwk, raw };
  }
  if (members.kty === 'EC' && members.crv === 'P-256') {
    refuseOtherMembers(members, ['crv', 'kty', 'x', 'y']);
    const x = coordinate(members, 'x');
    const y = coordinate(members, 'y');
    const jwk: P256Jwk = { crv: 'P-256', kty: 'EC', x, y };
    const raw = concatBytes(Uint8Array.of(4), base64urlDecode(x), base64urlDecode(y));
    checkP256Point(raw);
    return { alg: 'ES256', kid: jwkThumbprint(jwk), jwk, raw };
  }
  throw new LedgerError('key-unsupported', 'Keys are Ed25519 (OKP) or P-256 (EC)', { pointer: '/kty' });
}

function refuseOtherMembers(members: Readonly<Record<string, unknown>>, required: readonly string[]): void {
  for (const name of Object.keys(members)) {
    if (!required.includes(name) && !describingMembers.has(name)) {
      throw new LedgerError('key-malformed', 'A key has a member that is not known', { pointer: `/${name}` });
    }
  }
}

function coordinate(members: Readonly<Record<string, unknown>>, name: 'x' | 'y'): string {
  const text = members[name];
  if (typeof text !== 'string' || !coordinateText.test(text)) {
    throw new LedgerError('key-malformed', 'A coordinate is 32 bytes in base64url', { pointer: `/${name}` });
  }
  return text;
}

/** RFC 8032 §5.1.3, strictly (y < p), and of prime order. */
function checkEd25519Point(raw: Uint8Array): void {
  const point = decodePoint(() => ed25519.Point.fromBytes(raw, false));
  if (point.isSmallOrder() || !point.isTorsionFree()) {
    throw new LedgerError('key-low-order', 'The key is not a point of prime order', { pointer: '/x' });
  }
}

/** SEC 1 §3.2.2.1: coordinates below p, on the curve; the cofactor is one. */
function checkP256Point(raw: Uint8Array): void {
  decodePoint(() => p256.Point.fromBytes(raw));
}

function decodePoint<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw new LedgerError('key-not-a-point', 'The key is not the encoding of a point of its curve', {
      pointer: '/x',
    });
  }
}

function checkDescription(members: Readonly<Record<string, unknown>>, key: PublicKey): void {
  // WebCrypto of some years ago exported Ed25519 keys as `EdDSA`; the key itself is the same.
  const algorithms: readonly unknown[] = key.alg === 'Ed25519' ? ['Ed25519', 'EdDSA'] : ['ES256'];
  const { alg, use, key_ops: operations, ext, kid } = members;
  const agrees: Readonly<Record<string, boolean>> = {
    alg: alg === undefined || algorithms.includes(alg),
    use: use === undefined || use === 'sig',
    key_ops:
      operations === undefined ||
      (Array.isArray(operations) && operations.every((item) => item === 'verify')),
    ext: ext === undefined || typeof ext === 'boolean',
    kid: kid === undefined || kid === key.kid,
  };
  const wrong = Object.keys(agrees).find((name) => !agrees[name]);
  if (wrong !== undefined) {
    throw new LedgerError('key-malformed', 'A member does not agree with the key', { pointer: `/${wrong}` });
  }
}
