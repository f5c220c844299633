import { parentPort, workerData } from 'node:worker_threads';
import {
  type FetchedBundle,
  type KeysByThumbprint,
  readBundle,
  type ReadBundle,
  remember,
} from '../ledger/audit-bundle.js';
import type { PublicKey } from '../ledger/key.js';
import type { Lineage } from '../ledger/succession.js';

/** What a thread is asked: a bundle to read, and the keys that other threads found since it was last asked. */
export interface ReadingTask {
  readonly id: number;
  readonly fetched: FetchedBundle;
  readonly keys: readonly PublicKey[];
}

export interface ReadingDone {
  readonly id: number;
  readonly read: ReadBundle;
}

const keys: KeysByThumbprint = new Map();
const lineage = workerData as Lineage;

parentPort?.on('message', (task: ReadingTask) => {
  for (const key of task.keys) remember(keys, key);
  const done: ReadingDone = { id: task.id, read: readBundle(task.fetched, lineage, keys) };
  parentPort?.postMessage(done);
});
