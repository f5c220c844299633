import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { TenantScope } from '../database/tenants.js';
import type { Delivery } from './delivery.js';

export interface NewNotice {
  readonly organizationId: string;
  readonly id: string;
  readonly recallId: string;
  readonly issuerId: string;
  readonly madeAtMs: number;
}

/** What a holder was told, and what came of it. */
export interface Notice extends NewNotice {
  readonly acknowledgedAtMs: number | null;
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly triedAtMs: number | null;
  readonly outcome: string | null;
}

/** A batch that a notice speaks of. */
export interface NoticedBatch {
  readonly notice: string;
  readonly batch: string;
  readonly code: string;
  readonly lot: string | null;
}

const columns = `organization_id as "organizationId", id, recall_id as "recallId", issuer_id as "issuerId",
  made_at_ms::float8 as "madeAtMs", acknowledged_at_ms::float8 as "acknowledgedAtMs", delivery, attempts,
  tried_at_ms::float8 as "triedAtMs", outcome`;
/** The notice is there only when it tells of a batch that was not told of before. */
const insert = {
  name: 'recall-notice-insert',
  text: `with told as (
      insert into recall_notice_batches (organization_id, recall_id, batch_id, notice_id)
      select $1, $3, b, $2 from unnest($6::uuid[]) as t (b) on conflict do nothing returning 1
    ), hook as (select exists (select from webhooks where organization_id = $1) as there)
    insert into recall_notices (organization_id, id, recall_id, issuer_id, made_at_ms, delivery, next_at_ms)
    select $1, $2, $3, $4, $5::bigint, case when there then 'waiting' else 'none' end, case when there then $5::bigint end
    from hook where exists (select from told)`,
};
const page = {
  name: 'recall-notices-page',
  text: `select ${columns} from recall_notices where organization_id = $1 and id < $2::uuid order by id desc limit $3`,
};
const byId = { name: 'recall-notice', text: `select ${columns} from recall_notices where id = $1` };
const ofRecall = {
  name: 'recall-notices-of',
  text: `select ${columns} from recall_notices where recall_id = $1 and issuer_id = $2 order by organization_id, id`,
};
const batchesOf = {
  name: 'recall-notice-batches',
  text: `select n.notice_id as notice, b.id as batch, b.code, b.lot
    from recall_notice_batches n join batches b on b.organization_id = n.organization_id and b.id = n.batch_id
    where n.organization_id = $1 and n.notice_id = any ($2::uuid[]) order by b.id`,
};
const acknowledge = {
  name: 'recall-notice-acknowledge',
  text: `update recall_notices set acknowledged_at_ms = $3, acknowledged_by = $4
    where organization_id = $1 and id = $2 and acknowledged_at_ms is null`,
};
const due = {
  name: 'recall-notices-due',
  text: `select ${columns} from recall_notices where next_at_ms <= $1 order by next_at_ms limit $2`,
};
const claim = {
  name: 'recall-notice-claim',
  text: `update recall_notices set attempts = attempts + 1, tried_at_ms = $4, next_at_ms = $5
    where organization_id = $1 and id = $2 and attempts = $3 and delivery = 'waiting' returning 1`,
};
const settle = {
  name: 'recall-notice-settle',
  text: `update recall_notices set delivery = $3, outcome = $4, next_at_ms = case when $3 = 'waiting' then next_at_ms end
    where organization_id = $1 and id = $2 and delivery = 'waiting'`,
};

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The only code that queries notices. */
@Injectable()
export class NoticesStore {
  constructor(private readonly database: Database) {}

  /** Tells a holder of those of these batches of which it was not told yet; nothing when it knows of all. */
  async insert(notice: NewNotice, batches: readonly string[]): Promise<void> {
    const { organizationId, id, recallId, issuerId, madeAtMs } = notice;
    await this.database.write(insert, [organizationId, id, recallId, issuerId, madeAtMs, literal(batches)]);
  }

  /** Notices of one organization in scope, newest first, those before `before`. */
  list(scope: TenantScope, organizationId: string, before: string | null, limit: number): Promise<Notice[]> {
    const values = [organizationId, before ?? lastId, limit];
    return this.database.tenant(scope).read<Notice>(page, values);
  }

  async find(scope: TenantScope, id: string): Promise<Notice | null> {
    return (await this.database.tenant(scope).read<Notice>(byId, [id]))[0] ?? null;
  }

  /** All notices of a recall, holder by holder. */
  ofRecall(recallId: string, issuerId: string): Promise<Notice[]> {
    return this.database.read<Notice>(ofRecall, [recallId, issuerId]);
  }

  /** The batches of these notices of one organization. */
  batchesOf(organizationId: string, notices: readonly string[]): Promise<NoticedBatch[]> {
    return this.database.read<NoticedBatch>(batchesOf, [organizationId, notices]);
  }

  /** Notes that somebody of the holder read it; what was noted before stays. */
  async acknowledge(scope: TenantScope, { organizationId, id }: Notice, atMs: number): Promise<void> {
    await this.database.tenant(scope).write(acknowledge, [organizationId, id, atMs, scope.account]);
  }

  /** Notices that are to be sent by now, longest waiting first. */
  due(nowMs: number, limit: number): Promise<Notice[]> {
    return this.database.read<Notice>(due, [nowMs, limit]);
  }

  /** Takes one attempt, unless another process took it; until `nextAtMs` nobody else does. */
  async claim({ organizationId, id, attempts }: Notice, nowMs: number, nextAtMs: number): Promise<boolean> {
    const rows = await this.database.read(claim, [organizationId, id, attempts, nowMs, nextAtMs]);
    return rows.length === 1;
  }

  /** Notes what came of an attempt. */
  async settle({ organizationId, id }: Notice, delivery: Delivery, outcome: string): Promise<void> {
    await this.database.write(settle, [organizationId, id, delivery, outcome]);
  }
}
