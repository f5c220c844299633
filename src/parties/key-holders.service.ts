import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { KeyEnrolmentsStore, type KeyHolder } from './key-enrolments.store.js';

/** Knows whose devices hold the keys of an organization. */
@Injectable()
export class KeyHolders {
  constructor(private readonly store: KeyEnrolmentsStore) {}

  /** By thumbprint; a key that no device was enrolled for has none. At most a page of keys at a time. */
  async of(
    scope: TenantScope,
    organizationId: string,
    kids: readonly string[],
  ): Promise<ReadonlyMap<string, KeyHolder>> {
    if (kids.length === 0) return new Map();
    const rows = await this.store.holders(scope, organizationId, kids);
    return new Map(rows.map((row) => [row.kid, row]));
  }
}
