import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { harvest, harvestsOf, trustOf } from '../support/device.js';

const built = fileURLToPath(new URL('../../dist/client', import.meta.url));
/** What the page's program is: the library as it is published, and what a test asks of it. */
const program = `
import { FurrowClient } from '${built}/client.js';
import { openBrowserStores } from '${built}/browser/indexed-db.js';

globalThis.start = async ({ url, organizationId, token, trust }) => {
  const stores = await openBrowserStores();
  const client = new FurrowClient({
    url, organizationId, trust,
    tokens: { token: async () => token, renew: async () => null },
    keys: stores.keys,
    queue: stores.queue,
    pace: { pause: async () => undefined, random: Math.random },
  });
  Object.assign(globalThis, { client, stores, openBrowserStores });
};
`;

async function bundle(): Promise<string> {
  const made = await build({
    input: 'program',
    platform: 'browser',
    write: false,
    output: { format: 'iife' },
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === 'program' ? id : null),
        load: (id) => (id === 'program' ? program : null),
      },
    ],
  });
  return made.output[0].code;
}

describe.skipIf(!hasChromium)('the client library in a browser', () => {
  let farm: Cooperative;
  let browser: Browser;
  let context: BrowserContext;
  let code: string;
  let trust: string;

  beforeAll(async () => {
    [farm, browser, code] = await Promise.all([createCooperative(), launchBrowser(), bundle()]);
    trust = await trustOf(farm);
    context = await browser.newContext();
    await context.route('**/field-page', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>field</title>' }),
    );
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  /** A page that has just been opened, with what the browser kept for it. */
  async function open(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${farm.service.url}/field-page`);
    await page.addScriptTag({ content: code });
    const token = (farm.owner.credentials['authorization'] ?? '').replace('Bearer ', '');
    const { organizationId, service } = farm;
    const options = JSON.stringify({ url: service.url, organizationId, token, trust });
    await page.evaluate(`start(${options})`);
    return page;
  }

  const states = async (page: Page): Promise<unknown> =>
    page.evaluate('client.items().then((items) => items.map(({ state }) => state))');

  it('keeps key and statements when it is closed without a network, and sends them once there is one', async () => {
    const batch = await farm.open();
    const page = await open();
    expect(await page.evaluate(`client.enrol({ name: '网页', kind: 'phone' })`)).toBe('approved');
    await context.setOffline(true);
    for (const kilograms of [1, 2, 3]) {
      await page.evaluate(`client.tell(${JSON.stringify(harvest(batch, kilograms))})`);
    }
    expect(await page.evaluate('client.send()')).toMatchObject({ waiting: 3, stopped: 'unreachable' });
    await page.close();
    await context.setOffline(false);
    const later = await open();
    expect(await states(later)).toEqual(['queued', 'queued', 'queued']);
    expect(await later.evaluate('client.send()')).toMatchObject({ recorded: 3, waiting: 0, stopped: null });
    expect(await harvestsOf(farm, batch)).toEqual({
      kilograms: [1, 2, 3],
      signers: new Set(['participant']),
    });
    await later.close();
  });

  it('holds a key that no script can read out', async () => {
    const page = await open();
    const looked = await page.evaluate(`(async () => {
      const { jwk, privateKey } = await stores.keys.get('current');
      const outcome = await crypto.subtle.exportKey('jwk', privateKey).then(() => 'read', () => 'refused');
      return { outcome, extractable: privateKey.extractable, members: Object.keys(jwk).sort() };
    })()`);
    expect(looked).toEqual({ outcome: 'refused', extractable: false, members: ['crv', 'kty', 'x', 'y'] });
    await page.close();
  });

  it('doubles nothing when two pages send at once', async () => {
    const batch = await farm.open();
    const pages = [await open(), await open()];
    for (let kilograms = 1; kilograms <= 6; kilograms += 1) {
      await pages[kilograms % 2]?.evaluate(`client.tell(${JSON.stringify(harvest(batch, kilograms))})`);
    }
    await Promise.all(pages.map((page) => page.evaluate('client.send()')));
    expect(await pages[0]?.evaluate('client.send()')).toMatchObject({ refused: 0, waiting: 0 });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1, 2, 3, 4, 5, 6]);
    for (const page of pages) await page.close();
  });

  it('has a store that adds once and changes only from the state that was meant', async () => {
    const page = await open();
    const outcome = await page.evaluate(`(async () => {
      const [item] = await stores.queue.list();
      const wrong = [
        await stores.queue.add(item),
        await stores.queue.replace({ ...item, state: 'saved' }, 'queued'),
        await stores.queue.replace({ ...item, id: 'x' }, 'recorded'),
      ];
      await stores.queue.remove(item.id, 'queued');
      const kept = (await stores.queue.list()).length;
      await client.forget(item.id);
      return { wrong, lost: kept - (await stores.queue.list()).length };
    })()`);
    expect(outcome).toEqual({ wrong: [false, false, false], lost: 1 });
    await page.close();
  });

  it('opens what an earlier version made, with all that was in it, and keeps photos beside it from then on', async () => {
    const page = await open();
    const outcome = await page.evaluate(`(async () => {
      const asked = indexedDB.open('earlier', 1);
      asked.onupgradeneeded = () => {
        const queue = asked.result.createObjectStore('queue', { autoIncrement: true });
        queue.createIndex('id', 'id', { unique: true });
        queue.add({ id: 'a', state: 'saved' });
        asked.result.createObjectStore('keys').add({ kid: 'k' }, 'current');
      };
      await new Promise((done) => { asked.onsuccess = done; });
      asked.result.close();
      const earlier = await openBrowserStores('earlier');
      const before = [await earlier.queue.list(), await earlier.keys.get('current')];
      const photo = { event: 'b', sha256: 'h', mediaType: 'image/jpeg', bytes: new Uint8Array([1, 2]) };
      const added = await earlier.queue.add({ id: 'b', state: 'saved' }, [photo]);
      const again = await earlier.queue.add({ id: 'b', state: 'saved' }, [{ ...photo, sha256: 'other' }]);
      const waiting = await earlier.queue.waiting();
      const kept = await earlier.queue.attachment(waiting[0]);
      await earlier.queue.remove('a', 'saved');
      const beside = (await earlier.queue.waiting()).length;
      await earlier.queue.remove('b', 'saved');
      return { before, added, again, waiting, kept: [...kept.bytes], beside, left: await earlier.queue.waiting() };
    })()`);
    expect(outcome).toEqual({
      before: [[{ id: 'a', state: 'saved' }], { kid: 'k' }],
      added: true,
      again: false,
      waiting: [{ event: 'b', sha256: 'h' }],
      kept: [1, 2],
      beside: 1,
      left: [],
    });
    await page.close();
  });
});
