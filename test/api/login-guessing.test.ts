import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { loginsOfDeviceMax } from '../../src/access/device-cookie.js';
import { addressFailuresMax, loginFailuresMax, strangerFailuresMax } from '../../src/http/login-limits.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { register, send, signInAs, slugOf, type Answer } from './parties.js';

/** The account whose password is guessed at, from as many addresses as it takes, while its owner wants to work. */
const password = 'an orchard in the evening';
let service: TestApp;
let logins = 0;
/** A login at which as much has been guessed as is looked at, and two devices that it was known on before. */
let besieged: string;
let ownDevice: string;
let otherDevice: string;
let besiegedStatuses: number[];

beforeAll(async () => {
  service = await createTestApp({ env: { TRUST_PROXY: 'loopback' } });
  besieged = await newLogin();
  ownDevice = await knownDevice(besieged);
  otherDevice = await knownDevice(besieged);
  besiegedStatuses = await guessFromEverywhere(besieged, strangerFailuresMax + 15);
});

afterAll(async () => {
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

async function newLogin(): Promise<string> {
  logins += 1;
  const login = `guessed-${logins}`;
  await service.app.get(AccountsService).create({ login, name: 'x', password, grants: [] });
  return login;
}

function attempt(login: string, word: string, address: string, cookie?: string): Promise<Answer> {
  const headers = { 'x-forwarded-for': address, ...(cookie === undefined ? {} : { cookie }) };
  return send(service, 'POST', '/api/v1/auth/token', headers, { login, password: word });
}

let addresses = 0;
function elsewhere(): string {
  addresses += 1;
  return `10.9.${Math.floor(addresses / 200)}.${1 + (addresses % 200)}`;
}

/** The device cookie that an answer sets, as it is sent back. */
function deviceOf(answer: Answer): string {
  const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('furrow_device='));
  expect(set).toMatch(
    /^furrow_device=[\w-]{22}(\.[\w-]{22}){1,8}; Path=\/api\/v1\/auth; Max-Age=34560000; HttpOnly; SameSite=Strict$/,
  );
  return set?.split(';', 1)[0] ?? '';
}

async function knownDevice(login: string): Promise<string> {
  return deviceOf(await attempt(login, password, elsewhere()));
}

/** Guesses at a login from ever new addresses, five at once; the statuses that were answered. */
async function guessFromEverywhere(login: string, count: number, cookie?: string): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) {
    const wave = Array.from({ length: Math.min(5, count - statuses.length) }, () =>
      attempt(login, 'a wrong guess', elsewhere(), cookie),
    );
    statuses.push(...(await Promise.all(wave)).map(({ status }) => status));
  }
  return statuses;
}

const refusals = (statuses: readonly number[]): number => statuses.filter((status) => status === 429).length;

describe('a guess from many addresses at one login', () => {
  it(`is looked at ${strangerFailuresMax} times in fifteen minutes, and no more`, async () => {
    expect(besiegedStatuses.filter((status) => status === 401)).toHaveLength(strangerFailuresMax);
    expect(refusals(besiegedStatuses)).toBe(15);
    const right = await attempt(besieged, password, elsewhere());
    expect([right.status, slugOf(right)]).toEqual([429, 'rate-limited']);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(900);
  });

  it('never keeps the owner out on a known device, and is not begun anew by the owner’s signing in', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect((await attempt(besieged, password, elsewhere(), ownDevice)).status).toBe(200);
      expect(refusals(await guessFromEverywhere(besieged, 5))).toBe(5);
    }
  });

  it('is answered the same for a login that nobody has', async () => {
    const statuses = await guessFromEverywhere('nobody-at-all', strangerFailuresMax + 5);
    expect(refusals(statuses)).toBe(5);
  });

  it('keeps nobody else out', async () => {
    expect((await attempt(await newLogin(), password, elsewhere())).status).toBe(200);
  });

  it('leaves a way in without a known device: a link to a new password makes one', async () => {
    const admin = await signInAs(service, 'admin');
    const organization = await register(service, admin);
    const login = `guessed-member-${logins}`;
    const body = { login, password, name: '记录员', role: 'recorder', organization };
    const member = await send(service, 'POST', '/api/v1/members', admin, body);
    await guessFromEverywhere(login, strangerFailuresMax + 1);
    const address = elsewhere();
    expect((await attempt(login, password, address)).status).toBe(429);
    const target = `/api/v1/members/${String(member.body['id'])}/password-reset`;
    const { token } = (await send(service, 'POST', target, admin)).body;
    const wanted = 'another orchard, at noon';
    const reset = await send(service, 'POST', '/api/v1/auth/password-reset', {}, { token, password: wanted });
    expect((await attempt(login, wanted, address, deviceOf(reset))).status).toBe(200);
  });
});

describe('a guess from one address', () => {
  it('never keeps out the owner who shares the address, on a known device', async () => {
    const login = await newLogin();
    const device = await knownDevice(login);
    const address = elsewhere();
    for (let guess = 0; guess < addressFailuresMax; guess += 1)
      await attempt(`other-${guess}`, 'wrong', address);
    expect((await attempt(login, password, address)).status).toBe(429);
    expect((await attempt(login, password, address, device)).status).toBe(200);
  });

  it(`is looked at ${loginFailuresMax} times`, async () => {
    const login = await newLogin();
    const address = elsewhere();
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, guess) => attempt(login, `guess ${guess}`, address)),
    );
    expect(refusals(answers.map(({ status }) => status))).toBe(15 - loginFailuresMax);
  });
});

describe('a device cookie', () => {
  it('opens nothing by itself', async () => {
    const login = await newLogin();
    const device = await knownDevice(login);
    expect((await attempt(login, 'wrong', elsewhere(), device)).status).toBe(401);
    const refreshed = await send(service, 'POST', '/api/v1/auth/refresh', { cookie: device });
    expect(refreshed.status).toBe(401);
  });

  it('in the hands of a thief gives ten guesses, then the thief is a stranger', async () => {
    const statuses = await guessFromEverywhere(besieged, loginFailuresMax + 5, otherDevice);
    expect(statuses.filter((status) => status === 401)).toHaveLength(loginFailuresMax);
    expect(refusals(statuses)).toBe(5);
    expect((await attempt(besieged, password, elsewhere(), ownDevice)).status).toBe(200);
  });

  it('counts for no other login', async () => {
    const device = await knownDevice(await newLogin());
    expect((await attempt(besieged, password, elsewhere(), device)).status).toBe(429);
  });

  it.each<[string, (value: string) => string]>([
    ['another name', (value) => `A${value.slice(1)}`],
    ['another mark', (value) => `${value.slice(0, 23)}A${value.slice(24)}`],
    ['a cut mark', (value) => value.slice(0, -1)],
    ['no mark', (value) => value.slice(0, 22)],
    ['nothing', () => ''],
    ['much', (value) => `${value}${'.AAAAAAAAAAAAAAAAAAAAAA'.repeat(8)}`],
    ['too much', () => 'A'.repeat(4_000)],
    ['what is no base64url', (value) => value.replaceAll('.', '+')],
  ])('with %s is that of a stranger', async (_, change) => {
    const [name = '', value = ''] = ownDevice.split('=');
    const changed = change(value) === value ? `B${value.slice(1)}` : change(value);
    expect((await attempt(besieged, password, elsewhere(), `${name}=${changed}`)).status).toBe(429);
  });

  it(`knows the last ${loginsOfDeviceMax} logins of a device that is shared, and tells none of them`, async () => {
    let device = ownDevice;
    for (let person = 1; person < loginsOfDeviceMax; person += 1) {
      const login = await newLogin();
      device = deviceOf(await attempt(login, password, elsewhere(), device));
      expect(device).not.toContain(login);
    }
    expect((await attempt(besieged, password, elsewhere(), device)).status).toBe(200);
    const full = deviceOf(await attempt(await newLogin(), password, elsewhere(), device));
    expect(full).toHaveLength(device.length);
    expect((await attempt(besieged, password, elsewhere(), full)).status).toBe(429);
  });

  it('is not set by a sign-in that fails', async () => {
    const login = await newLogin();
    const answer = await attempt(login, 'wrong', elsewhere());
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
