import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { openOf, wordOf } from '../batches/handover.js';
import { ShipmentsService, type Shipment } from '../batches/shipments.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { formatDecimal, type Decimal } from '../ledger/quantity.js';
import { PartyFacts } from '../parties/facts.js';
import { memberRoles } from '../parties/scope.js';
import type { AwaitedDeliveryDto, ShipmentDto } from './deliveries.dto.js';
import { ShipmentTeller, type ShipmentEntry } from './shipment-teller.service.js';

/** Where a page of awaited deliveries begins. */
export interface AwaitedPlace {
  readonly batchId: string;
  readonly seq: number;
}

/** Lists shipments with what is confirmed of them, and what is not. */
@Injectable()
export class ShipmentLists {
  constructor(
    private readonly batches: BatchesService,
    private readonly shipments: ShipmentsService,
    private readonly teller: ShipmentTeller,
    private readonly parties: PartyFacts,
  ) {}

  /** Shipments of a batch after the entry `after`, oldest first. @throws DomainError `not-found`, `forbidden`. */
  async ofBatch(actor: Actor, batchId: string, after: number, limit: number): Promise<Page<ShipmentDto>> {
    const batch = await this.batches.require(actor, batchId);
    const rows = await this.shipments.list(scopeOf(actor), batch, after, limit + 1);
    const page = pageOf(
      rows,
      limit,
      ({ seq }) => String(seq),
      (row) => row,
    );
    const items: ShipmentDto[] = [];
    for (const shipment of page.items)
      items.push(this.tell(batch, shipment, await this.teller.entry(batch, shipment.seq)));
    return { items, next: page.next };
  }

  /**
   * Shipments to an organization that wait for its word, for its members. Their entries are read across organizations:
   * what is addressed to somebody may be read by it. @throws DomainError `not-found`.
   */
  async awaited(
    actor: Actor,
    organizationId: string,
    after: AwaitedPlace,
    limit: number,
  ): Promise<Page<AwaitedDeliveryDto>> {
    const scope = scopeOf(actor, memberRoles);
    if ((await this.parties.organizationIn(scope, organizationId)) === null) throw notFound();
    requireRole(actor, organizationId, memberRoles);
    const rows = await this.shipments.awaiting(scope, organizationId, after, limit + 1);
    const page = pageOf(
      rows,
      limit,
      ({ batchId, seq }) => `${batchId}_${seq}`,
      (row) => row,
    );
    const items: AwaitedDeliveryDto[] = [];
    for (const shipment of page.items) items.push(await this.tellAwaited(actor, shipment));
    return { items, next: page.next };
  }

  private tell(batch: BatchIdentity, shipment: Shipment, entry: ShipmentEntry): ShipmentDto {
    const { leafHash, occurredAt, recordedAt } = entry;
    const amount = (value: Decimal) => ({ value: formatDecimal(value), unit: batch.unit });
    return {
      batch: batch.id,
      seq: shipment.seq,
      leafHash,
      consignee: shipment.consigneeId,
      since: occurredAt,
      recordedAt,
      quantity: amount(shipment.quantity),
      confirmed: amount(shipment.confirmed),
      confirmedBy: [...wordOf(shipment).by],
      returned: amount(shipment.returned),
      open: amount(openOf(shipment)),
    };
  }

  private async tellAwaited(actor: Actor, shipment: Shipment): Promise<AwaitedDeliveryDto> {
    const batch = await this.batches.find(shipment.batchId);
    if (batch === null) throw new Error('a shipment without its batch');
    const shipper = await this.parties.organization(batch.organizationId);
    const product = await this.parties.product(batch.productId);
    if (shipper === null || product === null) throw new Error('a batch without product or organization');
    const entry = await this.teller.entry(batch, shipment.seq);
    const about = { shipper: { id: shipper.id, name: shipper.name }, product: product.name, lot: batch.lot };
    const data = await this.teller.saidTo(actor, batch, entry);
    return Object.assign(this.tell(batch, shipment, entry), about, { data });
  }
}
