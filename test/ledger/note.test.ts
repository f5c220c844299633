import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Decode, base64Encode, concatBytes, hexEncode, utf8Encode } from '../../src/ledger/bytes.js';
import {
  checkNoteSignature,
  formatNote,
  formatNoteLine,
  formatVerifierKey,
  makeVerifierKey,
  type Note,
  noteBytesMax,
  noteSignaturesMax,
  parseNote,
  parseNoteLine,
  parseVerifierKey,
} from '../../src/ledger/note.js';
import { makeNotary, noteFrom, noteOf } from '../support/notaries.js';
import { codeOf, ed25519Signer, p256Signer } from './fixtures.js';

const text = 'first line\n\nthird line, 农\n';
const signer = makeNotary('example.org/a');
const other = makeNotary('example.org/b');
const note = noteOf(text, signer);
const whole = formatNote(note);
const line = whole.slice(text.length + 1, -1);

describe('a note', () => {
  it('is read as it was written, whoever signed it', () => {
    const signature = fc.record({
      name: fc.stringMatching(/^[A-Za-z0-9农./-]{1,30}$/),
      keyId: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      signature: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    });
    const lines = fc.array(fc.stringMatching(/^[ -~农é]{0,40}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.array(signature, { minLength: 1, maxLength: 20 }), (texts, signatures) => {
        const written: Note = { text: `${texts.join('\n')}\n`, signatures };
        expect(parseNote(utf8Encode(formatNote(written)))).toEqual(written);
      }),
    );
  });

  it('has no second spelling: what is read is written again as it was', () => {
    const places = fc.nat({ max: whole.length });
    fc.assert(
      fc.property(places, places, fc.constantFrom('', '\n', '=', ' ', 'A', '— ', '\r'), (from, to, by) => {
        const changed = whole.slice(0, Math.min(from, to)) + by + whole.slice(Math.max(from, to));
        if (codeOf(() => noteFrom(changed)) === 'accepted') {
          expect(formatNote(noteFrom(changed))).toBe(changed);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes as many signatures as the largest note has room for, and no more', () => {
    const many = (count: number): string => `${text}\n${`${line}\n`.repeat(count)}`;
    expect(noteFrom(many(noteSignaturesMax)).signatures).toHaveLength(64);
    expect(codeOf(() => noteFrom(many(noteSignaturesMax + 1)))).toBe('note-malformed');
    const sixteen = Array.from({ length: 16 }, () => ({
      ...signer.sign(text),
      signature: new Uint8Array(5000),
    }));
    expect(noteFrom(formatNote({ text, signatures: sixteen })).signatures).toHaveLength(16);
    expect(codeOf(() => noteFrom('x'.repeat(noteBytesMax) + whole))).toBe('note-malformed');
  });

  it.each([
    ['nothing', '', 'note-malformed'],
    ['a text alone', text, 'note-line'],
    ['a text and an empty line', `${text}\n`, 'note-line'],
    ['no empty line', `one line\n${line}\n`, 'note-malformed'],
    ['no final newline', whole.slice(0, -1), 'note-malformed'],
    ['an empty line at its end', `${whole}\n`, 'note-line'],
    ['an empty line among its signatures', `${whole}\n${line}`, 'note-malformed'],
    ['a line after its signatures', `${whole}more\n`, 'note-line'],
    ['CRLF everywhere', whole.replaceAll('\n', '\r\n'), 'note-malformed'],
    ['CRLF after its signature', `${whole.slice(0, -1)}\r\n`, 'note-malformed'],
    ['a tab in its text', `\t${whole}`, 'note-malformed'],
    ['a NUL in its text', `\0${whole}`, 'note-malformed'],
    ['an escape in its text', `\u001b${whole}`, 'note-malformed'],
    ['a hyphen for the dash', whole.replace('—', '-'), 'note-line'],
    ['an en dash for the dash', whole.replace('—', '–'), 'note-line'],
    ['no space after the dash', whole.replace('— ', '—'), 'note-line'],
    ['two spaces after the dash', whole.replace('— ', '—  '), 'note-line'],
    ['two spaces before the signature', whole.replace('/a ', '/a  '), 'note-line'],
    ['a space after the signature', `${whole.slice(0, -1)} \n`, 'note-line'],
    ['a name with a plus', whole.replace('/a ', '/a+ '), 'note-line'],
    ['a name with a no-break space', whole.replace('/a ', '/\u00a0a '), 'note-line'],
    ['a name with an ideographic space', whole.replace('/a ', '/\u3000a '), 'note-line'],
    ['no name', whole.replace('example.org/a ', ' '), 'note-line'],
    ['no signature', whole.replace(/ [^ ]*\n$/, '\n'), 'note-line'],
    ['a signature of a key id alone', whole.replace(/[^ ]*\n$/, 'AAAAAA==\n'), 'note-line'],
    ['a signature without its padding', whole.replace('=\n', '\n'), 'note-line'],
    ['a signature with too much padding', whole.replace('=\n', '==\n'), 'note-line'],
    ['a signature with stray bits', whole.replace(/.=\n$/, strayBits), 'note-line'],
    ['a signature in base64url', whole.replace(/[^ ]*\n$/, '-_-_-_-_\n'), 'note-line'],
  ])('is refused with %s', (_what, changed, code) => {
    expect(changed).not.toBe(whole);
    expect(codeOf(() => noteFrom(changed))).toBe(code);
  });

  it('is refused unless it is UTF-8', () => {
    const bytes = utf8Encode(whole);
    expect(codeOf(() => parseNote(bytes.with(0, 0xff)))).toBe('bytes-utf8');
  });

  it.each<readonly [string, Partial<Note>, string]>([
    ['a text without final newline', { text: 'text' }, 'note-malformed'],
    ['an empty text', { text: '' }, 'note-malformed'],
    ['a carriage return', { text: 'text\r\n' }, 'note-malformed'],
    ['a lone surrogate in its name', { signatures: [{ ...signer.sign(text), name: '\u2028' }] }, 'note-line'],
    ['no signature', { signatures: [] }, 'note-malformed'],
    ['a short key id', { signatures: [{ ...signer.sign(text), keyId: new Uint8Array(3) }] }, 'note-line'],
    [
      'an empty signature',
      { signatures: [{ ...signer.sign(text), signature: new Uint8Array(0) }] },
      'note-line',
    ],
  ])('is not written with %s', (_what, changes, code) => {
    expect(codeOf(() => formatNote({ ...note, ...changes }))).toBe(code);
  });
});

/** The last digit before the padding with the lowest bit of the two that must be zero set. */
function strayBits(found: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return `${digits.charAt(digits.indexOf(found.charAt(0)) + 1)}=\n`;
}

describe('the signature of a note', () => {
  it('holds for its key, beside those of others', () => {
    expect(checkNoteSignature(note, signer.key)).toBeNull();
    expect(checkNoteSignature(noteOf(text, other, signer, other), signer.key)).toBeNull();
  });

  it('holds when the key signed twice and both verify', () => {
    expect(checkNoteSignature(noteOf(text, signer, signer), signer.key)).toBeNull();
  });

  it('does not hold when one of two in the key’s name does not verify, first or last', () => {
    const good = signer.sign(text);
    const bad = signer.sign('another text\n');
    for (const signatures of [
      [good, bad],
      [bad, good],
    ]) {
      expect(checkNoteSignature({ text, signatures }, signer.key)?.code).toBe('note-signature');
    }
  });

  it('is passed over when only the name, or only the key id, is the key’s', () => {
    const good = signer.sign(text);
    const foreign = [
      { ...other.sign(text), name: good.name },
      { ...other.sign(text), keyId: good.keyId },
    ];
    expect(checkNoteSignature({ text, signatures: [...foreign, good] }, signer.key)).toBeNull();
    expect(checkNoteSignature({ text, signatures: foreign }, signer.key)?.code).toBe('note-unsigned');
  });

  it('does not hold for another text, for other bytes or another length', () => {
    const good = signer.sign(text);
    const faultOf = (changed: Note): string | undefined => checkNoteSignature(changed, signer.key)?.code;
    expect(faultOf({ ...note, text: 'first line\n' })).toBe('note-signature');
    for (const signature of [
      good.signature.with(0, (good.signature[0]! + 1) % 256),
      good.signature.subarray(1),
      concatBytes(good.signature, Uint8Array.of(0)),
      concatBytes(new Uint8Array(8), good.signature),
    ]) {
      expect(faultOf({ text, signatures: [{ ...good, signature }] })).toBe('note-signature');
    }
  });

  it('is not one by a key of cosignatures', () => {
    const witness = makeNotary('example.org/a', 'cosignature/v1');
    expect(checkNoteSignature(noteOf(text, witness), witness.key)?.code).toBe('note-key');
  });
});

describe('a verifier key', () => {
  const vkey = formatVerifierKey(signer.key);
  const [name = '', id = '', rest = ''] = vkey.split(/\+(.{8})\+/);

  it('is read as it was written, both types, with different ids', () => {
    const witness = makeVerifierKey(signer.key.name, 'cosignature/v1', signer.key.key);
    for (const key of [signer.key, witness]) expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
    expect(witness.keyId).not.toEqual(signer.key.keyId);
    expect(vkey).toContain(`+${hexEncode(signer.key.keyId)}+`);
  });

  it('is read when its base64 has plus signs', () => {
    for (let round = 0; round < 300; round += 1) {
      const { key } = makeNotary(`example.org/${round}`);
      expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
    }
  });

  it('reads a line of a note as that line is written', () => {
    expect(formatNoteLine(parseNoteLine(line))).toBe(line);
  });

  it.each([
    ['that is empty', '', 'note-key'],
    ['without its parts', name, 'note-key'],
    ['without its key', `${name}+${id}`, 'note-key'],
    ['without a name', `+${id}+${rest}`, 'note-key'],
    ['with a space in its name', `a b+${id}+${rest}`, 'note-key'],
    ['of another name', `${name}x+${id}+${rest}`, 'note-key'],
    ['of another id', `${name}+00000000+${rest}`, 'note-key'],
    ['with an id in capitals', `${name}+ABCDEF12+${rest}`, 'note-key'],
    ['with a short id', `${name}+${id.slice(1)}+${rest}`, 'note-key'],
    ['whose base64 is not padded', vkey.slice(0, 4) + vkey.slice(4).replace(/=*$/, '=='), 'note-key'],
    ['with a newline', `${vkey}\n`, 'note-key'],
    ['of ECDSA', `${name}+${id}+${withType(2)}`, 'key-unsupported'],
    ['of ML-DSA', `${name}+${id}+${withType(6)}`, 'key-unsupported'],
    ['of no type', `${name}+${id}+`, 'key-unsupported'],
    ['of a type without key', `${name}+${id}+AQ==`, 'key-malformed'],
    [
      'with a byte more',
      `${name}+${id}+${base64Encode(Uint8Array.of(1, ...signer.key.key.raw, 0))}`,
      'key-malformed',
    ],
    [
      'of low order',
      `${name}+${id}+${base64Encode(Uint8Array.of(1, 1, ...new Uint8Array(31)))}`,
      'key-low-order',
    ],
    [
      'that is no point',
      `${name}+${id}+${base64Encode(Uint8Array.of(1, ...new Uint8Array(32).fill(255)))}`,
      'key-not-a-point',
    ],
  ])('is refused %s', (_what, changed, code) => {
    expect(codeOf(() => parseVerifierKey(changed))).toBe(code);
  });

  function withType(type: number): string {
    return base64Encode(base64Decode(rest).with(0, type));
  }

  it('is not made of a key of another curve, nor by a name that cannot stand in a note', () => {
    expect(codeOf(() => makeVerifierKey('example.org', 'Ed25519', p256Signer.publicKey))).toBe(
      'key-unsupported',
    );
    for (const bad of ['', 'a b', 'a+b', 'a\u0001', 'a\n', 'a\u2003b']) {
      expect(codeOf(() => makeVerifierKey(bad, 'Ed25519', ed25519Signer.publicKey))).toBe('note-key');
    }
  });
});
