import {
  checkHistory,
  type Contradiction,
  historyNodes,
  type OpenedCheckpoint,
} from '../ledger/audit-checkpoint.js';
import type { AuditFinding } from '../ledger/audit-report.js';
import { base64Encode } from '../ledger/bytes.js';
import type { NodeId } from '../ledger/proof.js';
import { formatTilePath, nodeOfTile, tileOf } from '../ledger/tile.js';
import { LedgerError } from '../ledger/errors.js';
import { NotServed, readTile } from './audit-files.js';
import type { LogSource } from './audit-source.js';

const conflictVersion = 'furrow-log-conflict/1';

/**
 * Whether a log still begins with the tree of a checkpoint that was kept, by its tiles.
 *
 * Tiles that are missing or cut short decide nothing here: the pass over the whole log names them.
 */
export async function contradicts(
  earlier: OpenedCheckpoint,
  later: OpenedCheckpoint,
  source: LogSource,
): Promise<Contradiction | null> {
  const [before, after] = [earlier.checkpoint, later.checkpoint];
  const hashes = new Map<string, Uint8Array>();
  const tiles = new Map<string, Uint8Array>();
  try {
    for (const node of historyNodes(before, after)) {
      const tile = tileOf(node, after.size);
      const path = formatTilePath(tile);
      const bytes = tiles.get(path) ?? (await readTile(source, tile));
      tiles.set(path, bytes);
      hashes.set(nameOf(node), nodeOfTile(tile, bytes, node));
    }
  } catch (error) {
    if (error instanceof NotServed) return null;
    if (error instanceof LedgerError && error.code === 'tile-bytes') return null;
    throw error;
  }
  return checkHistory(before, after, (node) => hashes.get(nameOf(node)) ?? new Uint8Array(0));
}

/**
 * Evidence against a log that anyone can check who has the log's key: two checkpoints that it signed, and, where the one
 * is said to continue the other, the proof that it does not.
 */
export function conflictDocument(
  earlier: OpenedCheckpoint,
  later: OpenedCheckpoint,
  { finding, beginning }: { readonly finding: AuditFinding; readonly beginning: Contradiction['beginning'] },
): string {
  const document = {
    v: conflictVersion,
    log: later.checkpoint.origin,
    reason: finding.reason,
    figures: finding.figures,
    earlier: earlier.text,
    later: later.text,
    beginning:
      beginning === null
        ? null
        : {
            size: beginning.size,
            root: base64Encode(beginning.root),
            proof: beginning.proof.map(base64Encode),
          },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function nameOf({ level, index }: NodeId): string {
  return `${level}/${index}`;
}
