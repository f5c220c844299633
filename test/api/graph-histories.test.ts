import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildTables } from '../../src/cli/rebuild.js';
import { parseDecimal } from '../../src/ledger/quantity.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import { createCooperative, type Caller, type Cooperative } from '../support/cooperative.js';
import { entryOf, Goods, kg, type EntryOf } from '../support/goods.js';
import { asOwner, keptRows } from '../support/kept-rows.js';
import { batchesIn, edgesIn, traceOf, type Traced } from '../support/tracing.js';
import { signIn } from '../support/cooperative.js';

const runs = Number(process.env['FURROW_TEST_HISTORIES'] ?? 4);

let farm: Cooperative;
let buyer: Consignee;
let country: Caller;
beforeAll(async () => {
  farm = await createCooperative();
  buyer = await createConsignee(farm);
  country = await signIn(farm.service, 'regulator', null, '');
});
afterAll(() => farm.service.close());

interface Held {
  readonly by: Goods;
  readonly owner: string;
  readonly state: EntryOf;
}

/** Anything that may happen; refusals count, too. */
const step = fc.record({
  what: fc.constantFrom('grow', 'merge', 'split', 'bin', 'pour', 'draw', 'ship', 'correct'),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  amount: fc.integer({ min: 1, max: 60_000 }).map((grams) => String(grams / 1_000)),
});
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

/** Tells a history, whatever of it is accepted; answers all batches. */
class History {
  readonly held: Held[] = [];
  private readonly bins: Held[] = [];
  private readonly steps: { readonly home: string; readonly entry: EntryOf; readonly data: object }[] = [];
  private readonly goods = new Goods(farm);
  private readonly buying = new Goods(farm, buyer.owner);

  async tell({ what, a, b, amount }: Step): Promise<void> {
    const own = this.held.filter(({ by }) => by === this.goods);
    const [one, two] = [own[a % Math.max(1, own.length)], own[b % Math.max(1, own.length)]];
    const tub = this.bins[b % Math.max(1, this.bins.length)];
    if (what === 'grow' || one === undefined || two === undefined)
      this.keep(this.goods, farm.organizationId, await this.goods.grown(100));
    else if (what === 'bin') await this.bin(a % 2 === 0 ? 'proportional' : 'first-in-first-out', amount);
    else if (what === 'merge') await this.process([one, two], [await farm.open()], amount);
    else if (what === 'split') await this.process([one], [await farm.open(), await farm.open()], amount);
    else if (what === 'pour' && tub !== undefined) await this.process([one], [tub.state.batch], amount);
    else if (what === 'draw' && tub !== undefined) await this.process([tub], [await farm.open()], amount);
    else if (what === 'ship') await this.ship(one, amount);
    else if (what === 'correct') await this.correct(a, amount);
  }

  private keep(by: Goods, owner: string, state: EntryOf): Held {
    const held = { by, owner, state };
    this.held.push(held);
    return held;
  }

  private async bin(mixing: string, amount: string): Promise<void> {
    const batch = await farm.open(undefined, mixing);
    const data = { quantity: kg(amount), startedOn: '2026-10-18', stoppedOn: '2026-10-18' };
    this.bins.push(
      this.keep(this.goods, farm.organizationId, await this.goods.record(batch, 'harvest', data)),
    );
  }

  private async process(from: readonly Held[], into: readonly string[], amount: string): Promise<void> {
    const inputs = [...new Map(from.map((one) => [one.state.batch, one.state])).values()].map((state) => ({
      ...state,
      quantity: kg(amount),
    }));
    const data = {
      process: 'mix',
      inputs,
      outputs: into.map((batch) => ({ batch, quantity: kg(amount) })),
      byproducts: [{ name: '糠', quantity: kg('0.333') }],
    };
    const home = inputs[0]?.batch ?? '';
    const answer = await this.goods.tell(home, 'processing', data);
    if (answer.status !== 201) return;
    const entry = entryOf(home, answer.body);
    this.steps.push({ home, entry, data });
    for (const batch of into) {
      const receipt = await this.goods.tell(batch, 'receipt', { source: entry, quantity: kg(amount) });
      if (receipt.status === 201) this.keep(this.goods, farm.organizationId, entryOf(batch, receipt.body));
    }
  }

  private async ship({ state }: Held, amount: string): Promise<void> {
    const data = { quantity: kg(amount), consignee: { organization: buyer.organizationId } };
    const answer = await this.goods.tell(state.batch, 'shipment', data);
    if (answer.status !== 201) return;
    const batch = await buyer.open();
    const source = entryOf(state.batch, answer.body);
    this.keep(
      this.buying,
      buyer.organizationId,
      await this.buying.record(batch, 'receipt', { source, quantity: kg(amount) }),
    );
  }

  private async correct(which: number, amount: string): Promise<void> {
    const done = this.steps[which % Math.max(1, this.steps.length)];
    if (done === undefined) return;
    const { home, entry, data } = done;
    const inputs = (data as { inputs: object[] }).inputs.map((input) => ({ ...input, quantity: kg(amount) }));
    const corrects = { kind: 'processing', seq: entry.seq, leafHash: entry.leafHash };
    await this.goods.tell(home, 'correction', { corrects, reason: '过磅', data: { ...data, inputs } });
  }
}

function sharesOf({ origins, whole, unknown }: Traced): { readonly sum: bigint; readonly whole: bigint } {
  const shares = (origins ?? []).map(({ quantity }) => parseDecimal(quantity.value));
  const sum = shares.reduce((all, share) => all + share, parseDecimal(unknown?.value ?? '0'));
  return { sum, whole: parseDecimal(whole?.value ?? '0') };
}

/** Faults between all traces of a set of batches. */
async function faultsAmong(batches: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const [up, down] = [new Map<string, Traced>(), new Map<string, Traced>()];
  for (const batch of batches) {
    up.set(batch, await traceOf(country, batch, 'backward'));
    down.set(batch, await traceOf(country, batch, 'forward'));
  }
  for (const [batch, trace] of up) {
    const { sum, whole } = sharesOf(trace);
    if (sum !== whole) faults.push(`the origins of ${batch} are ${sum}, not ${whole}`);
    if (!trace.complete) faults.push(`${batch} is cut short`);
    for (const other of batchesIn(trace)) {
      const back = down.get(other);
      if (back === undefined || !batchesIn(back).includes(batch))
        faults.push(`${other} does not lead to ${batch}`);
    }
  }
  for (const [batch, trace] of down)
    for (const other of batchesIn(trace))
      if (!batchesIn(up.get(other) as Traced).includes(batch))
        faults.push(`${other} is not made of ${batch}`);
  const edges = (traces: ReadonlyMap<string, Traced>, direction: 'backward' | 'forward'): string[] => [
    ...new Set([...traces.values()].flatMap((trace) => edgesIn(trace, direction))),
  ];
  const [seenUp, seenDown] = [edges(up, 'backward').sort(), edges(down, 'forward').sort()];
  if (JSON.stringify(seenUp) !== JSON.stringify(seenDown)) faults.push('the directions disagree on an edge');
  return faults;
}

describe('whatever is merged, split, mixed, shipped and corrected', () => {
  it('is traced the same in both directions, with shares that sum, and is rebuilt row for row', async () => {
    let batches = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
        const history = new History();
        for (const one of steps) await history.tell(one);
        const found = [...new Set(history.held.map(({ state }) => state.batch))];
        batches += found.length;
        expect(await faultsAmong(found)).toEqual([]);
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(batches).toBeGreaterThan(runs * 3);
    const { ownerUrl } = farm.service.testDatabase;
    await farm.service.settled();
    const before = await keptRows(ownerUrl);
    const [edges] = (
      await asOwner(ownerUrl, (owner) => owner.query<{ n: string }>('select count(*) as n from edges'))
    ).rows;
    expect(Number(edges?.n)).toBeGreaterThan(runs * 3);
    await rebuildTables(ownerUrl, false, () => undefined);
    const after = await keptRows(ownerUrl);
    expect(after['edges']).toEqual(before['edges']);
    expect(after['lot_changes']).toEqual(before['lot_changes']);
  });
});
