import type { Language } from '../gs1/words.js';
import type { DrawnPage, ShownProblem } from '../http/browser-pages.js';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { ownAddress, pagePolicy, scriptedPolicy, type PageView } from '../web/page.js';
import { renderNotFoundPage, renderRefusalPage, renderUnavailablePage } from '../web/plain-pages.js';

const policy = contentSecurityPolicy(pagePolicy);

/** Headers of every public page, beside those of every answer. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'cache-control': 'no-store',
  vary: 'Accept, Accept-Language',
} as const;

/** As pageHeaders, for the page that verifies its evidence in the browser. */
export const scriptedHeaders = {
  ...pageHeaders,
  'content-security-policy': contentSecurityPolicy(scriptedPolicy),
} as const;

/** How the reader of a request wants its page. `url` is its path and query; `isDemo`: the service holds the demo's data. */
export function pageView(url: string, language: Language, isDemo: boolean): PageView {
  const query = new URLSearchParams(url.split('?', 2)[1] ?? '');
  return { language, elder: query.get('view') === 'elder', path: ownAddress(url), demo: isDemo };
}

/** What a browser is shown in place of a problem document. */
export function drawProblem({ document, language, url }: ShownProblem, isDemo: boolean): DrawnPage {
  const view = pageView(url, language, isDemo);
  return { html: htmlOf(view, document), policy };
}

function htmlOf(view: PageView, { status, title, detail }: ShownProblem['document']): string {
  if (status === 404) return renderNotFoundPage(view);
  if (status >= 500) return renderUnavailablePage(view);
  return renderRefusalPage(view, title, detail);
}
