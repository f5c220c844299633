import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { decrypt, encrypt, joinHalves, keyBytes } from '../config/data-key.js';
import { seal, unseal } from '../config/master-key.js';
import { linkKeyLabel } from '../database/sealed-places.js';
import { utf8Encode } from '../ledger/bytes.js';
import { AccountKeyFiles } from './account-key-files.js';

/** A login that an invitation expects, as it is stored. */
export interface SealedHint {
  readonly id: string;
  readonly sealedKey: Buffer;
  readonly sealedLogin: Buffer;
}

/**
 * Seals the login that an invitation expects under a key of the link's own, since its account may not exist yet: half
 * of it is a file that ends with the link (AccountKeyJob).
 */
@Injectable()
export class LinkHints {
  constructor(
    private readonly config: Config,
    private readonly files: AccountKeyFiles,
  ) {}

  async seal(id: string, login: string): Promise<SealedHint> {
    await this.files.createHint(id);
    const sealedKey = seal(this.config.masterKey, linkKeyLabel(id), randomBytes(keyBytes));
    const key = await this.join(id, sealedKey);
    if (key === null) throw new Error('the file of a hint is gone');
    return { id, sealedKey, sealedLogin: encrypt(key, utf8Encode(login), about(id)) };
  }

  /** Null when the file is gone. */
  async open({ id, sealedKey, sealedLogin }: SealedHint): Promise<string | null> {
    const key = await this.join(id, sealedKey);
    return key === null ? null : decrypt(key, sealedLogin, about(id)).toString('utf8');
  }

  private async join(id: string, sealedKey: Buffer): Promise<Buffer | null> {
    const file = await this.files.readHint(id);
    if (file === null) return null;
    const half = unseal(this.config.masterKey, linkKeyLabel(id), sealedKey);
    return joinHalves(half, file, `furrow/link-key/${id}`);
  }
}

function about(id: string): Uint8Array {
  return utf8Encode(`expected-login/${id}`);
}
