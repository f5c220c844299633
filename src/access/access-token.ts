import { hash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/config.js';
import { deriveSecret } from '../config/master-key.js';
import { isUuid } from '../ledger/names.js';
import { isScope, type Scope } from './scopes.js';

/** Life of an access token, in seconds (api.md, Accounts). */
export const accessTokenLifeS = 900;
/** Longest text that is looked at as a token. */
export const tokenCharactersMax = 2_048;
const verifiedTokensMax = 10_000;

/** RFC 9068 §2.1 names the type; algorithm and type are fixed and compared as bytes before anything is decoded. */
const header = { alg: 'HS256', typ: 'at+jwt' } as const;
const headerSegment = Buffer.from(JSON.stringify(header)).toString('base64url');

/** What the access token of a person says. */
export interface SessionClaims {
  readonly accountId: string;
  /** The sign-in it came from; ending that ends the token. */
  readonly sessionId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What the access token of a machine says (RFC 9068 §2.2). */
export interface MachineClaims {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export type AccessClaims = SessionClaims | MachineClaims;

/** Makes and opens access tokens. The key is derived from the master key, so every instance has the same one. */
@Injectable()
export class AccessTokens {
  private readonly key: Uint8Array;
  private readonly issuer: string;
  private readonly verified = new LRUCache<string, AccessClaims>({ max: verifiedTokensMax });

  constructor(config: Config) {
    this.key = new Uint8Array(deriveSecret(config.masterKey, 'access-token/v1'));
    this.issuer = config.publicUrl;
  }

  async issue(accountId: string, sessionId: string, nowMs = Date.now()): Promise<string> {
    return this.sign({ sid: sessionId }, accountId, nowMs);
  }

  async issueToMachine(clientId: string, scopes: readonly Scope[], nowMs = Date.now()): Promise<string> {
    const claims = { client_id: clientId, scope: scopes.join(' '), jti: randomUUID() };
    return this.sign(claims, clientId, nowMs);
  }

  private async sign(claims: JWTPayload, subject: string, nowMs: number): Promise<string> {
    const issuedAt = Math.floor(nowMs / 1_000);
    return new SignJWT(claims)
      .setProtectedHeader(header)
      .setIssuer(this.issuer)
      .setAudience(this.audience)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + accessTokenLifeS)
      .sign(this.key);
  }

  /** The claims of a token that is ours, unaltered and not expired; null for any other text. Seen tokens are remembered. */
  async open(token: string): Promise<AccessClaims | null> {
    if (token.length > tokenCharactersMax) return null;
    const digest = hash('sha256', token, 'base64');
    const known = this.verified.get(digest);
    if (known !== undefined) return known.expiresAt * 1_000 > Date.now() ? known : null;
    const claims = isCanonical(token) ? await this.verify(token) : null;
    if (claims !== null) this.verified.set(digest, claims);
    return claims;
  }

  private async verify(token: string): Promise<AccessClaims | null> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [header.alg],
        typ: header.typ,
        issuer: this.issuer,
        audience: this.audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge: accessTokenLifeS,
      });
      return 'client_id' in payload ? machineClaims(payload) : sessionClaims(payload);
    } catch {
      return null;
    }
  }

  private get audience(): string {
    return `${this.issuer}/api`;
  }
}

function sessionClaims({ sub, sid, exp }: JWTPayload): SessionClaims | null {
  if (typeof sub !== 'string' || typeof sid !== 'string' || exp === undefined) return null;
  return isUuid(sub) && isUuid(sid) ? { accountId: sub, sessionId: sid, expiresAt: exp } : null;
}

function machineClaims({ sub, sid, client_id: clientId, scope, exp }: JWTPayload): MachineClaims | null {
  if (typeof clientId !== 'string' || typeof scope !== 'string' || exp === undefined) return null;
  if (sub !== clientId || sid !== undefined || !isUuid(clientId)) return null;
  return { clientId, scopes: scope.split(' ').filter(isScope), expiresAt: exp };
}

/** Our header exactly, and every segment the one base64url text of its bytes: jose also takes others (promises.md F11). */
function isCanonical(token: string): boolean {
  const segments = token.split('.');
  if (segments.length !== 3 || segments[0] !== headerSegment) return false;
  return segments.every((segment) => Buffer.from(segment, 'base64url').toString('base64url') === segment);
}
