import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, globalAgent } from 'node:https';
import type { AddressInfo } from 'node:net';

const fileAt = (name: string): string => readFileSync(new URL(`tls/${name}`, import.meta.url), 'utf8');
const cert = fileAt('receiver.cert.pem');

/** How a receiver of webhooks behaves. */
export type Manner = 'takes' | 'fails' | 'hangs' | 'redirects' | 'floods' | 'wants-no-more';

/** A message as it came. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A program that takes webhooks over TLS, under a certificate that this process trusts from now on. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  behave(manner: Manner): void;
  close(): Promise<void>;
}

const answers: Readonly<Record<Manner, (answer: ServerResponse, url: string) => void>> = {
  takes: (answer) => answer.writeHead(204).end(),
  fails: (answer) => answer.writeHead(500).end('stack'),
  hangs: () => undefined,
  redirects: (answer, url) => answer.writeHead(307, { location: url }).end(),
  floods: (answer) => {
    answer.writeHead(200);
    const chunk = Buffer.alloc(1_048_576);
    const more = (): void => {
      while (!answer.destroyed && answer.write(chunk));
    };
    answer.on('drain', more);
    more();
  },
  'wants-no-more': (answer) => answer.writeHead(410).end(),
};

export async function startReceiver(): Promise<Receiver> {
  globalAgent.options.ca = cert;
  const received: Received[] = [];
  let manner: Manner = 'takes';
  const server = createServer({ cert, key: fileAt('receiver.key.pem') }, (request, answer) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      answers[manner](answer, `https://localhost:${String(request.socket.localPort)}/elsewhere`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${String(port)}/hook`,
    received,
    behave: (next) => (manner = next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
