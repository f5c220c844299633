import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Widths of faces.md §3, in CSS pixels. */
const widths = [360, 768, 1280];
const height = 800;

/** In the page: what axe finds. Only violations are worked out in full, and no page of ours has frames. */
const faults = `axe.run(document, {
  resultTypes: ['violations'], iframes: false, rules: { 'target-size': { enabled: true } },
}).then((found) => found.violations.map((fault) => fault.id + ': ' + fault.nodes.map((node) => node.html).join(' ')))`;

/** In the page: CSS pixels that it is wider than what is seen of it. */
export const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** In the page: what the checks below have in common. */
const tools = `
  const isShown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).clipPath === 'none'
    && getComputedStyle(one).visibility === 'visible' && one.checkVisibility();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const controls = () => shown('a[href], button, input:not([type=hidden]), select, textarea, summary');
  const named = (one) => one.outerHTML.slice(0, 120);
`;

/** In the page: texts that are cut off, and controls that lie on each other. What is fixed to the screen lies on what scrolls. */
const crowded = `(() => { ${tools}
  const isFixed = (one) => one !== null && (getComputedStyle(one).position === 'fixed' || isFixed(one.parentElement));
  const cut = shown('body *:not(svg, svg *, input, select, textarea)').filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1);
  }).map((one) => 'cut off: ' + named(one));
  const all = controls();
  const boxes = all.map((one) => [...one.getClientRects()]);
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const met = [];
  for (let i = 0; i < all.length; i += 1)
    for (let j = i + 1; j < all.length; j += 1)
      if (boxes[i].some((a) => boxes[j].some((b) => meets(a, b))) && isFixed(all[i]) === isFixed(all[j]))
        met.push('lies on another: ' + named(all[i]) + ' / ' + named(all[j]));
  return [...cut, ...met];
})()`;

/** In the page: what is not told or not seen in forced colours. Each control that can be reached gets the focus once. */
const untold = `(() => { ${tools}
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const canvas = document.createElement('div');
  canvas.style.backgroundColor = 'Canvas';
  document.body.append(canvas);
  const ground = getComputedStyle(canvas).backgroundColor;
  canvas.remove();
  const under = (one) => {
    if (one === null) return ground;
    const { backgroundColor } = getComputedStyle(one);
    return (parts(backgroundColor)[3] ?? 1) === 0 ? under(one.parentElement) : backgroundColor;
  };
  const isSeen = (one, on) => {
    const { fill, stroke } = getComputedStyle(one);
    return [fill, stroke].some((paint) => paint.startsWith('rgb') && contrast(paint, on) >= 3);
  };
  const isFramed = (svg) => {
    const { borderTopStyle, borderTopColor } = getComputedStyle(svg);
    return borderTopStyle === 'solid' && contrast(borderTopColor, under(svg)) >= 3;
  };
  const pictures = shown('svg').filter((svg) => {
    const drawn = [...svg.querySelectorAll('path, rect, circle, line, polyline, polygon, text')];
    return drawn.length > 0 && !isFramed(svg) && !drawn.some((one) => isSeen(one, under(svg)));
  }).map((svg) => 'not seen: ' + named(svg));
  const wordless = shown('.chip, .badge, .standing, .note').filter((one) => one.textContent.trim() === '')
    .map((one) => 'without a word: ' + named(one));
  const looks = (one) => {
    const { fontWeight, textDecorationLine, borderTopWidth, borderBottomWidth, borderBottomColor, borderBottomStyle, backgroundColor } =
      getComputedStyle(one);
    return [fontWeight, textDecorationLine, borderTopWidth, borderBottomWidth, borderBottomColor, borderBottomStyle, backgroundColor].join();
  };
  const alike = (marked, others) => shown(marked).filter((one) => {
    const other = shown(others).find((next) => next.className === one.className && next.closest('nav, .row, table') === one.closest('nav, .row, table'));
    return other !== undefined && looks(one) === looks(other);
  }).map((one) => 'looks like the others: ' + named(one));
  // One that a pointer chose shows the focus only when it comes back to it.
  document.activeElement.blur();
  const unmarked = controls().filter((one) => !one.disabled && one.tabIndex >= 0).filter((one) => {
    one.focus({ focusVisible: true, preventScroll: true });
    return ![one, one.closest('.take')].some((at) => {
      if (at === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
  }).map((one) => 'does not show the focus: ' + named(one));
  document.activeElement.blur();
  return [...pictures, ...wordless, ...alike('a[aria-current]', 'a:not([aria-current])'),
    ...alike('[aria-pressed=true]', '[aria-pressed=false]'), ...unmarked];
})()`;

/** Makes axe known to the page; once for all that is drawn in it. */
export async function takeAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
}

/** What axe finds in what the page shows now. */
export function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(faults);
}

/** What axe finds in its colours alone: all that another scheme of colours can change. */
export function contrastFaults(page: Page): Promise<string[]> {
  return page.evaluate(faults.replace('rules:', "runOnly: ['color-contrast'], rules:"));
}

/** Holds what the page shows now against axe at all widths, and looks for sideways scrolling at 320 px. */
export async function expectNoFaults(page: Page, what: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height });
    expect(await axeFaults(page), `${what} at ${width} px`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height });
  expect(await page.evaluate(sideways), `${what} at 320 px`).toBe(0);
}

/**
 * Twice as large on a screen of 1280 px: by the zoom of the browser, which leaves 640 px by 400, and by the size of
 * text alone, where all that was said is still said.
 */
export async function expectRoomForLarge(page: Page, what: string): Promise<void> {
  await page.setViewportSize({ width: 640, height: 400 });
  expect(await page.evaluate(sideways), `${what} at 200 %`).toBe(0);
  expect(await page.evaluate(crowded), `${what} at 200 %`).toEqual([]);
  await page.setViewportSize({ width: 1280, height });
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  expect(await page.evaluate(sideways), `${what} with text at 200 %`).toBe(0);
  expect(await page.evaluate(crowded), `${what} with text at 200 %`).toEqual([]);
  await page.evaluate("document.documentElement.style.fontSize = ''");
}

/** Forced colours, light and dark: pictures are seen, states have words, what is chosen stands out, the focus shows. */
export async function expectToldWithoutColour(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    expect(await page.evaluate(untold), `${what} in forced colours, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
}
