import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** COSE algorithms by name (RFC 9053, RFC 8812); ES512 is one that we do not ask for. */
export const algorithms = { ES256: -7, EdDSA: -8, RS256: -257, ES512: -36 } as const;
export type Algorithm = keyof typeof algorithms;

/** What an answer says that an honest device would not, each unless told as it should be. */
export interface Deviation {
  readonly challenge?: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly present?: boolean;
  readonly verified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly id?: string;
  /** Signs other bytes than it shows. */
  readonly signsOther?: boolean;
}

/** A device in software that keeps one passkey, so that its answers can be wrong in one thing at a time. */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(16);
  private readonly privateKey: KeyObject;
  private readonly coseKey: Map<number, number | Uint8Array>;
  private userHandle = '';
  private counter = 0;

  constructor(
    private readonly site: { readonly origin: string; readonly rpId: string },
    private readonly algorithm: Algorithm = 'ES256',
  ) {
    const { publicKey, privateKey } = keyPair(algorithm);
    this.privateKey = privateKey;
    this.coseKey = coseKeyOf(publicKey, algorithm);
  }

  register(
    options: { challenge: string; user: { id: string } },
    but: Deviation = {},
  ): RegistrationResponseJSON {
    this.userHandle = options.user.id;
    const clientData = this.clientData('webauthn.create', options.challenge, but);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const key = isoCBOR.encode(new Map(this.coseKey));
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, Buffer.from(key)]);
    const authData = Buffer.concat([this.head(but, 0x40), attested]);
    const attestation = isoCBOR.encode(
      new Map<string, string | Map<string, string> | Uint8Array>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', Uint8Array.from(authData)],
      ]),
    );
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: Buffer.from(attestation).toString('base64url'),
      transports: ['internal' as const],
    };
    return { ...this.named(but), response };
  }

  signIn(options: { challenge: string }, but: Deviation = {}): AuthenticationResponseJSON {
    this.counter += 1;
    const clientData = this.clientData('webauthn.get', options.challenge, but);
    const authData = this.head(but, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    if (but.signsOther === true) signed[0] = 255 - (signed[0] ?? 0);
    const signature = sign(this.algorithm === 'EdDSA' ? null : 'sha256', signed, this.privateKey);
    const userHandle = but.userHandle === undefined ? this.userHandle : but.userHandle;
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      ...(userHandle === null ? {} : { userHandle }),
    };
    return { ...this.named(but), response };
  }

  private named(but: Deviation) {
    const id = but.id ?? this.credentialId.toString('base64url');
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string, but: Deviation): Buffer {
    const text = JSON.stringify({
      type: but.type ?? type,
      challenge: but.challenge ?? challenge,
      origin: but.origin ?? this.site.origin,
      crossOrigin: but.crossOrigin ?? false,
    });
    return Buffer.from(text);
  }

  /** Authenticator data (WebAuthn Level 3 §6.1) up to the counter. */
  private head(
    { rpId = this.site.rpId, present = true, verified = true, counter = this.counter }: Deviation,
    more: number,
  ): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8((present ? 0x01 : 0) + (verified ? 0x04 : 0) + more);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), tail]);
  }
}

function keyPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (algorithm) {
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2_048 });
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
  }
}

/** COSE_Key (RFC 9052 §7) of a public key. */
function coseKeyOf(publicKey: KeyObject, algorithm: Algorithm): Map<number, number | Uint8Array> {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => Uint8Array.from(Buffer.from(text ?? '', 'base64url'));
  const named = (kty: number): [number, number][] => [
    [1, kty],
    [3, algorithms[algorithm]],
  ];
  if (algorithm === 'RS256')
    return new Map<number, number | Uint8Array>([...named(3), [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]]);
  if (algorithm === 'EdDSA')
    return new Map<number, number | Uint8Array>([...named(1), [-1, 6], [-2, bytes(jwk.x)]]);
  const curve = algorithm === 'ES256' ? 1 : 3;
  return new Map<number, number | Uint8Array>([
    ...named(2),
    [-1, curve],
    [-2, bytes(jwk.x)],
    [-3, bytes(jwk.y)],
  ]);
}
