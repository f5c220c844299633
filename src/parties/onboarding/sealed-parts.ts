import { hash, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { createDurably } from '../../config/durable-file.js';
import { seal, unseal } from '../../config/master-key.js';
import { applicationKeyLabel } from '../../database/sealed-places.js';

/** What of an application is personal. */
export interface Contact {
  readonly responsible: string;
  readonly contact: string;
}

/** The key of an application as it is stored. */
export interface SealedKey {
  readonly id: string;
  readonly sealedKey: Buffer;
}

const keyBytes = 32;
const folder = 'applications';

/**
 * Seals what of an application is for few eyes under a data key of its own: the contact for its row, documents for
 * `DATA_DIR/applications/<id>/<SHA-256>`. The data key is sealed under the master key; without it all of this is noise.
 */
@Injectable()
export class SealedParts {
  constructor(private readonly config: Config) {}

  /** A new data key, sealed. */
  newKey(id: string): Buffer {
    return seal(this.config.masterKey, applicationKeyLabel(id), randomBytes(keyBytes));
  }

  sealContact(key: SealedKey, { responsible, contact }: Contact): Buffer {
    return seal(this.open(key), 'contact', Buffer.from(JSON.stringify({ responsible, contact })));
  }

  openContact(key: SealedKey, sealed: Buffer): Contact {
    return JSON.parse(unseal(this.open(key), 'contact', sealed).toString()) as Contact;
  }

  /** Keeps a document, durably, and answers the SHA-256 of its bytes: its name. The same bytes again change nothing. */
  async keep(key: SealedKey, bytes: Buffer): Promise<Buffer> {
    const sha256 = hash('sha256', bytes, 'buffer');
    await mkdir(this.folderOf(key.id), { recursive: true, mode: 0o700 });
    await createDurably(this.pathOf(key.id, sha256), seal(this.open(key), documentLabel(sha256), bytes));
    return sha256;
  }

  /**
   * The bytes of a document; null when its file is not there.
   *
   * @throws SealedError when they are not what was kept.
   */
  async read(key: SealedKey, sha256: Buffer): Promise<Buffer | null> {
    const sealed = await readFile(this.pathOf(key.id, sha256)).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    return sealed === null ? null : unseal(this.open(key), documentLabel(sha256), sealed);
  }

  private open({ id, sealedKey }: SealedKey): Buffer {
    return unseal(this.config.masterKey, applicationKeyLabel(id), sealedKey);
  }

  private folderOf(id: string): string {
    return join(this.config.dataDir, folder, id);
  }

  private pathOf(id: string, sha256: Buffer): string {
    return join(this.folderOf(id), sha256.toString('hex'));
  }
}

function documentLabel(sha256: Buffer): string {
  return `document/${sha256.toString('hex')}`;
}
