import type { Database } from '../database/database.js';
import type { Door, Reads } from '../database/tenants.js';
import type { ChainRef } from './entry.js';

/** Whose data a disclosure is: the organization's own (its id), or a person's of that organization. */
export interface SubjectRef {
  readonly organizationId: string;
  readonly subjectId: string;
}

/** A subject's key as the database has it. */
export interface SubjectKeyRow {
  readonly sealed: Buffer;
  readonly restricted: boolean;
  readonly erased: boolean;
}

/**
 * Disclosures are read through `reads`, which may be in an actor's name; keys are the service's own to read: what is asked
 * in an actor's name never reaches one.
 */
export interface Doors {
  readonly service: Reads;
  readonly reads: Reads;
}

/** A stored disclosure, with how its subject stands. */
export interface DisclosureRow extends SubjectKeyRow {
  readonly chainId: string;
  readonly seq: number;
  readonly digest: Buffer;
  readonly subjectId: string;
  readonly disclosure: Buffer;
}

/** Where an entry stands, among all chains of one organization. */
export interface SubjectPlace {
  readonly chainId: string;
  readonly seq: number;
}

/** How many entries of a chain name a person in records of one kind. */
export interface SubjectRecords {
  readonly chainId: string;
  readonly kind: string | null;
  readonly entries: number;
}

const standing = `k.sealed, k.restricted_at is not null as restricted, k.erased_at is not null as erased`;
const disclosures =
  'select chain_id as "chainId", seq, digest, subject_id as "subjectId", sealed as disclosure from disclosures';

const findKey = {
  name: 'subject-key',
  text: `select ${standing} from subject_keys k where organization_id = $1 and subject_id = $2`,
};
const insertKey = {
  name: 'subject-key-insert',
  text: 'insert into subject_keys (organization_id, subject_id, sealed) values ($1, $2, $3) on conflict do nothing',
};
const ofChain = {
  name: 'disclosures-of-chain',
  text: `${disclosures} where organization_id = $1 and chain_id = $2 and seq between $3 and $4 order by seq, digest`,
};
const keysOf = {
  name: 'subject-keys',
  text: `select k.subject_id as "subjectId", ${standing} from subject_keys k
    where organization_id = $1 and subject_id = any ($2::uuid[])`,
};
const ofPerson = {
  name: 'disclosures-of-person',
  text: `${disclosures} where organization_id = $1 and subject_id = $2 and subject_id <> organization_id
    and (chain_id, seq) > ($3::uuid, $4::int) order by chain_id, seq limit $5`,
};
const recordsOf = {
  name: 'records-of-person',
  text: `select chain_id as "chainId", record_kind as kind, count(distinct seq)::int as entries from disclosures
    where organization_id = $1 and subject_id = $2 and subject_id <> organization_id
    group by chain_id, record_kind order by chain_id, record_kind`,
};
const restrict = {
  name: 'subject-restrict',
  text: `update subject_keys set restricted_at = $3
    where organization_id = $1 and subject_id = $2 and subject_id <> organization_id and restricted_at is null`,
};
const dropSome = {
  name: 'disclosures-drop',
  text: `with gone as (
      delete from disclosures where (organization_id, chain_id, seq, digest) in (
        select organization_id, chain_id, seq, digest from disclosures
        where organization_id = $1 and subject_id = $2 and subject_id <> organization_id limit $3)
      returning 1
    ) select count(*)::int as gone from gone`,
};
const dropOne = {
  name: 'disclosure-drop',
  text: 'delete from disclosures where organization_id = $1 and chain_id = $2 and seq = $3 and digest = $4',
};
const eraseKey = {
  name: 'subject-erase',
  text: `update subject_keys set sealed = $3, erased_at = coalesce(erased_at, now())
    where organization_id = $1 and subject_id = $2 and subject_id <> organization_id and restricted_at is not null`,
};

/** The key of a subject, or null. */
export async function findSubjectKey(service: Reads, subject: SubjectRef): Promise<SubjectKeyRow | null> {
  const [row] = await service.read<SubjectKeyRow>(findKey, valuesOf(subject));
  return row ?? null;
}

/** Stores the key of a subject; one that is there stays. */
export async function insertSubjectKey(door: Door, subject: SubjectRef, sealed: Buffer): Promise<void> {
  await door.write(insertKey, [...valuesOf(subject), sealed]);
}

/** The disclosures of entries `fromSeq`…`toSeq` of a chain, those that `reads` shows, in order. */
export async function listChainDisclosures(
  doors: Doors,
  { organizationId, chainId }: ChainRef,
  fromSeq: number,
  toSeq: number,
): Promise<DisclosureRow[]> {
  const values = [organizationId, chainId, fromSeq, toSeq];
  return withKeys(doors.service, organizationId, await doors.reads.read<KeylessRow>(ofChain, values));
}

type KeylessRow = Omit<DisclosureRow, keyof SubjectKeyRow>;

async function withKeys(
  service: Reads,
  organizationId: string,
  rows: readonly KeylessRow[],
): Promise<DisclosureRow[]> {
  if (rows.length === 0) return [];
  const subjects = [...new Set(rows.map(({ subjectId }) => subjectId))];
  const values = [organizationId, subjects];
  const found = await service.read<SubjectKeyRow & { subjectId: string }>(keysOf, values);
  const keys = new Map(found.map((key) => [key.subjectId, key]));
  return rows.flatMap((row) => {
    const key = keys.get(row.subjectId);
    return key === undefined ? [] : [{ ...key, ...row }];
  });
}

/** A person's disclosures after a place that `reads` shows, in the order of chains and entries, at most `limit`. */
export async function listPersonDisclosures(
  doors: Doors,
  subject: SubjectRef,
  after: SubjectPlace,
  limit: number,
): Promise<DisclosureRow[]> {
  const values = [...valuesOf(subject), after.chainId, after.seq, limit];
  return withKeys(
    doors.service,
    subject.organizationId,
    await doors.reads.read<KeylessRow>(ofPerson, values),
  );
}

/** The records that name a person, counted by chain and kind. */
export function listSubjectRecords(reads: Reads, subject: SubjectRef): Promise<SubjectRecords[]> {
  return reads.read<SubjectRecords>(recordsOf, valuesOf(subject));
}

/** From now on nothing under a person's key is shown; harmless when that was so. */
export async function restrictSubject(door: Door, subject: SubjectRef, at: Date): Promise<void> {
  await door.write(restrict, [...valuesOf(subject), at]);
}

/** Deletes at most `limit` of a person's disclosures; answers how many there were. */
export async function deleteDisclosures(
  database: Database,
  subject: SubjectRef,
  limit: number,
): Promise<number> {
  const [row] = await database.read<{ gone: number }>(dropSome, [...valuesOf(subject), limit]);
  return row?.gone ?? 0;
}

/** Deletes one disclosure of an entry; harmless when it is gone. */
export async function deleteDisclosure(
  database: Database,
  { organizationId, chainId, seq }: ChainRef & SubjectPlace,
  digest: Uint8Array,
): Promise<void> {
  await database.write(dropOne, [organizationId, chainId, seq, digest]);
}

/** Puts `sealed` in the place of a restricted person's key. */
export async function eraseSubjectKey(
  database: Database,
  subject: SubjectRef,
  sealed: Buffer,
): Promise<void> {
  await database.write(eraseKey, [...valuesOf(subject), sealed]);
}

function valuesOf({ organizationId, subjectId }: SubjectRef): [string, string] {
  return [organizationId, subjectId];
}
