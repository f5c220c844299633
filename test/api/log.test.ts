import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Decode, base64urlDecode, utf8Decode, utf8Encode } from '../../src/ledger/bytes.js';
import { parseBundle } from '../../src/ledger/bundle.js';
import { openCheckpoint } from '../../src/ledger/checkpoint.js';
import { checkCosignature } from '../../src/ledger/cosignature.js';
import { leafHash } from '../../src/ledger/hash.js';
import { parsePublicKey } from '../../src/ledger/key.js';
import { parseNote } from '../../src/ledger/note.js';
import { checkConsistency, checkInclusion } from '../../src/ledger/proof.js';
import { verifySignature } from '../../src/ledger/signature.js';
import { parseTlogProof } from '../../src/ledger/tlog-proof.js';
import { treeRoot } from '../../src/ledger/tree.js';
import { LogKey } from '../../src/log/log-key.js';
import { LogPolicy } from '../../src/log/log-policy.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
const harvest = { quantity: { value: '100', unit: 'KGM' }, ...days };
const key = () => farm.service.app.get(LogKey).verifier;

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(farm.service.url + path, { headers });
}

async function checkpoint() {
  const answer = await get('/log/checkpoint');
  expect(answer.status).toBe(200);
  const note = parseNote(utf8Encode(await answer.text()));
  return { note, ...openCheckpoint(note, key()) };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const answer = await get(path);
  expect(answer.status, path).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

describe('the public log', () => {
  it('shows checkpoint, tile and bundle of one tree, cosigned by the witness', async () => {
    await farm.open('L-1');
    await farm.service.settled();
    const { note, size, root } = await checkpoint();
    const entries = parseBundle(await bytesOf(`/log/tile/entries/000.p/${size}`), size);
    const hashes = entries.map((entry) => leafHash(entry));
    expect(treeRoot(hashes)).toEqual(root);
    expect(Buffer.from(await bytesOf(`/log/tile/0/000.p/${size}`))).toEqual(Buffer.concat(hashes));
    const [witness] = farm.service.app.get(LogPolicy).policy.witnesses;
    if (witness === undefined) throw new Error('there is no witness');
    expect(checkCosignature(note, witness.key)).toHaveProperty('time');
  });

  it('shows a narrower tile of an earlier tree for ever', async () => {
    const answer = await get('/log/tile/0/000.p/2');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect((await answer.arrayBuffer()).byteLength).toBe(64);
  });

  it.each([
    '/log/tile/0/000',
    '/log/tile/0/000.p/255',
    '/log/tile/0/000.p/0',
    '/log/tile/0/000.p/256',
    '/log/tile/0/0',
    '/log/tile/0/x000/000.p/1',
    '/log/tile/0/001.p/1',
    '/log/tile/1/000.p/1',
    '/log/tile/64/000',
    '/log/tile/0/000.p/2/',
    '/log/tile/0/000.p/02',
    '/log/tile/entries/000',
    '/log/tile/entries/999.p/1',
    '/log/tile/0/x999/x999/x999/x999/x999/x999/999',
    '/log/tile/',
    '/log/proof/AAAA',
    '/log/proof/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '/log/proof/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB',
    '/log/consistency?from=1&to=99999999',
    '/log/consistency?from=3&to=2',
  ])('has nothing at %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('problem+json');
  });

  it.each(['from=0&to=2', 'from=1', 'from=a&to=2', 'from=1&to=9007199254740993', 'from=1.5&to=2'])(
    'refuses a consistency proof for %s',
    async (query) => {
      expect((await get(`/log/consistency?${query}`)).status).toBe(422);
    },
  );

  it('proves an entry by its leaf hash, in the form that other tools read', async () => {
    const batch = await farm.open('L-2');
    const event = await made(farm.record(batch, 'harvest', harvest));
    await farm.service.settled();
    const answer = await get(`/log/proof/${String(event.leafHash)}`);
    const { index, hashes, checkpoint: note } = parseTlogProof(new Uint8Array(await answer.arrayBuffer()));
    const tree = openCheckpoint(note, key());
    const leaf = base64urlDecode(String(event.leafHash));
    expect(checkInclusion(tree, index, leaf, hashes)).toBeNull();
    expect(checkInclusion(tree, index - 1, leaf, hashes)).not.toBeNull();
  });

  it('proves that it only grew', async () => {
    const before = await checkpoint();
    await farm.open('L-3');
    await farm.service.settled();
    const after = await checkpoint();
    const answer = await get(`/log/consistency?from=${before.size}&to=${after.size}`);
    const { proof } = (await answer.json()) as { proof: string[] };
    expect(
      checkConsistency(
        before,
        after,
        proof.map((hash) => base64Decode(hash)),
      ),
    ).toBeNull();
  });

  it('keeps its entries from those who ask from elsewhere, and shows its hashes', async () => {
    const elsewhere = { 'x-forwarded-for': '192.0.2.7' };
    expect((await get('/log/tile/entries/000.p/2', elsewhere)).status).toBe(401);
    expect((await get('/log/tile/0/000.p/2', elsewhere)).status).toBe(200);
    expect((await get('/log/checkpoint', elsewhere)).status).toBe(200);
    const whole = await farm.service.signIn(official('log-whole', 'regulator', ''));
    const county = await farm.service.signIn(official('log-county', 'regulator', '370686'));
    const path = '/log/tile/entries/000.p/2';
    expect((await get(path, { ...elsewhere, ...whole.headers })).status).toBe(200);
    expect((await get(path, { ...elsewhere, ...county.headers })).status).toBe(403);
    expect((await farm.owner.get(path, elsewhere)).status).toBe(403);
  });
});

function official(login: string, role: 'regulator', region: string) {
  const grants = [{ role, organizationId: null, region }];
  return { login, password: 'a long enough password', name: login, grants };
}

describe('the answer to a recorded event', () => {
  it('brings a receipt by the log’s key that a repetition repeats byte for byte', async () => {
    const batch = await farm.open('L-4');
    const eventId = '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10';
    const first = await made(farm.record(batch, 'harvest', harvest, { eventId }));
    const second = await farm.record(batch, 'harvest', harvest, {
      eventId,
      occurredAt: String(first.occurredAt),
    });
    expect(second.status).toBe(200);
    expect(second.body['receipt']).toBe(first.receipt);
    const [header = '', payload = '', signature = ''] = String(first.receipt).split('.');
    const said = JSON.parse(utf8Decode(base64urlDecode(payload))) as Record<string, string>;
    expect(said).toEqual({
      log: farm.service.config.logOrigin,
      leafHash: first.leafHash,
      includedBy: new Date(Date.parse(String(first.recordedAt)) + 60_000).toISOString(),
    });
    const input = utf8Encode(`${header}.${payload}`);
    expect(verifySignature(parsePublicKey(key().key.jwk), input, base64urlDecode(signature))).toBe(true);
  });

  it('waits for the proof when the client prefers so', async () => {
    const batch = await farm.open('L-5');
    const event = { kind: 'harvest', occurredAt: '2026-11-02T08:00:00+08:00', data: harvest };
    const path = `/api/v1/batches/${batch}/events`;
    expect((await farm.owner.post(path, event)).body['proof']).toBeNull();
    const { status, body } = await farm.owner.post(path, event, { prefer: 'respond-async, wait=included' });
    expect(status).toBe(201);
    const { index, hashes, checkpoint: note } = parseTlogProof(utf8Encode(String(body['proof'])));
    const leaf = base64urlDecode(String(body['leafHash']));
    expect(checkInclusion(openCheckpoint(note, key()), index, leaf, hashes)).toBeNull();
  });
});
