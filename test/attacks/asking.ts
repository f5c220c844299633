import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** One request as it goes over the wire; the target is not normalized by anybody. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The machine itself asks, with no proxy between: it is not slowed down. */
  readonly isLocal?: boolean;
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Says that a proxy stands between: to the machine itself more is open than to others. */
const fromElsewhere = { via: '1.1 elsewhere' } as const;

/** Asks one service over few connections that are used again and again. */
export class Asking {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly url: string) {}

  /** The answer; of a service that is too busy to give one (503, nothing stored), the one to a third try at the latest. */
  async ask(asked: Asked): Promise<Heard> {
    for (let tries = 1; ; tries += 1) {
      const heard = await this.askOnce(asked);
      const isBusy = heard.status === 503 && heard.text.includes('/problems/unavailable');
      if (!isBusy || tries === 3) return heard;
      await setTimeout(500 * tries);
    }
  }

  private askOnce({ method, target, headers = {}, body, isLocal = false }: Asked): Promise<Heard> {
    const { hostname, port } = new URL(this.url);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.agent,
          host: hostname,
          port,
          method,
          path: target,
          headers: { ...(isLocal ? {} : fromElsewhere), ...headers, ...length },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

const tellsNothing = new Set(['date', 'x-request-id', 'content-length', 'connection', 'keep-alive']);

/**
 * An answer as far as it can tell anything: status, headers and body, without what differs from one request to the next
 * (time, request id) and without the ids that were asked for.
 */
export function told({ status, headers, text }: Heard, asked: readonly string[]): string {
  const head = Object.entries(headers).filter(([name]) => !tellsNothing.has(name));
  const body = text.replaceAll(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:');
  return asked
    .filter((id) => id !== '')
    .reduce(
      (whole, id) => whole.replaceAll(id, '<asked>').replaceAll(encodeURIComponent(id), '<asked>'),
      `${status} ${JSON.stringify(head.sort())} ${body}`,
    );
}

/** Runs a step over every item, a few at a time, and answers what they answered in order. */
export async function inLanes<Item, Answer>(
  items: readonly Item[],
  step: (item: Item) => Promise<Answer>,
  lanes = 6,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) answers[at] = await step(items[at]!);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}
