import { say } from '../gs1/words.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { CodeToCompare } from './typed-text.js';
import { scanWords } from './words-scan.js';

/** A code with a right check symbol that belongs to nobody, to show what one looks like. */
export const sampleCode = '8F3KQ7TN2V5XRA4DN';

/** The start page `/`: what this service is, and a form that asks `GET /t?code=…`. */
export function renderLandingPage(page: PageView): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(scanWords.landingTitle),
    indexed: true,
    body: (
      <>
        <section class="card prose">
          <h1>{t(scanWords.landingTitle)}</h1>
          <p>{t(scanWords.landingWhat)}</p>
        </section>
        <form class="card" action="/t" method="get">
          <label for="code">{t(scanWords.enterCode)}</label>
          <p class="small quiet" id="code-hint">
            {t(scanWords.enterHint)}
          </p>
          <input
            id="code"
            name="code"
            required
            maxLength={64}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby="code-hint"
          />
          <input type="hidden" name="lang" value={page.language} />
          {page.elder ? <input type="hidden" name="view" value="elder" /> : null}
          <button type="submit">{t(scanWords.lookUp)}</button>
        </form>
        <p class="card quiet">{t(scanWords.notProven)}</p>
      </>
    ),
  });
}

/** Status 400 in words: a code or address that cannot be one of ours, and how ours look. */
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
        <p>
          <a class="tap" href={displayAddress('/', page.language, page.elder)}>
            {t(scanWords.toStart)}
          </a>
        </p>
      </section>
    ),
  });
}

/** Status 404 in words, for an address that is no page of this service. */
export function renderNotFoundPage(page: PageView): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(scanWords.notFoundTitle),
    body: (
      <section class="card prose">
        <h1>{t(scanWords.notFoundTitle)}</h1>
        <p>{t(scanWords.notFoundWhat)}</p>
        <p>
          <a class="tap" href={displayAddress('/', page.language, page.elder)}>
            {t(scanWords.toStart)}
          </a>
        </p>
      </section>
    ),
  });
}
