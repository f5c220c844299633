import { Injectable } from '@nestjs/common';
import { noEffect } from '../batches/ledger-effect.js';
import { Recorder, type Recorded } from '../events/recorder.js';
import type { JsonObject } from '../ledger/json.js';

/** States what happens to people's data on the chain of their organization, in its name. */
@Injectable()
export class PersonStatements {
  constructor(private readonly recorder: Recorder) {}

  /**
   * Records a statement, signed with the organization's custodial key; the same event id records once.
   *
   * @throws DomainError `validation` when it names nobody in use; `unavailable`, `ambiguous`: repeating it is safe.
   */
  async record(
    organizationId: string,
    eventId: string,
    kind: string,
    data: JsonObject,
    privateFields: readonly string[],
  ): Promise<Recorded> {
    const telling = {
      home: { organizationId, chainId: organizationId },
      opens: false,
      issuerId: organizationId,
      eventId,
      kind,
      occurredAt: new Date().toISOString(),
      data,
      privateFields,
      touches: [],
      effect: noEffect,
    };
    return this.recorder.record(await this.recorder.custodial(telling, { data: [], occurredAt: true }));
  }
}
