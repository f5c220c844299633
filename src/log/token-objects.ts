import { base64urlDecode } from '../ledger/bytes.js';
import { words, type Attribute } from './cryptoki.js';

/** CKM_EC_EDWARDS_KEY_PAIR_GEN and CKM_EDDSA (PKCS #11 v3.1 §6.3). */
export const edwardsKeyPairs = 0x1055;
export const eddsa = 0x1057;
/** CKA_EC_POINT. */
export const pointAttribute = 0x181;

const cka = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  sign: 0x108,
  verify: 0x10a,
  extractable: 0x162,
  parameters: 0x180,
} as const;
const edwardsKey = 0x40;
const [yes, no] = [Buffer.of(1), Buffer.of(0)];
/** 1.3.101.112, Ed25519 (RFC 8410 §3), in DER. */
const ed25519 = Buffer.from('06032b6570', 'hex');

/** By what a key pair is found in a token: its label, or its id, which is the thumbprint of its public key. */
export type KeyName = { readonly label: string } | { readonly kid: string };

/** CKA_ID of the key with a thumbprint. */
export function idOf(kid: string): Attribute[] {
  return [[cka.id, Buffer.from(base64urlDecode(kid))]];
}

/** What finds the public half of a pair. */
export function publicPart(name: KeyName): Attribute[] {
  return [[cka.class, words([2])], [cka.keyType, words([edwardsKey])], ...named(name)];
}

/** What finds the private half of a pair. */
export function privatePart(name: KeyName): Attribute[] {
  return [[cka.class, words([3])], [cka.keyType, words([edwardsKey])], ...named(name)];
}

function named(name: KeyName): Attribute[] {
  return 'label' in name ? [[cka.label, Buffer.from(name.label, 'utf8')]] : idOf(name.kid);
}

/** A new public key, kept in the token. */
export function publicTemplate(label: string): Attribute[] {
  return [
    [cka.parameters, ed25519],
    [cka.token, yes],
    [cka.verify, yes],
    [cka.label, Buffer.from(label, 'utf8')],
  ];
}

/** A new private key, kept in the token, which never gives it away. */
export function privateTemplate(label: string): Attribute[] {
  return [
    [cka.token, yes],
    [cka.private, yes],
    [cka.sensitive, yes],
    [cka.extractable, no],
    [cka.sign, yes],
    [cka.label, Buffer.from(label, 'utf8')],
  ];
}

/** The 32 bytes of CKA_EC_POINT: a DER OCTET STRING in v3.1, which some tokens leave out. */
export function rawPoint(point: Buffer): Buffer {
  const wrapped = point.length === 34 && point[0] === 4 && point[1] === 32;
  return wrapped ? point.subarray(2) : point;
}
