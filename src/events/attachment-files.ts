import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { createDurably, destroyDurably, isMissing, syncDirectory } from '../config/durable-file.js';
import { readDirectory } from '../config/key-files.js';
import { Vault } from '../log/vault.js';

/** A photo or paper of what an organization states; `sha256` in base64url. */
export interface AttachmentPlace {
  readonly organizationId: string;
  readonly sha256: string;
}

/** `missing`: the bytes have not come yet; `deleted`: they were taken out and are not taken again. */
export const attachmentStates = ['stored', 'missing', 'deleted'] as const;
export type AttachmentState = (typeof attachmentStates)[number];

const folder = 'attachments';

/**
 * Keeps the bytes of attachments apart from the ledger: `DATA_DIR/attachments/<organization>/<SHA-256, hex>`, sealed
 * under the organization's key in the vault. A file is there whole or not at all. Beside one that was taken out lies an
 * empty `<SHA-256>.deleted`, so that no phone brings it back.
 */
@Injectable()
export class AttachmentFiles {
  constructor(
    private readonly config: Config,
    private readonly vault: Vault,
  ) {}

  async stateOf(place: AttachmentPlace): Promise<AttachmentState> {
    const path = this.pathOf(place);
    if (await exists(markOf(path))) return 'deleted';
    return (await exists(path)) ? 'stored' : 'missing';
  }

  /** Keeps bytes, durably; the same again change nothing. What is taken out meanwhile is taken out here, too. */
  async keep(place: AttachmentPlace, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(place);
    const sealed = await this.vault.sealFile(place.organizationId, labelOf(place), bytes);
    await this.makeFolder(path);
    await createDurably(path, sealed);
    if (await exists(markOf(path))) await destroyDurably(path);
  }

  /** The bytes; null when they are not there. @throws Error when they are not what was kept. */
  async read(place: AttachmentPlace): Promise<Buffer | null> {
    try {
      const sealed = await readFile(this.pathOf(place));
      return await this.vault.openFile(place.organizationId, labelOf(place), sealed);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Takes bytes out for good, and what was left of writing them when a process was killed. May be repeated. */
  async delete(place: AttachmentPlace): Promise<void> {
    const path = this.pathOf(place);
    await this.makeFolder(path);
    await createDurably(markOf(path), '');
    await destroyDurably(path);
    const drafts = (await readDirectory(dirname(path))).filter((name) => isDraftOf(name, place));
    for (const name of drafts) await destroyDurably(join(dirname(path), name));
  }

  private async makeFolder(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await syncDirectory(join(this.config.dataDir, folder));
  }

  private pathOf({ organizationId, sha256 }: AttachmentPlace): string {
    return join(this.config.dataDir, folder, organizationId, hexOf(sha256));
  }
}

function hexOf(sha256: string): string {
  return Buffer.from(sha256, 'base64url').toString('hex');
}

function isDraftOf(name: string, { sha256 }: AttachmentPlace): boolean {
  return name.startsWith(`${hexOf(sha256)}.`) && name.endsWith('.new');
}

function markOf(path: string): string {
  return `${path}.deleted`;
}

function labelOf({ sha256 }: AttachmentPlace): string {
  return `attachment/${sha256}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
