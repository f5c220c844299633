import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { childEnvironment } from '../config/child-environment.js';
import type { Config } from '../config/config.js';
import { createOnce } from '../config/once-file.js';
import { freePort } from '../database/embedded-postmaster.js';
import { formatVerifierKey, type VerifierKey } from '../ledger/note.js';
import { openCosigner } from '../witness/witness-key.js';

const program = fileURLToPath(new URL('../main.js', import.meta.url));
const portFile = 'port';
const readyMsMax = 5_000;
const restartMs = 1_000;
const endMsMax = 8_000;

/** A witness that runs beside the service. */
export interface LocalWitness {
  /** Policy lines (C2SP tlog-policy) that ask it, and it alone. */
  readonly policy: string;
  stop(): Promise<void>;
}

/**
 * Runs one witness as a process of its own, with its own key and directory (`DATA_DIR/witness`), so that the default
 * shows the real thing. On one machine it proves the protocol, not the independence: name witnesses of other people in
 * WITNESSES for that.
 *
 * It ends with this process, however that ends, and is started again when it ends alone. Of several services on one
 * data directory one runs it, on the port that all know; when that one goes, the next takes over.
 */
export async function startLocalWitness(
  config: Config,
  log: VerifierKey,
  logger: Logger,
): Promise<LocalWitness> {
  const directory = join(config.dataDir, 'witness');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { key } = await openCosigner(directory, null, `${config.publicHost}/witness`);
  createOnce(join(directory, portFile), `${await freePort(0)}\n`);
  const listen = `127.0.0.1:${readFileSync(join(directory, portFile), 'utf8').trim()}`;
  const args = ['--dir', directory, '--listen', listen, '--log', formatVerifierKey(log)];
  const watched = new WatchedProcess(args, logger);
  await watched.start();
  return {
    policy: `witness beside ${formatVerifierKey(key)} http://${listen}/\nquorum beside\n`,
    stop: () => watched.stop(),
  };
}

class WatchedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private said = '';

  constructor(
    private readonly args: readonly string[],
    private readonly logger: Logger,
  ) {}

  /** Starts it and waits until it is ready, has ended, or takes too long. */
  async start(): Promise<void> {
    // Its standard input is a pipe of ours: when this process is gone, the pipe ends, and the witness with it.
    const child = spawn(
      process.execPath,
      [program, 'witness', ...this.args, '--json', '--until-stdin-ends'],
      { env: childEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.child = child;
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('exit', () => void this.again(complaint));
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit'),
      setTimeout(readyMsMax, undefined, { ref: false }),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(endMsMax, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    await Promise.race([once(child, 'exit'), late]);
  }

  private async restart(): Promise<void> {
    if (!this.stopping) await this.start();
  }

  private async again(complaint: string): Promise<void> {
    if (this.stopping) return;
    if (complaint !== this.said)
      this.logger.info({ reason: complaint.trim() }, 'no witness of our own runs; trying again');
    this.said = complaint;
    await setTimeout(restartMs, undefined, { ref: false });
    await this.restart();
  }
}
