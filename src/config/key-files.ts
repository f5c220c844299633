import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, destroyDurably, isMissing, syncDirectory } from './durable-file.js';

/** Bytes of a half. */
const halfBytes = 32;
const encoding = 'base64url';

/**
 * Halves of keys that lie outside the database, one file each: a copy of the database, with the master key or without,
 * opens nothing of somebody whose file is gone.
 *
 * Names of folders and files are ids, checked by the callers.
 */
export class KeyFiles {
  constructor(private readonly directory: string) {}

  /** Makes a half, durably; one that is there stays. */
  async create(folder: string, name: string): Promise<void> {
    await mkdir(join(this.directory, folder), { recursive: true, mode: 0o700 });
    await createDurably(this.path(folder, name), randomBytes(halfBytes).toString(encoding));
    await syncDirectory(this.directory);
  }

  /** A half; null when there is none, or none any more. */
  async read(folder: string, name: string): Promise<Buffer | null> {
    try {
      return Buffer.from(await readFile(this.path(folder, name), 'utf8'), encoding);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Overwrites the file and removes it, durably; harmless when it is gone. */
  destroy(folder: string, name: string): Promise<void> {
    return destroyDurably(this.path(folder, name));
  }

  /** Every half that is here. */
  async list(): Promise<{ readonly folder: string; readonly name: string }[]> {
    const folders = await readDirectory(this.directory);
    const files = await Promise.all(
      folders.map(async (folder) => {
        const names = await readDirectory(join(this.directory, folder));
        return names.map((name) => ({ folder, name }));
      }),
    );
    return files.flat();
  }

  private path(folder: string, name: string): string {
    return join(this.directory, folder, name);
  }
}

/** The names in a directory; none when it is not there. */
export async function readDirectory(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
