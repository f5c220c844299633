import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { BrowserPages } from './browser-pages.js';
import { languageOf } from './language.js';
import { plainProblem, problemOf, type Problem } from './problem-document.js';
import { reportProblem, sendProblem, type ProblemStyle } from './problem-reply.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';

/** Turns every error of every request into one answer, an RFC 9457 document or its page; what nobody expected is logged and answered `internal`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly style: ProblemStyle;

  constructor(
    private readonly routes: RouteTable,
    config: Config,
    pages: BrowserPages,
  ) {
    this.style = { headers: securityHeaders(config.overTls), pages };
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.methodProblem(request, reply) ?? problemOf(error, !isRead(request.method));
    reportProblem(request, problem, error);
    if (reply.sent || reply.raw.headersSent) {
      // A stream broke after its head was sent: the client must see a broken transfer, not a short one.
      if (!reply.raw.writableEnded) reply.raw.destroy();
      return;
    }
    sendProblem(request, reply, problem, languageOf(request), this.style);
  }

  /** A path that exists under another method is 405 with `Allow` (RFC 9110 §15.5.6), not 404. */
  private methodProblem(request: FastifyRequest, reply: FastifyReply): Problem | null {
    if (!request.is404) return null;
    const allowed = this.routes.methodsAt(request.url);
    if (allowed.length === 0) return null;
    void reply.header('allow', allowed.join(', '));
    return plainProblem('method-not-allowed');
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
