import type { FastifyReply } from 'fastify';
import type { Language } from '../gs1/words.js';
import { problemDocument, type Problem } from './problem-document.js';
import { problems } from './problems.js';

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** Sends a problem as the whole answer. `headers` are those of every answer (security-headers.ts), set anew. */
export function sendProblem(
  reply: FastifyReply,
  problem: Problem,
  language: Language,
  headers: Readonly<Record<string, string>>,
): void {
  const { status } = problems[problem.slug];
  if (problem.retryAfterS !== null) void reply.header('retry-after', String(problem.retryAfterS));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .code(status)
    .headers(headers)
    .header('content-language', language)
    .header('vary', 'Accept-Language')
    .removeHeader('content-disposition')
    .removeHeader('etag')
    .header('content-type', problemMediaType)
    .send(JSON.stringify(problemDocument(problem, language, reply.request.id)));
}
