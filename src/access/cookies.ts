import type { FastifyRequest } from 'fastify';

/** Our cookies go to these routes and no others. */
export const authPath = '/api/v1/auth';

/** The text that sets a cookie (RFC 6265bis): out of reach of scripts, of other sites, and of every other path. */
export function cookieText(name: string, value: string, maxAgeS: number, overTls: boolean): string {
  const secure = overTls ? '; Secure' : '';
  return `${name}=${value}; Path=${authPath}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure}`;
}

/**
 * The value of a cookie that a request brings, null without it. Two of one name are none: whoever has a neighbouring
 * host can plant a second one (RFC 6265 §8.6), and nobody can tell which is ours.
 */
export function readCookie(request: FastifyRequest, wanted: string): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.split('=', 2))
    .filter(([name = '']) => name.trim() === wanted)
    .map(([, value = '']) => value.trim());
  return values.length === 1 ? (values[0] ?? null) : null;
}
