import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatVerifierKey } from '../../src/ledger/note.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { addCheckpoint, cosignedAt, startWitnessProcess, TestLog } from '../support/witnesses.js';

const dist = new URL('../../dist/', import.meta.url);
const moduleOf = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, dist)));

let folder: string;
let directory: string;
let log: TestLog;
let logOptions: string[];
let count = 0;

beforeAll(async () => {
  folder = await createTestFolder();
});
afterAll(() => removeTestFolder(folder));
beforeEach(() => {
  count += 1;
  directory = join(folder, `witness-${count}`);
  log = new TestLog();
  logOptions = ['--log', formatVerifierKey(log.notary.key)];
});

/** Runs a module on the built service until it ends; answers how, and what it printed. */
async function runModule(source: string): Promise<{ ended: number | string; out: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { ended: code ?? signal ?? -1, out };
}

/** A witness that is killed on its way: `before` or `after` the checkpoint is stored, always before it answers. */
function killedWitness(when: 'before' | 'after', body: string): string {
  return `
    import { openCosigner } from ${moduleOf('witness/witness-key.js')};
    import { startWitness } from ${moduleOf('witness/witness-server.js')};
    import { WitnessState } from ${moduleOf('witness/witness-state.js')};
    import { parseWitnessedLog } from ${moduleOf('witness/witness.js')};
    const directory = ${JSON.stringify(directory)};
    const cosigner = await openCosigner(directory, null, 'unused');
    class KilledState extends WitnessState {
      async store(origin, note) {
        if (${JSON.stringify(when)} === 'after') await super.store(origin, note);
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => undefined);
      }
    }
    const state = new KilledState(directory, cosigner.key);
    const { origin, key } = parseWitnessedLog(${JSON.stringify(logOptions[1])});
    const logs = new Map([[origin, [key]]]);
    const { url } = await startWitness({ host: '127.0.0.1', port: 0, logs, cosigner, state, warn: console.error });
    await fetch(url + '/add-checkpoint', { method: 'POST', body: ${JSON.stringify(body)} });
    console.log('answered');
  `;
}

describe('a witness that is killed', () => {
  it.each([
    ['after', 9],
    ['before', 5],
  ] as const)(
    '%s storing and before answering holds size %d, and no other history of it',
    async (when, size) => {
      const first = await startWitnessProcess(directory, ...logOptions);
      expect((await addCheckpoint(first.url, log.request(0, 5))).status).toBe(200);
      await first.end();
      const { ended, out } = await runModule(killedWitness(when, log.request(5, 9)));
      expect([ended, out]).toEqual(['SIGKILL', '']);
      const second = await startWitnessProcess(directory, ...logOptions);
      expect(await addCheckpoint(second.url, log.request(0, 3))).toMatchObject({
        status: 409,
        body: `${size}\n`,
      });
      const other = log.rewritten(2);
      expect(await addCheckpoint(second.url, other.request(size, 12))).toMatchObject({ status: 422 });
      const grown = await addCheckpoint(second.url, log.request(size, 12));
      expect(cosignedAt(grown, log.checkpoint(12), first.key)).toBeTypeOf('number');
      await second.end();
    },
  );

  it('again and again while it cosigns never forgets what it answered', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 5; round += 1) {
      const witness = await startWitnessProcess(directory, ...logOptions);
      const held = await addCheckpoint(witness.url, log.request(0, 0));
      const size = held.status === 409 ? Number(held.body) : 0;
      expect(size).toBeGreaterThanOrEqual(acknowledged);
      let at = size;
      const killed = new Promise<void>((resolve) => setTimeout(resolve, 150)).then(() =>
        witness.end('SIGKILL'),
      );
      const end = Math.min(size + 50, 300);
      while (at < end) {
        const answer = await addCheckpoint(witness.url, log.request(at, at + 1)).catch(() => null);
        if (answer === null) break;
        expect(answer.status).toBe(200);
        at += 1;
        acknowledged = at;
      }
      await killed;
    }
    expect(acknowledged).toBeGreaterThan(5);
  });

  it('between draft and name is not disturbed by the draft', async () => {
    const first = await startWitnessProcess(directory, ...logOptions);
    await addCheckpoint(first.url, log.request(0, 5));
    await first.end();
    const [name] = readdirSync(join(directory, 'checkpoints'));
    writeFileSync(join(directory, 'checkpoints', `${name!}.new`), 'half a draf');
    const second = await startWitnessProcess(directory, ...logOptions);
    expect((await addCheckpoint(second.url, log.request(5, 6))).status).toBe(200);
    await second.end();
    expect(readdirSync(join(directory, 'checkpoints'))).toEqual([name]);
  });
});

describe('the directory of a witness', () => {
  it('keeps key and name over starts, in a file for its owner alone', async () => {
    const first = await startWitnessProcess(directory, '--name', 'witness.example/w1');
    await first.end();
    const second = await startWitnessProcess(directory);
    expect(second.key).toEqual(first.key);
    expect(first.key).toMatchObject({ name: 'witness.example/w1', type: 'cosignature/v1' });
    await second.end();
  });

  it('is refused to a second process, and free once the first has ended, in order or not', async () => {
    const first = await startWitnessProcess(directory);
    await expect(startWitnessProcess(directory)).rejects.toThrow(
      /ended with 3: .*is the witness of this directory already/s,
    );
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await startWitnessProcess(directory);
    expect(await second.end('SIGKILL')).toBe('SIGKILL');
    const third = await startWitnessProcess(directory);
    await expect(startWitnessProcess(directory)).rejects.toThrow(
      /ended with 3: .*is the witness of this directory already/s,
    );
    expect(await third.end('SIGINT')).toBe(0);
  });

  it.each([
    ['that is gone', () => '4194304 boot/1 nonce\n'],
    [
      'whose number another process has',
      () => `${process.pid} 00000000-0000-4000-8000-000000000000/1 nonce\n`,
    ],
  ])('is given to one of many that find the lock of a process %s', async (_which, stale) => {
    mkdirSync(directory);
    writeFileSync(join(directory, 'lock.7'), stale());
    const source = `
      import { lockDirectory } from ${moduleOf('witness/directory-lock.js')};
      while (Date.now() < ${Date.now() + 3_000});
      try {
        lockDirectory(${JSON.stringify(directory)});
        console.log('mine');
      } catch {
        console.log('refused');
      }
      setTimeout(() => undefined, 4000);
    `;
    const runs = await Promise.all(Array.from({ length: 8 }, () => runModule(source)));
    expect(runs.map(({ out }) => out.trim()).sort()).toEqual(['mine', ...Array<string>(7).fill('refused')]);
    expect(readdirSync(directory)).toEqual(['lock.8']);
    expect(readFileSync(join(directory, 'lock.8'), 'utf8')).toMatch(/^\d+ /);
  });
});
