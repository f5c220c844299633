import { base64Decode, base64Encode, equalBytes } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import {
  checkNoteSignature,
  formatVerifierKey,
  type Note,
  parseVerifierKey,
  type VerifierKey,
} from './note.js';
import type { TreeHead } from './proof.js';

/**
 * A log that ended, and the one that goes on with its tree under another key and so another origin (ledger.md §5): every
 * leaf keeps its index, and what was proved under the first stays proved.
 */
export interface Succession {
  readonly ended: VerifierKey;
  /** The tree at its end: nothing larger is a tree of the ended log. */
  readonly last: TreeHead;
  readonly next: VerifierKey;
}

/** Which log an entry of a tree names: the tree's own, or the one that it went on from. */
export interface Lineage {
  readonly origin: string;
  /** Logs that ended, oldest first: the entries before `size`, from the end of the log before on, name `origin`. */
  readonly earlier: readonly { readonly origin: string; readonly size: number }[];
}

const firstLine = 'furrow-log-succession/1';
const sizeText = /^[1-9]\d{0,15}$/;

/** The text that both keys sign (docs/spec/log.md §8): five lines, the keys as C2SP vkeys, the root in base64. */
export function formatSuccession({ ended, last, next }: Succession): string {
  const lines = [
    firstLine,
    formatVerifierKey(ended),
    String(last.size),
    base64Encode(last.root),
    formatVerifierKey(next),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * What a note says of the end of a log, signed by the key that ended and by the one that follows.
 *
 * @throws LedgerError `succession-malformed`, `note-unsigned`, `note-signature`, and as parseVerifierKey.
 */
export function openSuccession(note: Note): Succession {
  const [first, endedText = '', size = '', root = '', nextText = '', ...rest] = note.text.split('\n');
  if (first !== firstLine || !sizeText.test(size) || rest.length !== 1) throw malformed();
  const [ended, next] = [parseVerifierKey(endedText), parseVerifierKey(nextText)];
  const last = { size: Number(size), root: readRoot(root) };
  if (!Number.isSafeInteger(last.size) || ended.name === next.name) throw malformed();
  for (const key of [ended, next]) {
    const fault = checkNoteSignature(note, key);
    if (fault !== null) throw new LedgerError(fault.code, fault.message);
  }
  return { ended, last, next };
}

/** The successions that led to the log of an origin, oldest first. */
export function successionsTo(origin: string, successions: readonly Succession[]): Succession[] {
  const led: Succession[] = [];
  while (led.length < successions.length) {
    const follower = led[0]?.ended.name ?? origin;
    const before = successions.find(({ next }) => next.name === follower);
    if (before === undefined) break;
    led.unshift(before);
  }
  return led;
}

/** The logs whose tree the log of an origin goes on with. */
export function lineageOf(origin: string, successions: readonly Succession[]): Lineage {
  const led = successionsTo(origin, successions);
  return { origin, earlier: led.map(({ ended, last }) => ({ origin: ended.name, size: last.size })) };
}

/** The origin that the entry at an index names. */
export function logAt({ origin, earlier }: Lineage, index: number): string {
  return earlier.find(({ size }) => index < size)?.origin ?? origin;
}

/** Whether a tree is one that a log signed before it ended; true for a log that has not ended. */
export function isBeforeEnd(origin: string, tree: TreeHead, successions: readonly Succession[]): boolean {
  const end = successions.find(({ ended }) => ended.name === origin);
  if (end === undefined) return true;
  return tree.size < end.last.size || (tree.size === end.last.size && equalBytes(tree.root, end.last.root));
}

function readRoot(text: string): Uint8Array {
  try {
    const root = base64Decode(text);
    if (root.length === hashLength) return root;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
  }
  throw malformed();
}

function malformed(): LedgerError {
  return new LedgerError('succession-malformed', 'Not a succession of logs');
}
