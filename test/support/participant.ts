import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { conceal } from '../../src/ledger/disclosure.js';
import type { JsonObject } from '../../src/ledger/json.js';

/** A key that a participant holds, made with Node alone. */
export interface HeldKey {
  readonly jwk: Record<string, string>;
  readonly kid: string;
  readonly alg: 'Ed25519' | 'ES256';
  readonly privateKey: KeyObject;
}

export function makeKey(alg: HeldKey['alg'] = 'Ed25519'): HeldKey {
  const { publicKey, privateKey } =
    alg === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const members = alg === 'Ed25519' ? ['crv', 'kty', 'x'] : ['crv', 'kty', 'x', 'y'];
  const text = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return { jwk, kid: createHash('sha256').update(text).digest('base64url'), alg, privateKey };
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** `(r, n − s)`: the other signature that ECDSA lets anyone make out of one. */
export function otherSignature(signature: Buffer): Buffer {
  const s = order - BigInt(`0x${signature.subarray(32).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

/** Signs as the key's algorithm does; ES256 with low s. */
export function signWith(key: HeldKey, input: string): Buffer {
  if (key.alg === 'Ed25519') return sign(null, Buffer.from(input), key.privateKey);
  const made = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return BigInt(`0x${made.subarray(32).toString('hex')}`) > order / 2n ? otherSignature(made) : made;
}

export function segment(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A compact JWS; header and payload may be texts of JSON that no serializer would write. */
export function compactJws(key: HeldKey, header: unknown, payload: unknown): string {
  const input = `${segment(header)}.${segment(payload)}`;
  return `${input}.${signWith(key, input).toString('base64url')}`;
}

/** The proof that whoever registers a key holds its private part. */
export function proveKey(
  key: HeldKey,
  claims: object,
  changes: { readonly header?: object; readonly signer?: HeldKey } = {},
): string {
  const header = { alg: key.alg, kid: key.kid, typ: 'furrow-key-proof', ...changes.header };
  const payload = { iat: Math.floor(Date.now() / 1_000), ...claims };
  return compactJws(changes.signer ?? key, header, payload);
}

/** A statement and its disclosures, before anybody signs it. */
export interface Drafted {
  readonly payload: JsonObject;
  readonly disclosures: readonly string[];
}

export function draftStatement(
  about: { readonly organizationId: string; readonly batch: string; readonly kind: string },
  data: JsonObject,
  privateFields: readonly string[],
): Drafted {
  const concealed = conceal(data, privateFields, () => randomBytes(16));
  const payload = {
    ...(concealed.disclosures.length > 0 ? { _sd_alg: 'sha-256' } : {}),
    jti: uuidv7(),
    iss: `org/${about.organizationId}`,
    sub: `batch/${about.batch}`,
    kind: about.kind,
    occurredAt: new Date().toISOString(),
    data: concealed.data,
  };
  return { payload, disclosures: concealed.disclosures };
}

export function statementHeader(key: HeldKey): { alg: string; kid: string; typ: string } {
  return { alg: key.alg, kid: key.kid, typ: 'furrow-statement+sd-jwt' };
}
