import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { parseEvidence } from '../../src/ledger/evidence.js';
import { Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { harvestOf, signInWith } from '../support/parties.js';
import { operatorOf, tracesOf, type Trace, whileLocked } from '../support/power-traces.js';

const secret = '张三丰的私人备注';
let farm: Cooperative;
let owner: pg.Client;
let batch: string;
let authority: string;
let regulator: Caller;

beforeAll(async () => {
  farm = await createCooperative();
  owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
  batch = await farm.open();
  await made(farm.record(batch, 'harvest', { ...harvestOf('100'), operator: secret }));
  const body = { kind: 'authority', name: '示例县农业农村局', uscc: '11110000802100433B', region: '370686' };
  authority = String(
    (await made(farm.admin.post('/api/v1/organizations', { ...body, uscc: '91230184MA19K4P22K' }))).id,
  );
  regulator = await signInWith(
    farm,
    { role: 'regulator', organizationId: null, region: '3706' },
    { role: 'recorder', organizationId: authority, region: null },
  );
});
afterAll(async () => {
  await owner.end();
  await farm.service.close();
});

const events = (id = batch) => `/api/v1/batches/${id}/events`;
const traces = (organizationId = farm.organizationId) => tracesOf(farm.service, organizationId);
const looks = async (): Promise<Trace[]> => (await traces()).filter(({ kind }) => kind === 'access');

describe('a look of a regulator at a batch', () => {
  it('is refused, and shows nothing, when it cannot be recorded', async () => {
    const answer = await whileLocked(owner, farm.organizationId, () => regulator.get(events()));
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect(await looks()).toEqual([]);
  });

  it('is stated on the chain of the organization before it is answered', async () => {
    const answer = await regulator.get(events());
    expect(JSON.stringify(answer.body)).toContain(secret);
    const [look, ...more] = await looks();
    expect(more).toEqual([]);
    expect(look?.issuer).toBe(`org/${await operatorOf(farm.service)}`);
    expect(look?.shown).toEqual({
      what: 'batch',
      batch,
      role: 'regulator',
      purpose: 'supervision',
      authority,
    });
  });

  it('is stated once an hour, whatever way is taken', async () => {
    await regulator.get(events());
    await farm.service.settled();
    const file = await regulator.file(`/api/v1/batches/${batch}/evidence`);
    expect(file.status).toBe(200);
    expect(JSON.stringify(parseEvidence(file.bytes))).toContain('disclosures');
    expect(await looks()).toHaveLength(1);
  });

  it('is stated again for another batch, and for another person', async () => {
    const other = await farm.open();
    await regulator.get(events(other));
    const inspector = await signIn(farm.service, 'inspector', null, '370686');
    await inspector.get(events());
    const shown = (await looks()).map(({ shown: { batch: id, role } }) => [id, role]);
    expect(shown).toEqual([
      [batch, 'regulator'],
      [other, 'regulator'],
      [batch, 'inspector'],
    ]);
  });

  it('names the person in a sealed disclosure only', async () => {
    const { rows } = await owner.query<{ id: string }>('select id from accounts');
    const ids = rows.map(({ id }) => id);
    for (const { text, data } of await traces()) {
      expect(ids.filter((id) => text.includes(id))).toEqual([]);
      expect(ids).toContain(data['person']);
    }
  });

  it('is none of a member', async () => {
    const before = (await looks()).length;
    for (const role of ['owner', 'recorder', 'viewer'] as const) {
      const member = await signIn(farm.service, role, farm.organizationId);
      expect(JSON.stringify((await member.get(events())).body)).toContain(secret);
    }
    expect(await looks()).toHaveLength(before);
  });
});

describe('a look of one who is not its regulator', () => {
  it.each([
    ['an admin', 'admin', null],
    ['a certifier', 'certifier', null],
  ] as const)('shows %s no sealed field', async (_, role, region) => {
    const caller = await signInWith(farm, { role, organizationId: null, region });
    const before = (await looks()).length;
    const answer = await caller.get(events());
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toContain('"seq":2');
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    await farm.service.settled();
    const { bytes } = await caller.file(`/api/v1/batches/${batch}/evidence`);
    const [chain] = parseEvidence(bytes).chains;
    expect(chain?.entries.flatMap(({ disclosures }) => disclosures)).toEqual([]);
    expect(chain?.entries[1]?.withheld[0]?.reason).toBe('private');
    expect(await looks()).toHaveLength(before);
  });

  it('finds nothing from another region', async () => {
    const other = await signIn(farm.service, 'regulator', null, '51');
    expect((await other.get(events())).status).toBe(404);
  });
});

describe('a look at where sites lie', () => {
  const sites = () => looks().then((all) => all.filter(({ shown }) => shown['what'] === 'sites'));

  it.each([
    ['regulator', 'supervision'],
    ['admin', 'administration'],
  ] as const)('is stated of one as %s', async (role, purpose) => {
    const caller = role === 'admin' ? farm.admin : regulator;
    expect((await caller.get(`/api/v1/sites/${farm.siteId}`)).status).toBe(200);
    expect((await sites()).at(-1)?.shown).toMatchObject({ role, purpose });
  });

  it('is refused when it cannot be recorded', async () => {
    const inspector = await signIn(farm.service, 'inspector', null, '3706');
    const answer = await whileLocked(owner, farm.organizationId, () =>
      inspector.get(`/api/v1/sites/${farm.siteId}`),
    );
    expect(answer.status).toBe(503);
  });
});

describe('a look at the entries of the log', () => {
  it('is stated on the chain of the operator, once an hour', async () => {
    const country = await signIn(farm.service, 'regulator', null, '');
    await farm.service.settled();
    const far = { 'x-forwarded-for': '192.0.2.7' };
    const before = await traces(await operatorOf(farm.service));
    for (let n = 0; n < 2; n += 1) await country.get('/log/tile/entries/000.p/2', far);
    const stated = (await traces(await operatorOf(farm.service))).slice(before.length);
    expect(stated.map(({ shown }) => shown)).toEqual([
      { what: 'log', role: 'regulator', purpose: 'supervision' },
    ]);
  });
});

const account = (login: string) => ({ login, name: login, password: 'a long enough password' });

describe('a role', () => {
  it('is given and taken away by statements on the chain of the organization', async () => {
    const before = (await traces()).length;
    const member = await made(farm.owner.post('/api/v1/members', { ...account('traced-1'), role: 'viewer' }));
    await farm.owner.delete(`/api/v1/members/${String(member.id)}`);
    await made(
      farm.admin.post('/api/v1/members', {
        ...account('traced-2'),
        role: 'owner',
        organization: farm.organizationId,
      }),
    );
    const stated = (await traces()).slice(before);
    expect(stated.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['role-granted', { role: 'viewer', by: 'owner' }],
      ['role-ended', { role: 'viewer', by: 'owner' }],
      ['role-granted', { role: 'owner', by: 'admin' }],
    ]);
    expect(stated[0]?.data['person']).toBe(stated[1]?.data['person']);
  });

  it('is not given when that cannot be recorded', async () => {
    const answer = await whileLocked(owner, farm.organizationId, () =>
      farm.owner.post('/api/v1/members', { ...account('untraced'), role: 'viewer' }),
    );
    expect(answer.status).toBe(503);
    const token = await farm.owner.post('/api/v1/auth/token', account('untraced'));
    expect(token.status).not.toBe(200);
    expect(await farm.service.app.get(AccountsService).findByLogin('untraced')).toBeNull();
  });

  it('is stated for no login that is taken, and of no last owner', async () => {
    const before = (await traces()).length;
    const taken = await farm.owner.post('/api/v1/members', { ...account('traced-2'), role: 'viewer' });
    expect(taken.status).toBe(409);
    expect(await traces()).toHaveLength(before);
  });

  it('of an official is stated on the chain of the operator, with the end of the account', async () => {
    const operator = await operatorOf(farm.service);
    const before = (await traces(operator)).length;
    const body = { ...account('traced-3'), role: 'inspector', region: '3706', organization: authority };
    const official = await made(farm.admin.post('/api/v1/accounts', body));
    expect((await farm.admin.delete(`/api/v1/accounts/${String(official.id)}`)).status).toBe(204);
    const stated = (await traces(operator)).slice(before);
    expect(stated.map(({ kind, shown }) => [kind, shown])).toEqual([
      ['role-granted', { role: 'inspector', region: '3706', by: 'admin' }],
      ['account-ended', { role: 'inspector', region: '3706', by: 'admin' }],
    ]);
    expect((await traces(authority)).map(({ shown }) => shown)).toEqual([{ role: 'recorder', by: 'admin' }]);
  });
});

describe('the list of accesses', () => {
  const path = () => `/api/v1/organizations/${farm.organizationId}/accesses`;
  type Item = { kind: string; authority: string | null; person: string | null; what: string | null };
  const items = async (caller: Caller, query = ''): Promise<Item[]> => {
    const answer = await caller.get(path() + query);
    expect(answer.status).toBe(200);
    return answer.body['items'] as Item[];
  };

  it('tells the organization who looked, by role and body, without the person', async () => {
    const list = await items(farm.owner);
    expect(list[0]).toMatchObject({ kind: 'access', what: 'batch', role: 'regulator', authority, batch });
    expect(list.map(({ person }) => person).filter((person) => person !== null)).toEqual([]);
  });

  it('tells the person’s name to the own body and to an admin', async () => {
    const own = (await items(regulator)).filter(({ person }) => person !== null);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((item) => item.authority === authority)).toBe(true);
    const all = (await items(farm.admin)).filter(({ kind }) => kind === 'access');
    expect(all.every(({ person }) => person !== null)).toBe(true);
  });

  it('comes in pages that leave nothing out', async () => {
    const whole = await items(farm.owner);
    const pages: Item[] = [];
    let next: string | null = `${path()}?limit=2`;
    while (next !== null) {
      const answer = await farm.owner.get(next);
      pages.push(...(answer.body['items'] as Item[]));
      next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(pages).toEqual(whole);
  });

  it('is nobody else’s', async () => {
    const stranger = await signIn(farm.service, 'regulator', null, '51');
    const certifier = await signInWith(farm, { role: 'certifier', organizationId: null, region: null });
    for (const caller of [stranger, certifier]) expect((await caller.get(path())).status).toBe(404);
    const unknown = `/api/v1/organizations/${batch}/accesses`;
    expect((await farm.owner.get(unknown)).status).toBe(404);
    expect((await new Caller(farm.service.url, {}).get(path())).status).toBe(401);
  });
});
