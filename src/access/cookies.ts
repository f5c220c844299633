import type { FastifyRequest } from 'fastify';

/** Our cookies go to these routes and no others. */
export const authPath = '/api/v1/auth';

/** The text that sets a cookie (RFC 6265bis): out of reach of scripts, of other sites, and of every other path. */
export function cookieText(name: string, value: string, maxAgeS: number, overTls: boolean): string {
  const secure = overTls ? '; Secure' : '';
  return `${name}=${value}; Path=${authPath}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure}`;
}

/** The value of a cookie that a request brings, null without it. */
export function readCookie(request: FastifyRequest, wanted: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (name.trim() === wanted) return value.trim();
  }
  return null;
}
