import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Stops of the keyboard that a screen may have before the one that is looked for. */
const stopsMax = 150;

interface Stop {
  readonly name: string;
  readonly isMarked: boolean;
  readonly isHidden: boolean;
}

/** In the page: what has the focus, by the name that is read out; whether it shows that, and whether something lies over all of it. */
const stop = `(() => {
  const at = document.activeElement;
  const label = [...(at.labels ?? [])].map((one) => one.textContent).join(' ');
  const name = at === document.body ? '' : (at.getAttribute('aria-label') ?? (label === '' ? at.textContent : label)).trim();
  const { outlineStyle, outlineWidth } = getComputedStyle(at.closest('.take') ?? at);
  const isLaidOver = (box) => {
    const across = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    return across.every(([x, y]) => {
      const seen = document.elementFromPoint(x, y);
      return seen === null || !(at.contains(seen) || seen.contains(at) || [...(at.labels ?? [])].some((one) => one.contains(seen)));
    });
  };
  return { name, isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    isHidden: [...at.getClientRects()].every(isLaidOver) };
})()`;

/** Somebody who has a keyboard alone. Wherever they are, they see it. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on until what has the focus is called so. */
  async to(name: RegExp): Promise<void> {
    for (let stops = 0; stops < stopsMax; stops += 1) {
      await this.page.keyboard.press('Tab');
      const found = await this.page.evaluate<Stop>(stop);
      // Past the last control the keyboard leaves the page for the browser's own, and comes in again.
      if (found.name === '') continue;
      expect(found, `the stop at ${found.name}`).toMatchObject({ isMarked: true, isHidden: false });
      if (name.test(found.name)) return;
    }
    throw new Error(`the keyboard does not reach ${String(name)}`);
  }

  /** Goes to a button or link and presses it. */
  async press(name: RegExp): Promise<void> {
    await this.to(name);
    await this.page.keyboard.press('Enter');
  }

  /** Goes to a field and types in the place of what stands there. */
  async type(name: RegExp, text: string): Promise<void> {
    await this.to(name);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Takes the option of a list, or of a group of them, that begins so. */
  async choose(name: RegExp, option: RegExp): Promise<void> {
    await this.to(name);
    for (let tries = 0; tries < 40; tries += 1) {
      const chosen = String(
        await this.page.evaluate(
          '(({ selectedOptions, labels }) => (selectedOptions?.[0] ?? labels[0]).textContent)(document.activeElement)',
        ),
      );
      if (option.test(chosen.trim())) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`${String(option)} cannot be chosen`);
  }

  /** Types a day into a field for one, whose parts stand in the order of the browser's own language. */
  async day(name: RegExp, day: string): Promise<void> {
    const [year = '', month = '', date = ''] = day.split('-');
    await this.to(name);
    for (const parts of [
      [month, date, year],
      [year, 'ArrowRight', month, date],
    ]) {
      for (let part = 0; part < 3; part += 1) await this.page.keyboard.press('ArrowLeft');
      for (const part of parts)
        await (part === 'ArrowRight' ? this.page.keyboard.press(part) : this.page.keyboard.type(part));
      if ((await this.page.evaluate('document.activeElement.value')) === day) return;
    }
    throw new Error(`${day} cannot be typed`);
  }

  /** Says yes where it was asked once more, which is where the keyboard then is. */
  async confirm(): Promise<void> {
    await this.page.locator('button.danger:focus').waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** After an act the keyboard is somewhere: on the same control, or at a heading of what came of it. */
  async isSomewhere(): Promise<void> {
    const isSomewhere = 'document.activeElement !== document.body && document.activeElement.isConnected';
    await expect.poll(() => this.page.evaluate(isSomewhere)).toBe(true);
  }
}
