// Keeps the app's own files, so that it opens without a network. Requests of the API are none of its business.

/**
 * Put before this program by the service: a name that changes with any of the files, those that are kept at once, and
 * those that are kept when they were used.
 */
declare const furrowApp: {
  readonly version: string;
  readonly files: readonly string[];
  readonly parts: readonly string[];
};

/** What of a worker's scope is used; the DOM types know documents only. */
interface Scope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as Scope;
const prefix = 'furrow-app-';
const ours = [...furrowApp.files, ...furrowApp.parts];
const name = prefix + furrowApp.version;
/** How long a page is waited for before the kept one is shown, in milliseconds. */
const pageMs = 3_000;

async function keep(): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll([...furrowApp.files]);
  await scope.skipWaiting();
}

async function dropOld(): Promise<void> {
  const old = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
  await Promise.all(old.map((key) => caches.delete(key)));
  await scope.clients.claim();
}

/** The page from the network while it answers, else as it was kept. */
async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(pageMs) });
    if (answer.ok) return answer;
  } catch {
    // No network: the kept one is shown.
  }
  return (await caches.match('/app')) ?? Response.error();
}

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(name)).put(request, answer.clone()).catch(() => undefined);
  return answer;
}

scope.addEventListener('install', (event) => {
  event.waitUntil(keep());
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOld());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (ours.includes(new URL(request.url).pathname)) event.respondWith(file(request));
});

export {};
