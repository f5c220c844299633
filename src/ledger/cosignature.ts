import { concatBytes, utf8Encode } from './bytes.js';
import { type Fault, LedgerError } from './errors.js';
import { type Note, type NoteSignature, signaturesBy, type VerifierKey } from './note.js';
import { signatureLength, verifySignature } from './signature.js';

const timeLength = 8;

/**
 * What a witness signs: `cosignature/v1`, the time, and the checkpoint's text (C2SP tlog-cosignature, Ed25519 signed
 * message).
 *
 * `time` is in seconds since 1970, 1 to 2^53−1; `text` is a checkpoint with its final newline.
 *
 * @throws LedgerError `cosignature-time`.
 */
export function cosignatureMessage(time: number, text: string): Uint8Array {
  return utf8Encode(`cosignature/v1\ntime ${checkTime(time)}\n${text}`);
}

/**
 * What follows the key id in a cosignature's line: the time, 8 bytes big-endian, and the Ed25519 signature over
 * cosignatureMessage.
 *
 * @throws LedgerError `cosignature-time`; `bytes-length` unless the signature has 64 bytes.
 */
export function formatCosignature(time: number, signature: Uint8Array): Uint8Array {
  if (signature.length !== signatureLength) throw new LedgerError('bytes-length', 'A signature has 64 bytes');
  const head = new Uint8Array(timeLength);
  for (let at = timeLength - 1, rest = checkTime(time); at >= 0; at -= 1, rest = Math.floor(rest / 256)) {
    head[at] = rest % 256;
  }
  return concatBytes(head, signature);
}

/**
 * Checks that a witness cosigned a checkpoint; answers when, in seconds since 1970, the latest of several.
 *
 * Requires a note whose text is a checkpoint. Signatures of other keys are passed over; every one of this key must
 * verify. A plain signature is none, whoever made it: the message is another.
 */
export function checkCosignature(note: Note, key: VerifierKey): { readonly time: number } | Fault {
  if (key.type !== 'cosignature/v1') return { code: 'note-key', message: 'The key signs no cosignatures' };
  const found = signaturesBy(note, key);
  if (found.length === 0)
    return { code: 'note-unsigned', message: 'The witness did not cosign the checkpoint' };
  let latest = 0;
  for (const one of found) {
    const time = readTime(one);
    if (time === null) {
      return { code: 'cosignature-time', message: 'A cosignature has no time from 1 to 2^53−1' };
    }
    if (!verifySignature(key.key, cosignatureMessage(time, note.text), one.signature.subarray(timeLength))) {
      return { code: 'note-signature', message: 'A cosignature in the witness’s name is not the witness’s' };
    }
    latest = Math.max(latest, time);
  }
  return { time: latest };
}

function readTime({ signature }: NoteSignature): number | null {
  if (signature.length !== timeLength + signatureLength) return null;
  const time = signature.subarray(0, timeLength).reduce((number, byte) => number * 256 + byte, 0);
  return isTime(time) ? time : null;
}

function checkTime(time: number): number {
  if (!isTime(time)) throw new LedgerError('cosignature-time', 'A time is 1 to 2^53−1 seconds');
  return time;
}

function isTime(time: number): boolean {
  return Number.isSafeInteger(time) && time > 0;
}
