// `npm run bench`: appends, scans and a label sheet against plain baselines in the same run (docs/benchmarks.md).
// Prints a table of medians and ratios and writes the figures to bench.json in the folder it is started from. Times
// nothing that a test depends on.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { labelSheet } from './labels.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const batchCount = Number(process.env.BENCH_BATCHES ?? 1000);
const labelSets = Number(process.env.BENCH_LABEL_SETS ?? 10);
const connections = 64;
const servicePort = 39_131;
const baselinePort = 39_132;
const service = `http://127.0.0.1:${servicePort}`;
const baseline = `http://127.0.0.1:${baselinePort}`;

const { startEmbedded } = await import(join(root, 'dist/database/embedded.js'));
const directory = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
const quiet = { info: () => {}, warn: (line) => console.error(line) };
const database = await startEmbedded({ directory: join(directory, 'postgres'), log: quiet });
const children = [];
try {
  const figures = await measure();
  report(figures);
  await writeFile('bench.json', `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done))),
  );
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

function start(args, env) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
}

async function ready(url) {
  for (let turn = 0; turn < 300; turn += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null && answer.status < 500) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}

async function call(path, body, headers = {}) {
  const answer = await fetch(service + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function measure() {
  const dataDir = join(directory, 'data');
  start([join(root, 'dist/main.js'), 'serve'], {
    DATA_DIR: dataDir,
    PORT: String(servicePort),
    PUBLIC_URL: service,
    DATABASE_URL: database.superuserUrl,
  });
  await ready(`${service}/readyz`);
  const demo = await demoOf(dataDir);
  const { login, password } = demo.accounts.find((account) => account.login === 'apple');
  const { accessToken } = await call('/api/v1/auth/token', { login, password });
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const batches = await openBatches(demo, headers);
  const uris = await issueLabels(demo, headers, batches);
  const sheet = await labelSheet(service, call, headers, demo);
  const example = await (await fetch(uris[0], { headers: { accept: 'application/json' } })).text();
  start([join(root, 'scripts/bench/baseline.mjs')], {
    PORT: String(baselinePort),
    BENCH_DATABASE_URL: database.superuserUrl,
    BENCH_CONSTANT_BYTES: String(Buffer.byteLength(example)),
  });
  await ready(`${baseline}/constant/x`);
  const event = JSON.stringify(inputEvent());
  const post = (path) => ({ method: 'POST', path, headers, body: event });
  const scan = (path) => ({ method: 'GET', path, headers: { accept: 'application/json' } });
  const works = {
    insert: () =>
      load(
        baseline,
        batches.map((id) => post(`/insert/${id}`)),
      ),
    append: () =>
      load(
        service,
        batches.map((id) => post(`/api/v1/batches/${id}/events`)),
      ),
    'append, one batch': () => load(service, [post(`/api/v1/batches/${batches[0]}/events`)]),
    constant: () =>
      load(
        baseline,
        uris.map((_, index) => scan(`/constant/${index}`)),
      ),
    scan: () =>
      load(
        service,
        uris.map((uri) => scan(uri.slice(service.length))),
      ),
    'qrcode alone': sheet.codes,
    'label sheet': sheet.pdf,
  };
  const rates = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  // Round 0 warms both sides up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const rate = await work();
      if (round > 0) rates[name].push(rate);
    }
  }
  return { ...summary(rates), serviceMiB: await residentMiB(children[0].pid) };
}

/** Resident memory of a process in MiB, as Linux tells it; null elsewhere. */
async function residentMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
}

async function demoOf(dataDir) {
  for (let turn = 0; turn < 100; turn += 1) {
    const text = await readFile(join(dataDir, 'demo.json'), 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the demo was not loaded');
}

async function openBatches(demo, headers) {
  const body = { product: demo.products[0].id, site: demo.sites[0].id };
  const ids = [];
  for (let from = 0; from < batchCount; from += connections) {
    const count = Math.min(connections, batchCount - from);
    const opened = Array.from({ length: count }, () => call('/api/v1/batches', body, headers));
    ids.push(...(await Promise.all(opened)).map((batch) => batch.id));
  }
  return ids;
}

/** Issues label sets of 10,000 on as many batches and answers one URI in a hundred of each, by way of the database. */
async function issueLabels(demo, headers) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  const body = { product: demo.products[0].id, site: demo.sites[0].id };
  for (let set = 0; set < labelSets; set += 1) {
    const { id } = await call('/api/v1/batches', body, headers);
    const quantity = { value: '10000', unit: 'KGM' };
    const day = '2026-11-01';
    const harvest = { quantity, startedOn: day, stoppedOn: day };
    await call(
      `/api/v1/batches/${id}/events`,
      { kind: 'harvest', occurredAt: `${day}T12:00:00Z`, data: harvest },
      headers,
    );
    await call(
      `/api/v1/batches/${id}/labels`,
      { units: 10_000, net: { value: '1', unit: 'KGM' }, form: 'compact' },
      headers,
    );
  }
  const { rows } = await client.query('select code from labels where set_id is not null and number <= 10000');
  await client.end();
  return rows.map(({ code }) => `${service}/t/${code}`);
}

function inputEvent() {
  return {
    kind: 'input',
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    data: {
      inputType: 'pesticide',
      product: { name: '戊唑醇430克/升悬浮剂', registrationNo: 'PD20990123' },
      amount: { value: '2.5', unit: 'LTR' },
      method: '喷雾',
      dilution: '3000倍',
      target: { name: '斑点落叶病', incidence: '病叶率8%' },
      startedOn: '2026-08-20',
      stoppedOn: '2026-08-20',
      area: { value: '12.5', unit: 'CN-MU' },
    },
  };
}

/** Requests a second that were answered 2xx; each connection walks the requests from its own random place. */
async function load(url, requests) {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient: (client) => {
      const from = Math.floor(Math.random() * requests.length);
      client.setRequests([
        ...requests.slice(from, from + 500),
        ...requests.slice(0, Math.max(1, 500 - requests.length + from)),
      ]);
    },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

function summary(rates) {
  const of = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
  return {
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    rounds,
    seconds,
    perSecond: rates,
    ratios: {
      'append / plain insert': of.append / of.insert,
      'append on one batch / plain insert': of['append, one batch'] / of.insert,
      'scan JSON / constant': of.scan / of.constant,
      'label sheet, 10,000 codes to PDF / qrcode alone': of['label sheet'] / of['qrcode alone'],
    },
  };
}

function report(figures) {
  for (const [name, values] of Object.entries(figures.perSecond)) {
    console.log(
      `${name.padEnd(20)} ${Math.round(median(values))} /s   (${values.map(Math.round).join(', ')})`,
    );
  }
  for (const [name, ratio] of Object.entries(figures.ratios))
    console.log(`${name.padEnd(48)} ${ratio.toFixed(2)}`);
  if (figures.serviceMiB !== null)
    console.log(`resident memory of the service after it   ${figures.serviceMiB} MiB`);
}
