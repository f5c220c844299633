import { type AuditFinding, auditFinding } from '../ledger/audit-report.js';
import type { FetchedBundle } from '../ledger/audit-bundle.js';
import { entryBytesMax } from '../ledger/entry.js';
import { hashLength } from '../ledger/hash.js';
import { formatBundlePath, formatTilePath, type TileId, tileWidth } from '../ledger/tile.js';
import type { LogSource } from './audit-source.js';

const lengthBytes = 2;
const bundleBytesMax = tileWidth * (entryBytesMax + lengthBytes);

/** A file that the checkpoint promises is not there. */
export class NotServed extends Error {
  override readonly name = 'NotServed';
  readonly finding: AuditFinding;

  constructor(path: string, index: number) {
    super(`${path} is not served`);
    this.finding = auditFinding('not-served', { path, index });
  }
}

/**
 * The bytes of a tile of the checkpoint's tree. A log that has grown since may have dropped the partial one: then the
 * beginning of the full one is it (C2SP tlog-tiles, Partial Tiles).
 *
 * @throws NotServed, SourceTrouble.
 */
export async function readTile(source: LogSource, tile: TileId): Promise<Uint8Array> {
  const bytesMax = tile.width * hashLength;
  const own = await source.read(formatTilePath(tile), bytesMax);
  if (own !== null) return own;
  const full = tile.width === tileWidth ? null : await readFull(source, tile);
  if (full !== null) return full.subarray(0, bytesMax);
  throw new NotServed(formatTilePath(tile), tile.index * tileWidth ** (tile.level + 1));
}

/** An entry bundle of the checkpoint's tree, as readTile. @throws NotServed, SourceTrouble. */
export async function fetchBundle(
  source: LogSource,
  index: number,
  width: number,
  skip: number,
): Promise<FetchedBundle> {
  const first = index * tileWidth;
  const own = await source.read(formatBundlePath(index, width), bundleBytesMax);
  if (own !== null) return { bytes: own, index: first, width, skip };
  const full =
    width === tileWidth ? null : await source.read(formatBundlePath(index, tileWidth), bundleBytesMax);
  if (full === null) throw new NotServed(formatBundlePath(index, width), first);
  return { bytes: firstEntries(full, width), index: first, width, skip };
}

function readFull(source: LogSource, tile: TileId): Promise<Uint8Array | null> {
  return source.read(formatTilePath({ ...tile, width: tileWidth }), tileWidth * hashLength);
}

/** The first entries of a bundle, each with its length before it; all of it when it has no more. */
function firstEntries(bytes: Uint8Array, count: number): Uint8Array {
  let at = 0;
  for (let entry = 0; entry < count; entry += 1) {
    at += lengthBytes + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  }
  return bytes.slice(0, at);
}
