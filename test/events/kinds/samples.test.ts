import { describe, expect, it } from 'vitest';
import type { TaskFacts } from '../../../src/events/kinds/kind.js';
import { batchId, brief, contextOf, entryOf, faultsOf, kindOf, leafHash, theirs } from './kind-context.js';

const home = batchId(1);
const sample = kindOf('sample');
const inspection = kindOf('inspection');
const task = '9a2d7c40-6e15-4b8f-9c03-2f7e5d1b6a88';

describe('a sample for a task', () => {
  const of = (facts: Partial<TaskFacts>): string[] =>
    brief(faultsOf(sample, { ...sample.example, task }, contextOf({ tasks: { [task]: facts } })));

  it('is of goods that it is about', () => {
    expect(of({})).toEqual([]);
    expect(of({ batchId: home })).toEqual([]);
    expect(of({ productId: batchId(900) })).toEqual([]);
  });

  it.each<[string, Partial<TaskFacts>]>([
    ['of another authority', { authorityId: theirs }],
    ['about another organization', { organizationId: theirs }],
    ['about another batch', { batchId: batchId(2) }],
    ['about another product', { productId: batchId(901) }],
    ['that was withdrawn', { withdrawn: true }],
  ])('is refused for one %s', (_, facts) => {
    expect(of(facts)).toEqual(['/data/task unknown-task']);
  });
});

describe('a report that names its sample', () => {
  const sheet = {
    ...{ sampleNo: 'CY-1', sampledOn: '2026-10-20' },
    parts: [
      { number: 'A', use: 'test' },
      { number: 'B', use: 'reserve' },
    ],
  };
  const entry = { seq: 3, leafHash };
  const said = { sampledOn: '2026-10-20', sampleNo: 'CY-1', entry };
  const first = { ...inspection.example, type: 'supervision', sample: said };
  const entries = [
    entryOf(home, 3, 'sample', sheet),
    entryOf(home, 4, 'inspection', first),
    entryOf(home, 5, 'harvest', {}),
    entryOf(home, 6, 'sample', { ...sheet, parts: [{ number: 'C', use: 'test' }] }),
    entryOf(home, 7, 'inspection', { ...first, sample: { ...said, entry: { seq: 6, leafHash } } }),
    entryOf(home, 8, 'inspection', { ...first, sample: { sampledOn: '2026-10-20' } }),
    entryOf(batchId(2), 3, 'sample', sheet),
  ];
  const context = { ...contextOf({ entries }), issuer: `org/${theirs}` };
  const faults = (change: object, more: object = {}): string[] =>
    brief(
      faultsOf(
        inspection,
        JSON.parse(JSON.stringify({ ...first, sample: { ...said, ...change }, ...more })) as object,
        context,
      ),
    );

  it('says the same of it, with or without the part that was tested', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ part: 'A' })).toEqual([]);
  });

  it.each<[object, string[]]>([
    [{ sampledOn: '2026-10-19' }, ['/data/sample/sampledOn other-sample']],
    [{ sampleNo: 'CY-2' }, ['/data/sample/sampleNo other-sample']],
    [{ sampleNo: undefined }, ['/data/sample/sampleNo other-sample']],
    [{ entry: { seq: 9, leafHash } }, ['/data/sample/entry unknown-entry']],
    [{ entry: { seq: 5, leafHash } }, ['/data/sample/entry wrong-kind']],
    [{ part: 'X' }, ['/data/sample/part unknown-part']],
    [{ part: 'B' }, ['/data/sample/part reserve-part']],
    [{ entry: undefined, part: 'A' }, ['/data/sample/entry required']],
  ])('is refused with %j', (change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  it('tells with what it differs', () => {
    const [fault] = faultsOf(inspection, { ...first, sample: { ...said, sampleNo: 'CY-2' } }, context);
    expect(fault?.detail).toEqual({
      zh: '与所指的抽样记录不同，那里是 CY-1。',
      en: 'Differs from the sample that is named, which says CY-1.',
    });
  });

  const retest = (of: number, change: object): string[] =>
    faults(change, {
      ...{ type: 'retest', laboratory: { name: '另一检测中心' } },
      retest: { of: { seq: of, leafHash } },
    });

  it('is, of a retest, of the reserve of the same sample', () => {
    expect(retest(4, { part: 'B' })).toEqual([]);
    expect(retest(4, { part: 'A' })).toEqual(['/data/sample/part reserve-part']);
    expect(retest(4, {})).toEqual(['/data/sample/part required']);
    expect(retest(4, { entry: { seq: 6, leafHash }, part: 'C' })).toEqual([
      '/data/sample/entry first-sample',
    ]);
    expect(retest(4, { entry: undefined })).toEqual(['/data/sample/entry required']);
  });

  it('is of what there is where no reserve was sealed, or the first test named no sample', () => {
    expect(retest(7, { entry: { seq: 6, leafHash }, part: 'C' })).toEqual([]);
    expect(retest(8, { entry: undefined })).toEqual([]);
    expect(retest(8, { part: 'B' })).toEqual([]);
  });
});
