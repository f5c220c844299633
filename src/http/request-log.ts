import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';

/** What stands for requests that matched no route; their paths are never written down. */
const unmatched = 'unmatched';

/**
 * Writes one line and one measurement for every answered request: id, method, route pattern, status, time. Never the
 * address that was asked for (it holds codes), a query, a body, a header or a client's address.
 */
export function installRequestLog(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    record(request, reply, metrics);
    done();
  });
}

function record(request: FastifyRequest, reply: FastifyReply, metrics: Metrics): void {
  const { method } = request;
  const route = request.routeOptions.url ?? unmatched;
  const status = reply.statusCode;
  const durationMs = reply.elapsedTime;
  metrics.request(method, route, status, durationMs / 1_000);
  request.log.info({ method, route, status, durationMs: Math.round(durationMs * 10) / 10 }, 'request');
}
