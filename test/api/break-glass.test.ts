import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Actors } from '../../src/access/actors.js';
import {
  Caller,
  createCooperative,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { harvestOf, signInWith } from '../support/parties.js';
import { tracesOf, whileLocked } from '../support/power-traces.js';

const secret = '王五的私人备注';
const reason = '跨省流通的同批次产品检出不合格，需核对来源记录';
const root = '/api/v1/break-glass';

let farm: Cooperative;
let database: pg.Client;
let batch: string;
/** Of another region, of the organization's, and two who run the service. */
let stranger: Caller;
let regulator: Caller;
let [admin, second]: Caller[] = [];

beforeAll(async () => {
  farm = await createCooperative();
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
  batch = await farm.open();
  await made(farm.record(batch, 'harvest', { ...harvestOf('100'), operator: secret }));
  stranger = await signIn(farm.service, 'regulator', null, '51');
  regulator = await signIn(farm.service, 'regulator', null, '3706');
  admin = farm.admin;
  second = await signIn(farm.service, 'admin', null);
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

const ask = (caller: Caller, body: object = { batch, reason }): Promise<Answer> => caller.post(root, body);
const asked = async (caller: Caller): Promise<string> => String((await made(ask(caller))).id);
const decide = (caller: Caller, id: string, decision = 'approved'): Promise<Answer> =>
  caller.post(`${root}/${id}/decision`, { decision });
const look = (caller: Caller): Promise<Answer> => caller.get(`/api/v1/batches/${batch}/events`);
const slug = (answer: Answer): string => String(answer.body['type']).replace('/problems/', '');
const stated = async () =>
  (await tracesOf(farm.service, farm.organizationId)).filter(({ kind }) => kind === 'break-glass');

/** Somebody of another region, whose account and role can be ended. */
async function outsider(login: string): Promise<{ readonly caller: Caller; readonly id: string }> {
  const grants = [{ role: 'inspector', organizationId: null, region: '44' }] as const;
  const signedIn = await farm.service.signIn({
    login,
    name: login,
    password: 'a long enough password',
    grants,
  });
  return { caller: new Caller(farm.service.url, signedIn.headers), id: signedIn.accountId };
}

describe('a look beyond the own region', () => {
  let id: string;

  it('is not there before it is asked for, and not while it waits', async () => {
    expect((await look(stranger)).status).toBe(404);
    id = await asked(stranger);
    expect((await look(stranger)).status).toBe(404);
  });

  it('is asked for on the chain of the organization, person and reason sealed', async () => {
    const [request] = await stated();
    expect(request?.shown).toEqual({ request: id, step: 'requested', role: 'regulator' });
    expect(request?.data['reason']).toBe(reason);
    expect(request?.text).not.toContain(reason);
  });

  it('is for another person with power over the organization to decide', async () => {
    const foreign = await signIn(farm.service, 'regulator', null, '44');
    const inspector = await signIn(farm.service, 'inspector', null, '3706');
    expect((await decide(stranger, id)).status).toBe(403);
    expect((await decide(foreign, id)).status).toBe(404);
    expect((await decide(inspector, id)).status).toBe(403);
    expect((await decide(farm.owner, id)).status).toBe(403);
    expect((await look(stranger)).status).toBe(404);
  });

  it('is open to its requester alone, for one hour, when it is approved', async () => {
    const answer = await decide(regulator, id);
    expect(answer.body).toMatchObject({ state: 'open', role: 'regulator', reason });
    const leftMs = Date.parse(String(answer.body['until'])) - Date.now();
    expect(leftMs).toBeGreaterThan(3_500_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
    expect(JSON.stringify((await look(stranger)).body)).toContain(secret);
    const other = await signIn(farm.service, 'regulator', null, '5101');
    expect((await look(other)).status).toBe(404);
  });

  it('lets read what a regulator would, and record nothing', async () => {
    const site = await stranger.get(`/api/v1/sites/${farm.siteId}`);
    expect(site.status).toBe(200);
    const hold = { kind: 'hold', occurredAt: new Date().toISOString(), data: { reason: '复检' } };
    expect((await stranger.post(`/api/v1/batches/${batch}/events`, hold)).status).toBe(403);
    expect((await stranger.get(`/api/v1/members?organization=${farm.organizationId}`)).status).toBe(403);
  });

  it('leaves its trace as such', async () => {
    const traces = await tracesOf(farm.service, farm.organizationId);
    const looks = traces.filter(({ kind }) => kind === 'access').map(({ shown }) => shown);
    expect(looks).toContainEqual({ what: 'batch', batch, role: 'regulator', purpose: 'break-glass' });
    expect((await stated()).map(({ shown }) => shown['step'])).toEqual(['requested', 'approved']);
  });

  it('is decided once', async () => {
    expect(slug(await decide(admin!, id))).toBe('break-glass-closed');
    expect(slug(await decide(regulator, id, 'refused'))).toBe('break-glass-closed');
    expect(await stated()).toHaveLength(2);
  });

  it('is told to the organization with its reason, and without the person', async () => {
    const list = await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/accesses`);
    const steps = (list.body['items'] as Record<string, unknown>[]).filter(
      ({ kind }) => kind === 'break-glass',
    );
    expect(steps[0]).toMatchObject({ step: 'requested', reason, person: null });
    expect(steps[1]).toMatchObject({ step: 'approved', person: null });
  });

  it('ends by itself, also in a session that has it', async () => {
    await database.query("update break_glass set until = now() + interval '2 seconds' where id = $1", [id]);
    const [row] = (await database.query<{ requester_id: string }>('select requester_id from break_glass where id = $1', [id])).rows; // prettier-ignore
    farm.service.app.get(Actors).forgetAccount(row!.requester_id);
    expect((await look(stranger)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await look(stranger)).status).toBe(404);
    expect((await stranger.get(`${root}/${id}`)).body['state']).toBe('ended');
  });

  it('is not had again by deciding again', async () => {
    await decide(regulator, id);
    expect((await look(stranger)).status).toBe(404);
  });
});

describe('an admin', () => {
  it('sees sealed fields by break-glass access alone, which another admin approves', async () => {
    expect(JSON.stringify((await look(admin!)).body)).not.toContain(secret);
    const id = await asked(admin!);
    expect((await decide(admin!, id)).status).toBe(403);
    expect((await decide(second!, id)).body['state']).toBe('open');
    expect(JSON.stringify((await look(admin!)).body)).toContain(secret);
    expect(JSON.stringify((await look(second!)).body)).not.toContain(secret);
  });
});

describe('a request', () => {
  it.each([
    ['without a reason', { batch: randomUUID() }, '/reason'],
    ['with a reason that names a person', { batch: randomUUID(), reason: '核对 13800138000' }, '/reason'],
    ['of nobody', { reason }, '/organization'],
    ['of two', { batch: randomUUID(), organization: randomUUID(), reason }, '/organization'],
  ])('%s is refused', async (_, body, pointer) => {
    const answer = await ask(stranger, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('of what is not there is not found', async () => {
    expect((await ask(stranger, { batch: randomUUID(), reason })).status).toBe(404);
    expect((await ask(stranger, { organization: randomUUID(), reason })).status).toBe(404);
    expect((await decide(admin!, randomUUID())).status).toBe(404);
  });

  it('of what the requester sees anyway is refused', async () => {
    const answer = await ask(regulator);
    expect(answer.body.errors).toMatchObject([{ pointer: '/batch', code: 'not-needed' }]);
  });

  it('is nothing for members', async () => {
    expect((await ask(farm.owner)).status).toBe(403);
  });

  it('that was refused opens nothing', async () => {
    const id = await asked(stranger);
    expect((await decide(regulator, id, 'refused')).body['state']).toBe('refused');
    expect((await look(stranger)).status).toBe(404);
    expect(slug(await decide(admin!, id))).toBe('break-glass-closed');
  });

  it('that has expired cannot be approved', async () => {
    const id = await asked(stranger);
    await database.query('update break_glass set expires_at = now() where id = $1', [id]);
    expect(slug(await decide(regulator, id))).toBe('break-glass-closed');
    expect((await regulator.get(`${root}/${id}`)).body['state']).toBe('expired');
    expect((await look(stranger)).status).toBe(404);
  });

  it('of an ended account cannot be approved', async () => {
    const { caller, id: account } = await outsider('leaving');
    const id = await asked(caller);
    await database.query('update accounts set disabled_at = now() where id = $1', [account]);
    expect(slug(await decide(regulator, id))).toBe('break-glass-closed');
  });

  it('loses its effect with the role in which it was made', async () => {
    const { caller, id: account } = await outsider('demoted');
    const id = await asked(caller);
    await decide(regulator, id);
    expect((await look(caller)).status).toBe(200);
    await database.query('update members set ended_at = now() where account_id = $1', [account]);
    farm.service.app.get(Actors).forgetAccount(account);
    expect((await look(caller)).status).toBe(404);
  });

  it('that two approve at once is approved by one', async () => {
    const id = await asked(stranger);
    const answers = await Promise.all([
      decide(regulator, id),
      decide(admin!, id),
      decide(second!, id, 'refused'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const decided = (await stated()).filter(({ shown }) => shown['request'] === id);
    expect(decided).toHaveLength(2);
  });

  it('is listed for its requester and for those who may decide it', async () => {
    const idsOf = async (caller: Caller) =>
      ((await caller.get(root)).body['items'] as { id: string }[]).map(({ id }) => id);
    const { caller: asking } = await outsider('asking');
    const id = await asked(asking);
    const foreign = await signIn(farm.service, 'regulator', null, '44');
    for (const caller of [asking, regulator, admin!]) expect(await idsOf(caller)).toContain(id);
    const told = async (caller: Caller) => (await caller.get(`${root}/${id}`)).body;
    const organizationName = '栖霞示例果业农民专业合作社';
    expect(await told(asking)).toMatchObject({ own: true, organizationName });
    expect(await told(regulator)).toMatchObject({ own: false, organizationName });
    expect(await idsOf(foreign)).toEqual([]);
    expect((await foreign.get(`${root}/${id}`)).status).toBe(404);
  });

  it('cannot be approved by its requester in the database either', async () => {
    const id = await asked((await outsider('forging')).caller);
    const own =
      "update break_glass set decision = 'approved', decided_by = requester_id, decided_at = now() where id = $1";
    await expect(database.query(own, [id])).rejects.toThrow(/check/);
  });

  it('that cannot be recorded is not made', async () => {
    const before = await database.query('select from break_glass');
    const answer = await whileLocked(database, farm.organizationId, async () =>
      ask(await signInWith(farm, { role: 'regulator', organizationId: null, region: '12' })),
    );
    expect(answer.status).toBe(503);
    expect((await database.query('select from break_glass')).rowCount).toBe(before.rowCount);
  });
});
