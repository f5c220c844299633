import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/access/accounts.service.js';
import { addressKey } from '../../src/http/client-address.js';
import { addressFailuresMax, loginFailuresMax } from '../../src/http/login-limits.js';
import { requestLimits } from '../../src/http/rate-limit.guard.js';
import { createTestApp, type TestApp } from '../support/app.js';

const password = 'a long password';
let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({ env: { TRUST_PROXY: 'loopback' } });
  for (const login of ['farmer', 'hasty', 'patient'])
    await service.app.get(AccountsService).create({ login, name: 'x', password, grants: [] });
});

afterAll(() => service.close());

async function signIn(url: string, address: string, login: string, word: string) {
  const answer = await fetch(`${url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ login, password: word }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after') ?? 0) };
}

describe('failed sign-ins', () => {
  it('of one login from one address are ten, then even the right password has to wait', async () => {
    for (let attempt = 0; attempt < loginFailuresMax; attempt += 1) {
      expect((await signIn(service.url, '203.0.113.1', 'farmer', 'wrong')).status).toBe(401);
    }
    const refused = await signIn(service.url, '203.0.113.1', 'FARMER', password);
    expect(refused.status).toBe(429);
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(refused.retryAfter).toBeLessThanOrEqual(900);
  });

  it('do not lock out the owner elsewhere, nor others at the same address', async () => {
    expect((await signIn(service.url, '203.0.113.2', 'farmer', password)).status).toBe(200);
    expect((await signIn(service.url, '203.0.113.1', 'neighbour', 'wrong')).status).toBe(401);
  });

  it('sent at once count as well', async () => {
    const attempts = Array.from({ length: 25 }, () => signIn(service.url, '203.0.113.3', 'hasty', 'wrong'));
    const statuses = (await Promise.all(attempts)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(loginFailuresMax);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25 - loginFailuresMax);
  });

  it('are forgotten when the right password comes in time', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 1; attempt < loginFailuresMax; attempt += 1) {
        await signIn(service.url, '203.0.113.4', 'patient', 'wrong');
      }
      expect((await signIn(service.url, '203.0.113.4', 'patient', password)).status).toBe(200);
    }
  });

  it('of one address over all logins are a hundred', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < addressFailuresMax + 5; attempt += 1) {
      statuses.push((await signIn(service.url, '203.0.113.5', `guess-${attempt}`, 'wrong')).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect((await signIn(service.url, '203.0.113.5', 'farmer', password)).status).toBe(429);
  });

  it('of one IPv6 subscriber count together', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt <= loginFailuresMax; attempt += 1) {
      statuses.push((await signIn(service.url, `2001:db8:1:2::${attempt}`, 'farmer', 'wrong')).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn(service.url, '2001:db8:1:3::1', 'farmer', 'wrong')).status).toBe(401);
  });
});

async function scans(
  url: string,
  count: number,
  headers: Record<string, string>,
): Promise<Map<number, number>> {
  const counted = new Map<number, number>();
  for (let done = 0; done < count; done += 50) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(50, count - done) }, async () => {
        const answer = await fetch(`${url}/t/XXXX`, { headers: { accept: 'application/json', ...headers } });
        await answer.arrayBuffer();
        return answer;
      }),
    );
    for (const answer of answers) counted.set(answer.status, (counted.get(answer.status) ?? 0) + 1);
  }
  return counted;
}

describe('scans', () => {
  it('of one client are limited to a minute, generously, and others go on', async () => {
    const counted = await scans(service.url, requestLimits.scan + 20, { 'x-forwarded-for': '203.0.113.20' });
    expect(counted.get(429)).toBe(20);
    const answer = await fetch(`${service.url}/t/XXXX`, { headers: { 'x-forwarded-for': '203.0.113.20' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const others = await scans(service.url, 5, { 'x-forwarded-for': '203.0.113.21' });
    expect(others.has(429)).toBe(false);
  });

  it('of the machine itself are not limited', async () => {
    const counted = await scans(service.url, requestLimits.scan + 20, {});
    expect(counted.has(429)).toBe(false);
  });
});

describe('without TRUST_PROXY', () => {
  let direct: TestApp;

  beforeAll(async () => {
    direct = await createTestApp();
  });

  afterAll(() => direct.close());

  it('a client that names other addresses is still one client', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt <= loginFailuresMax; attempt += 1) {
      statuses.push((await signIn(direct.url, `198.51.100.${attempt}`, 'farmer', 'wrong')).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it('scans that come through a proxy share one limit, and the log says so once', async () => {
    const counted = await scans(direct.url, requestLimits.scan + 10, { 'x-forwarded-for': '198.51.100.7' });
    expect(counted.get(429)).toBe(10);
    const warnings = direct.logLines().filter((line) => String(line['msg']).includes('TRUST_PROXY'));
    expect(warnings).toHaveLength(1);
  });
});

describe('a trusted hop', () => {
  it('is counted from the nearest proxy: what a client adds before it is not believed', async () => {
    const hop = await createTestApp({ env: { TRUST_PROXY: '1' } });
    const statuses: number[] = [];
    for (let attempt = 0; attempt <= loginFailuresMax; attempt += 1) {
      statuses.push((await signIn(hop.url, `10.9.8.${attempt}, 198.51.100.7`, 'farmer', 'wrong')).status);
    }
    expect(statuses.at(-1)).toBe(429);
    await hop.close();
  });
});

describe('the key of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
