import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/batches/effect.js';
import type { KindContext } from '../../../src/events/kinds/kind.js';
import { formatDecimal } from '../../../src/ledger/quantity.js';
import {
  batchId,
  brief,
  contextOf,
  entryOf,
  faultsOf,
  kindOf,
  leafHash,
  ours,
  theirs,
} from './kind-context.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const [home, second, third, fourth] = [batchId(1), batchId(2), batchId(3), batchId(4)];
const processing = kindOf('processing');
const from = (batch: string, value: string) => ({ batch, seq: 4, leafHash, quantity: kg(value) });

const mixed = {
  process: 'mix',
  inputs: [from(home, '10'), from(second, '20')],
  outputs: [
    { batch: third, quantity: kg('12') },
    { batch: fourth, quantity: kg('15') },
  ],
};
const world = {
  batches: [{ id: second }, { id: third }, { id: fourth }],
  entries: [
    entryOf(home, 4, 'harvest', {}),
    entryOf(second, 4, 'harvest', {}),
    entryOf(home, 5, 'processing', mixed),
    entryOf(home, 6, 'harvest', { quantity: kg('5'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' }),
    entryOf(home, 7, 'shipment', { quantity: kg('5'), consignee: { organization: theirs } }),
    entryOf(second, 8, 'shipment', { quantity: kg('5'), consignee: { organization: ours } }),
    entryOf(second, 9, 'processing', { inputs: [], outputs: [{ batch: home, quantity: kg('5') }] }),
  ],
};
const context = contextOf(world);
const bin = contextOf({ ...world, mixing: 'proportional' });

function effectsOf(kind: string, data: object, at: KindContext = context): readonly Effect[] {
  expect(brief(faultsOf(kindOf(kind), data, at))).toEqual([]);
  return kindOf(kind).effect(data, at);
}

/** Edges as `parent>child taken→made`, the batches by their number. */
function edgesIn(effects: readonly Effect[]): string[] {
  const number = (batch: string): string => String([home, second, third, fourth].indexOf(batch) + 1);
  const told = (value: bigint | null): string => (value === null ? '?' : formatDecimal(value));
  return effects.flatMap((effect) =>
    effect.type === 'edge'
      ? [`${number(effect.parent.batch)}>${number(effect.child)} ${told(effect.taken)}→${told(effect.made)}`]
      : [],
  );
}

const changesIn = (effects: readonly Effect[]): object[] =>
  effects.flatMap((effect) =>
    effect.type === 'lot-change' ? [{ ...effect, quantity: formatDecimal(effect.quantity) }] : [],
  );

describe('the edges of a processing', () => {
  it('go from every input to every output, with what of each has to do with the other', () => {
    expect(edgesIn(effectsOf('processing', mixed))).toEqual([
      '1>3 4.444444444→4',
      '1>4 5.555555556→5',
      '2>3 8.888888889→8',
      '2>4 11.111111111→10',
    ]);
  });

  it('leave out losses and by-products', () => {
    const milled = {
      ...mixed,
      outputs: [{ batch: third, quantity: kg('12') }],
      byproducts: [{ name: '米糠', quantity: kg('12') }],
      losses: [{ reason: '杂质', quantity: kg('2') }],
    };
    expect(edgesIn(effectsOf('processing', milled))).toEqual(['1>3 4→3.428571429', '2>3 10→8.571428571']);
  });

  it('are given anew by a correction, on the entry that it corrects', () => {
    const data = { ...mixed, inputs: [from(home, '10')], outputs: [{ batch: third, quantity: kg('12') }] };
    const effects = effectsOf('correction', {
      corrects: { kind: 'processing', seq: 5, leafHash },
      reason: 'x',
      data,
    });
    expect(edgesIn(effects)).toEqual(['1>3 10→12']);
    expect(effects.filter(({ type }) => type === 'edge')).toMatchObject([
      { entry: 5, at: '/data/data/inputs/0/batch' },
    ]);
  });
});

describe('what a correction takes back', () => {
  it('is named by what it corrects, so that its batches are known though it leaves them out', () => {
    const correction = kindOf('correction');
    const data = { corrects: { kind: 'processing', seq: 5, leafHash }, reason: 'x', data: {} };
    expect(correction.further?.(data, home, (reference) => context.entry(reference))).toEqual(
      processing.references(mixed, home),
    );
    const nowhere = { ...data, corrects: { kind: 'processing', seq: 99, leafHash } };
    expect(correction.further?.(nowhere, home, (reference) => context.entry(reference))).toEqual({
      entries: [],
      batches: [],
    });
  });
});

describe('the edge of a receipt', () => {
  const receipt = (seq: number) => ({ source: { batch: second, seq, leafHash }, quantity: kg('5') });

  it('leads from the shipped batch, in the units of both', () => {
    const jin = contextOf({ ...world, batches: [{ id: second, unit: 'CN-JIN' }] });
    expect(edgesIn(effectsOf('receipt', receipt(8), jin))).toEqual(['2>1 10→5']);
  });

  it('is not there where a processing has said it already', () => {
    expect(edgesIn(effectsOf('receipt', receipt(9)))).toEqual([]);
  });
});

describe('a mixed lot', () => {
  const drawn = { ...mixed, outputs: [{ batch: third, quantity: kg('12') }] };
  const other = contextOf({ ...world, batches: [{ id: second, mixing: 'proportional' }, { id: third }] });

  it.each<[string, string, object, object]>([
    [
      'is added to by a harvest',
      'harvest',
      { quantity: kg('5'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
      { change: 'in', quantity: '5', from: null },
    ],
    [
      'is added to by a receipt of a shipment',
      'receipt',
      { source: { batch: second, seq: 8, leafHash }, quantity: kg('3') },
      { change: 'in', quantity: '3', from: null },
    ],
    [
      'is added to by the receipt of an output, which names the processing',
      'receipt',
      { source: { batch: second, seq: 9, leafHash }, quantity: kg('3') },
      { change: 'in', quantity: '3', from: { batch: second, seq: 9 } },
    ],
    [
      'is added to by a processing on its own chain',
      'processing',
      { ...mixed, inputs: [from(second, '20')], outputs: [{ batch: home, quantity: kg('19') }] },
      { change: 'in', quantity: '19', from: null },
    ],
    [
      'is drawn from by a processing, with what that loses',
      'processing',
      { ...drawn, losses: [{ reason: 'x', quantity: kg('1') }] },
      { change: 'out', quantity: '10', from: null },
    ],
    [
      'is drawn from by a shipment',
      'shipment',
      { quantity: kg('8'), consignee: { organization: theirs } },
      { change: 'out', quantity: '8', from: null },
    ],
    [
      'is drawn from by a loss',
      'storage',
      { place: '3号仓', enteredOn: '2026-10-18', losses: [{ reason: 'x', quantity: kg('0.5') }] },
      { change: 'out', quantity: '0.5', from: null },
    ],
    [
      'takes back what its shipment took',
      'return',
      { shipment: { seq: 7, leafHash }, quantity: kg('2'), reason: 'x' },
      { change: 'back', quantity: '2', from: { batch: home, seq: 7 } },
    ],
  ])('%s', (_, kind, data, expected) => {
    expect(changesIn(effectsOf(kind, data, bin))).toEqual([{ type: 'lot-change', batch: home, ...expected }]);
    expect(changesIn(effectsOf(kind, data))).toEqual([]);
  });

  it('has what was wrong about it corrected in its place', () => {
    const data = { quantity: kg('4'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' };
    const effects = effectsOf(
      'correction',
      { corrects: { kind: 'harvest', seq: 6, leafHash }, reason: 'x', data },
      bin,
    );
    expect(changesIn(effects)).toMatchObject([{ entry: 6, quantity: '4' }]);
  });

  it('is drawn from on its own chain alone', () => {
    expect(brief(faultsOf(processing, drawn, other))).toEqual(['/data/inputs/1/batch mixed-elsewhere']);
    const ownAlone = { ...drawn, inputs: [from(home, '10')] };
    expect(brief(faultsOf(processing, ownAlone, bin))).toEqual([]);
  });
});
