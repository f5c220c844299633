import { base64Decode, base64Encode } from './bytes.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { checkNoteSignature, hasControlCharacter, type Note, type VerifierKey } from './note.js';

/** A log's word that its tree of so many leaves has this root (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  /** Leaves, 0 to 2^53−1. */
  readonly size: number;
  /** RFC 6962 §2.1, 32 bytes. */
  readonly root: Uint8Array;
}

const checkpointText = /^([^\n]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n$/;

/**
 * The text of a checkpoint: three lines, without extension lines (C2SP tlog-checkpoint, Note text).
 *
 * @throws LedgerError `checkpoint-malformed`, `checkpoint-size`.
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n') || hasControlCharacter(origin)) {
    throw new LedgerError('checkpoint-malformed', 'An origin is one line of text');
  }
  if (!Number.isSafeInteger(size) || size < 0) throw sizeError();
  if (root.length !== hashLength) throw new LedgerError('checkpoint-malformed', 'A root has 32 bytes');
  return `${origin}\n${size}\n${base64Encode(root)}\n`;
}

/**
 * The checkpoint of its text, accepted only if formatting it gives the same text. Any extension line is refused: no
 * monitor can audit it, and the log does not write any.
 *
 * @throws LedgerError `checkpoint-malformed`; `checkpoint-size` from 2^53 on, never rounded.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin, digits, hash] = checkpointText.exec(text) ?? [];
  if (origin === undefined || digits === undefined || hash === undefined) throw malformed();
  const checkpoint = { origin, size: Number(digits), root: decodeRoot(hash) };
  if (formatCheckpoint(checkpoint) !== text) throw malformed();
  return checkpoint;
}

/**
 * The checkpoint that a log's key signed, of the origin that the key is named by.
 *
 * @throws LedgerError `note-unsigned`, `note-signature`, `note-key`, `checkpoint-origin`, and as parseCheckpoint.
 */
export function openCheckpoint(note: Note, logKey: VerifierKey): Checkpoint {
  const fault = checkNoteSignature(note, logKey);
  if (fault) throw new LedgerError(fault.code, fault.message);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== logKey.name) {
    throw new LedgerError('checkpoint-origin', 'The checkpoint is of another log');
  }
  return checkpoint;
}

function decodeRoot(text: string): Uint8Array {
  try {
    return base64Decode(text);
  } catch {
    throw malformed();
  }
}

function sizeError(): LedgerError {
  return new LedgerError('checkpoint-size', 'A tree size is an integer from 0 to 2^53−1');
}

function malformed(): LedgerError {
  return new LedgerError('checkpoint-malformed', 'Not the three lines of a checkpoint');
}
