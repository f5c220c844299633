import type { VNode } from 'preact';
import type { Language } from '../gs1/words.js';
import { inLanguage } from './page.js';
import { selfCheckWords } from './words-self-check.js';

interface SelfCheckProps {
  /** Own address of the evidence file. */
  readonly evidence: string;
  /** The code that was scanned. */
  readonly code: string;
  /** `x` of the label key, by which the browser checks the signature in the code; null where the code has none. */
  readonly labelKey: string | null;
  /** The scanned address, where it is not that of the page. */
  readonly address?: string;
  readonly language: Language;
}

/**
 * Where the reader's own browser says what it found. Hidden until its script runs: without one, the page shows what the
 * service checked, and says so.
 */
export function SelfCheck({ evidence, code, labelKey, address, language }: SelfCheckProps): VNode {
  const t = inLanguage(language);
  return (
    <section
      class="card"
      id="self-check"
      hidden
      data-evidence={evidence}
      data-code={code}
      data-key={labelKey ?? undefined}
      data-address={address}
      aria-labelledby="self-check-title"
    >
      <h2 id="self-check-title">{t(selfCheckWords.title)}</h2>
      <p id="self-check-summary" role="status">
        {t(selfCheckWords.runs)}
      </p>
      <details id="self-check-details">
        <summary class="small">{t(selfCheckWords.list)}</summary>
        <ul class="checks small" id="self-check-list"></ul>
        <p class="small quiet">{t(selfCheckWords.trust)}</p>
      </details>
    </section>
  );
}
