import { describe, expect, it } from 'vitest';
import { base64urlEncode, utf8Encode } from '../../src/ledger/bytes.js';
import type { VerifierKey } from '../../src/ledger/note.js';
import { parsePublicKey } from '../../src/ledger/key.js';
import type { Policy } from '../../src/ledger/policy.js';
import { encodeReceiptParts, openReceipt } from '../../src/ledger/receipt.js';
import { makeKey, signWith, type HeldKey } from '../support/participant.js';

const key = makeKey();
const log = 'ledger.example.org/2026';
const receipt = { log, leafHash: new Uint8Array(32).fill(7), includedBy: '2026-10-03T11:07:21.977Z' };

function policyOf(name: string, held: HeldKey): Policy {
  const verifier: VerifierKey = {
    name,
    keyId: new Uint8Array(4),
    type: 'Ed25519',
    key: parsePublicKey(held.jwk),
  };
  return { logs: [verifier], witnesses: [], quorum: { threshold: 0, members: [] } };
}

const signed = (input: string, by = key): string => `${input}.${base64urlEncode(signWith(by, input))}`;
const good = signed(encodeReceiptParts(key.kid, receipt));
const segment = (text: string): string => base64urlEncode(utf8Encode(text));
const withParts = (header: string, payload: string): string =>
  signed(`${segment(header)}.${segment(payload)}`);
const [header, payload] = good.split('.').map((part) => Buffer.from(part, 'base64url').toString());

describe('a receipt', () => {
  it('is opened under the key of its log', () => {
    expect(openReceipt(good, policyOf(log, key))).toEqual(receipt);
  });

  it.each<[string, string, Policy, string]>([
    ['of a log that is not in the policy', good, policyOf('ledger.example.org/2027', key), 'receipt-key'],
    ['of another key of the log', good, policyOf(log, makeKey()), 'receipt-key'],
    [
      'signed by another key',
      signed(encodeReceiptParts(key.kid, receipt), makeKey()),
      policyOf(log, key),
      'receipt-signature',
    ],
    [
      'whose content was changed',
      good.replace(/\.([^.]+)\./, `.${segment((payload ?? '').replace('11:07', '11:08'))}.`),
      policyOf(log, key),
      'receipt-signature',
    ],
  ])('%s is refused', (_, text, policy, code) => {
    expect(() => openReceipt(text, policy)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each<[string, string]>([
    ['an empty text', ''],
    ['two parts', good.split('.').slice(0, 2).join('.')],
    ['four parts', `${good}.x`],
    ['padding', `${good}=`],
    ['white space', ` ${good}`],
    ['the algorithm none', withParts((header ?? '').replace('Ed25519', 'none'), payload ?? '')],
    ['another type', withParts((header ?? '').replace('receipt', 'label'), payload ?? '')],
    [
      'a header in another order',
      withParts(`{"kid":"${key.kid}","alg":"Ed25519","typ":"furrow-receipt"}`, payload ?? ''),
    ],
    ['a member more', withParts(header ?? '', (payload ?? '').replace('}', ',"more":1}'))],
    ['spaces', withParts(header ?? '', (payload ?? '').replace(',', ', '))],
    ['no leaf hash', withParts(header ?? '', `{"log":"${log}","includedBy":"${receipt.includedBy}"}`)],
    [
      'a short leaf hash',
      withParts(header ?? '', (payload ?? '').replace(/"leafHash":"[^"]+"/, '"leafHash":"AAAA"')),
    ],
    ['a day for a time', withParts(header ?? '', (payload ?? '').replace(/T[^"]+/, ''))],
    ['a list', withParts(header ?? '', '[]')],
    ['a very long text', good.padEnd(2_100, 'A')],
  ])('with %s is refused', (_, text) => {
    expect(() => openReceipt(text, policyOf(log, key))).toThrow();
  });
});
