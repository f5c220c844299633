import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { say, type Language, type Words } from '../gs1/words.js';
import { pageStyle } from './page-style.js';
import { Ribbon } from './ribbon.js';
import { barWords } from './words-apps.js';
import { scanWords } from './words-scan.js';
import { siteWords } from './words-site.js';

/** Longest own address that display links repeat, in characters. */
const addressMax = 2_000;

/** How the reader wants a page: `?lang=` and `?view=elder` of its address. */
export interface PageView {
  readonly language: Language;
  /** The large-text view of faces.md §3. */
  readonly elder: boolean;
  /**
   * The page's own address from the origin, without `lang` and `view`; the display links keep the rest of it.
   * A scan page gives the label's canonical path and its `s`, if any.
   */
  readonly path: string;
  /** Whether the service holds the demo's data. */
  readonly demo?: boolean;
}

/** What a page says about itself. */
export interface PageContent {
  /** Text of the title element, in the reader's language, without the service's name. */
  readonly title: string;
  readonly language: Language;
  /** Elements only: a string among them is escaped, never parsed. */
  readonly body: ComponentChildren;
  readonly elder?: boolean;
  readonly demo?: boolean;
  /** Own address for the display links; absent for a page that has no other views, such as a problem. */
  readonly path?: string;
  /** Own address of a script that the page can do without; absent for most. */
  readonly script?: string | null;
  /** Whether search engines may list the page; a page about one label never is. */
  readonly indexed?: boolean;
}

/**
 * What these pages load, for `contentSecurityPolicy` of src/http: the one inline style by its hash, the counting image
 * and the form of the start page from our own host. No script.
 */
export const pagePolicy = { inlineStyles: [pageStyle], ownImages: true, ownForms: true } as const;

/** As pagePolicy, for a page with its script, which fetches from our own host. */
export const scriptedPolicy = { ...pagePolicy, ownScripts: true, ownRequests: true } as const;

/**
 * An address of our own with the display chosen: `lang` always, `view=elder` when elder.
 *
 * Anything that does not begin with exactly one slash becomes `/`: `//host` is another host to a browser.
 */
export function displayAddress(path: string, language: Language, elder: boolean): string {
  const own = /^\/(?![/\\])/.test(path) ? path : '/';
  const query = `lang=${language}${elder ? '&view=elder' : ''}`;
  return `${own}${own.includes('?') ? '&' : '?'}${query}`;
}

/**
 * Path and query of a request as the `path` of its page: without `lang` and `view`, at most 2,000 characters.
 *
 * Everything else stays as it was asked, so that switching the display asks for the same thing again.
 */
export function ownAddress(url: string): string {
  const [path = '/', query = ''] = (url.split('#', 1)[0] ?? '').split(/\?(.*)/s, 2);
  const kept = query.split('&').filter((part) => part !== '' && !/^(lang|view)(=|$)/.test(part));
  const own = kept.length === 0 ? path : `${path}?${kept.join('&')}`;
  return own.length > addressMax ? '/' : own;
}

/** A text of the catalogue in the reader's language, for components. */
export function inLanguage(language: Language): (words: Words) => string {
  return (words) => say(words, language);
}

function DisplayLinks({ language, elder, path }: PageView): VNode {
  const t = inLanguage(language);
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <nav aria-label={t(scanWords.display)}>
      <a href={displayAddress(path, language, !elder)}>{t(elder ? barWords.normal : barWords.elder)}</a>
      <a href={displayAddress(path, other, elder)} lang={other} hreflang={other}>
        {other === 'en' ? 'English' : '中文'}
      </a>
    </nav>
  );
}

const footLinks: readonly (readonly [path: string, words: Words])[] = [
  ['/verify', siteWords.verifyShort],
  ['/keys', siteWords.keysShort],
  ['/status', siteWords.statusShort],
];

function FootLinks({ language, elder }: Pick<PageView, 'language' | 'elder'>): VNode {
  const t = inLanguage(language);
  return (
    <nav aria-label={t(siteWords.foot)}>
      {footLinks.map(([path, words]) => (
        <a class="tap" href={displayAddress(path, language, elder)}>
          {t(words)}
        </a>
      ))}
    </nav>
  );
}

/**
 * A whole public HTML document: bar, body in `main`, foot. Complete without script, one request, no foreign host.
 *
 * The body brings its own first heading (h1).
 */
export function renderPage(content: PageContent): string {
  const { language, path, elder = false } = content;
  const t = inLanguage(language);
  const document = (
    <html lang={language} class={elder ? 'elder' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        {content.indexed === true ? null : <meta name="robots" content="noindex" />}
        <title>{`${content.title} · ${t(scanWords.service)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: pageStyle }} />
        {content.script == null ? null : <script type="module" src={content.script} />}
      </head>
      <body>
        {content.demo === true ? <Ribbon language={language} /> : null}
        <header class="bar">
          <a class="home" href={displayAddress('/', language, elder)}>
            {t(scanWords.service)}
          </a>
          {path === undefined ? null : <DisplayLinks language={language} elder={elder} path={path} />}
        </header>
        <main>{content.body}</main>
        <footer class="small quiet">
          <p>{t(scanWords.complaint)}</p>
          <p>{t(scanWords.privacy)}</p>
          {path === undefined ? null : <FootLinks language={language} elder={elder} />}
        </footer>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}
