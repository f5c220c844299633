import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseScanUri } from '../../src/gs1/digital-link.js';
import { LedgerError } from '../../src/ledger/errors.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { mutatedUri } from '../support/mutated-uri.js';

/** Addresses asked for over HTTP; more with FURROW_TEST_SCANS. */
const runs = Number(process.env['FURROW_TEST_SCANS'] ?? 300);

let farm: Cooperative;
let signed: readonly string[];

beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('FORGE-1');
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const quantity = { value: '100', unit: 'KGM' };
  await made(farm.record(batch, 'harvest', { quantity, startedOn: day, stoppedOn: day }));
  const sets = await Promise.all(
    [1, 2, 3].map(() =>
      made(
        farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 2, net: { value: '5', unit: 'KGM' } }),
      ),
    ),
  );
  for (const set of sets)
    await made(farm.record(batch, 'label', { action: 'activated', set: set.id, first: 1, last: 2 }));
  signed = sets.map((set) => String(set.firstUri).slice(farm.service.config.publicUrl.length));
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

interface View {
  readonly verdict: string;
  readonly checks: readonly { readonly check: string; readonly status: string }[];
}

function isSigned(uri: string): boolean {
  try {
    const { path, token } = parseScanUri(uri);
    return signed.includes(`${path}?s=${token ?? ''}`);
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** The answer to an address: 400 when it is malformed, else what the check of its signature says. */
async function signatureOf(answer: Response): Promise<string> {
  const text = await answer.text();
  expect([200, 400, 404, 414, 422], text).toContain(answer.status);
  const isAnswer = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
  // An address that lost its path leads to the start page.
  if (answer.status !== 200 || !isAnswer) return 'malformed';
  const { checks } = JSON.parse(text) as View;
  return checks.find(({ check }) => check === 'label-signature')?.status ?? 'missing';
}

describe('a label’s address over HTTP', () => {
  it('passes as it was signed', async () => {
    for (const uri of signed) {
      const answer = await fetch(farm.service.url + uri, { headers: { accept: 'application/json' } });
      expect(await signatureOf(answer)).toBe('pass');
    }
  });

  it(`never passes when it was changed, asked for or sent (${runs} times each)`, async () => {
    await fc.assert(
      fc.asyncProperty(mutatedUri(signed), async (uri) => {
        fc.pre(!isSigned(uri) && uri.startsWith('/'));
        const sent = await fetch(`${farm.service.url}/api/v1/verify`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ uri }),
        });
        const asked = await fetch(farm.service.url + uri, { headers: { accept: 'application/json' } });
        expect(await signatureOf(sent), uri).not.toBe('pass');
        expect(await signatureOf(asked), uri).not.toBe('pass');
      }),
      { numRuns: runs },
    );
  }, 3_600_000);
});
