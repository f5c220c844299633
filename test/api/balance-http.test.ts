import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settlement } from '../../src/batches/settlement.js';
import { formatDecimal, parseDecimal } from '../../src/ledger/quantity.js';
import { createCooperative, type Answer, type Cooperative } from '../support/cooperative.js';
import { checkStoredChain } from '../support/ledger.js';
import { readStored } from '../support/stored.js';

/** Random histories; more with FURROW_TEST_HISTORIES. */
const runs = Number(process.env['FURROW_TEST_HISTORIES'] ?? 12);

let farm: Cooperative;

beforeAll(async () => {
  farm = await createCooperative();
  // The first private field of an organization makes its key for such fields; nothing refused may make anything.
  await farm.record(await farm.open(), 'hold', { reason: '开始' });
  await farm.record(await farm.open(), 'harvest', { quantity: kg(1n), ...days, operator: 'member:0007' });
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const days = { startedOn: today, stoppedOn: today };
const kg = (amount: bigint): object => ({ value: formatDecimal(amount), unit: 'KGM' });

const fields = ['produced', 'available', 'frozen', 'shipped', 'consumed', 'lost'] as const;
type Balance = Record<(typeof fields)[number], bigint>;
const nothing = (): Balance => ({
  produced: 0n,
  available: 0n,
  frozen: 0n,
  shipped: 0n,
  consumed: 0n,
  lost: 0n,
});

interface Entry {
  readonly batch: number;
  readonly seq: number;
  readonly leafHash: string;
}

/** What an entry gave to others, and what became of it. */
interface Given extends Entry {
  readonly isShipment: boolean;
  readonly quantity: bigint;
  received: bigint;
  confirmed: bigint;
  returned: bigint;
}

interface Step {
  readonly act: 'harvest' | 'processing' | 'shipment' | 'receipt' | 'return' | 'loss';
  readonly batch: number;
  readonly amount: bigint;
  readonly pick: number;
}

/** Amounts up to 100 kg with up to nine decimals. */
const amount = fc.oneof(
  fc.bigInt({ min: 1n, max: 100n }).map((value) => value * parseDecimal('1')),
  fc.bigInt({ min: 1n, max: 100n * parseDecimal('1') }),
);
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('harvest', 'harvest', 'processing', 'shipment', 'receipt', 'return', 'loss'),
  batch: fc.integer({ min: 0, max: 2 }),
  amount,
  pick: fc.nat(),
});

/**
 * What the balances must be, kept apart from the service: three batches, the first two processed into the third, all
 * shipping to the organization itself, which receives on the third.
 */
class Ledger {
  readonly balances = [nothing(), nothing(), nothing()];
  private readonly given: Given[] = [];
  private readonly first: (Entry | undefined)[] = [];
  private readonly counts = [1, 1, 1];

  constructor(private readonly batches: readonly string[]) {}

  async take({ act, batch, amount: wanted, pick }: Step): Promise<void> {
    switch (act) {
      case 'harvest':
        return this.harvest(batch, wanted);
      case 'loss':
        return this.lose(batch, wanted);
      case 'shipment':
        return this.ship(batch, wanted);
      case 'processing':
        return this.process(batch % 2, wanted);
      case 'receipt':
        return this.receive(this.given[pick % Math.max(1, this.given.length)], wanted);
      case 'return': {
        const shipments = this.given.filter(({ isShipment }) => isShipment);
        return this.giveBack(shipments[pick % Math.max(1, shipments.length)], wanted);
      }
    }
  }

  /** The answer must be what the balance allows; a refusal leaves every table as it was. */
  private async change(
    batch: number,
    kind: string,
    data: object,
    isAllowed: boolean,
    delta: Partial<Balance>,
  ): Promise<Entry | null> {
    const before = isAllowed ? null : await readStored(farm.service.testDatabase);
    const answer = await farm.record(this.batches[batch]!, kind, data);
    expect(answer.status < 300, `${kind} ${JSON.stringify(data)} ${JSON.stringify(answer.body)}`).toBe(
      isAllowed,
    );
    if (before !== null) {
      expect([409, 422]).toContain(answer.status);
      expect(await readStored(farm.service.testDatabase)).toEqual(before);
      return null;
    }
    this.counts[batch]! += 1;
    for (const field of fields) this.of(batch)[field] += delta[field] ?? 0n;
    return { batch, seq: Number(answer.body.seq), leafHash: String(answer.body.leafHash) };
  }

  private async harvest(batch: number, wanted: bigint): Promise<void> {
    const data = { quantity: kg(wanted), ...days };
    const entry = await this.change(batch, 'harvest', data, true, { produced: wanted, available: wanted });
    this.first[batch] ??= entry ?? undefined;
  }

  private async lose(batch: number, wanted: bigint): Promise<void> {
    const losses = [{ reason: '腐烂', quantity: kg(wanted) }];
    const data = { place: '2号库', enteredOn: today, losses };
    const isAllowed = wanted <= this.of(batch).available;
    await this.change(batch, 'storage', data, isAllowed, { available: -wanted, lost: wanted });
  }

  private async ship(batch: number, wanted: bigint): Promise<void> {
    const data = { quantity: kg(wanted), consignee: { organization: farm.organizationId } };
    const isAllowed = wanted <= this.of(batch).available;
    const entry = await this.change(batch, 'shipment', data, isAllowed, {
      available: -wanted,
      frozen: wanted,
    });
    this.give(entry, true, wanted);
  }

  private async process(batch: number, wanted: bigint): Promise<void> {
    const built = this.first[batch];
    if (built === undefined) return;
    const { seq, leafHash } = built;
    const loss = wanted / 3n;
    const data = {
      process: 'grade',
      inputs: [{ batch: this.batches[batch], seq, leafHash, quantity: kg(wanted) }],
      outputs: [{ batch: this.batches[2], quantity: kg(wanted - loss) }],
      ...(loss === 0n ? {} : { losses: [{ reason: '剔除', quantity: kg(loss) }] }),
    };
    const isAllowed = wanted <= this.of(batch).available;
    const delta = { available: -wanted, consumed: wanted - loss, lost: loss };
    this.give(await this.change(batch, 'processing', data, isAllowed, delta), false, wanted - loss);
  }

  private give(entry: Entry | null, isShipment: boolean, quantity: bigint): void {
    if (entry === null) return;
    this.given.push({ ...entry, isShipment, quantity, received: 0n, confirmed: 0n, returned: 0n });
  }

  /** On the third batch; what it takes of a shipment leaves the shipper's frozen quantity as far as that still waits. */
  private async receive(source: Given | undefined, wanted: bigint): Promise<void> {
    if (source === undefined) return;
    const { seq, leafHash, quantity, received, returned, confirmed } = source;
    const data = { source: { batch: this.batches[source.batch], seq, leafHash }, quantity: kg(wanted) };
    const isAllowed = source.batch !== 2 && received + wanted <= quantity;
    await this.change(2, 'receipt', data, isAllowed, { produced: wanted, available: wanted });
    if (!isAllowed) return;
    source.received += wanted;
    if (!source.isShipment) return;
    await farm.service.app.get(Settlement).run();
    const waiting = quantity - returned - confirmed;
    const settled = wanted < waiting ? wanted : waiting;
    source.confirmed += settled;
    this.of(source.batch).frozen -= settled;
    this.of(source.batch).shipped += settled;
  }

  private async giveBack(shipment: Given | undefined, wanted: bigint): Promise<void> {
    if (shipment === undefined) return;
    const { batch, seq, leafHash, quantity, confirmed, returned } = shipment;
    const data = { shipment: { seq, leafHash }, quantity: kg(wanted), reason: '压伤' };
    const isAllowed = confirmed + returned + wanted <= quantity;
    await this.change(batch, 'return', data, isAllowed, { frozen: -wanted, available: wanted });
    if (isAllowed) shipment.returned += wanted;
  }

  /** Every batch stands exactly as it must, in its own numbers and as a sum, and its chain is whole. */
  async check(): Promise<void> {
    for (const [index, id] of this.batches.entries()) {
      const answer = await farm.owner.get(`/api/v1/batches/${id}`);
      const balance = readBalance(answer);
      expect(balance).toEqual(this.of(index));
      const { produced, available, frozen, shipped, consumed, lost } = balance;
      expect(produced).toBe(available + frozen + shipped + consumed + lost);
      expect(answer.body.seq).toBe(this.counts[index]);
      const chain = { organizationId: farm.organizationId, chainId: id };
      expect(await checkStoredChain(farm.service.database, chain, farm.service.config.logOrigin)).toBeNull();
    }
  }

  private of(batch: number): Balance {
    return this.balances[batch]!;
  }
}

function readBalance({ body }: Answer): Balance {
  const amounts = body.balance as Record<string, { value: string }>;
  const read = fields.map((field): [string, bigint] => [field, parseDecimal(amounts[field]!.value)]);
  return Object.fromEntries(read) as Balance;
}

describe('the balance of a batch over HTTP', () => {
  it(`is what was recorded, whatever is tried in whatever order (${runs} histories)`, async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const ledger = new Ledger(await Promise.all([farm.open(), farm.open(), farm.open()]));
        for (const one of steps) await ledger.take(one);
        await ledger.check();
        taken += steps.length;
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(taken).toBeGreaterThanOrEqual(runs * 10);
  }, 3_600_000);
});
