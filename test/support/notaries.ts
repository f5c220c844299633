import { generateKeyPairSync, sign } from 'node:crypto';
import { formatCheckpoint, type Checkpoint } from '../../src/ledger/checkpoint.js';
import { cosignatureMessage, formatCosignature } from '../../src/ledger/cosignature.js';
import { parsePublicKey } from '../../src/ledger/key.js';
import {
  formatNote,
  makeVerifierKey,
  type NoteSignature,
  parseNote,
  type Note,
  type VerifierKey,
} from '../../src/ledger/note.js';
import { utf8Encode } from '../../src/ledger/bytes.js';

/** A key made for a test, which signs notes (a log) or checkpoints (a witness). */
export interface Notary {
  readonly key: VerifierKey;
  /** Ed25519 over any bytes: for signatures that are not what they should be. */
  signBytes(bytes: Uint8Array): Uint8Array;
  /** A signature line's content over a text; of a witness as of `time`. */
  sign(text: string, time?: number): NoteSignature;
}

export function makeNotary(name: string, type: VerifierKey['type'] = 'Ed25519'): Notary {
  const pair = generateKeyPairSync('ed25519');
  const key = makeVerifierKey(name, type, parsePublicKey(pair.publicKey.export({ format: 'jwk' })));
  const signBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(sign(null, bytes, pair.privateKey));
  return {
    key,
    signBytes,
    sign: (text, time = 1_790_000_000) => {
      const signature =
        type === 'Ed25519'
          ? signBytes(utf8Encode(text))
          : formatCosignature(time, signBytes(cosignatureMessage(time, text)));
      return { name, keyId: key.keyId, signature };
    },
  };
}

/** The note of a text with the signatures of all. */
export function noteOf(text: string, ...notaries: readonly Notary[]): Note {
  return { text, signatures: notaries.map((notary) => notary.sign(text)) };
}

/** A checkpoint as a log hands it out. */
export function signedCheckpoint(checkpoint: Checkpoint, log: Notary): string {
  return formatNote(noteOf(formatCheckpoint(checkpoint), log));
}

/** What a reader makes of a note's text. */
export function noteFrom(text: string): Note {
  return parseNote(utf8Encode(text));
}
