// The log under load: how long an entry waits for a signed checkpoint, what an event takes in storage, and whether rates
// hold as the ledger grows.
import { setTimeout } from 'node:timers/promises';
import { load, percentile, query, seconds, service } from './service.mjs';

/** How often the published checkpoint is looked at: delays are told that much too long at most, in milliseconds. */
const lookMs = 10;
const samplesMax = 5_000;
/** Tables of the bench itself. */
const notOurs = ['bench_events'];

/**
 * From `recordedAt` to the moment when a client that polls `/log/checkpoint` sees one that covers the entry, at a fixed
 * rate of appends. Entries are sampled evenly over the run.
 */
export async function mergeDelay(databaseUrl, requests, rate) {
  const before = await checkpointSize();
  const seen = [];
  let running = true;
  const looking = (async () => {
    while (running) {
      const size = await checkpointSize();
      if (size !== seen.at(-1)?.size) seen.push({ size, atMs: Date.now() });
      await setTimeout(lookMs);
    }
  })();
  const reached = await load(service, requests, { overallRate: Math.max(1, Math.floor(rate)) });
  await integrated(databaseUrl);
  running = false;
  await looking;
  const last = seen.at(-1).size;
  const every = Math.max(1, Math.ceil((last - before) / samplesMax));
  const rows = await query(
    databaseUrl,
    `select l.log_index, convert_from(e.entry, 'utf8')::jsonb ->> 'recordedAt' as at from log_leaves l
     join entries e using (organization_id, chain_id, seq)
     where l.log_index >= $1 and l.log_index < $2 and l.log_index % $3 = 0`,
    [before, last, every],
  );
  const delays = rows.map(({ log_index, at }) => {
    const covering = seen.find(({ size }) => size > Number(log_index));
    return covering.atMs - Date.parse(at);
  });
  return {
    rate: reached,
    samples: delays.length,
    p50Ms: percentile(delays, 0.5),
    p99Ms: percentile(delays, 0.99),
    maxMs: Math.max(...delays),
  };
}

async function checkpointSize() {
  const note = await (await fetch(`${service}/log/checkpoint`)).text();
  return Number(note.split('\n')[1]);
}

/** Waits until every entry is under a published checkpoint. */
export async function integrated(databaseUrl) {
  for (let turn = 0; turn < 1_200; turn += 1) {
    const [row] = await query(
      databaseUrl,
      `select (select count(*) from staged_leaves) as waiting, size = published_size as published from log_state`,
    );
    if (Number(row.waiting) === 0 && row.published) return;
    await setTimeout(100);
  }
  throw new Error('the log does not come to rest');
}

/** Entries, their bytes, and the bytes of every table with its indexes and what it keeps outside its rows. */
async function sizes(databaseUrl) {
  await integrated(databaseUrl);
  await query(databaseUrl, 'vacuum');
  const [entries] = await query(
    databaseUrl,
    'select count(*) as count, coalesce(sum(length(entry)), 0) as bytes from entries',
  );
  const tables = await query(
    databaseUrl,
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all($1)`,
    [notOurs],
  );
  return {
    count: Number(entries.count),
    entryBytes: Number(entries.bytes),
    tables: Object.fromEntries(tables.map(({ name, bytes }) => [name, Number(bytes)])),
  };
}

/** What the events that `fill` records take on disk, by table: the difference before and after, an event. */
export async function storage(databaseUrl, fill) {
  const before = await sizes(databaseUrl);
  await fill();
  const after = await sizes(databaseUrl);
  const events = after.count - before.count;
  const each = (bytes) => bytes / events;
  const tables = Object.entries(after.tables)
    .map(([name, bytes]) => [name, each(bytes - (before.tables[name] ?? 0))])
    .filter(([, bytes]) => Math.abs(bytes) >= 0.05)
    .sort(([, left], [, right]) => right - left);
  return {
    events,
    entryBytes: each(after.entryBytes - before.entryBytes),
    bytes: tables.reduce((sum, [, bytes]) => sum + bytes, 0),
    tables: Object.fromEntries(tables),
  };
}

/** Entries there are. */
export async function entryCount(databaseUrl) {
  const [{ count }] = await query(databaseUrl, 'select count(*) as count from entries');
  return Number(count);
}

/** The growth row: the rates at a number of entries, after a warm-up at the same size. */
export async function ratesAt(databaseUrl, works) {
  const entries = await entryCount(databaseUrl);
  const rates = { entries };
  for (const [name, work] of Object.entries(works)) {
    await work();
    rates[name] = await work();
  }
  return { ...rates, seconds };
}
