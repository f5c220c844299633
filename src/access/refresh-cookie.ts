import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../http/problems.js';
import { findCookie } from './cookie.js';
import { refreshTokenLifeS } from './sessions.service.js';

const cookieName = 'furrow_refresh';
/** The cookie goes to these routes and no others. */
export const refreshCookiePath = '/api/v1/auth';

/** Sets the refresh token's cookie (RFC 6265bis): out of reach of scripts, of other sites, and of every other path. */
export function setRefreshCookie(reply: FastifyReply, token: string, overTls: boolean): void {
  void reply.header('set-cookie', cookie(token, refreshTokenLifeS, overTls));
}

export function clearRefreshCookie(reply: FastifyReply, overTls: boolean): void {
  void reply.header('set-cookie', cookie('', 0, overTls));
}

function cookie(value: string, maxAgeS: number, overTls: boolean): string {
  const secure = overTls ? '; Secure' : '';
  return `${cookieName}=${value}; Path=${refreshCookiePath}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure}`;
}

/**
 * The refresh token a request brings, null without one.
 *
 * @throws DomainError `forbidden` when a browser says that another site's page sends it (Fetch Metadata).
 */
export function readRefreshCookie(request: FastifyRequest): string | null {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new DomainError('forbidden', {
      zh: '只接受本站页面发出的请求。',
      en: 'Only pages of this service may send this request.',
    });
  }
  return findCookie(request, cookieName);
}
