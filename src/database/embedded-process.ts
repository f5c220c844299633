import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Account } from './embedded-account.js';

const outputCharactersMax = 8_000;

/** What a program printed and how it ended; `code` is null when it never ran or a signal ended it. */
export interface ProgramResult {
  readonly code: number | null;
  readonly output: string;
}

/** Options every PostgreSQL program gets: the account, and an environment without the caller's `PG…` and `LC_…`. */
export function spawnOptions(account: Account | null, cwd: string): SpawnOptions {
  return {
    cwd,
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    ...(process.platform === 'win32'
      ? {}
      : { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }),
    windowsHide: true,
  };
}

/** Runs a program to its end, without a shell. Answers, never throws: what failed is in `output`. */
export async function runProgram(
  path: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk: Buffer): void => {
      if (output.length < outputCharactersMax) output += chunk.toString('utf8');
    };
    let child: ChildProcess;
    try {
      child = spawn(path, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      resolve({
        code: null,
        output: error instanceof Error ? error.message : 'the program could not be started',
      });
      return;
    }
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => {
      resolve({ code: null, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, output: output.trim() });
    });
  });
}
