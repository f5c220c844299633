import { base64Decode, equalBytes, utf8Decode } from '../ledger/bytes.js';
import { type Checkpoint, parseCheckpoint } from '../ledger/checkpoint.js';
import { LedgerError } from '../ledger/errors.js';
import { hashLength, sha256 } from '../ledger/hash.js';
import {
  checkNoteSignature,
  type Note,
  noteBytesMax,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  signaturesBy,
  type VerifierKey,
} from '../ledger/note.js';
import { checkConsistency, type TreeHead } from '../ledger/proof.js';

/** The keys that each witnessed log signs with, by its origin. */
export type WitnessedLogs = ReadonlyMap<string, readonly VerifierKey[]>;

/** A checkpoint with its proof, of a known log and signed by it; that it grows from the last is not checked yet. */
export interface Submission {
  /** The size that the log takes for the witness's last. */
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  /** With the signatures of the log alone. */
  readonly note: Note;
}

/** Why there is no cosignature, as C2SP tlog-witness answers it. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly reason: string;
  /** With 409: the size of the checkpoint cosigned last. */
  readonly size?: number;
}

const proofLinesMax = 63;
const headBytesMax = 4_096;
/** A request that holds more is none. */
export const submissionBytesMax = headBytesMax + noteBytesMax;

const oldSizeLine = /^old (0|[1-9]\d*)$/;

/**
 * The submission of a request to `add-checkpoint`, or why it is refused whatever was cosigned before (C2SP
 * tlog-witness): 400 when malformed, 404 for an unknown origin, 403 unless signed by a key of the origin, 400 when the
 * old size is above the checkpoint's. A signature line in a form of its own counts as one that does not verify.
 */
export function readSubmission(body: Uint8Array, logs: WitnessedLogs): Submission | Refusal {
  try {
    const { head, noteBytes } = splitBody(body);
    const { oldSize, proof } = parseHead(head);
    const keys = logs.get(originOf(noteBytes));
    if (!keys) return { status: 404, reason: 'unknown log' };
    const note = parseNote(noteBytes);
    const signatures = verifiedBy(note, keys);
    if (signatures.length === 0) return invalidSignature;
    const checkpoint = parseExtended(note.text);
    if (oldSize > checkpoint.size) throw malformed();
    return { oldSize, proof, checkpoint, note: { text: note.text, signatures } };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return error.code === 'note-line' ? invalidSignature : { status: 400, reason: 'malformed request' };
  }
}

/**
 * Why a submission may not follow what the witness cosigned last for its origin, null when it may.
 *
 * `latest` is what is stored durably, null for nothing; nothing may be stored between this check and the storing of the
 * submission, else two checkpoints could pass one another.
 */
export function checkGrowth(submission: Submission, latest: TreeHead | null): Refusal | null {
  const { oldSize, proof, checkpoint } = submission;
  const size = latest?.size ?? 0;
  if (oldSize !== size) return { status: 409, reason: 'the last cosigned size is another', size };
  const emptyRoot = sha256(new Uint8Array(0));
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, emptyRoot)) return badProof;
  // The empty tree is the beginning of every tree: nothing is to be proved.
  if (latest === null || size === 0) return proof.length === 0 ? null : badProof;
  return checkConsistency(latest, checkpoint, proof) ? badProof : null;
}

/**
 * A log as an operator names it, `<vkey>` or `<vkey> <origin>` where the origin is not the key's name.
 *
 * @throws LedgerError `note-key`, `key-…`; `checkpoint-origin` for an origin that no checkpoint can have.
 */
export function parseWitnessedLog(text: string): { readonly origin: string; readonly key: VerifierKey } {
  const gap = text.indexOf(' ');
  const key = parseVerifierKey(gap < 0 ? text : text.slice(0, gap));
  if (key.type !== 'Ed25519') throw new LedgerError('note-key', 'A log has a key of signed notes');
  const origin = gap < 0 ? key.name : text.slice(gap + 1).trim();
  if (origin === '') throw new LedgerError('checkpoint-origin', 'An origin is one line of text');
  return { origin, key };
}

/**
 * The tree head of a checkpoint's text that may have extension lines: other logs than ours write them, and a
 * cosignature covers them without saying anything about them.
 *
 * @throws LedgerError as parseCheckpoint.
 */
export function parseExtended(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.slice(3, -1).includes('')) throw malformed();
  return parseCheckpoint(`${lines.slice(0, 3).join('\n')}\n`);
}

const invalidSignature: Refusal = { status: 403, reason: 'invalid signature' };
const badProof: Refusal = { status: 422, reason: 'bad consistency proof' };

function splitBody(body: Uint8Array): { head: string; noteBytes: Uint8Array } {
  // Two newlines in a row: the end of the head, of which every byte is ASCII.
  const end = body.findIndex((byte, at) => byte === 0x0a && body[at + 1] === 0x0a);
  if (end < 0 || end > headBytesMax) throw malformed();
  return { head: utf8Decode(body.subarray(0, end)), noteBytes: body.subarray(end + 2) };
}

function parseHead(head: string): { oldSize: number; proof: Uint8Array[] } {
  const [first = '', ...lines] = head.split('\n');
  const oldSize = Number(oldSizeLine.exec(first)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(oldSize) || lines.length > proofLinesMax) throw malformed();
  const proof = lines.map(base64Decode);
  if (proof.some((hash) => hash.length !== hashLength)) throw malformed();
  return { oldSize, proof };
}

function originOf(noteBytes: Uint8Array): string {
  const end = noteBytes.indexOf(0x0a);
  if (end <= 0) throw malformed();
  return utf8Decode(noteBytes.subarray(0, end));
}

/** One signature of each key that signed; none at all when any in a key's name does not verify. */
function verifiedBy(note: Note, keys: readonly VerifierKey[]): readonly NoteSignature[] {
  const faults = keys.map((key) => checkNoteSignature(note, key));
  if (faults.some((fault) => fault !== null && fault.code !== 'note-unsigned')) return [];
  return keys.flatMap((key) => signaturesBy(note, key).slice(0, 1));
}

function malformed(): LedgerError {
  return new LedgerError('checkpoint-malformed', 'Not a request of add-checkpoint');
}
