import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between the service and its database, and can be made to fail. */
export interface TcpProxy {
  /** The given address, by way of the proxy. */
  readonly url: string;
  /** Connections taken so far. */
  readonly taken: () => number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Takes connections and bytes, and hands nothing on: a server that hangs. */
  hang(): void;
  /** Works again. */
  restore(): void;
  close(): Promise<void>;
}

/** A proxy on a free port of loopback in front of the server that a URL names. */
export async function createTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let state: 'works' | 'cut' | 'hangs' = 'works';
  let taken = 0;
  const server = createServer((near) => {
    taken += 1;
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (state === 'works') to.write(chunk);
      });
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
    cut: () => {
      state = 'cut';
      drop();
    },
    hang: () => {
      state = 'hangs';
    },
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
