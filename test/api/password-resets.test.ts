import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant } from '../../src/access/actor.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { enrol } from '../support/second-factor.js';
import { faultsOf, register, send, signInAs, slugOf, type Answer, type Credentials } from './parties.js';

const password = 'an orchard in the evening';
const wanted = 'another orchard, at noon';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

let service: TestApp;
let database: pg.Client;
let admin: Credentials;
let organizationId: string;
let owner: Credentials;
let logins = 0;

beforeAll(async () => {
  service = await createTestApp();
  database = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await database.connect();
  admin = await signInAs(service, 'admin');
  organizationId = await register(service, admin);
  owner = await signInAs(service, 'owner', { organizationId });
});

afterAll(async () => {
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await database.end();
  await service.close();
});

interface Person {
  readonly login: string;
  readonly accountId: string;
  /** Where owners and admins ask for a link. */
  readonly member: string;
}

const at = (organization: string, role: Grant['role'] = 'recorder'): Grant => ({
  role,
  organizationId: organization,
  region: null,
});

async function person(...grants: Grant[]): Promise<Person> {
  logins += 1;
  const login = `forgetful-${logins}`;
  const accountId = await service.app.get(AccountsService).create({ login, name: 'x', password, grants });
  const { rows } = await database.query<{ id: string }>(
    'select id from members where account_id = $1 order by organization_id = $2 desc nulls last',
    [accountId, organizationId],
  );
  return { login, accountId, member: `/api/v1/members/${rows[0]?.id ?? 'x'}/password-reset` };
}

const ask = (target: string, headers: Credentials): Promise<Answer> => send(service, 'POST', target, headers);

async function tokenFor(target: string, headers: Credentials = owner): Promise<string> {
  const answer = await ask(target, headers);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body['token']);
}

const redeem = (token: string, word = wanted): Promise<Answer> =>
  send(service, 'POST', '/api/v1/auth/password-reset', {}, { token, password: word });
const signIn = (login: string, word = password, code?: string): Promise<Answer> =>
  send(service, 'POST', '/api/v1/auth/token', {}, { login, password: word, code });

describe('a link to a new password', () => {
  it('sets it, ends all sessions at once, and tells the login', async () => {
    const { login, member } = await person(at(organizationId));
    const before = await signIn(login);
    const headers = { authorization: `Bearer ${String(before.body['accessToken'])}` };
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(200);
    const answer = await redeem(await tokenFor(member));
    expect([answer.status, answer.body]).toEqual([200, { login }]);
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(401);
    expect((await signIn(login)).status).toBe(401);
    expect((await signIn(login, wanted)).status).toBe(200);
  });

  it('works once, however many use it at once', async () => {
    const { member } = await person(at(organizationId));
    const token = await tokenFor(member);
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => redeem(token, `${wanted} ${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422]);
    expect(faultsOf(await redeem(token))).toEqual(['/token unknown']);
  });

  it('stays good when the database cannot take the password', async () => {
    const { accountId, login, member } = await person(at(organizationId));
    const token = await tokenFor(member);
    await database.query('begin');
    await database.query('select from accounts where id = $1 for update', [accountId]);
    const late = await redeem(token);
    await database.query('rollback');
    expect(late.status).toBe(503);
    expect((await signIn(login)).status).toBe(200);
    expect((await redeem(token)).status).toBe(200);
  });

  it('takes the place of the one before', async () => {
    const { member } = await person(at(organizationId));
    const [first, second] = [await tokenFor(member), await tokenFor(member)];
    expect(faultsOf(await redeem(first))).toEqual(['/token unknown']);
    expect((await redeem(second)).status).toBe(200);
  });

  it('runs out after a day', async () => {
    const { member, accountId } = await person(at(organizationId));
    const made = await ask(member, owner);
    const left = Date.parse(String(made.body['expiresAt'])) - Date.now();
    expect(left).toBeGreaterThan(24 * 3_600_000 - 60_000);
    expect(left).toBeLessThanOrEqual(24 * 3_600_000);
    await database.query(
      "update one_time_links set expires_at = now() - interval '1 ms' where account_id = $1",
      [accountId],
    );
    expect(faultsOf(await redeem(String(made.body['token'])))).toEqual(['/token unknown']);
  });

  it('leaves the second factor where it is', async () => {
    const { login, member } = await person(at(organizationId));
    const { body } = await signIn(login);
    const { recoveryCodes } = await enrol(service.url, {
      authorization: `Bearer ${String(body['accessToken'])}`,
    });
    await redeem(await tokenFor(member));
    expect(slugOf(await signIn(login, wanted))).toBe('second-factor-required');
    expect((await signIn(login, wanted, recoveryCodes[0])).status).toBe(200);
  });

  it.each<[string, string, string]>([
    ['too short', 'short', '/password password'],
    ['of one character', 'a'.repeat(20), '/password password'],
  ])('is not used up by a password that is %s', async (_, word, fault) => {
    const { member } = await person(at(organizationId));
    const token = await tokenFor(member);
    expect(faultsOf(await redeem(token, word))).toEqual([fault]);
    expect((await redeem(token)).status).toBe(200);
  });

  it('is not used up by a password that holds the login', async () => {
    const { login, member } = await person(at(organizationId));
    const token = await tokenFor(member);
    expect(faultsOf(await redeem(token, `my ${login}!`))).toEqual(['/password tells-login']);
    expect((await redeem(token)).status).toBe(200);
  });

  it.each(['', 'x', 'A'.repeat(43), "' or true --"])(
    'is none by a token that was never made: %j',
    async (token) => {
      const answer = await redeem(token);
      expect([answer.status, ...faultsOf(answer)]).toEqual([422, '/token unknown']);
    },
  );

  it('is told from an invitation', async () => {
    const { member, login } = await person(at(organizationId));
    const token = await tokenFor(member);
    const accepted = await send(service, 'POST', '/api/v1/invitations/join', owner, { token });
    expect(faultsOf(accepted)).toEqual(['/token unknown']);
    await redeem(token);
    expect((await signIn(login, wanted)).status).toBe(200);
  });

  it('keeps its token out of the database and the log', async () => {
    const { member } = await person(at(organizationId));
    const token = await tokenFor(member);
    await redeem(token, 'short');
    const { rows } = await database.query<{ text: string }>(
      "select string_agg(l::text, ' ') as text from one_time_links l",
    );
    expect((rows[0]?.text ?? '') + JSON.stringify(service.logLines())).not.toContain(token);
  });
});

describe('an owner', () => {
  it('gives none to a member who belongs elsewhere too: an admin does', async () => {
    const otherId = await register(service, admin);
    for (const other of [
      at(otherId, 'viewer'),
      { role: 'regulator', organizationId: null, region: '37' } as const,
      { role: 'admin', organizationId: null, region: null } as const,
    ]) {
      const { member } = await person(at(organizationId), other);
      const refused = await ask(member, owner);
      expect([refused.status, slugOf(refused)]).toEqual([403, 'forbidden']);
      expect((await redeem(await tokenFor(member, admin))).status).toBe(200);
    }
  });

  it('holds none that still works once the member belongs elsewhere too', async () => {
    const { member, accountId } = await person(at(organizationId));
    const token = await tokenFor(member);
    await service.app.get(AccountsService).addGrant(accountId, at(await register(service, admin)));
    expect(faultsOf(await redeem(token))).toEqual(['/token unknown']);
  });

  it('who was ended holds none that still works', async () => {
    const id = await register(service, admin);
    await signInAs(service, 'owner', { organizationId: id });
    const boss = await person(at(id, 'owner'));
    const signedIn = await signIn(boss.login);
    const headers = { authorization: `Bearer ${String(signedIn.body['accessToken'])}` };
    const { member } = await person(at(id));
    const token = await tokenFor(member, headers);
    await service.app.get(AccountsService).endGrant(boss.accountId, at(id, 'owner'));
    expect(faultsOf(await redeem(token))).toEqual(['/token unknown']);
  });

  it.each(['recorder', 'viewer'] as const)('is not a %s', async (role) => {
    const { member } = await person(at(organizationId));
    expect((await ask(member, await signInAs(service, role, { organizationId }))).status).toBe(403);
  });

  it('of another organization finds no such member, nor does anybody find one that is none', async () => {
    const { member } = await person(at(organizationId));
    const stranger = await signInAs(service, 'owner', { organizationId: await register(service, admin) });
    for (const target of [
      member,
      `/api/v1/members/${nowhere}/password-reset`,
      '/api/v1/members/x/password-reset',
    ])
      expect((await ask(target, stranger)).status).toBe(404);
    expect((await ask(member, {})).status).toBe(401);
  });
});

describe('an admin', () => {
  it('gives one to an official', async () => {
    const { login, accountId } = await person({ role: 'inspector', organizationId: null, region: '37' });
    const target = `/api/v1/accounts/${accountId}/password-reset`;
    expect((await ask(target, owner)).status).toBe(403);
    expect((await redeem(await tokenFor(target, admin))).status).toBe(200);
    expect((await signIn(login, wanted)).status).toBe(200);
    expect((await ask(`/api/v1/accounts/${nowhere}/password-reset`, admin)).status).toBe(404);
  });

  it('gives none that still works when the account was ended meanwhile', async () => {
    const { accountId } = await person({ role: 'inspector', organizationId: null, region: '37' });
    const token = await tokenFor(`/api/v1/accounts/${accountId}/password-reset`, admin);
    await service.app.get(AccountsService).disable(accountId);
    expect(faultsOf(await redeem(token))).toEqual(['/token unknown']);
  });
});
