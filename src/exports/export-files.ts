import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from '../config/durable-file.js';
import type { MadeFile } from './exports.store.js';

/** What a file came to hold. */
export type Made = Pick<MadeFile, 'rows' | 'complete'>;

/** The parts of a file as they come, and in the end what they are. */
export type Parts = AsyncGenerator<string | Uint8Array, Made, undefined>;

/** One file is at most this long. */
const fileBytesMax = 1_073_741_824;

/** The file would be longer than one may be. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/** The files of exports: `exports/<id>` in the data directory, readable by the service alone. */
export class ExportFiles {
  private readonly directory: string;

  constructor(dataDir: string) {
    this.directory = join(dataDir, 'exports');
  }

  /**
   * Writes a file part by part: in memory is one part at a time. When this answers, the whole file survives a loss of
   * power; when it throws, there is none.
   *
   * @throws FileTooLarge, and whatever `parts` throws.
   */
  async write(id: string, parts: Parts): Promise<MadeFile> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const draft = `${this.pathOf(id)}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      const made = await writeParts(file, parts);
      await file.sync();
      await rename(draft, this.pathOf(id));
      await syncDirectory(this.directory);
      return made;
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Opens a file; null when there is none. */
  async open(id: string): Promise<FileHandle | null> {
    try {
      return await open(this.pathOf(id), 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.new`, { force: true });
  }

  private pathOf(id: string): string {
    return join(this.directory, id);
  }
}

async function writeParts(file: FileHandle, parts: Parts): Promise<MadeFile> {
  const digest = createHash('sha256');
  for (let bytes = 0; ;) {
    const step = await parts.next();
    if (step.done === true) return { bytes, sha256: digest.digest(), ...step.value };
    const part = Buffer.from(step.value as Uint8Array);
    bytes += part.length;
    if (bytes > fileBytesMax) throw new FileTooLarge(`more than ${fileBytesMax} bytes`);
    digest.update(part);
    await file.write(part);
  }
}
