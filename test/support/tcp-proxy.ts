import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a server, and can be made to fail. */
export interface TcpProxy {
  /** The given address, by way of the proxy. */
  readonly url: string;
  /** Connections taken so far. */
  readonly taken: () => number;
  /** What the server answered and nobody got, oldest first. */
  readonly lost: readonly Buffer[];
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Takes connections and bytes, and hands nothing on: a server that hangs. */
  hang(): void;
  /** Drops whatever the connections of now carry, for ever and without a word; new ones work. */
  forget(): void;
  /** The connections forgotten that the client still holds. */
  readonly forgotten: () => number;
  /** Works again. */
  restore(): void;
  close(): Promise<void>;
}

/** How a proxy fails by itself. */
export interface ProxyFaults {
  /**
   * Asked for every piece that a client sends. When true, the piece arrives, the server's answer to it is kept from the
   * client, and the connection is cut: what was asked for is done, and the client does not know.
   */
  readonly losesAnswerTo?: (sent: Buffer) => boolean;
  /** Whether an answer that is being lost has arrived whole, so that the connection may be cut; any piece unless told. */
  readonly isWhole?: (answer: Buffer) => boolean;
}

/** A proxy on a free port of loopback in front of the server that a URL names. */
export async function createTcpProxy(targetUrl: string, faults: ProxyFaults = {}): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  const lost: Buffer[] = [];
  let state: 'works' | 'cut' | 'hangs' = 'works';
  let taken = 0;
  let generation = 0;
  const bornAt = new Map<Socket, number>();
  const server = createServer((near) => {
    taken += 1;
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    let losing = false;
    let answer = Buffer.alloc(0);
    const born = generation;
    bornAt.set(near, born);
    near.on('close', () => bornAt.delete(near));
    const hands = (): boolean => state === 'works' && born === generation;
    near.on('data', (chunk) => {
      losing ||= faults.losesAnswerTo?.(chunk) === true;
      if (hands()) far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (losing) {
        answer = Buffer.concat([answer, chunk]);
        if (faults.isWhole?.(answer) === false) return;
        lost.push(answer);
        near.destroy();
      } else if (hands()) near.write(chunk);
    });
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
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    taken: () => taken,
    lost,
    cut: () => {
      state = 'cut';
      drop();
    },
    hang: () => {
      state = 'hangs';
    },
    forget: () => {
      generation += 1;
    },
    forgotten: () => [...bornAt.values()].filter((born) => born < generation).length,
    restore: () => {
      if (state === 'hangs') drop();
      state = 'works';
    },
    close: () => {
      drop();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
