import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDescription, type Operation } from '../api/operations.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { Asking, type Heard } from './asking.js';

const account = { login: 'cookies', name: 'cookies', password: 'a long enough password', grants: [] };
let service: TestApp;
let asking: Asking;
/**
 * Every operation that the refresh cookie is sent to and that takes no other proof of who asks. To begin a sign-in with
 * a passkey asks for nothing in anybody's name, and sees no cookie.
 */
let byCookie: readonly Operation[];

beforeAll(async () => {
  service = await createTestApp();
  asking = new Asking(service.url);
  await service.signIn(account);
  const { operations } = await readDescription(service);
  byCookie = operations.filter(
    ({ method, path, body, security }) =>
      method === 'POST' &&
      path.startsWith('/api/v1/auth/') &&
      path !== '/api/v1/auth/passkeys/sign-in/options' &&
      body === null &&
      security === undefined,
  );
});

afterAll(async () => {
  asking.close();
  await service.close();
});

/** Signs in and answers the refresh cookie as a browser sends it. */
async function freshCookie(): Promise<string> {
  const { login, password } = account;
  const heard = await asking.ask({
    method: 'POST',
    target: '/api/v1/auth/token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  expect(heard.status).toBe(200);
  return cookieOf(heard);
}

const setCookies = ({ headers }: Heard): string[] => [headers['set-cookie'] ?? []].flat();
const cookieOf = (heard: Heard): string => setCookies(heard)[0]!.split(';', 1)[0]!;

const refreshWith = (cookie: string, headers: Record<string, string> = {}): Promise<Heard> =>
  asking.ask({ method: 'POST', target: '/api/v1/auth/refresh', headers: { cookie, ...headers } });

describe('the refresh cookie', () => {
  it('is out of reach of scripts and of other sites, and goes to the routes of signing in alone', async () => {
    const { login, password } = account;
    const body = JSON.stringify({ login, password });
    const headers = { 'content-type': 'application/json' };
    const heard = await asking.ask({ method: 'POST', target: '/api/v1/auth/token', headers, body });
    expect(setCookies(heard).length).toBeGreaterThan(0);
    for (const cookie of setCookies(heard)) {
      const attributes = cookie.split('; ').slice(1);
      const due = ['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/auth'];
      expect(attributes).toEqual(expect.arrayContaining(due));
      expect(attributes.filter((attribute) => /^domain/i.test(attribute))).toEqual([]);
    }
  });

  it('is used by no other site: whatever a browser says of where the request comes from, but from here', async () => {
    expect(byCookie.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/api/v1/auth/refresh', '/api/v1/auth/logout']),
    );
    const cookie = await freshCookie();
    for (const { method, path } of byCookie) {
      for (const site of ['cross-site', 'same-site', 'SAME-ORIGIN', 'same-origin, cross-site', 'x', '']) {
        const headers = { cookie, 'sec-fetch-site': site, origin: 'https://evil.example' };
        const heard = await asking.ask({ method, target: path, headers });
        expect([heard.status, setCookies(heard)], `${path} ${site}`).toEqual([403, []]);
      }
    }
    expect((await refreshWith(cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('is believed only when it came alone: a neighbour of our host may have planted the other', async () => {
    const [planted, own] = [await freshCookie(), await freshCookie()];
    for (const both of [
      `${planted}; ${own}`,
      `${own}; ${planted}`,
      `${own}; ${own}`,
      `${own}; furrow_refresh=`,
    ]) {
      const heard = await refreshWith(both);
      expect([heard.status, setCookies(heard)]).toEqual([401, []]);
    }
    expect((await refreshWith(own)).status).toBe(200);
  });

  it('is read as itself only: under no other name, in no other case, with nothing added', async () => {
    const cookie = await freshCookie();
    const value = cookie.replace('furrow_refresh=', '');
    for (const other of [
      `Furrow_Refresh=${value}`,
      `xfurrow_refresh=${value}`,
      `furrow_refresh%3D${value}`,
      `furrow%5Frefresh=${value}`,
      `furrow_refresh=${value}%00`,
      `furrow_refresh="${value}"`,
      `furrow_refresh=${value.slice(0, -1)}`,
      `furrow_refresh=${value}A`,
      `furrow_refresh=`,
      `a=furrow_refresh=${value}`,
    ]) {
      const heard = await refreshWith(other);
      expect([heard.status, setCookies(heard)], other.replace(value, '…')).toEqual([401, []]);
    }
    expect((await refreshWith(cookie)).status).toBe(200);
  });

  it('tells nothing of the token in what is answered or written down', async () => {
    const cookie = await freshCookie();
    const value = cookie.replace('furrow_refresh=', '');
    const heard = await refreshWith(cookie);
    expect(heard.text).not.toContain(value);
    expect(JSON.stringify(service.logLines())).not.toContain(value);
  });
});
