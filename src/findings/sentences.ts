import type { Words } from '../gs1/words.js';
import { decimalBound, formatDecimal, type Decimal } from '../ledger/quantity.js';

/** Sentences after one another. */
export function sentences(...parts: readonly (Words | null)[]): Words {
  const told = parts.filter((part) => part !== null);
  return {
    zh: told.map((part) => part.zh).join(''),
    en: told.map((part) => part.en).join(' '),
  };
}

/** Things after one another within a sentence. */
export function listed(parts: readonly Words[]): Words {
  return { zh: parts.map((part) => part.zh).join('、'), en: parts.map((part) => part.en).join(', ') };
}

/** Names as they are, in both languages. */
export function names(parts: readonly string[]): Words {
  return { zh: parts.join('、'), en: parts.join(', ') };
}

/** A sum as decimal text: sums of many quantities may be beyond what one quantity can be. */
export function figure(value: Decimal): string {
  const within = value < decimalBound && value > -decimalBound;
  return within ? formatDecimal(value) : (value / 1_000_000_000n).toString();
}

/** left / right as decimal text, cut to `decimals`. Requires right > 0. */
export function ratioText(left: Decimal, right: Decimal, decimals: number): string {
  const scale = 10n ** BigInt(9 - decimals);
  const cut = (left * 1_000_000_000n) / right / scale;
  return figure(cut * scale);
}
