import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  checkOrganizationChains,
  cooperative,
  faultsOf,
  freshUscc,
  register,
  send,
  signInAs,
  slugOf,
  statementsOf,
  type Answer,
  type Credentials,
} from './parties.js';

const path = '/api/v1/organizations';
let service: TestApp;
let admin: Credentials;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signInAs(service, 'admin');
});

afterAll(async () => {
  expect(await checkOrganizationChains(service)).toBeGreaterThan(5);
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

function post(body: unknown, headers: Credentials = admin, key: string = uuidv7()): Promise<Answer> {
  return send(service, 'POST', path, { ...headers, 'idempotency-key': key }, body);
}

async function count(where: string, value: string): Promise<number> {
  const rows = await service.database.source.query<{ count: number }[]>(
    `select count(*)::int as count from ${where} = $1`,
    [value],
  );
  return rows[0]?.count ?? -1;
}

describe('registering an organization', () => {
  it('answers the organization, its address and its chain', async () => {
    const body = cooperative();
    const answer = await post(body);
    expect(answer.status).toBe(201);
    const id = String(answer.body['id']);
    expect(answer.body).toMatchObject({ ...body, parent: null, chain: `org/${id}` });
    expect(answer.headers.get('location')).toBe(`${path}/${id}`);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  it('begins the chain with the registration and the custodial key, both stated by the operator', async () => {
    const key = uuidv7();
    const answer = await post(cooperative(), admin, key);
    const id = String(answer.body['id']);
    const [registered, keyRegistered, ...others] = await statementsOf(service, id);
    expect(others).toEqual([]);
    expect(registered?.payload).toMatchObject({
      jti: key,
      sub: `org/${id}`,
      kind: 'organization-registered',
    });
    expect(keyRegistered?.payload).toMatchObject({ sub: `org/${id}`, kind: 'key-registered' });
    expect(keyRegistered?.payload.data).toMatchObject({ purpose: 'custodial', alg: 'Ed25519' });
    expect(registered?.payload.iss).not.toBe(`org/${id}`);
    expect(keyRegistered?.payload.iss).toBe(registered?.payload.iss);
  });

  it('states what the kinds of the ledger allow, and nothing else', async () => {
    const ids = [
      await register(service, admin),
      await register(service, admin, { kind: 'household', name: '蛇窝泊镇 7 号农户', region: '370686' }),
    ];
    for (const { payload } of (await Promise.all(ids.map((id) => statementsOf(service, id)))).flat()) {
      const kind = findKind(payload.kind);
      expect(kind?.chain).toBe('organization');
      if (kind !== undefined) expect(isFaults(validateData(kind.data, payload.data))).toBe(false);
    }
  });

  it('makes an event id of its own when the client sends none', async () => {
    const answer = await send(service, 'POST', path, admin, cooperative());
    expect(answer.status).toBe(201);
    const [registered] = await statementsOf(service, String(answer.body['id']));
    expect(registered?.payload.jti).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('takes a household without a credit code, and one that has one', async () => {
    const without = await post({
      kind: 'household',
      name: '唐家泊村 12 号农户',
      region: '370686',
      uscc: null,
    });
    const having = await post({ kind: 'household', name: '家庭果园', region: '370686', uscc: freshUscc() });
    expect([without.status, having.status]).toEqual([201, 201]);
    expect(without.body['uscc']).toBeNull();
  });
});

describe('sending a registration again', () => {
  it('answers the same organization with 200 and records nothing new', async () => {
    const key = uuidv7();
    const body = cooperative();
    const first = await post(body, admin, key);
    const second = await post(body, admin, key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await statementsOf(service, String(first.body['id']))).toHaveLength(2);
  });

  it.each([
    ['name', { name: '另一家合作社' }],
    ['region', { region: '370685' }],
    ['kind', { kind: 'company' }],
    ['credit code', { uscc: freshUscc() }],
  ])('refuses the key for another %s', async (_, change) => {
    const key = uuidv7();
    const body = cooperative();
    await post(body, admin, key);
    const answer = await post({ ...body, ...change }, admin, key);
    expect(answer.status).toBe(409);
    expect(slugOf(answer)).toBe('event-conflict');
    expect(faultsOf(answer)).toEqual(['/Idempotency-Key conflict']);
  });

  it('makes one organization and one dense chain of ten requests at once', async () => {
    const key = uuidv7();
    const body = cooperative();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body, admin, key)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    const ids = new Set(answers.map((answer) => String(answer.body['id'])));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(await count('organizations where registration_event_id', key)).toBe(1);
    expect(await count('signing_keys where organization_id', id)).toBe(1);
    expect(await statementsOf(service, id)).toHaveLength(2);
  });

  it('registers many organizations at once, each with its own chain', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(cooperative())));
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    expect(new Set(answers.map((answer) => String(answer.body['id']))).size).toBe(40);
  });

  it('refuses a second organization with the same credit code', async () => {
    const body = cooperative();
    await post(body);
    const answer = await post(body);
    expect(answer.status).toBe(409);
    expect(slugOf(answer)).toBe('uscc-taken');
    expect(faultsOf(answer)).toEqual(['/uscc taken']);
  });

  it.each(['not-a-uuid', '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64', uuidv7().toUpperCase()])(
    'refuses the Idempotency-Key %s, which is no UUIDv7 in lower case',
    async (key) => {
      const answer = await post(cooperative(), admin, key);
      expect(answer.status).toBe(422);
      expect(faultsOf(answer)).toEqual(['/Idempotency-Key uuidv7']);
    },
  );
});

describe('bad input', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown kind', { kind: 'guild' }, '/kind choice'],
    ['the kind that is the service itself', { kind: 'operator' }, '/kind choice'],
    ['a kind that is no text', { kind: 7 }, '/kind choice'],
    ['no kind', { kind: undefined }, '/kind required'],
    ['no name', { name: undefined }, '/name required'],
    ['an empty name', { name: '' }, '/name text'],
    ['a blank name', { name: '   ' }, '/name text'],
    ['a name that begins with white space', { name: ' 合作社' }, '/name text'],
    ['a name of 121 characters', { name: '社'.repeat(121) }, '/name text'],
    ['a name that the database counts longer', { name: `社${'\ufe0f'.repeat(120)}` }, '/name text'],
    ['a name with a direction override', { name: 'abc\u202egnp.exe' }, '/name text'],
    ['a name with a control character', { name: '合作\u0007社' }, '/name text'],
    ['a name with a zero-width space', { name: '合作\u200b社' }, '/name text'],
    ['a name in NFD', { name: 'Café'.normalize('NFD') }, '/name text'],
    ['a name that is a number', { name: 12 }, '/name text'],
    ['a name that is a list', { name: ['合作社'] }, '/name text'],
    ['a citizen id in the name', { name: '农户 11010519491231002X' }, '/name personal-data'],
    ['a phone number in the name', { name: '苹果园 13800138000' }, '/name personal-data'],
    ['no credit code', { uscc: undefined }, '/uscc required'],
    ['a null credit code', { uscc: null }, '/uscc required'],
    ['a wrong check character', { uscc: '93370686MA3C2E7X7A' }, '/uscc check-character'],
    ['a letter that credit codes do not have', { uscc: '93370686MA3C2E7I7L' }, '/uscc characters'],
    ['a credit code that is too short', { uscc: '9337068MA3C2E7X7L' }, '/uscc length'],
    ['a credit code that is no text', { uscc: 933706 }, '/uscc text'],
    ['a very long credit code', { uscc: '9'.repeat(5_000) }, '/uscc text'],
    ['no region', { region: undefined }, '/region required'],
    ['a region of five digits', { region: '37068' }, '/region region'],
    ['a region of no province', { region: '990686' }, '/region region'],
    ['a region that is a number', { region: 370686 }, '/region region'],
    ['a parent that is no UUID', { parent: 'coop' }, '/parent uuid'],
    [
      'a parent of a cooperative',
      { parent: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' },
      '/parent not-applicable',
    ],
    ['an unknown field', { colour: 'red' }, '/colour unknown-field'],
  ])('refuses %s', async (_, change, fault) => {
    const answer = await post(cooperative(change));
    expect(answer.status).toBe(422);
    expect(slugOf(answer)).toBe('validation');
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('names the position of a wrong credit code in the reader’s language', async () => {
    const headers = { ...admin, 'accept-language': 'en' };
    const answer = await post(cooperative({ uscc: '93370686MA3C2E7X7A' }), headers);
    expect(JSON.stringify(answer.body)).toContain('position 18 is A, expected L');
    const zh = await post(cooperative({ uscc: '93370686MA3C2E7I7L' }));
    expect(JSON.stringify(zh.body)).toContain('第 16 位');
  });

  it('refuses a household under a cooperative that does not exist', async () => {
    const body = {
      kind: 'household',
      name: '农户',
      region: '370686',
      parent: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    };
    expect(faultsOf(await post(body))).toEqual(['/parent unknown-cooperative']);
  });

  it.each([[[]], ['text'], [7], [null]])('refuses the body %j', async (body) => {
    const answer = await post(body);
    expect([400, 422]).toContain(answer.status);
  });

  it('stores nothing of a refused organization', async () => {
    const name = '不应保存的合作社';
    await post(cooperative({ name, region: 'x' }));
    expect(await count('organizations where name', name)).toBe(0);
  });
});

describe('who may register', () => {
  it('lets the owner of a cooperative register its households, and see them', async () => {
    const cooperativeId = await register(service, admin);
    const owner = await signInAs(service, 'owner', { organizationId: cooperativeId });
    const answer = await post({ kind: 'household', name: '社员 1 号', region: '370686' }, owner);
    expect(answer.status).toBe(201);
    expect(answer.body['parent']).toBe(cooperativeId);
    const read = await send(service, 'GET', `${path}/${String(answer.body['id'])}`, owner);
    expect(read.body).toEqual(answer.body);
    const list = await send(service, 'GET', path, owner);
    expect((list.body['items'] as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      [cooperativeId, String(answer.body['id'])].sort(),
    );
  });

  it('refuses the owner of a cooperative anything but households', async () => {
    const owner = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const answer = await post(cooperative(), owner);
    expect(answer.status).toBe(403);
    expect(slugOf(answer)).toBe('forbidden');
  });

  it('refuses a household under the cooperative of another, as under one that does not exist', async () => {
    const other = await register(service, admin);
    const owner = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const body = { kind: 'household', name: '农户', region: '370686' };
    const foreign = await post({ ...body, parent: other }, owner);
    const unknown = await post({ ...body, parent: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' }, owner);
    expect(faultsOf(foreign)).toEqual(['/parent unknown-cooperative']);
    expect(foreign.body['errors']).toEqual(unknown.body['errors']);
  });

  it('refuses the owner of a company to take in households', async () => {
    const company = await register(service, admin, cooperative({ kind: 'company' }));
    const owner = await signInAs(service, 'owner', { organizationId: company });
    const answer = await post({ kind: 'household', name: '农户', region: '370686' }, owner);
    expect(faultsOf(answer)).toEqual(['/parent unknown-cooperative']);
  });

  it('asks the owner of two cooperatives under which of them', async () => {
    const organizationId = await register(service, admin);
    const second = { role: 'owner', organizationId: await register(service, admin), region: null } as const;
    const { headers } = await service.signIn({
      login: 'two-owner',
      name: 'two',
      password: 'orchard-morning',
      grants: [{ role: 'owner', organizationId, region: null }, second],
    });
    const body = { kind: 'household', name: '农户', region: '370686' };
    expect(faultsOf(await post(body, headers))).toEqual(['/parent required']);
    expect((await post({ ...body, parent: second.organizationId }, headers)).status).toBe(201);
  });

  it.each(['recorder', 'viewer'] as const)('refuses a %s', async (role) => {
    const member = await signInAs(service, role, { organizationId: await register(service, admin) });
    expect((await post({ kind: 'household', name: '农户', region: '370686' }, member)).status).toBe(403);
  });

  it('refuses whoever is not signed in', async () => {
    expect((await post(cooperative(), {})).status).toBe(401);
  });

  it('does not take the admin of one organization for the admin of the service', async () => {
    const fake = await signInAs(service, 'admin', { organizationId: await register(service, admin) });
    expect((await post(cooperative(), fake)).status).toBe(403);
  });
});

describe('reading organizations', () => {
  it('answers 304 to whoever holds the entity tag', async () => {
    const id = await register(service, admin);
    const first = await send(service, 'GET', `${path}/${id}`, admin);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    const held = await send(service, 'GET', `${path}/${id}`, { ...admin, 'if-none-match': `"x", W/${tag}` });
    expect(held.status).toBe(304);
    expect(held.body).toEqual({});
    const other = await send(service, 'GET', `${path}/${id}`, { ...admin, 'if-none-match': '"x"' });
    expect(other.status).toBe(200);
  });

  it('answers another tenant’s, an unknown and a malformed id alike with 404', async () => {
    const id = await register(service, admin);
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    for (const wrong of [
      id,
      '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
      'x',
      `${id}x`,
      '%00',
      '..%2f',
      id.toUpperCase(),
    ]) {
      const answer = await send(service, 'GET', `${path}/${wrong}`, stranger);
      expect([wrong, answer.status]).toEqual([wrong, 404]);
    }
  });

  it('lets a regulator see the organizations of its region, and no other', async () => {
    const inside = await register(service, admin, cooperative({ region: '410123' }));
    const outside = await register(service, admin, cooperative({ region: '420123' }));
    const regulator = await signInAs(service, 'regulator', { region: '4101' });
    expect((await send(service, 'GET', `${path}/${inside}`, regulator)).status).toBe(200);
    expect((await send(service, 'GET', `${path}/${outside}`, regulator)).status).toBe(404);
    const list = await send(service, 'GET', path, regulator);
    expect((list.body['items'] as { id: string }[]).map(({ id }) => id)).toEqual([inside]);
  });

  it('hands out every organization once, page by page', async () => {
    const seen: string[] = [];
    let next: string | null = `${path}?limit=7`;
    while (next !== null) {
      const page: Answer = await send(service, 'GET', next, admin);
      const items = page.body['items'] as { id: string }[];
      expect(items.length).toBeLessThanOrEqual(7);
      seen.push(...items.map(({ id }) => id));
      const link: string | null = page.headers.get('link');
      next = link === null ? null : (/^<([^>]+)>; rel="next"$/.exec(link)?.[1] ?? null);
      if (next !== null) expect(next).toContain('limit=7');
    }
    const all = await service.database.source.query<{ id: string }[]>(
      'select id from organizations order by id',
    );
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(40);
  });

  it.each([
    ['limit=0', '/query/limit'],
    ['limit=201', '/query/limit'],
    ['limit=x', '/query/limit'],
    ['limit=1.5', '/query/limit'],
    ['cursor=x', '/query/cursor'],
    ['cursor[]=x', '/query/cursor[]'],
    ['sort=name;drop', '/query/sort'],
  ])('refuses the list parameter %s', async (parameter, pointer) => {
    const answer = await send(service, 'GET', `${path}?${parameter}`, admin);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)[0]).toContain(pointer);
  });

  it('shows nothing to an account without a role', async () => {
    const { headers } = await service.signIn({
      login: 'nobody',
      name: 'x',
      password: 'orchard-morning',
      grants: [],
    });
    expect((await send(service, 'GET', path, headers)).body['items']).toEqual([]);
  });
});
