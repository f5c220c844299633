import { hexDecode, hexEncode, utf8Encode } from '../ledger/bytes.js';
import { parsePublicKey, type PublicKey, type SignatureAlgorithm } from '../ledger/key.js';

type Pair = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { privateKey: unknown }>;

/** A key of WebCrypto; its private part cannot be read out, only used. */
export interface DeviceKey {
  readonly jwk: Readonly<Record<string, string>>;
  readonly privateKey: Pair['privateKey'];
}

/** The key in use, and the one that is to take its place. */
export type KeySlot = 'current' | 'next';

/** Where a device keeps its keys; a browser can store the objects of WebCrypto themselves. */
export interface KeyStore {
  get(slot: KeySlot): Promise<DeviceKey | null>;
  put(slot: KeySlot, key: DeviceKey): Promise<void>;
  remove(slot: KeySlot): Promise<void>;
}

const parameters = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  Ed25519: { name: 'Ed25519' },
} as const;

/** Order n of P-256 (FIPS 186-5), and the largest s that is low. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const lowMax = (order - 1n) / 2n;

/** A new key whose private part never leaves the platform's keeping. Ed25519 only where the platform has it. */
export async function makeDeviceKey(alg: SignatureAlgorithm = 'ES256'): Promise<DeviceKey> {
  const made = await crypto.subtle.generateKey(parameters[alg], false, ['sign', 'verify']);
  const { publicKey, privateKey } = made as Pair;
  const jwk = (await crypto.subtle.exportKey('jwk', publicKey)) as Record<string, unknown>;
  return { jwk: { ...parsePublicKey(jwk).jwk }, privateKey };
}

/** The public part. @throws LedgerError `key-…` when the store does not hold what was put into it. */
export function publicKeyOf(key: DeviceKey): PublicKey {
  return parsePublicKey(key.jwk);
}

/** The signature of a signing input, 64 bytes, for ES256 with low s. */
export async function signInput(key: DeviceKey, input: string): Promise<Uint8Array> {
  const { alg } = publicKeyOf(key);
  const message = new Uint8Array(utf8Encode(input));
  const made = new Uint8Array(await crypto.subtle.sign(parameters[alg], key.privateKey, message));
  return alg === 'ES256' ? withLowS(made) : made;
}

/** Of `s` and `n − s`, which both verify, only the lower is accepted (docs/spec/statement.md). */
function withLowS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${hexEncode(signature.slice(32))}`);
  if (s <= lowMax) return signature;
  const low = Uint8Array.from(signature);
  low.set(hexDecode((order - s).toString(16).padStart(64, '0')), 32);
  return low;
}
