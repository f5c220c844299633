// Part of `npm run bench -- graph`: traces in both directions through a graph of 1,000,000 edges (graph.mjs), over HTTP, one after
// another, as a member of the organization that has all of it and with the most nodes that an answer may have. Tells p50
// and p95 of each direction, and writes the plans of the queries of a level to graph-plans.txt.
import { readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { layGraph, someOf } from './graph.mjs';
import { percentile, query, service } from './service.mjs';

const samples = Number(process.env.BENCH_TRACES ?? 200);
const goalMs = 1_000;
const works = [
  { name: 'backward, from a shop (grain)', tier: 'shop', direction: 'backward' },
  { name: 'backward, from a sale (vegetables)', tier: 'sale', direction: 'backward' },
  { name: 'forward, from a field (grain)', tier: 'field', direction: 'forward' },
  { name: 'forward, from a plot (vegetables)', tier: 'plot', direction: 'forward' },
];

/** Lays the graph and traces; answers what is told of each work. */
export async function traceLatency(databaseUrl, { pid, demo, headers }) {
  const product = demo.products[0].id;
  const site = demo.sites[0];
  const place = { organization: site.organization, product, site: site.id };
  const started = performance.now();
  const edges = await layGraph(databaseUrl, place);
  console.log(`laid ${edges} edges in ${Math.round((performance.now() - started) / 1_000)} s`);
  const told = [];
  const all = [];
  for (const { name, tier, direction } of works) {
    const ids = await someOf(databaseUrl, tier, samples);
    const answers = [];
    const before = await processorMs(pid);
    for (const id of ids) answers.push(await timed(id, direction, headers));
    const serviceMs = ((await processorMs(pid)) - before) / ids.length;
    // The first few warm the plans and the memory of both sides.
    const counted = answers.slice(10);
    all.push(...counted.map(({ ms }) => ms));
    told.push({ name, serviceMs, ...figuresOf(counted) });
  }
  await writeFile('graph-plans.txt', await plans(databaseUrl));
  const both = { p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95), goalMs };
  return { edges, works: told, both };
}

async function timed(id, direction, headers) {
  const from = performance.now();
  const url = `${service}/api/v1/batches/${id}/trace?direction=${direction}&depth=100&limit=10000`;
  const answer = await fetch(url, { headers });
  const body = await answer.json();
  const ms = performance.now() - from;
  // The service itself gives up after three seconds: a late answer is a figure, too.
  if (answer.status === 503) return { ms, nodes: 0, complete: false };
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${JSON.stringify(body)}`);
  return { ms, nodes: body.nodes.length, complete: body.complete };
}

/** Processor time of a process so far, as Linux tells it (proc(5), in hundredths of a second). */
async function processorMs(pid) {
  const fields =
    (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function figuresOf(answers) {
  const ms = answers.map((answer) => answer.ms);
  return {
    p50Ms: percentile(ms, 0.5),
    p95Ms: percentile(ms, 0.95),
    nodes: percentile(
      answers.map(({ nodes }) => nodes),
      0.5,
    ),
    complete: answers.every(({ complete }) => complete),
  };
}

async function plans(databaseUrl) {
  const ids = await someOf(databaseUrl, 'pack', 2_000);
  const shops = await someOf(databaseUrl, 'lot', 600);
  const explain = (column, other, of) =>
    query(
      databaseUrl,
      `explain (analyze, buffers, costs off, timing off) select * from edges where ${column} = any ($1::uuid[])
       order by ${column}, ${other}, batch_id, seq limit 50001`,
      [of],
    );
  const sources = (of) =>
    query(
      databaseUrl,
      `explain (analyze, buffers, costs off, timing off)
       select distinct child_id, parent_id from edges where child_id = any ($1::uuid[])`,
      [of],
    );
  const parts = [
    ['a level forward, of 2,000 batches', await explain('parent_id', 'child_id', ids)],
    ['a level backward, of 600 lots with 200 parents each', await explain('child_id', 'parent_id', shops)],
    ['what stops: a level of 2,000 batches upwards', await sources(ids)],
  ];
  return parts
    .map(([title, rows]) => `${title}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`)
    .join('\n');
}

/** The figures as lines. */
export function reportTraces({ edges, works: told, both }) {
  for (const { name, p50Ms, p95Ms, nodes, complete, serviceMs } of told)
    console.log(
      `${name.padEnd(36)} p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms   (${nodes} nodes${complete ? '' : ', cut short'}; ${serviceMs.toFixed(0)} ms of the service’s processor)`,
    );
  const met = both.p95Ms < both.goalMs ? '' : '   not met';
  console.log(
    `trace, both directions, ${edges} edges: p50 ${both.p50Ms.toFixed(0)} ms, p95 ${both.p95Ms.toFixed(0)} ms   goal p95 < ${both.goalMs} ms${met}`,
  );
}
