import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { accountFor, openConsole } from '../support/console.js';
import { createCooperative, harvestOf, type Answer, type Cooperative } from '../support/cooperative.js';
import { entryOf, kg, type EntryOf } from '../support/goods.js';

/** Boxes of each layer, from harvests to the one batch that is asked for: 1,500 in all. */
const layers = [1_200, 240, 48, 11, 1];
/** Requests under way at once. */
const atOnce = 6;

/** Runs acts, some at a time, and answers what they did in their order. */
async function each<Done>(count: number, act: (at: number) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) done[at] = await act(at);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}

/** What was recorded; a service that has its hands full is asked again, under the same key. */
async function recorded({ owner }: Cooperative, path: string, body: object): Promise<Answer['body']> {
  const key = { 'idempotency-key': uuidv7() };
  for (;;) {
    const answer = await owner.post(path, body, key);
    if (answer.status < 300) return answer.body;
    if (answer.status !== 503) throw new Error(JSON.stringify(answer.body));
    await setTimeout(1_000);
  }
}

/** Opens a batch and records an event on it. */
async function told(
  farm: Cooperative,
  lot: string,
  kind: string,
  dataOf: (batch: string) => object,
): Promise<EntryOf> {
  const opening = { product: farm.productId, site: farm.siteId, lot };
  const batch = String((await recorded(farm, '/api/v1/batches', opening))['id']);
  const event = { kind, occurredAt: new Date().toISOString(), data: dataOf(batch) };
  return entryOf(batch, await recorded(farm, `/api/v1/batches/${batch}/events`, event));
}

/** A batch made of all those of the layers before it; answers its id. */
async function growLayers(farm: Cooperative): Promise<string> {
  const [harvests = 0, ...mixes] = layers;
  let below = await each(harvests, (at) => told(farm, `H-${at}`, 'harvest', () => harvestOf(100)));
  for (const [level, count] of mixes.entries()) {
    const sources = below;
    below = await each(count, (at) =>
      told(farm, `M-${level}-${at}`, 'processing', (batch) => {
        const inputs = sources
          .filter((_, number) => number % count === at)
          .map((entry) => ({ ...entry, quantity: kg(100) }));
        const outputs = [{ batch, quantity: kg(inputs.length * 100) }];
        return { process: 'mix', inputs, outputs };
      }),
    );
  }
  return below[0]?.batch ?? '';
}

/** What the page counts: its turns while the figure is laid out, and the longest time between two, in milliseconds. */
interface Turns {
  readonly waiting: number;
  readonly longestWaiting: number;
  readonly longest: number;
  /** From the beginning until the figure was there. */
  readonly drawnAfter: number;
}

const watchTurns = `(() => {
  const turns = { waiting: 0, longestWaiting: 0, longest: 0, drawnAfter: 0 };
  const begun = performance.now();
  let last = begun;
  window.turns = turns;
  setInterval(() => {
    const now = performance.now();
    turns.longest = Math.max(turns.longest, now - last);
    if (document.querySelector('p.canvas') !== null) {
      turns.waiting += 1;
      turns.longestWaiting = Math.max(turns.longestWaiting, now - last);
    } else if (turns.waiting > 0 && turns.drawnAfter === 0) turns.drawnAfter = now - begun;
    last = now;
  }, 4);
})()`;

describe.skipIf(!hasChromium)('the figure of a large graph', () => {
  let farm: Cooperative;
  let browser: Browser;
  let batch: string;

  beforeAll(async () => {
    [farm, browser] = await Promise.all([createCooperative(), launchBrowser()]);
    batch = await growLayers(farm);
    await accountFor(farm.service, 'desk', { role: 'owner', organizationId: farm.organizationId });
  });
  afterAll(async () => {
    await browser.close();
    await farm.service.close();
  });

  it('begins with one box an organization, and lays 1,500 out beside the page, which goes on answering', async () => {
    const { context, page } = await openConsole(browser, farm.service.url, 'desk', {
      place: `/batches/${batch}/graph`,
    });
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    const back = page.locator('section.card').filter({ hasText: '由什么做成' });
    await back.getByText('批次超过 300 个').waitFor();
    await back.getByText('1500 个批次').waitFor();
    expect(await back.locator('svg .box').count()).toBe(1);
    await page.evaluate(watchTurns);
    await back.getByRole('button', { name: '每批一框（1500 框）' }).click();
    await back.locator('svg .box').nth(1_499).waitFor({ state: 'attached', timeout: 60_000 });
    await expect.poll(() => page.evaluate('window.turns.drawnAfter')).toBeGreaterThan(0);
    const turns = await page.evaluate<Turns>('window.turns');
    console.log('1,500 boxes:', turns);
    expect(turns.waiting).toBeGreaterThan(1);
    expect(await back.locator('svg .box').count()).toBe(1_500);
    expect(await back.locator('svg .link').count()).toBe(1_499);
    expect(
      new Set(
        await back.locator('svg .box').evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 60))),
      ).size,
    ).toBe(1_500);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('loads what lays it out with the first figure, and not before', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${farm.service.url}/console`);
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    expect(asked.filter((path) => path.includes('layout'))).toEqual([]);
    await context.close();
  });
});
