import { compareTile, type LogAuditor } from '../ledger/audit.js';
import type { FetchedBundle, ReadBundle } from '../ledger/audit-bundle.js';
import type { AuditFinding } from '../ledger/audit-report.js';
import type { GrownTile } from '../ledger/growth.js';
import { hashLength } from '../ledger/hash.js';
import type { TreeHead } from '../ledger/proof.js';
import { tileWidth } from '../ledger/tile.js';
import { fetchBundle, NotServed, readTile } from './audit-files.js';
import type { LogSource } from './audit-source.js';

/** What reads bundles, on however many cores. */
export interface BundleReader {
  readonly width: number;
  read(fetched: FetchedBundle): Promise<ReadBundle>;
}

/** Bundles that are fetched and read ahead for each thread; each is at most 16 MiB, and usually 0.3. */
const aheadEach = 4;

interface Piece {
  readonly read: ReadBundle;
  readonly tile: Uint8Array;
}

/**
 * Takes the auditor from where it is to the end of the checkpoint's tree; what is wrong with the log, null when nothing
 * is.
 *
 * `onStep` is told after each bundle how many entries were read.
 *
 * @throws SourceTrouble when the log cannot be read.
 */
export async function followLog(
  auditor: LogAuditor,
  checkpoint: TreeHead,
  from: { readonly source: LogSource; readonly reader: BundleReader },
  onStep: (entries: number) => void,
): Promise<AuditFinding | null> {
  try {
    for await (const { read, tile } of piecesOf(auditor.size, checkpoint.size, from)) {
      const { finding, tiles } = auditor.take(read, tile);
      const wrong = finding ?? (await compareServed(tiles, from.source));
      if (wrong !== null) return wrong;
      onStep(auditor.size);
    }
    return (await compareServed(auditor.edgeTiles(), from.source)) ?? auditor.finish(checkpoint);
  } catch (error) {
    if (error instanceof NotServed) return error.finding;
    throw error;
  }
}

/** The bundles between two sizes in order, read, with the tiles beside them; several are under way at a time. */
async function* piecesOf(
  fromSize: number,
  toSize: number,
  { source, reader }: { readonly source: LogSource; readonly reader: BundleReader },
): AsyncGenerator<Piece> {
  const underWay: Promise<Piece>[] = [];
  const end = Math.ceil(toSize / tileWidth);
  for (let next = Math.floor(fromSize / tileWidth); next < end || underWay.length > 0;) {
    while (next < end && underWay.length < aheadEach * reader.width) {
      const width = Math.min(tileWidth, toSize - next * tileWidth);
      const piece = readPiece(source, reader, { index: next, width, fromSize });
      // What fails ahead is thrown when its turn comes, and not before.
      piece.catch(() => undefined);
      underWay.push(piece);
      next += 1;
    }
    const first = await underWay.shift();
    if (first !== undefined) yield first;
  }
}

async function readPiece(
  source: LogSource,
  reader: BundleReader,
  { index, width, fromSize }: { readonly index: number; readonly width: number; readonly fromSize: number },
): Promise<Piece> {
  const skip = Math.max(0, fromSize - index * tileWidth);
  const [tile, fetched] = await Promise.all([
    readTile(source, { level: 0, index, width }),
    fetchBundle(source, index, width, skip),
  ]);
  return { tile, read: await reader.read(fetched) };
}

async function compareServed(tiles: readonly GrownTile[], source: LogSource): Promise<AuditFinding | null> {
  for (const grown of tiles) {
    const { level, index, bytes } = grown;
    const served = await readTile(source, { level, index, width: bytes.length / hashLength });
    const wrong = compareTile(grown, served);
    if (wrong !== null) return wrong;
  }
  return null;
}
