import { describe, expect, it } from 'vitest';
import { utf8Encode } from '../../src/ledger/bytes.js';
import { parseCheckpoint } from '../../src/ledger/checkpoint.js';
import { checkCosignature, cosignatureMessage } from '../../src/ledger/cosignature.js';
import {
  checkNoteSignature,
  formatNote,
  formatNoteLine,
  formatVerifierKey,
  parseNote,
  parseNoteLine,
  parseVerifierKey,
} from '../../src/ledger/note.js';
import { parsePolicy } from '../../src/ledger/policy.js';
import { codeOf } from '../ledger/fixtures.js';
import { makeNotary } from '../support/notaries.js';
import { findCases } from './case-files.js';

const cases = findCases('c2sp');

const notes = [
  'signed-note.example1.note.txt',
  'signed-note.example2.note.txt',
  'tlog-checkpoint.example.txt',
  'tlog-cosignature.cosigned-checkpoint.example.txt',
];

describe.skipIf(!cases)('the examples of the C2SP specifications', () => {
  it.each(notes)('reads %s and writes it again byte for byte', (name) => {
    const bytes = cases!.bytes(name);
    expect(utf8Encode(formatNote(parseNote(bytes)))).toEqual(bytes);
  });

  it('verifies the note of signed-note under its key, and no altered one', () => {
    const vkey = cases!.text('signed-note.example2.vkey.txt').trim();
    const key = parseVerifierKey(vkey);
    expect(formatVerifierKey(key)).toBe(vkey);
    const note = parseNote(cases!.bytes('signed-note.example2.note.txt'));
    expect(checkNoteSignature(note, key)).toBeNull();
    expect(checkNoteSignature({ ...note, text: `${note.text}\n` }, key)?.code).toBe('note-signature');
    const [first] = note.signatures;
    const renamed = { ...note, signatures: [{ ...first!, name: 'example.com/bar' }] };
    expect(checkNoteSignature(renamed, key)?.code).toBe('note-unsigned');
    const other = parseNote(cases!.bytes('signed-note.example1.note.txt'));
    expect(checkNoteSignature(other, key)?.code).toBe('note-unsigned');
  });

  it('reads the text of a note up to its last empty line', () => {
    const { text, signatures } = parseNote(cases!.bytes('signed-note.example1.note.txt'));
    expect(text.split('\n')).toHaveLength(5);
    expect(text.endsWith('\ned è subito sera.\n')).toBe(true);
    expect(signatures.map(({ name }) => name)).toEqual(['quasimodo.example/salvatore']);
  });

  it('reads the checkpoint of tlog-checkpoint', () => {
    const { text } = parseNote(cases!.bytes('tlog-checkpoint.example.txt'));
    const { origin, size, root } = parseCheckpoint(text);
    expect([origin, size, root.length]).toEqual(['example.com/behind-the-sofa', 20_852_163, 32]);
  });

  it('makes the message of tlog-cosignature for the cosigned checkpoint', () => {
    const { text } = parseNote(cases!.bytes('tlog-cosignature.cosigned-checkpoint.example.txt'));
    const message = cases!.bytes('tlog-cosignature.ed25519-message.example.txt');
    expect(cosignatureMessage(1_679_315_147, text)).toEqual(message);
  });

  it('finds no cosignature of a witness that is not in the example', () => {
    const note = parseNote(cases!.bytes('tlog-cosignature.cosigned-checkpoint.example.txt'));
    const { key } = makeNotary('witness.example.com/w1', 'cosignature/v1');
    expect(checkCosignature(note, key)).toMatchObject({ code: 'note-unsigned' });
  });

  it('reads each line of a witness’s answer and writes it again', () => {
    const lines = cases!.text('tlog-witness.add-checkpoint.response.example.txt').trimEnd().split('\n');
    expect(lines.map((line) => formatNoteLine(parseNoteLine(line)))).toEqual(lines);
    expect(lines.map((line) => parseNoteLine(line).signature.length)).toEqual([72, 72, 72]);
  });

  it('reads the checkpoint inside a request to a witness', () => {
    const body = cases!.text('tlog-witness.add-checkpoint.request.example.txt');
    const note = parseNote(utf8Encode(body.slice(body.indexOf('\n\n') + 2)));
    expect(parseCheckpoint(note.text).size).toBe(20_852_163);
    expect(note.signatures).toHaveLength(2);
  });

  it('reads the policy of tlog-policy once its keys are there', () => {
    const elided = cases!.text('tlog-policy.example.txt');
    expect(codeOf(() => parsePolicy(elided))).toBe('note-key');
    const filled = elided.replaceAll(/<vkey>/g, () => {
      const { key } = makeNotary('some.example/name', 'cosignature/v1');
      return formatVerifierKey(key);
    });
    expect(codeOf(() => parsePolicy(filled))).toBe('policy-key');
    const log = formatVerifierKey(makeNotary('example.com/log').key);
    const policy = parsePolicy(filled.replace(/^log .*$/m, `log ${log}`));
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3']);
  });

  it.each(['tlog-proof.example-elided.txt', 'tlog-witness.sign-subtree.request.example-elided.txt'])(
    'refuses the note in %s, whose signatures are elided',
    (name) => {
      const text = cases!.text(name);
      expect(codeOf(() => parseNote(utf8Encode(text.slice(text.indexOf('\n\n') + 2))))).toBe('note-line');
    },
  );
});
