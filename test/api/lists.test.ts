import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { grantOf } from '../support/certifying.js';
import { takeIn } from '../support/people.js';
import { judgeAll } from '../support/anomalies.js';
import { audited } from '../support/auditing.js';
import { TestDevice, trustOf } from '../support/device.js';
import { fillPath, readDescription, type Operation } from './operations.js';

/** Traces, whose limit is one of batches and not of a page; and lists that other tests fill and page. */
const ownTests =
  /\/trace\b|^\/api\/v1\/(colleagues|deliveries|inspection-tasks|lists|recalls|recall-notices|scan-warnings)\b|\/(partners|shipments)$/;

let farm: Cooperative;
let regulator: Caller;
let lists: readonly Operation[];
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  farm = await createCooperative();
  const { operations } = await readDescription(farm.service);
  lists = operations.filter(
    ({ method, path, parameters }) =>
      method === 'GET' && parameters.some(({ name }) => name === 'limit') && !ownTests.test(path),
  );
  const batch = await farm.open();
  await farm.open();
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const quantity = { value: '100', unit: 'KGM' };
  await made(farm.record(batch, 'harvest', { quantity, startedOn: day, stoppedOn: day }));
  for (const units of [1, 2, 3])
    await made(
      farm.owner.post(`/api/v1/batches/${batch}/labels`, { units, net: { value: '1', unit: 'KGM' } }),
    );
  for (const number of ['示例-1', '示例-2']) {
    const ten = { quantity: { value: '10', unit: 'KGM' }, number };
    await made(farm.record(batch, 'certificate', { ...exampleOf('certificate'), ...ten }));
    await made(farm.record(batch, 'inspection', { ...exampleOf('inspection'), reportNo: number }));
    await made(
      farm.owner.post(
        `/api/v1/organizations/${farm.organizationId}/certifications`,
        grantOf(farm, { number }),
      ),
    );
  }
  for (const name of ['梨', '桃'])
    await made(farm.owner.post('/api/v1/products', { name, category: 'FRU', unit: 'KGM' }));
  await made(farm.owner.post('/api/v1/sites', { name: '西坡', publicName: '栖霞市', region: '370686' }));
  await made(
    farm.owner.post('/api/v1/organizations', { kind: 'household', name: '7 号农户', region: '370686' }),
  );
  for (const name of ['示例农户甲', '示例农户乙']) await takeIn(farm, { name });
  for (const name of ['1 号秤', '2 号秤'])
    await made(
      farm.owner.post(`/api/v1/organizations/${farm.organizationId}/clients`, {
        name,
        scopes: ['batches:read'],
      }),
    );
  for (const role of ['viewer', 'recorder']) await made(farm.owner.post('/api/v1/invitations', { role }));
  await signIn(farm.service, 'viewer', farm.organizationId);
  for (const login of ['lists-1', 'lists-2']) {
    const account = { login, name: login, password: 'a long enough password', role: 'viewer' };
    await made(farm.owner.post('/api/v1/members', account));
    const applicant = { name: login, region: '370686', responsible: '负责人', contact: '0535-2000000' };
    await made(farm.owner.post('/api/v1/applications', { kind: 'family-farm', ...applicant }));
    await made(farm.admin.post('/api/v1/break-glass', { batch, reason: '核对来源记录' }));
  }
  regulator = await signIn(farm.service, 'regulator', null, '37');
  await fillForAuthorities(batch);
  const trust = await trustOf(farm);
  for (const name of ['手机', '办公室'])
    await new TestDevice(farm, trust).start().enrol({ name, kind: 'phone' });
  ids = { batch, organization: farm.organizationId };
});

afterAll(() => farm.service.close());

/** What officials list: two findings, two checks of all chains, two files. */
async function fillForAuthorities(batch: string): Promise<void> {
  const late = { occurredAt: new Date(Date.now() - 5 * 86_400_000).toISOString() };
  for (const reason of ['压伤', '腐烂']) await made(farm.record(batch, 'hold', { reason }, late));
  await judgeAll(farm);
  for (let turn = 0; turn < 2; turn += 1) {
    await audited(regulator);
    await made(regulator.post('/api/v1/exports', { template: 'regulator-table' }));
  }
}

/** Data of a kind that can be recorded as they are. */
function exampleOf(name: string): object {
  return findKind(name)?.example ?? {};
}

function addressOf({ path, parameters }: Operation): string {
  const id = path.includes('batches') ? ids['batch']! : farm.organizationId;
  const needsOrganization =
    path === '/api/v1/batches' ||
    parameters.some(({ name, required }) => name === 'organization' && required === true);
  return `${fillPath(path, { id })}?${needsOrganization ? `organization=${farm.organizationId}&` : ''}limit=`;
}

/** What authorities list, an official of the region reads. Accounts, label keys, applications and break-glass requests are for the admin to read. */
function readerOf(path: string): Caller {
  if (/^\/api\/v1\/(anomalies|audit|exports)/.test(path)) return regulator;
  return /^\/api\/v1\/(accounts|applications|break-glass|label-keys)/.test(path) ? farm.admin : farm.owner;
}

/** The items of a page and the address of the next one. */
async function page(address: string): Promise<{ items: unknown[]; next: string | null }> {
  const caller = readerOf(address);
  const answer = await caller.get(address);
  expect(answer.status, `${address} ${JSON.stringify(answer.body)}`).toBe(200);
  const next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  return { items: answer.body['items'] as unknown[], next };
}

describe('a list', () => {
  it('is one of these, and there is no other that answers a bare list', async () => {
    expect(lists.map(({ path }) => path).sort()).toEqual([
      '/api/v1/accounts',
      '/api/v1/anomalies',
      '/api/v1/applications',
      '/api/v1/audit/chains',
      '/api/v1/audit/runs',
      '/api/v1/batches',
      '/api/v1/batches/{id}/certificates',
      '/api/v1/batches/{id}/events',
      '/api/v1/batches/{id}/inspections',
      '/api/v1/batches/{id}/labels',
      '/api/v1/break-glass',
      '/api/v1/exports',
      '/api/v1/invitations',
      '/api/v1/label-keys',
      '/api/v1/members',
      '/api/v1/organizations',
      '/api/v1/organizations/{id}/accesses',
      '/api/v1/organizations/{id}/certifications',
      '/api/v1/organizations/{id}/clients',
      '/api/v1/organizations/{id}/keys',
      '/api/v1/organizations/{id}/keys/enrolments',
      '/api/v1/organizations/{id}/people',
      '/api/v1/products',
      '/api/v1/sites',
    ]);
    const { operations } = await readDescription(farm.service);
    const bare = operations.filter(
      ({ path, responses }) =>
        responses['200']?.content?.['application/json']?.schema?.type === 'array' && !ownTests.test(path),
    );
    expect(bare).toEqual([]);
  });

  it('is read page by page, each item once, and the last page links to no other', async () => {
    for (const list of lists) {
      const address = addressOf(list);
      const whole = await page(`${address}200`);
      expect(whole.next, address).toBeNull();
      const found: unknown[] = [];
      let pages = 0;
      for (let next: string | null = `${address}1`; next !== null; pages += 1) {
        const step: { items: unknown[]; next: string | null } = await page(next);
        found.push(...step.items);
        next = step.next;
      }
      expect(found, address).toEqual(whole.items);
      expect(pages, address).toBe(whole.items.length);
    }
  });

  it('has at least two items in each of these tests, so that there is a next page', async () => {
    for (const list of lists.filter(({ path }) => !path.includes('keys'))) {
      const { items } = await page(`${addressOf(list)}200`);
      expect(items.length, list.path).toBeGreaterThan(1);
    }
  });

  it.each(['0', '201', 'x', '1.5', '-1', '1&limit=2'])('is not cut at %s', async (limit) => {
    for (const list of lists) {
      const caller = readerOf(list.path);
      const answer = await caller.get(addressOf(list) + limit);
      expect([answer.status, answer.body.errors?.[0]?.pointer], list.path).toEqual([422, '/query/limit']);
    }
  });
});

describe('an entity', () => {
  it('is answered with its tag, and not again to whoever holds it', async () => {
    const { operations } = await readDescription(farm.service);
    const entities = operations.filter(({ parameters }) =>
      parameters.some(({ name }) => name === 'If-None-Match'),
    );
    expect(entities.map(({ path }) => path)).toContain('/api/v1/batches/{id}');
    const addresses = [
      `/api/v1/batches/${ids['batch']!}`,
      `/api/v1/organizations/${farm.organizationId}`,
      `/api/v1/products/${farm.productId}`,
      `/api/v1/sites/${farm.siteId}`,
    ];
    for (const address of addresses) {
      const first = await farm.owner.get(address);
      const tag = first.headers.get('etag') ?? '';
      expect(tag, address).toMatch(/^"[\w-]{43}"$/);
      expect((await farm.owner.get(address, { 'if-none-match': tag })).status).toBe(304);
      expect((await farm.owner.get(address, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  it('has another tag when it changed', async () => {
    const address = `/api/v1/batches/${ids['batch']!}`;
    const before = (await farm.owner.get(address)).headers.get('etag') ?? '';
    await made(farm.record(ids['batch']!, 'hold', { reason: '等待复检' }));
    const answer = await farm.owner.get(address, { 'if-none-match': before });
    expect([answer.status, answer.body.state]).toEqual([200, 'held']);
  });
});
