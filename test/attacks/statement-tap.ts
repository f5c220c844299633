import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between the service and PostgreSQL and writes down every statement the service asks for. */
export interface StatementTap {
  /** The given address, by way of the tap. */
  readonly url: string;
  /** The text of every statement so far: not its parameters, which travel apart from it. */
  readonly statements: ReadonlySet<string>;
  close(): Promise<void>;
}

/** A tap on a free port of loopback in front of the PostgreSQL that a URL names. */
export async function tapStatements(targetUrl: string): Promise<StatementTap> {
  const target = new URL(targetUrl);
  const statements = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const read = readMessages(statements);
    near.on('data', (chunk) => {
      read(chunk);
      far.write(chunk);
    });
    far.on('data', (chunk) => near.write(chunk));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    statements,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/**
 * Reads what a client sends (PostgreSQL documentation, 54.7 Message Formats): `Q` is a simple query, `P` a statement
 * under a name. The first message has no type.
 */
function readMessages(statements: Set<string>): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (waiting.length < head + 4) return;
      const length = head + waiting.readInt32BE(head);
      if (waiting.length < length) return;
      const message = waiting.subarray(0, length);
      waiting = waiting.subarray(length);
      const type = started ? String.fromCharCode(message[0] ?? 0) : '';
      started = true;
      if (type === 'Q') statements.add(textAt(message, 5));
      if (type === 'P') statements.add(textAt(message, message.indexOf(0, 5) + 1));
    }
  };
}

function textAt(message: Buffer, at: number): string {
  return message.subarray(at, message.indexOf(0, at)).toString();
}
