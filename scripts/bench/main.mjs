// `npm run bench`: appends, bulk recording, the log, scans and a label sheet against plain baselines in the same run
// (docs/benchmarks.md). Prints medians, and each goal with what was reached, and writes the figures to bench.json in the
// folder it is started from. Times nothing that a test depends on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { reportActs, timeActs } from './acts.mjs';
import { auditRates } from './audit.mjs';
import { findingsRates, reportFindings } from './findings.mjs';
import { labelSheet } from './labels.mjs';
import { entryCount, mergeDelay, ratesAt, storage } from './log.mjs';
import { proofLatency } from './proofs.mjs';
import { pageOnSlowNetwork, reportPage } from './scan-page.mjs';
import {
  baseline,
  built,
  call,
  inputEvent,
  issueLabels,
  load,
  median,
  openBatches,
  seconds,
  service,
  startBaseline,
  startService,
  stopAll,
} from './service.mjs';
import { reportTraces, traceLatency } from './trace.mjs';
import { bulkAppends, signedAppends, signingAlone } from './statements.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const batchCount = Number(process.env.BENCH_BATCHES ?? 1000);
const labelSets = Number(process.env.BENCH_LABEL_SETS ?? 10);
const growthFrom = 10_000;
const growthTo = Number(process.env.GROWTH_ENTRIES ?? 100_000);
/** Storage is told over this many events at least. */
const storedEventsMin = 20_000;

/** What can be measured by itself, as `npm run bench -- graph`. */
const parts = {
  graph: async () => {
    const side = await startService(join(directory, 'data'), databaseUrl);
    const traces = await traceLatency(databaseUrl, side);
    reportTraces(traces);
    const acts = await timeActs(databaseUrl, side);
    reportActs(acts);
    return { traces, acts };
  },
  page: async () => {
    const { demo } = await startService(join(directory, 'data'), databaseUrl);
    const figures = await pageOnSlowNetwork(demo.labels[0].uri);
    reportPage(figures);
    return figures;
  },
  findings: async () => {
    const figures = await findingsRates(directory, databaseUrl);
    reportFindings(figures);
    return figures;
  },
};
const [part] = process.argv.slice(2);
if (part !== undefined && !Object.hasOwn(parts, part)) throw new Error(`there is no bench ${part}`);
const alone = part === undefined ? undefined : parts[part];

const { startEmbedded } = await built('database/embedded.js');
const directory = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
const quiet = { info: () => {}, warn: (line) => console.error(line) };
const database = await startEmbedded({ directory: join(directory, 'postgres'), log: quiet });
const databaseUrl = database.superuserUrl;
try {
  const figures = alone === undefined ? await measure() : await alone();
  if (alone === undefined) report(figures);
  await writeFile('bench.json', `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await stopAll();
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

async function measure() {
  const side = await startService(join(directory, 'data'), databaseUrl);
  const batches = await openBatches(side, batchCount);
  const uris = await issueLabels(side, labelSets, databaseUrl);
  const example = await (await fetch(uris[0], { headers: { accept: 'application/json' } })).text();
  await startBaseline(databaseUrl, Buffer.byteLength(example));
  const works = await worksOf(side, batches, uris);
  const grown = await growth(works);
  const perSecond = await inRounds(works);
  const requests = batches.map((id) => post(side, `/api/v1/batches/${id}/events`));
  const delay = await mergeDelay(databaseUrl, requests, median(perSecond.append) / 2);
  const serviceMiB = await residentMiB(side.pid);
  const audit = await auditRates(directory, databaseUrl);
  const proofs = await proofLatency(databaseUrl);
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const figures = {
    machine,
    rounds,
    seconds,
    perSecond,
    ...grown,
    mergeDelay: delay,
    audit,
    proofs,
    serviceMiB,
  };
  return { ...figures, goals: goalsOf(figures) };
}

function post({ headers }, path) {
  return { method: 'POST', path, headers, body: JSON.stringify(inputEvent()) };
}

/** Every work that is timed in rounds: answers how much it does a second. */
async function worksOf(side, batches, uris) {
  const events = batches.map((id) => post(side, `/api/v1/batches/${id}/events`));
  const inserts = batches.map((id) => post(side, `/insert/${id}`));
  const bare = (name) => batches.map((id) => post(side, `/${name}/${id}`));
  const scan = (path) => ({ method: 'GET', path, headers: { accept: 'application/json' } });
  const constants = uris.map((_, index) => scan(`/constant/${index}`));
  const scans = uris.map((uri) => scan(uri.slice(service.length)));
  const sheet = await labelSheet(service, call, side.headers, side.demo);
  const { organization } = await (
    await fetch(`${service}/api/v1/batches/${batches[0]}`, { headers: side.headers })
  ).json();
  return {
    insert: () => load(baseline, inserts),
    'two signatures': () => load(baseline, bare('two-signatures')),
    'check and sign': () => load(baseline, bare('check-and-sign')),
    append: () => load(service, events),
    'append, one batch': () => load(service, events.slice(0, 1)),
    'append, signed': await signedAppends(side, organization, batches),
    'signing alone': await signingAlone(),
    bulk: bulkAppends(side, batches),
    constant: () => load(baseline, constants),
    scan: () => load(service, scans),
    'qrcode alone': sheet.codes,
    'label sheet': sheet.pdf,
  };
}

/** Rates at 10,000 entries and at many; in between what the events take in storage. */
async function growth({ append, scan, bulk }) {
  await bulk(Math.max(0, growthFrom - (await entryCount(databaseUrl))));
  const from = await ratesAt(databaseUrl, { append, scan });
  const fill = async () => bulk(Math.max(storedEventsMin, growthTo - (await entryCount(databaseUrl))));
  const stored = await storage(databaseUrl, fill);
  const to = await ratesAt(databaseUrl, { append, scan });
  return { growth: { from, to }, storage: stored };
}

/** Round 0 warms both sides up and is not counted. */
async function inRounds(works) {
  const rates = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const rate = await work();
      if (round > 0) rates[name].push(rate);
    }
  }
  return rates;
}

/** Resident memory of a process in MiB, as Linux tells it; null elsewhere. */
async function residentMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
}

/** What was reached beside what is to be reached: `least` or `most`. */
function goalsOf({ perSecond, growth: { from, to }, storage: stored, mergeDelay: delay, audit, serviceMiB }) {
  const of = Object.fromEntries(Object.entries(perSecond).map(([name, values]) => [name, median(values)]));
  return {
    'append / plain insert': { is: of.append / of.insert, least: 1 },
    'append, signed by the participant / plain insert': { is: of['append, signed'] / of.insert, least: 0.6 },
    'bare handler with two signatures / plain insert': { is: of['two signatures'] / of.insert },
    'bare handler that checks one and signs one / plain insert': { is: of['check and sign'] / of.insert },
    'append on one batch / plain insert': { is: of['append, one batch'] / of.insert, least: 0.8 },
    'bulk, 1,000 a request / signing alone': { is: of.bulk / of['signing alone'], least: 0.6 },
    'scan JSON / constant': { is: of.scan / of.constant, least: 0.5 },
    'label sheet, 10,000 codes to PDF / qrcode alone': {
      is: of['label sheet'] / of['qrcode alone'],
      least: 0.5,
    },
    [`append, ${to.entries} entries / ${from.entries}`]: { is: to.append / from.append, least: 0.9 },
    [`scan, ${to.entries} entries / ${from.entries}`]: { is: to.scan / from.scan, least: 0.9 },
    'furrow audit over HTTP / signatures alone, all cores': {
      is: audit.overHttp.perSecond / audit.signaturesAlone,
      least: 0.7,
    },
    'furrow audit of files / signatures alone, all cores': {
      is: audit.fromFiles.perSecond / audit.signaturesAlone,
      least: 0.7,
    },
    'hashing of bundles / SHA-256 alone, one core': {
      is: audit.hashing.perSecond / audit.hashing.alone,
      least: 0.3,
    },
    'storage of an event / its entry': { is: stored.bytes / stored.entryBytes, most: 2 },
    'bytes of tiles a leaf': { is: stored.tables.log_tiles ?? 0, most: 40 },
    'merge delay p99 at half the append rate, s': { is: delay.p99Ms / 1_000, most: 2 },
    ...(serviceMiB === null ? {} : { 'resident memory of the service, MiB': { is: serviceMiB, most: 286 } }),
  };
}

function report({ perSecond, storage: stored, mergeDelay: delay, audit, proofs, goals }) {
  for (const [name, values] of Object.entries(perSecond))
    console.log(
      `${name.padEnd(20)} ${Math.round(median(values))} /s   (${values.map(Math.round).join(', ')})`,
    );
  const { events, entryBytes, bytes, tables } = stored;
  const parts = Object.entries(tables).map(([name, part]) => `${name} ${part.toFixed(1)}`);
  console.log(
    `storage of ${events} events: ${bytes.toFixed(0)} B each, entry ${entryBytes.toFixed(0)} B   (${parts.join(', ')})`,
  );
  console.log(
    `merge delay at ${Math.round(delay.rate)} /s: p50 ${delay.p50Ms} ms, p99 ${delay.p99Ms} ms, most ${delay.maxMs} ms   (${delay.samples} entries)`,
  );
  for (const [how, { entries, seconds: tookS, perSecond: rate }] of [
    ['over HTTP', audit.overHttp],
    ['of files', audit.fromFiles],
  ])
    console.log(
      `furrow audit ${how}: ${entries} entries in ${tookS.toFixed(1)} s, ${Math.round(rate)} /s; signatures alone on all cores ${Math.round(audit.signaturesAlone)} /s`,
    );
  console.log(
    `hashing of bundles: ${Math.round(audit.hashing.perSecond)} entries/s; SHA-256 alone ${Math.round(audit.hashing.alone)} /s`,
  );
  for (const [size, { p50Ms, p99Ms }] of Object.entries(proofs))
    console.log(
      `inclusion proof from warm tiles, ${size} leaves: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
    );
  for (const [name, { is, least, most }] of Object.entries(goals)) {
    const goal =
      least !== undefined
        ? `   goal ≥ ${least.toFixed(1)}${is >= least ? '' : '   not met'}`
        : most !== undefined
          ? `   goal ≤ ${most}${is <= most ? '' : '   not met'}`
          : '';
    console.log(`${name.padEnd(58)} ${is.toFixed(2).padStart(7)}${goal}`);
  }
}
