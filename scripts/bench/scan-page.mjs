// `npm run bench -- page`: how long a phone on a slow network waits for the verdict, in Chromium with the network that
// the DevTools protocol draws: 400 kbit/s, 400 ms to the first byte of each answer. Prints medians; nothing depends on
// them. The protocol delays requests and not the connection, whose round trips (one for TCP, one or two for TLS) a real
// network adds: `connected` says what is left when those are counted at 400 ms each.
import { chromium } from 'playwright-core';
import { median } from './service.mjs';

const looksCount = Number(process.env.BENCH_LOOKS ?? 15);
const latencyMs = 400;
const bytesPerSecond = 400_000 / 8;
/** TCP and TLS 1.3: a round trip each. */
const roundTripsBefore = 2;

/** In the page: when its first paint was, which holds the verdict, and what came over the wire. */
const measure = `new Promise((done) => {
  const told = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const [page] = performance.getEntriesByType('navigation');
    if (paint === undefined) { setTimeout(told, 20); return; }
    const box = document.querySelector('h1').getBoundingClientRect();
    done({ painted: paint.startTime, firstByte: page.responseStart, lastByte: page.responseEnd, wire: page.encodedBodySize,
      page: page.decodedBodySize, seen: box.bottom <= innerHeight });
  };
  told();
})`;
const checked = `new Promise((done) => {
  const told = () => document.querySelector('#self-check[data-verdict]') === null ? setTimeout(told, 20) : done(performance.now());
  told();
})`;

/** Looks at one label again and again, each time with nothing kept. Times in milliseconds, sizes in bytes. */
export async function pageOnSlowNetwork(uri) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const looks = [];
  for (let look = 0; look < looksCount; look += 1) looks.push(await lookOnce(browser, uri));
  await browser.close();
  const of = (name) => Math.round(median(looks.map((look) => look[name])));
  const figures = Object.fromEntries(
    ['firstByte', 'painted', 'lastByte', 'checked', 'wire', 'page'].map((name) => [name, of(name)]),
  );
  const seen = looks.every((look) => look.seen);
  return { ...figures, connected: figures.painted + roundTripsBefore * latencyMs, seen, looks: looksCount };
}

async function lookOnce(browser, uri) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await page.goto(uri, { waitUntil: 'domcontentloaded' });
  const look = await page.evaluate(measure);
  look.checked = await page.evaluate(checked);
  await context.close();
  return look;
}

/** Prints what was measured. */
export function reportPage(figures) {
  const { firstByte, painted, lastByte, checked: own, wire, page, connected, seen, looks } = figures;
  console.log(`scan page at 400 kbit/s and 400 ms, median of ${looks} looks`);
  console.log(`  ${wire} bytes over the wire, ${page} as HTML; verdict in the first screen: ${seen}`);
  console.log(`  first byte ${firstByte} ms, verdict painted ${painted} ms, last byte ${lastByte} ms`);
  console.log(`  checked by the browser itself ${own} ms`);
  console.log(`  with the round trips of TCP and TLS: verdict ${connected} ms`);
}
