import type { Database } from '../database/database.js';
import type { LedgerTransaction } from '../database/transaction.js';
import type { TreeHead } from '../ledger/proof.js';

/** A checkpoint as it was published: the signed note, with the cosignatures it had. */
export interface Published {
  readonly size: number;
  readonly note: string;
}

/** The log as its one row has it. */
export interface LogState {
  readonly origin: string;
  /** The tree as integrated; it may be ahead of what was signed. */
  readonly tree: TreeHead;
  readonly published: (Published & { readonly at: Date }) | null;
  /** The newest checkpoint that bears its quorum of witnesses. */
  readonly witnessed: Published | null;
  /** Why the writer refuses to sign; null while all is well. */
  readonly refusal: string | null;
}

/** The right to write the log until another holder's epoch is found there. */
export interface Lease {
  readonly holder: string;
  readonly epoch: number;
}

interface StateRow {
  origin: string;
  size: string;
  root: Buffer;
  published_size: string | null;
  published_note: string | null;
  published_at: Date | null;
  witnessed_size: string | null;
  witnessed_note: string | null;
  refusal: string | null;
}

const columns =
  'origin, size, root, published_size, published_note, published_at, witnessed_size, witnessed_note, refusal';

const beginLog = {
  name: 'log-begin',
  text: `insert into log_state (origin, size, root, epoch, lease_until) values ($1, 0, sha256(''), 0, '-infinity')
    on conflict do nothing`,
};
const readState = { name: 'log-state', text: `select ${columns} from log_state` };
const takeLease = {
  name: 'log-lease',
  text: `update log_state set holder = $1::uuid, lease_until = clock_timestamp() + $2::int * interval '1 millisecond',
      epoch = case when holder = $1::uuid and lease_until >= clock_timestamp() then epoch else epoch + 1 end
    where holder = $1::uuid or holder is null or lease_until < clock_timestamp()
    returning epoch`,
};
const leaveLease = {
  name: 'log-lease-end',
  text: `update log_state set holder = null where holder = $1::uuid and epoch = $2::bigint`,
};
const lockState = {
  name: 'log-state-lock',
  text: `select ${columns} from log_state where holder = $1::uuid and epoch = $2::bigint for update`,
};
/** Compare-and-set on size, root and epoch: a writer that is not the only one any more changes nothing. */
const moveTree = {
  name: 'log-state-move',
  text: `with moved as (
      update log_state set size = $5::bigint, root = $6::bytea
      where size = $3::bigint and root = $4::bytea and holder = $1::uuid and epoch = $2::bigint returning 1
    ) select case when (select count(*) from moved) <> 1 then refuse_lost_race() end`,
};
const publish = {
  name: 'log-publish',
  text: `with moved as (
      update log_state set published_size = $3::bigint, published_note = $4, published_at = clock_timestamp(),
        witnessed_size = case when $5::boolean then $3::bigint else witnessed_size end,
        witnessed_note = case when $5::boolean then $4 else witnessed_note end, refusal = null
      where holder = $1::uuid and epoch = $2::bigint and coalesce(published_size, 0) <= $3::bigint returning 1
    ) select case when (select count(*) from moved) <> 1 then refuse_lost_race() end`,
};
/** Only while nobody holds the lease, and only from the tree that the succession names. */
const succeed = {
  name: 'log-succeed',
  text: `update log_state set origin = $2, published_size = null, published_note = null, published_at = null,
      witnessed_size = null, witnessed_note = null, refusal = null
    where origin = $1 and size = $3::bigint and root = $4::bytea
      and (holder is null or lease_until < clock_timestamp())
    returning origin`,
};
const isHeld = {
  name: 'log-held',
  text: 'select holder is not null and lease_until >= clock_timestamp() as held from log_state',
};
const refuse = {
  name: 'log-refuse',
  text: 'update log_state set refusal = $3 where holder = $1::uuid and epoch = $2::bigint',
};

/** Makes the log's row at the first start. */
export async function beginLogState(database: Database, origin: string): Promise<void> {
  await database.write(beginLog, [origin]);
}

/** Whether the log has its row. */
export async function isLogBegun(database: Database): Promise<boolean> {
  return (await database.read<StateRow>(readState, [])).length > 0;
}

/** The state of the log. @throws Error when the log was not begun. */
export async function readLogState(database: Database): Promise<LogState> {
  const [row] = await database.read<StateRow>(readState, []);
  if (row === undefined) throw new Error('the log was not begun');
  return toState(row);
}

/** Takes or renews the lease for `leaseMs`; null while another holds it. */
export async function takeLogLease(
  database: Database,
  holder: string,
  leaseMs: number,
): Promise<Lease | null> {
  const [row] = await database.read<{ epoch: string }>(takeLease, [holder, leaseMs]);
  return row === undefined ? null : { holder, epoch: Number(row.epoch) };
}

/** Gives the lease back, so that another process goes on at once. */
export async function leaveLogLease(database: Database, lease: Lease): Promise<void> {
  await database.write(leaveLease, [lease.holder, lease.epoch]);
}

/** Locks the state until the end of the transaction; null when the lease was lost. */
export async function lockLogState(tx: LedgerTransaction, lease: Lease): Promise<LogState | null> {
  const [row] = await tx.query<StateRow>(lockState, [lease.holder, lease.epoch]);
  return row === undefined ? null : toState(row);
}

/** Moves the tree from one head to another; fails the transaction as a lost race when it is not at `from`. */
export function moveLogTree(tx: LedgerTransaction, lease: Lease, from: TreeHead, to: TreeHead): void {
  tx.send(moveTree, [lease.holder, lease.epoch, from.size, from.root, to.size, to.root]);
}

/** Publishes a checkpoint. @throws DatabaseError 40001 when the lease was lost or a larger one is published. */
export async function publishCheckpoint(
  database: Database,
  lease: Lease,
  checkpoint: Published,
  witnessed: boolean,
): Promise<void> {
  await database.write(publish, [lease.holder, lease.epoch, checkpoint.size, checkpoint.note, witnessed]);
}

/** Whether a process holds the lease. */
export async function isLogHeld(database: Database): Promise<boolean> {
  const [row] = await database.read<{ held: boolean }>(isHeld, []);
  return row?.held ?? false;
}

/**
 * Gives the tree to the log that goes on with it, which has published nothing yet. Answers false when the log is not at
 * `last`, is another one, or has a writer.
 */
export async function succeedLog(
  database: Database,
  [ended, next]: readonly [string, string],
  last: TreeHead,
): Promise<boolean> {
  const rows = await database.read(succeed, [ended, next, last.size, last.root]);
  return rows.length === 1;
}

/** Writes down why nothing is signed, for every process to see; the next publication clears it. */
export async function noteRefusal(database: Database, lease: Lease, reason: string): Promise<void> {
  await database.write(refuse, [lease.holder, lease.epoch, reason]);
}

function toState(row: StateRow): LogState {
  const { published_size: size, published_note: note, published_at: at } = row;
  return {
    origin: row.origin,
    tree: { size: Number(row.size), root: row.root },
    published: size === null || note === null || at === null ? null : { size: Number(size), note, at },
    witnessed:
      row.witnessed_size === null || row.witnessed_note === null
        ? null
        : { size: Number(row.witnessed_size), note: row.witnessed_note },
    refusal: row.refusal,
  };
}
