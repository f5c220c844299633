import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../gs1/words.js';
import type { BrowserPages } from './browser-pages.js';
import { problemDocument, type Problem } from './problem-document.js';
import { problems } from './problems.js';

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** How every problem is sent. */
export interface ProblemStyle {
  /** Those of every answer (security-headers.ts), set anew. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pages: BrowserPages;
}

/** Sends a problem as the whole answer: a page to a browser, the RFC 9457 document to any other client. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  language: Language,
  style: ProblemStyle,
): void {
  const { status } = problems[problem.slug];
  const document = problemDocument(problem, language, request.id);
  const page = style.pages.pageFor(request, document, language);
  if (problem.retryAfterS !== null) void reply.header('retry-after', String(problem.retryAfterS));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .code(status)
    .headers(style.headers)
    .header('content-language', language)
    .header('vary', 'Accept, Accept-Language')
    .removeHeader('content-disposition')
    .removeHeader('etag');
  if (page === null) {
    void reply.header('content-type', problemMediaType).send(JSON.stringify(document));
    return;
  }
  void reply
    .header('content-security-policy', page.policy)
    .header('content-type', 'text/html; charset=utf-8')
    .send(page.html);
}

/** Tells the log of a problem that is a bug of ours or an outage of the database. */
export function reportProblem(request: FastifyRequest, problem: Problem, error: unknown): void {
  const facts = { err: error, route: request.routeOptions.url };
  if (problem.report === 'bug') request.log.error(facts, 'an error nobody expected');
  if (problem.report === 'outage') request.log.warn(facts, 'the database is away');
}
