import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleLists } from '../../src/cli/demo-lists.js';
import { startService, type ServiceProcess } from '../support/processes.js';
import { written } from '../support/written.js';

interface Demo {
  url: string;
  accounts: { role: string; login: string; password: string }[];
  batches: { id: string; lot: string }[];
  labels: { batch: string; uri: string }[];
}

let service: ServiceProcess;
let demo: Demo;
beforeAll(async () => {
  service = await startService({ args: [] });
  demo = JSON.parse(await written(join(service.dataDir, 'demo.json'))) as Demo;
});
afterAll(() => service.end('SIGTERM'));

async function token(login: string): Promise<Record<string, string>> {
  const account = demo.accounts.find((candidate) => candidate.login === login);
  const answer = await fetch(`${service.url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: account?.password }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

async function available(login: string, lot: string): Promise<unknown> {
  const batch = demo.batches.find((candidate) => candidate.lot === lot);
  const headers = await token(login);
  const answer = await fetch(`${service.url}/api/v1/batches/${String(batch?.id)}`, { headers });
  return ((await answer.json()) as { balance: { available: object } }).balance.available;
}

describe('furrow serve on an empty data directory', () => {
  it('records the apple batch with the balance of the example', async () => {
    expect(await available('apple', 'APP-20261018-01-G1')).toEqual({ value: '16300', unit: 'KGM' });
  });

  it('records the rice batch with the balance of the example', async () => {
    expect(await available('rice', 'PADDY-1D')).toEqual({ value: '6440', unit: 'KGM' });
  });

  it('records a market whose tomatoes are recalled by the inspector, with everything it reaches', async () => {
    expect(await available('market', 'TOM-MIX-1113')).toEqual({ value: '140', unit: 'KGM' });
    const read = async (login: string, path: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${service.url}/api/v1${path}`, { headers: await token(login) });
      return (await answer.json()) as Record<string, unknown>;
    };
    const { items } = (await read('inspector', '/recalls')) as { items: { id: string }[] };
    const recall = `/recalls/${String(items[0]?.id)}`;
    const reached = (await read('inspector', recall)) as { batches: { lot: string }[] };
    expect(reached).toMatchObject({ complete: true, totals: { holders: 1, batches: 2 } });
    expect(reached.batches.map(({ lot }) => lot).sort()).toEqual(['TOM-IN-A', 'TOM-MIX-1113']);
    const mixed = demo.batches.find(({ lot }) => lot === 'TOM-MIX-1113');
    const back = await read('regulator', `/batches/${String(mixed?.id)}/trace?direction=backward`);
    expect((back['nodes'] as { lot: string }[]).map(({ lot }) => lot)).toEqual(
      expect.arrayContaining(['TOM-20261112-A', 'TOM-20261112-B']),
    );
    const label = demo.labels.find(({ batch }) => batch === mixed?.id);
    const page = await fetch(String(label?.uri), { headers: { accept: 'application/json' } });
    expect(await page.json()).toMatchObject({
      verdict: 'caution',
      facts: { recall: { by: '示例市场监督管理局' } },
    });
  });

  it('lets the regulator of the start page handle what stands out, in the name of the authority', async () => {
    const headers = await token('regulator');
    const listed = await fetch(`${service.url}/api/v1/anomalies?rule=R61`, { headers });
    const { items } = (await listed.json()) as { items: { id: string }[] };
    const url = `${service.url}/api/v1/anomalies/${String(items[0]?.id)}/assignment`;
    const taken = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await taken.json()).toMatchObject({
      state: 'assigned',
      authority: { name: '示例市场监督管理局' },
    });
  });

  it('publishes the sample lists, and says that they are samples', async () => {
    const { items } = (await (await fetch(`${service.url}/api/v1/lists`)).json()) as {
      items: { name: string; newest: { version: number; source: string } | null }[];
    };
    const published = items.filter(({ newest }) => newest !== null);
    expect(published.map(({ name }) => name)).toEqual(sampleLists);
    for (const { newest } of published)
      expect(newest).toMatchObject({ version: 1, source: expect.stringMatching(/示例/) as string });
  });

  it('prints an address whose code is signed, issued and of a whole chain', async () => {
    const [label] = demo.labels;
    const answer = await fetch(`${service.url}/api/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: label?.uri }),
    });
    const view = (await answer.json()) as { checks: { check: string; status: string }[] };
    for (const name of ['label-signature', 'label-issued', 'chain', 'statement-signatures']) {
      expect(view.checks.find((check) => check.check === name)?.status, name).toBe('pass');
    }
    expect(service.output()).toContain(label?.uri);
  });

  it('keeps passwords in a file that only its owner can read', async () => {
    const { mode } = await stat(join(service.dataDir, 'demo.json'));
    expect((mode % 0o1000).toString(8)).toBe('600');
  });

  it('comes back after kill -9 with everything it had acknowledged, and loads no second demo', async () => {
    const before = await written(join(service.dataDir, 'demo.json'));
    const { dataDir } = service;
    await service.end('SIGKILL');
    service = await startService({ dataDir, args: [] });
    expect(await written(join(dataDir, 'demo.json'))).toBe(before);
    expect(await available('apple', 'APP-20261018-01-G1')).toEqual({ value: '16300', unit: 'KGM' });
  });

  it('says which variable to change when its port is taken, and ends', async () => {
    const second = await startService({ port: service.port, wait: false });
    await second.ended();
    expect(second.output()).toContain('PORT');
  });
});
