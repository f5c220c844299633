import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/violations.js';
import type { ListName } from './rows.js';

const pack = promisify<Uint8Array, object, Buffer>(gzip);
const unpack = promisify<Uint8Array, object, Buffer>(gunzip);
const fastest = constants.Z_BEST_SPEED;
/** Longer than the canonical JSON of any list that is taken. */
const contentBytesMax = 67_108_864;

/** One version as stored; it counts once its statement is in the ledger. */
export interface VersionRow {
  readonly name: ListName;
  readonly version: number;
  readonly sha256: Buffer;
  readonly rows: number;
  readonly source: string;
  readonly issuerId: string | null;
  readonly signature: string | null;
  readonly publishedBy: string;
}

const columns = `name, version, sha256, row_count as "rows", source, issuer_id as "issuerId", signature, published_by as "publishedBy"`;

const byPlace = {
  name: 'list-version',
  text: `select ${columns} from list_versions where name = $1 and version = $2`,
};
const newest = {
  name: 'lists-newest',
  text: 'select name, max(version) as version from list_versions group by name',
};
const content = {
  name: 'list-content',
  text: 'select packed from list_versions where name = $1 and version = $2',
};
/** Only the number that follows is taken, so that versions are dense. */
const insert = {
  name: 'list-version-insert',
  text: `insert into list_versions
      (name, version, packed, sha256, row_count, source, issuer_id, signature, published_by, stored_at)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    where $2 = (select coalesce(max(version), 0) + 1 from list_versions where name = $1)
    returning version`,
};

/** The only code that queries versions of lists. Rows are added and never changed: the database refuses it, too. */
@Injectable()
export class VersionsStore {
  constructor(private readonly database: Database) {}

  async find(name: ListName, version: number): Promise<VersionRow | null> {
    const [row] = await this.database.read<VersionRow>(byPlace, [name, version]);
    return row ?? null;
  }

  /** The number of the newest stored version of each list; a list without one is left out. */
  async newest(): Promise<ReadonlyMap<ListName, number>> {
    const rows = await this.database.read<{ name: ListName; version: number }>(newest, []);
    return new Map(rows.map(({ name, version }) => [name, version]));
  }

  /** The bytes of a version as they were stored; nobody has looked at them. */
  async content(name: ListName, version: number): Promise<Buffer | null> {
    const [row] = await this.database.read<{ packed: Buffer }>(content, [name, version]);
    return row === undefined ? null : unpack(row.packed, { maxOutputLength: contentBytesMax });
  }

  /** Stores the version that follows the newest; answers false when that is another number, or somebody was faster. */
  async add(row: VersionRow, bytes: Uint8Array): Promise<boolean> {
    const { name, version, sha256, rows, source, issuerId, signature, publishedBy } = row;
    const packed = await pack(bytes, { level: fastest });
    const values = [name, version, packed, sha256, rows, source, issuerId, signature, publishedBy];
    try {
      return (await this.database.read(insert, [...values, new Date()])).length === 1;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
