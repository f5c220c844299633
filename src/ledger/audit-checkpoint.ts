import { type AuditFinding, auditFinding } from './audit-report.js';
import { base64Encode, equalBytes, utf8Decode } from './bytes.js';
import type { Checkpoint } from './checkpoint.js';
import { type Note, parseNote } from './note.js';
import {
  checkConsistency,
  foldNodes,
  foldPlan,
  type NodeId,
  planConsistency,
  planRoot,
  type TreeHead,
} from './proof.js';
import { sha256 } from './hash.js';
import { isBeforeEnd } from './succession.js';
import type { Trust } from './trust.js';
import { checkWitnesses as witnessesOf, openWithAny, type Witnessing } from './witnessing.js';

/** A checkpoint that a log of the trust file signed. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  /** The signed note as it was read. */
  readonly text: string;
}

/**
 * Opens a checkpoint with the keys of the trust file; what is wrong when none of them signed it, or only after its end.
 *
 * @throws LedgerError `note-malformed`, `note-line`, `bytes-utf8` when it is no signed note at all.
 */
export function openTrusted(bytes: Uint8Array, trust: Trust): OpenedCheckpoint | AuditFinding {
  const note = parseNote(bytes);
  const [origin = ''] = note.text.split('\n');
  const keys = trust.policy.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return auditFinding('other-log', { found: origin });
  const opened = openWithAny(note, keys);
  if (typeof opened === 'string') return auditFinding('log-not-signed', { code: opened });
  if (!isBeforeEnd(origin, opened, trust.successions))
    return auditFinding('log-ended', { size: opened.size });
  return { checkpoint: opened, note, text: utf8Decode(bytes) };
}

/** Which witnesses of the trust file cosigned; what is wrong when a cosignature in the name of one is not its own. */
export function checkWitnesses(note: Note, { policy }: Trust): Witnessing | AuditFinding {
  const witnessing = witnessesOf(note, policy);
  return 'witness' in witnessing ? auditFinding('cosignature-wrong', witnessing) : witnessing;
}

/** That a tree has another beginning than a checkpoint said: anyone can check it with the two signed notes alone. */
export interface OtherBeginning {
  readonly size: number;
  /** Root of the first `size` entries of the later tree; the earlier checkpoint has another. */
  readonly root: Uint8Array;
  /** Proof that the later tree begins with it (RFC 6962 §2.1.2). */
  readonly proof: readonly Uint8Array[];
}

/** How a checkpoint that was kept contradicts a later one of the same log. */
export interface Contradiction {
  readonly finding: AuditFinding;
  readonly beginning: OtherBeginning | null;
}

/** The nodes of the later tree that checkHistory needs: none when the sizes alone decide. */
export function historyNodes(earlier: TreeHead, later: TreeHead): NodeId[] {
  if (earlier.size === 0 || earlier.size >= later.size) return [];
  return [...planConsistency(earlier.size, later.size).flat(), ...planRoot(earlier.size)];
}

/**
 * Holds a checkpoint against one that was kept from before: the earlier tree must be the beginning of the later one. Null
 * when it is.
 *
 * `read` gives the nodes of historyNodes as the log serves them. What it serves is not believed: that the tree is the
 * earlier one's continuation, as that it has another beginning, is proved up to the later checkpoint's root. When it
 * is neither, `beginning` is null: then what is served does not belong to the checkpoint.
 */
export function checkHistory(
  earlier: TreeHead,
  later: TreeHead,
  read: (node: NodeId) => Uint8Array,
): Contradiction | null {
  if (earlier.size > later.size) {
    const [expected, found] = [`≥ ${earlier.size}`, String(later.size)];
    return { finding: auditFinding('tree-shrank', { size: later.size, expected, found }), beginning: null };
  }
  if (earlier.size === 0) {
    const empty = sha256(new Uint8Array(0));
    return equalBytes(earlier.root, empty) ? null : rewritten(earlier, empty, null);
  }
  if (earlier.size === later.size) {
    return equalBytes(earlier.root, later.root) ? null : rewritten(earlier, later.root, null);
  }
  const proof = foldPlan(planConsistency(earlier.size, later.size), read);
  if (checkConsistency(earlier, later, proof) === null) return null;
  const root = foldNodes(planRoot(earlier.size).map(read));
  const isProved = checkConsistency({ size: earlier.size, root }, later, proof) === null;
  return rewritten(earlier, root, isProved ? { size: earlier.size, root, proof } : null);
}

function rewritten(earlier: TreeHead, root: Uint8Array, beginning: OtherBeginning | null): Contradiction {
  const [expected, found] = [base64Encode(earlier.root), base64Encode(root)];
  return { finding: auditFinding('history-rewritten', { size: earlier.size, expected, found }), beginning };
}
