import { followLog } from '../../src/cli/audit-pass.js';
import type { LogSource } from '../../src/cli/audit-source.js';
import { LogAuditor, type AuditState } from '../../src/ledger/audit.js';
import { type KeysByThumbprint, readBundle } from '../../src/ledger/audit-bundle.js';
import type { AuditFinding } from '../../src/ledger/audit-report.js';
import { encodeBundle } from '../../src/ledger/bundle.js';
import { utf8Encode } from '../../src/ledger/bytes.js';
import { type Checkpoint, formatCheckpoint } from '../../src/ledger/checkpoint.js';
import { edgeRoot, emptyEdge, growTree } from '../../src/ledger/growth.js';
import { leafHash } from '../../src/ledger/hash.js';
import { formatNote } from '../../src/ledger/note.js';
import { lineageOf, successionsTo, type Succession } from '../../src/ledger/succession.js';
import { formatBundlePath, formatTilePath, tileWidth } from '../../src/ledger/tile.js';
import type { TrustedOperator } from '../../src/ledger/trust.js';
import { noteOf, type Notary } from './notaries.js';

/** A log as files by path, to be changed by whoever serves it. */
export class ServedLog implements LogSource {
  readonly files = new Map<string, Uint8Array>();
  readonly checkpoint: Checkpoint;

  /** All files of a log of these entries: what an honest one would serve. */
  constructor(origin: string, entries: readonly Uint8Array[]) {
    const { edge, tiles } = growTree(emptyEdge, entries.map(leafHash));
    for (const { level, index, bytes } of tiles) {
      const width = bytes.length / 32;
      this.files.set(formatTilePath({ level, index, width }), bytes);
      if (level > 0) continue;
      const first = index * tileWidth;
      this.files.set(formatBundlePath(index, width), encodeBundle(entries.slice(first, first + width)));
    }
    this.checkpoint = { origin, size: entries.length, root: edgeRoot(edge) };
  }

  read(path: string, bytesMax: number): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(path)?.slice(0, bytesMax + 1) ?? null);
  }

  /** Signs the checkpoint and serves it, too. */
  signedBy(...notaries: readonly Notary[]): this {
    const note = formatNote(noteOf(formatCheckpoint(this.checkpoint), ...notaries));
    this.files.set('checkpoint', utf8Encode(note));
    return this;
  }

  /** The only file whose path begins so. */
  path(start: string): string {
    const [path, ...others] = [...this.files.keys()].filter((name) => name.startsWith(start));
    if (path === undefined || others.length > 0) throw new Error(`not one file begins with ${start}`);
    return path;
  }

  /** Changes a file in place. */
  change(path: string, change: (bytes: Uint8Array) => Uint8Array): void {
    this.files.set(path, change(this.files.get(path)!.slice()));
  }
}

/** Audits a served log in this thread; what was found, and the auditor as it is then. */
export async function auditServed(
  log: ServedLog,
  operator: TrustedOperator,
  options: {
    readonly state?: AuditState;
    readonly checkpoint?: Checkpoint;
    readonly successions?: readonly Succession[];
  } = {},
): Promise<{ readonly finding: AuditFinding | null; readonly auditor: LogAuditor }> {
  const keys: KeysByThumbprint = new Map();
  const { checkpoint = log.checkpoint, successions = [] } = options;
  const lineage = lineageOf(checkpoint.origin, successions);
  const reader = {
    width: 1,
    read: (fetched: Parameters<typeof readBundle>[0]) => Promise.resolve(readBundle(fetched, lineage, keys)),
  };
  const led = successionsTo(checkpoint.origin, successions);
  const auditor = new LogAuditor(operator, options.state, led);
  const from = { source: log, reader };
  return { finding: await followLog(auditor, checkpoint, from, () => undefined), auditor };
}
