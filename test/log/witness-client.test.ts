import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkCosignature } from '../../src/ledger/cosignature.js';
import { formatNoteLine, type NoteSignature, type VerifierKey } from '../../src/ledger/note.js';
import { WitnessAhead, WitnessClient, WitnessUnavailable } from '../../src/log/witness-client.js';
import { openCosigner, type Cosigner } from '../../src/witness/witness-key.js';
import { startWitness, type RunningWitness } from '../../src/witness/witness-server.js';
import { WitnessState } from '../../src/witness/witness-state.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { makeNotary, noteFrom } from '../support/notaries.js';
import { addCheckpoint, TestLog } from '../support/witnesses.js';

/** What the client asked of us, for one checkpoint. */
function asking(
  client: WitnessClient,
  log: TestLog,
  size: number,
): { from: number[]; done: Promise<NoteSignature> } {
  const from: number[] = [];
  const done = client.cosign(log.checkpoint(size), size, (fromSize) => {
    from.push(fromSize);
    return Promise.resolve(log.proof(fromSize, size));
  });
  return { from, done };
}

const cosign = (client: WitnessClient, log: TestLog, size: number): Promise<NoteSignature> =>
  asking(client, log, size).done;

describe('the log’s side of a witness', () => {
  let folder: string;
  let witness: RunningWitness;
  let cosigner: Cosigner;
  let log: TestLog;
  const logs = new Map<string, readonly VerifierKey[]>();
  let count = 0;

  beforeAll(async () => {
    folder = await createTestFolder();
    cosigner = await openCosigner(folder, 'witness.example/w1', 'unused');
    const state = new WitnessState(folder, cosigner.key);
    await state.open();
    witness = await startWitness({ host: '127.0.0.1', port: 0, logs, cosigner, state, warn: console.error });
  });
  afterAll(async () => {
    await witness.stop();
    await removeTestFolder(join(folder));
  });
  beforeEach(() => {
    count += 1;
    log = new TestLog(`client.example/${count}`);
    logs.set(log.origin, [log.notary.key]);
  });

  const newClient = (url = witness.url): WitnessClient => new WitnessClient({ url, key: cosigner.key });

  it('brings cosignatures that verify, checkpoint by checkpoint, asking for one proof each', async () => {
    const client = newClient(`${witness.url}/`);
    const steps = [
      [5, []],
      [6, [5]],
      [6, []],
      [200, [6]],
      [256, [200]],
    ] as const;
    for (const [size, proved] of steps) {
      const { from, done } = asking(client, log, size);
      const note = { text: noteFrom(log.checkpoint(size)).text, signatures: [await done] };
      expect(checkCosignature(note, cosigner.key)).toHaveProperty('time');
      expect(from).toEqual(proved);
    }
  });

  it('learns from the witness how far it is, when it was started anew or somebody else submitted', async () => {
    const client = newClient();
    await cosign(client, log, 9);
    const anew = asking(newClient(), log, 20);
    await anew.done;
    expect(anew.from).toEqual([9]);
    const late = asking(client, log, 30);
    await late.done;
    expect(late.from).toEqual([9, 20]);
  });

  it('has the empty tree cosigned, and the same checkpoint twice', async () => {
    const client = newClient();
    for (const size of [0, 0, 3, 3]) await cosign(client, log, size);
  });

  it('says so when the witness holds a larger tree, also one it cosigned for us', async () => {
    const client = newClient();
    await cosign(client, log, 20);
    for (const one of [client, newClient()]) {
      for (const size of [0, 12, 19]) {
        await expect(cosign(one, log, size)).rejects.toMatchObject({
          name: 'WitnessAhead',
          reason: 'larger',
          size: 20,
          witness: 'witness.example/w1',
        });
      }
    }
    await cosign(client, log, 21);
  });

  it('says so when the witness holds another history, of the same size or of a smaller', async () => {
    await cosign(newClient(), log, 20);
    const other = log.rewritten(3);
    for (const size of [20, 21, 64]) {
      const failed = cosign(newClient(), other, size);
      await expect(failed).rejects.toBeInstanceOf(WitnessAhead);
      await expect(failed).rejects.toMatchObject({ reason: 'inconsistent', size: 20 });
    }
    await cosign(newClient(), log, 21);
  });

  it('is unavailable when the witness does not know the log, or not its key', async () => {
    logs.delete(log.origin);
    await expect(cosign(newClient(), log, 3)).rejects.toThrow('it answered 404');
    logs.set(log.origin, [makeNotary(log.origin).key]);
    await expect(cosign(newClient(), log, 3)).rejects.toThrow('it answered 403');
  });

  it('takes no cosignature of a witness with another key or name', async () => {
    for (const name of ['witness.example/w1', 'witness.example/w2']) {
      const { key } = makeNotary(name, 'cosignature/v1');
      const client = new WitnessClient({ url: witness.url, key });
      await expect(cosign(client, log, 3)).rejects.toBeInstanceOf(WitnessUnavailable);
    }
  });

  it('goes on after a proof that could not be made', async () => {
    const client = newClient();
    await cosign(client, log, 3);
    const failing = client.cosign(log.checkpoint(4), 4, () => Promise.reject(new Error('no database')));
    await expect(failing).rejects.toThrow('no database');
    await cosign(client, log, 4);
  });

  it('loses nothing when an answer was lost', async () => {
    const client = newClient();
    await cosign(client, log, 3);
    await addCheckpoint(witness.url, log.request(3, 7));
    await cosign(client, log, 7);
    await cosign(client, log, 8);
  });
});

describe('a witness that lies', () => {
  type Reply = (request: IncomingMessage, response: ServerResponse) => void;
  const log = new TestLog();
  const honest = makeNotary('witness.example/w1', 'cosignature/v1');
  const { text } = noteFrom(log.checkpoint(5));
  const good = honest.sign(text);
  let server: Server;
  let reply: Reply;
  let requests: number;

  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      requests += 1;
      request.resume();
      reply(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (timeoutMs = 2_000): WitnessClient => {
    const { port } = server.address() as AddressInfo;
    return new WitnessClient({ url: `http://127.0.0.1:${port}`, key: honest.key, timeoutMs });
  };
  const saying =
    (status: number, body: string, type = 'text/plain'): Reply =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
  const lines = (...signatures: readonly NoteSignature[]): string =>
    signatures.map((signature) => `${formatNoteLine(signature)}\n`).join('');

  it('is believed when it does not', async () => {
    const stranger = makeNotary('witness.example/w2', 'cosignature/v1');
    reply = saying(200, lines(stranger.sign(text), good));
    expect(await cosign(client(), log, 5)).toEqual(good);
  });

  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['junk', 'ok\n'],
    ['a page', '<!doctype html>\n'],
    ['a line without its end', lines(good).slice(0, -1)],
    ['a line and more', `${lines(good)}\n`],
    ['CRLF', lines(good).replace('\n', '\r\n')],
    ['a cosignature of another checkpoint', lines(honest.sign(noteFrom(log.checkpoint(6)).text))],
    ['one of another witness', lines(makeNotary('witness.example/w2', 'cosignature/v1').sign(text))],
    [
      'one in its name by another key',
      lines({ ...makeNotary(good.name, 'cosignature/v1').sign(text), keyId: good.keyId }),
    ],
    ['one of its own and one that is not', lines(good, { ...good, signature: new Uint8Array(72).fill(1) })],
    [
      'one with another time',
      lines({ ...good, signature: good.signature.with(7, 255 - good.signature[7]!) }),
    ],
    ['a plain signature', lines({ ...good, signature: honest.signBytes(new TextEncoder().encode(text)) })],
    ['the whole note', `${text}\n${lines(good)}`],
    ['65 lines', lines(...Array.from({ length: 65 }, () => good))],
  ])('with %s is not believed', async (_what, body) => {
    reply = saying(200, body);
    await expect(cosign(client(), log, 5)).rejects.toBeInstanceOf(WitnessUnavailable);
  });

  it('with bytes that are no text is not believed', async () => {
    reply = (_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x0a]));
    await expect(cosign(client(), log, 5)).rejects.toBeInstanceOf(WitnessUnavailable);
  });

  it.each([
    ['no size', ''],
    ['a size without its newline', '3'],
    ['a leading zero', '03\n'],
    ['a negative size', '-3\n'],
    ['2^53', '9007199254740992\n'],
    ['words', 'three\n'],
    ['the size that was asked', '0\n'],
  ])('with a conflict of %s is not followed', async (_what, body) => {
    reply = saying(409, body, 'text/x.tlog.size');
    await expect(cosign(client(), log, 5)).rejects.toThrow('a conflict without another size');
    expect(requests).toBe(1);
  });

  it('with a conflict of a proxy’s own is not followed', async () => {
    reply = saying(409, '3\n');
    await expect(cosign(client(), log, 5)).rejects.toThrow('a conflict without another size');
    expect(requests).toBe(1);
  });

  it('about its size each time is given up after three requests', async () => {
    reply = (request, response) => {
      saying(409, `${(requests % 3) + 1}\n`, 'text/x.tlog.size')(request, response);
    };
    await expect(cosign(client(), log, 5)).rejects.toThrow('changes from answer to answer');
    expect(requests).toBe(3);
  });

  it('that it is ahead is told with its name, for somebody to look', async () => {
    reply = saying(409, '6\n', 'text/x.tlog.size');
    await expect(cosign(client(), log, 5)).rejects.toEqual(
      new WitnessAhead('witness.example/w1', 'larger', 6),
    );
  });

  it.each([201, 204, 301, 302, 400, 403, 404, 413, 422, 429, 500, 503])(
    'with status %d is unavailable',
    async (status) => {
      reply = (_request, response) => {
        response.writeHead(status, { location: '/elsewhere' }).end();
      };
      await expect(cosign(client(), log, 5)).rejects.toBeInstanceOf(WitnessUnavailable);
      expect(requests).toBe(1);
    },
  );

  it.each<readonly [string, Reply]>([
    ['says nothing', () => undefined],
    [
      'begins and stops',
      (_request, response) => {
        response.writeHead(200).write(lines(good).slice(0, 40));
      },
    ],
    [
      'drips',
      (_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('—'), 5);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
    ],
    [
      'asks again and again, slowly',
      (request, response) => {
        setTimeout(() => {
          saying(409, `${(requests % 3) + 1}\n`, 'text/x.tlog.size')(request, response);
        }, 150);
      },
    ],
  ])('and %s is given up in time', async (_what, act) => {
    reply = act;
    await expect(cosign(client(200), log, 5)).rejects.toThrow('no answer in time');
  });

  it('without end is cut off', async () => {
    let written = 0;
    let closed = false;
    reply = (_request, response) => {
      const more = (): void => {
        while (!closed && response.write('x'.repeat(10_000))) written += 10_000;
      };
      response.on('drain', more).on('close', () => (closed = true));
      more();
    };
    await expect(cosign(client(), log, 5)).rejects.toThrow('no answer that can be read');
    expect(written).toBeLessThan(100_000_000);
  });

  it('by hanging up is unavailable, and so is a port where nobody listens', async () => {
    reply = (request) => request.socket.destroy();
    await expect(cosign(client(), log, 5)).rejects.toBeInstanceOf(WitnessUnavailable);
    const gone = client();
    server.closeAllConnections();
    server.close();
    await expect(cosign(gone, log, 5)).rejects.toBeInstanceOf(WitnessUnavailable);
  });
});
