import { Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { Config } from '../../config/config.js';
import { secretDigest } from '../secret.js';
import { PasskeysStore, type Passkey } from './passkeys.store.js';

/** Life of a challenge, in milliseconds: time to find the phone. */
export const challengeLifeMs = 300_000;
/** COSE algorithms in the order of WebAuthn Level 3 §5.8.5: EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257];
const serviceName = 'Furrow';

/** A new credential, as its authenticator proved it. */
export type ProvenCredential = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

/**
 * The two ceremonies of WebAuthn Level 3 (§7.1, §7.2): what the browser is asked, and whether its answer holds. Site and
 * domain are those of PUBLIC_URL. The user must be verified, and no page of another site may stand around ours.
 */
@Injectable()
export class PasskeyCeremony {
  private readonly origin: string;
  private readonly domain: string;

  constructor(
    private readonly store: PasskeysStore,
    config: Config,
  ) {
    this.origin = config.publicUrl;
    this.domain = new URL(config.publicUrl).hostname;
  }

  /** Asks for a new discoverable credential of an account, unlike those it has. */
  async askToRegister(accountId: string, login: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const held = await this.store.ofAccount(accountId);
    const options = await generateRegistrationOptions({
      rpName: serviceName,
      rpID: this.domain,
      userName: login,
      userID: Uint8Array.from(userHandle(accountId)),
      timeout: challengeLifeMs,
      attestationType: 'none',
      excludeCredentials: held.map((passkey) => ({ id: passkey.credentialId.toString('base64url') })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    });
    await this.ask(options.challenge, accountId);
    return options;
  }

  /** The credential that answers `askToRegister` of this account; null when anything of the answer does not hold. */
  async checkRegistration(
    accountId: string,
    answer: RegistrationResponseJSON,
  ): Promise<ProvenCredential | null> {
    const challenge = await this.takeChallenge(answer.response.clientDataJSON, accountId);
    if (challenge === null) return null;
    const verified = await orNull(() =>
      verifyRegistrationResponse({
        response: answer,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.domain,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }),
    );
    if (verified?.verified !== true) return null;
    const { id, publicKey, counter } = verified.registrationInfo.credential;
    if (id !== answer.id) return null;
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      counter,
      transports: answer.response.transports ?? [],
    };
  }

  /** Asks for any credential of ours that the person's device knows. */
  async askToSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await generateAuthenticationOptions({
      rpID: this.domain,
      timeout: challengeLifeMs,
      userVerification: 'required',
    });
    await this.ask(options.challenge, null);
    return options;
  }

  /** The account that answers `askToSignIn`; null when anything of the answer does not hold. */
  async checkSignIn(answer: AuthenticationResponseJSON): Promise<string | null> {
    const challenge = await this.takeChallenge(answer.response.clientDataJSON, null);
    if (challenge === null) return null;
    const passkey = await this.store.findByCredential(Buffer.from(answer.id, 'base64url'));
    if (passkey === null) return null;
    // §7.2 step 6: the authenticator says whose it is, and that must be whom we know it from.
    if (answer.response.userHandle !== userHandle(passkey.accountId).toString('base64url')) return null;
    const verified = await orNull(() =>
      verifyAuthenticationResponse({
        response: answer,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.domain,
        requireUserVerification: true,
        credential: {
          id: answer.id,
          publicKey: Uint8Array.from(passkey.publicKey),
          counter: passkey.counter,
        },
      }),
    );
    if (verified?.verified !== true) return null;
    const { newCounter } = verified.authenticationInfo;
    return (await this.store.countUse(passkey.id, newCounter, new Date())) ? passkey.accountId : null;
  }

  private async ask(challenge: string, accountId: string | null): Promise<void> {
    const now = new Date();
    await this.store.ask(secretDigest(challenge), accountId, now, new Date(now.getTime() + challengeLifeMs));
  }

  /** The challenge that was answered, when it is one of ours for this ceremony; it is used up whatever follows. */
  private async takeChallenge(clientDataJson: string, accountId: string | null): Promise<string | null> {
    const clientData = await orNull(() => decodeClientDataJSON(clientDataJson));
    if (typeof clientData?.challenge !== 'string' || clientData.crossOrigin === true) return null;
    const { challenge } = clientData;
    return (await this.store.take(secretDigest(challenge), accountId, new Date())) ? challenge : null;
  }
}

/** The library throws for whatever does not hold. */
async function orNull<T>(check: () => T | Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch {
    return null;
  }
}

/** §5.4.3: opaque and no personal data; an account's id is random. */
function userHandle(accountId: string): Buffer {
  return Buffer.from(accountId.replaceAll('-', ''), 'hex');
}
