import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file, whole and durably: when this answers, the new content survives a loss of power; before, the old
 * content or the new is there, never a part.
 *
 * One writer of a path at a time, unless each has a draft of its own.
 */
export async function replaceDurably(path: string, content: string, draft = `${path}.new`): Promise<void> {
  await writeSynced(draft, content, 'w');
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/**
 * As createOnce of once-file.ts, durably and without holding up the process: the whole file is there when this answers,
 * and the first content stays.
 */
export async function createDurably(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.new`;
  await writeSynced(draft, content, 'wx');
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  await syncDirectory(dirname(path));
}

/** Overwrites a file and removes it, durably; harmless when it is gone. */
export async function destroyDurably(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      await file.write(randomBytes(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await unlink(path);
    await syncDirectory(dirname(path));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether a file or directory was not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function writeSynced(path: string, content: string | Uint8Array, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes durable which names a directory has. Windows knows no such thing. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
