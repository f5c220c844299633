import { Injectable } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import * as openid from 'openid-client';
import { Config } from '../../config/config.js';
import type { OidcSettings } from '../../config/oidc-settings.js';
import { DomainError } from '../../http/problems.js';
import type { SignInFlow } from './sign-in-flow.js';

/** Path of the redirection endpoint, to be registered at the provider below PUBLIC_URL. */
export const callbackPath = '/api/v1/auth/oidc/callback';
/** Longest wait for one answer of the provider, in seconds. */
const timeoutS = 2;
/** RFC 8176 §2: several factors were shown. */
const strongMethod = 'mfa';
/** OpenID Connect EAP ACR Values 1.0 §3 (resistant to phishing), and REFEDS MFA. */
const strongClasses = ['phr', 'phrh', 'https://refeds.org/profile/mfa'];
// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; for loopback only
const withoutTls = openid.allowInsecureRequests;

/** Whom the provider says it has in front of it. */
export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** A second factor, or one that cannot be phished, was shown at the provider. */
  readonly strong: boolean;
}

/** The identity provider of `OIDC_ISSUER` (OpenID Connect Core 1.0), found at first use and asked again after a failure. */
@Injectable()
export class IdentityProvider {
  private found: Promise<openid.Configuration> | null = null;
  private readonly settings: OidcSettings | null;
  private readonly publicUrl: string;

  constructor(config: Config) {
    this.settings = config.oidc;
    this.publicUrl = config.publicUrl;
  }

  /**
   * Where to send a browser (§3.1.2.1), with PKCE S256.
   *
   * @throws DomainError `not-found` where no provider is configured, `provider-away`.
   */
  async addressFor(flow: SignInFlow, log: FastifyBaseLogger): Promise<string> {
    const provider = await this.find(log);
    return openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.publicUrl + callbackPath,
      scope: 'openid',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    }).href;
  }

  /**
   * Whom the provider answers for: state and issuer (RFC 9207) of the answer, then the code exchanged for an ID token
   * whose signature, issuer, audience, times and nonce are checked (§3.1.3.7).
   *
   * `target` is path and query of the request that the provider sent.
   * @throws DomainError `identity-refused`, `provider-away`, `not-found` where no provider is configured.
   */
  async identityOf(target: string, flow: SignInFlow, log: FastifyBaseLogger): Promise<ProvenIdentity> {
    const provider = await this.find(log);
    try {
      const tokens = await openid.authorizationCodeGrant(provider, new URL(target, this.publicUrl), {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw identityRefused();
      return { issuer: claims.iss, subject: claims.sub, strong: isStrong(claims) };
    } catch (error) {
      throw refusalOf(error, log);
    }
  }

  private async find(log: FastifyBaseLogger): Promise<openid.Configuration> {
    if (this.settings === null) {
      throw new DomainError('not-found', {
        zh: '这个服务没有接入其他身份系统。',
        en: 'This service is not connected to an identity provider.',
      });
    }
    this.found ??= discover(this.settings);
    try {
      return await this.found;
    } catch (error) {
      this.found = null;
      log.warn({ code: codeOf(error) }, 'the identity provider cannot be reached');
      throw providerAway();
    }
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<openid.Configuration> {
  const [basic, post] = [openid.ClientSecretBasic(clientSecret), openid.ClientSecretPost(clientSecret)];
  const authenticate: openid.ClientAuth = (server, client, body, headers) => {
    // Discovery 1.0 §3: Basic unless the provider names others only.
    const takesBasic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
    (takesBasic ? basic : post)(server, client, body, headers);
  };
  return openid.discovery(new URL(issuer), clientId, undefined, authenticate, {
    timeout: timeoutS,
    execute: [openid.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [withoutTls] : [])],
  });
}

function isStrong({ amr, acr }: openid.IDToken): boolean {
  const isStrongClass = typeof acr === 'string' && strongClasses.includes(acr);
  return isStrongClass || (Array.isArray(amr) && amr.includes(strongMethod));
}

/** The log gets the error's code and never its text, which may quote what the browser sent. */
function refusalOf(error: unknown, log: FastifyBaseLogger): DomainError {
  if (error instanceof DomainError) return error;
  log.warn({ code: codeOf(error) }, 'an answer of the identity provider was refused');
  return isAway(error) ? providerAway() : identityRefused();
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : typeof error;
}

/** No connection (the fetch standard's TypeError), no answer in time, or an answer that says the provider is broken. */
function isAway(error: unknown): boolean {
  if (error instanceof TypeError || codeOf(error) === 'OAUTH_TIMEOUT') return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Response && cause.status >= 500;
}

function providerAway(): DomainError {
  return new DomainError('provider-away', {
    zh: '身份系统暂时无法访问，请稍后再试，或用账号和密码登录。',
    en: 'The identity provider cannot be reached: try again in a moment, or sign in with login and password.',
  });
}

/** Why is not said: whoever tries with another's answer learns nothing. */
export function identityRefused(): DomainError {
  return new DomainError('identity-refused', {
    zh: '身份系统的应答不能用于这次登录，请重新开始。',
    en: 'The answer of the identity provider cannot be used for this sign-in: begin again.',
  });
}
