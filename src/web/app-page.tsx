import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Words } from '../gs1/words.js';
import { Ribbon } from './ribbon.js';

/** What differs between the pages that apps draw themselves into. */
interface AppPage {
  readonly title: string;
  /** Said where script is off. */
  readonly needsScript: Words;
  readonly style: string;
  /** The script's own address. */
  readonly script: string;
  /** Whether the service holds the demo's data. */
  readonly isDemo: boolean;
  /** More elements of the head. */
  readonly head?: ComponentChildren;
}

/** The page that an app draws itself into; the same for everybody, so that it can be kept. */
export function renderAppPage({ title, needsScript, style, script, isDemo, head }: AppPage): string {
  const document = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="/app/icon.svg" type="image/svg+xml" />
        {head}
        <style dangerouslySetInnerHTML={{ __html: style }} />
        <script type="module" src={script} />
      </head>
      <body>
        {isDemo ? <Ribbon /> : null}
        <div id="app">
          <noscript>
            <div class="noscript">
              <p>{needsScript.zh}</p>
              <p lang="en">{needsScript.en}</p>
            </div>
          </noscript>
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}
