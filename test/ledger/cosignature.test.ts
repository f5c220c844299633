import { describe, expect, it } from 'vitest';
import { concatBytes, utf8Decode, utf8Encode } from '../../src/ledger/bytes.js';
import { formatCheckpoint } from '../../src/ledger/checkpoint.js';
import { checkCosignature, cosignatureMessage, formatCosignature } from '../../src/ledger/cosignature.js';
import { makeVerifierKey, type NoteSignature } from '../../src/ledger/note.js';
import { makeNotary, noteOf } from '../support/notaries.js';
import { codeOf, log as origin } from './fixtures.js';

const text = formatCheckpoint({ origin, size: 9, root: new Uint8Array(32) });
const log = makeNotary(origin);
const witness = makeNotary('witness.example/w1', 'cosignature/v1');
const other = makeNotary('witness.example/w2', 'cosignature/v1');

function verdict(...signatures: readonly NoteSignature[]): unknown {
  const answer = checkCosignature({ text, signatures }, witness.key);
  return 'time' in answer ? answer.time : answer.code;
}

/** A cosignature over the right message of one time that claims another. */
function claiming(time: Uint8Array, signedTime = 7): NoteSignature {
  const signature = witness.signBytes(cosignatureMessage(signedTime, text));
  return { ...witness.sign(text), signature: concatBytes(time, signature) };
}

describe('a cosignature', () => {
  it('is over its header, its time and the checkpoint', () => {
    expect(utf8Decode(cosignatureMessage(1_679_315_147, 'a\n1\nb\n'))).toBe(
      'cosignature/v1\ntime 1679315147\na\n1\nb\n',
    );
  });

  it('carries its time in eight bytes, big-endian, before the signature', () => {
    const signature = new Uint8Array(64).fill(9);
    const bytes = formatCosignature(0x1f_ffff_ffff_ffff, signature);
    expect([...bytes.subarray(0, 9)]).toEqual([0, 0x1f, 255, 255, 255, 255, 255, 255, 9]);
    expect([...formatCosignature(258, signature).subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
  });

  it('says when the witness saw the checkpoint, beside any other signatures', () => {
    expect(verdict(witness.sign(text, 1_790_000_000))).toBe(1_790_000_000);
    expect(verdict(log.sign(text), other.sign(text), witness.sign(text, Number.MAX_SAFE_INTEGER))).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });

  it('of several of one witness is the latest, if all verify', () => {
    expect(verdict(witness.sign(text, 5), witness.sign(text, 9), witness.sign(text, 7))).toBe(9);
    expect(verdict(witness.sign(text, 5), claiming(new Uint8Array(8).fill(1)))).toBe('cosignature-time');
    expect(verdict(witness.sign(text, 5), claiming(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 8)))).toBe(
      'note-signature',
    );
  });

  it('is refused when it is not there, or only by name or key id', () => {
    expect(verdict()).toBe('note-unsigned');
    expect(verdict(log.sign(text), other.sign(text))).toBe('note-unsigned');
    expect(verdict({ ...other.sign(text), name: witness.key.name })).toBe('note-unsigned');
    expect(verdict({ ...witness.sign(text), name: other.key.name })).toBe('note-unsigned');
  });

  it('is refused over another checkpoint, another time or with other bytes', () => {
    const good = witness.sign(text);
    expect(verdict(witness.sign(text.replace('\n9\n', '\n10\n')))).toBe('note-signature');
    expect(verdict(claiming(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 7)))).toBe(7);
    expect(verdict(claiming(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 6)))).toBe('note-signature');
    expect(verdict({ ...good, signature: good.signature.with(70, 255 - good.signature[70]!) })).toBe(
      'note-signature',
    );
    expect(verdict({ ...other.sign(text), name: good.name, keyId: good.keyId })).toBe('note-signature');
  });

  it.each([
    ['no time', new Uint8Array(0)],
    ['a short time', new Uint8Array(7).fill(1)],
    ['a time too long', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 7)],
    ['the time zero', new Uint8Array(8)],
    ['a time of 2^53', Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0)],
    ['a time of 2^63', Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0)],
    ['the largest time', new Uint8Array(8).fill(255)],
  ])('is refused with %s', (_what, time) => {
    expect(verdict(claiming(time))).toBe('cosignature-time');
  });

  it('is no signature of a log: neither by a key of that type, nor over the plain text', () => {
    const asLog = makeVerifierKey(witness.key.name, 'Ed25519', witness.key.key);
    expect(checkCosignature(noteOf(text, log), log.key)).toMatchObject({ code: 'note-key' });
    expect(checkCosignature(noteOf(text, witness), asLog)).toMatchObject({ code: 'note-key' });
    const plain = witness.signBytes(utf8Encode(text));
    expect(verdict({ ...witness.sign(text), signature: plain })).toBe('cosignature-time');
    expect(verdict({ ...witness.sign(text), signature: formatCosignature(5, plain) })).toBe('note-signature');
  });

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('is not made at %d', (time) => {
    expect(codeOf(() => cosignatureMessage(time, text))).toBe('cosignature-time');
    expect(codeOf(() => formatCosignature(time, new Uint8Array(64)))).toBe('cosignature-time');
  });

  it('is not made of a signature of another length', () => {
    expect(codeOf(() => formatCosignature(1, new Uint8Array(63)))).toBe('bytes-length');
  });
});
