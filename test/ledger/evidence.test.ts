import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Decode, utf8Encode } from '../../src/ledger/bytes.js';
import { canonicalize } from '../../src/ledger/canonical.js';
import {
  encodeEvidence,
  evidenceBytesMax,
  evidenceChainsMax,
  evidenceEntriesMax,
  type EvidenceEntry,
  evidenceVersion,
  parseEvidence,
} from '../../src/ledger/evidence.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { uuid } from './evidence-world.js';
import { codeOf, log } from './fixtures.js';

const hash = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const digest = 'A'.repeat(43);
const entry = { entry: 'e30=', index: 0, proof: [hash], disclosures: [], withheld: [] };
const subject = { chain: `batch/${uuid(1)}`, role: 'subject', entries: [entry] };
const signer = { chain: `org/${uuid(2)}`, role: 'signer', entries: [entry] };
const document = {
  v: evidenceVersion,
  log,
  batch: uuid(1),
  checkpoint: 'a note\n',
  chains: [subject, signer],
  label: { code: 'A', seq: 1, number: 1, proof: [] },
  completeness: {
    entry: { entry: 'e30=', index: 4, proof: [hash] },
    heads: [
      {
        chain: `batch/${uuid(1)}`,
        proof: { siblings: ['', digest], other: { key: digest, count: 1, head: digest } },
      },
    ],
  },
};

const read = (value: unknown) => parseEvidence(utf8Encode(JSON.stringify(value)));
const withChain = (changes: object): object => ({ ...document, chains: [{ ...subject, ...changes }] });
const withEntry = (changes: object): object => withChain({ entries: [{ ...entry, ...changes }] });
const proved = { entry: entry.entry, index: 0, proof: [] };
const withHeads = (heads: object[]): object => ({ ...document, completeness: { entry: proved, heads } });
const without = (value: JsonObject, name: string): object =>
  Object.fromEntries(Object.entries(value).filter(([member]) => member !== name));

describe('evidence', () => {
  it('is read in any layout and written in one', () => {
    const pretty = utf8Encode(JSON.stringify(document, null, 2));
    expect(utf8Decode(encodeEvidence(parseEvidence(pretty)))).toBe(canonicalize(document));
  });

  it('is read as it was written', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((some) => Uint8Array.from(some));
    const proof = fc.array(
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map((some) => Uint8Array.from(some)),
      { maxLength: 53 },
    );
    const entries: fc.Arbitrary<EvidenceEntry> = fc.record({
      entry: bytes,
      index: fc.maxSafeNat(),
      proof,
      disclosures: fc.array(fc.stringMatching(/^[A-Za-z0-9_-]*$/)),
      withheld: fc.array(
        fc.record({
          digest: fc.constant(digest),
          reason: fc.constantFrom('private', 'erased', 'restricted'),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(entries, { minLength: 1, maxLength: 5 }), fc.boolean(), (list, labelled) => {
        const evidence = {
          log,
          batch: uuid(1),
          checkpoint: 'x',
          chains: [{ chain: `batch/${uuid(1)}`, role: 'subject' as const, entries: list }],
          label: labelled ? { code: 'A', seq: 1, number: 2, proof: [] } : null,
          completeness: null,
        };
        expect(parseEvidence(encodeEvidence(evidence))).toEqual(evidence);
      }),
    );
  });

  it.each(Object.keys(document))('is refused without %s', (name) => {
    expect(codeOf(() => read(without(document, name)))).toBe('evidence-malformed');
  });

  it.each(Object.keys(entry))('is refused when an entry is without %s', (name) => {
    expect(codeOf(() => read(withChain({ entries: [without(entry, name)] })))).toBe('evidence-malformed');
  });

  it.each<readonly [string, unknown, string]>([
    ['a list', [document], ''],
    ['of another version', { ...document, v: 'furrow-evidence/2' }, '/v'],
    ['with a member more', { ...document, trust: {} }, ''],
    ['of a log that is none', { ...document, log: 'A B' }, '/log'],
    ['of a batch that is none', { ...document, batch: 'x' }, '/batch'],
    ['with a checkpoint of no text', { ...document, checkpoint: 7 }, '/checkpoint'],
    ['with a huge checkpoint', { ...document, checkpoint: 'x'.repeat(131_073) }, '/checkpoint'],
    ['with a completeness of nothing', { ...document, completeness: {} }, '/completeness/entry'],
    ['with a completeness of text', { ...document, completeness: 'yes' }, '/completeness'],
    [
      'with disclosures of the map',
      { ...document, completeness: { entry, heads: [] } },
      '/completeness/entry',
    ],
    [
      'with a map proof that is none',
      withHeads([{ chain: subject.chain, proof: {} }]),
      '/completeness/heads/0/proof',
    ],
    [
      'with a map proof of no chain',
      withHeads([{ chain: 'x', proof: { siblings: [] } }]),
      '/completeness/heads/0/chain',
    ],
    [
      'with a map proof and more',
      withHeads([{ chain: subject.chain, proof: { siblings: [] }, head: 1 }]),
      '/completeness/heads/0',
    ],
    ['without chains', { ...document, chains: [] }, '/chains'],
    ['with chains that are no list', { ...document, chains: {} }, '/chains'],
    ['with too many chains', { ...document, chains: Array(evidenceChainsMax + 1).fill(signer) }, '/chains'],
    ['without its subject', { ...document, chains: [signer] }, '/chains'],
    ['with a chain twice', { ...document, chains: [subject, signer, signer] }, '/chains/2/chain'],
    ['whose subject is another batch', { ...document, batch: uuid(3) }, '/chains/0/role'],
    ['whose subject is called upstream', withChain({ role: 'upstream' }), '/chains/0/role'],
    ['whose subject is called a signer', withChain({ role: 'signer' }), '/chains/0/role'],
    [
      'with two subjects',
      { ...document, chains: [subject, { ...subject, chain: `batch/${uuid(3)}` }] },
      '/chains/1/role',
    ],
    [
      'with an organization upstream',
      { ...document, chains: [subject, { ...signer, role: 'upstream' }] },
      '/chains/1/role',
    ],
    ['with a role that is none', withChain({ role: 'friend' }), '/chains/0/role'],
    ['with a chain that is none', withChain({ chain: 'batch/1' }), '/chains/0/chain'],
    ['with a member more in a chain', withChain({ head: 1 }), '/chains/0'],
    ['with an empty chain', withChain({ entries: [] }), '/chains/0/entries'],
    [
      'with too many entries',
      withChain({ entries: Array(evidenceEntriesMax + 1).fill(entry) }),
      '/chains/0/entries',
    ],
    ['with an entry in base64url', withEntry({ entry: '_-8=' }), '/chains/0/entries/0/entry'],
    ['with an entry without padding', withEntry({ entry: 'e30' }), '/chains/0/entries/0/entry'],
    ['with an entry with stray bits', withEntry({ entry: 'e31=' }), '/chains/0/entries/0/entry'],
    ['with an empty entry', withEntry({ entry: '' }), '/chains/0/entries/0/entry'],
    [
      'with an entry of 64 KiB',
      withEntry({ entry: Buffer.alloc(65_536).toString('base64') }),
      '/chains/0/entries/0/entry',
    ],
    ['with a negative index', withEntry({ index: -1 }), '/chains/0/entries/0/index'],
    ['with an index of text', withEntry({ index: '0' }), '/chains/0/entries/0/index'],
    ['with a proof of 54 hashes', withEntry({ proof: Array(54).fill(hash) }), '/chains/0/entries/0/proof'],
    ['with a short hash', withEntry({ proof: ['AAAA'] }), '/chains/0/entries/0/proof/0'],
    ['with a disclosure of no text', withEntry({ disclosures: [null] }), '/chains/0/entries/0/disclosures/0'],
    [
      'with 257 disclosures',
      withEntry({ disclosures: Array(257).fill('x') }),
      '/chains/0/entries/0/disclosures',
    ],
    [
      'that withholds without a reason',
      withEntry({ withheld: [{ digest }] }),
      '/chains/0/entries/0/withheld/0/reason',
    ],
    [
      'that withholds for a reason of its own',
      withEntry({ withheld: [{ digest, reason: 'shy' }] }),
      '/chains/0/entries/0/withheld/0/reason',
    ],
    [
      'that withholds no digest',
      withEntry({ withheld: [{ digest: 'A', reason: 'private' }] }),
      '/chains/0/entries/0/withheld/0/digest',
    ],
    ['with a label of number 0', { ...document, label: { ...document.label, number: 0 } }, '/label/number'],
    [
      'with a label of a long code',
      { ...document, label: { ...document.label, code: 'A'.repeat(65) } },
      '/label/code',
    ],
    ['with a label of less', { ...document, label: {} }, '/label/code'],
  ])('is refused %s', (_what, value, pointer) => {
    let found: unknown;
    try {
      read(value);
    } catch (error) {
      found = error;
    }
    expect(found).toMatchObject({ code: 'evidence-malformed', pointer });
  });

  it.each<readonly [string, string, string]>([
    [
      'a member twice',
      JSON.stringify(document).replace('{', '{"v":"furrow-evidence/1",'),
      'json-duplicate-key',
    ],
    ['a fraction', JSON.stringify(document).replace('"index":0', '"index":0.0'), 'json-number'],
    [
      'an index beyond 2^53',
      JSON.stringify(document).replace('"index":0', '"index":9007199254740993'),
      'json-number',
    ],
    ['a byte order mark', `\ufeff${JSON.stringify(document)}`, 'json-bom'],
    ['something after it', `${JSON.stringify(document)}x`, 'json-syntax'],
    ['more than 16 MiB', JSON.stringify(document) + ' '.repeat(evidenceBytesMax), 'json-too-large'],
  ])('is refused with %s', (_what, text, code) => {
    expect(codeOf(() => parseEvidence(utf8Encode(text)))).toBe(code);
  });
});
