import { Injectable } from '@nestjs/common';
import { entityTag } from '../http/entity-tag.js';
import { formatTrust } from '../ledger/trust.js';
import { LogPolicy } from '../log/log-policy.js';
import { Successions } from '../log/successions.js';
import type { KeySetText } from './key-set.js';
import { KeysStore } from './keys.store.js';
import { OperatorService } from './operator.service.js';

/**
 * The trust file (ledger.md §6) as the service hands it out: the keys of its log and witnesses, their quorum, and the
 * operator's first key. Whoever verifies compares it once with what the operator says elsewhere, and keeps it: a file
 * that is fetched anew each time trusts whoever answers.
 */
@Injectable()
export class TrustFile {
  private rendered: Promise<KeySetText> | null = null;

  constructor(
    private readonly policy: LogPolicy,
    private readonly successions: Successions,
    private readonly operator: OperatorService,
    private readonly keys: KeysStore,
  ) {}

  /** Its text and tag: the same as long as the process runs. */
  async text(): Promise<KeySetText> {
    this.rendered ??= this.render();
    try {
      return await this.rendered;
    } catch (error) {
      this.rendered = null;
      throw error;
    }
  }

  private async render(): Promise<KeySetText> {
    const id = await this.operator.id();
    const first = await this.keys.findFirst(id, 'custodial');
    if (first === null) throw new Error('the operator has no key');
    const operator = { organization: `org/${id}`, kid: first.kid };
    const { text: policy } = this.policy;
    const body = formatTrust({ operator, policy, successions: this.successions.notes });
    return { body, tag: entityTag(body) };
  }
}
