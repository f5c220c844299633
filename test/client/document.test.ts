import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house/project-files.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { harvest, harvestsOf, TestDevice, trustOf } from '../support/device.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';

let farm: Cooperative;
let folder: string;
beforeAll(async () => {
  [farm, folder] = await Promise.all([createCooperative(), createTestFolder()]);
});
afterAll(async () => {
  await farm.service.close();
  await removeTestFolder(folder);
});

/** Runs a program that imports this package by its name, as another project does. */
async function run(program: string, env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(program);
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('the example of docs/client.md', () => {
  it('does what the document says', async () => {
    const document = await readFile(join(root, 'docs', 'client.md'), 'utf8');
    const trust = join(folder, 'trust.json');
    await writeFile(trust, await trustOf(farm));
    const example = /```js\n([^]*?)```/.exec(document)?.[1] ?? '';
    const login = 'office-owner';
    const password = 'a long enough password';
    const grants = [{ role: 'owner', organizationId: farm.organizationId, region: null }] as const;
    await farm.service.signIn({ login, name: 'owner', password, grants });
    const batch = await farm.open();
    const env = { FURROW_URL: farm.service.url, ORGANIZATION: farm.organizationId, BATCH: batch };
    const { code, said } = await run(example.replace("'trust.json'", JSON.stringify(trust)), {
      ...env,
      LOGIN: login,
      PASSWORD: password,
    });
    expect(said.trim().split('\n')).toEqual([
      'approved',
      '{ recorded: 1, refused: 0, waiting: 0, stopped: null }',
      'harvest recorded 2',
    ]);
    expect(code).toBe(0);
    for (const line of said.trim().split('\n')) expect(document).toContain(`\`${line}\``);
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([120.5]);
  });
});

describe('what is exported from one device', () => {
  it('is recorded once, from whichever device it is sent', async () => {
    const trust = await trustOf(farm);
    const [one, other] = [new TestDevice(farm, trust), new TestDevice(farm, trust)];
    const batch = await farm.open();
    const first = one.start();
    await first.enrol({ name: 'old phone', kind: 'phone' });
    for (const kilograms of [1, 2, 3]) await first.tell(harvest(batch, kilograms));
    const text = await first.exportQueue();
    const second = other.start();
    expect(await second.importQueue(text)).toBe(3);
    expect(await second.importQueue(text)).toBe(0);
    await Promise.all([first.send(), second.send()]);
    expect([await first.send(), await second.send()]).toMatchObject([
      { recorded: 3, refused: 0 },
      { recorded: 3, refused: 0 },
    ]);
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1, 2, 3]);
    await expect(second.importQueue('{}')).rejects.toMatchObject({ code: 'queue-malformed' });
  });
});
