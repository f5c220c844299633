import { hash } from 'node:crypto';
import { base64urlEncode } from '../ledger/bytes.js';
import { parseEntry } from '../ledger/entry.js';
import type { JsonObject } from '../ledger/json.js';
import { parseStatement } from '../ledger/statement.js';
import type { StoredEntry } from '../log/entry.js';
import { derivedEventId } from '../parties/event-ids.js';
import type { ListPublishedData } from '../events/kinds/list-published.js';
import type { ListName } from './rows.js';
import type { VersionRow } from './versions.store.js';

export const statementKind = 'list-published';

/** A published version: what its statement says, and where that stands. */
export interface PublishedVersion {
  readonly name: ListName;
  readonly version: number;
  /** base64url, of the exact bytes. */
  readonly sha256: string;
  readonly rows: number;
  readonly source: string;
  readonly issuer: string | null;
  readonly signature: string | null;
  /** `recordedAt` of the entry. */
  readonly publishedAt: string;
  /** `org/<uuid>` of the operator. */
  readonly chain: string;
  readonly seq: number;
  /** base64url. */
  readonly leafHash: string;
}

interface Operator {
  readonly id: string;
  readonly createdAt: Date;
}

/** The event id of a version's statement: the same for whoever states it, so that it is stated once. */
export function listEventId({ id, createdAt }: Operator, name: ListName, version: number): string {
  return derivedEventId(createdAt.getTime(), statementKind, id, name, String(version));
}

/** What is stated of a stored version. */
export function listStatement(row: VersionRow): JsonObject {
  const { name, version, rows, source, issuerId, signature } = row;
  return {
    name,
    version,
    sha256: base64urlEncode(row.sha256),
    rows,
    source,
    role: 'admin',
    ...(issuerId === null || signature === null ? {} : { issuer: issuerId, signature }),
    actor: row.publishedBy,
  };
}

/** The version that an entry publishes. Requires the entry to be one of kind `list-published`. */
export function readPublished({ seq, leafHash, entry }: StoredEntry): PublishedVersion {
  const { recordedAt, statement } = parseEntry(entry);
  const { payload } = parseStatement(statement);
  const data = payload.data as unknown as ListPublishedData;
  return {
    name: data.name,
    version: data.version,
    sha256: data.sha256,
    rows: data.rows,
    source: data.source,
    issuer: data.issuer ?? null,
    signature: data.signature ?? null,
    publishedAt: recordedAt,
    chain: payload.sub,
    seq,
    leafHash: base64urlEncode(leafHash),
  };
}

/** SHA-256 in base64url. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}
