import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGs1Path, buildPlainPath, parseScanUri, type ScanUri } from '../../src/gs1/digital-link.js';
import {
  checkLabelSignature,
  formatCode,
  formatSignatureToken,
  labelSigningInput,
  LedgerError,
} from '../../src/ledger/index.js';
import { mutatedUri } from '../support/mutated-uri.js';
import { ed25519Signer } from './fixtures.js';

/** Mutated addresses; more with FURROW_TEST_TOKENS. */
const runs = Number(process.env['FURROW_TEST_TOKENS'] ?? 100_000);

const { publicKey } = ed25519Signer;
const codes = Array.from({ length: 5 }, (_, index) => formatCode(new Uint8Array(10).fill(index + 1)));
const paths = [
  ...codes.map((serial) => buildGs1Path({ gtin: '06937001000019', lot: 'APP-20261018-01', serial })),
  ...codes.map(buildPlainPath),
];
const signed = paths.map((path) => {
  const signature = ed25519Signer.sign(labelSigningInput(publicKey.kid, path));
  return `${path}?s=${formatSignatureToken(publicKey.kid, signature)}`;
});

/** `accepted`, the code of the refusal, or `no label` for an address that names none or carries no signature. */
function judge(uri: string): string {
  try {
    const scanned = parseScanUri(uri);
    if (scanned.token === null) return 'no label';
    return checkLabelSignature(scanned.path, scanned.token, publicKey)?.code ?? 'accepted';
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}

const text = ({ path, token }: ScanUri): string => `${path}?s=${token ?? ''}`;

/** Another writing of a signed address, such as one with a fragment, is that address. */
function isSigned(uri: string): boolean {
  return signed.includes(text(parseScanUri(uri)));
}

describe('a label’s address', () => {
  it('is accepted as it was signed', () => {
    for (const uri of signed) expect(judge(uri)).toBe('accepted');
  });

  it(`is refused when it was changed, however little (${runs} times)`, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(mutatedUri(signed), (uri) => {
        const verdict = judge(uri);
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
        if (verdict === 'accepted') expect(isSigned(uri), uri).toBe(true);
      }),
      { numRuns: runs },
    );
    // Many got as far as the signature, and none of these was good.
    expect(seen.get('label-signature') ?? 0).toBeGreaterThan(runs / 10);
    expect(seen.get('label-token') ?? 0).toBeGreaterThan(runs / 50);
  }, 3_600_000);
});
