import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { BatchIdentity } from '../batches/batch.js';
import { openOf } from '../batches/handover.js';
import type { Shipment } from '../batches/shipments.service.js';
import { ChainReader, type EntryInForce } from '../events/chain-reader.js';
import type { ShipmentData } from '../events/kinds/shipment.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { formatDecimal } from '../ledger/quantity.js';
import { PartyFacts } from '../parties/facts.js';
import type { DeliveryFacts } from '../web/delivery-view.js';

/** The entry of a shipment: what it says now in public, and what names it. */
export interface ShipmentEntry {
  readonly data: ShipmentData;
  readonly leafHash: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly inForce: number;
}

/** Says what a shipment is, out of its own record. */
@Injectable()
export class ShipmentTeller {
  constructor(
    private readonly chains: ChainReader,
    private readonly parties: PartyFacts,
  ) {}

  /** The entry of a shipment with its public data as now in force. */
  async entry(batch: BatchIdentity, seq: number): Promise<ShipmentEntry> {
    const entry = await this.chains.entryInForce(batch, seq);
    if (entry?.kind !== 'shipment') throw new Error('a shipment is not in its chain');
    return told(entry);
  }

  /** What was sent, by whom, and how much of it is open. */
  async facts(batch: BatchIdentity, shipment: Shipment, entry: ShipmentEntry): Promise<DeliveryFacts> {
    const product = await this.parties.product(batch.productId);
    const organization = await this.parties.organization(batch.organizationId);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const { quantity, from, to, documents = [] } = entry.data;
    return {
      product: product.name,
      variety: product.variety,
      lot: batch.lot,
      batchCode: batch.code,
      shipper: organization.name,
      quantity,
      open: { value: formatDecimal(openOf(shipment)), unit: batch.unit },
      from: from?.name ?? null,
      to: to?.name ?? null,
      shippedAt: entry.occurredAt,
      documents: documents.map(({ type, number }) => ({ type, number })),
    };
  }

  /** What the shipper says of it now, as an actor reads it: the other side of the trade sees what is for a partner. */
  async saidTo(actor: Actor, batch: BatchIdentity, entry: ShipmentEntry): Promise<JsonObject> {
    const seen = await this.chains.shownEntry(actor, batch, entry.inForce);
    const data = seen?.kind === 'correction' ? seen.data.data : seen?.data;
    return isJsonObject(data) ? data : {};
  }

  /** Who it goes to, as an actor who may see that reads it: an organization of the ledger, or a party outside. */
  async consignee(actor: Actor, batch: BatchIdentity, entry: ShipmentEntry): Promise<string | null> {
    const { organization } = entry.data.consignee;
    if (organization !== undefined) return (await this.parties.organization(organization))?.name ?? null;
    const { consignee } = await this.saidTo(actor, batch, entry);
    const party = isJsonObject(consignee) ? consignee.party : null;
    const name = isJsonObject(party) ? party.name : null;
    return typeof name === 'string' ? name : null;
  }
}

function told({ data, leafHash, statement, recordedAt, inForce }: EntryInForce): ShipmentEntry {
  return {
    data: data as unknown as ShipmentData,
    leafHash: base64urlEncode(leafHash),
    occurredAt: statement.payload.occurredAt,
    recordedAt,
    inForce,
  };
}
