import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Decode, utf8Encode } from '../../src/ledger/bytes.js';
import { openCheckpoint } from '../../src/ledger/checkpoint.js';
import { checkConsistency } from '../../src/ledger/proof.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow } from '../support/furrow.js';
import { makeNotary, noteFrom } from '../support/notaries.js';
import { ServedLog } from '../support/served-log.js';
import { EvidenceWorld, uuid, type Voice } from '../ledger/evidence-world.js';
import { log as origin } from '../ledger/fixtures.js';

let folder: string;
let trust: string;
let world: EvidenceWorld;
let farm: Voice;
let count = 0;
const servers: Server[] = [];

beforeAll(async () => {
  folder = await createTestFolder();
  world = new EvidenceWorld();
  farm = world.organization(2);
  for (let n = 0; n < 600; n += 1) {
    world.say(`batch/${uuid(100 + (n % 40))}`, { by: farm, kind: 'input', data: { n } });
  }
  trust = join(folder, 'trust.json');
  await writeFile(trust, world.trustBytes());
});
afterAll(async () => {
  for (const server of servers) server.close();
  await removeTestFolder(folder);
});

/** The log of these entries, signed by the log and its witness. */
function served(entries: readonly Uint8Array[] = world.all): ServedLog {
  return new ServedLog(origin, entries).signedBy(world.log, world.witness);
}

/** Writes a log into a new directory. */
async function written(log: ServedLog = served()): Promise<string> {
  count += 1;
  const directory = join(folder, `log-${count}`);
  for (const [path, bytes] of log.files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), bytes);
  }
  return directory;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
}

/** Serves a log over HTTP, but for the paths that `other` answers itself. */
function serveLog(
  log: ServedLog,
  other: (path: string) => RequestListener | null = () => null,
): Promise<string> {
  return serve((request, response) => {
    const path = request.url?.replace('/log/', '') ?? '';
    const special = other(path);
    if (special !== null) {
      special(request, response);
      return;
    }
    const bytes = log.files.get(path);
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  });
}

const audit = (place: string, ...args: readonly string[]) =>
  furrow(['audit', place, '--trust', trust, ...args]);

async function auditJson(place: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await audit(place, '--json', ...args);
  expect(stderr.replaceAll(/^\d+ %.*$/gm, '').trim()).toBe('');
  return { code, report: JSON.parse(stdout) as Record<string, unknown> };
}

/** Keeps a checkpoint of the first so many entries as an auditor would. */
async function kept(size: number, entries = world.all): Promise<string> {
  count += 1;
  const path = join(folder, `checkpoint-${count}`);
  await writeFile(path, served(entries.slice(0, size)).files.get('checkpoint')!);
  return path;
}

describe('furrow audit of an honest log', () => {
  it('says that all is sound, and how much it checked, in both languages', async () => {
    const { code, stdout } = await audit(await written());
    expect(code).toBe(0);
    expect(stdout).toMatch(/全部相符.* all is sound/);
    expect(stdout).toMatch(/witnessed: 1/);
    expect(stdout).toContain(`${world.all.length} entries`);
  });

  it('answers as JSON, over HTTP as out of a directory', async () => {
    for (const place of [await written(), await serveLog(served())]) {
      const { code, report } = await auditJson(place);
      expect(code).toBe(0);
      expect(report).toMatchObject({
        verdict: 'good',
        log: origin,
        size: world.all.length,
        witnessed: true,
        witnesses: 1,
        from: 0,
        counts: { entries: world.all.length, chains: 42, keys: 2, custodial: world.all.length },
        finding: null,
        evidence: null,
      });
    }
  });

  it('says that a checkpoint without its quorum is not yet witnessed, and goes on', async () => {
    const log = new ServedLog(origin, world.all).signedBy(world.log);
    const place = await written(log);
    expect((await auditJson(place)).report).toMatchObject({ verdict: 'good', witnessed: false });
    expect((await audit(place)).stdout).toMatch(/尚未见证.*not yet witnessed/);
  });

  it('accepts every checkpoint that was kept of it', async () => {
    const place = await written();
    for (const size of [1, 256, 300, 512, world.all.length]) {
      expect((await audit(place, '--since', await kept(size))).code).toBe(0);
    }
  });

  it('sends the token that it is given, and nobody else’s', async () => {
    const seen = new Set<string | undefined>();
    const log = served();
    const place = await serve((request, response) => {
      seen.add(request.headers.authorization);
      response.end(log.files.get(String(request.url).replace('/log/', '')));
    });
    expect((await audit(place, '--token', 'secret')).code).toBe(0);
    expect([...seen]).toEqual(['Bearer secret']);
  });
});

describe('furrow audit of a log that was tampered with', () => {
  it('names the first entry that is wrong, with what was expected and found', async () => {
    const log = served();
    log.change('tile/0/001', (bytes) => bytes.map((byte, at) => (at === 32 * 44 ? 255 - byte : byte)));
    const place = await written(log);
    const { code, report } = await auditJson(place);
    expect(code).toBe(2);
    expect(report).toMatchObject({ verdict: 'invalid', finding: { reason: 'leaf-differs', index: 300 } });
    const { expected, found } = report['finding'] as { expected: string; found: string };
    const { stdout } = await audit(place);
    for (const part of ['300', expected, found, '日志不可信']) expect(stdout).toContain(part);
  });

  it('finds out a rewritten history by a kept checkpoint, and writes evidence that anyone can check', async () => {
    const evidence = join(folder, 'evidence-1');
    const sound = await written(served(world.all.filter((bytes) => !isOf(bytes, `batch/${uuid(100)}`))));
    expect((await audit(sound)).code).toBe(0);
    const since = await kept(300);
    const { code, report } = await auditJson(sound, '--since', since, '--evidence', evidence);
    expect(code).toBe(2);
    expect(report).toMatchObject({ finding: { reason: 'history-rewritten', size: 300 } });
    const conflict = JSON.parse(await readFile(String(report['evidence']), 'utf8')) as {
      earlier: string;
      later: string;
      beginning: { size: number; root: string; proof: string[] };
    };
    const [earlier, later] = [conflict.earlier, conflict.later].map((text) =>
      openCheckpoint(noteFrom(text), world.log.key),
    );
    const root = base64Decode(conflict.beginning.root);
    expect(earlier).toMatchObject({ size: conflict.beginning.size });
    expect(root).not.toEqual(earlier!.root);
    const proof = conflict.beginning.proof.map(base64Decode);
    expect(checkConsistency({ size: earlier!.size, root }, later!, proof)).toBeNull();
  });

  it('finds out another tree of the same size, and one that shrank', async () => {
    const evidence = join(folder, 'evidence-2');
    const size = world.all.length;
    const short = world.all.filter((bytes) => !isOf(bytes, `batch/${uuid(101)}`));
    const place = await written(served(short));
    const same = await auditJson(place, '--since', await kept(short.length), '--evidence', evidence);
    expect(same).toMatchObject({ code: 2, report: { finding: { reason: 'history-rewritten' } } });
    const smaller = await auditJson(place, '--since', await kept(size), '--evidence', evidence);
    expect(smaller).toMatchObject({
      code: 2,
      report: { finding: { reason: 'tree-shrank', size: short.length } },
    });
    expect(
      JSON.parse(await readFile(join(evidence, `log-conflict-${size}-${short.length}.json`), 'utf8')),
    ).toMatchObject({
      v: 'furrow-log-conflict/1',
      reason: 'tree-shrank',
      beginning: null,
    });
  });

  it.each<[string, () => Promise<Uint8Array>, string]>([
    [
      'signed by another key',
      () =>
        Promise.resolve(
          new ServedLog(origin, world.all).signedBy(makeNotary(origin)).files.get('checkpoint')!,
        ),
      'log-not-signed',
    ],
    [
      'of another log',
      () =>
        Promise.resolve(
          new ServedLog('other.example/1', world.all)
            .signedBy(makeNotary('other.example/1'))
            .files.get('checkpoint')!,
        ),
      'other-log',
    ],
    ['that is no note', () => Promise.resolve(utf8Encode('hello\n')), 'log-not-signed'],
    ['that is too long', () => Promise.resolve(new Uint8Array(200_000).fill(65)), 'log-not-signed'],
    [
      'with a false cosignature',
      () => {
        const text = Buffer.from(served().files.get('checkpoint')!).toString();
        const other = Buffer.from(served(world.all.slice(0, 9)).files.get('checkpoint')!).toString();
        return Promise.resolve(
          utf8Encode([...text.split('\n').slice(0, 5), ...other.split('\n').slice(5)].join('\n')),
        );
      },
      'cosignature-wrong',
    ],
  ])('does not take a checkpoint %s', async (_what, checkpoint, reason) => {
    const log = served();
    log.files.set('checkpoint', await checkpoint());
    expect(await auditJson(await written(log))).toMatchObject({ code: 2, report: { finding: { reason } } });
  });
});

describe('furrow audit --state', () => {
  it('reads only what is new the second time, and only what is not yet read after an interruption', async () => {
    const state = join(folder, 'state-1');
    const first = await auditJson(await written(served(world.all.slice(0, 300))), '--state', state);
    expect(first).toMatchObject({ code: 0, report: { from: 0, size: 300 } });
    const asked: string[] = [];
    const log = served();
    const place = await serveLog(log, (path) => (asked.push(path), null));
    // Whoever is killed on the way has saved nothing, and begins where the last audit ended.
    const stuck = await serveLog(log, (path) => (path === 'tile/0/001' ? () => undefined : null));
    const killed = await furrow(['audit', stuck, '--trust', trust, '--state', state], { killAfterMs: 2_000 });
    expect(killed.code).toBeNull();
    const second = await auditJson(place, '--state', state);
    expect(second).toMatchObject({ code: 0, report: { from: 300, size: world.all.length } });
    expect(asked).not.toContain('tile/entries/000');
    expect(await auditJson(place, '--state', state)).toMatchObject({
      code: 0,
      report: { from: world.all.length },
    });
  });

  it('is kept as it was when something is wrong', async () => {
    const state = join(folder, 'state-2');
    await audit(await written(served(world.all.slice(0, 300))), '--state', state);
    const before = await readFile(state, 'utf8');
    const log = served();
    log.change('tile/entries/001', (bytes) => bytes.map((byte, at) => (at === bytes.length - 1 ? 0 : byte)));
    expect(await auditJson(await written(log), '--state', state)).toMatchObject({
      code: 2,
      report: { finding: { index: 511 } },
    });
    expect(await readFile(state, 'utf8')).toBe(before);
  });

  it('remembers the history: one that was rewritten or cut is found out', async () => {
    const state = join(folder, 'state-3');
    const evidence = join(folder, 'evidence-3');
    await audit(await written(served(world.all.slice(0, 300))), '--state', state);
    const another = world.all.filter((bytes) => !isOf(bytes, `batch/${uuid(102)}`));
    const options = ['--state', state, '--evidence', evidence];
    expect(await auditJson(await written(served(another)), ...options)).toMatchObject({
      code: 2,
      report: { finding: { reason: 'history-rewritten' } },
    });
    expect(await auditJson(await written(served(world.all.slice(0, 299))), ...options)).toMatchObject({
      code: 2,
      report: { finding: { reason: 'tree-shrank' } },
    });
  });

  it.each<[string, (text: string) => string]>([
    ['damaged', (text) => text.replace('"seq":1', '"seq":2')],
    ['cut off', (text) => text.slice(0, 900)],
    ['something else', () => 'hello'],
    ['empty', () => ''],
  ])('is not believed when it is %s', async (_what, change) => {
    const state = join(folder, 'state-4');
    await rm(state, { force: true });
    const place = await written();
    await audit(place, '--state', state);
    await writeFile(state, change(await readFile(state, 'utf8')));
    const { code, stderr } = await audit(place, '--state', state);
    expect(code).toBe(3);
    expect(stderr).toContain('--state');
  });
});

describe('furrow audit that cannot be made', () => {
  it.each<[string, readonly string[]]>([
    ['no log', []],
    ['two logs', ['a', 'b', '--trust', 'TRUST']],
    ['no trust file', ['a']],
    ['a trust file that is not there', ['a', '--trust', 'nowhere.json']],
    ['a trust file that is none', ['a', '--trust', 'CHECKPOINT']],
    ['an unknown option', ['a', '--trust', 'TRUST', '--fast']],
    ['a directory without a log', ['.', '--trust', 'TRUST']],
    ['an address of another kind', ['ftp://example.org/log', '--trust', 'TRUST']],
    ['an address with a password', ['http://a:b@127.0.0.1/log', '--trust', 'TRUST']],
    ['a checkpoint that is none', ['a', '--trust', 'TRUST', '--since', 'TRUST']],
    ['a checkpoint of another key', ['a', '--trust', 'TRUST', '--since', 'FOREIGN']],
    ['a checkpoint that is not there', ['a', '--trust', 'TRUST', '--since', 'nowhere']],
    ['nobody at the address', ['http://127.0.0.1:1/log', '--trust', 'TRUST']],
  ])('says why with %s, and ends with 3', async (_what, args) => {
    const foreign = join(folder, 'foreign');
    await writeFile(
      foreign,
      new ServedLog(origin, world.all).signedBy(makeNotary(origin)).files.get('checkpoint')!,
    );
    const named = new Map([
      ['TRUST', trust],
      ['CHECKPOINT', await kept(3)],
      ['FOREIGN', foreign],
    ]);
    const empty = join(folder, 'empty');
    await mkdir(empty, { recursive: true });
    const words = args.map((arg) => named.get(arg) ?? arg);
    const plain = await furrow(['audit', ...words], { cwd: empty });
    expect([plain.code, plain.stdout]).toEqual([3, '']);
    expect(plain.stderr).toMatch(/无法核查 · could not check/);
    expect(plain.stderr).not.toMatch(/\n\s+at /);
    const json = await furrow(['audit', ...words, '--json'], { cwd: empty });
    expect([json.code, (JSON.parse(json.stdout) as { verdict: string }).verdict]).toEqual([3, 'unchecked']);
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'refuses',
      (_request, response) => {
        response.writeHead(403).end();
      },
      /--token/,
    ],
    [
      'redirects',
      (_request, response) => {
        response.writeHead(302, { location: '/elsewhere' }).end();
      },
      /redirects/,
    ],
    [
      'fails',
      (_request, response) => {
        response.writeHead(503).end();
      },
      /answered 503/,
    ],
    [
      'has a fault of its own',
      (_request, response) => {
        response.writeHead(500).end('{}');
      },
      /answered 500/,
    ],
    [
      'breaks off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '9000' }).write('x');
        response.destroy();
      },
      /connection failed or broke/,
    ],
  ])('names the file that a server %s', async (_what, listener, said) => {
    const place = await serveLog(served(), (path) => (path === 'tile/entries/001' ? listener : null));
    const { code, stderr } = await audit(place);
    expect(code).toBe(3);
    expect(stderr).toMatch(said);
    expect(stderr).toContain('tile/entries/001');
  });

  it('reads no more of an endless answer than there can be', async () => {
    let sent = 0;
    const place = await serveLog(served(), (path) =>
      path !== 'tile/0/001'
        ? null
        : (_request, response) => {
            const more = (): void => {
              sent += 65_536;
              if (!response.destroyed && sent < 1_000_000_000) response.write(new Uint8Array(65_536), more);
            };
            more();
          },
    );
    expect(await auditJson(place)).toMatchObject({
      code: 2,
      report: { finding: { reason: 'leaf-differs', index: 256 } },
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('tries again what may pass', async () => {
    let failures = 2;
    const place = await serveLog(served(), (path) =>
      path !== 'tile/0/001' || (failures -= 1) < 0
        ? null
        : (_request, response) => {
            response.writeHead(503).end();
          },
    );
    expect((await audit(place)).code).toBe(0);
  });
});

function isOf(entry: Uint8Array, chain: string): boolean {
  return Buffer.from(entry).includes(`"chain":"${chain}"`);
}
