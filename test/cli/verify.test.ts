import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEvidence } from '../../src/ledger/evidence.js';
import { evidenceCheckNames } from '../../src/ledger/evidence-report.js';
import { labelOf, makeJarWorld } from '../ledger/evidence-world.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const jarWorld = makeJarWorld();
const { world, jar } = jarWorld;
const sound = { ...world.evidence(jar), label: labelOf(2, jarWorld) };

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await createTestFolder();
  const [first, ...chains] = sound.chains;
  const [entry, ...entries] = first!.entries;
  const tampered = { ...entry!, entry: entry!.entry.with(99, 0) };
  const files: Record<string, Uint8Array | string> = {
    'trust.json': world.trustBytes(),
    'other-trust.json': makeJarWorld().world.trustBytes(),
    'no-trust.json': '{"v":"furrow-trust/1"}',
    'evidence.json': encodeEvidence(sound),
    'tampered.json': encodeEvidence({
      ...sound,
      chains: [{ ...first!, entries: [tampered, ...entries] }, ...chains],
    }),
    'unwitnessed.json': encodeEvidence({ ...sound, checkpoint: world.checkpoint(world.log) }),
    'malformed.json': '{}',
    'empty.json': '',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  server = createServer((request, response) => {
    if (request.url === '/evidence') response.end(Buffer.from(encodeEvidence(sound)));
    else if (request.url === '/endless') endless(response);
    else response.writeHead(503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await removeTestFolder(folder);
});

/** Sends zeros for as long as anybody reads them. */
function endless(response: import('node:http').ServerResponse): void {
  const part = Buffer.alloc(1_048_576, '0');
  const more = (): void => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', more);
  more();
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program in the folder with the files. */
async function furrow(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, 'verify', ...args], { cwd: folder });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

describe('furrow verify', () => {
  it('says every check in both languages, and ends with 0 when all hold', async () => {
    const { code, out, err } = await furrow('evidence.json', '--trust', 'trust.json', '--code', 'two');
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^[✓✗?–] /gm)).toHaveLength(evidenceCheckNames.length);
    expect(out).toMatch(/✓ 外部见证 · Outside witnesses: 通过 · Passed/);
    expect(out).not.toMatch(/[{}]/);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/核对通过.* · Verified/);
  });

  it('fetches the evidence, and never the trust', async () => {
    expect((await furrow(`${url}/evidence`, '--trust', 'trust.json')).code).toBe(0);
    const { code, err } = await furrow(`${url}/evidence`, '--trust', `${url}/evidence`);
    expect(code).toBe(3);
    expect(err).toContain('cannot read the file');
  });

  it('writes one line of JSON for programs', async () => {
    const { code, out } = await furrow('tampered.json', '--trust', 'trust.json', '--json');
    expect(code).toBe(2);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const report = JSON.parse(out) as { verdict: string; checks: { check: string; detail: string }[] };
    expect(report.verdict).toBe('invalid');
    expect(report.checks.map(({ check }) => check)).toEqual([...evidenceCheckNames]);
    expect(report.checks.every(({ detail }) => /\w/.test(detail))).toBe(true);
  });

  it.each<readonly [string, readonly string[], number, RegExp]>([
    ['tampered', ['tampered.json'], 2, /✗ 在公开日志里 · In the public log/],
    [
      'of another log',
      ['evidence.json', '--trust', 'other-trust.json'],
      2,
      /✗ 日志签名 · Signature of the log/,
    ],
    ['of another code', ['evidence.json', '--code', 'one'], 2, /✗ 标签 · Label/],
    ['malformed', ['malformed.json'], 2, /✗ 证明文件 · Evidence file/],
    ['empty', ['empty.json'], 2, /json-syntax/],
    ['not yet witnessed', ['unwitnessed.json'], 3, /\? 外部见证 · Outside witnesses/],
    ['without end', ['URL/endless'], 2, /json-too-large/],
  ])('ends as it should for evidence that is %s', async (_what, args, code, said) => {
    const filled = args.map((arg) => arg.replace('URL', url));
    const trust = args.includes('--trust') ? [] : ['--trust', 'trust.json'];
    const ended = await furrow(...filled, ...trust);
    expect([ended.code, ended.err]).toEqual([code, '']);
    expect(ended.out).toMatch(said);
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ['no evidence is named', ['--trust', 'trust.json'], /wrong usage: furrow verify/],
    ['no trust file is named', ['evidence.json'], /wrong usage.*--trust/],
    ['two files are named', ['evidence.json', 'empty.json', '--trust', 'trust.json'], /wrong usage/],
    ['an option is not known', ['evidence.json', '--trust', 'trust.json', '--force'], /wrong usage.*--force/],
    [
      'the evidence is not there',
      ['gone.json', '--trust', 'trust.json'],
      /cannot read the file: .*gone\.json/,
    ],
    ['the evidence is a directory', ['.', '--trust', 'trust.json'], /cannot read the file/],
    [
      'the trust file is not there',
      ['evidence.json', '--trust', 'gone.json'],
      /cannot read the file: .*gone\.json/,
    ],
    [
      'the trust file is none',
      ['evidence.json', '--trust', 'no-trust.json'],
      /not a trust file: .*trust-malformed/,
    ],
    ['the service has none yet', ['URL/later', '--trust', 'trust.json'], /cannot fetch .*503/],
    ['nobody answers', ['http://127.0.0.1:1/evidence', '--trust', 'trust.json'], /cannot fetch/],
  ])('could not check, and ends with 3, when %s', async (_what, args, said) => {
    const { code, out, err } = await furrow(...args.map((arg) => arg.replace('URL', url)));
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
