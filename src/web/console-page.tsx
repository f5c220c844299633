import { renderToString } from 'preact-render-to-string';
import { Ribbon } from './ribbon.js';
import { consoleStyle } from './console-style.js';
import { consoleWords } from './words-console.js';

/** What the page loads, for `contentSecurityPolicy`: its style, and all else from our own host. */
export const consolePolicy = {
  inlineStyles: [consoleStyle],
  ownScripts: true,
  ownImages: true,
  dataImages: true,
  ownRequests: true,
} as const;

/**
 * The page that the console draws itself into; the same for everybody. `script`: its own
 * address; `isDemo`: whether the service holds the demo's data.
 */
export function renderConsolePage(script: string, isDemo: boolean): string {
  const { needsScript, app } = consoleWords;
  const document = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{app.zh}</title>
        <link rel="icon" href="/app/icon.svg" type="image/svg+xml" />
        <style dangerouslySetInnerHTML={{ __html: consoleStyle }} />
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
