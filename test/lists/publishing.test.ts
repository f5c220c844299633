import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { canonicalize } from '../../src/ledger/canonical.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { Entries } from '../../src/log/entries.service.js';
import type { TestApp } from '../support/app.js';
import { Caller, createCooperative, signIn, type Cooperative } from '../support/cooperative.js';
import { contentOf } from '../../src/lists/check-rows.js';
import { operatorOf, tracesOf } from '../support/power-traces.js';
import { faultsIn, limitRow, limitRows, publish, publishCsv, storedVersions } from './lists.js';

let farm: Cooperative;
let service: TestApp;
let admin: Caller;
let nobody: Caller;

beforeAll(async () => {
  farm = await createCooperative();
  ({ service, admin } = farm);
  nobody = new Caller(service.url, {});
});
afterAll(() => service.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

describe('a list that an admin publishes', () => {
  const rows = [
    limitRow({ effectiveTo: '2025-12-31' }),
    limitRow({ effectiveFrom: '2026-01-01', limit: '1.5' }),
  ];

  it('is a version with the hash of its bytes, and where it was published', async () => {
    const answer = await publish(admin, rows, { source: 'GB 2763-2021' });
    const bytes = Buffer.from(canonicalize(rows as never));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/v1/lists/residue-limits/1');
    expect(answer.body).toEqual({
      name: 'residue-limits',
      version: 1,
      sha256: sha256(bytes),
      rows: 2,
      source: 'GB 2763-2021',
      issuer: null,
      signature: null,
      publishedAt: expect.stringMatching(/Z$/) as string,
      chain: `org/${await operatorOf(service)}`,
      seq: expect.any(Number) as number,
      leafHash: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string,
    });
  });

  it('is read by everybody in exactly these bytes, and not sent again to who holds them', async () => {
    const file = await nobody.file('/api/v1/lists/residue-limits/1');
    const [{ sha256: hash, leafHash, chain, seq } = {}] = (await nobody.get('/api/v1/lists/residue-limits'))
      .body['items'] as Record<string, string | number>[];
    expect(file.status).toBe(200);
    expect(file.bytes.toString()).toBe(canonicalize(rows as never));
    expect(sha256(file.bytes)).toBe(hash);
    expect(file.headers.get('etag')).toBe(`"${String(hash)}"`);
    const digest = createHash('sha256').update(file.bytes).digest('base64');
    expect(file.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
    expect(file.headers.get('furrow-statement')).toBe(
      `chain="${String(chain)}", seq=${String(seq)}, leaf-hash="${String(leafHash)}"`,
    );
    expect(file.headers.get('link')).toBe(`</log/proof/${String(leafHash)}>; rel="describedby"`);
    expect(file.headers.get('set-cookie')).toBeNull();
    const held = { 'if-none-match': file.headers.get('etag') ?? '' };
    expect((await nobody.get('/api/v1/lists/residue-limits/1', held)).status).toBe(304);
  });

  it('is stated by the operator on its own chain, who published it as a disclosure', async () => {
    const [published] = (await nobody.get('/api/v1/lists/residue-limits')).body['items'] as Record<
      string,
      string
    >[];
    const operatorId = await operatorOf(service);
    const chain = { organizationId: operatorId, chainId: operatorId };
    const stored = await service.app.get(Entries).find(chain, Number(published?.['seq']));
    const { recordedAt, statement } = parseEntry(stored?.entry ?? new Uint8Array());
    expect(recordedAt).toBe(published?.['publishedAt']);
    expect(Buffer.from(stored?.leafHash ?? []).toString('base64url')).toBe(published?.['leafHash']);
    expect(parseStatement(statement).payload).toMatchObject({
      iss: `org/${operatorId}`,
      kind: 'list-published',
    });
    const traces = (await tracesOf(service, operatorId)).filter(({ kind }) => kind === 'list-published');
    expect(traces).toHaveLength(1);
    const { name, version, sha256: hash, rows: count, source } = published as Record<string, unknown>;
    expect(traces[0]?.data).toMatchObject({
      name,
      version,
      sha256: hash,
      rows: count,
      source,
      role: 'admin',
    });
    expect(traces[0]?.data).toHaveProperty('actor');
    expect(traces[0]?.shown).not.toHaveProperty('actor');
  });

  it('is proved to be in the log, to who has its bytes and nothing else of the service', async () => {
    await service.settled();
    const file = await nobody.file('/api/v1/lists/residue-limits/1');
    const [, proof = ''] = /^<([^>]+)>/.exec(file.headers.get('link') ?? '') ?? [];
    const answer = await nobody.open(proof);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });

  it('is found, and not published again, when it is sent again', async () => {
    const before = (await tracesOf(service, await operatorOf(service))).length;
    const again = await publish(admin, rows, { source: 'GB 2763-2021' });
    expect([again.status, again.body['version']]).toEqual([200, 1]);
    expect((await tracesOf(service, await operatorOf(service))).length).toBe(before);
  });

  it('is not changed under its number: other rows, or another source, are refused', async () => {
    for (const refused of [
      await publish(admin, [limitRow()], { source: 'GB 2763-2021' }),
      await publish(admin, rows, { source: '另一出处' }),
    ]) {
      expect([refused.status, refused.body['type']]).toEqual([409, '/problems/list-version-taken']);
      expect(faultsIn(refused)).toEqual(['/query/version taken']);
    }
    expect(await storedVersions(service)).toEqual({ 'residue-limits': 1 });
  });

  it('is followed by the next number and by no other', async () => {
    for (const version of [3, 2_147_483_647]) {
      expect(faultsIn(await publish(admin, rows, { version }))).toEqual(['/query/version next']);
    }
    const answer = await publish(admin, limitRows(3), { version: 2 });
    expect([answer.status, answer.body['version']]).toEqual([201, 2]);
    const items = (await nobody.get('/api/v1/lists/residue-limits?after=1')).body['items'];
    expect(items).toMatchObject([{ version: 2, rows: 3 }]);
  });
});

describe('the lists', () => {
  it('are named with their newest versions, in the reader’s language', async () => {
    const { body, headers } = await nobody.get('/api/v1/lists', { 'accept-language': 'en' });
    const items = body['items'] as { name: string; title: string; newest: { version: number } | null }[];
    expect(headers.get('vary')).toMatch(/Accept-Language/i);
    expect(items.map(({ name, newest }) => [name, newest?.version ?? null])).toEqual([
      ['pesticide-labels', null],
      ['pesticide-restrictions', null],
      ['residue-limits', 2],
      ['residue-definitions', null],
      ['product-categories', null],
      ['process-yields', null],
      ['laboratory-accreditations', null],
      ['claim-inputs', null],
    ]);
    expect(items[2]?.title).toBe('Maximum residue limits');
  });

  it('are shown page by page', async () => {
    const first = await nobody.get('/api/v1/lists/residue-limits?limit=1');
    expect(first.body['items']).toMatchObject([{ version: 1 }]);
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await nobody.get(next);
    expect(second.body['items']).toMatchObject([{ version: 2 }]);
    expect(second.headers.get('link')).toBeNull();
  });

  it.each([
    '/api/v1/lists/bans',
    '/api/v1/lists/toString',
    '/api/v1/lists/residue-limits/3',
    '/api/v1/lists/residue-limits/0',
    '/api/v1/lists/residue-limits/01',
    '/api/v1/lists/residue-limits/1e0',
    '/api/v1/lists/residue-limits/99999999999',
    '/api/v1/lists/process-yields/1',
  ])('have nothing at %s', async (path) => {
    expect((await nobody.get(path)).status).toBe(404);
  });
});

describe('publishing', () => {
  it.each(['owner', 'recorder', 'viewer', 'inspector', 'regulator'] as const)(
    'is not for a person with the role %s',
    async (role) => {
      const region = role === 'inspector' || role === 'regulator' ? '' : null;
      const caller = await signIn(service, role, region === null ? farm.organizationId : null, region);
      const answer = await publish(caller, [limitRow()], { version: 3 });
      expect(answer.status).toBe(403);
    },
  );

  it('is not for who is not signed in', async () => {
    expect((await publish(nobody, [limitRow()], { version: 3 })).status).toBe(401);
  });

  it('is not for an admin who has not shown a second factor', async () => {
    const person = { login: 'plain-admin', name: 'x', password: 'an orchard in the evening' };
    const grants = [{ role: 'admin', organizationId: null, region: null }] as const;
    await service.app.get(AccountsService).create({ ...person, grants });
    const { body } = await nobody.post('/api/v1/auth/token', {
      login: person.login,
      password: person.password,
    });
    const plain = new Caller(service.url, { authorization: `Bearer ${String(body['accessToken'])}` });
    const answer = await publish(plain, [limitRow()], { version: 3 });
    expect([answer.status, answer.body['type']]).toEqual([403, '/problems/second-factor-needed']);
  });

  it('by two admins of one number at once is the one’s, and the other is told and has stored nothing', async () => {
    const other = await signIn(service, 'admin', null);
    const before = (await tracesOf(service, await operatorOf(service))).length;
    const version = 3;
    const answers = await Promise.all([
      publish(admin, limitRows(2_000, { limit: '1' }), { version }),
      publish(other, limitRows(2_000, { limit: '2' }), { version }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [won] = answers.filter(({ status }) => status === 201);
    const file = await nobody.file('/api/v1/lists/residue-limits/3');
    expect(sha256(file.bytes)).toBe(won?.body['sha256']);
    expect(await storedVersions(service)).toEqual({ 'residue-limits': 3 });
    expect((await tracesOf(service, await operatorOf(service))).length).toBe(before + 1);
  });

  it('by many at once of the same is one version, whoever is told so', async () => {
    const rows = limitRows(50, { unit: 'μg/kg' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => publish(admin, rows, { version: 4 })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(
      answers
        .map(({ status }) => status)
        .sort()
        .slice(0, 7),
    ).toEqual(Array(7).fill(200));
  });

  it.each<[string, Parameters<typeof publish>[2], string]>([
    ['no version', { version: '' }, '/query/version minimum'],
    ['a version that is no number', { version: 'x' }, '/query/version maximum'],
    ['version 0', { version: 0 }, '/query/version minimum'],
    ['half a version', { version: 1.5 }, '/query/version integer'],
    ['an empty source', { source: '' }, '/query/source text'],
    ['a source with a phone number', { source: '致电 13812345678' }, '/query/source personal-data'],
  ])('needs a version and a source: refuses %s', async (_, publication, fault) => {
    const answer = await publish(admin, [limitRow()], { version: 5, ...publication });
    expect([answer.status, ...faultsIn(answer)]).toEqual([422, fault]);
  });

  it('takes a CSV file: quoted cells, CRLF, byte order mark, columns in any order', async () => {
    const csv =
      '\ufeffsource,analyte,food,unit,limit,confidence,effectiveFrom\r\n' +
      '"GB 2763, 表 1",戊唑醇,苹果,mg/kg,2,high,2021-09-03\r\n' +
      '"写作""二""",甲胺磷,"茶, 鲜叶",mg/kg,0.05,low,2021-09-03\r\n';
    const answer = await publishCsv(service, admin, csv, { version: 5 });
    expect([answer.status, answer.body['rows']]).toEqual([201, 2]);
    const { bytes } = await nobody.file('/api/v1/lists/residue-limits/5');
    expect(JSON.parse(bytes.toString())).toEqual([
      limitRow({ source: 'GB 2763, 表 1', confidence: 'high' }),
      limitRow({ source: '写作"二"', analyte: '甲胺磷', food: '茶, 鲜叶', limit: '0.05', confidence: 'low' }),
    ]);
  });

  it('of the same rows is the same bytes, however they were sent', async () => {
    const csv =
      'analyte,food,limit,unit,effectiveFrom,effectiveTo,source,confidence\n戊唑醇,苹果,2,mg/kg,2021-09-03,,GB 2763,medium\n';
    const asCsv = await publishCsv(service, admin, csv, { version: 6 });
    const withoutNull = limitRow({ effectiveTo: undefined });
    const asJson = await publish(admin, [withoutNull], { version: 6 });
    expect([asCsv.status, asJson.status]).toEqual([201, 200]);
  });
});

describe('the bytes of a version', () => {
  it('are the canonical JSON of all its rows, however many there are', async () => {
    for (const count of [1, 1_999, 2_000, 2_001, 6_000]) {
      const rows = limitRows(count);
      expect(Buffer.from(await contentOf(rows)).toString()).toBe(canonicalize(rows as never));
    }
  });
});
