import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { openOf } from '../batches/handover.js';
import { ShipmentsService, type Shipment } from '../batches/shipments.service.js';
import { Config } from '../config/config.js';
import { DomainError } from '../http/problems.js';
import type { DeliveryNoteView } from '../web/delivery-view.js';
import { deliveryAddress, deliveryCodeDigest, newDeliveryCode } from './delivery-code.js';
import { DeliveryNotesStore } from './delivery-notes.store.js';
import { ShipmentTeller } from './shipment-teller.service.js';

/** So long a printed code confirms; a lorry, a market and a slow week have come by then. */
const noteLifeMs = 30 * 24 * 3_600_000;
const attemptsMax = 5;
/** Who hands codes out that confirm in the place of a consignee. */
const printers: readonly Role[] = ['owner', 'recorder'];

/** A shipment with the batch that it left. */
interface Printable {
  readonly batch: BatchIdentity;
  readonly shipment: Shipment;
}

/** Delivery notes: the paper that goes with the goods, with a code that confirms that they came. */
@Injectable()
export class DeliveryNotes {
  constructor(
    private readonly batches: BatchesService,
    private readonly shipments: ShipmentsService,
    private readonly teller: ShipmentTeller,
    private readonly store: DeliveryNotesStore,
    private readonly config: Config,
  ) {}

  /**
   * A new note with a code of its own; the code of an earlier one is void from now on. The code is in this answer and
   * nowhere else.
   *
   * @throws DomainError `not-found`, `forbidden`; `delivery-closed` when nothing is left to confirm.
   */
  async print(actor: Actor, batchId: string, seq: number): Promise<DeliveryNoteView> {
    const { batch, shipment } = await this.requirePrintable(actor, batchId, seq);
    const entry = await this.teller.entry(batch, seq);
    const facts = await this.teller.facts(batch, shipment, entry);
    const consignee = await this.teller.consignee(actor, batch, entry);
    const { code, expiresAt } = await this.renew(actor, batch, seq);
    const { publicUrl, publicHost } = this.config;
    return {
      facts,
      consignee,
      code,
      address: deliveryAddress(publicUrl, code),
      typedAt: `${publicHost}/d`,
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** What a note can be printed of. @throws DomainError as `print`. */
  async requirePrintable(actor: Actor, batchId: string, seq: number): Promise<Printable> {
    const found = await this.require(actor, batchId, seq);
    if (found.shipment.received > 0n || openOf(found.shipment) === 0n) throw closed();
    return found;
  }

  /** Voids the code of a shipment's note. @throws DomainError `not-found`, `forbidden`. */
  async withdraw(actor: Actor, batchId: string, seq: number): Promise<void> {
    const { batch } = await this.require(actor, batchId, seq);
    const key = { organizationId: batch.organizationId, batchId: batch.id, seq };
    await this.store.withdraw(scopeOf(actor, printers), key, new Date());
  }

  private async require(actor: Actor, batchId: string, seq: number): Promise<Printable> {
    const batch = await this.batches.require(actor, batchId, printers);
    const shipment = await this.shipments.find(batch, seq, scopeOf(actor, printers));
    if (shipment === null) throw notFound();
    return { batch, shipment };
  }

  /** Two that print at once: each comes in the place of the one before. */
  private async renew(
    actor: Actor,
    batch: BatchIdentity,
    seq: number,
  ): Promise<{ readonly code: string; readonly expiresAt: Date }> {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const code = newDeliveryCode();
      const madeAt = new Date();
      const expiresAt = new Date(madeAt.getTime() + noteLifeMs);
      const key = { organizationId: batch.organizationId, batchId: batch.id, seq };
      const note = { ...key, id: uuidv7(), madeAt, expiresAt };
      if (await this.store.replace(scopeOf(actor, printers), note, deliveryCodeDigest(code)))
        return { code, expiresAt };
    }
    throw new DomainError('unavailable', {
      zh: '同一张送货单正在被多次打印，请稍后再试。',
      en: 'This delivery note is being printed by many at once; try again shortly.',
    });
  }
}

function closed(): DomainError {
  return new DomainError('delivery-closed', {
    zh: '这次发货没有待确认的数量，或者收货方已用自己的收货记录确认。',
    en: 'Nothing of this shipment is left to confirm, or the consignee confirms by its own receipts.',
  });
}
