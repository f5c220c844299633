import { renderAppPage } from './app-page.js';
import { consoleStyle } from './console-style.js';
import { providerMark } from './provider-mark.js';
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
 * The page that the console draws itself into. `script`: its own address. `provider`: the host of the identity provider
 * that people may sign in with; null where there is none.
 */
export function renderConsolePage(script: string, isDemo: boolean, provider: string | null): string {
  const { needsScript, app } = consoleWords;
  const head = provider === null ? null : <meta name={providerMark} content={provider} />;
  return renderAppPage({ title: app.zh, needsScript, style: consoleStyle, script, isDemo, head });
}
