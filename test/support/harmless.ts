import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { shownTextMax } from '../../src/web/safe-text.js';
import { consoleWords } from '../../src/web/words-console.js';
import { hostileTexts } from '../web/hostile-texts.js';

/** Begins every text that is put in, so that it is found again. */
const marker = '\u2042';
const marked = (text: string | undefined): string => marker + (text ?? '');
const texts: readonly string[] = Object.values(hostileTexts).map(marked);
/** Short ones together, as far as screens show them whole. */
const packs = texts.reduce<string[]>((made, text) => {
  const last = made.at(-1);
  return last !== undefined && last.length + text.length < shownTextMax
    ? [...made.slice(0, -1), last + text]
    : [...made, text];
}, []);
/** Each once wherever it falls, then those that take the most room everywhere. */
const rounds = [packs, [marked(hostileTexts['tall and wide'])], [marked(hostileTexts['one long word'])]];
/** Fields of answers that people type in Latin letters, too. What has Chinese letters is typed, or holds what is. */
const typedFields = new Set(['lot', 'login', 'name', 'vehicle', 'number', 'reportNo', 'sampleNo']);
const han = /\p{Script=Han}/u;

/** In the page: what of the texts is not kept from what is around it, or has become more than text. */
const escaped = `(() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [...document.querySelectorAll('main :is(script, iframe, style, base, meta, object, link, img[src^=http])')]
    .map((one) => 'an element: ' + one.outerHTML.slice(0, 80));
  const blocks = 'h1, h2, h3, p, li, td, th, dd, dt, div, label, legend, caption, option, title, text, a, button, span';
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('script, style') !== null) continue;
    if (/[\\p{Cc}\\p{Cs}\\u061C\\u200B\\u200C\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]/u.test(node.data.replaceAll(/[\\n\\t]/g, '')))
      found.push('turns or hides: ' + parent.outerHTML.slice(0, 120));
    if (!node.data.includes('${marker}') || parent.closest('bdi, option, title, pre, textarea, text') !== null) continue;
    const block = [parent, ...function* () { for (let one = parent.parentElement; one !== null; one = one.parentElement) yield one; }()]
      .find((one) => getComputedStyle(one).display !== 'inline');
    if (block.textContent.trim() !== node.data.trim()) found.push('not kept apart: ' + block.outerHTML.slice(0, 200));
  }
  if (document.documentElement.scrollWidth > innerWidth)
    for (const one of document.querySelectorAll('body *'))
      if (one.getBoundingClientRect().right > innerWidth + 1 && one.closest('svg') === null)
        found.push('goes over the edge: ' + one.cloneNode().outerHTML + ' in ' + one.parentElement.cloneNode().outerHTML);
  return found.map((one) => one.replaceAll(/\\s+/g, ' ').slice(0, 300));
})()`;

/**
 * Shows a place of the console with each of the hostile texts at least once in the place of something that people
 * typed, wherever the answers have such a thing, and holds that nothing of it does anything.
 */
export async function expectHarmless(page: Page, places: readonly string[]): Promise<void> {
  const misdeeds: string[] = [];
  page.on('console', (message) => {
    if (/Content Security|Refused/.test(message.text())) misdeeds.push(message.text());
  });
  page.on('pageerror', (error) => misdeeds.push(error.message));
  const planting = new Planting();
  await page.route('**/api/v1/**', (route) => planting.answer(route));
  await page.setViewportSize({ width: 320, height: 800 });
  // Also who is signed in, and for whom, is read anew.
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
  const found = new Set<string>();
  for (const [place, round] of places.flatMap((one) => rounds.map((texts) => [one, texts] as const))) {
    planting.begin(round);
    while (planting.isOpen()) {
      await comeTo(page, place);
      for (const fault of await page.evaluate<string[]>(escaped)) found.add(`${place}: ${fault}`);
      expect(await page.title(), place).not.toBe('owned');
    }
    expect(await page.getByText(marker).count(), `texts on ${place}`).toBeGreaterThan(0);
  }
  await page.unrouteAll({ behavior: 'wait' });
  expect([...found]).toEqual([]);
  expect(misdeeds).toEqual([]);
}

/** Draws a place anew, with all that it reads. */
async function comeTo(page: Page, place: string): Promise<void> {
  await page.evaluate("location.hash = '/nowhere'");
  await page.getByText(consoleWords.notHere.zh).waitFor();
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
  await page.getByText(consoleWords.notHere.zh).waitFor({ state: 'detached' });
  await expect.poll(() => page.getByText(consoleWords.loading.zh).count()).toBe(0);
}

/** Puts one text after the other into answers, until each was there, as far as a place has room for texts at all. */
class Planting {
  private texts = texts;
  private planted = 0;
  private before = -1;

  begin(round: readonly string[]): void {
    this.texts = round;
    this.planted = 0;
    this.before = -1;
  }

  /** Whether some text was not there yet, and the last look brought at least one. */
  isOpen(): boolean {
    const isOpen = this.planted < this.texts.length && this.planted > this.before;
    this.before = this.planted;
    return isOpen;
  }

  async answer(route: Route): Promise<void> {
    const answer = await route.fetch();
    const isJson = (answer.headers()['content-type'] ?? '').includes('json');
    if (!isJson || !answer.ok()) return route.fulfill({ response: answer });
    const body: unknown = JSON.parse(await answer.text(), (field, value: unknown) =>
      typeof value === 'string' && (typedFields.has(field) || han.test(value)) ? this.next() : value,
    );
    return route.fulfill({ response: answer, json: body });
  }

  private next(): string {
    const text = this.texts[this.planted % this.texts.length] ?? marker;
    this.planted += 1;
    return text;
  }
}
