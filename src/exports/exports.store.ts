import type { Database } from '../database/database.js';
import type { Door, Reads } from '../database/tenants.js';

export const templates = ['regulator-table', 'trace-table', 'evidence'] as const;
export type Template = (typeof templates)[number];

/** How a table is written. */
export const tableFormats = ['csv', 'xlsx'] as const;
export type TableFormat = (typeof tableFormats)[number];

export const fileFormats = [...tableFormats, 'tar'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const exportStates = ['waiting', 'ready', 'failed', 'expired'] as const;
export type ExportState = (typeof exportStates)[number];

/** Why there is no file. */
export const exportFailures = ['interrupted', 'too-large', 'not-in-log', 'broken'] as const;
export type ExportFailure = (typeof exportFailures)[number];

/** What is to be taken out. */
export interface Asked {
  readonly organization: string | null;
  /** The batch of a trace, or those whose evidence is wanted. */
  readonly batches: readonly string[];
  readonly direction: 'backward' | 'forward';
  readonly language: 'zh-CN' | 'en';
  /** How the table is written. None in exports of evidence, and in those from before there was a choice. */
  readonly format?: TableFormat;
}

/** A file that was made. */
export interface MadeFile {
  readonly bytes: number;
  readonly sha256: Uint8Array;
  /** Rows of a table, files of a bundle. */
  readonly rows: number;
  /** False when there is more than one file may hold. */
  readonly complete: boolean;
}

export interface Export {
  readonly organizationId: string;
  readonly id: string;
  readonly accountId: string;
  /** The body the person acts for. */
  readonly authorityId: string | null;
  readonly role: string;
  /** Prefixes of GB/T 2260 codes: whoever sees all of these may see the export. */
  readonly regions: readonly string[];
  readonly template: Template;
  readonly asked: Asked;
  readonly askedAt: Date;
  readonly state: ExportState;
  readonly reason: ExportFailure | null;
  readonly file: MadeFile | null;
  readonly expiresAt: Date;
}

/** That somebody took the file. */
export interface Download {
  readonly exportId: string;
  readonly id: string;
  readonly accountId: string;
  /** The body the person acts for. */
  readonly authorityId: string | null;
  readonly role: string;
  readonly at: Date;
}

interface Row extends Omit<Export, 'file'> {
  readonly bytes: string | null;
  readonly sha256: Buffer | null;
  readonly rows: number | null;
  readonly complete: boolean | null;
}

const columns = `organization_id as "organizationId", id, account_id as "accountId",
  authority_id as "authorityId", role, regions, template, asked,
  asked_at as "askedAt", state, reason, bytes, sha256, rows, complete, expires_at as "expiresAt"`;
const insert = {
  name: 'export-insert',
  text: `insert into exports (organization_id, id, account_id, authority_id, role, regions, template, asked, asked_at, seen_at,
      state, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 'waiting', $10) on conflict do nothing returning id`,
};
const byId = { name: 'export', text: `select ${columns} from exports where id = $1` };
const page = {
  name: 'exports',
  text: `select ${columns} from exports where id < $1::uuid order by id desc limit $2`,
};
const download = {
  name: 'export-download',
  text: `insert into export_downloads (organization_id, export_id, id, account_id, authority_id, role, at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};
const downloads = {
  name: 'export-downloads',
  text: `select export_id as "exportId", d.id, account_id as "accountId", authority_id as "authorityId", role, at
    from unnest($1::uuid[]) as e (export)
    cross join lateral (select * from export_downloads x where x.export_id = e.export order by x.id desc limit $2) d
    order by d.id desc`,
};
const finish = {
  name: 'export-finish',
  text: `update exports set state = 'ready', bytes = $3, sha256 = $4, rows = $5, complete = $6
    where organization_id = $1 and id = $2 and state = 'waiting'`,
};
const fail = {
  name: 'export-fail',
  text: `update exports set state = 'failed', reason = $3 where organization_id = $1 and id = $2 and state = 'waiting'`,
};
const seen = {
  name: 'export-seen',
  text: `update exports set seen_at = clock_timestamp() where id = any ($1::uuid[]) and state = 'waiting'`,
};
const leave = {
  name: 'export-leave',
  text: `update exports set state = 'failed', reason = 'interrupted'
    where state = 'waiting' and seen_at < clock_timestamp() - $1::int * interval '1 millisecond'`,
};
const old = {
  name: 'exports-old',
  text: `select id from exports where state in ('waiting', 'ready') and expires_at <= $1 limit 100`,
};
const expire = {
  name: 'export-expire',
  text: `update exports set state = 'expired' where id = $1 and state in ('waiting', 'ready')`,
};

/** Keeps an order; false when the same was kept before. */
export async function insertExport(door: Door, one: Export): Promise<boolean> {
  const { organizationId, id, accountId, authorityId, role, regions, template, asked, askedAt, expiresAt } =
    one;
  const values = [
    organizationId,
    id,
    accountId,
    authorityId,
    role,
    [...regions],
    template,
    JSON.stringify(asked),
  ];
  const rows = (await door.write(insert, [...values, askedAt, expiresAt])) as unknown[];
  return rows.length === 1;
}

export async function findExport(reads: Reads, id: string): Promise<Export | null> {
  const [row] = await reads.read<Row>(byId, [id]);
  return row === undefined ? null : toExport(row);
}

/** Exports before `before`, newest first: their ids are in the order of time. */
export async function listExports(reads: Reads, before: string, limit: number): Promise<Export[]> {
  return (await reads.read<Row>(page, [before, limit])).map(toExport);
}

export async function insertDownload(door: Door, organizationId: string, one: Download): Promise<void> {
  const { exportId, id, accountId, authorityId, role, at } = one;
  await door.write(download, [organizationId, exportId, id, accountId, authorityId, role, at]);
}

/** The newest downloads of each export, so many of each. */
export function listDownloads(reads: Reads, exports: readonly string[], each: number): Promise<Download[]> {
  return reads.read<Download>(downloads, [exports, each]);
}

export async function finishExport(
  database: Database,
  { organizationId, id }: Export,
  file: MadeFile,
): Promise<void> {
  const { bytes, sha256, rows, complete } = file;
  await database.write(finish, [organizationId, id, bytes, sha256, rows, complete]);
}

export async function failExport(
  database: Database,
  { organizationId, id }: Export,
  reason: ExportFailure,
): Promise<void> {
  await database.write(fail, [organizationId, id, reason]);
}

/** Says of exports that wait that their process lives. */
export async function seeExports(database: Database, ids: readonly string[]): Promise<void> {
  await database.write(seen, [ids]);
}

/** Gives up exports whose process was not heard of for so long, in milliseconds. */
export async function leaveExports(database: Database, silentMs: number): Promise<void> {
  await database.write(leave, [silentMs]);
}

/** Some of the exports whose file is to go by `now`. */
export async function listOldExports(reads: Reads, now: Date): Promise<string[]> {
  return (await reads.read<{ id: string }>(old, [now])).map(({ id }) => id);
}

export async function expireExport(database: Database, id: string): Promise<void> {
  await database.write(expire, [id]);
}

function toExport({ bytes, sha256, rows, complete, ...row }: Row): Export {
  const isMade = bytes !== null && sha256 !== null && rows !== null && complete !== null;
  return { ...row, file: isMade ? { bytes: Number(bytes), sha256, rows, complete } : null };
}
