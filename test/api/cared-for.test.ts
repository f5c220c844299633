import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Enrolling } from '../support/enrolment.js';
import { Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { makeKey } from '../support/participant.js';

let farm: Cooperative;
/** A household of the cooperative, which has nobody of its own but a recorder. */
let household: string;
let home: string;
let recorder: Caller;

beforeAll(async () => {
  farm = await createCooperative();
  const body = { kind: 'household', name: '示例农户', region: '370686', parent: farm.organizationId };
  household = String((await made(farm.owner.post('/api/v1/organizations', body))).id);
  home = `/api/v1/organizations/${household}`;
  recorder = await signIn(farm.service, 'recorder', household);
});
afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

describe('the owner of a cooperative, for its household', () => {
  it('takes people in, puts right what is known of them, and has them erased', async () => {
    const { owner } = farm;
    const person = await made(owner.post(`${home}/people`, { name: '示例农户甲' }));
    const path = `${home}/people/${String(person.id)}`;
    expect((await owner.get(`${home}/people`)).body['items']).toHaveLength(1);
    expect((await owner.put(path, { name: '示例农户乙' })).body).toMatchObject({ name: '示例农户乙' });
    expect((await owner.put(`${path}/consent`, {})).body).toMatchObject({ given: true });
    expect((await owner.get(`${path}/consent`)).body).toMatchObject({ given: true });
    const filed = (await owner.get(`${path}/export`)).body['statements'] as { kind: string }[];
    expect(filed.map(({ kind }) => kind)).toContain('consent-recorded');
    expect((await owner.post(`${path}/erasure`, {})).body).toMatchObject({ state: 'restricted' });
    expect((await owner.get(`${path}/erasure`)).body).toMatchObject({ state: 'restricted' });
    expect((await owner.get(path)).body).toMatchObject({ state: 'restricted', name: null });
  });

  it('makes, renews and ends its machines', async () => {
    const { owner } = farm;
    const machine = await made(owner.post(`${home}/clients`, { name: '秤', scopes: ['batches:read'] }));
    const path = `${home}/clients/${String(machine.id)}`;
    expect((await owner.get(`${home}/clients`)).body['items']).toHaveLength(1);
    expect((await owner.post(`${path}/secret`, {})).status).toBe(200);
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.get(`${home}/clients`)).body['items']).toEqual([]);
  });

  it('invites, and takes an invitation back', async () => {
    const { owner } = farm;
    const body = { organization: household, role: 'viewer' };
    const { id } = await made(owner.post('/api/v1/invitations', body));
    const path = `/api/v1/invitations?organization=${household}`;
    expect((await owner.get(path)).body['items']).toHaveLength(1);
    expect((await owner.delete(`/api/v1/invitations/${String(id)}`)).status).toBe(204);
    expect((await owner.get(path)).body['items']).toEqual([]);
  });

  it('decides about its devices, and sees the power used over it', async () => {
    const devices = new Enrolling(farm.service, household);
    const asked = await devices.enrol(makeKey(), recorder.credentials);
    expect(asked.body).toMatchObject({ state: 'pending' });
    const listed = await farm.owner.get(`${home}/keys/enrolments`);
    expect(listed.body['items']).toMatchObject([{ id: asked.body['id'], holder: { role: 'recorder' } }]);
    const decided = await devices.decide(asked, 'approve', farm.owner.credentials);
    expect(decided.body).toMatchObject({ state: 'approved', holder: { role: 'recorder' } });
    expect((await farm.owner.get(`${home}/accesses`)).body['items']).not.toEqual([]);
  });
});

describe('a person who belongs to the organization no more', () => {
  it('still reads and changes what is known of them, and has it erased', async () => {
    const { owner, organizationId } = farm;
    const account = { login: 'once-a-member', name: '前成员', password: 'orchard-morning' };
    const body = { ...account, organization: organizationId, role: 'viewer' };
    const member = await made(owner.post('/api/v1/members', body));
    const people = `/api/v1/organizations/${organizationId}/people`;
    const { id } = await made(owner.post(people, { name: '前成员', member: member.id }));
    const signedIn = await fetch(`${farm.service.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: account.login, password: account.password }),
    });
    const { accessToken } = (await signedIn.json()) as { accessToken: string };
    const person = new Caller(farm.service.url, { authorization: `Bearer ${accessToken}` });
    expect((await owner.delete(`/api/v1/members/${String(member.id)}`)).status).toBe(204);
    const path = `${people}/${String(id)}`;
    expect((await person.get(path)).body).toMatchObject({ name: '前成员' });
    expect((await person.get(people)).status).not.toBe(200);
    expect((await person.put(path, { name: '本人' })).body).toMatchObject({ name: '本人' });
    expect((await person.put(`${path}/consent`, {})).body).toMatchObject({ given: true });
    const filed = (await person.get(`${path}/export`)).body['statements'] as { kind: string }[];
    expect(filed.map(({ kind }) => kind)).toContain('consent-recorded');
    expect((await person.post(`${path}/erasure`, {})).body).toMatchObject({ state: 'restricted' });
    expect((await person.get(`${path}/erasure`)).body).toMatchObject({ state: 'restricted' });
  });
});
