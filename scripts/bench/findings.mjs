// `npm run bench -- findings`: appends of one event of a kind that rules look at, with findings and without (unjudged.mjs),
// the same service on the same database, started anew in turn. Tells also how long what waited took to be judged.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import {
  inputEvent,
  load,
  median,
  openBatches,
  query,
  root,
  service,
  startService,
  stopAll,
} from './service.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const batchCount = Number(process.env.BENCH_BATCHES ?? 1000);
const least = 0.8;
const unjudged = ['--import', pathToFileURL(join(root, 'scripts/bench/unjudged.mjs')).href];

/** Round 0 warms PostgreSQL up and is not counted. */
export async function findingsRates(directory, databaseUrl) {
  const perSecond = { with: [], without: [] };
  const judgedAfterS = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const how of ['with', 'without']) {
      const side = await startService(join(directory, 'data'), databaseUrl, how === 'with' ? [] : unjudged);
      const batches = await openBatches(side, batchCount);
      const { headers } = side;
      const requests = batches.map((id) => ({
        method: 'POST',
        path: `/api/v1/batches/${id}/events`,
        headers,
        body: JSON.stringify(inputEvent()),
      }));
      // The process is warm before it counts.
      await load(service, requests, { duration: 3 });
      const rate = await load(service, requests);
      const waited = how === 'with' ? await judged(databaseUrl) : 0;
      await stopAll();
      if (round === 0) continue;
      perSecond[how].push(rate);
      if (how === 'with') judgedAfterS.push(waited);
    }
  }
  const ratio = median(perSecond.with) / median(perSecond.without);
  return { perSecond, judgedAfterS, ratio, least };
}

/** Seconds until nothing waits to be judged. */
async function judged(databaseUrl) {
  const from = performance.now();
  for (;;) {
    const [{ waits }] = await query(databaseUrl, 'select exists (select from judgements_due) as waits');
    if (!waits) return (performance.now() - from) / 1_000;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The figures as lines. */
export function reportFindings({ perSecond, judgedAfterS, ratio }) {
  for (const [how, values] of Object.entries(perSecond))
    console.log(
      `append ${how} findings`.padEnd(26),
      `${Math.round(median(values))} /s   (${values.map(Math.round).join(', ')})`,
    );
  console.log(
    `judged after the load     ${median(judgedAfterS).toFixed(1)} s   (${judgedAfterS.map((s) => s.toFixed(1)).join(', ')})`,
  );
  console.log(
    `with / without            ${ratio.toFixed(2)}   goal ≥ ${least}${ratio >= least ? '' : '   not met'}`,
  );
}
