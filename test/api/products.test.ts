import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  checkOrganizationChains,
  faultsOf,
  register,
  send,
  signInAs,
  slugOf,
  type Answer,
  type Credentials,
} from './parties.js';

const path = '/api/v1/products';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
let service: TestApp;
let admin: Credentials;
let organizationId: string;
let owner: Credentials;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signInAs(service, 'admin');
  organizationId = await register(service, admin);
  owner = await signInAs(service, 'owner', { organizationId });
});

afterAll(async () => {
  await checkOrganizationChains(service);
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

function apple(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { name: '苹果', variety: '烟富3', category: 'FRU', unit: 'KGM', ...changes };
}

function post(body: unknown, headers: Credentials = owner, key: string = uuidv7()): Promise<Answer> {
  return send(service, 'POST', path, { ...headers, 'idempotency-key': key }, body);
}

let gtinCount = 0;

/** A fresh GTIN-13 in the Chinese range, its check digit by the rule of weights 1, 3, 1 … from the left. */
function freshGtin(): string {
  gtinCount += 1;
  const body = `6937001${String(gtinCount).padStart(5, '0')}`;
  const sum = Array.from(body).reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}

describe('adding a product', () => {
  it('answers it, its address and its 14-digit GTIN', async () => {
    const gtin = freshGtin();
    const answer = await post(apple({ gtin }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...apple(), organization: organizationId, gtin: `0${gtin}` });
    const read = await send(service, 'GET', answer.headers.get('location') ?? '', owner);
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  it.each([
    ['no variety and no GTIN', { variety: undefined }],
    ['null for what it does not have', { variety: null, gtin: null }],
  ])('takes a product with %s', async (_, change) => {
    const answer = await post(apple(change));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ variety: null, gtin: null });
  });

  it.each(['KGM', 'TNE', 'LTR', 'H87', 'HEA', 'BX', 'CN-JIN'])('takes the unit %s', async (unit) => {
    expect((await post(apple({ unit }))).body['unit']).toBe(unit);
  });

  it('takes GTIN-8, GTIN-12 and GTIN-14, and keeps them as 14 digits', async () => {
    const answers = await Promise.all(
      ['96385074', '614141007349', '10614141543219'].map((gtin) => post(apple({ gtin }))),
    );
    expect(answers.map(({ body }) => body['gtin'])).toEqual([
      '00000096385074',
      '00614141007349',
      '10614141543219',
    ]);
  });

  it('refuses a GTIN that another product has, however it is written', async () => {
    const gtin = freshGtin();
    await post(apple({ gtin }));
    const otherId = await register(service, admin);
    const other = await signInAs(service, 'owner', { organizationId: otherId });
    for (const [written, headers] of [
      [gtin, owner],
      [`0${gtin}`, other],
    ] as const) {
      const answer = await post(apple({ gtin: written }), headers);
      expect(answer.status).toBe(409);
      expect(slugOf(answer)).toBe('gtin-taken');
      expect(faultsOf(answer)).toEqual(['/gtin taken']);
    }
  });

  it('gives a GTIN to one of ten products at once', async () => {
    const gtin = freshGtin();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(apple({ gtin }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('answers the same request with the same product', async () => {
    const key = uuidv7();
    const body = apple({ gtin: freshGtin() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body, owner, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(slugOf(await post({ ...body, name: '梨' }, owner, key))).toBe('event-conflict');
  });

  it('makes a product for each request without an Idempotency-Key', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => send(service, 'POST', path, owner, apple())));
    expect(first?.body['id']).not.toBe(second?.body['id']);
  });

  it('does not mix up the keys of two organizations', async () => {
    const otherId = await register(service, admin);
    const other = await signInAs(service, 'owner', { organizationId: otherId });
    const key = uuidv7();
    const [mine, theirs] = [await post(apple(), owner, key), await post(apple(), other, key)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body['id']).not.toBe(theirs.body['id']);
  });
});

describe('bad input', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { name: undefined }, '/name required'],
    ['an empty name', { name: '' }, '/name text'],
    ['a name of 121 characters', { name: '果'.repeat(121) }, '/name text'],
    ['a name with a line break', { name: '苹\n果' }, '/name text'],
    ['a name that is an object', { name: {} }, '/name text'],
    ['coordinates in the name', { name: '120.8301, 37.3052' }, '/name personal-data'],
    ['a variety of 121 characters', { variety: '果'.repeat(121) }, '/variety text'],
    ['a phone number as variety', { variety: '13800138000' }, '/variety personal-data'],
    ['no category', { category: undefined }, '/category required'],
    ['an unknown category', { category: 'XXX' }, '/category choice'],
    ['a category of Object’s own', { category: 'constructor' }, '/category choice'],
    ['a wrong check digit', { gtin: '6937001000013' }, '/gtin check-character'],
    ['a GTIN of ten digits', { gtin: '6937001000' }, '/gtin length'],
    ['letters in the GTIN', { gtin: '69370010000AB' }, '/gtin characters'],
    ['full-width digits in the GTIN', { gtin: '６９３７００１００００１２' }, '/gtin characters'],
    ['a GTIN of zeros', { gtin: '00000000000000' }, '/gtin characters'],
    ['an empty GTIN', { gtin: '' }, '/gtin length'],
    ['a GTIN that is a number', { gtin: 6_937_001_000_012 }, '/gtin text'],
    ['no unit', { unit: undefined }, '/unit required'],
    ['an unknown unit', { unit: 'KG' }, '/unit choice'],
    ['a unit of land', { unit: 'CN-MU' }, '/unit choice'],
    ['a unit of length', { unit: 'MTR' }, '/unit choice'],
    ['a unit of Object’s own', { unit: 'toString' }, '/unit choice'],
    ['an organization that is no UUID', { organization: 'mine' }, '/organization uuid'],
    ['an unknown field', { price: '3' }, '/price unknown-field'],
    ['an id chosen by the client', { id: nowhere }, '/id unknown-field'],
  ])('refuses %s', async (_, change, fault) => {
    const answer = await post(apple(change));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('names every field at fault at once', async () => {
    expect(faultsOf(await post({ name: '', category: 'X', unit: 'Y' })).sort()).toEqual([
      '/category choice',
      '/name text',
      '/unit choice',
    ]);
  });

  it('refuses an Idempotency-Key that is no UUIDv7', async () => {
    expect(faultsOf(await post(apple(), owner, 'x'))).toEqual(['/Idempotency-Key uuidv7']);
  });
});

describe('tenancy', () => {
  it('answers 404 for the organization of another, for one that does not exist, and 403 without the role', async () => {
    const stranger = await signInAs(service, 'recorder', { organizationId: await register(service, admin) });
    expect((await post(apple({ organization: organizationId }), stranger)).status).toBe(404);
    expect((await post(apple({ organization: nowhere }), stranger)).status).toBe(404);
    const viewer = await signInAs(service, 'viewer', { organizationId });
    expect((await post(apple(), viewer)).status).toBe(403);
  });

  it('asks an account that is in no organization to which one the product belongs', async () => {
    expect(faultsOf(await post(apple(), admin))).toEqual(['/organization required']);
    expect((await post(apple({ organization: organizationId }), admin)).status).toBe(201);
  });

  it('refuses a viewer of one organization who records for another', async () => {
    const otherId = await register(service, admin);
    const { headers } = await service.signIn({
      login: 'mixed-roles',
      name: 'x',
      password: 'orchard-morning',
      grants: [
        { role: 'viewer', organizationId, region: null },
        { role: 'recorder', organizationId: otherId, region: null },
      ],
    });
    expect((await post(apple({ organization: organizationId }), headers)).status).toBe(403);
    expect((await post(apple(), headers)).body['organization']).toBe(otherId);
  });

  it('lets a cooperative look after the products of its households, and not the other way round', async () => {
    const household = await register(service, admin, {
      kind: 'household',
      name: '社员 3 号',
      region: '370686',
      parent: organizationId,
    });
    const made = await post(apple({ organization: household }));
    expect(made.status).toBe(201);
    const farmer = await signInAs(service, 'owner', { organizationId: household });
    expect((await send(service, 'GET', `${path}/${String(made.body['id'])}`, farmer)).status).toBe(200);
    const coops = await post(apple());
    expect((await send(service, 'GET', `${path}/${String(coops.body['id'])}`, farmer)).status).toBe(404);
  });

  it('answers another tenant’s, an unknown and a malformed product alike with 404', async () => {
    const made = await post(apple());
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    const bodies = new Set<string>();
    for (const id of [String(made.body['id']), nowhere]) {
      const answer = await send(service, 'GET', `${path}/${id}`, stranger);
      expect(answer.status).toBe(404);
      bodies.add(JSON.stringify({ ...answer.body, instance: '' }));
    }
    expect(bodies.size).toBe(1);
    for (const id of ['x', '1', `${nowhere} `, "' or 1=1 --"]) {
      expect((await send(service, 'GET', `${path}/${encodeURIComponent(id)}`, stranger)).status).toBe(404);
    }
  });

  it('lets inspectors and regulators of the region, certifiers and admins read, and others not', async () => {
    const made = await post(apple());
    const target = `${path}/${String(made.body['id'])}`;
    const readers = await Promise.all([
      signInAs(service, 'regulator', { region: '37' }),
      signInAs(service, 'inspector', { region: '370686' }),
      signInAs(service, 'regulator', { region: '' }),
      signInAs(service, 'certifier'),
      signInAs(service, 'recorder', { organizationId }),
      signInAs(service, 'viewer', { organizationId }),
    ]);
    for (const reader of [...readers, admin])
      expect((await send(service, 'GET', target, reader)).status).toBe(200);
    const elsewhere = await signInAs(service, 'regulator', { region: '3707' });
    expect((await send(service, 'GET', target, elsewhere)).status).toBe(404);
    expect((await send(service, 'GET', target)).status).toBe(401);
  });

  it('lists the products of one’s own organizations only, and of a named one only to who may see it', async () => {
    const otherId = await register(service, admin);
    const other = await signInAs(service, 'owner', { organizationId: otherId });
    const made = await post(apple({ name: '梨' }), other);
    const own = await send(service, 'GET', path, other);
    expect((own.body['items'] as { id: string }[]).map(({ id }) => id)).toEqual([made.body['id']]);
    const named = await send(service, 'GET', `${path}?organization=${otherId}`, admin);
    expect(named.body).toEqual(own.body);
    expect((await send(service, 'GET', `${path}?organization=${otherId}`, owner)).status).toBe(404);
    expect((await send(service, 'GET', path, admin)).body['items']).toEqual([]);
  });

  it('pages through the products with the organization kept in the link', async () => {
    const id = await register(service, admin);
    await Promise.all(Array.from({ length: 5 }, () => post(apple({ organization: id }), admin)));
    const seen: string[] = [];
    let next: string | undefined = `${path}?organization=${id}&limit=2`;
    for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
      const page: Answer = await send(service, 'GET', next, admin);
      seen.push(...(page.body['items'] as { id: string }[]).map((item) => item.id));
      next = /^<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(5);
  });
});
