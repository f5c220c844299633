import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../http/problems.js';
import { cookieText, readCookie } from './cookies.js';
import { refreshTokenLifeS } from './sessions.service.js';

const cookieName = 'furrow_refresh';

/** Sets the refresh token's cookie. */
export function setRefreshCookie(reply: FastifyReply, token: string, overTls: boolean): void {
  void reply.header('set-cookie', cookieText(cookieName, token, refreshTokenLifeS, overTls));
}

export function clearRefreshCookie(reply: FastifyReply, overTls: boolean): void {
  void reply.header('set-cookie', cookieText(cookieName, '', 0, overTls));
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
  return readCookie(request, cookieName);
}
