import {
  base64Decode,
  base64Encode,
  base64urlEncode,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  utf8Decode,
  utf8Encode,
} from './bytes.js';
import { type Fault, LedgerError } from './errors.js';
import { sha256 } from './hash.js';
import { parsePublicKey, type PublicKey } from './key.js';
import { verifySignature } from './signature.js';

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes; with the name it says which key, and proves nothing. */
  readonly keyId: Uint8Array;
  /** What follows the key id: 64 bytes for Ed25519, a time before it for a cosignature. */
  readonly signature: Uint8Array;
}

/** C2SP signed-note: a text and who signed it. Nothing of it is to be believed before a signature is checked. */
export interface Note {
  /** With its final newline; what plain signatures are over. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key of C2SP signed-note with its name and what it signs: notes (0x01), or cosignatures (0x04). */
export interface VerifierKey {
  readonly name: string;
  /** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]. */
  readonly keyId: Uint8Array;
  readonly type: 'Ed25519' | 'cosignature/v1';
  readonly key: PublicKey;
}

/** 16 signatures of 5 kB are to be accepted; this has room for them. */
export const noteBytesMax = 131_072;
export const noteSignaturesMax = 64;

const keyIdLength = 4;
const typeBytes = { Ed25519: 1, 'cosignature/v1': 4 } as const;
const spaceOrPlus = /[\p{White_Space}+]/u;
const linePrefix = '— ';

/**
 * The note of its bytes, of which no other bytes are the note (C2SP signed-note, Format).
 *
 * UTF-8 without control characters but newline; the text ends before the last empty line, at least one signature line
 * follows, the last with its newline. Signatures of any kind of key are read, none is verified.
 *
 * @throws LedgerError `note-malformed`; `note-line` when it is a signature line that is none (its base64 must be
 * canonical); `bytes-utf8`.
 */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > noteBytesMax) throw new LedgerError('note-malformed', 'The note is too large');
  const whole = utf8Decode(bytes);
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || !whole.endsWith('\n') || hasControlCharacter(whole)) {
    throw new LedgerError('note-malformed', 'Not a text, an empty line and signature lines');
  }
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > noteSignaturesMax) throw new LedgerError('note-malformed', 'Too many signatures');
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseNoteLine) };
}

/**
 * The whole text of a note: parseNote of its UTF-8 gives the note again.
 *
 * @throws LedgerError `note-malformed`, `note-line` when there is no such text.
 */
export function formatNote(note: Note): string {
  if (!note.text.endsWith('\n') || hasControlCharacter(note.text)) {
    throw new LedgerError('note-malformed', 'The text of a note is lines without control characters');
  }
  if (note.signatures.length === 0 || note.signatures.length > noteSignaturesMax) {
    throw new LedgerError('note-malformed', 'A note has 1 to 64 signatures');
  }
  return `${note.text}\n${note.signatures.map((signature) => `${formatNoteLine(signature)}\n`).join('')}`;
}

/** A signature line without its newline: `— <name> <base64(key id ‖ signature)>`. @throws LedgerError `note-line`. */
export function formatNoteLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name) || keyId.length !== keyIdLength || signature.length === 0) {
    throw new LedgerError('note-line', 'Not a signature that a line can hold');
  }
  return `${linePrefix}${name} ${base64Encode(concatBytes(keyId, signature))}`;
}

/** The reverse of formatNoteLine. @throws LedgerError `note-line`. */
export function parseNoteLine(line: string): NoteSignature {
  const gap = line.indexOf(' ', linePrefix.length);
  const name = line.slice(linePrefix.length, gap);
  if (!line.startsWith(linePrefix) || gap < 0 || !isKeyName(name)) throw lineError();
  const bytes = decodeLine(line.slice(gap + 1));
  if (bytes.length <= keyIdLength) throw lineError();
  return { name, keyId: bytes.slice(0, keyIdLength), signature: bytes.slice(keyIdLength) };
}

/**
 * Checks that a note is signed by an Ed25519 key; null when it is (C2SP signed-note, Signatures).
 *
 * Signatures of other keys are passed over, also those that share the name or the key id. Every signature of this key
 * must verify: a note with one that does not is not trusted, whatever else it holds.
 */
export function checkNoteSignature(note: Note, key: VerifierKey): Fault | null {
  if (key.type !== 'Ed25519') return { code: 'note-key', message: 'The key signs cosignatures, not notes' };
  const found = signaturesBy(note, key);
  if (found.length === 0) return { code: 'note-unsigned', message: 'The key did not sign the note' };
  const message = utf8Encode(note.text);
  return found.every(({ signature }) => verifySignature(key.key, message, signature))
    ? null
    : { code: 'note-signature', message: 'A signature in the key’s name is not the key’s' };
}

/** The signatures whose name and key id are the key's; not verified. */
export function signaturesBy(note: Note, key: VerifierKey): readonly NoteSignature[] {
  return note.signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
}

/**
 * The key of a vkey, `<name>+<hex key id>+<base64(type ‖ public key)>` (C2SP signed-note, Verifier keys).
 *
 * @throws LedgerError `note-key` when malformed or when the key id is not that of the name and key; `key-unsupported`
 * for types other than 0x01 and 0x04; `key-…` when the public key is not safe to use.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) throw keyError();
  const bytes = attempt(() => base64Decode(text.slice(second + 1)));
  const keyId = attempt(() => hexDecode(text.slice(first + 1, second)));
  const type = bytes[0] === typeBytes.Ed25519 ? 'Ed25519' : 'cosignature/v1';
  if (bytes[0] !== typeBytes[type]) {
    throw new LedgerError('key-unsupported', 'Keys of notes are of type 0x01 or 0x04');
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes.subarray(1)) };
  const key = makeVerifierKey(text.slice(0, first), type, parsePublicKey(jwk));
  if (!equalBytes(key.keyId, keyId))
    throw new LedgerError('note-key', 'The key id is of another name or key');
  return key;
}

/** The vkey text of a key: parseVerifierKey gives the key again. */
export function formatVerifierKey({ name, keyId, type, key }: VerifierKey): string {
  return `${name}+${hexEncode(keyId)}+${base64Encode(concatBytes(Uint8Array.of(typeBytes[type]), key.raw))}`;
}

/**
 * A named key with its key id. Different types of one public key have different ids.
 *
 * @throws LedgerError `note-key` unless the name can stand in a note, `key-unsupported` unless the key is Ed25519.
 */
export function makeVerifierKey(name: string, type: VerifierKey['type'], key: PublicKey): VerifierKey {
  if (!isKeyName(name)) throw keyError();
  if (key.alg !== 'Ed25519') throw new LedgerError('key-unsupported', 'Keys of notes are Ed25519');
  const input = concatBytes(utf8Encode(`${name}\n`), Uint8Array.of(typeBytes[type]), key.raw);
  return { name, keyId: sha256(input).slice(0, keyIdLength), type, key };
}

/** Whether a text has a character below U+0020 other than newline, as neither notes nor checkpoints may. */
export function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && unit !== 0x0a) return true;
  }
  return false;
}

/** Whether a text can name a key: not empty, without Unicode spaces, `+` and control characters. */
function isKeyName(text: string): boolean {
  return text !== '' && !spaceOrPlus.test(text) && !hasControlCharacter(text);
}

function decodeLine(text: string): Uint8Array {
  try {
    return base64Decode(text);
  } catch {
    throw lineError();
  }
}

function attempt(decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch {
    throw keyError();
  }
}

function lineError(): LedgerError {
  return new LedgerError('note-line', 'Not a signature line: — <name> <canonical base64>');
}

function keyError(): LedgerError {
  return new LedgerError('note-key', 'Not a verifier key: <name>+<key id>+<base64>');
}
