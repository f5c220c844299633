import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecallCopies } from '../../src/scan/recall-copies.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { createOwnServer, type OwnServer } from '../support/own-server.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { msOf } from '../support/until.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
let server: OwnServer;
let proxy: TcpProxy;
let farm: Cooperative;

interface Lot {
  readonly batch: string;
  /** Of a label, and of the whole lot. */
  readonly paths: readonly string[];
}

/** A harvested lot with a label. */
async function lot(name: string): Promise<Lot> {
  const batch = await farm.open(name);
  const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
  await made(farm.record(batch, 'harvest', { quantity: kg('100'), ...days }));
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('1') }));
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
  const label = String(set['firstUri']).slice(farm.service.config.publicUrl.length);
  const serial = /\/21\/(\w{17})/.exec(label)?.[1] ?? '';
  return {
    batch,
    paths: [label, label.split('/21/')[0] ?? '', `/t/${serial}`, `/t/${String(body['code'])}`],
  };
}

async function pageAt(path: string, language = 'zh-CN'): Promise<[number, string]> {
  const answer = await fetch(farm.service.url + path, {
    headers: { accept: 'text/html', 'accept-language': language },
  });
  return [answer.status, await answer.text()];
}

/** The scan's answer as a program gets it, from the address itself and from `POST /api/v1/verify`. */
async function answersAt(path: string): Promise<[number, unknown][]> {
  const { url, config } = farm.service;
  const headers = { 'accept-language': 'en', 'content-type': 'application/json' };
  const body = JSON.stringify({ uri: config.publicUrl + path });
  const answers = [
    await fetch(url + path, { headers: { ...headers, accept: 'application/json' } }),
    await fetch(`${url}/api/v1/verify`, { method: 'POST', headers, body }),
  ];
  return Promise.all(
    answers.map(async (answer): Promise<[number, unknown]> => [answer.status, await answer.json()]),
  );
}

const refresh = (): Promise<void> => farm.service.app.get(RecallCopies).refresh();

beforeAll(async () => {
  server = await createOwnServer();
  proxy = await createTcpProxy(server.serviceUrl);
  farm = await createCooperative({ connectVia: () => Promise.resolve(proxy.url) });
});
afterAll(async () => {
  proxy.restore();
  await farm.service.close();
  await proxy.close();
  await server.close();
});

describe('while the database does not answer, the page of a code', () => {
  it('still tells a recall, under every address of the lot; of others it knows nothing', async () => {
    const recalled = await lot('COPY-RECALLED');
    const free = await lot('COPY-FREE');
    const practised = await lot('COPY-REHEARSED');
    const words = { reason: '抽检发现毒死蜱残留超标', basis: '食品安全法 第63条', phone: '0535-0000000' };
    const recall = await made(farm.owner.post('/api/v1/recalls', { batches: [recalled.batch], ...words }));
    await made(farm.owner.post('/api/v1/recalls', { batches: [practised.batch], ...words, mock: true }));
    await refresh();
    for (const fail of ['cut', 'hang'] as const) {
      proxy[fail]();
      for (const path of recalled.paths) {
        const { value, ms } = await msOf(() => pageAt(path));
        const [status, html] = value;
        expect(ms, path).toBeLessThan(2_900);
        expect(status, path).toBe(200);
        for (const said of [
          '召回：请停止食用</h1>',
          words.reason,
          'COPY-RECALLED',
          'href="tel:05350000000"',
          '现在查不了账',
        ])
          expect(html, path).toContain(said);
        expect(html, path).not.toContain('记录核对通过');
      }
      expect((await pageAt(recalled.paths[0] ?? '', 'en'))[1]).toContain('Nothing can be looked up just now');
      for (const [status, document] of await answersAt(recalled.paths[0] ?? '')) {
        expect(status).toBe(503);
        expect(document).toMatchObject({
          type: '/problems/recalled-unchecked',
          product: expect.any(String) as string,
          recall: { reason: words.reason, phone: words.phone, lots: ['COPY-RECALLED'] },
          savedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
        });
      }
      for (const [status, document] of await answersAt(free.paths[0] ?? '')) {
        expect(status).toBe(503);
        expect(document).toMatchObject({
          type: expect.stringMatching(/^\/problems\/(unavailable|ambiguous)$/) as string,
        });
        expect(document).not.toHaveProperty('recall');
      }
      for (const path of [free.paths[0], practised.paths[0], '/t/8F3KQ7TN2V5XRA4DN']) {
        const [status, html] = await pageAt(path ?? '');
        expect(status, path).toBe(503);
        expect(html, path).not.toContain('召回');
      }
      proxy.restore();
      await expect.poll(async () => (await pageAt(free.paths[0] ?? ''))[0]).toBe(200);
    }
    // With the database there, the page is the whole one again.
    await expect.poll(async () => (await pageAt(recalled.paths[0] ?? ''))[1]).toContain('全程记录');
    for (const [status, answer] of await answersAt(recalled.paths[0] ?? '')) {
      expect(status).toBe(200);
      expect(answer).toMatchObject({ verdict: 'caution', facts: { recall: { reason: words.reason } } });
    }
    const book = await readFile(join(farm.service.config.dataDir, 'recall-copies.json'), 'utf8');
    expect(book).toContain(words.reason);
    expect(book).toContain('COPY-RECALLED');
    for (const unsaid of ['COPY-FREE', 'COPY-REHEARSED', farm.organizationId, farm.siteId, recalled.batch])
      expect(book, unsaid).not.toContain(unsaid);

    const withdrawal = `/api/v1/recalls/${String(recall['id'])}/withdrawal`;
    expect((await farm.owner.post(withdrawal, { reason: '复检合格' })).status).toBe(200);
    await refresh();
    proxy.cut();
    expect((await pageAt(recalled.paths[0] ?? ''))[0]).toBe(503);
    expect(await readFile(join(farm.service.config.dataDir, 'recall-copies.json'), 'utf8')).toContain(
      '"lots":[]',
    );
    proxy.restore();
  });
});
