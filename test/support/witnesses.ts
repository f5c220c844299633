import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { base64Encode } from '../../src/ledger/bytes.js';
import type { Checkpoint } from '../../src/ledger/checkpoint.js';
import { checkCosignature } from '../../src/ledger/cosignature.js';
import { parseNoteLine, parseVerifierKey, type VerifierKey } from '../../src/ledger/note.js';
import { leavesOf, NaiveTree } from '../ledger/naive-tree.js';
import { closeAtFileEnd } from './file-end.js';
import { makeNotary, noteFrom, type Notary, signedCheckpoint } from './notaries.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A running `furrow witness`. */
export interface WitnessProcess {
  readonly url: string;
  readonly key: VerifierKey;
  /** Sends a signal; answers the exit code, or the signal's name. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
}

/** Starts the built witness on any port and waits until it says that it is ready. */
export async function startWitnessProcess(dir: string, ...args: readonly string[]): Promise<WitnessProcess> {
  const options = ['witness', '--dir', dir, '--listen', '127.0.0.1:0', '--json', ...args];
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'close').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone]);
  if (!Array.isArray(line)) throw new Error(`the witness ended with ${String(line)}: ${said}`);
  const { url, vkey } = JSON.parse(String(line[0])) as { url: string; vkey: string };
  const witness: WitnessProcess = {
    url,
    key: parseVerifierKey(vkey),
    end: (signal = 'SIGTERM') => {
      closed();
      child.kill(signal);
      return gone;
    },
  };
  const closed = closeAtFileEnd(() => witness.end('SIGKILL'));
  return witness;
}

/** What a witness answered. */
export interface WitnessAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** A log of the first so many leaves that every test can make again, and what it would ask a witness. */
export class TestLog {
  readonly notary: Notary;
  private readonly leaves = leavesOf(300);

  constructor(readonly origin = 'ledger.example.org/2026') {
    this.notary = makeNotary(origin);
  }

  /** The same log as it would be had its leaf `at` been another: another history from there on. */
  rewritten(at: number): TestLog {
    const other = new TestLog(this.origin);
    other.leaves[at] = new Uint8Array(32).fill(7);
    return Object.assign(other, { notary: this.notary });
  }

  head(size: number): Checkpoint {
    return { origin: this.origin, size, root: this.tree().root(0, size) };
  }

  checkpoint(size: number): string {
    return signedCheckpoint(this.head(size), this.notary);
  }

  proof(from: number, to: number): Uint8Array[] {
    return from === 0 || from > to ? [] : this.tree().subproof(from, 0, to, true);
  }

  /** The body of add-checkpoint. */
  request(from: number, to: number): string {
    return requestOf(from, this.proof(from, to), this.checkpoint(to));
  }

  private tree(): NaiveTree {
    return new NaiveTree(this.leaves);
  }
}

export function requestOf(
  oldSize: number | string,
  proof: readonly Uint8Array[],
  checkpoint: string,
): string {
  return `old ${oldSize}\n${proof.map((hash) => `${base64Encode(hash)}\n`).join('')}\n${checkpoint}`;
}

export async function addCheckpoint(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<WitnessAnswer> {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

/** When the witness's answer says it saw the checkpoint, or what is wrong with it. */
export function cosignedAt(answer: WitnessAnswer, checkpoint: string, key: VerifierKey): number | string {
  if (answer.status !== 200) return `${answer.status} ${answer.body}`;
  const lines = answer.body.split('\n');
  if (lines.length !== 2 || lines[1] !== '') return 'not one line';
  const signatures = [parseNoteLine(lines[0]!)];
  const verdict = checkCosignature({ text: noteFrom(checkpoint).text, signatures }, key);
  return 'time' in verdict ? verdict.time : verdict.code;
}
