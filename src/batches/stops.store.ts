import type { Reads } from '../database/tenants.js';

/** A batch that is stopped by itself: by how many holds, recalls or judgements. A recall is among the holds, too. */
export interface OwnStop {
  readonly id: string;
  readonly by: 'hold' | 'finding' | 'recall';
  readonly times: number;
}

const any = {
  name: 'stops-any',
  text: `select exists (select from batches where holds > 0) or exists (select from judgements where stopped) as stops`,
};
const among = {
  name: 'stops-among',
  text: `select id, 'hold' as by, holds as times from batches where id = any ($1::uuid[]) and holds > 0
    union all
    select batch_id, 'recall', count(*)::int from recalls
      where batch_id = any ($1::uuid[]) and withdrawn_seq is null and not mock group by batch_id
    union all
    select batch_id, 'finding', 1 from judgements where batch_id = any ($1::uuid[]) and stopped`,
};
const parents = {
  name: 'stops-parents',
  text: 'select distinct child_id as child, parent_id as parent from edges where child_id = any ($1::uuid[])',
};

/** Whether anything at all is stopped by itself. */
export async function isAnythingStopped(reads: Reads): Promise<boolean> {
  const [row] = await reads.read<{ stops: boolean }>(any, []);
  return row?.stops === true;
}

/** Of these batches, those that are stopped by themselves. */
export function findOwnStops(reads: Reads, batches: readonly string[]): Promise<OwnStop[]> {
  return reads.read<OwnStop>(among, [batches]);
}

/** What these batches were made from, one pair each. */
export function findParents(
  reads: Reads,
  children: readonly string[],
): Promise<{ child: string; parent: string }[]> {
  return reads.read(parents, [children]);
}

/** A batch that another was made from, by the entry `seq` of the chain of `saidOn`; `parentSeq`: its entry that gave. */
export interface BatchSource {
  readonly parentId: string;
  readonly parentSeq: number;
  readonly saidOn: string;
  readonly seq: number;
}

const sources = {
  name: 'edges-into',
  text: `select parent_id as "parentId", parent_seq as "parentSeq", batch_id as "saidOn", seq from edges where child_id = $1
    order by batch_id, seq, parent_id`,
};

/** What a batch was made from. */
export function listSources(reads: Reads, child: string): Promise<BatchSource[]> {
  return reads.read(sources, [child]);
}
