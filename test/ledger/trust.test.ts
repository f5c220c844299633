import { describe, expect, it } from 'vitest';
import { utf8Encode } from '../../src/ledger/bytes.js';
import { formatVerifierKey } from '../../src/ledger/note.js';
import { isQuorum } from '../../src/ledger/policy.js';
import { parseTrust, trustVersion } from '../../src/ledger/trust.js';
import { makeNotary } from '../support/notaries.js';
import { codeOf, ed25519Signer, organization } from './fixtures.js';

const log = formatVerifierKey(makeNotary('ledger.example.org/2026').key);
const witness = formatVerifierKey(makeNotary('witness.example/w1', 'cosignature/v1').key);
const { kid } = ed25519Signer.publicKey;
const policy = `log ${log}\nwitness w1 ${witness}\nquorum w1\n`;
const trust = { v: trustVersion, operator: { organization, kid }, policy };

const bytesOf = (value: unknown): Uint8Array => utf8Encode(JSON.stringify(value, null, 2));

describe('a trust file', () => {
  it('has the operator, the log, its witnesses and their quorum', () => {
    const read = parseTrust(bytesOf(trust));
    expect(read.operator).toEqual({ organization, kid });
    expect(read.policy.logs.map(formatVerifierKey)).toEqual([log]);
    expect(isQuorum(read.policy, new Set(['w1']))).toBe(true);
    expect(isQuorum(read.policy, new Set())).toBe(false);
  });

  it.each<readonly [string, unknown, string]>([
    ['that is a list', [trust], 'trust-malformed'],
    ['that is empty', {}, 'trust-malformed'],
    ['of another version', { ...trust, v: 'furrow-trust/2' }, 'trust-malformed'],
    ['of no version', { ...trust, v: undefined }, 'trust-malformed'],
    ['with a member more', { ...trust, logs: [] }, 'trust-malformed'],
    ['without operator', { ...trust, operator: undefined }, 'trust-malformed'],
    [
      'with a member more in the operator',
      { ...trust, operator: { ...trust.operator, name: 'x' } },
      'trust-malformed',
    ],
    [
      'whose operator is no organization',
      { ...trust, operator: { organization: 'batch/1', kid } },
      'trust-malformed',
    ],
    ['without the operator’s key', { ...trust, operator: { organization } }, 'trust-malformed'],
    [
      'with a short thumbprint',
      { ...trust, operator: { organization, kid: kid.slice(1) } },
      'trust-malformed',
    ],
    ['with a padded thumbprint', { ...trust, operator: { organization, kid: `${kid}=` } }, 'trust-malformed'],
    ['without policy', { ...trust, policy: undefined }, 'trust-malformed'],
    ['whose policy is an object', { ...trust, policy: {} }, 'trust-malformed'],
    ['whose policy knows no log', { ...trust, policy: 'quorum none\n' }, 'trust-malformed'],
    ['whose policy has no quorum', { ...trust, policy: `log ${log}\n` }, 'policy-quorum'],
    [
      'whose policy asks for an unknown witness',
      { ...trust, policy: `log ${log}\nquorum w1\n` },
      'policy-name',
    ],
  ])('is refused %s', (_what, value, code) => {
    expect(codeOf(() => parseTrust(bytesOf(value)))).toBe(code);
  });

  it('is refused unless it is strict JSON', () => {
    const text = JSON.stringify(trust);
    expect(codeOf(() => parseTrust(utf8Encode(text.replace('{', `{"v":"${trustVersion}",`))))).toBe(
      'json-duplicate-key',
    );
    expect(codeOf(() => parseTrust(utf8Encode(`\ufeff${text}`)))).toBe('json-bom');
    expect(codeOf(() => parseTrust(utf8Encode(' '.repeat(65_536) + text)))).toBe('json-too-large');
  });
});
