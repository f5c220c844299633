import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const packed = promisify(gzip);
/** Pages below this fit into one packet or so as they are, in UTF-16 units. */
const worthwhile = 1_400;
const level = 6;

/**
 * Sends pages compressed to whom takes that: a scan on a slow network waits for little else. Pages hold no secret of the
 * reader's, so that their length tells nothing (BREACH). The work is done beside the thread that answers.
 */
export function installPageCompression(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (typeof payload !== 'string' || payload.length < worthwhile || !type.startsWith('text/html'))
      return payload;
    const vary = String(reply.getHeader('vary') ?? '');
    void reply.header('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
    if (!takesGzip(request)) return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return packed(payload, { level });
  });
}

/** RFC 9110 §12.5.3, as far as browsers use it: `gzip` without a weight of zero. A HEAD request has no body. */
function takesGzip(request: FastifyRequest): boolean {
  const asked = request.headers['accept-encoding'] ?? '';
  return request.method !== 'HEAD' && /\bgzip\b(?!\s*;\s*q=0(?:\.0{0,3})?(?:,|\s|$))/i.test(asked);
}
