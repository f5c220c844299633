import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/database/embedded-postmaster.js';
import { closeAtFileEnd } from './file-end.js';
import { createTestFolder, removeTestFolder } from './folders.js';
import { leaveTrace } from './traces.js';
import { until } from './until.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const endWithinMs = 30_000;

/** How a service process is started; what is left out is made: a data directory, a port. */
export interface ServiceOptions {
  /** Absent: a new temporary directory, removed when the process is cleaned up. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Further environment variables, DATABASE_URL among them. Nothing of the caller's environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments after `serve`; `--no-demo` unless given. */
  readonly args?: readonly string[];
  /** False: do not wait for `/readyz`; for starts that must be refused. */
  readonly wait?: boolean;
}

/** A running `furrow serve`. */
export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** All it printed so far, both streams. */
  output(): string;
  /** Sends a signal; answers the exit code, or the signal's name, when it is gone. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
  /** Answers the exit code, or the signal's name, when it ends by itself. */
  ended(): Promise<number | string>;
}

/**
 * Starts the built service (`node dist/main.js serve`) as a process of its own and waits until it is ready. Whatever a
 * test file started is ended when the file is done, in order first, then by SIGKILL.
 *
 * @throws Error with all it printed, when it ends or is not ready in time.
 */
export async function startService(options: ServiceOptions = {}): Promise<ServiceProcess> {
  const own = options.dataDir === undefined;
  const dataDir = options.dataDir ?? (await createTestFolder());
  const port = options.port ?? (await freePort(0));
  const child = spawn(process.execPath, [program, 'serve', ...(options.args ?? ['--no-demo'])], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: String(port), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const service = watch(child, port, dataDir);
  closeAtFileEnd(async () => {
    await service.end('SIGTERM');
    // Its PostgreSQL, too: a killed service leaves it running.
    if (own) await removeTestFolder(dataDir);
  });
  if (options.wait !== false) await ready(service, child);
  return service;
}

function watch(child: ChildProcess, port: number, dataDir: string): ServiceProcess {
  let printed = '';
  const collect = (chunk: Buffer): void => {
    printed += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const gone = once(child, 'close').then(([code, signal]: unknown[]) => {
    leaveTrace(
      'log',
      printed
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .join('\n'),
    );
    return typeof code === 'number' ? code : typeof signal === 'string' ? signal : -1;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    dataDir,
    output: () => printed,
    ended: () => gone,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const late = sleep(endWithinMs, null, { ref: false }).then(() => {
        if (child.exitCode === null) child.kill('SIGKILL');
      });
      await Promise.race([gone, late]);
      return gone;
    },
  };
}

async function ready(service: ServiceProcess, child: ChildProcess): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the service did not become ready:\n${service.output()}`);
    const answer = await fetch(`${service.url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }, 50);
}
