import { fill } from '../gs1/words.js';
import { sayTime } from './figures.js';
import { inLanguage, renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { RecallCard } from './scan-recall.js';
import type { ScanRecall } from './scan-view.js';
import { Typed } from './typed-text.js';
import { recallWords } from './words-recall.js';
import { scanReasons } from './words-verdict.js';

/** A recall as it was known last. `savedAt`: RFC 3339. */
export interface RecallCopy {
  readonly product: string | null;
  readonly recall: ScanRecall;
  readonly savedAt: string;
}

/** The page of a recalled lot while nothing can be looked up: the recall as it was known last, and that this is all. */
export function renderRecallCopyPage(page: PageView, { product, recall, savedAt }: RecallCopy): string {
  const t = inLanguage(page.language);
  const heading = t(scanReasons.recalled.heading);
  return renderPage({
    ...page,
    title: product === null ? heading : `${heading} · ${plainText(product, 60)}`,
    body: (
      <>
        <RecallCard of={recall} language={page.language} />
        <section class="card prose">
          {product === null ? null : (
            <h2>
              <Typed text={product} language={page.language} />
            </h2>
          )}
          <p>{fill(t(recallWords.copy), { time: sayTime(savedAt) })}</p>
        </section>
      </>
    ),
  });
}
