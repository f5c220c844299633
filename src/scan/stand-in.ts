import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { parseScanUri, type ScanUri } from '../gs1/digital-link.js';
import { languageOf } from '../http/language.js';
import { problemOf } from '../http/problem-document.js';
import { sendProblem } from '../http/problem-reply.js';
import { DomainError } from '../http/problems.js';
import { securityHeaders } from '../http/security-headers.js';
import { createHttpServer } from '../http/server.js';
import { LedgerError } from '../ledger/errors.js';
import { renderRecallCopyPage } from '../web/recall-copy-page.js';
import { drawProblem, pageHeaders, pageView } from './pages.js';
import { recalledUnchecked } from './recall-answer.js';
import { copiesIn, copyFor, type RecallBook } from './recall-book.js';
import { preferredForm } from './scan-forms.js';

/** A listening server. */
export interface StandIn {
  close(): Promise<void>;
}

/**
 * Listens in place of an application that cannot begin, because its database does not answer: tells the recalls of the
 * book under the addresses of their lots, that the process is alive, and of everything else that it is not there.
 */
export async function openStandIn(config: Config, log: Logger, book: RecallBook): Promise<StandIn> {
  const { adapter, drain, pages } = createHttpServer(config, log);
  pages.drawBy((problem) => drawProblem(problem, book.demo));
  const server = adapter.getInstance<FastifyInstance>();
  const style = { headers: securityHeaders(config.overTls), pages };
  const copies = copiesIn(book);
  const tell = (request: FastifyRequest, reply: FastifyReply): string => {
    const scanned = scannedAt(request.url);
    const copy = scanned === null ? null : copyFor(copies, scanned);
    if (copy === null) throw away();
    if (preferredForm(request.headers.accept) !== 'html') throw recalledUnchecked(copy);
    void reply.headers(pageHeaders);
    return renderRecallCopyPage(pageView(request.url, languageOf(request), book.demo), copy);
  };
  server.setErrorHandler((error, request, reply) => {
    sendProblem(request, reply, problemOf(error, false), languageOf(request), style);
  });
  server.setNotFoundHandler(() => {
    throw away();
  });
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/*', tell);
  await server.listen({ port: config.port, host: '0.0.0.0' });
  return {
    close: async () => {
      await drain.run();
      await server.close();
    },
  };
}

/** What an address names, or null where it is none of a code. */
function scannedAt(url: string): ScanUri | null {
  try {
    return parseScanUri(url);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

function away(): DomainError {
  return new DomainError('unavailable', {
    zh: '服务正在等待数据库，请稍后再试。',
    en: 'The service waits for its database; try again in a moment.',
  });
}
