import { describe, expect, it } from 'vitest';
import type { MoveEffect } from '../../../src/batches/balance.js';
import type { Effect } from '../../../src/batches/effect.js';
import type { Kind, KindContext } from '../../../src/events/kinds/kind.js';
import { parseDecimal } from '../../../src/ledger/quantity.js';
import {
  batchId,
  brief,
  changed,
  contextOf,
  entryOf,
  faultsOf,
  kindOf,
  leafHash,
  ours,
  theirs,
} from './kind-context.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const d = parseDecimal;
const home = batchId(1);

function effectsOf(kind: Kind, data: object, context: KindContext): readonly Effect[] {
  expect(brief(faultsOf(kind, data, context))).toEqual([]);
  return kind.effect(data, context);
}

/** Without what they say of the graph (graph-effects.test.ts). */
function balancesOf(kind: Kind, data: object, context: KindContext): readonly Effect[] {
  return effectsOf(kind, data, context).filter(({ type }) => type !== 'edge');
}

describe('a harvest', () => {
  const harvest = kindOf('harvest');
  const data = { quantity: kg('31250'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' };

  it('makes its quantity available', () => {
    expect(effectsOf(harvest, data, contextOf())).toEqual([
      { type: 'move', batch: home, delta: { produced: d('31250'), available: d('31250') } },
    ]);
  });

  it('counts in the unit of the batch', () => {
    const [move] = effectsOf(
      harvest,
      changed(data, '/quantity', { value: '62500', unit: 'CN-JIN' }),
      contextOf(),
    );
    expect(move).toMatchObject({ delta: { produced: d('31250') } });
    const [tonnes] = effectsOf(harvest, data, contextOf({ unit: 'TNE' }));
    expect(tonnes).toMatchObject({ delta: { produced: d('31.25') } });
  });

  it('is refused when its quantity would have to be rounded, or grows too large', () => {
    const tiny = changed(data, '/quantity', { value: '0.000000001', unit: 'GRM' });
    expect(brief(faultsOf(harvest, tiny))).toEqual(['/data/quantity/value inexact']);
    const huge = changed(data, '/quantity', { value: '999999999999999999', unit: 'TNE' });
    expect(brief(faultsOf(harvest, huge))).toEqual(['/data/quantity/value too-large']);
  });
});

describe('a processing', () => {
  const processing = kindOf('processing');
  const world = {
    batches: [
      { id: batchId(2) },
      { id: batchId(3), unit: 'TNE' },
      { id: batchId(4), organizationId: theirs },
    ],
    entries: [
      entryOf(home, 4, 'harvest', {}),
      entryOf(batchId(2), 5, 'harvest', {}),
      entryOf(batchId(4), 2, 'harvest', {}),
    ],
  };
  const context = contextOf(world);
  const from = (batch: string, seq: number, value: string) => ({ batch, seq, leafHash, quantity: kg(value) });
  const grading = {
    process: 'grade',
    inputs: [from(home, 4, '31250')],
    outputs: [{ batch: batchId(2), quantity: kg('24300') }],
    losses: [{ reason: '剔除', quantity: kg('1350') }],
  };
  const mixing = {
    process: 'mix',
    inputs: [from(batchId(2), 5, '500')],
    outputs: [{ batch: home, quantity: kg('480') }],
  };

  it('consumes its home input and books the losses there', () => {
    expect(balancesOf(processing, grading, context)).toEqual([
      {
        type: 'move',
        batch: home,
        delta: { available: d('-31250'), consumed: d('29900'), lost: d('1350') },
        requires: 'available',
        at: '/data/inputs/0/quantity',
      },
    ]);
  });

  it('consumes other inputs and credits its home output', () => {
    expect(balancesOf(processing, mixing, context)).toEqual([
      {
        type: 'move',
        batch: batchId(2),
        delta: { available: d('-500'), consumed: d('500') },
        requires: 'available',
        at: '/data/inputs/0/quantity',
      },
      { type: 'move', batch: home, delta: { produced: d('480'), available: d('480') } },
    ]);
  });

  it('counts each batch in its own unit', () => {
    const data = { ...grading, outputs: [{ batch: batchId(3), quantity: kg('24300') }] };
    const mixed = {
      ...mixing,
      inputs: [{ ...from(batchId(2), 5, '500'), quantity: { value: '0.5', unit: 'TNE' } }],
    };
    expect(balancesOf(processing, data, context)).toHaveLength(1);
    expect(balancesOf(processing, mixed, context)[0]).toMatchObject({ delta: { consumed: d('500') } });
  });

  it('may lose all that was put in, and make other batches beside its own', () => {
    const lost = { ...grading, losses: [{ reason: '霉变', quantity: kg('31250') }] };
    expect(balancesOf(processing, lost, context)).toContainEqual(
      expect.objectContaining({
        batch: home,
        delta: { available: d('-31250'), consumed: 0n, lost: d('31250') },
      }),
    );
    const outputs = [{ batch: batchId(3), quantity: { value: '0.1', unit: 'TNE' } }, ...mixing.outputs];
    expect(balancesOf(processing, { ...mixing, outputs }, context)).toHaveLength(2);
  });

  it('names its inputs by entry and its outputs by batch', () => {
    expect(processing.references(grading, home)).toEqual({
      entries: [{ batch: home, seq: 4, leafHash }],
      batches: [batchId(2)],
    });
    expect(processing.references(mixing, home).batches).toEqual([]);
  });

  it('may give more than it took: the findings judge that', () => {
    const data = { ...grading, outputs: [{ batch: batchId(2), quantity: kg('99999') }] };
    expect(brief(faultsOf(processing, data, context))).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    [
      'without the home batch',
      { ...mixing, outputs: [{ batch: batchId(3), quantity: kg('1') }] },
      ['/data/inputs home-missing'],
    ],
    [
      'in a circle',
      { ...grading, outputs: [{ batch: home, quantity: kg('1') }] },
      ['/data/outputs/0/batch cycle'],
    ],
    [
      'with an input twice',
      { ...grading, inputs: [from(home, 4, '1'), from(home, 4, '1')], losses: undefined },
      ['/data/inputs/1/batch repeated'],
    ],
    [
      'with an output twice',
      { ...grading, outputs: [...grading.outputs, ...grading.outputs] },
      ['/data/outputs/1/batch repeated'],
    ],
    [
      'with an unknown input',
      { ...mixing, inputs: [from(batchId(9), 5, '1')] },
      ['/data/inputs/0/batch unknown-batch'],
    ],
    [
      "with another organization's input",
      { ...mixing, inputs: [from(batchId(4), 2, '1')] },
      ['/data/inputs/0/batch unknown-batch'],
    ],
    [
      "with another organization's output",
      { ...grading, outputs: [{ batch: batchId(4), quantity: kg('1') }] },
      ['/data/outputs/0/batch unknown-batch'],
    ],
    [
      'on an entry that is not there',
      { ...mixing, inputs: [from(batchId(2), 6, '1')] },
      ['/data/inputs/0 unknown-entry'],
    ],
    [
      'with an input in another dimension',
      { ...mixing, inputs: [{ ...from(batchId(2), 5, '1'), quantity: { value: '1', unit: 'LTR' } }] },
      ['/data/inputs/0/quantity/unit dimension'],
    ],
    [
      'with an output in another dimension',
      { ...grading, outputs: [{ batch: batchId(2), quantity: { value: '1', unit: 'CT' } }] },
      ['/data/outputs/0/quantity/unit dimension'],
    ],
    [
      'with losses that are not its own',
      { ...mixing, losses: grading.losses },
      ['/data/losses not-applicable'],
    ],
    [
      'with more lost than put in',
      { ...grading, losses: [{ reason: 'x', quantity: kg('31250.000000001') }] },
      ['/data/losses exceeds'],
    ],
    [
      'on a day to come',
      { ...mixing, startedOn: '2026-11-24' },
      ['/data/startedOn future', '/occurredAt order'],
    ],
    [
      'with losses in another dimension',
      { ...grading, losses: [{ reason: 'x', quantity: { value: '1', unit: 'LTR' } }] },
      ['/data/losses/0/quantity/unit dimension'],
    ],
  ])('is refused %s', (_, data, expected) => {
    expect(brief(faultsOf(processing, JSON.parse(JSON.stringify(data)), context))).toEqual(expected);
  });
});

describe('a shipment', () => {
  const shipment = kindOf('shipment');

  it('freezes what leaves until the consignee confirms', () => {
    const data = { quantity: kg('8000'), consignee: { organization: theirs } };
    expect(effectsOf(shipment, data, contextOf())).toEqual([
      {
        type: 'move',
        batch: home,
        delta: { available: d('-8000'), frozen: d('8000') },
        requires: 'available',
        at: '/data/quantity',
      },
      { type: 'shipment', batch: home, quantity: d('8000'), consignee: theirs },
    ]);
  });

  it('to a party outside the ledger waits for nobody', () => {
    expect(effectsOf(shipment, shipment.example, contextOf())[1]).toMatchObject({ consignee: null });
  });
});

describe('a delivery', () => {
  const delivery = kindOf('delivery');
  const world = {
    entries: [
      entryOf(home, 6, 'shipment', { quantity: kg('600'), consignee: {} }),
      entryOf(home, 7, 'harvest', { quantity: kg('600') }),
    ],
  };
  const context = contextOf(world);
  const said = { shipment: { seq: 6, leafHash }, means: 'delivery-note' };
  const back = (value: string) => ({ quantity: kg(value), reason: 'damaged' });

  it('hands over what was taken over and gives back what returns; what is missing stays open', () => {
    const data = {
      ...said,
      quantity: { value: '1160', unit: 'CN-JIN' },
      returned: back('10'),
      missing: kg('10'),
    };
    expect(effectsOf(delivery, data, context)).toEqual([
      {
        type: 'move',
        batch: home,
        delta: { frozen: -d('590'), shipped: d('580'), available: d('10') },
        requires: 'frozen',
        at: '/data/quantity',
      },
      {
        type: 'delivery',
        batch: home,
        shipment: { seq: 6, leafHash },
        confirmed: d('580'),
        returned: d('10'),
      },
    ]);
  });

  it.each<readonly [string, object, string[]]>([
    [
      'of an entry that is no shipment',
      { shipment: { seq: 7, leafHash }, quantity: kg('1') },
      ['/data/shipment wrong-kind'],
    ],
    [
      'of an entry that is not there',
      { shipment: { seq: 5, leafHash }, quantity: kg('1') },
      ['/data/shipment unknown-entry'],
    ],
    ['that says nothing', {}, ['/data/quantity required']],
    ['of more than was sent', { quantity: kg('600.000000001') }, ['/data/quantity/value exceeds']],
    [
      'of more than was sent with what returns',
      { quantity: kg('590'), returned: back('10.1') },
      ['/data/returned/quantity/value exceeds'],
    ],
    [
      'of more than was sent with what is missing',
      { quantity: kg('590'), missing: kg('11') },
      ['/data/missing/value exceeds'],
    ],
    [
      'in a unit that measures something else',
      { quantity: { value: '1', unit: 'LTR' } },
      ['/data/quantity/unit dimension'],
    ],
    [
      'that sends back pieces of a weight',
      { returned: { ...back('1'), quantity: { value: '1', unit: 'H87' } } },
      ['/data/returned/quantity/unit dimension'],
    ],
  ])('%s is refused', (_, change, expected) => {
    expect(brief(faultsOf(delivery, { ...said, ...change }, context))).toEqual(expected);
  });
});

describe('a receipt', () => {
  const receipt = kindOf('receipt');
  const sent = entryOf(batchId(2), 6, 'shipment', {
    quantity: { value: '8', unit: 'TNE' },
    consignee: { organization: ours },
  });
  const made = entryOf(batchId(3), 7, 'processing', { outputs: [{ batch: home, quantity: kg('24300') }] });
  const world = {
    batches: [{ id: batchId(2), organizationId: theirs, unit: 'CN-JIN' }, { id: batchId(3) }],
    entries: [
      sent,
      made,
      entryOf(batchId(2), 8, 'shipment', { quantity: kg('1'), consignee: { organization: theirs } }),
      entryOf(batchId(2), 9, 'shipment', { quantity: kg('1'), consignee: {} }),
      entryOf(batchId(2), 10, 'harvest', {}),
      entryOf(home, 3, 'processing', { outputs: [] }),
    ],
  };
  const context = contextOf(world);
  const data = { source: { batch: batchId(2), seq: 6, leafHash }, quantity: kg('7950') };

  it('of a shipment is counted in both units, up to what was sent', () => {
    expect(balancesOf(receipt, data, context)).toEqual([
      { type: 'move', batch: home, delta: { produced: d('7950'), available: d('7950') } },
      {
        type: 'receipt',
        batch: home,
        source: { batch: batchId(2), seq: 6, leafHash },
        sourceKind: 'shipment',
        quantity: d('7950'),
        sourceQuantity: d('15900'),
        sourceReturned: 0n,
        sourceLimit: d('16000'),
      },
    ]);
  });

  it('is refused when what the shipper counts in cannot say it exactly', () => {
    const inGrams = contextOf({
      ...world,
      unit: 'GRM',
      batches: [{ id: batchId(2), organizationId: theirs, unit: 'TNE' }],
    });
    const tiny = { ...data, quantity: { value: '0.000000001', unit: 'GRM' } };
    expect(brief(faultsOf(receipt, tiny, inGrams))).toEqual(['/data/quantity/value inexact']);
  });

  it('sends back what it does not take over, both together up to what was sent', () => {
    const returned = (value: string) => ({ ...data, returned: { quantity: kg(value), reason: '压伤' } });
    expect(effectsOf(receipt, returned('50'), context)).toMatchObject([
      { delta: { produced: d('7950'), available: d('7950') } },
      { type: 'edge' },
      { sourceQuantity: d('15900'), sourceReturned: d('100'), sourceLimit: d('16000') },
    ]);
    expect(brief(faultsOf(receipt, returned('50.1'), context))).toEqual([
      '/data/returned/quantity/value exceeds',
    ]);
    const litres = { ...data, returned: { quantity: { value: '1', unit: 'LTR' }, reason: '压伤' } };
    expect(brief(faultsOf(receipt, litres, context))).toEqual(['/data/returned/quantity/unit dimension']);
  });

  it('sends nothing back to a processing', () => {
    const credited = { source: { batch: batchId(3), seq: 7, leafHash }, quantity: kg('24000') };
    const back = { ...credited, returned: { quantity: kg('300'), reason: '多' } };
    expect(brief(faultsOf(receipt, back, context))).toEqual(['/data/returned not-applicable']);
  });

  it('of a processing is limited by the output that names this batch', () => {
    const credited = { source: { batch: batchId(3), seq: 7, leafHash }, quantity: kg('24300') };
    expect(effectsOf(receipt, credited, context)[1]).toMatchObject({
      sourceKind: 'processing',
      sourceQuantity: d('24300'),
      sourceLimit: d('24300'),
    });
    expect(brief(faultsOf(receipt, { ...credited, quantity: kg('24300.1') }, context))).toEqual([
      '/data/quantity/value exceeds',
    ]);
  });

  it.each<[string, object, string[]]>([
    ['more than was sent', { quantity: kg('8000.000000001') }, ['/data/quantity/value exceeds']],
    ['in another dimension', { quantity: { value: '1', unit: 'LTR' } }, ['/data/quantity/unit dimension']],
    [
      'a shipment to others',
      { source: { batch: batchId(2), seq: 8, leafHash } },
      ['/data/source not-addressed'],
    ],
    [
      'a shipment to a private party',
      { source: { batch: batchId(2), seq: 9, leafHash } },
      ['/data/source not-addressed'],
    ],
    ['a harvest', { source: { batch: batchId(2), seq: 10, leafHash } }, ['/data/source wrong-kind']],
    [
      'what is not there',
      { source: { batch: batchId(2), seq: 7, leafHash } },
      ['/data/source unknown-entry'],
    ],
    [
      'an entry by another hash',
      { source: { batch: batchId(2), seq: 6, leafHash: leafHash.replace('u', 'v') } },
      ['/data/source unknown-entry'],
    ],
    ['a day to come', { receivedOn: '2026-11-24' }, ['/data/receivedOn future']],
    ['from itself', { source: { batch: home, seq: 3, leafHash } }, ['/data/source/batch cycle']],
    [
      'with a shortfall in another dimension',
      { shortfall: { quantity: { value: '1', unit: 'LTR' }, reason: 'x' } },
      ['/data/shortfall/quantity/unit dimension'],
    ],
  ])('is refused for %s', (_, change, expected) => {
    expect(brief(faultsOf(receipt, { ...data, ...change }, context))).toEqual(expected);
  });
});

describe('a return', () => {
  const returned = kindOf('return');
  const context = contextOf({
    entries: [
      entryOf(home, 6, 'shipment', { quantity: kg('8000'), consignee: {} }),
      entryOf(home, 5, 'harvest', {}),
    ],
  });
  const data = { shipment: { seq: 6, leafHash }, quantity: kg('50'), reason: '压伤' };

  it('gives back what was frozen', () => {
    expect(effectsOf(returned, data, context)).toEqual([
      {
        type: 'move',
        batch: home,
        delta: { frozen: d('-50'), available: d('50') },
        requires: 'frozen',
        at: '/data/quantity',
      },
      { type: 'return', batch: home, shipment: { seq: 6, leafHash }, quantity: d('50') },
    ]);
  });

  it('may be of all that was sent', () => {
    expect(brief(faultsOf(returned, { ...data, quantity: kg('8000') }, context))).toEqual([]);
  });

  it.each<[object, string]>([
    [{ quantity: kg('8000.1') }, '/data/quantity/value exceeds'],
    [{ quantity: { value: '1', unit: 'LTR' } }, '/data/quantity/unit dimension'],
    [{ returnedOn: '2026-11-24' }, '/data/returnedOn future'],
    [{ shipment: { seq: 5, leafHash } }, '/data/shipment wrong-kind'],
    [{ shipment: { seq: 9, leafHash } }, '/data/shipment unknown-entry'],
  ])('is refused with %j', (change, expected) => {
    expect(brief(faultsOf(returned, { ...data, ...change }, context))).toEqual([expected]);
  });
});

describe('storage', () => {
  it('moves its losses out of what is available, and nothing without losses', () => {
    const storage = kindOf('storage');
    const data = { place: '冷库', enteredOn: '2026-10-19' };
    const losses = [
      { reason: '腐烂', quantity: kg('12.5') },
      { reason: '失水', quantity: { value: '1', unit: 'CN-JIN' } },
    ];
    expect(effectsOf(storage, data, contextOf())).toEqual([]);
    expect(effectsOf(storage, { ...data, losses }, contextOf())).toEqual([
      {
        type: 'move',
        batch: home,
        delta: { available: d('-13'), lost: d('13') },
        requires: 'available',
        at: '/data/losses',
      },
    ]);
  });
});

describe('a sample', () => {
  const sample = kindOf('sample');
  const task = '9a2d7c40-6e15-4b8f-9c03-2f7e5d1b6a88';
  const tasks = { [task]: {} };

  it('takes goods out of what is available, in the unit of the batch, and fulfils the task it names', () => {
    const quantity = { value: '3', unit: 'CN-JIN' };
    const data = { ...sample.example, quantity, task };
    const taken = {
      ...{ type: 'move', batch: home, delta: { available: d('-1.5'), lost: d('1.5') } },
      ...{ requires: 'available', at: '/data/quantity' },
    };
    const fulfils = { type: 'task-sample', batch: home, task };
    expect(effectsOf(sample, data, contextOf({ tasks }))).toEqual([taken, fulfils]);
    const bin = effectsOf(sample, data, contextOf({ tasks, mixing: 'proportional' }));
    expect(bin).toContainEqual({ type: 'lot-change', batch: home, change: 'out', quantity: d('1.5'), from: null });
  });

  it('takes nothing where the goods sampled had left the batch', () => {
    const data = changed(sample.example, '/quantity', undefined);
    expect(effectsOf(sample, data, contextOf())).toEqual([]);
  });
}); // prettier-ignore

describe('labels', () => {
  const label = kindOf('label');
  const set = '9a2d7c40-6e15-4b8f-9c03-2f7e5d1b6a88';
  const context = contextOf({ sets: [{ id: set, units: 1600, net: '10', unit: 'CN-JIN' }] });

  it('are issued against what can be labelled', () => {
    expect(effectsOf(label, label.example, contextOf())).toEqual([
      { type: 'move', batch: home, delta: { labelled: d('8000') }, requires: 'labellable', at: '/units' },
      {
        type: 'label-issue',
        batch: home,
        set,
        units: 1600,
        net: '5',
        unit: 'KGM',
        form: 'signed',
        kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
        root: leafHash,
      },
    ]);
  });

  it('are activated without touching the balance', () => {
    expect(effectsOf(label, { action: 'activated', set, first: 1, last: 1600 }, context)).toEqual([
      { type: 'label-state', batch: home, set, first: 1, last: 1600, state: 'activated' },
    ]);
  });

  it('are voided and give their content back', () => {
    const data = { action: 'voided', set, first: 11, last: 20, reason: '打印损坏' };
    expect(effectsOf(label, data, context)).toEqual([
      { type: 'move', batch: home, delta: { labelled: d('-50') } },
      { type: 'label-state', batch: home, set, first: 11, last: 20, state: 'voided' },
    ]);
  });

  it('may be a single one, the first or the last of its set', () => {
    for (const number of [1, 1600]) {
      const data = { action: 'voided', set, first: number, last: number, reason: '打印损坏' };
      expect(effectsOf(label, data, context)[0]).toMatchObject({ delta: { labelled: d('-5') } });
    }
  });

  it.each<[object, string[]]>([
    [{ action: 'activated', set }, ['/data/first required', '/data/last required']],
    [{ action: 'activated', set, first: 1, last: 2, reason: 'x' }, ['/data/reason not-applicable']],
    [{ action: 'voided', set, first: 1, last: 2 }, ['/data/reason required']],
    [{ action: 'voided', set, first: 1, last: 2, reason: 'x', units: 3 }, ['/data/units not-applicable']],
    [{ action: 'activated', set, first: 3, last: 2 }, ['/data/last minimum']],
    [{ action: 'activated', set, first: 1, last: 1601 }, ['/data/last maximum']],
    [{ action: 'activated', set, first: 0, last: 1 }, ['/data/first minimum']],
    [{ action: 'activated', set: batchId(7), first: 1, last: 2 }, ['/data/set unknown-set']],
  ])('are refused with %j', (data, expected) => {
    expect(brief(faultsOf(label, data, context))).toEqual(expected);
  });
});

describe('a hold and its release', () => {
  const hold = kindOf('hold');
  const release = kindOf('release');
  const context = contextOf({ entries: [entryOf(home, 9, 'hold', {}), entryOf(home, 8, 'input', {})] });

  it('raise and lower the count of holds', () => {
    expect(effectsOf(hold, { reason: '复检' }, context)).toEqual([{ type: 'hold', batch: home, change: 1 }]);
    expect(effectsOf(release, { hold: { seq: 9, leafHash }, reason: '合格' }, context)).toEqual([
      { type: 'hold', batch: home, change: -1, entry: { seq: 9, leafHash } },
    ]);
  });

  it('belong together', () => {
    const at = (seq: number) =>
      brief(faultsOf(release, { hold: { seq, leafHash }, reason: '合格' }, context));
    expect(at(8)).toEqual(['/data/hold wrong-kind']);
    expect(at(7)).toEqual(['/data/hold unknown-entry']);
  });

  it('are one organization’s: a producer does not lift an authority’s hold, nor the other way round', () => {
    const placed = entryOf(home, 9, 'hold', {}, { issuer: `org/${theirs}` });
    const lifted = { hold: { seq: 9, leafHash }, reason: '合格' };
    expect(brief(faultsOf(release, lifted, contextOf({ entries: [placed] })))).toEqual([
      '/data/hold not-issuer',
    ]);
    const authority = { ...context, issuer: `org/${theirs}` };
    expect(brief(faultsOf(release, lifted, authority))).toEqual(['/data/hold not-issuer']);
  });
});

describe('the issue of a certificate', () => {
  it('ends no earlier than it begins, and may be of one day', () => {
    const certificate = kindOf('certificate');
    const of = (validFrom: string, validTo: string) =>
      brief(faultsOf(certificate, { ...certificate.example, validFrom, validTo }));
    expect(of('2026-11-20', '2026-11-20')).toEqual([]);
    expect(of('2026-11-20', '2026-11-19')).toEqual(['/data/validTo order']);
  });
});

describe('the withdrawal of a certificate', () => {
  const certificate = kindOf('certificate');
  const context = contextOf({
    entries: [
      entryOf(home, 5, 'certificate', certificate.example),
      entryOf(home, 6, 'certificate', { action: 'suspend', type: 'compliance' }),
      entryOf(home, 7, 'harvest', {}),
    ],
  });
  const data = { action: 'revoke', type: 'compliance', certificate: { seq: 5, leafHash }, reason: '误开' };

  it('names the issue it takes back', () => {
    const entry = { seq: 5, leafHash };
    expect(effectsOf(certificate, data, context)).toEqual([
      { type: 'certificate-revoke', batch: home, entry },
    ]);
    expect(certificate.references(data, home).entries).toEqual([{ batch: home, seq: 5, leafHash }]);
    expect(certificate.references(certificate.example, home).entries).toEqual([]);
  });

  it.each<[object, string[]]>([
    [{ certificate: undefined }, ['/data/certificate required']],
    [{ reason: undefined }, ['/data/reason required']],
    [{ certificate: { seq: 6, leafHash } }, ['/data/certificate wrong-kind']],
    [{ certificate: { seq: 7, leafHash } }, ['/data/certificate wrong-kind']],
    [{ certificate: { seq: 8, leafHash } }, ['/data/certificate unknown-entry']],
    [{ type: 'organic' }, ['/data/type choice']],
    [{ promise: 'x' }, ['/data/promise not-applicable']],
  ])('is refused with %j', (change, expected) => {
    const plain = JSON.parse(JSON.stringify({ ...data, ...change })) as object;
    expect(brief(faultsOf(certificate, plain, context))).toEqual(expected);
  });
});

describe('a correction', () => {
  const correction = kindOf('correction');
  const old = { quantity: kg('31250'), startedOn: '2026-10-18', stoppedOn: '2026-10-18' };
  const sent = {
    quantity: kg('8000'),
    consignee: { organization: theirs },
    documents: [{ type: 'a', number: '1' }],
  };
  const mixed = {
    process: 'mix',
    inputs: [
      { batch: home, seq: 4, leafHash, quantity: kg('10') },
      { batch: batchId(2), seq: 5, leafHash, quantity: kg('20') },
    ],
    outputs: [{ batch: batchId(3), quantity: kg('30') }],
  };
  const world = {
    batches: [{ id: batchId(2) }, { id: batchId(3) }],
    entries: [
      entryOf(home, 3, 'harvest', old),
      entryOf(home, 4, 'shipment', sent),
      entryOf(home, 5, 'processing', mixed),
      entryOf(batchId(2), 5, 'harvest', {}),
    ],
  };
  const context = contextOf(world);
  const of = (kind: string, seq: number, data: object) => ({
    corrects: { kind, seq, leafHash },
    reason: '笔误',
    data,
  });

  it('takes back what was said and says what is true', () => {
    const data = of('harvest', 3, { ...old, quantity: kg('31180') });
    expect(effectsOf(correction, data, context)).toEqual([
      { type: 'move', batch: home, delta: { produced: d('-70'), available: d('-70') }, at: '/data/data' },
      { type: 'correction', batch: home, entry: 3, replaces: 3 },
    ]);
  });

  it('takes back what the correction before said, and says that it replaces that one', () => {
    const corrected = entryOf(home, 3, 'harvest', { ...old, quantity: kg('31180') }, { inForce: 6 });
    const again = of('harvest', 3, { ...old, quantity: kg('31200') });
    expect(effectsOf(correction, again, contextOf({ entries: [corrected] }))).toEqual([
      { type: 'move', batch: home, delta: { produced: d('20'), available: d('20') }, at: '/data/data' },
      { type: 'correction', batch: home, entry: 3, replaces: 6 },
    ]);
  });

  it('is for who said the entry: a producer does not correct what a laboratory found', () => {
    const found = kindOf('inspection').example;
    const told = entryOf(home, 3, 'inspection', found, { issuer: `org/${theirs}` });
    const passed = of('inspection', 3, found);
    expect(brief(faultsOf(correction, passed, contextOf({ entries: [told] })))).toEqual([
      '/data/corrects not-issuer',
    ]);
    const theirOwn = { ...contextOf({ entries: [told] }), issuer: `org/${theirs}` };
    expect(brief(faultsOf(correction, passed, theirOwn))).toEqual([]);
  });

  it('moves nothing when no quantity changes', () => {
    const [move] = effectsOf(correction, of('harvest', 3, { ...old, grade: '一级' }), context);
    expect((move as MoveEffect).delta).toEqual({});
  });

  it('changes every batch that the entry changed', () => {
    const data = { ...mixed, inputs: [mixed.inputs[0], { ...mixed.inputs[1], quantity: kg('25') }] };
    const moves = effectsOf(correction, of('processing', 5, data), context);
    expect(moves).toContainEqual(
      expect.objectContaining({ batch: batchId(2), delta: { available: d('-5'), consumed: d('5') } }),
    );
  });

  it('lets the papers of a shipment be corrected, not its quantity or consignee', () => {
    const papers = of('shipment', 4, { ...sent, documents: [{ type: 'a', number: '2' }] });
    expect(brief(faultsOf(correction, papers, context))).toEqual([]);
    for (const change of [{ quantity: kg('7000') }, { consignee: { organization: ours } }]) {
      expect(brief(faultsOf(correction, of('shipment', 4, { ...sent, ...change }), context))).toEqual([
        '/data/data not-correctable',
      ]);
    }
  });

  it('names the entry it corrects and all that the new data names', () => {
    expect(correction.references(of('processing', 5, mixed), home)).toEqual({
      entries: [
        { batch: home, seq: 5, leafHash },
        { batch: home, seq: 4, leafHash },
        { batch: batchId(2), seq: 5, leafHash },
      ],
      batches: [batchId(3)],
    });
    expect(correction.references(of('processing', 5, {}), home).entries).toHaveLength(1);
  });

  it.each<[string, object, string[]]>([
    ['of what is not there', of('harvest', 9, old), ['/data/corrects unknown-entry']],
    ['of an entry of another kind', of('input', 3, old), ['/data/corrects wrong-kind']],
    ['with a field that is not known', of('harvest', 3, { ...old, x: 1 }), ['/data/data/x unknown-field']],
    [
      'with a wrong field',
      of('harvest', 3, { ...old, quantity: kg('0') }),
      ['/data/data/quantity/value positive'],
    ],
    [
      'with a unit that does not fit',
      of('harvest', 3, { ...old, quantity: { value: '1', unit: 'LTR' } }),
      ['/data/data/quantity/unit dimension'],
    ],
    [
      'with dates in the wrong order',
      of('harvest', 3, { ...old, startedOn: '2026-10-19' }),
      ['/data/data/stoppedOn order'],
    ],
    [
      'whose old batches it leaves out',
      of('processing', 5, { ...mixed, inputs: mixed.inputs.slice(0, 1) }),
      ['/data/data not-correctable'],
    ],
  ])('is refused %s', (name, data, expected) => {
    const known = name.startsWith('whose') ? contextOf({ ...world, batches: [{ id: batchId(3) }] }) : context;
    expect(brief(faultsOf(correction, data, known))).toEqual(expected);
  });
});
