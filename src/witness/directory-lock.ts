import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from '../config/once-file.js';
import { ConfigError } from '../config/settings.js';

const lockName = /^lock\.([1-9]\d{0,14})$/;
const triesMax = 20;
const released = 'released\n';

/**
 * Keeps a directory to one process of this machine until it ends or releases it; answers how to release it.
 *
 * Locks are numbered files and the highest number counts. A lock whose process is gone is not removed but followed by
 * the next number, which one process alone can make; so of many that find it at once, one wins. Processes are told apart
 * by number and, on Linux, by when they began, so that a number used again holds nothing. Containers that share the
 * directory without seeing one another's processes are not kept apart.
 *
 * @throws ConfigError when another process holds it.
 */
export function lockDirectory(directory: string): () => void {
  const mine = `${process.pid} ${startOf(process.pid) ?? ''} ${randomUUID()}\n`;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const highest = lockNumbers(directory).at(-1) ?? 0;
    const holder = highest === 0 ? null : findHolder(pathOf(directory, highest));
    if (holder !== null) throw heldBy(holder, pathOf(directory, highest));
    const path = pathOf(directory, highest + 1);
    createOnce(path, mine);
    if (readIfThere(path) !== mine) continue;
    if (isHighest(directory, highest + 1)) return releaser(path);
    rmSync(path);
  }
  throw new ConfigError([`--dir: too many processes are starting on ${directory}; try again`]);
}

/** Removes the lower ones, too: nobody looks at them again. */
function isHighest(directory: string, number: number): boolean {
  const numbers = lockNumbers(directory);
  if (numbers.at(-1) !== number) return false;
  for (const lower of numbers.slice(0, -1)) rmSync(pathOf(directory, lower), { force: true });
  return true;
}

/** The file stays, so that its number is never given twice. */
function releaser(path: string): () => void {
  return () => {
    writeFileSync(`${path}.new`, released);
    renameSync(`${path}.new`, path);
  };
}

function lockNumbers(directory: string): number[] {
  return readdirSync(directory)
    .flatMap((name) => lockName.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => left - right);
}

function findHolder(path: string): number | null {
  const text = readIfThere(path);
  if (text === null || text === released) return null;
  const [pid = '', start = ''] = text.split(' ');
  const now = startOf(Number(pid));
  return now === null || now !== start ? null : Number(pid);
}

/** When a process began, as the system counts it; '' where it does not say; null when there is no such process. */
function startOf(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (process.platform !== 'linux') return isAlive(pid) ? '' : null;
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  // proc(5), stat: the name in parentheses may hold anything; after it, field 3 is the state and field 22 the start.
  const fields = readIfThere(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  return fields?.[19] === undefined || fields[0] === 'Z' ? null : `${boot}/${fields[19]}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A process can end while its file is read.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return null;
    throw error;
  }
}

function heldBy(pid: number, path: string): ConfigError {
  return new ConfigError([`--dir: process ${pid} is the witness of this directory already (${path})`]);
}

function pathOf(directory: string, number: number): string {
  return join(directory, `lock.${number}`);
}
