import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import { isUniqueViolation } from '../database/violations.js';

/** A printed note of the shipment `seq`. `id`: the event id under which what its holder says is recorded, once. */
export interface DeliveryNote {
  readonly organizationId: string;
  readonly batchId: string;
  readonly seq: number;
  readonly id: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** A note as it is found by its code. */
export interface FoundNote extends DeliveryNote {
  /** Since when a newer note stands in its place. */
  readonly voidedAt: Date | null;
}

/**
 * One statement, so that a note is never without its code or a code valid beside a newer one: what has run out goes, what
 * stands is voided, the new one comes (the condition makes the insert wait for both). `delivery_notes_latest` refuses a second one made at the same time.
 */
const insertion = {
  name: 'delivery-note-insert',
  text: `with swept as (
      delete from delivery_notes where organization_id = $1 and expires_at <= $6 returning 1
    ), voided as (
      update delivery_notes set voided_at = $6
      where organization_id = $1 and batch_id = $2 and seq = $3 and voided_at is null and expires_at > $6 returning 1
    )
    insert into delivery_notes (organization_id, batch_id, seq, id, code_digest, made_at, expires_at)
    select $1, $2, $3, $4, $5, $6, $7
    where (select count(*) from swept) + (select count(*) from voided) >= 0`,
};
const withdrawal = {
  name: 'delivery-note-withdraw',
  text: `update delivery_notes set voided_at = $4
    where organization_id = $1 and batch_id = $2 and seq = $3 and voided_at is null`,
};
const byDigest = {
  name: 'delivery-note-by-code',
  text: `select organization_id as "organizationId", batch_id as "batchId", seq, id, made_at as "madeAt",
      expires_at as "expiresAt", voided_at as "voidedAt"
    from delivery_notes where code_digest = $1 and expires_at > $2`,
};

/** The only code that queries delivery notes. Their codes are known by a digest alone. */
@Injectable()
export class DeliveryNotesStore {
  constructor(private readonly database: Database) {}

  /** Puts a note in the place of the shipment's earlier ones; false when another one just came. */
  async replace(scope: TenantScope, note: DeliveryNote, codeDigest: Buffer): Promise<boolean> {
    const { organizationId, batchId, seq, id, madeAt, expiresAt } = note;
    const values = [organizationId, batchId, seq, id, codeDigest, madeAt, expiresAt];
    try {
      await this.database.tenant(scope).write(insertion, values);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Voids the code that stands, if there is one. */
  async withdraw(
    scope: TenantScope,
    { organizationId, batchId, seq }: Pick<DeliveryNote, 'organizationId' | 'batchId' | 'seq'>,
    now: Date,
  ): Promise<void> {
    await this.database.tenant(scope).write(withdrawal, [organizationId, batchId, seq, now]);
  }

  /** The note of a code that has not run out, or null. Whoever holds the code may be signed in nowhere. */
  async find(codeDigest: Buffer, now: Date): Promise<FoundNote | null> {
    const [found] = await this.database.read<FoundNote>(byDigest, [codeDigest, now]);
    return found ?? null;
  }
}
