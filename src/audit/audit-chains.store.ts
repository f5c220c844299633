import type { Database } from '../database/database.js';
import { literal } from '../database/parameters.js';
import type { Reads } from '../database/tenants.js';
import type { SaidBy } from '../ledger/audit-every-chain.js';
import type { AuditReason } from '../ledger/audit-report.js';
import type { ChainRef } from '../log/entry.js';
import type { Tally } from './audit-runs.store.js';

/** Whether a chain passed the newest check; what was opened since is unchecked. */
export const chainStates = ['failed', 'passed', 'unchecked'] as const;
export type ChainState = (typeof chainStates)[number];

/** The head of a chain, and how many of its entries the log has or is to take, at one moment. */
export interface StoredHead extends ChainRef {
  readonly seq: number;
  readonly leafHash: Uint8Array;
  readonly logged: number;
}

/** What is wrong with a chain, as it is kept. */
export interface KeptFault {
  readonly seq: number;
  readonly logIndex: number | null;
  readonly reason: AuditReason;
  readonly expected: string | null;
  readonly found: string | null;
  readonly said: SaidBy | null;
}

/** What a run found of a chain. */
export interface Verdict extends ChainRef {
  readonly entries: number;
  readonly fault: KeptFault | null;
}

/** A chain as an official reads it. */
export interface ChainRow extends ChainRef {
  readonly organization: string;
  /** Of a batch; null for the chain of an organization. */
  readonly code: string | null;
  readonly lot: string | null;
  readonly product: string | null;
  readonly seq: number;
  readonly head: Uint8Array;
  readonly recordedAtMs: number;
  readonly runId: string | null;
  readonly checkedAt: Date | null;
  readonly checked: number | null;
  readonly state: ChainState;
  readonly fault: KeptFault | null;
  /** The organization that the entry at fault names, where it is in scope, and what its key is for. */
  readonly saidName: string | null;
  readonly saidKey: string | null;
}

interface HeadRow {
  organization_id: string;
  chain_id: string;
  seq: number;
  head: Buffer;
  logged: string;
}

interface ListRow {
  organization_id: string;
  chain_id: string;
  organization: string;
  code: string | null;
  lot: string | null;
  product: string | null;
  seq: number;
  head: Buffer;
  recorded_at_ms: string;
  run_id: string | null;
  checked_at: Date | null;
  checked: number | null;
  state: ChainState;
  at: number | null;
  log_index: string | null;
  reason: AuditReason | null;
  expected: string | null;
  found: string | null;
  said: SaidBy | null;
  said_name: string | null;
  said_key: string | null;
}

const heads = {
  name: 'audit-heads',
  text: `select c.organization_id, c.chain_id, c.seq, c.head,
      (select count(*) from log_leaves l where (l.organization_id, l.chain_id) = (c.organization_id, c.chain_id))
      + (select count(*) from staged_leaves s where (s.organization_id, s.chain_id) = (c.organization_id, c.chain_id)) as logged
    from chains c where (c.organization_id, c.chain_id) > ($1::uuid, $2::uuid)
    order by c.organization_id, c.chain_id limit $3`,
};
const saveVerdicts = {
  name: 'audit-chains-save',
  text: `insert into audit_chains (organization_id, chain_id, run_id, checked_at, entries, failed)
    select o, c, $1::uuid, clock_timestamp(), n, f
    from unnest($2::uuid[], $3::uuid[], $4::int[], $5::boolean[]) as t (o, c, n, f)
    on conflict (organization_id, chain_id) do update set run_id = excluded.run_id,
      checked_at = excluded.checked_at, entries = excluded.entries, failed = excluded.failed`,
};
const saveFaults = {
  name: 'audit-faults-save',
  text: `insert into audit_faults (organization_id, chain_id, run_id, seq, log_index, reason, expected, found, said)
    select o, c, $1::uuid, s, l, r, e, f, b
    from unnest($2::uuid[], $3::uuid[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
      as t (o, c, s, l, r, e, f, b)`,
};
const saveTallies = {
  name: 'audit-tallies-save',
  text: `insert into audit_tallies (organization_id, run_id, chains, entries, failed)
    select o, $1::uuid, c, e, f from unnest($2::uuid[], $3::int[], $4::bigint[], $5::int[]) as t (o, c, e, f)`,
};
const columns = `c.organization_id, c.chain_id, o.name as organization, b.code, b.lot, p.name as product, c.seq, c.head,
  c.recorded_at_ms, f.seq as at, f.log_index, f.reason, f.expected, f.found, f.said, s.name as said_name,
  k.purpose as said_key`;
const named = `join organizations o on o.id = c.organization_id
  left join batches b on (b.organization_id, b.id) = (c.organization_id, c.chain_id)
  left join products p on p.id = b.product_id`;
const sayers = `left join organizations s on 'org/' || s.id = f.said ->> 'issuer'
  left join signing_keys k on k.kid = f.said ->> 'kid' and k.organization_id = s.id`;
const list = {
  name: 'audit-chains',
  text: `select ${columns}, a.run_id, a.checked_at, a.entries as checked,
      case a.failed when true then 'failed' when false then 'passed' else 'unchecked' end as state
    from chains c ${named}
    left join audit_chains a on (a.organization_id, a.chain_id) = (c.organization_id, c.chain_id)
    left join audit_faults f on (f.organization_id, f.chain_id, f.run_id) = (a.organization_id, a.chain_id, a.run_id)
    ${sayers}
    where ($1::uuid is null or c.organization_id = $1)
      and ($2::text is null or $2 = case a.failed when true then 'failed' when false then 'passed' else 'unchecked' end)
      and (c.organization_id, c.chain_id) > ($3::uuid, $4::uuid)
    order by c.organization_id, c.chain_id limit $5`,
};
const faults = {
  name: 'audit-faults',
  text: `select ${columns}, f.run_id, null as checked_at, f.seq - 1 as checked, 'failed' as state
    from audit_faults f
    join chains c on (c.organization_id, c.chain_id) = (f.organization_id, f.chain_id) ${named} ${sayers}
    where f.run_id = $1 order by f.log_index nulls last, f.chain_id limit $2`,
};

/** Heads of chains after a place, of all organizations. */
export async function readHeads(reads: Reads, after: ChainRef, limit: number): Promise<StoredHead[]> {
  const rows = await reads.read<HeadRow>(heads, [after.organizationId, after.chainId, limit]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    chainId: row.chain_id,
    seq: row.seq,
    leafHash: row.head,
    logged: Number(row.logged),
  }));
}

/** Keeps what a run found of chains: first what is wrong, so that no chain is called failed without it. */
export async function saveFound(
  database: Database,
  runId: string,
  verdicts: readonly Verdict[],
): Promise<void> {
  const wrong = verdicts.flatMap(({ fault, ...chain }) => (fault === null ? [] : [{ ...chain, ...fault }]));
  if (wrong.length > 0) {
    await database.write(saveFaults, [
      runId,
      wrong.map(({ organizationId }) => organizationId),
      wrong.map(({ chainId }) => chainId),
      wrong.map(({ seq }) => seq),
      wrong.map(({ logIndex }) => logIndex),
      wrong.map(({ reason }) => reason),
      wrong.map(({ expected }) => expected),
      wrong.map(({ found }) => found),
      wrong.map(({ said }) => (said === null ? null : JSON.stringify(said))),
    ]);
  }
  await database.write(saveVerdicts, [
    runId,
    literal(verdicts.map(({ organizationId }) => organizationId)),
    literal(verdicts.map(({ chainId }) => chainId)),
    literal(verdicts.map(({ entries }) => entries)),
    literal(verdicts.map(({ fault }) => String(fault !== null))),
  ]);
}

/** Keeps what a run counted, by organization. */
export async function saveTally(
  database: Database,
  runId: string,
  tallies: ReadonlyMap<string, Tally>,
): Promise<void> {
  const all = [...tallies.values()];
  await database.write(saveTallies, [
    runId,
    literal([...tallies.keys()]),
    literal(all.map(({ chains }) => chains)),
    literal(all.map(({ entries }) => entries)),
    literal(all.map(({ failed }) => failed)),
  ]);
}

/** Chains in scope after a place. */
export async function listChains(
  reads: Reads,
  asked: {
    readonly organizationId: string | null;
    readonly state: ChainState | null;
    readonly after: ChainRef;
  },
  limit: number,
): Promise<ChainRow[]> {
  const { organizationId, state, after } = asked;
  const values = [organizationId, state, after.organizationId, after.chainId, limit];
  return (await reads.read<ListRow>(list, values)).map(toChain);
}

/** The chains in scope that a run found at fault, in the order of the log, the first of them. */
export async function listFaults(reads: Reads, runId: string, limit: number): Promise<ChainRow[]> {
  return (await reads.read<ListRow>(faults, [runId, limit])).map(toChain);
}

function toChain(row: ListRow): ChainRow {
  return {
    organizationId: row.organization_id,
    chainId: row.chain_id,
    organization: row.organization,
    code: row.code,
    lot: row.lot,
    product: row.product,
    seq: row.seq,
    head: row.head,
    recordedAtMs: Number(row.recorded_at_ms),
    runId: row.run_id,
    checkedAt: row.checked_at,
    checked: row.checked,
    state: row.state,
    fault: faultOf(row),
    saidName: row.said_name,
    saidKey: row.said_key,
  };
}

function faultOf({ at, reason, log_index, expected, found, said }: ListRow): KeptFault | null {
  if (at === null || reason === null) return null;
  return { seq: at, logIndex: log_index === null ? null : Number(log_index), reason, expected, found, said };
}
