// How fast `furrow audit` checks the whole log, over HTTP and from the files of `furrow export`, beside a program that
// verifies signatures on every core and does nothing else; and how fast its hashing alone is, beside SHA-256.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { built, origin, query, root, seconds, service } from './service.mjs';

/** Bytes that a statement's signature covers, about. */
const signedBytes = 800;
const bundleWidth = 256;

/** Entries checked a second, and signatures verified a second by all cores together. */
export async function auditRates(directory, databaseUrl) {
  await integrated(databaseUrl);
  const trust = join(directory, 'trust.json');
  const answer = await fetch(`${service}/.well-known/furrow/trust.json`);
  await writeFile(trust, await answer.text());
  const exported = join(directory, 'exported');
  await furrow(directory, ['export', exported], {
    DATA_DIR: join(directory, 'data'),
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: service,
    LOG_ORIGIN: origin,
  });
  return {
    signaturesAlone: await verifyAlone(),
    overHttp: await audit(directory, `${service}/log`, trust),
    fromFiles: await audit(directory, exported, join(exported, 'trust.json')),
    hashing: await hashing(exported),
  };
}

async function audit(directory, log, trust) {
  const startedMs = performance.now();
  const { size: entries } = JSON.parse(await furrow(directory, ['audit', log, '--trust', trust, '--json']));
  const tookS = (performance.now() - startedMs) / 1_000;
  return { entries, seconds: tookS, perSecond: entries / tookS };
}

async function furrow(directory, args, env = {}) {
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), ...args], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`furrow ${args[0]} ended with ${code}: ${text.slice(0, 500)}`);
  return text;
}

/**
 * On one core: whole bundles read, split and hashed as the auditor does when it wants the hashes alone, beside SHA-256
 * over the bytes of the same entries. Entries a second of both.
 */
async function hashing(exported) {
  const { readBundle } = await built('ledger/audit-bundle.js');
  const { parseBundle } = await built('ledger/bundle.js');
  const folder = join(exported, 'tile/entries');
  const isWhole = (name) => /(^|\/)\d{3}$/.test(name) && !name.includes('.p/');
  const names = (await readdir(folder, { recursive: true })).filter(isWhole);
  const bundles = await Promise.all(names.slice(0, 4_000).map((name) => readFile(join(folder, name))));
  const entries = bundles.flatMap((bytes) => parseBundle(bytes, bundleWidth));
  const alone = timed(entries.length, () => {
    for (const entry of entries) createHash('sha256').update(entry).digest();
  });
  const ours = timed(entries.length, () => {
    for (const bytes of bundles)
      readBundle({ bytes, index: 0, width: bundleWidth, skip: bundleWidth }, [], new Map());
  });
  return { entries: entries.length, alone, perSecond: ours };
}

/** How many a second, the median of five turns. */
function timed(count, work) {
  const rates = Array.from({ length: 5 }, () => {
    const startedMs = performance.now();
    work();
    return (count / (performance.now() - startedMs)) * 1_000;
  });
  return rates.sort((left, right) => left - right)[2];
}

/** Until everything recorded is under a published checkpoint. */
async function integrated(databaseUrl) {
  for (;;) {
    const [row] = await query(
      databaseUrl,
      'select (select count(*) from staged_leaves)::int as waiting, size = published_size as published from log_state',
    );
    if (row.waiting === 0 && row.published) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

const verifier = `
const { parentPort, workerData } = require('node:worker_threads');
const { generateKeyPairSync, sign, verify } = require('node:crypto');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const message = Buffer.alloc(workerData.bytes, 'x');
const signature = sign(null, message, privateKey);
const startedMs = performance.now();
let count = 0;
for (; performance.now() - startedMs < workerData.ms; count += 1) verify(null, message, publicKey, signature);
parentPort.postMessage((count / (performance.now() - startedMs)) * 1000);
`;

async function verifyAlone() {
  const workerData = { bytes: signedBytes, ms: seconds * 1_000 };
  const rates = Array.from({ length: availableParallelism() }, () => {
    const worker = new Worker(verifier, { eval: true, workerData });
    return new Promise((done, failed) => worker.once('message', done).once('error', failed));
  });
  return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
}
