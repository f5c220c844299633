import { say } from '../gs1/words.js';
import { renderPage, type PageView } from './page.js';
import { plainText, replacement } from './safe-text.js';
import { ComplaintCard } from './scan-complaint.js';
import { FactsCard } from './scan-facts.js';
import { FindingsCard } from './scan-findings.js';
import { LineageCard } from './scan-lineage.js';
import { ProofCard } from './scan-proof.js';
import { RecallCard } from './scan-recall.js';
import { SelfCheck } from './self-check.js';
import { TimelineCard } from './scan-timeline.js';
import { recallOf, VerdictCard } from './scan-verdict.js';
import type { ScanView } from './scan-view.js';
import { scanWords } from './words-scan.js';
import { scanReasons } from './words-verdict.js';

/** With which script the browser verifies the evidence, of which code, and `x` of the key that signed the code. */
export interface PageCheck {
  readonly script: string;
  readonly code: string;
  readonly labelKey: string | null;
}

/** How one answer is shown to one reader. */
export interface ScanPageOptions extends PageView {
  /**
   * Own address of a 1-pixel image. Asking for it is what counts the look: prefetchers and link scanners that only
   * take the document do not (faces.md §5.7). Null where nothing is counted.
   */
  readonly beacon: string | null;
  /** RFC 3339: when the page was made. */
  readonly lookedAt: string;
  /** How the browser verifies the evidence; absent where there is none. */
  readonly selfCheck?: PageCheck | undefined;
}

/**
 * The consumer page S1 (faces.md §2) as a whole HTML document: verdict, facts, what was recorded, sources,
 * proof, complaint; under a recall (S2) what to do stands before all of it.
 *
 * Says no more than `view` says: every sentence about a status is the view's or stands in the catalogue beside it. Texts
 * that someone typed come out escaped, isolated and without unseen characters (promises.md P27).
 */
export function renderScanPage(view: ScanView, options: ScanPageOptions): string {
  const { language, selfCheck } = options;
  const recall = recallOf(view);
  const heading = say(scanReasons[recall === null ? view.reason : 'recalled'].heading, language);
  return renderPage({
    ...options,
    script: selfCheck?.script ?? null,
    title: view.product === null ? heading : `${heading} · ${plainText(view.product.name, 60)}`,
    body: (
      <>
        {recall === null ? null : <RecallCard of={recall} language={language} />}
        <VerdictCard view={view} language={language} beacon={options.beacon} />
        {selfCheck === undefined || view.evidence === null ? null : (
          <SelfCheck
            evidence={view.evidence}
            code={selfCheck.code}
            labelKey={selfCheck.labelKey}
            language={language}
          />
        )}
        <FactsCard view={view} language={language} />
        <FindingsCard of={view.findings} language={language} />
        {hidesCharacters(view) ? <p class="card">{say(scanWords.hiddenCharacters, language)}</p> : null}
        <TimelineCard of={view.timeline} language={language} />
        <LineageCard view={view} language={language} />
        <ProofCard view={view} language={language} />
        <ComplaintCard view={view} language={language} lookedAt={options.lookedAt} />
      </>
    ),
  });
}

function hidesCharacters(view: ScanView): boolean {
  const text = JSON.stringify([
    view.product,
    view.batch,
    view.organization,
    view.facts,
    view.timeline,
    view.origins,
  ]);
  return plainText(text, text.length).includes(replacement);
}
