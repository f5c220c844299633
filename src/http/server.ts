import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { TrustProxy } from '../config/settings.js';
import { installAnswerDeadline } from './answer-deadline.js';
import { bodyBytesMax, installByteGate } from './byte-gate.js';
import { Drain, drainTimes, type DrainTimes } from './drain.js';
import { BrowserPages } from './browser-pages.js';
import { negotiateLanguage } from './language.js';
import { Metrics } from './metrics.js';
import { plainProblem, problemDocument, problemOf } from './problem-document.js';
import { problemMediaType, sendProblem } from './problem-reply.js';
import { problems, type ProblemSlug } from './problems.js';
import { installPageCompression } from './page-compression.js';
import { installRequestLog } from './request-log.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';

/** Head of a request (RFC 9110 request line and fields), in bytes; more is 431. */
const headBytesMax = 16_384;
/** Longest path parameter: a GS1 attribute of 20 characters, each percent-encoded as three bytes, fits twice. */
const parameterCharactersMax = 200;
/** Times in milliseconds: for the head, for the whole request, and between two requests of one connection. */
const headMs = 10_000;
const requestMs = 30_000;
const keepAliveMs = 72_000;

/** The HTTP server before any route is known, and what watches over it. */
export interface HttpServer {
  readonly adapter: FastifyAdapter;
  readonly routes: RouteTable;
  readonly drain: Drain;
  readonly metrics: Metrics;
  readonly pages: BrowserPages;
}

/** Makes the one HTTP server: byte gate, security headers, request log and drain, in the order a request meets them. */
export function createHttpServer(config: Config, log: Logger, times: DrainTimes = drainTimes): HttpServer {
  const headers = securityHeaders(config.overTls);
  const pages = new BrowserPages();
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trust(config.trustProxy),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: parameterCharactersMax },
    http: { maxHeaderSize: headBytesMax, headersTimeout: headMs },
    // Malformed targets never reach a hook or a filter.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const language = negotiateLanguage(request.headers['accept-language']);
      sendProblem(request, reply, problemOf(error, false), language, { headers, pages });
    },
    clientErrorHandler: answerBrokenRequest,
  });
  const server: FastifyInstance = adapter.getInstance();
  const routes = new RouteTable();
  const metrics = new Metrics();
  const drain = new Drain(server, times);
  server.decorateRequest('actor', null);
  server.decorateRequest('signedIn', null);
  server.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) routes.add(method, route.url, route.handler.name);
  });
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  drain.install();
  installByteGate(server);
  installAnswerDeadline(server, { headers, pages });
  installPageCompression(server);
  installRequestLog(server, metrics);
  return { adapter, routes, drain, metrics, pages };
}

/** Fastify's form: a number is the count of proxies in front, nearest first. */
function trust(proxies: TrustProxy): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (proxies === false) return false;
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : [...proxies];
}

/** Answers what was not even HTTP, and closes (RFC 9112 §2.2). Nothing is known of the reader but that it failed. */
function answerBrokenRequest(error: Error, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const code = 'code' in error ? error.code : '';
  const slug: ProblemSlug =
    code === 'HPE_HEADER_OVERFLOW'
      ? 'headers-too-large'
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'timeout'
        : 'malformed';
  const body = JSON.stringify(problemDocument(plainProblem(slug), 'zh-CN', randomUUID()));
  socket.end(
    [
      `HTTP/1.1 ${problems[slug].status} Refused`,
      `Content-Type: ${problemMediaType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
