import { Injectable } from '@nestjs/common';
import { openOf } from '../batches/handover.js';
import { ContextLoader } from '../events/context.js';
import { amountIn } from '../events/kinds/amounts.js';
import { delivery, type DeliveryData } from '../events/kinds/delivery.js';
import { fault } from '../events/kinds/faults.js';
import { isFaults, validateData } from '../events/kinds/validate.js';
import { Recorder, type Telling } from '../events/recorder.js';
import { DomainError, refused, type FieldFault } from '../http/problems.js';
import type { JsonObject } from '../ledger/json.js';
import { formatDecimal } from '../ledger/quantity.js';
import { OperatorService } from '../parties/operator.service.js';
import type { HeldNote } from './held-notes.service.js';

/** The service fills the time in: the same word sent again is the same. */
const drawn = { data: [], occurredAt: true };

/** Records what the holder of a delivery note's code says. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly context: ContextLoader,
    private readonly recorder: Recorder,
    private readonly operator: OperatorService,
  ) {}

  /**
   * Records a word as the operator's statement on the shipper's chain, signed with the operator's own key: it alone was
   * the witness. Under the note's event id, so that a word said twice is one, and another one is refused, however many
   * come at once and whatever ends between. The commit point is the appender's.
   *
   * @throws DomainError `validation` naming fields below `/data`; `event-conflict` when something else was said before;
   *   `beyond-shipment`, `insufficient-quantity` when the shipment moved meanwhile; `unavailable`, `ambiguous`.
   */
  async record(held: HeldNote, said: JsonObject): Promise<void> {
    const telling = await this.telling(held, said);
    await this.recorder.record(await this.recorder.custodial(telling, drawn));
  }

  private async telling(held: HeldNote, said: JsonObject): Promise<Telling> {
    const { batch, eventId } = held;
    const data = validateData(delivery.data, said);
    if (isFaults(data)) throw refused(...data);
    const now = new Date();
    const occurredAt = now.toISOString();
    const issuerId = await this.operator.id();
    const { context } = await this.context.load(batch, delivery, { occurredAt, data: said }, issuerId, now);
    const faults = delivery.check(data, context);
    if (faults.length > 0) throw refused(...faults);
    const beyond = held.said === null ? beyondOpen(data, held) : [];
    if (beyond.length > 0) throw refused(...beyond);
    return {
      home: { organizationId: batch.organizationId, chainId: batch.id },
      opens: false,
      issuerId,
      eventId,
      kind: delivery.kind,
      occurredAt,
      data: said,
      privateFields: delivery.privateFields,
      touches: [],
      effect: { effects: delivery.effect(data, context), forward: false },
    };
  }
}

/** More than is open now: said here in words of the form; the appender decides. */
function beyondOpen(data: DeliveryData, { shipment, batch }: HeldNote): FieldFault[] {
  const left = openOf(shipment);
  let sum = 0n;
  for (const [quantity, pointer] of [
    [data.quantity, '/data/quantity/value'],
    [data.returned?.quantity, '/data/returned/quantity/value'],
    [data.missing, '/data/missing/value'],
  ] as const) {
    sum += quantity === undefined ? 0n : amountIn(quantity, batch.unit);
    if (sum > left) return [fault(pointer, 'exceeds', [`${formatDecimal(left)} ${batch.unit}`])];
  }
  return [];
}

/** Whether a refusal says that the word was a different one, or that the shipment moved meanwhile. */
export function refusalOf(error: unknown): 'invalid' | 'said' | 'moved' | null {
  if (!(error instanceof DomainError)) return null;
  if (error.slug === 'validation') return 'invalid';
  if (error.slug === 'event-conflict') return 'said';
  return error.slug === 'beyond-shipment' || error.slug === 'insufficient-quantity' ? 'moved' : null;
}
