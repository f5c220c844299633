import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { base64urlEncode } from '../ledger/bytes.js';
import { LogWriter } from '../log/log-writer.js';
import { derivedEventId } from './event-ids.js';
import { OperatorService } from './operator.service.js';
import { OrganizationChain } from './organization-chain.js';

/**
 * States the root of the completeness map (ledger.md §7) on the operator's chain: "as of the tree of so many leaves,
 * these are the last entries of all chains". Being an entry itself, it is witnessed like every other.
 */
@Injectable()
export class CompletenessService implements OnApplicationBootstrap {
  constructor(
    private readonly writer: LogWriter,
    private readonly operator: OperatorService,
    private readonly chain: OrganizationChain,
  ) {}

  onApplicationBootstrap(): void {
    this.writer.stateMapsBy((size, root) => this.state(size, root));
  }

  /** Records the root for a size once, however often it is asked to. */
  private async state(size: number, root: Uint8Array): Promise<Uint8Array> {
    const { id: operatorId, createdAt } = await this.operator.organization();
    const { leafHash } = await this.chain.record({
      organizationId: operatorId,
      issuerId: operatorId,
      eventId: derivedEventId(createdAt.getTime(), 'heads-stated', operatorId, String(size)),
      kind: 'heads-stated',
      occurredAt: new Date(),
      data: { size, root: base64urlEncode(root) },
    });
    return leafHash;
  }
}
