import { fill, say, type Language } from '../gs1/words.js';
import { type Figures } from './figures.js';
import type { CheckName, ScanCheck } from './scan-view.js';
import type { OutcomeWords } from './outcome-words.js';
import { checkWords } from './words-checks.js';

type Outcomes<Check extends CheckName> = (typeof checkWords)[Check]['outcomes'];
type Template<
  Check extends CheckName,
  Outcome extends keyof Outcomes<Check>,
> = Outcomes<Check>[Outcome] extends {
  readonly words: { readonly zh: infer Text extends string };
}
  ? Text
  : never;

/** One check with its outcome, as JSON and page show it. The compiler asks for the figures that the sentence needs. */
export function scanCheck<Check extends CheckName, Outcome extends keyof Outcomes<Check> & string>(
  check: Check,
  outcome: Outcome,
  language: Language,
  figures: Figures<Template<Check, Outcome>>,
): ScanCheck {
  const outcomes: Readonly<Record<string, OutcomeWords>> = checkWords[check].outcomes;
  const found = outcomes[outcome];
  if (found === undefined) throw new TypeError(`No words for ${check} ${outcome}`);
  return { check, status: found.status, detail: fill(say(found.words, language), figures) };
}
