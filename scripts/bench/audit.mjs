// How fast `furrow audit` checks the whole log over HTTP, beside a program that verifies signatures on every core and
// does nothing else.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { query, root, seconds, service } from './service.mjs';

/** Bytes that a statement's signature covers, about. */
const signedBytes = 800;

/** Entries checked a second, and signatures verified a second by all cores together. */
export async function auditRate(directory, databaseUrl) {
  await integrated(databaseUrl);
  const trust = join(directory, 'trust.json');
  const answer = await fetch(`${service}/.well-known/furrow/trust.json`);
  await writeFile(trust, await answer.text());
  const signaturesAlone = await verifyAlone();
  const startedMs = performance.now();
  const { size: entries } = JSON.parse(await audit(directory, trust));
  const tookS = (performance.now() - startedMs) / 1_000;
  return { entries, seconds: tookS, perSecond: entries / tookS, signaturesAlone };
}

async function audit(directory, trust) {
  const args = [join(root, 'dist/main.js'), 'audit', `${service}/log`, '--trust', trust, '--json'];
  const child = spawn(process.execPath, args, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`furrow audit ended with ${code}: ${text.slice(0, 500)}`);
  return text;
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
