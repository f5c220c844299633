import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Database } from '../../src/database/database.js';
import { createLog } from '../../src/http/log.js';
import { lineageOf } from '../../src/ledger/succession.js';
import { LogPolicy } from '../../src/log/log-policy.js';
import { openLogKey, type LogKey } from '../../src/log/log-key.js';
import { beginLog } from '../../src/log/log-start.js';
import type { LogState } from '../../src/log/log-state.store.js';
import { LogWriter, type WriterTimes } from '../../src/log/log-writer.js';
import { MapKeeper } from '../../src/log/map-keeper.js';
import { Publisher, type PublisherParts } from '../../src/log/publisher.js';
import { ReadBack } from '../../src/log/read-back.js';
import { SignedMark } from '../../src/log/signed-mark.js';
import { StaticLog } from '../../src/log/static-log.js';
import { WitnessSet } from '../../src/log/witness-set.js';

/** Where log writers of one machine keep their files, and the key they share. */
export interface LogPlace {
  readonly directory: string;
  readonly origin: string;
  readonly key: LogKey;
  remove(): Promise<void>;
}

/** A data directory with a log key. */
export async function createLogPlace(origin: string): Promise<LogPlace> {
  const directory = await mkdtemp(join(tmpdir(), 'furrow-log-'));
  const key = openLogKey(directory, origin, Buffer.alloc(32, 7));
  return { directory, origin, key, remove: () => rm(directory, { recursive: true }) };
}

/** The parts of a publisher over real files; each may be replaced to make it fail. */
export function publisherParts(
  database: Database,
  place: LogPlace,
  options: { readonly witnesses?: string; readonly entries?: boolean } = {},
): PublisherParts {
  const { policy } = new LogPolicy(place.key.verifier, options.witnesses ?? 'quorum none\n');
  const files = { directory: join(place.directory, 'log'), entries: options.entries ?? true };
  return {
    key: place.key,
    mark: new SignedMark(join(place.directory, 'log-signed'), lineageOf(place.origin, [])),
    readBack: new ReadBack(database, lineageOf(place.origin, [])),
    witnesses: new WitnessSet(policy),
    files: new StaticLog(database, files),
  };
}

/** A log writer as the service makes it; it does not run until `start`. */
export async function createLogWriter(
  database: Database,
  place: LogPlace,
  options: {
    readonly parts?: PublisherParts;
    readonly times?: Partial<WriterTimes>;
  } = {},
): Promise<LogWriter> {
  await beginLog(database, place.origin, place.key.verifier);
  const parts = options.parts ?? publisherParts(database, place);
  const publisher = new Publisher(database, place.origin, parts);
  return new LogWriter(
    database,
    publisher,
    new MapKeeper(database, { betweenMs: 0 }),
    createLog('silent'),
    options.times,
  );
}

/** Puts a database back to where its log was at a state, as a superuser who restores a backup of then. */
export async function restoreLog(owner: pg.Client, state: LogState): Promise<void> {
  const { tree, published, witnessed } = state;
  await owner.query('set session_replication_role = replica');
  await owner.query('delete from log_leaves where log_index >= $1', [tree.size]);
  await owner.query(
    'delete from entries where (organization_id, chain_id, seq) not in (select organization_id, chain_id, seq from log_leaves)',
  );
  await owner.query('update log_tiles set hashes = substring(hashes for $1::int * 32) where level = 0', [
    tree.size,
  ]);
  await owner.query(
    `update log_state set size = $1, root = $2, published_size = $3, published_note = $4,
      witnessed_size = $5, witnessed_note = $6`,
    [tree.size, tree.root, published?.size, published?.note, witnessed?.size, witnessed?.note],
  );
  await owner.query('set session_replication_role = origin');
}
