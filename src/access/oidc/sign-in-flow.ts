import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { Config } from '../../config/config.js';
import { deriveSecret } from '../../config/master-key.js';
import { isUuid } from '../../ledger/names.js';
import { readCookie } from '../cookies.js';

/** How long a person may take at the provider, in seconds. */
export const flowLifeS = 600;
const cookieName = 'furrow_oidc';
const cookiePath = '/api/v1/auth/oidc';
const header = { alg: 'HS256', typ: 'oidc-flow+jwt' } as const;

/** What a browser keeps while its person is at the provider, so that the answer can only be used by that browser. */
export interface SignInFlow {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
  /** The account that wants the identity; null: somebody signs in with it. */
  readonly linkTo: string | null;
}

/** Keeps flows in a signed cookie: nothing is stored for people who never come back. */
@Injectable()
export class SignInFlows {
  private readonly key: Uint8Array;
  private readonly attributes: string;

  constructor(config: Config) {
    this.key = new Uint8Array(deriveSecret(config.masterKey, 'oidc-flow/v1'));
    // Lax: the provider sends the browser back, and a Strict cookie would stay behind.
    this.attributes = `Path=${cookiePath}; HttpOnly; SameSite=Lax${config.overTls ? '; Secure' : ''}`;
  }

  /** Begins a flow and gives the browser its cookie. */
  async begin(linkTo: string | null, reply: FastifyReply): Promise<SignInFlow> {
    const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), linkTo };
    const token = await new SignJWT({ ...flow })
      .setProtectedHeader(header)
      .setIssuedAt()
      .setExpirationTime(`${flowLifeS}s`)
      .sign(this.key);
    void reply.header('set-cookie', `${cookieName}=${token}; Max-Age=${flowLifeS}; ${this.attributes}`);
    return flow;
  }

  /** The flow of the browser that asks, whose cookie is taken away; null when it has none of ours, or it is too old. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<SignInFlow | null> {
    const token = readCookie(request, cookieName);
    if (token === null) return null;
    void reply.header('set-cookie', `${cookieName}=; Max-Age=0; ${this.attributes}`);
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [header.alg],
        typ: header.typ,
        maxTokenAge: flowLifeS,
      });
      const { state, nonce, verifier, linkTo } = payload;
      if (typeof state !== 'string' || typeof nonce !== 'string' || typeof verifier !== 'string') return null;
      return { state, nonce, verifier, linkTo: typeof linkTo === 'string' && isUuid(linkTo) ? linkTo : null };
    } catch {
      return null;
    }
  }
}
