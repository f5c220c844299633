import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where Debian puts Chromium; another place by CHROMIUM. */
const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** How long a page is waited for, as `expect.poll` of vitest.config.ts waits. */
const patienceMs = 50_000;

/** Whether the browser tests can run here; says so on the terminal when not. */
export const hasChromium = existsSync(chromiumPath);
if (!hasChromium) {
  console.log(
    `browser tests skipped: no Chromium at ${chromiumPath} (apt-get install chromium fonts-noto-cjk)`,
  );
}

/** A headless Chromium of the system that talks to nobody but the pages it opens; `more` arguments. The caller closes it. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
      '--no-default-browser-check',
      ...more,
    ],
  });
  browser.on('context', (context) => {
    context.setDefaultTimeout(patienceMs);
  });
  return browser;
}

/** One answer of the test's own server. */
export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A server on loopback that answers with `reply` and remembers what it was asked for. */
export interface PageServer {
  readonly origin: string;
  /** Path and query of every request so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serves pages from memory on a free port of loopback; a null reply is 404. */
export async function servePages(reply: (path: string) => Reply | null): Promise<PageServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const found = reply(path) ?? { status: 404, type: 'text/plain', body: '' };
    response.writeHead(found.status ?? 200, {
      'content-type': found.type ?? 'text/html; charset=utf-8',
      ...found.headers,
    });
    response.end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** What pages did that a public page must not do. */
export interface Misdeeds {
  /** Requests to anything but the given origin; they are blocked. */
  readonly foreign: string[];
  /** Console errors and page errors; a Content-Security-Policy violation is one. */
  readonly errors: string[];
}

/**
 * Opens each address of the server in turn in one page of a fresh context, runs `look` on it, and answers what went
 * wrong on the way; nothing is `{ foreign: [], errors: [] }`.
 */
export async function visitPages(
  browser: Browser,
  server: Pick<PageServer, 'origin'>,
  addresses: readonly string[],
  options: BrowserContextOptions,
  look: (page: Page, address: string) => Promise<void>,
): Promise<Misdeeds> {
  const misdeeds: Misdeeds = { foreign: [], errors: [] };
  const context = await browser.newContext(options);
  await context.route(
    (url) => url.origin !== server.origin,
    async (route) => {
      misdeeds.foreign.push(route.request().url());
      await route.abort();
    },
  );
  context.on('console', (message) => {
    if (message.type() === 'error') misdeeds.errors.push(message.text());
  });
  context.on('weberror', (error) => {
    misdeeds.errors.push(error.error().message);
  });
  const page = await context.newPage();
  for (const address of addresses) {
    await page.goto(server.origin + address);
    await look(page, address);
  }
  await context.close();
  return misdeeds;
}
