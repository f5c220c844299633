import fc from 'fast-check';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64Encode, hexEncode, utf8Encode } from '../../src/ledger/bytes.js';
import { formatCheckpoint, parseCheckpoint } from '../../src/ledger/checkpoint.js';
import { checkCosignature } from '../../src/ledger/cosignature.js';
import { sha256 } from '../../src/ledger/hash.js';
import { checkNoteSignature, formatNote, noteBytesMax, type VerifierKey } from '../../src/ledger/note.js';
import { openCosigner, type Cosigner } from '../../src/witness/witness-key.js';
import { startWitness, type RunningWitness } from '../../src/witness/witness-server.js';
import { WitnessState } from '../../src/witness/witness-state.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { makeNotary, noteFrom, noteOf } from '../support/notaries.js';
import { sendRaw } from '../support/raw-http.js';
import { addCheckpoint, cosignedAt, requestOf, TestLog, type WitnessAnswer } from '../support/witnesses.js';

let folder: string;
let cosigner: Cosigner;
let state: WitnessState;
let witness: RunningWitness;
let log: TestLog;
const logs = new Map<string, readonly VerifierKey[]>();
const warnings: string[] = [];
let count = 0;

beforeAll(async () => {
  folder = await createTestFolder();
  cosigner = await openCosigner(folder, 'witness.example/w1', 'unused');
  state = new WitnessState(folder, cosigner.key);
  await state.open();
  witness = await start();
});
afterAll(async () => {
  await witness.stop();
  await removeTestFolder(folder);
  expect(warnings).toEqual([]);
});
beforeEach(() => {
  count += 1;
  log = new TestLog(`ledger.example.org/${count}`);
  logs.set(log.origin, [log.notary.key]);
});

function start(): Promise<RunningWitness> {
  const warn = (line: string): void => void warnings.push(line);
  return startWitness({ host: '127.0.0.1', port: 0, logs, cosigner, state, warn });
}

const ask = (body: string | Uint8Array<ArrayBuffer>): Promise<WitnessAnswer> =>
  addCheckpoint(witness.url, body);
const grow = (from: number, to: number): Promise<WitnessAnswer> => ask(log.request(from, to));
const conflict = (size: number): object => ({ status: 409, type: 'text/x.tlog.size', body: `${size}\n` });
const storedSize = async (): Promise<number> => (await state.find(log.origin))?.checkpoint.size ?? 0;

describe('a witness cosigns', () => {
  it('the first checkpoint of a log, whatever its size, and each that grows from it', async () => {
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [8, 8],
      [8, 256],
      [256, 300],
    ] as const) {
      expect(cosignedAt(await grow(from, to), log.checkpoint(to), cosigner.key)).toBeTypeOf('number');
      expect(await storedSize()).toBe(to);
    }
  });

  it('every growth there is among small trees', async () => {
    for (let to = 1; to <= 40; to += 1) {
      for (let from = Math.max(0, to - 1); from <= to; from += 1) {
        expect((await grow(from, to)).status).toBe(200);
      }
    }
  });

  it('the empty tree, and then any tree', async () => {
    expect((await grow(0, 0)).status).toBe(200);
    expect((await grow(0, 0)).status).toBe(200);
    expect((await grow(0, 5)).status).toBe(200);
  });

  it('a checkpoint with other signatures and with extension lines, and keeps the log’s signature alone', async () => {
    const text = `${formatCheckpoint(log.head(3))}extension 一\nmore\n`;
    const others = [makeNotary(log.origin), makeNotary('witness.example/w2', 'cosignature/v1')];
    const note = formatNote(noteOf(text, others[0]!, log.notary, others[1]!, log.notary));
    expect(cosignedAt(await ask(requestOf(0, [], note)), note, cosigner.key)).toBeTypeOf('number');
    const stored = noteFrom((await state.find(log.origin))!.text);
    expect(stored.text).toBe(text);
    expect(stored.signatures.map(({ keyId }) => keyId)).toEqual([log.notary.key.keyId, cosigner.key.keyId]);
  });

  it('a checkpoint by any of the keys of its origin', async () => {
    const second = makeNotary('keys.example/second');
    logs.set(log.origin, [log.notary.key, second.key]);
    const text = formatCheckpoint(log.head(2));
    expect((await ask(requestOf(0, [], formatNote(noteOf(text, second))))).status).toBe(200);
    expect((await grow(2, 3)).status).toBe(200);
    const spoiled = { ...makeNotary('keys.example/second').sign(text), keyId: second.key.keyId };
    const note = formatNote({ text, signatures: [log.notary.sign(text), spoiled] });
    expect((await ask(requestOf(3, [], note))).status).toBe(403);
  });
});

describe('a witness refuses', () => {
  it('to go back: an old size that is not its last is answered with its last', async () => {
    await grow(0, 9);
    await grow(9, 20);
    for (const [from, to] of [
      [0, 20],
      [0, 9],
      [9, 9],
      [9, 20],
      [9, 30],
      [19, 30],
      [21, 30],
    ] as const) {
      expect(await grow(from, to)).toEqual(conflict(20));
    }
    expect(await storedSize()).toBe(20);
  });

  it('a second history: of the same size, and of a larger one', async () => {
    await grow(0, 9);
    const other = log.rewritten(4);
    expect(await ask(other.request(9, 9))).toMatchObject({ status: 422 });
    expect(await ask(other.request(9, 12))).toMatchObject({ status: 422 });
    expect(await ask(requestOf(9, log.proof(9, 12), other.checkpoint(12)))).toMatchObject({ status: 422 });
    expect(await ask(other.request(0, 9))).toEqual(conflict(9));
    expect(await storedSize()).toBe(9);
    expect((await grow(9, 12)).status).toBe(200);
  });

  it('a history that goes back and on again', async () => {
    await grow(0, 20);
    expect(await grow(20, 12)).toMatchObject({ status: 400 });
    expect(await grow(12, 30)).toEqual(conflict(20));
  });

  it('proofs that are none', async () => {
    await grow(0, 7);
    const proof = log.proof(7, 20);
    const wrong: Uint8Array[][] = [
      [],
      proof.slice(1),
      proof.slice(0, -1),
      [...proof, proof[0]!],
      [...proof].reverse(),
      proof.map((hash) => hash.map((byte) => 255 - byte)),
      log.proof(6, 20),
      log.proof(7, 19),
    ];
    for (const hashes of wrong) {
      const answer = await ask(requestOf(7, hashes, log.checkpoint(20)));
      expect(answer).toEqual({
        status: 422,
        type: 'text/plain; charset=utf-8',
        body: 'bad consistency proof\n',
      });
    }
    expect(await storedSize()).toBe(7);
  });

  it('a proof where there is nothing to prove', async () => {
    const proof = log.proof(1, 2);
    expect(await ask(requestOf(0, proof, log.checkpoint(2)))).toMatchObject({ status: 422 });
    await grow(0, 2);
    expect(await ask(requestOf(2, proof, log.checkpoint(2)))).toMatchObject({ status: 422 });
  });

  it('an empty tree with the root of another', async () => {
    const text = formatCheckpoint({ ...log.head(0), root: new Uint8Array(32) });
    expect(await ask(requestOf(0, [], formatNote(noteOf(text, log.notary))))).toMatchObject({ status: 422 });
    expect(await state.find(log.origin)).toBeNull();
  });

  it('an origin that it does not know', async () => {
    const stranger = new TestLog('stranger.example/1');
    expect(await ask(stranger.request(0, 3))).toMatchObject({ status: 404, body: 'unknown log\n' });
    const renamed = formatNote(noteOf(formatCheckpoint(stranger.head(3)), log.notary));
    expect(await ask(requestOf(0, [], renamed))).toMatchObject({ status: 404 });
  });

  it('a known origin without a signature of its keys', async () => {
    const text = formatCheckpoint(log.head(3));
    const forged = { ...makeNotary(log.origin).sign(text), keyId: log.notary.key.keyId };
    const witnessKeyed = makeNotary(log.origin, 'cosignature/v1');
    const notes = [
      formatNote(noteOf(text, makeNotary(log.origin))),
      formatNote(noteOf(text, makeNotary('another.example'))),
      formatNote(noteOf(text, witnessKeyed)),
      formatNote({ text, signatures: [forged] }),
      formatNote({ text, signatures: [log.notary.sign(text), forged] }),
      formatNote({ text, signatures: [log.notary.sign(formatCheckpoint(log.head(4)))] }),
      log.checkpoint(3).replace(/.(=*)\n$/, '-$1\n'),
      `${log.checkpoint(3)}— not a signature\n`,
      `${text}\n`,
    ];
    for (const note of notes) {
      expect(await ask(requestOf(0, [], note))).toMatchObject({ status: 403, body: 'invalid signature\n' });
    }
    expect(await state.find(log.origin)).toBeNull();
  });

  it.each<readonly [string, (good: string) => string]>([
    ['empty', () => ''],
    ['only empty lines', () => '\n\n\n'],
    ['without old size', (good) => good.slice(good.indexOf('\n') + 1)],
    ['of another word', (good) => good.replace('old', 'new')],
    ['with two spaces', (good) => good.replace('old ', 'old  ')],
    ['with a tab', (good) => good.replace('old ', 'old\t')],
    ['with a negative size', (good) => good.replace('old 0', 'old -1')],
    ['with a leading zero', (good) => good.replace('old 0', 'old 00')],
    ['with a size in hexadecimal', (good) => good.replace('old 0', 'old 0x0')],
    ['with an old size of 2^53', (good) => good.replace('old 0', 'old 9007199254740992')],
    ['with an old size above its own', (good) => good.replace('old 0', 'old 4')],
    ['with CRLF', (good) => good.replaceAll('\n', '\r\n')],
    ['without its empty line', (good) => good.replace('\n\n', '\n')],
    ['with junk for a hash', (good) => good.replace('\n', '\njunk\n')],
    ['with a short hash', (good) => good.replace('\n', `\n${base64Encode(new Uint8Array(31))}\n`)],
    ['with a hash that is not canonical', (good) => good.replace('\n', `\n${'A'.repeat(42)}B=\n`)],
    [
      'with 64 hashes',
      (good) => good.replace('\n', `\n${`${base64Encode(new Uint8Array(32))}\n`.repeat(64)}`),
    ],
    ['without a checkpoint', (good) => good.slice(0, good.indexOf('\n\n') + 2)],
    ['cut in the middle', (good) => good.slice(0, good.length / 2)],
    ['of four KiB of hashes', (good) => good.replace('\n', `\n${'A'.repeat(5000)}\n`)],
  ])('a request %s', async (_what, change) => {
    const good = log.request(0, 3);
    expect(change(good)).not.toBe(good);
    expect(await ask(change(good))).toEqual({
      status: 400,
      type: 'text/plain; charset=utf-8',
      body: 'malformed request\n',
    });
    expect(await state.find(log.origin)).toBeNull();
  });

  it.each<readonly [string, (text: string) => string]>([
    ['a leading zero', (text) => text.replace('\n3\n', '\n03\n')],
    ['no size', (text) => text.replace('\n3\n', '\n')],
    ['a size of 2^53', (text) => text.replace('\n3\n', '\n9007199254740992\n')],
    ['a root that is not canonical', (text) => text.replace(/.=\n$/, '9=\n')],
    [
      'a root of another length',
      (text) => text.replace(/\n[^\n]*\n$/, `\n${base64Encode(new Uint8Array(33))}\n`),
    ],
    ['an empty line among its extensions', (text) => `${text}extension\n\nmore\n`],
  ])('a signed checkpoint with %s', async (_what, change) => {
    const text = formatCheckpoint(log.head(3));
    expect(change(text)).not.toBe(text);
    const note = formatNote(noteOf(change(text), log.notary));
    expect(await ask(requestOf(0, [], note))).toMatchObject({ status: 400 });
  });

  it('bytes that nobody meant, without ever failing', async () => {
    const good = utf8Encode(log.request(0, 3));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: good.length }), async (bytes, at) => {
        const mixed = Uint8Array.from([
          ...good.subarray(0, at),
          ...bytes,
          ...good.subarray(at + bytes.length),
        ]);
        for (const body of [Uint8Array.from(bytes), mixed]) {
          const { status } = await ask(body);
          if (bytes.length > 0) expect([200, 400, 403, 404, 409]).toContain(status);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a body larger than any checkpoint, said or found to be', async () => {
    const huge = 'x'.repeat(noteBytesMax + 5000);
    expect(await ask(huge)).toMatchObject({ status: 413 });
    const chunk = `${(60_000).toString(16)}\r\n${'x'.repeat(60_000)}\r\n`;
    const head = 'POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect((await sendRaw(witness.url, head + chunk.repeat(4))).status).toBe(413);
    expect((await grow(0, 3)).status).toBe(200);
  });

  it.each([
    ['GET', '/add-checkpoint', 405, 'POST'],
    ['PUT', '/add-checkpoint', 405, 'POST'],
    ['DELETE', `/${'0'.repeat(64)}/checkpoint`, 405, 'GET'],
    ['POST', '/', 404, null],
    ['POST', '/add-checkpoint/', 404, null],
    ['POST', '/add-checkpoint?x', 404, null],
    ['POST', '/sign-subtree', 404, null],
    ['GET', '/', 404, null],
    ['GET', '/../witness-key.json', 404, null],
    ['GET', '/%2e%2e/witness-key.json', 404, null],
    ['GET', `/${'0'.repeat(64)}/checkpoint`, 404, null],
    ['GET', `/${'A'.repeat(64)}/checkpoint`, 404, null],
  ])('%s %s with %d', async (method, path, status, allow) => {
    const bytes = `${method} ${path} HTTP/1.1\r\nHost: w\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    const answer = await sendRaw(witness.url, bytes);
    expect(answer.status).toBe(status);
    if (allow !== null) expect(answer.head.toLowerCase()).toContain(`allow: ${allow.toLowerCase()}`);
  });
});

describe('of many who ask a witness at once', () => {
  it('one wins where all begin at the same size, and the rest hear its size', async () => {
    await grow(0, 5);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => grow(5, 6 + at)));
    const won = answers.flatMap(({ status }, at) => (status === 200 ? [6 + at] : []));
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body)).toEqual(
      Array.from({ length: 39 }, () => `${won[0]}\n`),
    );
    expect(await storedSize()).toBe(won[0]);
  });

  it('two histories of one size, one is cosigned', async () => {
    await grow(0, 5);
    const other = log.rewritten(5);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => ask((at % 2 === 0 ? log : other).request(5, 9))),
    );
    const [won] = answers.filter(({ status }) => status === 200);
    const history = cosignedAt(won!, log.checkpoint(9), cosigner.key) === 'note-signature' ? other : log;
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await state.find(log.origin))?.checkpoint.root).toEqual(history.head(9).root);
  });

  it('other logs are not in each other’s way', async () => {
    const many = Array.from({ length: 10 }, (_, at) => new TestLog(`many.example/${at}`));
    for (const one of many) logs.set(one.origin, [one.notary.key]);
    const answers = await Promise.all(many.map((one) => ask(one.request(0, 4))));
    expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200));
  });
});

describe('what a witness cosigned', () => {
  it('is there for monitors, with both signatures, until it grows', async () => {
    const path = `${witness.url}/${hexEncode(sha256(utf8Encode(log.origin)))}/checkpoint`;
    expect((await fetch(path)).status).toBe(404);
    for (const [from, to] of [
      [0, 4],
      [4, 6],
    ] as const) {
      await grow(from, to);
      const note = noteFrom(await (await fetch(path)).text());
      expect(parseCheckpoint(note.text)).toEqual(log.head(to));
      expect(checkNoteSignature(note, log.notary.key)).toBeNull();
      expect(checkCosignature(note, cosigner.key)).toHaveProperty('time');
    }
  });

  it('is what the next start goes on from', async () => {
    await grow(0, 12);
    await witness.stop();
    witness = await start();
    expect(await grow(0, 3)).toEqual(conflict(12));
    expect((await grow(12, 13)).status).toBe(200);
  });

  it('leaves no drafts, and nothing that others can read', async () => {
    await grow(0, 2);
    const names = await readdir(join(folder, 'checkpoints'));
    expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });

  it.each<readonly [string, (text: string) => string]>([
    ['nothing', () => ''],
    ['half of itself', (text) => text.slice(0, text.length / 2)],
    ['a smaller size', (text) => text.replace('\n12\n', '\n2\n')],
    ['no cosignature', (text) => text.replace(/— witness.*\n$/, '')],
  ])(
    'is never taken for nothing: with %s in its file the witness answers an error',
    async (_what, change) => {
      await grow(0, 12);
      const path = join(folder, 'checkpoints', hexEncode(sha256(utf8Encode(log.origin))));
      const text = await readFile(path, 'utf8');
      await writeFile(path, change(text));
      expect(await grow(0, 3)).toMatchObject({ status: 500, body: 'internal error\n' });
      expect(warnings.splice(0)).toEqual([expect.stringContaining('is damaged')]);
      await writeFile(path, text);
      expect(await grow(0, 3)).toEqual(conflict(12));
    },
  );

  it('of another log in its place is an error, too', async () => {
    await grow(0, 12);
    const other = new TestLog('other.example/1');
    logs.set(other.origin, [other.notary.key]);
    await ask(other.request(0, 2));
    const pathOf = (origin: string): string =>
      join(folder, 'checkpoints', hexEncode(sha256(utf8Encode(origin))));
    await writeFile(pathOf(log.origin), await readFile(pathOf(other.origin)));
    expect(await grow(0, 3)).toMatchObject({ status: 500 });
    expect(warnings.splice(0)).toHaveLength(1);
  });
});

describe('a witness whose disk fails', () => {
  it('gives no cosignature, and refuses all until it is started again', async () => {
    await grow(0, 3);
    const broken = new WitnessState(folder, cosigner.key);
    broken.store = () => Promise.reject(new Error('EIO'));
    const heard: string[] = [];
    const warn = (line: string): void => void heard.push(line);
    const failing = await startWitness({ host: '127.0.0.1', port: 0, logs, cosigner, state: broken, warn });
    for (const body of [log.request(3, 4), log.request(0, 4)]) {
      expect(await addCheckpoint(failing.url, body)).toMatchObject({ status: 500, body: 'storage failed\n' });
    }
    expect(heard).toEqual([expect.stringContaining('EIO')]);
    await failing.stop();
    expect(await grow(3, 4)).toMatchObject({ status: 200 });
  });
});
