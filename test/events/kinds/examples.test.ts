import { labelUnitsMax } from '../../../src/events/kinds/label.js';
import { describe, expect, it } from 'vitest';
import {
  applyMove,
  emptyBalance,
  isShortage,
  sumMoves,
  type Balance,
  type MoveEffect,
} from '../../../src/batches/balance.js';
import type { EntryFacts } from '../../../src/events/kinds/kind.js';
import { isFaults, validateData } from '../../../src/events/kinds/validate.js';
import { formatDecimal } from '../../../src/ledger/quantity.js';
import { findDomainFile } from '../../gs1/domain-files.js';
import { batchId, brief, contextOf, entryOf, kindOf, ours } from './kind-context.js';
import { appleEvents, riceEvents, type Example, type Told } from './example-events.js';

/** Records events in memory: validates, checks and folds each, as the service does. */
class Book {
  private readonly entries: EntryFacts[] = [];
  private readonly balances = new Map<string, Balance>();
  private readonly seqs = new Map<string, number>();
  private readonly units = 'KGM';

  constructor(private readonly batches: readonly string[]) {}

  record(told: Told): void {
    const kind = kindOf(told.kind);
    const home = {
      id: told.batch,
      organizationId: ours,
      unit: this.units,
      productId: batchId(900),
      mixing: null,
    };
    const data = validateData(kind.data, told.data);
    if (isFaults(data)) throw new Error(`${told.kind}: ${brief(data).join(', ')}`);
    const world = contextOf({
      entries: this.entries,
      batches: this.batches.map((id) => ({ id })),
      parents: { [batchId(2)]: [batchId(1)], [batchId(3)]: [batchId(1)] },
    });
    const context = { ...world, home, occurredAt: told.occurredAt };
    expect(brief(kind.check(data, context)), told.kind).toEqual([]);
    for (const reference of kind.references(data, told.batch).entries)
      expect(context.entry(reference)).toBeDefined();
    const moves = kind.effect(data, context).filter((effect): effect is MoveEffect => effect.type === 'move');
    for (const move of sumMoves(moves)) {
      const next = applyMove(this.balances.get(move.batch) ?? emptyBalance, move);
      if (isShortage(next)) throw new Error(`${told.kind}: short of ${next.field}`);
      this.balances.set(move.batch, next);
    }
    const seq = (this.seqs.get(told.batch) ?? 0) + 1;
    this.seqs.set(told.batch, seq);
    this.entries.push(entryOf(told.batch, seq, told.kind, data));
    for (const language of ['zh-CN', 'en'] as const)
      expect(kind.sentence(data, language)).not.toMatch(/undefined|NaN/);
  }

  available(batch: string): string {
    return formatDecimal((this.balances.get(batch) ?? emptyBalance).available);
  }

  balance(batch: string): Balance {
    return this.balances.get(batch) ?? emptyBalance;
  }
}

const apple = findDomainFile('examples/A_yantai_apple.json') as Example | null;
const rice = findDomainFile('examples/B_wuchang_rice.json') as Example | null;

describe.skipIf(apple === null)('the apple batch of the examples', () => {
  it('is recorded and leaves what it is expected to leave', () => {
    const events = appleEvents(apple!);
    const book = new Book([batchId(1), batchId(2), batchId(3)]);
    for (const event of events) book.record(event);
    expect(book.available(batchId(2))).toBe(apple!.expect.availableAfterShip?.['G1']);
    expect(book.available(batchId(1))).toBe('0');
    expect(formatDecimal(book.balance(batchId(1)).lost)).toBe('1350');
    expect(formatDecimal(book.balance(batchId(2)).frozen)).toBe('8000');
    expect(formatDecimal(book.balance(batchId(2)).labelled)).toBe('8000');
  });

  it('tells every event of the file', () => {
    const told = new Set(appleEvents(apple!).flatMap((event) => event.from));
    expect(apple!.events.map((_, index) => index).filter((index) => !told.has(index))).toEqual([]);
  });
});

describe.skipIf(rice === null)('the rice batch of the examples', () => {
  it('is recorded and leaves what it is expected to leave', () => {
    const book = new Book([batchId(1), batchId(2), batchId(3)]);
    for (const event of riceEvents(rice!)) book.record(event);
    expect(book.available(batchId(2))).toBe(rice!.expect.stockPaddy);
    expect(formatDecimal(book.balance(batchId(3)).labelled)).toBe('26000');
  });

  it('tells every event of the file', () => {
    const told = new Set(riceEvents(rice!).flatMap((event) => event.from));
    expect(rice!.events.map((_, index) => index).filter((index) => !told.has(index))).toEqual([]);
  });

  it('refuses more labels than there is rice', () => {
    const events = riceEvents(rice!);
    const book = new Book([batchId(1), batchId(2), batchId(3)]);
    for (const event of events.slice(0, -1)) book.record(event);
    const label = events.at(-1)!;
    const units = rice!.negative?.find((item) => item.name === 'over-labelling')?.change['labelsIssued'];
    expect(() => {
      // One set holds ten thousand at most, which is too many already.
      book.record({ ...label, data: { ...label.data, units: Math.min(Number(units), labelUnitsMax) } });
    }).toThrow('short of labellable');
  });

  it('records an implausible harvest and an implausible yield', () => {
    const book = new Book([batchId(1), batchId(2), batchId(3)]);
    const events = riceEvents(rice!);
    const [opening, harvest] = events;
    book.record(opening!);
    book.record({ ...harvest!, data: { ...harvest!.data, quantity: { value: '158000', unit: 'KGM' } } });
    const again = new Book([batchId(1), batchId(2), batchId(3)]);
    for (const event of events.slice(0, -2)) {
      const mill = event.data['process'] === 'mill';
      const outputs = [{ batch: batchId(3), quantity: { value: '39000', unit: 'KGM' } }];
      again.record(mill ? { ...event, data: { ...event.data, outputs } } : event);
    }
  });
});
