import type { VNode } from 'preact';
import { warningWords } from '../words-capture-warnings.js';
import { Said } from './said.js';
import { useSurroundings, useWords } from './screen.js';
import { clockWarning, type Warning } from './warnings.js';

/** What somebody should look at before it is kept, the phone's clock among it; nothing where there is nothing. */
export function Warnings({ warnings }: { warnings: readonly Warning[] }): VNode | null {
  const { state, language } = useSurroundings();
  const t = useWords();
  const clock = clockWarning(state.skewMs, language);
  const all = clock === null ? warnings : [clock, ...warnings];
  return all.length === 0 ? null : (
    <section class="standing note">
      <h2>
        <span aria-hidden="true">⚠ </span>
        {t(warningWords.title)}
      </h2>
      <ul class="rows">
        {all.map((warning) => (
          <li key={JSON.stringify(warning)}>
            <Said {...warning} />
          </li>
        ))}
      </ul>
    </section>
  );
}
