import { renderToString } from 'preact-render-to-string';
import { Ribbon, ribbonStyle } from './ribbon.js';

const style = `:root{--note:#fff5e0;--ink:#18211c;--note-line:#b77400}body{margin:0;font:1rem/1.55 system-ui,sans-serif}${ribbonStyle}`;

/** What the page of the interface loads, for `contentSecurityPolicy` of src/http: everything from our own host. */
export const docsPolicy = {
  inlineStyles: [style],
  ownStyles: true,
  ownScripts: true,
  ownImages: true,
  dataImages: true,
  ownRequests: true,
} as const;

/** The page that shows the description of the interface; Swagger UI draws it, from files beside it. */
export function renderDocsPage(isDemo: boolean): string {
  const document = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Furrow 接口说明 · API</title>
        <link rel="icon" href="/docs/favicon-32x32.png" />
        <link rel="stylesheet" href="/docs/swagger-ui.css" />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        {isDemo ? <Ribbon /> : null}
        <noscript>
          <p>
            此页需要脚本；接口说明的原文在 <a href="/openapi.json">/openapi.json</a>。
          </p>
          <p lang="en">
            This page needs script; the description itself is at <a href="/openapi.json">/openapi.json</a>.
          </p>
        </noscript>
        <div id="api" />
        <script src="/docs/swagger-ui-bundle.js" />
        <script src="/docs/start.js" />
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}
