import { type KeysByThumbprint, readBundle } from './audit-bundle.js';
import { type ChainEnd, ChainEnds } from './audit-chains.js';
import { LogKeys } from './audit-keys.js';
import { type AuditFinding, auditFinding } from './audit-report.js';
import { encodeBundle } from './bundle.js';
import { base64Encode, base64urlEncode, equalBytes } from './bytes.js';
import { parseEntry } from './entry.js';
import { LedgerError } from './errors.js';
import { edgeRoot, emptyEdge, growTree, type TreeEdge } from './growth.js';
import { hashLength } from './hash.js';
import type { TreeHead } from './proof.js';
import { checkStatement, parseStatement } from './statement.js';
import type { Lineage } from './succession.js';
import { formatTilePath, tileWidth } from './tile.js';
import type { TrustedOperator } from './trust.js';

/** A leaf of the log as it is stored now, under the chain and the number where the log has it. */
export interface StoredLeaf {
  readonly chain: string;
  readonly seq: number;
  /** Null when there is no such entry any more. */
  readonly entry: Uint8Array | null;
}

/** What an entry at fault says now of who wrote it. */
export interface SaidBy {
  /** `org/<uuid>`. */
  readonly issuer: string;
  /** Thumbprint of the signing key. */
  readonly kid: string;
  readonly kind: string;
  readonly recordedAt: string;
  /** Whether its statement is signed by that key; null where the log has registered no such key. */
  readonly signed: boolean | null;
}

/** The first thing that is wrong with a chain. */
export interface ChainFault {
  readonly chain: string;
  /** Number of the entry. */
  readonly seq: number;
  readonly finding: AuditFinding;
  /** Null when the entry cannot be read. */
  readonly said: SaidBy | null;
}

/** The head of a chain as it is kept beside the entries, and how many of its entries the log has or is to take. */
export interface KeptHead {
  readonly chain: string;
  readonly seq: number;
  readonly leafHash: Uint8Array;
  readonly logged: number;
}

/** What was found of a chain: how many of its entries are sound, from the first on. */
export interface ChainVerdict {
  readonly entries: number;
  readonly fault: ChainFault | null;
}

/**
 * Checks every chain of a log by itself: by the rules of LogAuditor, which stops at the first fault where this goes on
 * with the other chains.
 *
 * Follows the log in its order. Every hash is held against the one that the tile promises, so that a changed entry fails
 * its own chain and no other; that the tiles are those of the signed tree is seen at the end. A key whose registration
 * was changed vouches for nothing: a chain with a statement by it fails, too.
 */
export class ChainsAuditor {
  private readonly ends = new ChainEnds();
  private readonly keys: KeysByThumbprint = new Map();
  private readonly register: LogKeys;
  private readonly failed = new Map<string, ChainFault>();
  private readonly headed = new Set<string>();
  private edge: TreeEdge = emptyEdge;
  private wrong: AuditFinding | null = null;

  constructor(
    operator: TrustedOperator,
    private readonly lineage: Lineage,
  ) {
    this.register = new LogKeys(operator);
  }

  /** How many leaves it has read. */
  get size(): number {
    return this.edge.size;
  }

  /** The chains at fault, each with the first that is wrong with it. */
  get faults(): readonly ChainFault[] {
    return [...this.failed.values()];
  }

  /**
   * Takes the next leaves, of one tile of the tree: null where the log has none any more. `promised` are their hashes out
   * of that tile, fewer where it is too short.
   */
  take(leaves: readonly (StoredLeaf | null)[], promised: readonly Uint8Array[]): void {
    const first = this.size;
    const hashes = leaves.map((leaf, at) => {
      const [index, hash] = [first + at, promised[at] ?? null];
      if (hash === null) this.blame(auditFinding('not-served', { index, path: tilePathAt(index) }));
      if (leaf === null) this.blame(auditFinding('entry-missing', { index }));
      const found = leaf === null ? null : this.takeLeaf(leaf, index, hash);
      return hash ?? found ?? noHash;
    });
    this.edge = growTree(this.edge, hashes).edge;
  }

  /** Holds the head of a chain against what was read; a chain that went on meanwhile is not at fault. */
  checkHead({ chain, seq, leafHash, logged }: KeptHead): ChainVerdict {
    this.headed.add(chain);
    const end = this.ends.find(chain);
    const kept = base64urlEncode(leafHash);
    if (logged < seq) {
      const figures = { expected: String(logged), found: String(seq) };
      this.fail({ chain, seq: logged + 1, entry: null }, auditFinding('not-logged', figures));
    } else if (end !== null && isOtherHead(end, seq, kept)) {
      const figures = { expected: `${end.seq} ${end.head}`, found: `${seq} ${kept}` };
      this.fail({ chain, seq: end.seq, entry: null }, auditFinding('head-differs', figures));
    }
    return { entries: end?.seq ?? 0, fault: this.failed.get(chain) ?? null };
  }

  /**
   * What is wrong with the log beside its chains, after all leaves of the checkpoint and the heads of all chains were
   * taken; null when nothing is.
   */
  finish({ size, root }: TreeHead): AuditFinding | null {
    const grown = edgeRoot(this.edge);
    if (!equalBytes(grown, root)) {
      const [expected, found] = [base64Encode(root), base64Encode(grown)];
      this.blame(auditFinding('root-differs', { size, expected, found }));
    }
    for (const [chain, { seq, head }] of this.ends.all()) {
      if (this.headed.has(chain)) continue;
      this.blame(auditFinding('head-differs', { chain, seq, expected: `${seq} ${head}`, found: '0' }));
    }
    return this.wrong ?? this.register.finish();
  }

  /** Checks a leaf; answers its hash, null where there is no entry. */
  private takeLeaf(leaf: StoredLeaf, index: number, promised: Uint8Array | null): Uint8Array | null {
    const { chain, entry } = leaf;
    if (entry === null) {
      this.fail(leaf, auditFinding('entry-missing', { index }));
      return null;
    }
    const bundle = { bytes: encodeBundle([entry]), index, width: 1, skip: 0 };
    const { hashes, entries, fault } = readBundle(bundle, this.lineage, this.keys);
    if (promised !== null && !equalBytes(hashes, promised)) {
      const [expected, found] = [base64Encode(promised), base64Encode(hashes)];
      this.fail(leaf, auditFinding('leaf-differs', { index, expected, found }));
      return hashes;
    }
    for (const told of entries) {
      // Of a chain at fault only what it says of keys still counts, as far as the log has it.
      const unlinked = this.failed.has(chain) ? null : this.ends.take(told, index, base64urlEncode(hashes));
      const unsaid = this.register.take(told, index);
      const finding = unlinked ?? unsaid;
      if (finding !== null) this.fail(leaf, finding);
    }
    if (fault !== null) this.fail(leaf, fault);
    return hashes;
  }

  /** The first fault of a chain is the one that counts. */
  private fail({ chain, seq, entry }: StoredLeaf, { reason, figures }: AuditFinding): void {
    if (this.failed.has(chain)) return;
    const finding = auditFinding(reason, { ...figures, chain, seq });
    this.failed.set(chain, { chain, seq, finding, said: entry === null ? null : saidIn(entry, this.keys) });
  }

  private blame(finding: AuditFinding): void {
    this.wrong ??= finding;
  }
}

/** Stands for a leaf of which neither entry nor hash is left: the root will differ. */
const noHash = new Uint8Array(hashLength);

function isOtherHead(end: ChainEnd, seq: number, kept: string): boolean {
  return seq < end.seq || (seq === end.seq && kept !== end.head);
}

function tilePathAt(index: number): string {
  return formatTilePath({ level: 0, index: Math.floor(index / tileWidth), width: (index % tileWidth) + 1 });
}

/** Also of an entry that was changed, as far as it can be read. */
function saidIn(bytes: Uint8Array, keys: KeysByThumbprint): SaidBy | null {
  try {
    const { recordedAt, statement: text } = parseEntry(bytes);
    const statement = parseStatement(text);
    const { header, payload } = statement;
    const key = keys.get(header.kid);
    const signed = key === undefined ? null : checkStatement(statement, key) === null;
    return { issuer: payload.iss, kid: header.kid, kind: payload.kind, recordedAt, signed };
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
