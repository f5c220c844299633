import { Injectable } from '@nestjs/common';
import { formatVerifierKey, type VerifierKey } from '../ledger/note.js';
import { derivedEventId } from './event-ids.js';
import { OperatorService } from './operator.service.js';
import { OrganizationChain } from './organization-chain.js';

/** States on the operator's chain that the log ends, and which key goes on with its tree. */
@Injectable()
export class LogEndStatement {
  constructor(
    private readonly operator: OperatorService,
    private readonly chain: OrganizationChain,
  ) {}

  /** Records it once for a key; answers the leaf hash of the entry. @throws DomainError `unavailable`, `ambiguous`. */
  async record(next: VerifierKey): Promise<Uint8Array> {
    const { id: operatorId, createdAt } = await this.operator.organization();
    const { leafHash } = await this.chain.record({
      organizationId: operatorId,
      issuerId: operatorId,
      eventId: derivedEventId(createdAt.getTime(), 'log-ended', operatorId, next.key.kid),
      kind: 'log-ended',
      occurredAt: new Date(),
      data: { next: formatVerifierKey(next) },
    });
    return leafHash;
  }
}
