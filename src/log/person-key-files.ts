import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, syncDirectory } from '../config/durable-file.js';

/** Bytes of a half. */
const halfBytes = 32;
const encoding = 'base64url';

/**
 * The halves of people's keys that lie outside the database, one file a person: a copy of the database, with the master
 * key or without, opens nothing of a person whose file is gone.
 *
 * Ids are UUIDs, checked by the callers.
 */
export class PersonKeyFiles {
  constructor(private readonly directory: string) {}

  /** Makes the half of a person's key, durably; one that is there stays. */
  async create(organizationId: string, personId: string): Promise<void> {
    await mkdir(join(this.directory, organizationId), { recursive: true, mode: 0o700 });
    await createDurably(this.path(organizationId, personId), randomBytes(halfBytes).toString(encoding));
    await syncDirectory(this.directory);
  }

  /** The half of a person's key; null when there is none, or none any more. */
  async read(organizationId: string, personId: string): Promise<Buffer | null> {
    try {
      return Buffer.from(await readFile(this.path(organizationId, personId), 'utf8'), encoding);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Overwrites the file and removes it, durably; harmless when it is gone. */
  async destroy(organizationId: string, personId: string): Promise<void> {
    const path = this.path(organizationId, personId);
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
      await syncDirectory(join(this.directory, organizationId));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Everybody who has a half here. */
  async list(): Promise<{ readonly organizationId: string; readonly personId: string }[]> {
    const organizations = await readDirectory(this.directory);
    const people = await Promise.all(
      organizations.map(async (organizationId) => {
        const names = await readDirectory(join(this.directory, organizationId));
        return names.map((personId) => ({ organizationId, personId }));
      }),
    );
    return people.flat();
  }

  private path(organizationId: string, personId: string): string {
    return join(this.directory, organizationId, personId);
  }
}

async function readDirectory(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
