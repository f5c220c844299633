import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { keptSecret } from '../database/kept-secret.js';
import { codeBytes, formatCode, isIssuable } from '../ledger/code.js';
import { customId } from '../parties/event-ids.js';

/**
 * Ids and public codes of batches. They follow from the organization, the event id and a secret of the service that
 * outlives its master key: a repeated request finds its batch again, and nobody can guess either.
 */
@Injectable()
export class BatchIds {
  private secret: Promise<Buffer> | null = null;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The batch that an event of an organization opens. */
  async of(organizationId: string, eventId: string): Promise<{ readonly id: string; readonly code: string }> {
    const secret = await this.kept();
    const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
    const id = customId(mac(`id ${organizationId} ${eventId}`).toString('hex'));
    for (let draw = 0; ; draw += 1) {
      const bytes = mac(`code ${draw} ${organizationId} ${eventId}`).subarray(0, codeBytes);
      if (isIssuable(bytes)) return { id, code: formatCode(bytes) };
    }
  }

  private kept(): Promise<Buffer> {
    const reading = this.secret ?? keptSecret(this.database, this.config.masterKey, 'batch-ids');
    this.secret = reading;
    reading.catch(() => {
      this.secret = null;
    });
    return reading;
  }
}
