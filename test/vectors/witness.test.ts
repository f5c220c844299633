import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hexDecode, hexEncode, base64urlEncode } from '../../src/ledger/bytes.js';
import { sha256 } from '../../src/ledger/hash.js';
import { parsePublicKey } from '../../src/ledger/key.js';
import { formatVerifierKey, makeVerifierKey } from '../../src/ledger/note.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { cosignedAt, startWitnessProcess, type WitnessProcess } from '../support/witnesses.js';
import { findCases } from './case-files.js';
import { parseHurl, type HurlCase } from './hurl-file.js';

const cases = findCases('witness/cmd/litewitness/testdata');
const sigsum = parseHurl(cases?.text('litewitness.add-checkpoint.hurl.txt') ?? '');
const sumdb = parseHurl(cases?.text('sumdb.add-checkpoint.hurl.txt') ?? '');

/**
 * The key that litewitness's own test (cmd/litewitness/testdata/litewitness.txt of FiloSottile/torchwood) configures;
 * the requests do not say it, but their origin is its hash.
 */
const sigsumKey = 'ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f';
const sigsumOrigin = `sigsum.org/v1/tree/${hexEncode(sha256(hexDecode(sigsumKey)))}`;
const sumdbLog = /vkey: (\S+)/.exec(cases?.text('sumdb.add-checkpoint.hurl.txt') ?? '')?.[1] ?? '';

/** litewitness answers 403 for an origin it does not know, where the specification says that it must be 404. */
function statusOf({ status, asserts }: HurlCase): number {
  return asserts.some(({ text }) => text === 'unknown log') ? 404 : status;
}

function sigsumVkey(): string {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(hexDecode(sigsumKey)) };
  return formatVerifierKey(makeVerifierKey(sigsumOrigin, 'Ed25519', parsePublicKey(jwk)));
}

describe.skipIf(!cases)('a witness asked as litewitness is', () => {
  let folder: string;
  let witness: WitnessProcess;

  beforeAll(async () => {
    folder = await createTestFolder();
    const logs = ['--log', sigsumVkey(), '--log', `${sumdbLog} go.sum database tree`];
    witness = await startWitnessProcess(`${folder}/w`, '--name', 'example.com/witness', ...logs);
  });
  afterAll(async () => {
    await witness.end();
    await removeTestFolder(folder);
  });

  it('knows as many requests as the files have', () => {
    expect([sigsum.length, sumdb.length]).toEqual([9, 1]);
    expect(sigsum[0]?.body.split('\n')[2]).toBe(sigsumOrigin);
  });

  it.each([...sigsum, ...sumdb].map((item, at) => [at + 1, item] as const))(
    'answers request %d with the status and the body that are asked for',
    async (_number, item) => {
      const response = await fetch(witness.url + item.path, { method: item.method, body: item.body });
      const body = await response.text();
      expect(response.status).toBe(statusOf(item));
      for (const { kind, text } of item.asserts) {
        if (kind === '==') expect(body).toBe(text);
        else expect(body).toContain(text);
      }
      if (response.status === 409) expect(response.headers.get('content-type')).toBe('text/x.tlog.size');
      const checkpoint = item.body.slice(item.body.indexOf('\n\n') + 2);
      if (response.status === 200) {
        expect(cosignedAt({ status: 200, type: null, body }, checkpoint, witness.key)).toBeTypeOf('number');
      }
    },
  );
});
