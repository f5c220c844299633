import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCodeSignature } from '../../src/web/browser/code-signature.js';
import { evidenceCheckNames } from '../../src/ledger/evidence-report.js';
import { hasChromium, launchBrowser, visitPages } from '../support/browser.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const stepsCount = evidenceCheckNames.length + 1;

/**
 * A speech engine that remembers what it was told: a headless browser has no voice. Run before the page's own script.
 */
const engine = (languages: readonly string[]): string => `(() => {
  const said = [];
  const voices = ${JSON.stringify(languages)}.map((lang) => ({ lang, localService: true, name: lang }));
  class Utterance extends EventTarget {
    constructor(text) { super(); this.text = text; }
  }
  const engine = Object.assign(new EventTarget(), {
    said, cancelled: 0, waiting: [],
    getVoices: () => voices,
    speak(piece) { said.push([piece.lang, piece.text]); engine.waiting.push(piece); },
    cancel() { engine.cancelled += 1; engine.waiting = []; },
  });
  Object.defineProperty(window, 'speechSynthesis', { value: engine });
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance });
})()`;

let farm: Cooperative;
let address = '';
let evidence: Uint8Array;
let labelKey = '';

beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('CHECKED-1');
  const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
  await made(farm.record(batch, 'harvest', { quantity: kg('100'), ...days }));
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 2, net: kg('5') }));
  await made(farm.record(batch, 'label', { action: 'activated', set: set.id, first: 1, last: 2 }));
  await farm.service.settled();
  address = String(set.firstUri).slice(farm.service.config.publicUrl.length);
  const code = /\/21\/(\w{17})/.exec(address)?.[1] ?? '';
  evidence = await farm.service.app
    .getHttpAdapter()
    .getInstance()
    .inject({ url: `/evidence/${code}` })
    .then((answer: { rawPayload: Buffer }) => new Uint8Array(answer.rawPayload));
  const keys = (await (await fetch(`${farm.service.url}/.well-known/jwks.json`)).json()) as {
    keys: { x: string; 'furrow:purpose': string }[];
  };
  labelKey = keys.keys.find((key) => key['furrow:purpose'] === 'label')?.x ?? '';
});
afterAll(() => farm.service.close());

describe('the signature in a code', () => {
  it('counts only by the key that the issuing entry names', () => {
    expect(checkCodeSignature(evidence, { address, key: labelKey })).toBe('signed');
    expect(checkCodeSignature(evidence, { address: `${address}&lang=en&view=elder`, key: labelKey })).toBe(
      'signed',
    );
    const other = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    expect(checkCodeSignature(evidence, { address, key: other })).toBe('other-key');
    expect(checkCodeSignature(evidence, { address, key: '' })).toBe('unread');
    expect(checkCodeSignature(evidence, { address, key: 'AAAA' })).toBe('unread');
  });

  it('is found wrong with one digit changed, or on another path', () => {
    const digit = address.at(-1) === '0' ? '1' : '0';
    const changed = address.slice(0, -1) + digit;
    expect(checkCodeSignature(evidence, { address: changed, key: labelKey })).toBe('wrong');
    const moved = address.replace('CHECKED-1', 'CHECKED-2');
    expect(checkCodeSignature(evidence, { address: moved, key: labelKey })).toBe('wrong');
  });

  it('is said to be absent where there is none', () => {
    const bare = address.split('?')[0] ?? '';
    expect(checkCodeSignature(evidence, { address: bare, key: labelKey })).toBe('unsigned');
  });
});

describe.skipIf(!hasChromium)('the reader’s own check, in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function open(path: string, prepare?: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN' });
    await prepare?.(context);
    const page = await context.newPage();
    await page.goto(farm.service.url + path);
    return page;
  }

  const concluded = (page: Page): Promise<void> =>
    page.waitForSelector('#self-check[data-verdict]').then(() => undefined);
  const linesOf = (page: Page): Promise<string[]> =>
    page.evaluate("[...document.querySelectorAll('#self-check-list li')].map((line) => line.textContent)");

  it('names each step, how it came out and what was compared, the code’s own signature last', async () => {
    const misdeeds = await visitPages(
      browser,
      { origin: farm.service.url },
      [`${address}&lang=zh-CN`, `${address}&lang=en`],
      {},
      async (page, at) => {
        await concluded(page);
        const lines = await linesOf(page);
        expect(lines).toHaveLength(stepsCount);
        const isEnglish = at.endsWith('en');
        for (const line of lines.slice(1, 8))
          expect(line).toMatch(isEnglish ? /^✓ .+ · Passed: / : /^✓ .+ · 通过: /);
        expect(lines[3]).toContain(isEnglish ? 'root hash of the checkpoint' : '检查点里的总哈希');
        expect(lines.at(-1)).toMatch(
          isEnglish ? /^✓ Signature in the code · Passed/ : /^✓ 码里的签名 · 通过/,
        );
        expect(await page.locator('#self-check-details').getAttribute('open')).toBeNull();
      },
    );
    expect(misdeeds).toEqual({ foreign: [], errors: [] });
  });

  it('shows which step fails when a byte of an entry is another, and opens the list', async () => {
    const page = await open(address, (context) =>
      context.route('**/evidence/*', (route) => {
        const text = Buffer.from(evidence).toString();
        const at = text.indexOf('"entry":"') + 300;
        const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
        return route.fulfill({ contentType: 'application/json', body: changed });
      }),
    );
    await concluded(page);
    expect(await page.locator('#self-check').getAttribute('data-verdict')).toBe('invalid');
    expect(await page.locator('#self-check-details').getAttribute('open')).not.toBeNull();
    expect((await linesOf(page)).filter((line) => line.startsWith('✗'))).not.toEqual([]);
    await page.context().close();
  });

  it('finds a code’s signature wrong although the page says otherwise', async () => {
    const changed = address.slice(0, -1) + (address.at(-1) === '0' ? '1' : '0');
    const honest = await (
      await fetch(farm.service.url + address, { headers: { accept: 'text/html' } })
    ).text();
    const { headers } = await fetch(farm.service.url + address, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    const page = await open(changed, (context) =>
      context.route('**/21/**', (route) =>
        route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'content-security-policy': policy },
          body: honest,
        }),
      ),
    );
    await concluded(page);
    expect(await page.locator('#self-check').getAttribute('data-verdict')).toBe('invalid');
    expect((await linesOf(page)).at(-1)).toContain('签名与这个码对不上');
    await page.context().close();
  });

  it('offers to read aloud only where there is a voice for the language, and reads nothing by itself', async () => {
    const silent = await open(address);
    await concluded(silent);
    expect(await silent.locator('#read-aloud').count()).toBe(0);
    await silent.context().close();
    const foreign = await open(`${address}&lang=en`, (context) => context.addInitScript(engine(['zh-CN'])));
    await concluded(foreign);
    expect(await foreign.locator('#read-aloud').count()).toBe(0);
    await foreign.context().close();

    const page = await open(`${address}&lang=zh-CN`, (context) =>
      context.addInitScript(engine(['en-US', 'zh-HK', 'zh_CN'])),
    );
    await concluded(page);
    const said = (): Promise<[string, string][]> => page.evaluate('speechSynthesis.said');
    expect(await said()).toEqual([]);
    const button = page.getByRole('button', { name: '朗读结果' });
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await button.click();
    const heading = await page.locator('h1').innerText();
    expect((await said())[0]).toEqual(['zh_CN', heading]);
    expect((await said()).map(([, text]) => text).join()).toContain('核对的是记录');
    await page.getByRole('button', { name: '停止朗读' }).click();
    expect(await page.evaluate('speechSynthesis.waiting.length')).toBe(0);
    await page.getByRole('button', { name: '朗读结果' }).click();
    await page.evaluate("speechSynthesis.waiting.forEach((piece) => piece.dispatchEvent(new Event('end')))");
    expect(await page.getByRole('button', { name: '朗读结果' }).count()).toBe(1);
    await page.context().close();
  });
});
