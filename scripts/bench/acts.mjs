// Part of `npm run bench -- graph`: what happens on one batch at the root of the generated graph (graph.mjs), and how soon
// it is seen far below. Batches that were opened through the service are hung above lots of the grain district and stalls
// of the vegetable market, and below the last of what was made of those: acts on them are real entries, and what is seen
// is what the service answers of a batch.
import { performance } from 'node:perf_hooks';
import { endsOf, hang, someOf } from './graph.mjs';
import { call, openBatches, percentile, service } from './service.mjs';

const samples = Number(process.env.BENCH_ACTS ?? 50);
const goalMs = 1_000;
const lookEveryMs = 20;
const tiers = ['lot', 'stall'];

/** Times each act on roots of both tiers. */
export async function timeActs(databaseUrl, side) {
  const organization = side.demo.sites[0].organization;
  const told = [];
  for (const tier of tiers) {
    const tops = await someOf(databaseUrl, tier, samples);
    const roots = await openBatches(side, samples);
    const below = await openBatches(side, samples);
    await hang(databaseUrl, organization, await endsOf(databaseUrl, tops), below);
    await hang(databaseUrl, organization, roots, tops);
    for (const [name, act] of Object.entries(acts)) {
      const answers = [];
      for (const [index, root] of roots.entries()) answers.push(await act(root, below[index], side));
      told.push({ name: `${name}, above a ${tier}`, ...figuresOf(answers) });
    }
  }
  return told;
}

/** Each answers the milliseconds it took, and how many batches were told of. */
const acts = {
  'recall, opened and listed': async (root, below, { headers }) => {
    const from = performance.now();
    const { id } = await call('/api/v1/recalls', { batches: [root], reason: '示例' }, headers);
    const list = await read(`/api/v1/recalls/${id}`, headers);
    const ms = performance.now() - from;
    await call(`/api/v1/recalls/${id}/withdrawal`, { reason: '示例' }, headers);
    if (!list.complete) throw new Error('the list of a recall was cut short');
    return { ms, batches: list.batches.length };
  },
  'hold, seen at the end': async (root, below, { headers }) => {
    const from = performance.now();
    const hold = await record(root, headers, 'hold', { reason: '示例' });
    await stopped(below, 'hold', headers);
    const ms = performance.now() - from;
    const { seq, leafHash } = hold;
    await record(root, headers, 'release', { hold: { seq, leafHash }, reason: '示例' });
    return { ms };
  },
  'late entry, its finding seen at the end': async (root, below, { headers }) => {
    const from = performance.now();
    await record(root, headers, 'input', bannedUse);
    await stopped(below, 'finding', headers);
    return { ms: performance.now() - from };
  },
};

/** Forbidden for every crop, by a row of the demo's list. */
const bannedUse = {
  inputType: 'pesticide',
  product: { name: '六六六', activeIngredients: [{ name: '六六六' }] },
  amount: { value: '1', unit: 'KGM' },
  startedOn: '2026-09-01',
  stoppedOn: '2026-09-01',
};

function record(batch, headers, kind, data) {
  const event = { kind, occurredAt: '2026-09-01T08:00:00+08:00', data };
  return call(`/api/v1/batches/${batch}/events`, event, headers);
}

async function stopped(batch, by, headers) {
  for (;;) {
    const { stops } = await read(`/api/v1/batches/${batch}`, headers);
    if (stops.some((stop) => stop.by === by)) return;
    await new Promise((done) => setTimeout(done, lookEveryMs));
  }
}

async function read(path, headers) {
  const answer = await fetch(service + path, { headers });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

function figuresOf(answers) {
  const ms = answers.map((answer) => answer.ms);
  const figures = { p50Ms: percentile(ms, 0.5), p95Ms: percentile(ms, 0.95), goalMs };
  const counts = answers.flatMap(({ batches }) => batches ?? []);
  return counts.length === 0 ? figures : { ...figures, batches: percentile(counts, 0.5) };
}

/** The figures as lines. */
export function reportActs(told) {
  for (const { name, p50Ms, p95Ms, batches } of told)
    console.log(
      `${name.padEnd(54)} p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms   goal p95 < ${goalMs} ms${p95Ms < goalMs ? '' : '   not met'}${batches === undefined ? '' : `   (${batches} batches)`}`,
    );
}
