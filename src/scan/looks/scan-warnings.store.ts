import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { TenantScope } from '../../database/tenants.js';

/** Which rule of rules.csv: looked at before it was activated, looked at as a copied label would be. */
export const warningRules = ['R80', 'R81'] as const;
export type WarningRule = (typeof warningRules)[number];

/** What a look at a label was worth a word to its issuer. */
export interface Notice {
  readonly organizationId: string;
  readonly rule: WarningRule;
  readonly code: string;
  readonly batchId: string;
  readonly setId: string;
  readonly number: number;
  /** Civil date of the look that these figures end with. */
  readonly lastDay: string;
  readonly looks: number;
  readonly networks: number;
  readonly places: number;
}

/** What was noticed, and whether it is settled. */
export interface ScanWarning extends Notice {
  readonly id: string;
  readonly since: Date;
  readonly closedAt: Date | null;
  /** Why it was closed. */
  readonly reason: string | null;
}

/** Which warnings a list covers; null: whatever it is. */
export interface WarningChoice {
  readonly organizationId: string | null;
  readonly isOpen: boolean | null;
}

const columns = `id, organization_id as "organizationId", rule, code, batch_id as "batchId", set_id as "setId", number,
  since, to_char(last_day, 'YYYY-MM-DD') as "lastDay", looks, networks, places, closed_at as "closedAt", reason`;

const note = {
  name: 'scan-warnings-note',
  text: `insert into scan_warnings
      (organization_id, id, rule, code, batch_id, set_id, number, since, last_day, looks, networks, places)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (organization_id, rule, code) do update set last_day = excluded.last_day, looks = excluded.looks,
      networks = excluded.networks, places = excluded.places
    where scan_warnings.last_day < excluded.last_day and scan_warnings.closed_at is null`,
};
const list = {
  name: 'scan-warnings-list',
  text: `select ${columns} from scan_warnings
    where ($1::uuid is null or organization_id = $1) and ($2::boolean is null or (closed_at is null) = $2)
      and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
};
const byId = { name: 'scan-warning', text: `select ${columns} from scan_warnings where id = $1` };
const close = {
  name: 'scan-warnings-close',
  text: `update scan_warnings set closed_at = $3, reason = $4
    where organization_id = $1 and id = $2 and closed_at is null`,
};

/** The only code that queries what issuers were told of their labels. */
@Injectable()
export class ScanWarningsStore {
  constructor(private readonly database: Database) {}

  /** Opens a warning, or brings the figures of an open one to a newer day; in nobody's name, as who looked has none. */
  async note(id: string, notice: Notice, since: Date): Promise<void> {
    const { organizationId, rule, code, batchId, setId, number, lastDay, looks, networks, places } = notice;
    const label = [rule, code, batchId, setId, number];
    await this.database.write(note, [organizationId, id, ...label, since, lastDay, looks, networks, places]);
  }

  /** Those in scope, newest first, before `cursor`; one more than `limit` when there are more. */
  list(
    scope: TenantScope,
    { organizationId, isOpen }: WarningChoice,
    cursor: string | null,
    limit: number,
  ): Promise<ScanWarning[]> {
    return this.database.tenant(scope).read<ScanWarning>(list, [organizationId, isOpen, cursor, limit + 1]);
  }

  async find(scope: TenantScope, id: string): Promise<ScanWarning | null> {
    const [found] = await this.database.tenant(scope).read<ScanWarning>(byId, [id]);
    return found ?? null;
  }

  /** Closes an open one; one that is closed stays as it is. */
  async close(
    scope: TenantScope,
    { organizationId, id }: Pick<ScanWarning, 'organizationId' | 'id'>,
    at: Date,
    reason: string,
  ): Promise<void> {
    await this.database.tenant(scope).write(close, [organizationId, id, at, reason]);
  }
}
