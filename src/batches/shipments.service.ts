import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import type { BatchIdentity } from './batch.js';
import type { HandoverWord } from '../gs1/handover-words.js';
import { wordOf, type Handover } from './handover.js';
import {
  findShipment,
  findShipments,
  listAwaiting,
  listConsignees,
  listShipments,
  type ConsigneesOf,
} from './shipments.store.js';

/** A shipment, how far it is, and to whom it is addressed; `consigneeId` null: to nobody in the ledger. */
export interface Shipment extends Handover {
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  readonly consigneeId: string | null;
}

/** How far shipments are, as the shipper's side knows. */
@Injectable()
export class ShipmentsService {
  constructor(private readonly database: Database) {}

  /** Shipments of a batch in scope after the entry `afterSeq`, oldest first, at most `limit`. */
  list(scope: TenantScope, batch: BatchIdentity, afterSeq: number, limit: number): Promise<Shipment[]> {
    return listShipments(this.database.tenant(scope), keyOf(batch), afterSeq, limit);
  }

  /** The shipment that an entry of a batch is, or null; in scope, where one is given. */
  find(batch: BatchIdentity, seq: number, scope?: TenantScope): Promise<Shipment | null> {
    return findShipment(this.database.as(scope), { ...keyOf(batch), seq });
  }

  /** Shipments to an organization that wait for its word, in scope, by batch and number, at most `limit`. */
  awaiting(
    scope: TenantScope,
    consigneeId: string,
    after: { readonly batchId: string; readonly seq: number },
    limit: number,
  ): Promise<Shipment[]> {
    return listAwaiting(this.database.tenant(scope), consigneeId, after, limit);
  }

  /** To whom an organization in scope shipped, and `besides`, by id, at most `limit`. */
  consignees(scope: TenantScope, of: ConsigneesOf, limit: number): Promise<string[]> {
    return listConsignees(this.database.tenant(scope), of, limit);
  }

  /** By its number, how far each of these entries is that is a shipment. */
  async words(
    batch: Pick<BatchIdentity, 'organizationId' | 'id'>,
    seqs: readonly number[],
  ): Promise<ReadonlyMap<number, HandoverWord>> {
    if (seqs.length === 0) return new Map();
    const found = await findShipments(this.database, keyOf(batch), seqs);
    return new Map(found.map((shipment) => [shipment.seq, wordOf(shipment)]));
  }
}

function keyOf({ organizationId, id }: Pick<BatchIdentity, 'organizationId' | 'id'>): {
  organizationId: string;
  batchId: string;
} {
  return { organizationId, batchId: id };
}
