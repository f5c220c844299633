import type { LedgerTransaction } from '../database/transaction.js';
import type { DomainError } from '../http/problems.js';
import type { DeliveryEffect, ReceiptEffect, ReturnEffect, ShipmentEffect } from './effect.js';
import type { GroupState } from './group-state.js';
import { handedOver } from './handover.js';
import {
  insertReceiptRows,
  insertShipmentRows,
  updateShipmentRows,
  type EntryKey,
  type NewReceipt,
  type NewShipment,
  type OpenShipment,
} from './handover.store.js';
import { intakeName, intakeOf, saveIntakes, type Intake } from './intakes.store.js';
import * as refusals from './refusals.js';

/** Decides what the drafts of one group say of goods that change hands, and keeps it; `then` gets what each changes. */
export class HandoverAdmission {
  private readonly newShipments: NewShipment[] = [];
  private readonly changedShipments = new Map<string, OpenShipment>();
  private readonly newReceipts: NewReceipt[] = [];
  private readonly changedIntakes = new Map<string, Intake>();

  constructor(private readonly state: Pick<GroupState, 'shipments' | 'intakes'>) {}

  ship(effect: ShipmentEffect, at: EntryKey, then: (() => void)[]): null {
    then.push(() => {
      this.newShipments.push({ ...at, consigneeId: effect.consignee, quantity: effect.quantity });
    });
    return null;
  }

  handOver(effect: ReturnEffect | DeliveryEffect, then: (() => void)[]): DomainError | null {
    const key = `${effect.batch} ${effect.shipment.seq}`;
    const shipment = this.state.shipments.get(key);
    const changed = shipment === undefined ? null : handedOver(shipment, effect);
    if (changed === null) return refusals.beyondShipment();
    then.push(() => {
      this.state.shipments.set(key, changed);
      this.changedShipments.set(key, changed);
    });
    return null;
  }

  /** `home`: the organization whose batch the source is. */
  receive(effect: ReceiptEffect, at: EntryKey, home: string, then: (() => void)[]): DomainError | null {
    const key = intakeOf(at.organizationId, effect);
    const name = intakeName(key);
    const before = this.state.intakes.get(name) ?? { ...key, stored: 0n, taken: 0n };
    const taken = before.taken + effect.sourceQuantity + effect.sourceReturned;
    const intake = { ...before, taken, given: effect.sourceLimit };
    if (intake.taken > intake.given) return refusals.beyondSource();
    then.push(() => {
      this.state.intakes.set(name, intake);
      this.changedIntakes.set(name, intake);
      this.newReceipts.push({
        ...at,
        sourceOrganizationId: home,
        sourceBatchId: effect.source.batch,
        sourceSeq: effect.source.seq,
        quantity: effect.sourceQuantity,
        returned: effect.sourceReturned,
        settled: effect.sourceKind !== 'shipment',
      });
    });
    return null;
  }

  save(tx: LedgerTransaction): void {
    if (this.newShipments.length > 0) insertShipmentRows(tx, this.newShipments);
    if (this.changedShipments.size > 0) updateShipmentRows(tx, [...this.changedShipments.values()]);
    if (this.newReceipts.length > 0) insertReceiptRows(tx, this.newReceipts);
    if (this.changedIntakes.size > 0) saveIntakes(tx, [...this.changedIntakes.values()]);
  }
}
