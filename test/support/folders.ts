import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stopLeftOver } from '../../src/database/embedded.js';

const prefix = 'furrow-test-';
const ownerFile = 'run.pid';
const pidFile = join('cluster', 'postmaster.pid');
const unownedMs = 3_600_000;
const log = { info: (): void => undefined, warn: (): void => undefined };

/** Makes a folder in the temporary directory that the next run removes, should this one be interrupted. */
export async function createTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(folder, ownerFile), String(process.pid));
  return folder;
}

/** Stops every embedded PostgreSQL below the folder, whoever started it, and removes it all. */
export async function removeTestFolder(folder: string): Promise<void> {
  for (const path of await readdir(folder, { recursive: true })) {
    if (path.endsWith(pidFile)) await stopLeftOver({ directory: dirname(dirname(join(folder, path))), log });
  }
  await rm(folder, { recursive: true, force: true });
}

/** Removes the folders of runs whose process is gone. Those of other accounts stay. */
export async function sweepTestFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (await isAbandoned(folder)) await removeTestFolder(folder);
    } catch (error) {
      console.warn(`left as it is: ${folder} (${error instanceof Error ? error.message : 'unknown'})`);
    }
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const pid = Number(await readFile(join(folder, ownerFile), 'utf8').catch(() => '0'));
  if (pid !== 0) return !isAlive(pid);
  return Date.now() - (await stat(folder)).mtimeMs > unownedMs;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
