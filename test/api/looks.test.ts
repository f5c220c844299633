import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

const html = 'text/html,application/xhtml+xml,*/*;q=0.8';
const agent = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0';

let farm: Cooperative;
let paths: string[];
beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('LOOK-1');
  const quantity = { value: '100', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-11-01', stoppedOn: '2026-11-01' });
  const set = await made(
    farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 9, net: { value: '5', unit: 'KGM' } }),
  );
  const codes = await farm.service.database.read<{ code: string }>(
    { name: 'test-set-codes', text: 'select code from labels where set_id = $1' },
    [set.id],
  );
  paths = codes.map(({ code: label }) => `/t/${label}`);
});
afterAll(() => farm.service.close());

/** Each test has a label of its own. */
function labelPath(): string {
  const path = paths.pop();
  if (path === undefined) throw new Error('no label is left');
  return path;
}

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(farm.service.url + path, { method, headers: { accept: html, 'user-agent': agent, ...headers } });

/** Where the image of a page stands. */
const imageOf = (path: string): string => `/seen${path}`;

async function count(path: string): Promise<number> {
  const answer = await ask(path, { accept: 'application/json' });
  return ((await answer.json()) as { scans: { count: number } }).scans.count;
}

describe('a look at a code', () => {
  it('is counted when the image of its page is asked for', async () => {
    const path = labelPath();
    const page = await (await ask(path)).text();
    expect(page).toContain(`src="${imageOf(path)}"`);
    expect(page).toContain('第 1 次查询');
    const image = await ask(imageOf(path));
    expect(image.headers.get('content-type')).toBe('image/gif');
    expect(image.headers.get('cache-control')).toBe('private, no-cache');
    expect(image.headers.get('set-cookie')).toBeNull();
    expect(await count(path)).toBe(1);
    expect(await (await ask(path)).text()).toContain('第 2 次查询');
  });

  it('is not counted for link scanners and prefetching robots, which take the page alone', async () => {
    const path = labelPath();
    for (let turn = 0; turn < 5; turn += 1) await (await ask(path)).text();
    await ask(path, { 'sec-purpose': 'prefetch' });
    await ask(path, {}, 'HEAD');
    await ask(path, { accept: 'application/linkset+json' });
    expect(await count(path)).toBe(0);
  });

  it('is not counted for answers to programs', async () => {
    const path = labelPath();
    for (let turn = 0; turn < 3; turn += 1) await count(path);
    await fetch(`${farm.service.url}/api/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: farm.service.config.publicUrl + path }),
    });
    expect(await count(path)).toBe(0);
  });

  it('is not counted when the image is only asked about, or fetched ahead of time', async () => {
    const path = labelPath();
    expect((await ask(imageOf(path), {}, 'HEAD')).status).toBe(200);
    await ask(imageOf(path), { 'sec-purpose': 'prefetch;prerender' });
    await ask(imageOf(path), { purpose: 'prefetch' });
    await ask(imageOf(path), { 'x-moz': 'prefetch' });
    expect(await count(path)).toBe(0);
  });

  it('is counted once for a page that was loaded twice, and for each reader', async () => {
    const path = labelPath();
    await Promise.all([ask(imageOf(path)), ask(imageOf(path)), ask(imageOf(path))]);
    expect(await count(path)).toBe(1);
    await ask(imageOf(path), { 'user-agent': 'another phone' });
    expect(await count(path)).toBe(2);
  });

  it('is not counted again for a browser that still has the image, which is the same for all codes and readers', async () => {
    const [path, other] = [labelPath(), labelPath()];
    const first = await ask(imageOf(path), { 'user-agent': 'phone one' });
    const tag = first.headers.get('etag') ?? '';
    const others = await ask(imageOf(other), { 'user-agent': 'phone two' });
    expect([others.headers.get('etag'), tag]).toEqual(['"looked"', '"looked"']);
    const again = await ask(imageOf(path), { 'user-agent': 'phone three', 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await count(path)).toBe(1);
  });

  it('at a code that was not issued here is counted nowhere', async () => {
    expect((await ask('/seen/t/8F3KQ7TN2V5XRA4DN')).status).toBe(200);
    const rows = await farm.service.database.read<{ count: number }>(
      {
        name: 'test-foreign-scans',
        text: 'select count from scan_counts where code = $1 union all select looks from scan_days where code = $1',
      },
      ['8F3KQ7TN2V5XRA4DN'],
    );
    expect(rows).toEqual([]);
  });
});

describe.skipIf(!hasChromium)('a look at a code in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('is counted once a visit, also without script, and again by another phone', async () => {
    const path = labelPath();
    for (const [visits, userAgent] of [
      [1, 'phone one'],
      [2, 'phone two'],
    ] as const) {
      const context = await browser.newContext({ javaScriptEnabled: false, userAgent });
      const page = await context.newPage();
      await page.goto(farm.service.url + path, { waitUntil: 'networkidle' });
      await page.reload({ waitUntil: 'networkidle' });
      expect(await context.cookies()).toEqual([]);
      await context.close();
      expect(await count(path)).toBe(visits);
    }
  });

  it('is not counted again days later for a browser that keeps its cache', async () => {
    const path = labelPath();
    const context = await browser.newContext({ javaScriptEnabled: false, userAgent: 'phone three' });
    const page = await context.newPage();
    await page.goto(farm.service.url + path, { waitUntil: 'networkidle' });
    expect(await count(path)).toBe(1);
    // Ten seconds of the service's own memory are over as soon as it is another phone to it.
    await context.setExtraHTTPHeaders({ 'user-agent': 'the same, as it calls itself since an update' });
    const asked = page.waitForResponse((answer) => answer.url().includes('/seen/'));
    await page.goto(`${farm.service.url}${path}?lang=en`, { waitUntil: 'networkidle' });
    expect((await (await asked).request().allHeaders())['if-none-match']).toBe('"looked"');
    await context.close();
    expect(await count(path)).toBe(1);
  });
});
