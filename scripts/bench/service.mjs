// The service under load: started on a database of its own, filled with batches and labels, called and loaded over HTTP.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import pg from 'pg';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const seconds = Number(process.env.BENCH_SECONDS ?? 6);
export const connections = 64;
export const origin = 'bench.example/2026';
const servicePort = 39_131;
const baselinePort = 39_132;
export const service = `http://127.0.0.1:${servicePort}`;
export const baseline = `http://127.0.0.1:${baselinePort}`;

/** A module of the built service. */
export const built = (path) => import(join(root, 'dist', path));

const children = [];

function start(args, env) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  return child.pid;
}

/** Ends what was started. */
export async function stopAll() {
  const ended = children.splice(0);
  for (const child of ended) child.kill('SIGTERM');
  await Promise.all(ended.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done))));
}

async function ready(url) {
  for (let turn = 0; turn < 300; turn += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null && answer.status < 500) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}

/**
 * Starts the service with its demo data; answers its process and what the demo holds, signed in as a cooperative.
 * `nodeArgs` go before the program.
 */
export async function startService(dataDir, databaseUrl, nodeArgs = []) {
  const pid = start([...nodeArgs, join(root, 'dist/main.js'), 'serve'], {
    DATA_DIR: dataDir,
    PORT: String(servicePort),
    PUBLIC_URL: service,
    LOG_ORIGIN: origin,
    DATABASE_URL: databaseUrl,
  });
  await ready(`${service}/readyz`);
  const demo = await demoOf(dataDir);
  const { login, password } = demo.accounts.find((account) => account.login === 'apple');
  const { accessToken } = await call('/api/v1/auth/token', { login, password });
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return { pid, demo, headers };
}

/** Starts the plain baselines beside it. */
export async function startBaseline(databaseUrl, constantBytes) {
  start([join(root, 'scripts/bench/baseline.mjs')], {
    PORT: String(baselinePort),
    BENCH_DATABASE_URL: databaseUrl,
    BENCH_CONSTANT_BYTES: String(constantBytes),
  });
  await ready(`${baseline}/constant/x`);
}

async function demoOf(dataDir) {
  for (let turn = 0; turn < 100; turn += 1) {
    const text = await readFile(join(dataDir, 'demo.json'), 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the demo was not loaded');
}

export async function call(path, body, headers = {}) {
  const answer = await fetch(service + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Opens batches of the demo's first product; answers their ids. */
export async function openBatches({ demo, headers }, batchCount) {
  const body = { product: demo.products[0].id, site: demo.sites[0].id };
  const ids = [];
  for (let from = 0; from < batchCount; from += connections) {
    const count = Math.min(connections, batchCount - from);
    const opened = Array.from({ length: count }, () => call('/api/v1/batches', body, headers));
    ids.push(...(await Promise.all(opened)).map((batch) => batch.id));
  }
  return ids;
}

/** Issues label sets of 10,000 on as many batches; answers the URIs of all of them, by way of the database. */
export async function issueLabels({ demo, headers }, labelSets, databaseUrl) {
  const body = { product: demo.products[0].id, site: demo.sites[0].id };
  for (let set = 0; set < labelSets; set += 1) {
    const { id } = await call('/api/v1/batches', body, headers);
    const day = '2026-11-01';
    const data = { quantity: { value: '10000', unit: 'KGM' }, startedOn: day, stoppedOn: day };
    const harvest = { kind: 'harvest', occurredAt: `${day}T12:00:00Z`, data };
    await call(`/api/v1/batches/${id}/events`, harvest, headers);
    const labels = { units: 10_000, net: { value: '1', unit: 'KGM' }, form: 'compact' };
    await call(`/api/v1/batches/${id}/labels`, labels, headers);
  }
  const rows = await query(
    databaseUrl,
    'select code from labels where set_id is not null and number <= 10000',
  );
  return rows.map(({ code }) => `${service}/t/${code}`);
}

/** One query as the superuser, on a connection of its own; `laysRows`: without asking what rows refer to. */
export async function query(databaseUrl, text, values = [], { laysRows = false } = {}) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    if (laysRows) await client.query("set session_replication_role = 'replica'");
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

export function inputEvent() {
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
export async function load(url, requests, options = {}) {
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
    ...options,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}

export function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** The value below which a share of all lies (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
