import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, openCheckpoint } from '../../src/ledger/checkpoint.js';
import { utf8Encode } from '../../src/ledger/index.js';
import { checkInclusion } from '../../src/ledger/proof.js';
import { formatTlogProof, parseTlogProof, type TlogProof } from '../../src/ledger/tlog-proof.js';
import { makeNotary, noteOf } from '../support/notaries.js';
import { codeOf, log as origin } from './fixtures.js';
import { leavesOf, NaiveTree } from './naive-tree.js';

const leaves = leavesOf(100);
const tree = new NaiveTree(leaves);
const log = makeNotary(origin);
const checkpoint = noteOf(formatCheckpoint({ origin, size: 100, root: tree.root(0, 100) }), log);
const proof: TlogProof = { index: 42, hashes: tree.path(42, 0, 100), checkpoint, extra: null };
const extra = utf8Encode('批次');
const text = formatTlogProof({ ...proof, extra });
const lines = text.split('\n');

const parse = (altered: string): TlogProof => parseTlogProof(utf8Encode(altered));
const replaced = (at: number, line: string): string => lines.with(at, line).join('\n');

describe('a tlog-proof', () => {
  it('is the lines of the specification, with the checkpoint as it was signed', () => {
    expect(lines.slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra 5om55qyh', 'index 42']);
    expect(lines.slice(3, 10)).toEqual(proof.hashes.map((hash) => Buffer.from(hash).toString('base64')));
    expect(lines.slice(10, 13)).toEqual(['', origin, '100']);
    expect(lines.at(-2)).toMatch(/^— ledger\.example\.org\/2026 /);
    expect(lines.at(-1)).toBe('');
  });

  it('is read back as what it was written from', () => {
    expect(parse(text)).toEqual({ ...proof, extra });
    const without = formatTlogProof(proof);
    expect(without).not.toContain('extra');
    expect(parse(without)).toEqual(proof);
    fc.assert(
      fc.property(
        fc.nat(99),
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 53 }),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 100 })),
        (index, hashes, more) => {
          const any = { index, hashes, checkpoint, extra: more };
          expect(parse(formatTlogProof(any))).toEqual(any);
        },
      ),
    );
  });

  it('of the only entry of a log has no hash', () => {
    const alone = { index: 0, hashes: [], checkpoint, extra: null };
    expect(formatTlogProof(alone).split('\n').slice(0, 4)).toEqual([
      'c2sp.org/tlog-proof@v1',
      'index 0',
      '',
      origin,
    ]);
    expect(parse(formatTlogProof(alone))).toEqual(alone);
  });

  it('leads from a leaf to what the log signed', () => {
    const read = parse(text);
    const head = openCheckpoint(read.checkpoint, log.key);
    expect(checkInclusion(head, read.index, leaves[42]!, read.hashes)).toBeNull();
    expect(checkInclusion(head, read.index, leaves[41]!, read.hashes)?.code).toBe('tree-root');
  });

  it('is accepted only as it would be written, whatever character is altered', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', '\n', ' ', '0', '=', 'A', '\r', '\0', 'é'),
        (at, character) => {
          const altered = text.slice(0, at) + character + text.slice(at + 1);
          try {
            expect(formatTlogProof(parse(altered))).toBe(altered);
          } catch (error) {
            expect(error).toMatchObject({ name: 'LedgerError' });
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, string]>([
    ['without a byte', ''],
    ['of its first line alone', 'c2sp.org/tlog-proof@v1\n\n'],
    ['without its first line', lines.slice(1).join('\n')],
    ['of another version', replaced(0, 'c2sp.org/tlog-proof@v2')],
    ['with a byte order mark', `\ufeff${text}`],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with a space after a line', replaced(2, 'index 42 ')],
    ['without its index', lines.toSpliced(2, 1).join('\n')],
    ['with two indices', lines.toSpliced(2, 0, 'index 42').join('\n')],
    ['with extra data twice', lines.toSpliced(1, 0, lines[1]!).join('\n')],
    ['with extra data after the index', lines.toSpliced(3, 0, lines[1]!).toSpliced(1, 1).join('\n')],
    ['with extra data without a byte', replaced(1, 'extra ')],
    ['with a bare extra line', replaced(1, 'extra')],
    ['with extra data in the other alphabet', replaced(1, 'extra _-8=')],
    ['with extra data without padding', replaced(1, 'extra YQ')],
    ['with stray bits in the extra data', replaced(1, 'extra YR==')],
    ['with a leading zero', replaced(2, 'index 042')],
    ['with a sign', replaced(2, 'index +42')],
    ['with a negative index', replaced(2, 'index -1')],
    ['with a hexadecimal index', replaced(2, 'index 0x2a')],
    ['with full-width digits', replaced(2, 'index ４２')],
    ['with the size of the tree for an index', replaced(2, 'index 100')],
    ['with an index of 2^53', replaced(2, 'index 9007199254740992')],
    ['with an index of 2^64 - 1', replaced(2, 'index 18446744073709551615')],
    ['with a hash of 31 bytes', replaced(3, Buffer.alloc(31).toString('base64'))],
    ['with a hash of 33 bytes', replaced(3, Buffer.alloc(33).toString('base64'))],
    ['with a hash in the other alphabet', replaced(3, `${'_'.repeat(42)}8=`)],
    ['with 54 hashes', lines.toSpliced(3, 0, ...Array.from({ length: 47 }, () => lines[3]!)).join('\n')],
    ['with an empty line among the hashes', lines.toSpliced(5, 0, '').join('\n')],
    ['with two empty lines before the checkpoint', lines.toSpliced(10, 0, '').join('\n')],
    ['without the empty line before the checkpoint', lines.toSpliced(10, 1).join('\n')],
    ['without a checkpoint', `${lines.slice(0, 10).join('\n')}\n\n`],
    ['with an unsigned checkpoint', `${lines.slice(0, 14).join('\n')}\n`],
    ['with a note that is no checkpoint', lines.toSpliced(12, 1).join('\n')],
    ['with a checkpoint of more lines', lines.toSpliced(14, 0, 'extension').join('\n')],
    ['cut before its last newline', text.slice(0, -1)],
    ['with something after it', `${text}\n`],
    ['larger than any note', `${text}${'A'.repeat(262_144)}`],
  ])('%s is refused', (_words, altered) => {
    expect(codeOf(() => parse(altered))).toMatch(/^(proof-malformed|note-|checkpoint-|bytes-base64)/);
  });

  it('that is no UTF-8 is refused', () => {
    expect(codeOf(() => parseTlogProof(new Uint8Array([...utf8Encode(text), 0xff])))).toBe('bytes-utf8');
  });

  it.each<[string, Partial<TlogProof>]>([
    ['a negative index', { index: -1 }],
    ['half an index', { index: 0.5 }],
    ['the size of the tree for an index', { index: 100 }],
    ['an index of 2^53', { index: 2 ** 53 }],
    ['a hash of 31 bytes', { hashes: [new Uint8Array(31)] }],
    ['54 hashes', { hashes: Array.from({ length: 54 }, () => new Uint8Array(32)) }],
    ['extra data without a byte', { extra: new Uint8Array(0) }],
    ['more extra data than can be read', { extra: new Uint8Array(200_000) }],
  ])('is not written with %s', (_words, change) => {
    expect(codeOf(() => formatTlogProof({ ...proof, ...change }))).toBe('proof-malformed');
  });

  it('is not written without a signed checkpoint', () => {
    expect(codeOf(() => formatTlogProof({ ...proof, checkpoint: { ...checkpoint, signatures: [] } }))).toBe(
      'note-malformed',
    );
  });
});
