import { Agent } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { stopApp } from '../../src/app.js';
import { Drain, drainTimes } from '../../src/http/drain.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { ask, Load } from '../support/load.js';

let service: TestApp | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('stopping under load', () => {
  it('breaks no request, of ten stops with 32 clients each', async () => {
    for (let round = 0; round < 10; round += 1) {
      service = await createTestApp({ env: { LOG_LEVEL: 'silent' }, drainTimes });
      const url = `${service.url}/readyz`;
      const load = new Load(() => ({ url }), 32);
      while (load.count < 200 + round * 7) await pause(1);
      await stopApp(service.app);
      await load.ended;
      expect(load.broken).toEqual([]);
      expect(load.refused).toBe(32);
      expect([...load.answered.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      await service.close();
      service = undefined;
    }
  });
});

describe('while it stops', () => {
  it('open connections are served and asked to leave, new ones refused, and the service is not ready', async () => {
    service = await createTestApp({ drainTimes: { lullMs: 1_000, deadlineMs: 5_000 } });
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
    for (const agent of agents) await ask({ url: `${service.url}/livez` }, agent);
    const stopped = stopApp(service.app);
    await pause(50);
    expect(await ask({ url: `${service.url}/livez` }, agents[0]!)).toMatchObject({
      status: 200,
      connection: 'close',
    });
    expect(await ask({ url: `${service.url}/readyz` }, agents[1]!)).toMatchObject({
      status: 503,
      connection: 'close',
    });
    expect(await ask({ url: `${service.url}/livez` }, agents[0]!)).toMatchObject({ code: 'ECONNREFUSED' });
    await stopped;
  });

  it('connections that were opened and never used do not hold it up', async () => {
    service = await createTestApp({ drainTimes: { lullMs: 50, deadlineMs: 60_000 } });
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    await pause(20);
    await stopApp(service.app);
  });

  it('a request on a connection that is still open is answered 503 once the listener is closed', async () => {
    service = await createTestApp({ drainTimes: { lullMs: 0, deadlineMs: 5_000 } });
    const { hostname, port } = new URL(service.url);
    const text: string[] = [];
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    // Half a request keeps the connection busy over the closing of the listener.
    socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n');
    await pause(50);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk) => text.push(chunk.toString()));
    const stopped = stopApp(service.app);
    await pause(100);
    socket.write('\r\n');
    await closed;
    await stopped;
    expect(text.join('')).toMatch(/^HTTP\/1\.1 503 /);
    expect(text.join('')).toMatch(/\r\nconnection: close\r\n/i);
    expect(text.join('')).toContain('/problems/unavailable');
  });

  it('a connection that never finishes its request is cut at the deadline', async () => {
    service = await createTestApp({ drainTimes: { lullMs: 0, deadlineMs: 300 } });
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => undefined);
    socket.write(
      'POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
    );
    await pause(50);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await stopApp(service.app);
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('stopping twice is stopping once', async () => {
    service = await createTestApp();
    await Promise.all([stopApp(service.app), stopApp(service.app)]);
    expect(service.app.get(Drain).isDraining).toBe(true);
  });
});
