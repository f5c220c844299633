import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

let service: TestApp;
let proxy: TcpProxy;

beforeAll(async () => {
  service = await createTestApp({
    connectVia: async (serviceUrl) => {
      proxy = await createTcpProxy(serviceUrl);
      return proxy.url;
    },
  });
});

afterAll(async () => {
  await service.close();
  await proxy.close();
});

async function ask(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(service.url + path, { headers });
  const text = await answer.text();
  return { status: answer.status, text, headers: answer.headers };
}

describe('while all is well', () => {
  it('the service is alive and ready', async () => {
    for (const path of ['/livez', '/readyz']) {
      const { status, text, headers } = await ask(path);
      expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok' }]);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('the measurements', () => {
  it('count requests by method, pattern and status, never by address', async () => {
    await ask('/t/SECRETCODE');
    await ask('/nowhere/PRIVATE');
    const { status, text, headers } = await ask('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(
      /furrow_http_request_seconds_count\{method="GET",route="\/livez",status="200"\} [1-9]/,
    );
    expect(text).toMatch(/route="unmatched",status="404"/);
    expect(text).toMatch(/route="\/t\/:code"/);
    expect(text).not.toMatch(/SECRET|PRIVATE/);
    expect(text).toContain('process_resident_memory_bytes');
  });

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'are closed to whoever comes through a proxy: %s',
    async (name) => {
      expect((await ask('/metrics', { [name]: '203.0.113.1' })).status).toBe(401);
    },
  );

  it('are open to an admin from anywhere, and to no other role', async () => {
    const through = { 'x-forwarded-for': '203.0.113.1' };
    const account = { name: 'x', password: 'long enough' };
    const roles = ['admin', 'regulator'] as const;
    const statuses: number[] = [];
    for (const role of roles) {
      const grants = [{ role, organizationId: null, region: '' }];
      const { headers } = await service.signIn({ ...account, login: `metrics-${role}`, grants });
      statuses.push((await ask('/metrics', { ...headers, ...through })).status);
    }
    expect(statuses).toEqual([200, 403]);
  });
});

describe('while the database is away', () => {
  beforeAll(() => {
    proxy.cut();
  });

  afterAll(() => {
    proxy.restore();
  });

  it('the service is alive and not ready', async () => {
    expect((await ask('/livez')).status).toBe(200);
    const { status, text, headers } = await ask('/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ type: '/problems/unavailable', detail: '数据库没有应答。' });
    expect(headers.get('retry-after')).toBe('2');
  });

  it('requests that need it are answered 503 and never 500', async () => {
    for (let round = 0; round < 12; round += 1) {
      const answer = await fetch(`${service.url}/api/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': 'en' },
        body: JSON.stringify({ login: 'anyone', password: 'x' }),
      });
      const problem = (await answer.json()) as { type: string; detail: string };
      expect(answer.status).toBe(503);
      expect(problem.type).toMatch(/^\/problems\/(unavailable|ambiguous)$/);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(problem)).not.toMatch(/ECONN|select|127\.0\.0\.1/);
    }
  });

  it('the log says so without a query or its values', () => {
    const lines = service.logLines().filter((line) => line['level'] === 'warn');
    expect(lines.length).toBeGreaterThan(0);
    expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('anyone');
  });
});

describe('when the database is back', () => {
  it('the service is ready again by itself', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 20 && statuses.at(-1) !== 200; round += 1) {
      statuses.push((await ask('/readyz')).status);
    }
    expect(statuses.at(-1)).toBe(200);
  });
});

/** What the service looks up by itself, now and then, each on a connection of its own: lists, records, recalls, leaves. */
const looksByTheClock = 4;

describe('while the database hangs', () => {
  it('probes are answered in time, and do not pile up', async () => {
    proxy.hang();
    const before = proxy.taken();
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('/readyz')));
    expect(proxy.taken() - before).toBeLessThanOrEqual(1 + looksByTheClock);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([503]));
    expect((await ask('/livez')).status).toBe(200);
    proxy.restore();
    const statuses: number[] = [];
    for (let round = 0; round < 30 && statuses.at(-1) !== 200; round += 1) {
      statuses.push((await ask('/readyz')).status);
    }
    expect(statuses.at(-1)).toBe(200);
  });
});
