import { Agent, request, type IncomingMessage } from 'node:http';

/** One request of a load. */
export interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A whole answer. */
export interface Heard {
  readonly status: number;
  readonly connection: string;
  readonly body: string;
}

/** One request on a kept-alive connection; what came back, or the error that broke it. */
export function ask(asked: Asked, agent: Agent): Promise<Heard | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const { method = 'GET', headers = {} } = asked;
    const sent = request(asked.url, { agent, method, headers }, (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on('error', resolve);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve(
          answer.complete
            ? {
                status: answer.statusCode ?? 0,
                connection: answer.headers.connection ?? '',
                body: Buffer.concat(chunks).toString('utf8'),
              }
            : new Error('the answer was cut short'),
        );
      });
    });
    sent.on('error', resolve);
    sent.end(asked.body);
  });
}

/** What clients saw that ask without a pause, each on a kept-alive connection, until they are refused. */
export class Load {
  readonly answered = new Map<number, number>();
  /** Bodies of the answers with status 201. */
  readonly made: string[] = [];
  readonly broken: string[] = [];
  /** Clients that ended because a connection was refused, before anything was sent. */
  refused = 0;
  readonly ended: Promise<unknown>;
  private readonly agent: Agent;

  constructor(
    private readonly next: () => Asked,
    clients: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.ended = Promise.all(Array.from({ length: clients }, () => this.keepAsking()));
  }

  get count(): number {
    return [...this.answered.values()].reduce((sum, count) => sum + count, 0);
  }

  private async keepAsking(): Promise<void> {
    for (;;) {
      const outcome = await ask(this.next(), this.agent);
      if (!(outcome instanceof Error)) {
        this.answered.set(outcome.status, (this.answered.get(outcome.status) ?? 0) + 1);
        if (outcome.status === 201) this.made.push(outcome.body);
      } else if ('code' in outcome && outcome.code === 'ECONNREFUSED') {
        this.refused += 1;
        return;
      } else {
        this.broken.push(String(outcome));
      }
    }
  }
}
