import type { ComponentChildren, VNode } from 'preact';
import { say } from '../gs1/words.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { CodeToCompare } from './typed-text.js';
import { scanWords } from './words-scan.js';

/** A code with a right check symbol that belongs to nobody, to show what one looks like. */
export const sampleCode = '8F3KQ7TN2V5XRA4DN';

function WayBack({ language, elder }: PageView): VNode {
  return (
    <p>
      <a class="tap" href={displayAddress('/', language, elder)}>
        {say(scanWords.toStart, language)}
      </a>
    </p>
  );
}

/** Status 400 in words: an address that cannot be one of ours, and how ours look. */
export function renderMalformedPage(page: PageView): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(scanWords.malformedTitle),
    body: (
      <section class="card prose">
        <h1>{t(scanWords.malformedTitle)}</h1>
        <p>{t(scanWords.malformedWhat)}</p>
        <p>{t(scanWords.codeShape)}</p>
        <CodeToCompare code={sampleCode} />
        <p>{t(scanWords.codeShapeLink)}</p>
        <p class="mono">
          /01/&lt;GTIN&gt;/10/&lt;{say(scanWords.lot, page.language)}&gt;/21/{sampleCode}
        </p>
        <p class="mono">/t/{sampleCode}</p>
        <WayBack {...page} />
      </section>
    ),
  });
}

function renderWords(page: PageView, title: string, body: ComponentChildren): string {
  return renderPage({
    ...page,
    title,
    body: (
      <section class="card prose">
        <h1>{title}</h1>
        {body}
        <WayBack {...page} />
      </section>
    ),
  });
}

/** Status 404 in words, for an address that is no page of this service. */
export function renderNotFoundPage(page: PageView): string {
  const t = inLanguage(page.language);
  return renderWords(page, t(scanWords.notFoundTitle), <p>{t(scanWords.notFoundWhat)}</p>);
}

/** Status 5xx in words: nothing was found out, which says nothing about any label. */
export function renderUnavailablePage(page: PageView): string {
  const t = inLanguage(page.language);
  return renderWords(page, t(scanWords.unavailableTitle), <p>{t(scanWords.unavailableWhat)}</p>);
}

/** Any other refusal in the words of the problem itself, which are in the reader's language. */
export function renderRefusalPage(page: PageView, title: string, detail: string | null): string {
  return renderWords(page, title, detail === null ? null : <p>{plainText(detail)}</p>);
}
