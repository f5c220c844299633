import { base64Decode, base64Encode, utf8Decode, utf8Encode } from './bytes.js';
import { parseCheckpoint } from './checkpoint.js';
import { LedgerError } from './errors.js';
import { hashLength } from './hash.js';
import { formatNote, type Note, noteBytesMax, parseNote } from './note.js';

/** One entry's place in a log, as a file of its own (C2SP tlog-proof). Nothing of it is verified. */
export interface TlogProof {
  readonly index: number;
  /** The inclusion proof, from the leaf's sibling upwards. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint that the proof leads to. */
  readonly checkpoint: Note;
  /** Opaque, signed by nobody; null where there is none. */
  readonly extra: Uint8Array | null;
}

/** Room for the largest note and for as much extra data. */
const tlogProofBytesMax = 2 * noteBytesMax;
/** Levels of a tree of 2^53−1 leaves. */
const hashesMax = 53;
const firstLine = 'c2sp.org/tlog-proof@v1';
const indexLine = /^index (\d{1,16})$/;
const extraPrefix = 'extra ';

/**
 * The text of a proof (C2SP tlog-proof, Format).
 *
 * @throws LedgerError `proof-malformed` on an index beyond the checkpoint’s tree, on more than 53 hashes or one that
 * is not 32 bytes, on extra data without a byte; `checkpoint-…`, `note-…` when the note is no signed checkpoint.
 */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const { size } = parseCheckpoint(checkpoint.text);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw malformed();
  if (hashes.length > hashesMax || extra?.length === 0) throw malformed();
  if (hashes.some((hash) => hash.length !== hashLength)) throw malformed();
  const lines = [
    firstLine,
    ...(extra ? [`${extraPrefix}${base64Encode(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(base64Encode),
  ];
  const text = `${lines.join('\n')}\n\n${formatNote(checkpoint)}`;
  if (utf8Encode(text).length > tlogProofBytesMax) throw malformed();
  return text;
}

/**
 * The proof of its bytes, accepted only if formatting it gives the same bytes.
 *
 * Whether it holds is for openCheckpoint and checkInclusion to say, with a key and a leaf hash that the caller has
 * from elsewhere.
 *
 * @throws LedgerError `proof-malformed`, `bytes-utf8`, `bytes-base64`, `checkpoint-…`, `note-…`.
 */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  if (bytes.length > tlogProofBytesMax) throw malformed();
  const text = utf8Decode(bytes);
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed();
  const [, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith(extraPrefix) ? lines.shift() : undefined;
  const [, index] = indexLine.exec(lines.shift() ?? '') ?? [];
  if (index === undefined) throw malformed();
  const proof = {
    index: Number(index),
    hashes: lines.map(base64Decode),
    checkpoint: parseNote(utf8Encode(text.slice(end + 2))),
    extra: extra === undefined ? null : base64Decode(extra.slice(extraPrefix.length)),
  };
  // Also holds the first line, the number of hashes and the index to their forms.
  if (formatTlogProof(proof) !== text) throw malformed();
  return proof;
}

function malformed(): LedgerError {
  return new LedgerError('proof-malformed', 'Not the text of a tlog-proof');
}
