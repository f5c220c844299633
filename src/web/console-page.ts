import { renderAppPage } from './app-page.js';
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

/** The page that the console draws itself into. `script`: its own address. */
export function renderConsolePage(script: string, isDemo: boolean): string {
  const { needsScript, app } = consoleWords;
  return renderAppPage({ title: app.zh, needsScript, style: consoleStyle, script, isDemo });
}
