import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PartyFacts } from '../../src/parties/facts.js';
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

const path = '/api/v1/sites';
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

/** Counterclockwise, closed. */
const square = [
  ['120.8301', '37.3052'],
  ['120.8312', '37.3052'],
  ['120.8312', '37.3061'],
  ['120.8301', '37.3061'],
  ['120.8301', '37.3052'],
];

function orchard(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: '东坡果园',
    publicName: '山东省烟台市栖霞市蛇窝泊镇',
    region: '370686',
    area: { value: '12.5', unit: 'CN-MU' },
    polygon: { type: 'Polygon', coordinates: [square] },
    ...changes,
  };
}

function outlined(...coordinates: unknown[]): Record<string, unknown> {
  return orchard({ polygon: { type: 'Polygon', coordinates } });
}

function post(body: unknown, headers: Credentials = owner, key: string = uuidv7()): Promise<Answer> {
  return send(service, 'POST', path, { ...headers, 'idempotency-key': key }, body);
}

describe('adding a site', () => {
  it('answers it with its outline, to those who may see it', async () => {
    const answer = await post(orchard());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...orchard(), organization: organizationId });
    const read = await send(service, 'GET', answer.headers.get('location') ?? '', owner);
    expect(read.body).toEqual(answer.body);
    const tag = read.headers.get('etag') ?? '';
    expect(
      (await send(service, 'GET', answer.headers.get('location') ?? '', { ...owner, 'if-none-match': tag }))
        .status,
    ).toBe(304);
  });

  it('takes a site without area and outline', async () => {
    const answer = await post(orchard({ area: undefined, polygon: null }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ area: null, polygon: null });
  });

  it.each(['MTK', 'HAR', 'CN-MU'])('takes an area in %s', async (unit) => {
    expect((await post(orchard({ area: { value: '0.25', unit } }))).body['area']).toEqual({
      value: '0.25',
      unit,
    });
  });

  it('turns a ring of the wrong orientation and leaves the right one', async () => {
    const hole = [
      ['120.8305', '37.3055'],
      ['120.8307', '37.3055'],
      ['120.8307', '37.3057'],
      ['120.8305', '37.3055'],
    ];
    const answer = await post(outlined([...square].reverse(), hole));
    expect(answer.body['polygon']).toEqual({ type: 'Polygon', coordinates: [square, [...hole].reverse()] });
  });

  it('answers the same request with the same site', async () => {
    const key = uuidv7();
    const first = await post(orchard(), owner, key);
    const again = await post(outlined([...square].reverse()), owner, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const other = [...square.slice(0, 2), ['120.8313', '37.3061'], square[0]];
    for (const change of [{ name: '西坡' }, { area: null }, { polygon: null }, outlined(other)]) {
      expect(slugOf(await post(orchard(change), owner, key))).toBe('event-conflict');
    }
  });
});

describe('bad input', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { name: undefined }, '/name required'],
    ['a blank name', { name: ' ' }, '/name text'],
    ['a citizen id in the name', { name: '11010519491231002X 的地' }, '/name personal-data'],
    ['no public name', { publicName: undefined }, '/publicName required'],
    [
      'a parcel code in the public name',
      { publicName: '地块 3706861032150200012' },
      '/publicName personal-data',
    ],
    ['coordinates in the public name', { publicName: '37.30521N, 120.83012E' }, '/publicName personal-data'],
    ['a public name of 121 characters', { publicName: '镇'.repeat(121) }, '/publicName text'],
    ['no region', { region: undefined }, '/region required'],
    ['a region of another form', { region: '37-0686' }, '/region region'],
    ['an area of zero', { area: { value: '0', unit: 'CN-MU' } }, '/area/value positive'],
    ['an area of zero written long', { area: { value: '0.000', unit: 'CN-MU' } }, '/area/value positive'],
    ['a negative area', { area: { value: '-1', unit: 'CN-MU' } }, '/area/value positive'],
    ['an area that is a number', { area: { value: 12, unit: 'CN-MU' } }, '/area/value decimal'],
    ['an area with an exponent', { area: { value: '1e3', unit: 'CN-MU' } }, '/area/value decimal'],
    ['an area with ten decimals', { area: { value: '1.0000000001', unit: 'CN-MU' } }, '/area/value decimal'],
    ['a unit of mass', { area: { value: '1', unit: 'KGM' } }, '/area/unit choice'],
    ['an area without unit', { area: { value: '1' } }, '/area/unit required'],
    [
      'an unknown field of the area',
      { area: { value: '1', unit: 'HAR', about: true } },
      '/area/about unknown-field',
    ],
    ['an area that is a text', { area: '12 亩' }, '/area object'],
    ['an area that is a list', { area: [] }, '/area object'],
    ['a point', { polygon: { type: 'Point', coordinates: square[0] } }, '/polygon/type choice'],
    ['a polygon without type', { polygon: { coordinates: [square] } }, '/polygon/type required'],
    ['a polygon without coordinates', { polygon: { type: 'Polygon' } }, '/polygon/coordinates required'],
    [
      'a coordinate system of its own',
      { polygon: { type: 'Polygon', coordinates: [square], crs: {} } },
      '/polygon/crs unknown-field',
    ],
    [
      'coordinates that are a text',
      { polygon: { type: 'Polygon', coordinates: '[]' } },
      '/polygon/coordinates list',
    ],
    ['a polygon that is a list', { polygon: [square] }, '/polygon object'],
    ['an unknown field', { parcelCode: '1' }, '/parcelCode unknown-field'],
  ])('refuses %s', async (_, change, fault) => {
    const answer = await post(orchard(change));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([fault]);
  });

  it('names the place of a fault inside the outline', async () => {
    const answer = await post(
      outlined(square.map((position, index) => (index === 2 ? ['120.8312', '97'] : position))),
    );
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(['/polygon/coordinates/0/2/1 degrees']);
  });

  it('refuses a fraction that is a JSON number, as everywhere', async () => {
    const answer = await post(outlined([[120.8301, 37.3052]]));
    expect(answer.status).toBe(400);
    expect(faultsOf(answer)[0]).toContain('json-number');
  });

  it('stores nothing of a refused site', async () => {
    await post(orchard({ name: '不应保存', region: 'x' }));
    const rows = await service.database.source.query<unknown[]>('select 1 from sites where name = $1', [
      '不应保存',
    ]);
    expect(rows).toEqual([]);
  });
});

describe('tenancy and privacy', () => {
  it('keeps outlines out of lists', async () => {
    const list = await send(service, 'GET', `${path}?limit=200`, owner);
    expect((list.body['items'] as object[]).length).toBeGreaterThan(2);
    expect(JSON.stringify(list.body)).not.toContain('120.83');
  });

  it('keeps name, area and outline out of the facts that the public page reads', async () => {
    const made = await post(orchard());
    const facts = await service.app
      .get(PartyFacts)
      .siteIn({ organizations: [], regions: [''] }, String(made.body['id']));
    expect(facts).toEqual({
      id: made.body['id'],
      organizationId,
      publicName: '山东省烟台市栖霞市蛇窝泊镇',
      region: '370686',
    });
  });

  it('writes neither name nor coordinates into the log', async () => {
    await post(orchard({ name: '秘密果园' }));
    await post(outlined([['999', '37.3052']]));
    const lines = JSON.stringify(service.logLines());
    expect(lines).not.toContain('秘密果园');
    expect(lines).not.toContain('37.3052');
  });

  it('answers another tenant’s, an unknown and a malformed site alike with 404', async () => {
    const made = await post(orchard());
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    for (const id of [String(made.body['id']), nowhere, 'x', '%F0%9F%8D%8E']) {
      expect((await send(service, 'GET', `${path}/${id}`, stranger)).status).toBe(404);
    }
    expect((await post(orchard({ organization: organizationId }), stranger)).status).toBe(404);
    expect((await send(service, 'GET', `${path}?organization=${organizationId}`, stranger)).status).toBe(404);
  });

  it('shows sites to the regulator of the region, and not to certifiers of the whole service', async () => {
    const made = await post(orchard());
    const target = `${path}/${String(made.body['id'])}`;
    const regulator = await signInAs(service, 'regulator', { region: '3706' });
    const certifier = await signInAs(service, 'certifier');
    expect((await send(service, 'GET', target, regulator)).status).toBe(200);
    expect((await send(service, 'GET', target, certifier)).status).toBe(404);
    expect((await send(service, 'GET', target)).status).toBe(401);
  });

  it('lets a cooperative add the site of a household', async () => {
    const household = await register(service, admin, {
      kind: 'household',
      name: '社员 5 号',
      region: '370686',
      parent: organizationId,
    });
    const recorder = await signInAs(service, 'recorder', { organizationId });
    const made = await post(orchard({ organization: household }), recorder);
    expect(made.body['organization']).toBe(household);
    const viewer = await signInAs(service, 'viewer', { organizationId });
    expect((await post(orchard({ organization: household }), viewer)).status).toBe(403);
    expect(
      (await send(service, 'GET', `${path}?organization=${household}`, viewer)).body['items'],
    ).toHaveLength(1);
  });

  it('says 403, not 404, to a member of the cooperative who lacks the role', async () => {
    const household = await register(service, admin, {
      kind: 'household',
      name: '社员 6 号',
      region: '370686',
      parent: organizationId,
    });
    const { headers } = await service.signIn({
      login: 'viewer-and-recorder',
      name: 'x',
      password: 'orchard-morning',
      grants: [
        { role: 'viewer', organizationId, region: null },
        { role: 'recorder', organizationId: await register(service, admin), region: null },
      ],
    });
    expect((await post(orchard({ organization: household }), headers)).status).toBe(403);
  });
});
