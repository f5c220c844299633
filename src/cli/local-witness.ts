import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { formatVerifierKey, type VerifierKey } from '../ledger/note.js';

const program = fileURLToPath(new URL('../main.js', import.meta.url));
const readyMsMax = 10_000;
const restartMs = 1_000;

/** A witness that runs beside the service. */
export interface LocalWitness {
  /** Policy lines (C2SP tlog-policy) that ask it, and it alone. */
  readonly policy: string;
  stop(): Promise<void>;
}

interface Ready {
  readonly url: string;
  readonly vkey: string;
}

/**
 * Starts one witness as a process of its own, with its own key and directory (`DATA_DIR/witness`), so that the default
 * shows the real thing. On one machine it proves the protocol, not the independence: name witnesses of other people in
 * WITNESSES for that.
 *
 * It ends with this process, however that ends, and is started again when it dies alone.
 */
export async function startLocalWitness(
  config: Config,
  log: VerifierKey,
  logger: Logger,
): Promise<LocalWitness> {
  const name = `${config.publicHost}/witness`;
  const watched = new WatchedProcess(
    ['--dir', join(config.dataDir, 'witness'), '--name', name, '--log', formatVerifierKey(log)],
    logger,
  );
  const { url, vkey } = await watched.start('127.0.0.1:0');
  return {
    policy: `witness beside ${vkey} ${url}\nquorum beside\n`,
    stop: () => watched.stop(),
  };
}

class WatchedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;

  constructor(
    private readonly args: readonly string[],
    private readonly logger: Logger,
  ) {}

  async start(listen: string): Promise<Ready> {
    // Its standard input is a pipe of ours: when this process is gone, the pipe ends, and the witness with it.
    const child = spawn(
      process.execPath,
      [program, 'witness', ...this.args, '--listen', listen, '--json', '--until-stdin-ends'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.child = child;
    const ready = await readyLine(child);
    child.once('exit', () => void this.again(new URL(ready.url).host));
    return ready;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  private async restart(listen: string): Promise<void> {
    if (this.stopping) return;
    try {
      await this.start(listen);
    } catch (error) {
      this.logger.error({ err: error }, 'the witness beside the service does not start');
      void this.again(listen);
    }
  }

  private async again(listen: string): Promise<void> {
    if (this.stopping) return;
    this.logger.warn('the witness beside the service ended; starting it again');
    await setTimeout(restartMs);
    await this.restart(listen);
  }
}

/** The witness's first line. @throws Error when it ends or does not speak in time. */
async function readyLine(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error('the witness has no output');
  const lines = createInterface({ input: child.stdout });
  const said = once(lines, 'line').then(([line]) => JSON.parse(String(line)) as Ready);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the witness beside the service ended at once');
  });
  const late = setTimeout(readyMsMax, undefined, { ref: false }).then(() => {
    throw new Error('the witness beside the service did not come up');
  });
  return Promise.race([said, ended, late]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
}
