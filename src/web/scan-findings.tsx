import type { VNode } from 'preact';
import { fill, type Language } from '../gs1/words.js';
import { inLanguage } from './page.js';
import type { ScanFinding } from './scan-view.js';
import { Typed } from './typed-text.js';
import { scanWords } from './words-scan.js';
import { findingWords } from './words-findings.js';

/** Findings listed in full; further ones are counted by the check. */
const shownMax = 12;

/** What the rules found that a buyer should know; nothing is drawn where they found nothing. */
export function FindingsCard({
  of: findings,
  language,
}: {
  readonly of: readonly ScanFinding[];
  readonly language: Language;
}): VNode | null {
  if (findings.length === 0) return null;
  const t = inLanguage(language);
  return (
    <section class="card">
      <h2>{t(scanWords.findings)}</h2>
      <p class="small quiet">{t(scanWords.findingsNote)}</p>
      <ul class="steps">
        {findings.slice(0, shownMax).map((finding) => (
          <li>
            <h3>
              {finding.title} <span class="seq">{finding.rule}</span>{' '}
              <span class="badge">{t(findingWords[finding.outcome])}</span>
            </h3>
            <p>
              <Typed text={finding.detail} language={language} />
            </p>
            <p class="meta">
              {t(scanWords.findingBasis)} {finding.source}
              {finding.released === null
                ? null
                : ` · ${fill(t(scanWords.findingLifted), { seq: finding.released })}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
