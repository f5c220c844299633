import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FetchedBundle, ReadBundle } from '../ledger/audit-bundle.js';
import type { PublicKey } from '../ledger/key.js';
import type { Lineage } from '../ledger/succession.js';
import type { ReadingDone, ReadingTask } from './audit-worker.js';

interface Thread {
  readonly worker: Worker;
  /** Keys that it was not told of yet. */
  keys: PublicKey[];
  waiting: number;
}

interface Waiter {
  readonly thread: Thread;
  readonly resolve: (read: ReadBundle) => void;
  readonly reject: (error: Error) => void;
}

/** Reads bundles on every core: nearly all the time of an audit goes into hashes and signatures. */
export class ReadingPool {
  private readonly threads: Thread[];
  private readonly waiters = new Map<number, Waiter>();
  private tasks = 0;
  private broken: Error | null = null;

  constructor(lineage: Lineage, threads = availableParallelism()) {
    this.threads = Array.from({ length: threads }, () => {
      const worker = new Worker(new URL('./audit-worker.js', import.meta.url), { workerData: lineage });
      worker.on('message', (done: ReadingDone) => {
        this.take(done);
      });
      worker.on('error', (error: Error) => {
        this.fail(error);
      });
      return { worker, keys: [], waiting: 0 };
    });
  }

  /** How many bundles are worth being asked for at once. */
  get width(): number {
    return this.threads.length;
  }

  /** Reads a bundle on the thread that has least to do. The bytes are given away. */
  read(fetched: FetchedBundle): Promise<ReadBundle> {
    const [first, ...others] = this.threads;
    if (this.broken !== null || first === undefined)
      return Promise.reject(this.broken ?? new Error('no thread'));
    const thread = others.reduce((least, one) => (one.waiting < least.waiting ? one : least), first);
    this.tasks += 1;
    const task: ReadingTask = { id: this.tasks, fetched, keys: thread.keys };
    thread.keys = [];
    thread.waiting += 1;
    return new Promise((resolve, reject) => {
      this.waiters.set(task.id, { thread, resolve, reject });
      thread.worker.postMessage(task);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    this.fail(new Error('the audit has ended'));
  }

  private take({ id, read }: ReadingDone): void {
    const waiter = this.waiters.get(id);
    if (waiter === undefined) return;
    this.waiters.delete(id);
    waiter.thread.waiting -= 1;
    for (const { telling } of read.entries) {
      if (telling?.about !== 'key-registered' || telling.key === null) continue;
      for (const thread of this.threads) if (thread !== waiter.thread) thread.keys.push(telling.key.key);
    }
    waiter.resolve(read);
  }

  private fail(error: Error): void {
    this.broken ??= error;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}
