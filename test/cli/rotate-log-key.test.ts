import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demo } from '../../src/cli/demo-story.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';
import { furrow, type Ran } from '../support/furrow.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { until } from '../support/until.js';
import { written } from '../support/written.js';

const before = 'rotation.example/2026';
const after = 'rotation.example/2026-2';

let folder: string;
let service: ServiceProcess;
let demo: Demo;

beforeAll(async () => {
  folder = await createTestFolder();
  service = await startService({ args: [], env: { LOG_ORIGIN: before } });
  demo = JSON.parse(await written(join(service.dataDir, 'demo.json'))) as Demo;
  await sound('old-evidence.json');
  await save('old-trust.json', await served('/.well-known/furrow/trust.json'));
});
afterAll(async () => {
  await service.end('SIGTERM');
  await removeTestFolder(folder);
});

async function served(path: string): Promise<string> {
  const answer = await fetch(service.url + path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}

async function save(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}

/** Saves the evidence of a batch once the page of its label says that everything holds. */
async function sound(name: string): Promise<void> {
  const [batch] = demo.batches;
  await until(async () => {
    const answer = await fetch(`${service.url}/evidence/${batch?.code}`);
    await save(name, await answer.text());
    return answer.ok && (await verify(name, null)).code !== 3;
  }, 200);
}

async function verify(evidence: string, trust: string | null): Promise<Ran> {
  if (trust === null) await save('trust.json', await served('/.well-known/furrow/trust.json'));
  return furrow(['verify', evidence, '--trust', trust ?? 'trust.json'], { cwd: folder });
}

const rotate = (options: { readonly args?: readonly string[]; readonly killAfterMs?: number } = {}) =>
  furrow(['rotate-log-key', ...(options.args ?? [])], {
    env: { DATA_DIR: service.dataDir, LOG_ORIGIN: before },
    ...(options.killAfterMs === undefined ? {} : { killAfterMs: options.killAfterMs }),
  });

/** A command that was killed holds the lease for ten seconds. */
async function rotatedAtLast(): Promise<Ran> {
  return until(async () => {
    const ran = await rotate();
    return !ran.stderr.includes('a service is running') && ran;
  }, 1_000);
}

/** Nothing may come after the end of a log, so that nothing is recorded in between. */
async function refusesToServe(): Promise<void> {
  if (!existsSync(join(service.dataDir, 'log-origin.next'))) return;
  const { code, stderr } = await furrow(['serve'], { env: { DATA_DIR: service.dataDir } });
  expect([code, stderr]).toEqual([3, expect.stringContaining('rotate-log-key') as string]);
}
const audit = (trust: string, ...args: readonly string[]): Promise<Ran> =>
  furrow(['audit', `${service.url}/log`, '--trust', trust, '--json', ...args], { cwd: folder });

describe('furrow rotate-log-key', () => {
  it('refuses while a service runs, and changes nothing', async () => {
    expect((await audit('old-trust.json', '--state', 'state.json')).code).toBe(0);
    const { code, stderr } = await rotate();
    expect([code, stderr]).toEqual([3, expect.stringContaining('a service is running') as string]);
    expect(existsSync(join(service.dataDir, 'log-origin.next'))).toBe(false);
  });

  it('refuses what cannot name a log', async () => {
    const { code, stderr } = await rotate({ args: ['--origin', 'Not A Name'] });
    expect([code, stderr]).toEqual([3, expect.stringContaining('--origin') as string]);
  });

  it('ends the log, and a new one goes on with its tree under another key', async () => {
    const oldKey = await readFile(join(service.dataDir, 'log.key'), 'utf8');
    await service.end('SIGTERM');
    const killed = await rotate({ killAfterMs: 4_000 });
    if (killed.code === null) await refusesToServe();
    const { code, stdout } = await rotatedAtLast();
    expect([code, stdout]).toEqual([0, expect.stringContaining(after) as string]);
    expect(await readFile(join(service.dataDir, 'log.key'), 'utf8')).not.toBe(oldKey);
    expect(existsSync(join(service.dataDir, 'log.key.next'))).toBe(false);
    expect((await readFile(join(service.dataDir, 'log-origin'), 'utf8')).trim()).toBe(after);

    service = await startService({ dataDir: service.dataDir, port: service.port, args: [] });
    await sound('new-evidence.json');
    expect(await served('/log/checkpoint')).toMatch(new RegExp(`^${after}\n`));
    await save('new-trust.json', await served('/.well-known/furrow/trust.json'));
  });

  it('breaks no old proof: what the old key signed is verified with the old trust file and with the new', async () => {
    for (const trust of ['old-trust.json', 'new-trust.json']) {
      const { code, stdout } = await verify('old-evidence.json', trust);
      expect([trust, code, stdout]).toEqual([trust, 0, expect.any(String) as string]);
    }
    expect((await verify('new-evidence.json', 'new-trust.json')).code).toBe(0);
    expect((await verify('new-evidence.json', 'old-trust.json')).code).toBe(2);
  });

  it('lets an audit go on from the state of the old log, and begin anew', async () => {
    const resumed = await audit('new-trust.json', '--state', 'state.json');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ verdict: 'good', log: after });
    expect((await audit('new-trust.json')).code).toBe(0);
  });

  it('is held by the audit against what the trust file says of the end', async () => {
    const trust = JSON.parse(await readFile(join(folder, 'new-trust.json'), 'utf8')) as {
      successions?: string[];
    };
    expect(trust.successions).toHaveLength(1);
    delete trust.successions;
    await save('without.json', JSON.stringify(trust));
    const { code, stdout } = await audit('without.json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ finding: { reason: 'chain-log', index: 0 } });
    expect((await verify('new-evidence.json', 'without.json')).code).toBe(2);
  });
});
