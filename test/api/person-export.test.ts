import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEntry } from '../../src/ledger/entry.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { readWholeChain } from '../support/ledger.js';
import { ask, takeIn, type Someone } from '../support/people.js';

/** Statements that name the person; the promise is about 10,000 (EXPORT_EVENTS=10000). */
const eventsMax = Number(process.env['EXPORT_EVENTS'] ?? 1_200);
const linesAtOnce = 200;

let farm: Cooperative;
let stranger: Consignee;
let farmer: Someone;
let batches: string[];
beforeAll(async () => {
  farm = await createCooperative();
  stranger = await createConsignee(farm);
  farmer = await takeIn(farm, { name: '示例农户甲', contact: '13812345678' });
  const other = await takeIn(farm, { name: '另一个人' });
  batches = [await farm.open('EXPORT-1'), await farm.open('EXPORT-2')];
  await made(farm.record(batches[0]!, 'harvest', { ...harvestOf(3), operator: other.reference }));
  await made(farm.record(batches[0]!, 'harvest', { ...harvestOf(3), operator: '没有点名' }));
  for (let sent = 0; sent < eventsMax; sent += linesAtOnce) {
    let lines = Array.from({ length: Math.min(linesAtOnce, eventsMax - sent) }, (_, index) => ({
      id: uuidv7(),
      batch: batches[index % 2],
      kind: 'harvest',
      occurredAt: new Date().toISOString(),
      data: { ...harvestOf(1), operator: farmer.reference },
    }));
    // What was not recorded because the service was busy is sent again under its id.
    while (lines.length > 0) {
      const answer = await fetch(`${farm.service.url}/api/v1/events:batch`, {
        method: 'POST',
        headers: { ...farm.owner.credentials, 'content-type': 'application/x-ndjson' },
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
      });
      const answers = (await answer.text()).trim().split('\n');
      const statuses = answers.map((text) => (JSON.parse(text) as { status: number }).status);
      expect(statuses.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
      lines = answer.ok ? lines.filter((_, index) => statuses[index] === 503) : lines;
    }
  }
}, 600_000);
afterAll(() => farm.service.close());

interface PersonFile {
  readonly person: { readonly id: string; readonly name: string; readonly contact: string };
  readonly consent: { readonly given: boolean };
  readonly statements: readonly {
    readonly chain: string;
    readonly seq: number;
    readonly kind: string;
    readonly recordedAt: string;
    readonly sentence: string;
    readonly fields: readonly { readonly field: string; readonly value: string }[];
  }[];
}

describe('the export of one person’s data', () => {
  it('is one JSON file with everything held about them, and nothing about anybody else', async () => {
    await ask(farm.owner, 'PUT', `${farmer.path}/consent`);
    const answer = await ask(farm.owner, 'GET', `${farmer.path}/export`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const file = (await answer.json()) as PersonFile;
    expect(file.person).toMatchObject({ id: farmer.id, name: '示例农户甲', contact: '13812345678' });
    expect(file.consent.given).toBe(true);
    const harvests = file.statements.filter(({ kind }) => kind === 'harvest');
    expect(harvests).toHaveLength(eventsMax);
    const others = file.statements.filter(({ kind }) => kind !== 'harvest');
    expect(others.map(({ kind }) => kind).sort()).toEqual(['consent-recorded', 'power-used']);
    const places = new Set(file.statements.map(({ chain, seq }) => `${chain} ${seq}`));
    expect(places.size).toBe(file.statements.length);
    for (const { fields } of harvests)
      expect(fields).toEqual([{ field: '/operator', value: farmer.reference }]);
    expect(harvests[0]?.sentence).toBe('采收 1 公斤');
    const [first] = harvests;
    const chain = { organizationId: farm.organizationId, chainId: first!.chain.slice('batch/'.length) };
    const entry = parseEntry((await readWholeChain(farm.service.database, chain))[first!.seq - 1]!.entry);
    expect(entry.recordedAt).toBe(first?.recordedAt);
  });

  it('is whole for a person whom nothing names', async () => {
    const nobody = await takeIn(farm, { name: '示例农户乙' });
    const answer = await ask(farm.owner, 'GET', `${nobody.path}/export`);
    expect(await answer.json()).toMatchObject({
      person: { name: '示例农户乙', contact: null },
      consent: { given: false, seq: null },
      statements: [{ kind: 'power-used', fields: [{ field: '/person', value: nobody.reference }] }],
    });
  });

  it('is for the owner and the person alone', async () => {
    const path = `${farmer.path}/export`;
    expect((await ask(stranger.owner, 'GET', path)).status).toBe(404);
    expect([403, 404]).toContain((await ask(farm.admin, 'GET', path)).status);
    expect((await fetch(farm.service.url + path)).status).toBe(401);
  });
});
