import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Encode } from '../../src/ledger/bytes.js';
import {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from '../../src/ledger/checkpoint.js';
import { makeVerifierKey } from '../../src/ledger/note.js';
import { makeNotary, noteFrom, noteOf, signedCheckpoint } from '../support/notaries.js';
import { codeOf, log as origin } from './fixtures.js';

const root = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const checkpoint: Checkpoint = { origin, size: 20_852_163, root };
const text = formatCheckpoint(checkpoint);
const hash = base64Encode(root);
const log = makeNotary(origin);
const witness = makeNotary('witness.example/w1', 'cosignature/v1');

describe('a checkpoint', () => {
  it('is three lines', () => {
    expect(text).toBe(`ledger.example.org/2026\n20852163\n${hash}\n`);
  });

  it('is read as it was written, up to the largest size', () => {
    const sizes = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER));
    const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~农]{1,40}$/), sizes, hashes, (name, size, anyRoot) => {
        const any = { origin: name, size, root: anyRoot };
        expect(parseCheckpoint(formatCheckpoint(any))).toEqual(any);
      }),
    );
  });

  it.each([
    ['nothing', '', 'checkpoint-malformed'],
    ['no origin', text.slice(text.indexOf('\n')), 'checkpoint-malformed'],
    ['no size', `${origin}\n${hash}\n`, 'checkpoint-malformed'],
    ['no root', `${origin}\n20852163\n`, 'checkpoint-malformed'],
    ['no final newline', text.slice(0, -1), 'checkpoint-malformed'],
    ['an empty line more', `${text}\n`, 'checkpoint-malformed'],
    ['an extension line', `${text}extension\n`, 'checkpoint-malformed'],
    ['an empty line between', text.replace('\n', '\n\n'), 'checkpoint-malformed'],
    ['CRLF', text.replaceAll('\n', '\r\n'), 'checkpoint-malformed'],
    ['CRLF after the origin', text.replace('\n', '\r\n'), 'checkpoint-malformed'],
    ['a tab in the origin', `\t${text}`, 'checkpoint-malformed'],
    ['a leading zero', text.replace('2085', '02085'), 'checkpoint-malformed'],
    ['a size of two zeros', text.replace('20852163', '00'), 'checkpoint-malformed'],
    ['a plus sign', text.replace('2085', '+2085'), 'checkpoint-malformed'],
    ['a minus sign', text.replace('2085', '-2085'), 'checkpoint-malformed'],
    ['a fraction', text.replace('2163', '2163.0'), 'checkpoint-malformed'],
    ['an exponent', text.replace('20852163', '2e7'), 'checkpoint-malformed'],
    ['a hexadecimal size', text.replace('20852163', '0x10'), 'checkpoint-malformed'],
    ['full-width digits', text.replace('20852163', '２０'), 'checkpoint-malformed'],
    ['a space before the size', text.replace('2085', ' 2085'), 'checkpoint-malformed'],
    ['a space after the size', text.replace('2163', '2163 '), 'checkpoint-malformed'],
    ['2^53', text.replace('20852163', '9007199254740992'), 'checkpoint-size'],
    ['2^53+1, which a number would round', text.replace('20852163', '9007199254740993'), 'checkpoint-size'],
    ['2^64', text.replace('20852163', '18446744073709551616'), 'checkpoint-size'],
    ['a size of 400 digits', text.replace('20852163', '9'.repeat(400)), 'checkpoint-size'],
    ['a root of 31 bytes', text.replace(hash, base64Encode(root.subarray(1))), 'checkpoint-malformed'],
    [
      'a root of 33 bytes',
      text.replace(hash, base64Encode(Uint8Array.of(0, ...root))),
      'checkpoint-malformed',
    ],
    ['a root without its padding', text.replace('=', ''), 'checkpoint-malformed'],
    ['a root with stray bits', text.replace(/(.)=\n$/, strayBits), 'checkpoint-malformed'],
    ['a root in hexadecimal', text.replace(hash, '00'.repeat(32)), 'checkpoint-malformed'],
    ['a root in base64url', text.replace(hash, `-_${hash.slice(2)}`), 'checkpoint-malformed'],
  ])('is refused with %s', (_what, changed, code) => {
    expect(changed).not.toBe(text);
    expect(codeOf(() => parseCheckpoint(changed))).toBe(code);
  });

  it.each<readonly [string, Partial<Checkpoint>, string]>([
    ['an empty origin', { origin: '' }, 'checkpoint-malformed'],
    ['an origin of two lines', { origin: 'a\nb' }, 'checkpoint-malformed'],
    ['an origin with a carriage return', { origin: 'a\r' }, 'checkpoint-malformed'],
    ['a negative size', { size: -1 }, 'checkpoint-size'],
    ['half a leaf', { size: 1.5 }, 'checkpoint-size'],
    ['a size that is no number', { size: Number.NaN }, 'checkpoint-size'],
    ['2^53 leaves', { size: 2 ** 53 }, 'checkpoint-size'],
    ['a short root', { root: root.subarray(1) }, 'checkpoint-malformed'],
  ])('is not written with %s', (_what, changes, code) => {
    expect(codeOf(() => formatCheckpoint({ ...checkpoint, ...changes }))).toBe(code);
  });
});

function strayBits(_found: string, last: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return `${digits.charAt(digits.indexOf(last) + 1)}=\n`;
}

describe('a signed checkpoint', () => {
  it('opens under the log’s key, with and without cosignatures', () => {
    expect(openCheckpoint(noteFrom(signedCheckpoint(checkpoint, log)), log.key)).toEqual(checkpoint);
    expect(openCheckpoint(noteOf(text, witness, log), log.key)).toEqual(checkpoint);
  });

  it('does not open under another key of the same name', () => {
    const note = noteOf(text, log);
    expect(codeOf(() => openCheckpoint(note, makeNotary(origin).key))).toBe('note-unsigned');
  });

  it('does not open when the key id is the log’s and the signature another’s', () => {
    const forged = { ...makeNotary(origin).sign(text), keyId: log.key.keyId };
    expect(codeOf(() => openCheckpoint({ text, signatures: [forged] }, log.key))).toBe('note-signature');
  });

  it('does not open with a wrong key id', () => {
    const signatures = [{ ...log.sign(text), keyId: Uint8Array.of(0, 0, 0, 0) }];
    expect(codeOf(() => openCheckpoint({ text, signatures }, log.key))).toBe('note-unsigned');
  });

  it('does not open when the log signed the checkpoint of another origin', () => {
    const other = formatCheckpoint({ ...checkpoint, origin: 'ledger.example.org/2027' });
    expect(codeOf(() => openCheckpoint(noteOf(other, log), log.key))).toBe('checkpoint-origin');
  });

  it('does not open when what the log signed is no checkpoint', () => {
    expect(codeOf(() => openCheckpoint(noteOf(`${text}more\n`, log), log.key))).toBe('checkpoint-malformed');
    expect(codeOf(() => openCheckpoint(noteOf('a note\n', log), log.key))).toBe('checkpoint-malformed');
  });

  it('does not open by a cosignature, whether the key is called a witness’s or a log’s', () => {
    const cosigned = noteOf(text, witness);
    expect(codeOf(() => openCheckpoint(cosigned, witness.key))).toBe('note-key');
    const asLog = makeVerifierKey(witness.key.name, 'Ed25519', witness.key.key);
    expect(codeOf(() => openCheckpoint(cosigned, asLog))).toBe('note-unsigned');
    const relabelled = cosigned.signatures.map((signature) => ({ ...signature, keyId: asLog.keyId }));
    expect(codeOf(() => openCheckpoint({ text, signatures: relabelled }, asLog))).toBe('note-signature');
  });

  it('does not open with any byte of its text or signature changed', () => {
    const whole = signedCheckpoint(checkpoint, log);
    for (let at = 0; at < whole.length; at += 1) {
      const changed = whole.slice(0, at) + (whole.charAt(at) === 'x' ? 'y' : 'x') + whole.slice(at + 1);
      expect(codeOf(() => openCheckpoint(noteFrom(changed), log.key))).not.toBe('accepted');
    }
  });
});
