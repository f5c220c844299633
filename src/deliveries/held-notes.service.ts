import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { openOf } from '../batches/handover.js';
import { ShipmentsService, type Shipment } from '../batches/shipments.service.js';
import type { DeliveryData } from '../events/kinds/delivery.js';
import { open } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { parseStatement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { DeliveryFacts } from '../web/delivery-view.js';
import { deliveryCodeDigest } from './delivery-code.js';
import { DeliveryNotesStore } from './delivery-notes.store.js';
import { ShipmentTeller, type ShipmentEntry } from './shipment-teller.service.js';

/** What was recorded with the code of a note. */
export interface SaidWithNote {
  readonly data: DeliveryData;
  readonly seq: number;
  readonly recordedAt: string;
}

/** What the holder of a code has before them. */
export interface HeldNote {
  /** The event id under which the holder's word is recorded. */
  readonly eventId: string;
  readonly batch: BatchIdentity;
  readonly shipment: Shipment;
  readonly entry: ShipmentEntry;
  readonly facts: DeliveryFacts;
  /** Null until something is said. */
  readonly said: SaidWithNote | null;
}

/** Delivery notes as whoever holds their code finds them. */
@Injectable()
export class HeldNotes {
  constructor(
    private readonly batches: BatchesService,
    private readonly shipments: ShipmentsService,
    private readonly entries: Entries,
    private readonly teller: ShipmentTeller,
    private readonly store: DeliveryNotesStore,
  ) {}

  /**
   * The note of a code; null for a code that was never printed, has run out, was replaced or withdrawn, or of whose
   * shipment nothing is left to confirm: whoever tries codes learns nothing from the difference. A code that was used
   * shows what was said with it, until it runs out.
   */
  async find(code: string): Promise<HeldNote | null> {
    const note = await this.store.find(deliveryCodeDigest(code), new Date());
    if (note === null) return null;
    const batch = await this.batches.find(note.batchId);
    const shipment = batch === null ? null : await this.shipments.find(batch, note.seq);
    if (batch === null || shipment === null) throw new Error('a delivery note without its shipment');
    const said = await this.said(batch, note.id);
    const isOver = note.voidedAt !== null || shipment.received > 0n || openOf(shipment) === 0n;
    if (said === null && isOver) return null;
    const entry = await this.teller.entry(batch, note.seq);
    const facts = await this.teller.facts(batch, shipment, entry);
    return { eventId: note.id, batch, shipment, entry, facts, said };
  }

  private async said({ organizationId, id }: BatchIdentity, eventId: string): Promise<SaidWithNote | null> {
    const [stored] = await this.entries.events({ organizationId, chainId: id }, [eventId]);
    if (stored === undefined) return null;
    const { statement, recordedAt } = parseEntry(stored.entry);
    const { data } = open(parseStatement(statement).payload, []);
    return { data: data as unknown as DeliveryData, seq: stored.seq, recordedAt };
  }
}
