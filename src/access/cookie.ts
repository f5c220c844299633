import type { FastifyRequest } from 'fastify';

/** The value of a cookie that a request brings (RFC 6265 §4.2), null without it. */
export function findCookie(request: FastifyRequest, wanted: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (name.trim() === wanted) return value.trim();
  }
  return null;
}
