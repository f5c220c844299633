import { describe, expect, it } from 'vitest';
import { formatVerifierKey, makeVerifierKey } from '../../src/ledger/note.js';
import { isQuorum, parsePolicy } from '../../src/ledger/policy.js';
import { makeNotary } from '../support/notaries.js';
import { codeOf } from './fixtures.js';

const log = makeNotary('ledger.example.org/2026');
const logKey = formatVerifierKey(log.key);
const keys = Array.from({ length: 70 }, (_, at) => makeNotary(`w.example/${at}`, 'cosignature/v1').key);
const [key0 = '', key1 = '', key2 = ''] = keys.map(formatVerifierKey);

/** The example of the specification: two of X1 X2 X3, and one of Y1 Y2 Y3. */
const twoLevels = `
# three witnesses of one organization, three of another
log ${logKey} https://ledger.example.org/
${['X1', 'X2', 'X3'].map((name, at) => `witness ${name} ${formatVerifierKey(keys[at]!)}\n`).join('')}
group X-witnesses 2 X1 X2 X3
${['Y1', 'Y2', 'Y3'].map((name, at) => `witness ${name} ${formatVerifierKey(keys[at + 3]!)}\n`).join('')}
group Y-witnesses any Y1 Y2 Y3
\t group  X-and-Y\tall X-witnesses  Y-witnesses \t
quorum X-and-Y
`;

describe('a policy', () => {
  it('has its logs, witnesses and addresses', () => {
    const { logs, witnesses } = parsePolicy(
      `log ${logKey}\nwitness a ${key0} http://127.0.0.1:7380/\nwitness b ${key1}\nquorum a\n`,
    );
    expect(logs).toEqual([log.key]);
    expect(witnesses).toEqual([
      { name: 'a', key: keys[0], url: 'http://127.0.0.1:7380/' },
      { name: 'b', key: keys[1], url: null },
    ]);
  });

  it.each([
    ['X1 X2 Y1', true],
    ['X1 X2 X3 Y1 Y2 Y3', true],
    ['X2 X3 Y3', true],
    ['X1 Y1', false],
    ['X1 X2 X3', false],
    ['X1 Y1 Y2 Y3', false],
    ['Y1 Y2 Y3', false],
    ['X-and-Y', false],
    ['X-witnesses Y-witnesses', false],
    ['', false],
  ])('counts groups of groups: %s is a quorum: %s', (names, expected) => {
    expect(isQuorum(parsePolicy(twoLevels), new Set(names.split(' ')))).toBe(expected);
  });

  it('asks for one witness when its quorum is one', () => {
    const policy = parsePolicy(`witness a ${key0}\nwitness b ${key1}\nquorum a\n`);
    expect(isQuorum(policy, new Set(['a']))).toBe(true);
    expect(isQuorum(policy, new Set(['b', 'none', '']))).toBe(false);
  });

  it('asks for nobody only when it says none', () => {
    expect(isQuorum(parsePolicy(`witness a ${key0}\nquorum none\n`), new Set())).toBe(true);
    expect(isQuorum(parsePolicy('quorum none\n'), new Set())).toBe(true);
  });

  it('names groups like its own words, and tells alike letters apart', () => {
    const policy = parsePolicy(`witness K ${key0}\nwitness \u212a ${key1}\ngroup all all K\nquorum all\n`);
    expect(isQuorum(policy, new Set(['K']))).toBe(true);
    expect(isQuorum(policy, new Set(['\u212a']))).toBe(false);
  });

  it('takes the 32 of each that the specification asks for, and 64 at most', () => {
    const many = (count: number): string =>
      keys
        .slice(0, count)
        .map((key, at) => `witness w${at} ${formatVerifierKey(key)}\ngroup g${at} 1 w${at}\n`)
        .join('');
    expect(parsePolicy(`${many(64)}quorum none\n`).witnesses).toHaveLength(64);
    expect(codeOf(() => parsePolicy(`${many(65)}quorum none\n`))).toBe('policy-malformed');
  });

  it('is evaluated however deep its groups are', () => {
    const groups = Array.from(
      { length: 64 },
      (_, at) => `group g${at + 1} all ${at === 0 ? 'a' : `g${at}`}\n`,
    );
    const policy = parsePolicy(`witness a ${key0}\n${groups.join('')}quorum g64\n`);
    expect(isQuorum(policy, new Set(['a']))).toBe(true);
    expect(isQuorum(policy, new Set())).toBe(false);
    const more = `witness a ${key0}\n${groups.join('')}group g65 all g64\nquorum g65\n`;
    expect(codeOf(() => parsePolicy(more))).toBe('policy-malformed');
  });

  const witnesses = `witness a ${key0}\nwitness b ${key1}\nwitness c ${key2}\n`;
  const sameKey = formatVerifierKey(makeVerifierKey('other.example', 'cosignature/v1', keys[0]!.key));

  it.each([
    ['nothing', '', 'policy-malformed'],
    ['only empty lines', '\n\n', 'policy-quorum'],
    ['no final newline', 'quorum none', 'policy-malformed'],
    ['a carriage return', 'quorum none\r\n', 'policy-malformed'],
    ['a NUL', 'quorum none\n#\0\n', 'policy-malformed'],
    ['a DEL', 'quorum none\n#\u007f\n', 'policy-malformed'],
    ['a form feed', 'quorum\fnone\n', 'policy-malformed'],
    ['a no-break space for a space', 'quorum\u00a0none\n', 'policy-malformed'],
    ['an unknown word', 'quorum none\nmirror x\n', 'policy-malformed'],
    ['a word in capitals', 'Quorum none\n', 'policy-malformed'],
    ['no quorum', witnesses, 'policy-quorum'],
    ['two quorums', 'quorum none\nquorum none\n', 'policy-quorum'],
    ['a quorum of two names', `${witnesses}quorum a b\n`, 'policy-malformed'],
    ['a quorum of nothing', 'quorum\n', 'policy-malformed'],
    ['a quorum that nobody defined', 'quorum a\n', 'policy-name'],
    ['a quorum before its definition', `quorum a\n${witnesses}`, 'policy-name'],
    ['a log without key', 'log\nquorum none\n', 'policy-malformed'],
    ['a log with too much', `log ${logKey} url more\nquorum none\n`, 'policy-malformed'],
    ['a log twice', `log ${logKey}\nlog ${logKey}\nquorum none\n`, 'policy-key'],
    ['a log with a witness’s key', `log ${key0}\nquorum none\n`, 'policy-key'],
    [
      'a log whose key id is wrong',
      `log ${logKey.replace(/\+.{8}\+/, '+00000000+')}\nquorum none\n`,
      'note-key',
    ],
    ['a witness without key', 'witness a\nquorum none\n', 'policy-malformed'],
    ['a witness with a log’s key', `witness a ${logKey}\nquorum none\n`, 'policy-key'],
    ['a witness twice', `${witnesses}witness d ${key0}\nquorum none\n`, 'policy-key'],
    ['a witness’s key under another name', `${witnesses}witness d ${sameKey}\nquorum none\n`, 'policy-key'],
    ['two witnesses of one name', `witness a ${key0}\nwitness a ${key1}\nquorum none\n`, 'policy-name'],
    ['a witness called none', `witness none ${key0}\nquorum none\n`, 'policy-name'],
    ['a group called none', `${witnesses}group none any a\nquorum a\n`, 'policy-name'],
    ['a group called as a witness', `${witnesses}group a any b\nquorum a\n`, 'policy-name'],
    ['a group without members', `${witnesses}group g all\nquorum g\n`, 'policy-malformed'],
    ['a group of none', `group g any none\nquorum g\n`, 'policy-name'],
    ['a group of itself', `${witnesses}group g any g\nquorum g\n`, 'policy-name'],
    ['a group of what comes later', `group g any a\n${witnesses}quorum g\n`, 'policy-name'],
    ['a member twice in a group', `${witnesses}group g 2 a a\nquorum g\n`, 'policy-name'],
    ['a member of two groups', `${witnesses}group g any a b\ngroup h any a c\nquorum g\n`, 'policy-name'],
    ['a threshold of zero', `${witnesses}group g 0 a b\nquorum g\n`, 'policy-quorum'],
    ['a threshold above its members', `${witnesses}group g 3 a b\nquorum g\n`, 'policy-quorum'],
    ['a negative threshold', `${witnesses}group g -1 a b\nquorum g\n`, 'policy-quorum'],
    ['a threshold with a leading zero', `${witnesses}group g 01 a b\nquorum g\n`, 'policy-quorum'],
    ['half a threshold', `${witnesses}group g 1.5 a b\nquorum g\n`, 'policy-quorum'],
    ['a threshold in words', `${witnesses}group g two a b\nquorum g\n`, 'policy-quorum'],
    ['more than 64 KiB', `#${'x'.repeat(65_536)}\nquorum none\n`, 'policy-malformed'],
  ])('is refused with %s', (_what, text, code) => {
    expect(codeOf(() => parsePolicy(text))).toBe(code);
  });

  it('says on which line it is wrong', () => {
    expect(() => parsePolicy(`# one\n\n${witnesses}group g any z\nquorum g\n`)).toThrow(
      'Line 6 of the policy',
    );
  });
});
