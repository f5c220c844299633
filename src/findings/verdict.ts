/** How a check comes out for one row of a list. */
export type Verdict = 'pass' | 'fail' | 'unknown';

/** What all of them say: `fail` or `pass` when they agree, else, and when there is none, `unknown`. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  const [first = 'unknown'] = verdicts;
  return verdicts.every((verdict) => verdict === first) ? first : 'unknown';
}
