import type { FastifyInstance } from 'fastify';
import { DomainError } from './problems.js';

/** How the service stops: as times in milliseconds. */
export interface DrainTimes {
  /** Requests are still taken, and every answer asks the client to close its connection. */
  readonly lullMs: number;
  /** After this, connections that are still busy are cut. */
  readonly deadlineMs: number;
}

export const drainTimes: DrainTimes = { lullMs: 300, deadlineMs: 10_000 };

/**
 * Stops the server without breaking a request (promises.md F14, P31).
 *
 * First every answer carries `Connection: close` while requests are still served, so that clients on kept-alive
 * connections leave by themselves and proxies see `/readyz` turn 503. Then the listener closes; a request that still
 * arrives on an open connection is answered 503, those in flight finish, and at the deadline what is left is cut.
 */
export class Drain {
  private state: 'serving' | 'lull' | 'closing' = 'serving';

  constructor(
    private readonly server: FastifyInstance,
    private readonly times: DrainTimes,
  ) {}

  get isDraining(): boolean {
    return this.state !== 'serving';
  }

  install(): void {
    this.server.addHook('onRequest', (_request, _reply, done) => {
      done(this.state === 'closing' ? stopping() : undefined);
    });
    this.server.addHook('onSend', (_request, reply, payload, done) => {
      if (this.state !== 'serving') void reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** Resolves when the listener may be closed; cuts what is still open at the deadline. */
  async begin(): Promise<void> {
    if (this.state !== 'serving') return;
    this.state = 'lull';
    const cut = setTimeout(() => {
      this.server.server.closeAllConnections();
    }, this.times.deadlineMs);
    cut.unref();
    this.server.server.once('close', () => {
      clearTimeout(cut);
    });
    if (!this.server.server.listening) return;
    await new Promise((resolve) => setTimeout(resolve, this.times.lullMs));
    this.state = 'closing';
  }
}

function stopping(): DomainError {
  return new DomainError(
    'unavailable',
    { zh: '服务正在重启，请稍后再试。', en: 'The service is restarting; try again in a moment.' },
    [],
    2,
  );
}
