import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import type { Grant, Role } from '../../src/access/actor.js';
import { SecondFactorsService } from '../../src/access/second-factors.service.js';
import { codeFailuresMax } from '../../src/http/login-limits.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { codeOf, earlyInStep, enrol, hotp } from '../support/second-factor.js';
import { faultsOf, register, send, signInAs, slugOf, type Answer, type Credentials } from './parties.js';

const password = 'an orchard in the evening';
const path = '/api/v1/auth/totp';
const nowhere = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';

let service: TestApp;
let owner: pg.Client;
let demoAdmin: Credentials;
let logins = 0;

beforeAll(async () => {
  service = await createTestApp({ env: { TRUST_PROXY: 'loopback' } });
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
  demoAdmin = await signInAs(service, 'admin');
});

afterAll(async () => {
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await owner.end();
  await service.close();
});

interface Person {
  readonly accountId: string;
  readonly login: string;
}

/** An account as a route makes it: nothing exempts it. */
async function person(...grants: readonly Grant[]): Promise<Person> {
  logins += 1;
  const login = `factor-${logins}`;
  const accountId = await service.app.get(AccountsService).create({ login, name: 'x', password, grants });
  return { accountId, login };
}

const over = (role: Role, region: string | null = null): Grant => ({ role, organizationId: null, region });

let address = 0;

/** Signs in, every time from another address, unless told. */
function attempt(login: string, more: object = {}, headers: Credentials = {}): Promise<Answer> {
  address += 1;
  const from = { 'x-forwarded-for': `10.1.${Math.floor(address / 250)}.${1 + (address % 250)}`, ...headers };
  return send(service, 'POST', '/api/v1/auth/token', from, { login, password, ...more });
}

async function signIn(login: string, more: object = {}): Promise<Credentials> {
  const answer = await attempt(login, more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { authorization: `Bearer ${String(answer.body['accessToken'])}` };
}

describe('the codes of the tests', () => {
  it('are those of RFC 4226, appendix D', () => {
    const secret = Buffer.from('12345678901234567890');
    expect([0, 1, 2, 9].map((counter) => hotp(secret, counter))).toEqual([
      '755224',
      '287082',
      '359152',
      '520489',
    ]);
  });
});

describe('a second factor', () => {
  it('is set up with a key URI, confirmed by a code, and then asked for', async () => {
    const { login } = await person();
    const headers = await signIn(login);
    await earlyInStep();
    const begun = await send(service, 'POST', path, headers);
    expect(begun.status).toBe(200);
    const uri = new URL(String(begun.body['uri']));
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(uri.searchParams.get('secret')).toBe(begun.body['secret']);
    expect(decodeURIComponent(uri.pathname)).toBe(`/Furrow ${service.config.publicHost}:${login}`);
    expect((await attempt(login)).status).toBe(200);
    const secret = String(begun.body['secret']);
    const confirmed = await send(service, 'POST', `${path}/confirm`, headers, { code: codeOf(secret, -1) });
    expect(confirmed.status).toBe(200);
    const codes = confirmed.body['recoveryCodes'] as string[];
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const without = await attempt(login);
    expect([without.status, slugOf(without)]).toEqual([401, 'second-factor-required']);
    expect(faultsOf(without)).toEqual([]);
    expect((await attempt(login, { code: codeOf(secret) })).status).toBe(200);
    const read = await send(service, 'GET', path, headers);
    expect(read.body).toMatchObject({ active: true, recoveryCodesLeft: 10 });
  });

  it('is spoken of only to who knows the password', async () => {
    const { login } = await person();
    const { secret } = await enrol(service.url, await signIn(login));
    for (const code of [undefined, codeOf(secret), '000000']) {
      const answer = await attempt(login, { password: 'wrong', code });
      expect([answer.status, slugOf(answer)]).toEqual([401, 'login-failed']);
    }
    expect((await attempt(login, { code: codeOf(secret) })).status).toBe(200);
  });

  it('takes each step once, also of many requests at once', async () => {
    const { login } = await person();
    const { secret } = await enrol(service.url, await signIn(login));
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(login, { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const replay = await attempt(login, { code });
    expect([slugOf(replay), ...faultsOf(replay)]).toEqual(['second-factor-required', '/code unknown']);
    expect((await attempt(login, { code: codeOf(secret, -1) })).status).toBe(401);
    expect((await attempt(login, { code: codeOf(secret, 1) })).status).toBe(200);
    expect((await attempt(login, { code: codeOf(secret) })).status).toBe(401);
  });

  it('takes each step once over several processes', async () => {
    const { login, accountId } = await person();
    const { secret } = await enrol(service.url, await signIn(login));
    const factors = service.app.get(SecondFactorsService);
    // Another process has the same key and the same database, and nothing else of this one.
    const other = await createOther();
    const code = codeOf(secret);
    const taken = await Promise.all([
      factors.accept(accountId, code),
      other.accept(accountId, code),
      factors.accept(accountId, code),
      other.accept(accountId, code),
    ]);
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it.each([2, 3, 20, -2, -3, -20])('refuses the code of a step %i away', async (steps) => {
    const { login } = await person();
    const { secret } = await enrol(service.url, await signIn(login));
    const answer = await attempt(login, { code: codeOf(secret, steps) });
    expect([answer.status, ...faultsOf(answer)]).toEqual([401, '/code unknown']);
  });

  it.each(['', '12345', '1234567', 'abcdef', '12 34', '----------------', "' or 1=1", 'A'.repeat(40)])(
    'refuses what is no code: %j',
    async (code) => {
      const { login } = await person();
      await enrol(service.url, await signIn(login));
      expect((await attempt(login, { code })).status).toBe(code === '' ? 422 : 401);
    },
  );

  it('takes a code as people type it', async () => {
    const { login } = await person();
    const { secret, recoveryCodes } = await enrol(service.url, await signIn(login));
    const digits = codeOf(secret);
    expect((await attempt(login, { code: ` ${digits.slice(0, 3)} ${digits.slice(3)}` })).status).toBe(200);
    expect(
      (await attempt(login, { code: recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ') })).status,
    ).toBe(200);
  });

  it('does not take the code of another account', async () => {
    const [one, two] = [await person(), await person()];
    await enrol(service.url, await signIn(one.login));
    const { secret, recoveryCodes } = await enrol(service.url, await signIn(two.login));
    expect((await attempt(one.login, { code: codeOf(secret) })).status).toBe(401);
    expect((await attempt(one.login, { code: recoveryCodes[0] })).status).toBe(401);
  });

  it('ends every other session when it comes into force, since they began without', async () => {
    const { login } = await person();
    const [here, there] = [await signIn(login), await signIn(login)];
    await enrol(service.url, here);
    expect((await send(service, 'GET', path, there)).status).toBe(401);
    expect((await send(service, 'GET', path, here)).status).toBe(200);
  });

  it('is not replaced while it is in force', async () => {
    const { login } = await person();
    const headers = await signIn(login);
    const { secret } = await enrol(service.url, headers);
    const begun = await send(service, 'POST', path, headers);
    expect([begun.status, slugOf(begun)]).toEqual([409, 'second-factor-exists']);
    const confirmed = await send(service, 'POST', `${path}/confirm`, headers, { code: codeOf(secret) });
    expect([confirmed.status, slugOf(confirmed)]).toEqual([409, 'second-factor-exists']);
  });

  it('is not confirmed by a wrong code, by one of an earlier secret, or before it was begun', async () => {
    const { login } = await person();
    const headers = await signIn(login);
    const confirm = (code: string) => send(service, 'POST', `${path}/confirm`, headers, { code });
    expect(faultsOf(await confirm('000000'))).toEqual(['/code unknown']);
    await earlyInStep();
    const first = String((await send(service, 'POST', path, headers)).body['secret']);
    const second = String((await send(service, 'POST', path, headers)).body['secret']);
    expect(second).not.toBe(first);
    expect((await confirm(codeOf(first))).status).toBe(422);
    expect((await attempt(login)).status).toBe(200);
    expect((await confirm(codeOf(second))).status).toBe(200);
  });

  it('is turned off by a code of it, and by nothing less', async () => {
    const { login } = await person();
    const headers = await signIn(login);
    const { secret } = await enrol(service.url, headers);
    const off = (code: string) => send(service, 'POST', `${path}/off`, headers, { code });
    expect(faultsOf(await off('000000'))).toEqual(['/code unknown']);
    expect(faultsOf(await off(codeOf(secret, -1)))).toEqual(['/code unknown']);
    expect((await off(codeOf(secret))).status).toBe(204);
    expect((await attempt(login)).status).toBe(200);
    expect((await send(service, 'GET', path, headers)).body).toEqual({
      active: false,
      since: null,
      recoveryCodesLeft: 0,
    });
    expect((await off('000000')).status).toBe(422);
  });

  it('cannot be turned off by guessing from a stolen session', async () => {
    const { login } = await person();
    const headers = await signIn(login);
    await enrol(service.url, headers);
    const statuses: number[] = [];
    for (let guess = 0; guess < codeFailuresMax + 2; guess += 1)
      statuses.push((await send(service, 'POST', `${path}/off`, headers, { code: 'AAAA' })).status);
    expect(statuses).toEqual([...Array<number>(codeFailuresMax).fill(422), 429, 429]);
  });

  it('keeps neither secret nor codes in the database or the log', async () => {
    const { login, accountId } = await person();
    const { secret, recoveryCodes } = await enrol(service.url, await signIn(login));
    const { rows } = await owner.query<{ text: string }>(
      `select f::text || (select string_agg(c::text, '') from recovery_codes c where c.account_id = f.account_id) as text
       from second_factors f where account_id = $1`,
      [accountId],
    );
    const kept = (rows[0]?.text ?? '') + JSON.stringify(service.logLines());
    for (const hidden of [secret, ...recoveryCodes, recoveryCodes[0]!.replaceAll('-', '')])
      expect(kept).not.toContain(hidden);
  });
});

/** A service of its own on the same database and master key. */
async function createOther(): Promise<SecondFactorsService> {
  const { SecondFactorsStore } = await import('../../src/access/second-factors.store.js');
  const { LoginLimits } = await import('../../src/http/login-limits.js');
  const { AccountKeys } = await import('../../src/access/account-keys.js');
  const store = new SecondFactorsStore(service.database, service.app.get(AccountKeys));
  return new SecondFactorsService(store, null as never, new LoginLimits(), service.config, null as never);
}

describe('a recovery code', () => {
  it('signs in once', async () => {
    const { login } = await person();
    const { recoveryCodes } = await enrol(service.url, await signIn(login));
    const [code] = recoveryCodes;
    const answers = await Promise.all(Array.from({ length: 6 }, () => attempt(login, { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await attempt(login, { code })).status).toBe(401);
    const headers = await signIn(login, { code: recoveryCodes[1] });
    expect((await send(service, 'GET', path, headers)).body['recoveryCodesLeft']).toBe(8);
  });
});

describe('an admin or regulator without a second factor', () => {
  it.each<[string, Grant]>([
    ['an admin', over('admin')],
    ['a regulator of a region', over('regulator', '37')],
    ['a regulator of the country', over('regulator', '')],
  ])('can do nothing but set one up: %s', async (_, grant) => {
    const { login } = await person(grant);
    const headers = await signIn(login);
    const routes: [string, string, object?][] = [
      ['GET', '/api/v1/organizations'],
      ['GET', '/api/v1/accounts'],
      ['GET', '/api/v1/auth/sessions'],
      ['DELETE', '/api/v1/auth/sessions'],
      ['PUT', '/api/v1/auth/password', { password, newPassword: 'another orchard, at noon' }],
      ['POST', `${path}/off`, { code: '000000' }],
      ['POST', '/api/v1/invitations/join', { token: 'x' }],
      ['POST', '/api/v1/products', { name: '梨', category: 'FRU', unit: 'KGM' }],
    ];
    for (const [method, target, body] of routes) {
      const answer = await send(service, method, target, headers, body);
      expect([answer.status, slugOf(answer)], target).toEqual([403, 'second-factor-needed']);
      expect(answer.body['detail']).toContain('/api/v1/auth/totp');
    }
    await enrol(service.url, headers);
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(200);
  });

  it('is one from the moment the role is given', async () => {
    const { login, accountId } = await person();
    const headers = await signIn(login);
    await service.app.get(AccountsService).addGrant(accountId, over('regulator', '37'));
    const again = await signIn(login);
    const answer = await send(service, 'GET', '/api/v1/organizations', again);
    expect(slugOf(answer)).toBe('second-factor-needed');
    await enrol(service.url, headers);
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(200);
  });

  it('becomes one again when the factor is turned off: in every session, and at the next sign-in', async () => {
    const { login } = await person(over('admin'));
    const headers = await signIn(login);
    const { secret, recoveryCodes } = await enrol(service.url, headers);
    const elsewhere = await signIn(login, { code: recoveryCodes[0] });
    expect((await send(service, 'GET', '/api/v1/organizations', elsewhere)).status).toBe(200);
    expect((await send(service, 'POST', `${path}/off`, headers, { code: codeOf(secret) })).status).toBe(204);
    for (const session of [headers, elsewhere, await signIn(login)])
      expect(slugOf(await send(service, 'GET', '/api/v1/organizations', session))).toBe(
        'second-factor-needed',
      );
  });

  it('becomes one again when an admin takes the factor away: in every session', async () => {
    const { login, accountId } = await person(over('regulator', '37'));
    const headers = await signIn(login);
    await enrol(service.url, headers);
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(200);
    const target = `/api/v1/accounts/${accountId}/second-factor`;
    expect((await send(service, 'DELETE', target, demoAdmin)).status).toBe(204);
    const answer = await send(service, 'GET', '/api/v1/organizations', headers);
    expect(slugOf(answer)).toBe('second-factor-needed');
    await enrol(service.url, headers);
    expect((await send(service, 'GET', '/api/v1/organizations', headers)).status).toBe(200);
  });

  it.each<[string, Grant]>([
    ['an inspector', over('inspector', '37')],
    ['a certifier', over('certifier')],
  ])('is nobody else: %s works without', async (_, grant) => {
    const { login } = await person(grant);
    expect((await send(service, 'GET', '/api/v1/organizations', await signIn(login))).status).toBe(200);
  });

  it('cannot be made exempt by any field of a request', async () => {
    const body = { login: 'exempt-1', password, name: '管理员', role: 'admin' };
    for (const extra of [{ demo: true }, { strong: true }, { grants: [] }]) {
      const answer = await send(service, 'POST', '/api/v1/accounts', demoAdmin, { ...body, ...extra });
      expect([answer.status, ...faultsOf(answer)]).toEqual([422, `/${Object.keys(extra)[0]} unknown-field`]);
    }
    expect((await send(service, 'POST', '/api/v1/accounts', demoAdmin, body)).status).toBe(201);
    const headers = await signIn('exempt-1');
    expect(slugOf(await send(service, 'GET', '/api/v1/accounts', headers))).toBe('second-factor-needed');
  });
});

describe('taking away a factor that was lost', () => {
  const accounts = '/api/v1/accounts';

  it('is an admin’s act, for an official', async () => {
    const { login, accountId } = await person(over('regulator', '37'));
    const { recoveryCodes } = await enrol(service.url, await signIn(login));
    const target = `${accounts}/${accountId}/second-factor`;
    const headers = await signIn(login, { code: recoveryCodes[0] });
    expect((await send(service, 'DELETE', target, headers)).status).toBe(403);
    expect((await send(service, 'DELETE', target, demoAdmin)).status).toBe(204);
    expect((await send(service, 'DELETE', target, demoAdmin)).status).toBe(404);
    expect((await attempt(login)).status).toBe(200);
  });

  it('is an admin’s act, for a member: the owner cannot', async () => {
    const organizationId = await register(service, demoAdmin);
    const boss = await signInAs(service, 'owner', { organizationId });
    const { login, accountId } = await person({ role: 'recorder', organizationId, region: null });
    await enrol(service.url, await signIn(login));
    const { rows } = await owner.query<{ id: string }>('select id from members where account_id = $1', [
      accountId,
    ]);
    const target = `/api/v1/members/${rows[0]!.id}/second-factor`;
    expect((await send(service, 'DELETE', target, boss)).status).toBe(403);
    expect((await attempt(login)).status).toBe(401);
    expect((await send(service, 'DELETE', target, demoAdmin)).status).toBe(204);
    expect((await attempt(login)).status).toBe(200);
  });

  it.each([nowhere, 'x'])('of nobody is not found: %s', async (id) => {
    expect((await send(service, 'DELETE', `${accounts}/${id}/second-factor`, demoAdmin)).status).toBe(404);
    expect((await send(service, 'DELETE', `/api/v1/members/${id}/second-factor`, demoAdmin)).status).toBe(
      404,
    );
  });
});

describe('guessing at codes with the right password', () => {
  it(`stops after ${codeFailuresMax} wrong ones a day from anywhere, but not on a known device`, async () => {
    const { login } = await person();
    const { secret, recoveryCodes } = await enrol(service.url, await signIn(login));
    const first = await attempt(login, { code: codeOf(secret) });
    const device = first.headers.getSetCookie().find((cookie) => cookie.startsWith('furrow_device='))!;
    const statuses: number[] = [];
    for (let guess = 0; guess < codeFailuresMax + 2; guess += 1)
      statuses.push((await attempt(login, { code: 'AAAA' })).status);
    expect(statuses).toEqual([...Array<number>(codeFailuresMax).fill(401), 429, 429]);
    expect((await attempt(login, { code: recoveryCodes[0] })).status).toBe(429);
    const cookie = device.split(';', 1)[0]!;
    expect((await attempt(login, { code: recoveryCodes[0] }, { cookie })).status).toBe(200);
  });
});
