import { once } from 'node:events';
import { Server, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { DomainError } from './problems.js';

/** How the service stops: as times in milliseconds from the beginning of the stop. */
export interface DrainTimes {
  /** For clients on kept-alive connections to send what they are about to send, and to be told to leave. */
  readonly lullMs: number;
  /** After this, connections that are still busy are cut. */
  readonly deadlineMs: number;
}

export const drainTimes: DrainTimes = { lullMs: 300, deadlineMs: 10_000 };

/**
 * Stops the server without breaking a request (promises.md F14, P31).
 *
 * First the listener closes, while open connections stay: requests on them are still served, and every answer carries
 * `Connection: close`, so that clients leave by themselves and are refused before they send anything more. Closing the
 * idle connections at once, as Node does, would cut those whose next request is under way; leaving the listener open
 * would reset the connections that wait to be accepted when it closes. After the lull idle connections are closed and
 * whatever a slow client still sends is answered 503; those in flight finish, and at the deadline what is left is cut.
 */
export class Drain {
  private state: 'serving' | 'leaving' | 'closing' = 'serving';
  private stopped: Promise<void> | null = null;
  private readonly sockets = new Set<Socket>();

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
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Resolves when no connection is left. Asked again, it answers the same stop. */
  run(): Promise<void> {
    this.stopped ??= this.stop();
    return this.stopped;
  }

  private async stop(): Promise<void> {
    const http = this.server.server;
    this.state = 'leaving';
    if (!http.listening) return;
    const closed = once(http, 'close');
    const done = new AbortController();
    // Right after the poll for events every connection that waited has been accepted.
    await setImmediate();
    // net's close and not http's, which would close idle connections in the same breath.
    Server.prototype.close.call(http);
    void this.hurry(done.signal);
    await closed;
    done.abort();
  }

  private async hurry(done: AbortSignal): Promise<void> {
    const { lullMs, deadlineMs } = this.times;
    try {
      await setTimeout(lullMs, null, { signal: done });
      this.state = 'closing';
      // What has arrived by now is read first, so that its connection is no longer idle.
      await setImmediate();
      this.server.server.closeIdleConnections();
      // Connections opened in advance have never been idle in the eyes of Node.
      for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
      await setTimeout(Math.max(0, deadlineMs - lullMs), null, { signal: done });
      this.server.server.closeAllConnections();
    } catch (error) {
      if (!done.aborted) throw error;
    }
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
