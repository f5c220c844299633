import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee, receive, settledBalance, shipTo, type Consignee } from '../support/consignee.js';
import { createCooperative, made, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import { entryOf, Goods, kg, type EntryOf } from '../support/goods.js';
import { batchesIn, edgesIn, originsIn, traceOf } from '../support/tracing.js';

let farm: Cooperative;
let goods: Goods;
let markets: [Consignee, Consignee];
let regulator: Caller;
beforeAll(async () => {
  farm = await createCooperative();
  goods = new Goods(farm);
  markets = [await createConsignee(farm), await createConsignee(farm)];
  regulator = await signIn(farm.service, 'regulator', null, '3706');
});
afterAll(() => farm.service.close());

const into = ({ batch, seq, leafHash }: EntryOf, value: string | number) => ({
  batch,
  seq,
  leafHash,
  quantity: kg(value),
});

/** Three lots of 200, 300 and 500 kg merged, split into four of 250, of which two are sold to two markets (AT-NP-3). */
async function mergedAndSplit() {
  const lots = await Promise.all([200, 300, 500].map((kilograms) => goods.grown(kilograms)));
  const merged = await farm.open();
  const merging = await goods.record(merged, 'processing', {
    process: 'mix',
    inputs: lots.map((lot, at) => into(lot, [200, 300, 500][at] ?? 0)),
    outputs: [{ batch: merged, quantity: kg(1_000) }],
  });
  const parts = await Promise.all(Array.from({ length: 4 }, () => farm.open()));
  const splitting = await goods.record(merged, 'processing', {
    process: 'split',
    inputs: [into(merging, 1_000)],
    outputs: parts.map((batch) => ({ batch, quantity: kg(250) })),
  });
  for (const part of parts) await goods.record(part, 'receipt', { source: splitting, quantity: kg(250) });
  const sold = [];
  for (const [at, market] of markets.entries()) {
    const shipment = await shipTo(farm, parts[at] ?? '', market.organizationId, '240');
    const there = await market.open();
    const receipt = entryOf(
      there,
      await made(receive(market.owner, there, shipment, at === 0 ? '240' : '230')),
    );
    sold.push({ shipment, there, receipt });
  }
  await settledBalance(farm.owner, parts[0] ?? '');
  while (!(await isShipped(parts[1] ?? '', '230'))) await setTimeout(20);
  return { lots, merged, parts, sold };
}

async function isShipped(batch: string, kilograms: string): Promise<boolean> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
  return (body['balance'] as { shipped: { value: string } }).shipped.value === kilograms;
}

describe('tracing', () => {
  it('tells of any unit exactly the three origins with their kilograms (AT-NP-3)', async () => {
    const { lots, parts, sold } = await mergedAndSplit();
    const [one, two, three] = lots.map(({ batch }) => batch) as [string, string, string];
    const part = await traceOf(farm.owner, parts[3] ?? '', 'backward');
    expect(part).toMatchObject({ complete: true, whole: kg(250), unknown: kg(0) });
    expect(originsIn(part)).toEqual({ [one]: 50, [two]: 75, [three]: 125 });
    const bought = await traceOf(markets[1].owner, sold[1]?.there ?? '', 'backward');
    expect(originsIn(bought)).toEqual({ [one]: 46, [two]: 69, [three]: 115 });
  });

  it('lists forward every buyer, with what is confirmed and what is not', async () => {
    const { lots, merged, parts, sold } = await mergedAndSplit();
    const found = await traceOf(regulator, lots[0]?.batch ?? '', 'forward');
    expect(batchesIn(found).sort()).toEqual(
      [lots[0]?.batch, merged, ...parts, ...sold.map(({ there }) => there)].sort(),
    );
    const [first, second] = (found.consignees ?? []).map(({ consignee, confirmed, unconfirmed }) => [
      consignee?.id,
      confirmed.value,
      unconfirmed.value,
    ]);
    expect([first, second].sort()).toEqual(
      [
        [markets[0].organizationId, '240', '0'],
        [markets[1].organizationId, '230', '10'],
      ].sort(),
    );
  });

  it('counts label sets by state forward', async () => {
    const field = await goods.grown(100);
    await goods.tell(field.batch, 'storage', { place: '库', enteredOn: '2026-10-19' });
    const { id } = await made(
      farm.owner.post(`/api/v1/batches/${field.batch}/labels`, { units: 10, net: kg(5), form: 'signed' }),
    );
    await goods.record(field.batch, 'label', { action: 'activated', set: id, first: 1, last: 7 });
    await goods.record(field.batch, 'label', {
      action: 'voided',
      set: id,
      first: 7,
      last: 8,
      reason: '损坏',
    });
    const { labels } = await traceOf(farm.owner, field.batch, 'forward');
    expect(labels).toEqual([
      { batch: field.batch, set: id, units: 10, states: { issued: 2, activated: 6, void: 2 } },
    ]);
  });

  it('finds a diamond once, and its shares meet again', async () => {
    const field = await goods.grown(100);
    const other = await goods.grown(100);
    const [left, right, end] = [await farm.open(), await farm.open(), await farm.open()];
    const one = await goods.pour(field, 30, left);
    const two = await goods.pour(field, 10, right);
    const three = await goods.pour(other, 60, right);
    await goods.record(end, 'processing', {
      process: 'mix',
      inputs: [into(one, 30), into(three, 70)],
      outputs: [{ batch: end, quantity: kg(100) }],
    });
    expect(two.batch).toBe(right);
    const trace = await traceOf(farm.owner, end, 'backward');
    expect(trace.nodes).toHaveLength(5);
    expect(originsIn(trace)).toEqual({ [field.batch]: 40, [other.batch]: 60 });
  });

  it('leaves out what a correction took back, in both directions', async () => {
    const [a, b] = [await goods.grown(100), await goods.grown(100)];
    const child = await farm.open();
    const wrong = { process: 'pack', inputs: [into(a, 50)], outputs: [{ batch: child, quantity: kg(50) }] };
    const { seq, leafHash } = await goods.record(child, 'processing', wrong);
    const corrects = { kind: 'processing', seq, leafHash };
    const right = { ...wrong, inputs: [into(b, 50)] };
    await goods.record(child, 'correction', { corrects, reason: '写错批次', data: right });
    expect(originsIn(await traceOf(farm.owner, child, 'backward'))).toEqual({ [b.batch]: 50 });
    expect(batchesIn(await traceOf(farm.owner, a.batch, 'forward'))).toEqual([a.batch]);
    expect(batchesIn(await traceOf(farm.owner, b.batch, 'forward'))).toEqual([b.batch, child]);
  });

  it('says when it was cut short, by depth and by limit, and its shares still sum to the whole', async () => {
    let last = await goods.grown(100);
    const chain = [last.batch];
    for (let level = 0; level < 4; level += 1) {
      last = await goods.pour(last, 100 - level, await farm.open());
      chain.push(last.batch);
    }
    const whole = await traceOf(farm.owner, last.batch, 'backward');
    expect([whole.complete, whole.nodes.length]).toEqual([true, 5]);
    for (const query of ['&depth=2', '&limit=3']) {
      const cut = await traceOf(farm.owner, last.batch, 'backward', query);
      expect([cut.complete, cut.nodes.length]).toEqual([false, 3]);
      expect(cut.nodes.at(-1)?.state).toBe('not-followed');
      expect(originsIn(cut)).toEqual({ [chain[2] ?? '']: 97 });
      const forward = await traceOf(farm.owner, chain[0] ?? '', 'forward', query);
      expect([forward.complete, batchesIn(forward)]).toEqual([false, chain.slice(0, 3)]);
    }
  });

  it.each(['direction=up', 'depth=0', 'depth=101', 'limit=0', 'limit=10001', 'limit=x', 'format=xml', 'x=1'])(
    'refuses %s and names the parameter',
    async (query) => {
      const batch = await farm.open();
      const answer = await farm.owner.get(`/api/v1/batches/${batch}/trace?${query}`);
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([
        422,
        `/query/${query.split('=')[0] ?? ''}`,
      ]);
    },
  );
});

describe('a trace as a table', () => {
  it('has a row for each link, and shares that can be added up', async () => {
    const { parts, lots } = await mergedAndSplit();
    const path = `/api/v1/batches/${parts[0] ?? ''}/trace?direction=backward`;
    const { body } = await farm.owner.get(`${path}&format=table`);
    const rows = body['rows'] as Record<string, string>[];
    expect(rows).toHaveLength(5);
    expect(rows.map(({ share }) => Number(share ?? 0)).reduce((all, share) => all + share)).toBe(250);
    expect(
      rows
        .map(({ batch }) => batch)
        .slice(2)
        .sort(),
    ).toEqual(lots.map(({ batch }) => batch).sort());
  });

  it('is a spreadsheet whose cells are no formulas', async () => {
    const lot = await goods.grown(10);
    const product = await made(
      farm.owner.post('/api/v1/products', {
        organization: farm.organizationId,
        name: '=HYPERLINK("http://x","苹果")',
        category: 'FRU',
        unit: 'KGM',
      }),
    );
    const { id } = await made(farm.owner.post('/api/v1/batches', { product: product.id, site: farm.siteId }));
    await goods.pour(lot, 5, String(id));
    const file = await farm.owner.file(`/api/v1/batches/${String(id)}/trace?format=csv`);
    const text = file.bytes.toString('utf8');
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(text.startsWith('\ufefflevel,batch,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""苹果"")"`);
  });
});

describe('who sees what of a trace', () => {
  it('tells what lies on each batch itself, of batches that the reader sees', async () => {
    const { merged, parts, sold } = await mergedAndSplit();
    const stopsOf = async (): Promise<Record<string, unknown>> => {
      const { nodes } = await traceOf(regulator, merged, 'forward');
      return Object.fromEntries(nodes.map(({ batch, stops }) => [batch, stops]));
    };
    const free = Object.fromEntries(parts.map((batch) => [batch, []]));
    const unseen = Object.fromEntries(sold.map(({ there }) => [there, null]));
    expect(await stopsOf()).toEqual({ [merged]: [], ...free, ...unseen });
    await made(farm.record(merged, 'hold', { reason: '复检' }));
    expect(await stopsOf()).toEqual({ [merged]: ['hold'], ...free, ...unseen });
  });

  it('tells a member whom it handed over to, and nothing of what they did with it', async () => {
    const { parts, sold } = await mergedAndSplit();
    const there = sold[0]?.receipt as EntryOf;
    const resold = await markets[0].open();
    await new Goods(farm, markets[0].owner).pour(there, 100, resold);
    const trace = await traceOf(farm.owner, parts[0] ?? '', 'forward');
    expect(batchesIn(trace)).toEqual([parts[0], there.batch]);
    expect(trace.nodes[1]).toMatchObject({
      state: 'not-told',
      code: null,
      lot: null,
      available: null,
      links: [],
    });
    expect(trace.nodes[0]?.links).toMatchObject([{ taken: kg(240), made: kg(240) }]);
    const official = await traceOf(regulator, parts[0] ?? '', 'forward');
    expect(batchesIn(official)).toEqual([parts[0], there.batch, resold]);
  });

  it('tells whose region it is all of it, and of batches beyond it who has them, not how much they traded', async () => {
    const { parts, sold } = await mergedAndSplit();
    const there = sold[0]?.receipt as EntryOf;
    const resold = await markets[0].open();
    await new Goods(farm, markets[0].owner).pour(there, 100, resold);
    const [, received] = (await traceOf(regulator, parts[0] ?? '', 'forward')).nodes;
    expect(received).toMatchObject({ code: null, available: null });
    expect(received?.links).toMatchObject([{ node: resold, taken: null, made: null }]);
    const country = await signIn(farm.service, 'regulator', null, '');
    const [, all] = (await traceOf(country, parts[0] ?? '', 'forward')).nodes;
    expect(all?.links).toMatchObject([{ taken: kg(100) }]);
    expect(all?.code).not.toBeNull();
  });

  it('tells the buyer what it was made from, and not the quantities that others traded', async () => {
    const { sold, merged } = await mergedAndSplit();
    const trace = await traceOf(markets[0].owner, sold[0]?.there ?? '', 'backward');
    const [own, bought, before] = trace.nodes;
    expect(own?.links).toMatchObject([{ taken: kg(240) }]);
    expect(bought).toMatchObject({ code: null, available: null, organization: { id: farm.organizationId } });
    expect(bought?.links).toMatchObject([{ node: merged, taken: null, made: null }]);
    expect(before?.organization.name).toBe('栖霞示例果业农民专业合作社');
  });

  it('is for authorities of the region at the address of authorities, who leave a trace with each organization', async () => {
    const { lots, sold } = await mergedAndSplit();
    const id = lots[0]?.batch ?? '';
    expect((await farm.owner.get(`/api/v1/trace/${id}`)).status).toBe(403);
    const elsewhere = await signIn(farm.service, 'regulator', null, '44');
    expect((await elsewhere.get(`/api/v1/trace/${id}`)).status).toBe(404);
    expect((await markets[0].owner.get(`/api/v1/batches/${id}/trace`)).status).toBe(404);
    const country = await signIn(farm.service, 'inspector', null, '');
    const answer = await country.get(`/api/v1/trace/${id}?direction=forward`);
    expect(answer.status).toBe(200);
    const looks = async (organization: string): Promise<unknown[]> => {
      const { body } = await farm.admin.get(`/api/v1/organizations/${organization}/accesses?limit=200`);
      return (body['items'] as { role: string; batch?: string }[]).filter(({ role }) => role === 'inspector');
    };
    expect(await looks(farm.organizationId)).toHaveLength(1);
    expect(await looks(markets[0].organizationId)).toHaveLength(1);
    expect(sold).toHaveLength(2);
  });
});

describe('the scan page', () => {
  it('agrees with the trace on every link upward', async () => {
    const { parts } = await mergedAndSplit();
    await farm.service.settled();
    const trace = await traceOf(farm.owner, parts[2] ?? '', 'backward');
    const page = await fetch(`${farm.service.url}/t/${trace.nodes[0]?.code ?? ''}`, {
      headers: { accept: 'application/json' },
    });
    const { origins } = (await page.json()) as {
      origins: {
        batch?: string;
        lot: string | null;
        level: number;
        flows: { put: unknown; share: string }[];
      }[];
    };
    expect(origins.map(({ level, flows }) => [level, flows[0]?.share]).sort()).toEqual(
      [
        [1, '100'],
        [2, '20'],
        [2, '30'],
        [2, '50'],
      ].sort(),
    );
    expect(edgesIn(trace, 'backward')).toHaveLength(4);
  });
});
