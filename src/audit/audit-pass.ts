import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { ChainsAuditor, type StoredLeaf } from '../ledger/audit-every-chain.js';
import { hashLength } from '../ledger/hash.js';
import { tileWidth } from '../ledger/tile.js';
import { chainName } from '../log/group-writer.js';
import type { LogReader } from '../log/log-reader.js';

/** Leaves that are checked in one go: about two milliseconds, in which nothing else is answered. */
const leavesAtOnce = 8;
/** How many times as long the thread rests when others have all of it as when they have none. */
const restTimesMax = 16;

/**
 * Hands every leaf of the log up to `size` to the auditor, as stored now. After each few it rests: as long as they took
 * while the thread has nothing else to do, and up to sixteen times as long the more of it requests and appends had
 * during the rest before.
 *
 * @throws what `signal` says when it is aborted.
 */
export async function passLeaves(
  log: LogReader,
  auditor: ChainsAuditor,
  size: number,
  { signal, onStep }: { readonly signal: AbortSignal; readonly onStep: () => Promise<void> },
): Promise<void> {
  let othersShare = 0;
  while (auditor.size < size) {
    const tile = Math.floor(auditor.size / tileWidth);
    const width = Math.min(tileWidth, size - auditor.size);
    const { leaves, hashes } = await log.stored(tile, width);
    const placed = new Map(leaves.map((leaf) => [leaf.logIndex, leaf]));
    for (let at = 0; at < width; at += leavesAtOnce) {
      signal.throwIfAborted();
      const startedMs = performance.now();
      const part = Array.from({ length: Math.min(leavesAtOnce, width - at) }, (_, n) => at + n);
      const stored = part.map((n): StoredLeaf | null => {
        const leaf = placed.get(tile * tileWidth + n);
        return leaf === undefined ? null : { chain: chainName(leaf), seq: leaf.seq, entry: leaf.entry };
      });
      auditor.take(
        stored,
        part.flatMap((n) => hashAt(hashes, n)),
      );
      const tookMs = performance.now() - startedMs;
      const before = performance.eventLoopUtilization();
      await setTimeout(tookMs * (1 + (restTimesMax - 1) * othersShare));
      othersShare = performance.eventLoopUtilization(before).utilization;
    }
    await onStep();
  }
}

function hashAt(hashes: Uint8Array, n: number): Uint8Array[] {
  const hash = hashes.subarray(n * hashLength, (n + 1) * hashLength);
  return hash.length === hashLength ? [hash] : [];
}
