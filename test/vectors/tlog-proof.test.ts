import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/ledger/checkpoint.js';
import { utf8Encode } from '../../src/ledger/index.js';
import { formatNote } from '../../src/ledger/note.js';
import { formatTlogProof, parseTlogProof } from '../../src/ledger/tlog-proof.js';
import { makeNotary, noteOf } from '../support/notaries.js';
import { codeOf } from '../ledger/fixtures.js';
import { findCases } from './case-files.js';

const cases = findCases('c2sp');

describe.skipIf(!cases)('the example of tlog-proof', () => {
  const elided = () => cases!.text('tlog-proof.example-elided.txt');

  it('is refused as it stands: its signatures are elided', () => {
    expect(codeOf(() => parseTlogProof(utf8Encode(elided())))).toBe('note-line');
  });

  it('is read once it is signed', () => {
    const log = makeNotary('example.com/fancylog');
    const [, head = '', checkpoint = ''] = /^(.*?\n\n)(.*?\n)\n— /s.exec(elided())!;
    const signed = `${head}${formatNote(noteOf(checkpoint, log))}`;
    const proof = parseTlogProof(utf8Encode(signed));
    expect(proof.index).toBe(73_894);
    expect(proof.hashes).toHaveLength(5);
    expect(Buffer.from(proof.extra!).toString('latin1')).toMatch(/^age-v1\.2\.1-darwin-arm64\.tar\.gz/);
    expect(openCheckpoint(proof.checkpoint, log.key).size).toBe(109_482);
    expect(formatTlogProof(proof)).toBe(signed);
  });
});
