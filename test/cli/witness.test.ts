import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatCheckpoint } from '../../src/ledger/checkpoint.js';
import { formatNote, formatVerifierKey } from '../../src/ledger/note.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow } from '../support/furrow.js';
import { makeNotary, noteOf, type Notary } from '../support/notaries.js';
import { addCheckpoint, requestOf, startWitnessProcess, TestLog } from '../support/witnesses.js';

const logKey = formatVerifierKey(makeNotary('ledger.example.org/2026').key);
const witnessKey = formatVerifierKey(makeNotary('witness.example/w1', 'cosignature/v1').key);
let folder: string;
let dir: string;
let count = 0;

beforeAll(async () => {
  folder = await createTestFolder();
});
afterAll(() => removeTestFolder(folder));
beforeEach(() => {
  count += 1;
  dir = join(folder, `w${count}`);
});

/** Runs a witness that must not start; what it said. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await furrow(['witness', ...args]);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).not.toMatch(/\n\s+at /);
  return stderr;
}

describe('furrow witness', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no directory', [], /--dir: /],
    ['an empty directory', ['--dir', ''], /--dir: /],
    ['an unknown option', ['--dir', 'DIR', '--key', 'x'], /Unknown option '--key'/],
    ['a word too many', ['--dir', 'DIR', 'again'], /furrow witness: .*again/],
    ['an option without its value', ['--dir', 'DIR', '--log'], /furrow witness: .*--log/],
    ['an address without port', ['--dir', 'DIR', '--listen', '127.0.0.1'], /--listen: /],
    ['a port that is none', ['--dir', 'DIR', '--listen', '127.0.0.1:65536'], /--listen: /],
    ['an address in a URL', ['--dir', 'DIR', '--listen', 'http://127.0.0.1:1'], /--listen: /],
    [
      'an address that is not this machine’s',
      ['--dir', 'DIR', '--listen', '192.0.2.1:0'],
      /--listen: .*EADDRNOTAVAIL/,
    ],
    ['a name with a space', ['--dir', 'DIR', '--name', 'a b'], /--name: /],
    ['a log that is no key', ['--dir', 'DIR', '--log', 'ledger.example.org'], /--log: .*<vkey>/],
    ['a log with a witness’s key', ['--dir', 'DIR', '--log', witnessKey], /--log: /],
    ['a log with an empty origin', ['--dir', 'DIR', '--log', `${logKey} `], /--log: /],
  ])('says what is wrong with %s, and ends with 3', async (_what, args, said) => {
    expect(await refusal(...args.map((arg) => (arg === 'DIR' ? dir : arg)))).toMatch(said);
  });

  it('says on which line of logs.txt a log is none', async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, 'logs.txt'), `# ours\n\n${logKey}\nnot a key\n`);
    expect(await refusal('--dir', dir)).toMatch(/logs\.txt, 4: /);
  });

  it('refuses a directory that is a file, and a port that is taken', async () => {
    writeFileSync(dir, '');
    expect(await refusal('--dir', dir)).toMatch(/--dir: .* cannot be used/);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal('--dir', `${dir}-2`, '--listen', `127.0.0.1:${port}`)).toMatch(
      /--listen: .*EADDRINUSE/,
    );
    other.close();
  });

  it('refuses another name than its directory’s, a damaged key and one that others can read', async () => {
    await (await startWitnessProcess(dir, '--name', 'witness.example/w1')).end();
    expect(await refusal('--dir', dir, '--name', 'witness.example/w2')).toContain('witness.example/w1');
    const path = join(dir, 'witness-key.json');
    expect(statSync(path).mode % 0o1000).toBe(0o600);
    chmodSync(path, 0o644);
    expect(await refusal('--dir', dir)).toContain('chmod 600');
    const text = readFileSync(path, 'utf8');
    for (const damaged of ['', '{}', text.slice(0, 90), text.replace('Ed25519', 'X25519')]) {
      writeFileSync(path, damaged);
      chmodSync(path, 0o600);
      expect(await refusal('--dir', dir)).toContain('does not hold the key of a witness');
    }
  });

  it('does not start on a checkpoint that it did not write', async () => {
    const log = new TestLog();
    const options = ['--log', formatVerifierKey(log.notary.key)];
    const witness = await startWitnessProcess(dir, ...options);
    await addCheckpoint(witness.url, log.request(0, 3));
    await witness.end();
    // The directory of the one with the key of another, as a careless restore would leave it.
    await (await startWitnessProcess(`${dir}-2`)).end();
    writeFileSync(join(dir, 'witness-key.json'), readFileSync(join(`${dir}-2`, 'witness-key.json')));
    expect(await refusal('--dir', dir, ...options)).toMatch(/--dir: .*is damaged, or of another witness/);
  });

  it('knows the logs of its options and of its file, by any of their keys, also by an origin with spaces', async () => {
    const log = new TestLog();
    const [second, other] = [makeNotary('keys.example/second'), makeNotary('keys.example/other')];
    const spaced = 'go.sum database tree';
    mkdirSync(dir);
    const lines = [
      `  ${formatVerifierKey(second.key)} ${log.origin}`,
      `${formatVerifierKey(other.key)} ${spaced}`,
      '# no more',
    ];
    writeFileSync(join(dir, 'logs.txt'), lines.join('\n'));
    const witness = await startWitnessProcess(dir, '--log', formatVerifierKey(log.notary.key));
    const ask = async (origin: string, size: number, by: Notary): Promise<number> => {
      const note = noteOf(formatCheckpoint({ ...log.head(size), origin }), by);
      return (await addCheckpoint(witness.url, requestOf(0, [], formatNote(note)))).status;
    };
    expect(await ask(log.origin, 0, log.notary)).toBe(200);
    expect(await ask(log.origin, 3, second)).toBe(200);
    expect(await ask(spaced, 3, other)).toBe(200);
    expect(await ask(spaced, 3, second)).toBe(403);
    expect(await ask('go.sum', 3, other)).toBe(404);
    expect(await ask(other.key.name, 3, other)).toBe(404);
    await witness.end();
  });
});
