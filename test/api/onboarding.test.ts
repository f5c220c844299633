import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCode } from '../../src/ledger/code.js';
import {
  Caller,
  createCooperative,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { operatorOf, tracesOf, whileLocked } from '../support/power-traces.js';
import { freshUscc, statementsOf } from './parties.js';

const root = '/api/v1/applications';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  Buffer.from('JFIF\0'),
  Buffer.alloc(40),
]);
const responsible = '赵六其人';
const contact = '13900139000';

let farm: Cooperative;
let database: pg.Client;
let anyone: Caller;
let regulator: Caller;
let inspector: Caller;

beforeAll(async () => {
  farm = await createCooperative();
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
  anyone = new Caller(farm.service.url, {});
  regulator = await signIn(farm.service, 'regulator', null, '3706');
  inspector = await signIn(farm.service, 'inspector', null, '370686');
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

interface Filed {
  readonly id: string;
  readonly path: string;
  /** The header of the applicant. */
  readonly secret: Record<string, string>;
}

const application = (changes: object = {}) => ({
  kind: 'cooperative',
  name: '莱阳示例果业农民专业合作社',
  uscc: freshUscc(),
  region: '370686',
  responsible,
  contact,
  ...changes,
});

async function file(changes: object = {}): Promise<Filed> {
  const { id, secret } = await made(anyone.post(root, application(changes)));
  return { id: String(id), path: `${root}/${String(id)}`, secret: { 'application-secret': String(secret) } };
}

const decide = (caller: Caller, { path }: Filed, body: object = { decision: 'approved' }) =>
  caller.post(`${path}/decision`, body);
const follow = async ({ path, secret }: Filed) => (await anyone.get(`${path}/status`, secret)).body;
const slug = (answer: Answer): string => String(answer.body['type']).replace('/problems/', '');

async function add(
  { path, secret }: Filed,
  bytes: Buffer,
  mediaType: string,
  type = 'business-licence',
): Promise<Answer> {
  const answer = await fetch(`${farm.service.url}${path}/documents?type=${type}`, {
    method: 'POST',
    headers: { ...secret, 'content-type': mediaType },
    body: new Uint8Array(bytes),
  });
  const body = (await answer.json()) as Answer['body'];
  return { status: answer.status, headers: answer.headers, body };
}

describe('a cooperative that applies', () => {
  let filed: Filed;
  let organization: string;
  let name: string;

  it('follows its application by a secret that is told once', async () => {
    filed = await file();
    expect(await follow(filed)).toMatchObject({ state: 'applied', organization: null, subjectCode: null });
    expect(JSON.stringify(await follow(filed))).not.toContain(filed.secret['application-secret']);
  });

  it('adds its business licence, which lies on the disk as noise', async () => {
    const answer = await add(filed, pdf, 'application/pdf');
    name = createHash('sha256').update(pdf).digest('hex');
    expect(answer.body).toMatchObject({ sha256: name, mediaType: 'application/pdf', size: pdf.length });
    const kept = readFileSync(join(farm.service.config.dataDir, 'applications', filed.id, name));
    expect(kept.includes('PDF')).toBe(false);
    expect(kept.length).toBeGreaterThan(pdf.length);
  });

  it('is seen by the inspectors and regulators of its region, and by no others', async () => {
    const idsOf = async (caller: Caller) =>
      ((await caller.get(`${root}?state=applied`)).body['items'] as { id: string }[]).map(({ id }) => id);
    for (const caller of [regulator, inspector, farm.admin]) expect(await idsOf(caller)).toContain(filed.id);
    const foreign = await signIn(farm.service, 'regulator', null, '51');
    expect(await idsOf(foreign)).toEqual([]);
    for (const path of [filed.path, `${filed.path}/documents/${name}`])
      expect((await foreign.get(path)).status).toBe(404);
    expect((await decide(foreign, filed)).status).toBe(404);
    expect((await farm.owner.get(filed.path)).status).toBe(403);
    expect((await anyone.get(filed.path, filed.secret)).status).toBe(401);
  });

  it('has nothing personal in a list', async () => {
    const list = JSON.stringify((await regulator.get(root)).body);
    expect(list).not.toContain(responsible);
    expect(list).not.toContain(contact);
  });

  it('is looked at with a trace, once an hour', async () => {
    const operator = await operatorOf(farm.service);
    const before = (await tracesOf(farm.service, operator)).length;
    expect((await regulator.get(filed.path)).body).toMatchObject({ responsible, contact });
    const opened = await regulator.file(`${filed.path}/documents/${name}`);
    expect(opened.bytes.equals(pdf)).toBe(true);
    expect(opened.headers.get('content-disposition')).toBe('attachment');
    const looks = (await tracesOf(farm.service, operator)).slice(before).map(({ shown }) => shown);
    expect(looks).toEqual([
      { what: 'application', application: filed.id, role: 'regulator', purpose: 'supervision' },
    ]);
  });

  it('is approved by the inspector, and is an organization with a subject code then', async () => {
    const answer = await decide(inspector, filed);
    expect(answer.body).toMatchObject({ state: 'approved', hasOwner: false });
    organization = String(answer.body['organization']);
    expect(() => parseCode(String(answer.body['subjectCode']))).not.toThrow();
    const seen = await regulator.get(`/api/v1/organizations/${organization}`);
    expect(seen.body).toMatchObject({ kind: 'cooperative', subjectCode: answer.body['subjectCode'] });
    const kinds = (await statementsOf(farm.service, organization)).map(({ payload }) => payload.kind);
    expect(kinds).toEqual(['organization-registered', 'key-registered']);
  });

  it('was decided by a statement of the operator, without who', async () => {
    const decided = (await tracesOf(farm.service, await operatorOf(farm.service))).filter(
      ({ kind }) => kind === 'application-decided',
    );
    expect(decided.map(({ shown }) => shown)).toEqual([
      { application: filed.id, decision: 'approved', region: '370686', organization, role: 'inspector' },
    ]);
  });

  it('gets its owner by the secret, once', async () => {
    const body = { login: 'first-owner', name: '负责人', password: 'apple orchard morning' };
    expect((await anyone.post(`${filed.path}/owner`, body)).status).toBe(404);
    const answer = await anyone.post(`${filed.path}/owner`, body, filed.secret);
    expect([answer.status, answer.body['hasOwner']]).toEqual([201, true]);
    const again = await anyone.post(`${filed.path}/owner`, { ...body, login: 'second-owner' }, filed.secret);
    expect(slug(again)).toBe('application-closed');
    const token = await anyone.post('/api/v1/auth/token', { login: 'first-owner', password: body.password });
    const owner = new Caller(farm.service.url, {
      authorization: `Bearer ${String(token.body['accessToken'])}`,
    });
    const household = { kind: 'household', name: '示例农户', region: '370686' };
    const registered = await made(owner.post('/api/v1/organizations', household));
    expect(registered['parent']).toBe(organization);
    expect(() => parseCode(String(registered['subjectCode']))).not.toThrow();
    const traces = await tracesOf(farm.service, organization);
    expect(traces.map(({ kind, shown }) => [kind, shown])).toEqual([['role-granted', { role: 'owner' }]]);
  });

  it('left nothing personal in the ledger, in the log lines, or in clear in the database', async () => {
    const entries = await database.query<{ text: string }>(
      "select encode(entry, 'escape') as text from entries",
    );
    const rows = await database.query<{ text: string }>('select a::text as text from applications a');
    const lines = farm.service.logLines().map((line) => JSON.stringify(line));
    const hex = Buffer.from(responsible).toString('hex');
    const texts = [...entries.rows.map(({ text }) => text), ...rows.rows.map(({ text }) => text), ...lines];
    for (const told of [responsible, contact, hex, filed.secret['application-secret'] ?? ''])
      expect(texts.filter((text) => text.includes(told))).toEqual([]);
  });
});

describe('an application', () => {
  it.each([
    ['a wrong check character', { uscc: '93370686MA3C2E7X7A' }, '/uscc', /第 18 位是 A，应为 L/],
    ['a character that does not occur', { uscc: '93370686MA3C2E7I7L' }, '/uscc', /第 16 位/],
    ['a character too few', { uscc: '9337068MA3C2E7X7L' }, '/uscc', /18 位/],
    ['no credit code', { uscc: null }, '/uscc', /统一社会信用代码/],
    ['a name that holds a mobile number', { name: '合作社 13900139000' }, '/name', /手机号/],
    ['no region', { region: '37' }, '/region', /行政区划/],
    ['an authority', { kind: 'authority' }, '/kind', /其中之一/],
    ['nobody who answers for it', { responsible: '' }, '/responsible', /文字/],
    ['an unknown field', { citizenId: '1' }, '/citizenId', /没有这个字段/],
  ])('with %s is refused', async (_, changes, pointer, words) => {
    const answer = await anyone.post(root, application(changes));
    expect(answer.status).toBe(422);
    const [fault] = answer.body.errors as unknown as { pointer: string; detail: string }[];
    expect(fault?.pointer).toBe(pointer);
    expect(fault?.detail).toMatch(words);
  });

  it('of a household or family farm needs no credit code', async () => {
    expect(await follow(await file({ kind: 'family-farm', uscc: null }))).toMatchObject({ uscc: null });
  });

  it('is not there for another secret, for none, and for that of another application', async () => {
    const [one, other] = [await file(), await file()];
    for (const secret of [{}, other.secret, { 'application-secret': 'A'.repeat(43) }]) {
      expect((await anyone.get(`${one.path}/status`, secret)).status).toBe(404);
      expect((await anyone.post(`${one.path}/withdrawal`, {}, secret)).status).toBe(404);
    }
    const unknown = await anyone.get(`${root}/${randomUUID()}/status`, one.secret);
    expect(unknown.status).toBe(404);
    expect(await follow(one)).toMatchObject({ state: 'applied' });
  });

  it('that is returned waits for its applicant, then for a decision again', async () => {
    const filed = await file();
    const reason = '营业执照照片不清楚';
    expect((await decide(regulator, filed, { decision: 'returned', reason })).body).toMatchObject({
      state: 'returned',
    });
    expect(await follow(filed)).toMatchObject({ state: 'returned', reason });
    expect(slug(await decide(regulator, filed))).toBe('application-closed');
    const changed = await new Caller(farm.service.url, filed.secret).get(`${filed.path}/status`);
    expect(changed.status).toBe(200);
    const put = await fetch(farm.service.url + filed.path, {
      method: 'PUT',
      headers: { ...filed.secret, 'content-type': 'application/json' },
      body: JSON.stringify(application({ name: '莱阳另一合作社' })),
    });
    expect(await put.json()).toMatchObject({ state: 'applied', reason: null, name: '莱阳另一合作社' });
    expect((await decide(regulator, filed)).body).toMatchObject({ state: 'approved' });
  });

  it('that is refused says why, and stays refused', async () => {
    const filed = await file();
    const refusal = { decision: 'refused', reason: '材料与主体不符' };
    expect((await decide(regulator, filed, { decision: 'refused' })).body.errors).toMatchObject([
      { pointer: '/reason', code: 'required' },
    ]);
    await decide(regulator, filed, refusal);
    expect(await follow(filed)).toMatchObject({ state: 'refused', reason: refusal.reason });
    expect(slug(await decide(regulator, filed))).toBe('application-closed');
    expect(slug(await anyone.post(`${filed.path}/withdrawal`, {}, filed.secret))).toBe('application-closed');
    expect(slug(await add(filed, pdf, 'application/pdf'))).toBe('application-closed');
  });

  it('that was withdrawn cannot be approved', async () => {
    const filed = await file();
    expect((await anyone.post(`${filed.path}/withdrawal`, {}, filed.secret)).body).toMatchObject({
      state: 'withdrawn',
    });
    expect(slug(await decide(regulator, filed))).toBe('application-closed');
    expect(await follow(filed)).toMatchObject({ state: 'withdrawn', organization: null });
  });

  it('that two approve at once is approved by one, and the other is told', async () => {
    const filed = await file();
    const answers = await Promise.all([
      decide(regulator, filed),
      decide(inspector, filed),
      decide(farm.admin, filed),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const told = answers.filter(({ status }) => status === 409).map(slug);
    expect(told).toEqual(['application-closed', 'application-closed']);
    const organizations = await database.query('select from organizations o join applications a on a.organization_id = o.id where a.id = $1', [filed.id]); // prettier-ignore
    expect(organizations.rowCount).toBe(1);
  });

  it('answers the same when the one who approved it approves it again', async () => {
    const filed = await file();
    const [first, again] = [await decide(regulator, filed), await decide(regulator, filed)];
    expect(again.body).toEqual(first.body);
  });

  it('with a credit code that is registered waits, and says so to those who approve it', async () => {
    const uscc = freshUscc();
    const [one, other] = [await file({ uscc }), await file({ uscc })];
    expect((await decide(regulator, one)).status).toBe(200);
    const answer = await decide(regulator, other);
    expect([answer.status, slug(answer)]).toEqual([409, 'uscc-taken']);
    expect(await follow(other)).toMatchObject({ state: 'applied', organization: null });
  });

  it('of a region nobody looks after waits for an admin', async () => {
    const filed = await file({ region: '654321' });
    expect((await decide(regulator, filed)).status).toBe(404);
    expect((await decide(farm.admin, filed)).body).toMatchObject({ state: 'approved' });
  });

  it('is not decided, and not shown, when that cannot be recorded', async () => {
    const filed = await file();
    const operator = await operatorOf(farm.service);
    const [looked, decided] = await whileLocked(database, operator, () =>
      Promise.all([regulator.get(filed.path), decide(inspector, filed)]),
    );
    expect([looked.status, decided.status]).toEqual([503, 503]);
    expect(JSON.stringify(looked.body)).not.toContain(responsible);
    const found = await database.query('select from organizations o join applications a on a.organization_id = o.id where a.id = $1', [filed.id]); // prettier-ignore
    expect(found.rowCount).toBe(0);
    expect((await decide(inspector, filed)).body).toMatchObject({ state: 'approved' });
  });

  it('is owned by an account that is signed in, and not again when it lost that', async () => {
    const filed = await file();
    const someone = await signIn(farm.service, 'viewer', farm.organizationId);
    const own = () =>
      fetch(`${farm.service.url}${filed.path}/owner`, {
        method: 'PUT',
        headers: { ...someone.credentials, ...filed.secret },
      });
    expect((await own()).status).toBe(409);
    const organization = String((await decide(regulator, filed)).body['organization']);
    expect((await own()).status).toBe(200);
    const members = await someone.get(`/api/v1/members?organization=${organization}`);
    expect(members.body['items']).toMatchObject([{ role: 'owner' }]);
    await database.query("update members set ended_at = now() where organization_id = $1 and role = 'owner'", [organization]); // prettier-ignore
    expect((await own()).status).toBe(409);
  });
});

describe('a document', () => {
  it.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a PNG', png, 'image/png'],
    ['a JPEG', jpeg, 'image/jpeg'],
  ])('may be %s', async (_, bytes, type) => {
    const filed = await file();
    expect((await add(filed, bytes, type)).status).toBe(201);
    expect((await follow(filed))['documents']).toHaveLength(1);
  });

  it.each([
    ['another type than it says', png, 'application/pdf', 415],
    ['a page', Buffer.from('<!doctype html><script>1</script>'), 'application/pdf', 415],
    ['a page under its own type', Buffer.from('<!doctype html>'), 'text/html', 415],
    ['a program', Buffer.from('MZ\x90\0\x03'), 'image/png', 415],
    ['JSON', Buffer.from('{}'), 'application/json', 415],
    ['a type with parameters', pdf, 'application/pdf; version=1', 415],
    ['nothing', Buffer.alloc(0), 'application/pdf', 400],
    ['more than 5 MiB', Buffer.concat([pdf, Buffer.alloc(5_242_881 - pdf.length)]), 'application/pdf', 413],
  ])('of %s is refused', async (_, bytes, type, status) => {
    const filed = await file();
    expect((await add(filed, bytes, type)).status).toBe(status);
    expect((await follow(filed))['documents']).toEqual([]);
    expect(existsSync(join(farm.service.config.dataDir, 'applications', filed.id))).toBe(false);
  });

  it('of exactly 5 MiB is kept', async () => {
    const bytes = Buffer.concat([pdf, Buffer.alloc(5_242_880 - pdf.length)]);
    expect((await add(await file(), bytes, 'application/pdf')).status).toBe(201);
  });

  it('of no known kind, and for another’s application, is refused', async () => {
    const filed = await file();
    expect((await add(filed, pdf, 'application/pdf', 'identity')).status).toBe(422);
    expect((await add({ ...filed, secret: {} }, pdf, 'application/pdf')).status).toBe(404);
  });

  it('is kept once, and five of them at most', async () => {
    const filed = await file();
    for (let n = 0; n < 5; n += 1)
      expect((await add(filed, Buffer.concat([pdf, Buffer.from(`${n}`)]), 'application/pdf')).status).toBe(
        201,
      );
    expect((await add(filed, Buffer.concat([pdf, Buffer.from('0')]), 'application/pdf')).status).toBe(201);
    const sixth = await add(filed, pdf, 'application/pdf');
    expect(sixth.body.errors).toMatchObject([{ pointer: '/documents', code: 'too-many' }]);
    expect((await follow(filed))['documents']).toHaveLength(5);
    expect(readdirSync(join(farm.service.config.dataDir, 'applications', filed.id))).toHaveLength(5);
  });

  it('is taken nowhere else', async () => {
    const answer = await fetch(`${farm.service.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(pdf),
    });
    expect(answer.status).toBe(415);
  });

  it('that is not what was kept is not shown', async () => {
    const filed = await file();
    const { body } = await add(filed, pdf, 'application/pdf');
    const unknown = await regulator.get(`${filed.path}/documents/${'0'.repeat(64)}`);
    expect(unknown.status).toBe(404);
    expect((await regulator.get(`${filed.path}/documents/..%2f..`)).status).toBe(404);
    expect((await regulator.get(`${filed.path}/documents/${String(body['sha256'])}`)).status).toBe(200);
  });
});

describe('applying from afar', () => {
  it('is limited in its rate', async () => {
    const far = { 'x-forwarded-for': '192.0.2.77' };
    const answers: number[] = [];
    for (let n = 0; n < 32; n += 1) answers.push((await anyone.post(root, {}, far)).status);
    expect(new Set(answers)).toEqual(new Set([422, 429]));
    expect(answers.at(-1)).toBe(429);
  });
});
