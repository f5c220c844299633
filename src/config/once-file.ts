import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, unlinkSync, writeSync } from 'node:fs';

/**
 * Makes a file that only its owner can read, unless it exists already.
 *
 * The content is written and synced under another name and then linked, so that a crash leaves the whole file or
 * none, and of two services that start together one wins and both read the winner's.
 */
export function createOnce(path: string, content: string): void {
  if (existsSync(path)) return;
  // Not told apart by process numbers: two containers on one directory may both be number 1.
  const draft = `${path}.${randomUUID()}.new`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}
