import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptDays, LookAgeing } from '../../src/scan/looks/look-ageing.js';
import { freshUscc } from './parties.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';

const regionHeader = 'x-reader-region';
const agent = 'Mozilla/5.0 (Linux; Android 16)';
/** Readers whose addresses must be found nowhere. */
const addresses = ['203.0.113.77', '2001:db8:77::77'];

let farm: Cooperative;
let batch: string;
let set: string;
let codes: { code: string; number: number }[];
let stored: pg.Client;

beforeAll(async () => {
  farm = await createCooperative({ env: { TRUST_PROXY: 'loopback', SCAN_REGION_HEADER: 'X-Reader-Region' } });
  batch = await farm.open('SCAN-1');
  const quantity = { value: '1000', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-11-01', stoppedOn: '2026-11-01' });
  const net = { value: '5', unit: 'KGM' };
  set = String((await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 40, net }))).id);
  const activated = await farm.record(batch, 'label', { action: 'activated', set, first: 1, last: 30 });
  expect(activated.status).toBe(201);
  codes = await farm.service.database.read(
    { name: 'test-warned-codes', text: 'select code, number from labels where set_id = $1 order by number' },
    [set],
  );
  stored = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await stored.connect();
});
afterAll(async () => {
  await stored.end();
  await farm.service.close();
});

/** Each test has activated labels of its own. */
function fresh(): string {
  const label = codes.shift();
  if (label === undefined || label.number > 30) throw new Error('no activated label is left');
  return label.code;
}

interface LookFrom {
  readonly address: string;
  readonly region?: string;
  readonly agent?: string;
}

async function look(code: string, from: LookFrom): Promise<number> {
  const answer = await fetch(`${farm.service.url}/seen/t/${code}`, {
    headers: {
      'user-agent': from.agent ?? agent,
      'x-forwarded-for': from.address,
      ...(from.region === undefined ? {} : { [regionHeader]: from.region }),
    },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** So many networks of one province. */
async function looksFrom(code: string, region: string, ...networks: number[]): Promise<void> {
  for (const network of networks) await look(code, { address: `10.${network}.1.1`, region });
}

interface Told {
  readonly verdict: string;
  readonly reason: string;
  readonly scans: {
    readonly count: number;
    readonly first: string;
    readonly pattern: string;
    readonly places: number | null;
  };
  readonly checks: readonly { readonly check: string; readonly status: string; readonly detail: string }[];
}

async function told(code: string, language = 'zh-CN'): Promise<Told> {
  const answer = await fetch(`${farm.service.url}/t/${code}`, {
    headers: { accept: 'application/json', 'accept-language': language },
  });
  return (await answer.json()) as Told;
}

const scansOf = ({ checks }: Told): string => checks.find(({ check }) => check === 'scans')?.detail ?? '';

async function page(code: string, language: string): Promise<string> {
  const headers = { accept: 'text/html', 'accept-language': language };
  return (await fetch(`${farm.service.url}/t/${code}`, { headers })).text();
}

async function warningsOf(caller: Caller, query = ''): Promise<Record<string, unknown>[]> {
  const answer = await caller.get(`/api/v1/scan-warnings${query}`);
  expect(answer.status).toBe(200);
  return answer.body['items'] as Record<string, unknown>[];
}

async function warningOf(code: string, rule = 'R81'): Promise<Record<string, unknown> | undefined> {
  const all = await warningsOf(farm.owner, `?organization=${farm.organizationId}&limit=200`);
  return all.find((warning) => warning['code'] === code && warning['rule'] === rule);
}

describe('a label that was scanned', () => {
  it('says how often and since when, in both languages, and never that the goods are not what they are', async () => {
    const code = fresh();
    expect(await told(code)).toMatchObject({
      scans: { count: 0, first: null, pattern: 'none', places: null },
    });
    expect(scansOf(await told(code, 'en'))).toBe('It was not scanned before.');
    await looksFrom(code, '37', 1);
    const first = await told(code);
    expect(first.scans).toMatchObject({ count: 1, pattern: 'first' });
    expect(scansOf(first)).toBe(`此前扫码 1 次，${first.scans.first}。`);
    await looksFrom(code, '44', 2, 3);
    const third = await told(code);
    expect(third.scans).toMatchObject({ count: 3, pattern: 'usual', places: null });
    expect(scansOf(third)).toBe(`扫码 3 次，首次 ${first.scans.first}，没有不寻常之处。`);
    expect(scansOf(await told(code, 'en'))).toBe(
      `Scanned 3 times, first on ${first.scans.first}: nothing unusual.`,
    );
    for (const language of ['zh-CN', 'en'])
      expect(await page(code, language)).not.toMatch(/假|伪|fake|counterfeit|forged|不是正品/i);
    expect(await warningOf(code)).toBeUndefined();
  });

  it('in as many places as a copied one would be is a caution, on the page too, and its issuer is told', async () => {
    const code = fresh();
    await looksFrom(code, '37', 1, 2);
    await looksFrom(code, '440000', 3);
    expect((await told(code)).scans.pattern).toBe('usual');
    await looksFrom(code, 'CN-BJ', 4);
    const answer = await told(code);
    expect(answer).toMatchObject({
      verdict: 'caution',
      reason: 'unusual-scans',
      scans: { count: 4, pattern: 'unusual', places: 3 },
    });
    const said = '这个码在 3 个地区被扫描 4 次，可能被复制。请核对包装、批号和购买处。';
    expect(scansOf(answer)).toBe(said);
    expect(await page(code, 'zh-CN')).toContain(said);
    expect(await page(code, 'en')).toContain('4 scans in 3 regions: perhaps a copy. Compare the package.');
    for (const language of ['zh-CN', 'en'])
      expect(await page(code, language)).not.toMatch(/假|fake|counterfeit/i);
    expect(await warningOf(code)).toMatchObject({
      organization: farm.organizationId,
      batch,
      set,
      rule: 'R81',
      detail: '在 3 个地区被扫描 4 次，可能被复制。',
      looks: 4,
      networks: 4,
      places: 3,
      state: 'open',
      reason: null,
    });
  });

  it('is the same for programs that ask for its linkset, whatever its scans', async () => {
    const code = fresh();
    await looksFrom(code, '37', 1, 2);
    await looksFrom(code, '44', 3, 4, 5);
    const headers = { accept: 'application/linkset+json' };
    const answer = await fetch(`${farm.service.url}/t/${code}`, { headers });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(code);
  });

  it('from six networks of which nobody says the place is a caution that names no place', async () => {
    const code = fresh();
    for (const network of [1, 2, 3, 4, 5]) await look(code, { address: `10.${network}.1.1` });
    expect((await told(code)).scans.pattern).toBe('usual');
    for (const network of [6, 7]) await look(code, { address: `10.${network}.1.1` });
    const answer = await told(code);
    expect(answer.scans).toMatchObject({ pattern: 'unusual', places: null });
    expect(scansOf(answer)).toContain('个网络被扫描 7 次');
    expect(await warningOf(code)).toMatchObject({ places: 0 });
  });
});

describe('looks that somebody makes up', () => {
  it('from one network raise nothing, in whatever number, under whatever name and from all of an IPv6 /32', async () => {
    const code = fresh();
    for (let turn = 0; turn < 300; turn += 1) {
      const one = { address: `203.0.${turn % 250}.${turn % 199}`, region: '37', agent: `agent ${turn}` };
      const same = { address: `2001:db8:${turn.toString(16)}::1`, agent: `agent ${turn}` };
      await look(code, turn % 2 === 0 ? one : same);
    }
    const { scans, verdict } = await told(code);
    expect(scans).toMatchObject({ count: 300, pattern: 'usual' });
    expect(verdict).not.toBe('invalid');
    expect(await warningOf(code)).toBeUndefined();
  });

  it.each(['', 'Atlantis', '99', 'CN-ZZ', 'XX', 'T1', "37'; drop table scans", '3'.repeat(4_000), 'US,37'])(
    'with %j for a province count as from nowhere',
    async (region) => {
      const code = codes[0]?.code ?? '';
      expect(
        await look(code, { address: `172.16.${region.length % 250}.1`, region, agent: region.slice(0, 9) }),
      ).toBe(200);
      const { rows } = await stored.query('select distinct place from scan_days where code = $1', [code]);
      expect(rows).toEqual([{ place: '' }]);
    },
  );

  it('know no province where the proxy does not forward an address, as one that nobody named would', async () => {
    codes.shift();
    const code = fresh();
    for (const [turn, region] of ['37', '44', '11', '65', '50'].entries()) {
      const headers = { 'user-agent': `agent ${turn}`, [regionHeader]: region };
      await (await fetch(`${farm.service.url}/seen/t/${code}`, { headers })).arrayBuffer();
    }
    expect((await told(code)).scans).toMatchObject({ count: 5, pattern: 'usual' });
  });
});

describe('a label that is scanned before it is activated', () => {
  it('says so, and its issuer is told, once however often it is scanned', async () => {
    const code = codes.at(-1)?.code ?? '';
    await looksFrom(code, '37', 1, 2, 3);
    expect(await told(code)).toMatchObject({ verdict: 'caution', reason: 'not-activated' });
    expect(await warningOf(code, 'R80')).toMatchObject({
      rule: 'R80',
      number: 40,
      detail: '标签还没有启用，就被扫描 1 次，可能流出了空白标签。',
      state: 'open',
    });
    const all = await warningsOf(farm.owner, '?limit=200');
    expect(all.filter((warning) => warning['code'] === code)).toHaveLength(1);
  });
});

describe('warnings', () => {
  it('are listed newest first, page by page, open or closed, in the reader’s language', async () => {
    const all = await warningsOf(farm.owner);
    const ids = all.map(({ id }) => String(id));
    expect(ids.length).toBeGreaterThan(2);
    expect(ids).toEqual(ids.toSorted().reverse());
    const paged: string[] = [];
    let next: string | undefined = `/api/v1/scan-warnings?organization=${farm.organizationId}&limit=1`;
    while (next !== undefined) {
      const answer = await farm.owner.get(next);
      paged.push(...(answer.body['items'] as { id: string }[]).map(({ id }) => id));
      next = /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(paged).toEqual(ids);
    expect(await warningsOf(farm.owner, '?state=closed')).toEqual([]);
    const english = await farm.owner.get('/api/v1/scan-warnings?limit=1', { 'accept-language': 'en' });
    expect(JSON.stringify(english.body)).toContain('may have');
  });

  it('are for members, for those who oversee the region and for nobody else', async () => {
    const [newest] = await warningsOf(farm.owner);
    const path = `/api/v1/scan-warnings/${String(newest?.['id'])}`;
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const here = await signIn(farm.service, 'regulator', null, '3706');
    for (const caller of [farm.owner, viewer, here]) {
      expect((await caller.get(path)).body).toEqual(newest);
      expect(await warningsOf(caller)).toContainEqual(newest);
    }
    const body = { kind: 'cooperative', name: '别家合作社', uscc: freshUscc(), region: '440114' };
    const foreignId = String((await made(farm.admin.post('/api/v1/organizations', body))).id);
    const stranger = await signIn(farm.service, 'owner', foreignId);
    const elsewhere = await signIn(farm.service, 'regulator', null, '44');
    const unknown = `/api/v1/scan-warnings/${randomUUID()}`;
    for (const caller of [stranger, elsewhere]) {
      expect(await warningsOf(caller)).toEqual([]);
      const [foreign, missing] = [await caller.get(path), await caller.get(unknown)];
      expect(foreign.status).toBe(404);
      expect({ ...foreign.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
      expect((await caller.post(`${path}/closing`, { reason: '样品' })).status).toBe(404);
      expect((await caller.get(`/api/v1/scan-warnings?organization=${farm.organizationId}`)).status).toBe(
        404,
      );
    }
    expect((await fetch(farm.service.url + path)).status).toBe(401);
  });

  it('are closed by their issuer alone, with a reason, once; the page stays as it is', async () => {
    const warning = (await warningsOf(farm.owner)).find(({ rule }) => rule === 'R81');
    const path = `/api/v1/scan-warnings/${String(warning?.['id'])}/closing`;
    const code = String(warning?.['code']);
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const regulator = await signIn(farm.service, 'regulator', null, '3706');
    for (const caller of [viewer, regulator])
      expect([403, 404]).toContain((await caller.post(path, { reason: '样品' })).status);
    const before = await told(code);
    const closed = await farm.owner.post(path, { reason: '样品摆在货架上' });
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ state: 'closed', reason: '样品摆在货架上' });
    expect((await farm.owner.post(path, { reason: '样品摆在货架上' })).body).toEqual(closed.body);
    const other = await farm.owner.post(path, { reason: '别的理由' });
    expect([other.status, other.body['type']]).toEqual([409, '/problems/warning-closed']);
    await look(code, { address: '10.200.1.1', region: '65' });
    expect(await warningOf(code)).toEqual(closed.body);
    expect((await told(code)).reason).toBe(before.reason);
  });

  it('are closed by PostgreSQL for nobody else either, nor once more', async () => {
    const open = (await warningsOf(farm.owner, '?state=open'))[0]?.['id'];
    const closed = (await warningsOf(farm.owner, '?state=closed'))[0]?.['id'];
    const members = { organizations: [farm.organizationId], regions: [] };
    const officials = { organizations: [], regions: ['37'] };
    const close = {
      name: 'test-close',
      text: "update scan_warnings set closed_at = now(), reason = 'x' where id = $1 returning id",
    };
    for (const [scope, id] of [
      [officials, open],
      [members, closed],
    ] as const)
      expect(await farm.service.database.tenant(scope).write(close, [id])).toEqual([]);
    const erase = {
      name: 'test-unclose',
      text: 'update scan_warnings set closed_at = null, reason = null where id = $1',
    };
    await expect(farm.service.database.tenant(members).write(erase, [open])).rejects.toMatchObject({
      code: '42501',
    });
  });

  it.each([
    [{}, '/reason'],
    [{ reason: '' }, '/reason'],
    [{ reason: 'x'.repeat(401) }, '/reason'],
    [{ reason: '打电话 13812345678' }, '/reason'],
    [{ reason: 7 }, '/reason'],
    [{ reason: '样品', state: 'closed' }, '/state'],
  ])('are not closed with %j', async (body, pointer) => {
    const [newest] = await warningsOf(farm.owner, '?state=open');
    const answer = await farm.owner.post(`/api/v1/scan-warnings/${String(newest?.['id'])}/closing`, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each(['organization=x', 'state=odd', 'cursor=1', 'limit=0', 'limit=201', 'region=37'])(
    'are not listed by %s',
    async (query) => {
      const answer = await farm.owner.get(`/api/v1/scan-warnings?${query}`);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toHaveLength(1);
    },
  );
});

describe('what is kept of who looked', () => {
  it('is no address, no agent and no time of day, in any table, log line, metric or answer', async () => {
    const code = fresh();
    const name = 'Mozilla/5.0 (a very special telephone)';
    for (const address of addresses)
      expect(await look(code, { address, region: '370686', agent: name })).toBe(200);
    expect((await told(code)).scans.count).toBe(2);
    const tables = await stored.query<{ name: string }>(
      "select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'",
    );
    const texts: string[] = [];
    for (const { name: table } of tables.rows) {
      const { rows } = await stored.query<{ text: string }>(
        `select to_jsonb(t)::text as text from ${table} t`,
      );
      texts.push(...rows.map(({ text }) => text));
    }
    expect(texts.length).toBeGreaterThan(100);
    const metrics = await fetch(`${farm.service.url}/metrics`);
    texts.push(JSON.stringify(farm.service.logLines()), await metrics.text(), await page(code, 'en'));
    texts.push(JSON.stringify(await warningsOf(farm.owner)));
    for (const secret of [...addresses, '203.0.', '2001:db8', 'special telephone'])
      expect(
        texts.filter((text) => text.includes(secret)),
        secret,
      ).toEqual([]);
    const { rows } = await stored.query('select * from scan_days where code = $1', [code]);
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] as object).sort()).toEqual(['code', 'day', 'looks', 'networks', 'place']);
    expect(rows[0]).toMatchObject({ looks: 2, place: '37' });
  });

  it('stays within bounds for one code and day, whoever looks', async () => {
    const code = fresh();
    const looks = Array.from({ length: 80 }, (_, at) => at);
    await Promise.all(
      looks.map((at) => look(code, { address: `${at + 20}.7.1.1`, region: '37', agent: `a ${at}` })),
    );
    const { rows } = await stored.query<{ looks: number; networks: number[] }>(
      'select looks, networks from scan_days where code = $1',
      [code],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ looks: 80 });
    expect(rows[0]?.networks).toHaveLength(64);
    expect((await told(code)).scans.count).toBe(80);
  });

  it('is forgotten after ninety days, all but how often and since when', async () => {
    const code = fresh();
    await looksFrom(code, '37', 1, 2);
    await looksFrom(code, '44', 3);
    await looksFrom(code, '11', 4);
    const { count, first, pattern } = (await told(code)).scans;
    expect(pattern).toBe('unusual');
    const job = farm.service.app.get(LookAgeing, { strict: false });
    const daysLater = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    const days = async (): Promise<number> =>
      (await stored.query('select from scan_days where code = $1', [code])).rowCount ?? 0;
    await job.run(daysLater(keptDays - 1));
    expect(await days()).toBe(3);
    await job.run(daysLater(keptDays));
    expect(await days()).toBe(0);
    expect((await told(code)).scans).toEqual({ count, first, pattern: 'usual', places: null });
    expect((await stored.query('select from scan_days')).rowCount).toBe(0);
  });
});
