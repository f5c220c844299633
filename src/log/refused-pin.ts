import { createHmac } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveSecret } from '../config/master-key.js';

const fileName = 'pkcs11-pin-refused';

/**
 * Remembers, over starts, which PIN a token has refused, so that no supervisor that starts the service again and again
 * locks the token. What lies on disk tells nothing about the PIN without the master key.
 */
export class RefusedPin {
  private readonly path: string;
  private readonly mark: string;

  constructor(dataDir: string, masterKey: Buffer, token: string, pin: string) {
    this.path = join(dataDir, fileName);
    const secret = deriveSecret(masterKey, 'refused-pin');
    this.mark = createHmac('sha256', secret).update(`${token}\0${pin}`).digest('base64url');
  }

  /** Whether the token refused this very PIN before. */
  get known(): boolean {
    try {
      return readFileSync(this.path, 'utf8').trim() === this.mark;
    } catch {
      return false;
    }
  }

  remember(): void {
    writeFileSync(this.path, `${this.mark}\n`, { mode: 0o600 });
  }

  forget(): void {
    rmSync(this.path, { force: true });
  }
}
