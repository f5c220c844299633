import { renderAppPage } from './app-page.js';
import { captureStyle } from './capture-style.js';
import { captureWords } from './words-capture.js';

/**
 * What the page loads, for `contentSecurityPolicy`: its style, and all else from our own host, WebAssembly of the reader
 * of codes among it.
 */
export const capturePolicy = {
  inlineStyles: [captureStyle],
  ownScripts: true,
  ownWasm: true,
  ownImages: true,
  ownRequests: true,
  ownManifest: true,
} as const;

/** The page that the app draws itself into. `script`: its own address. */
export function renderCapturePage(script: string, isDemo: boolean): string {
  const { needsScript, app } = captureWords;
  const head = (
    <>
      <meta name="theme-color" content="#1c643b" />
      <link rel="manifest" href="/app/manifest.webmanifest" />
    </>
  );
  return renderAppPage({ title: app.zh, needsScript, style: captureStyle, script, isDemo, head });
}

/** The web app manifest (W3C Application Manifest). */
export const captureManifest = JSON.stringify({
  id: '/app',
  name: captureWords.app.zh,
  short_name: captureWords.app.zh,
  lang: 'zh-CN',
  start_url: '/app',
  scope: '/app',
  display: 'standalone',
  background_color: '#f4f5f3',
  theme_color: '#1c643b',
  icons: [{ src: '/app/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any maskable' }],
});

/** Furrows under a horizon. */
export const captureIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#1c643b" d="M0 0h64v64H0z"/><path fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" d="M14 24h36M32 28v22M27 28 16 50M37 28l11 22"/></svg>';
