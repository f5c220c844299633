import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/events/kinds/registry.js';
import { readAnchor } from '../../src/web/console/entry-anchor.js';
import { csvOf } from '../../src/web/console/csv.js';
import {
  byOrganization,
  drawnAs,
  joined,
  lotsOf,
  quantityOf,
  sumOf,
  sumsOf,
  within,
  type Amount,
  type Graph,
  type GraphBox,
} from '../../src/web/console/graph-model.js';
import { groundOf, scaleLength } from '../../src/web/console/outline.js';
import { traceRows } from '../../src/web/console/trace-csv.js';
import { graphOf } from '../../src/web/console/trace-graph.js';
import { shippedIn } from '../../src/web/console/trace-whereabouts.js';
import type { Trace, TraceNode } from '../../src/web/console/batch-shapes.js';
import { csvText } from '../../src/http/csv.js';
import { hostileTexts } from './hostile-texts.js';
import { kindWords } from '../../src/web/words-kinds.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const box = (id: string, organization: string, mark: GraphBox['mark'] = null): GraphBox => ({
  id,
  batch: id,
  lots: 1,
  name: id,
  product: '苹果',
  organization: { id: organization, name: organization },
  quantity: null,
  mark,
  openedAt: null,
  stops: null,
  outside: 0,
  members: [],
});
const four: Graph = {
  boxes: [box('a', 'farm'), box('b', 'farm', 'origin'), box('c', 'market'), box('d', 'shop', 'asked')],
  links: [
    { from: 'a', to: 'b', quantity: kg('5') },
    { from: 'a', to: 'c', quantity: kg('0.1') },
    { from: 'b', to: 'c', quantity: kg('0.2') },
    { from: 'c', to: 'd', quantity: null },
    { from: 'd', to: 'nowhere', quantity: kg('1') },
  ],
};

describe('a graph of batches', () => {
  it('sums quantities exactly, and none that is unknown or in another unit', () => {
    expect(sumOf([kg('0.1'), kg('0.2')])).toEqual(kg('0.3'));
    expect(sumOf([kg('1'), null])).toBeNull();
    expect(sumOf([kg('1'), { value: '1', unit: 'TNE' }])).toBeNull();
    expect(sumOf([])).toBeNull();
  });

  it('has one link between two boxes, and none to what is not drawn', () => {
    const links = [...four.links, { from: 'a', to: 'c', quantity: kg('1') }];
    expect(joined(four.boxes, links).map(({ from, to, quantity }) => [from, to, quantity?.value])).toEqual([
      ['a', 'b', '5'],
      ['a', 'c', '1.1'],
      ['b', 'c', '0.2'],
      ['c', 'd', undefined],
    ]);
  });

  it('adds masses up in kilograms, exactly, and the others by their units, and counts what is not told', () => {
    const all = [kg('0.000000001'), { value: '3', unit: 'CN-JIN' }, { value: '1', unit: 'TNE' }, null];
    expect(sumsOf([...all, { value: '2', unit: 'BX' }, { value: '5', unit: 'BX' }])).toEqual({
      amounts: [kg('1001.500000001'), { value: '7', unit: 'BX' }],
      untold: 1,
    });
    expect(sumsOf([null])).toEqual({ amounts: [], untold: 1 });
  });

  it('has for each organization the sum of its lots, what lies on any of them, and how many are outside', () => {
    const lot = (id: string, value: string | null, stops: GraphBox['stops'], openedAt: string): GraphBox => {
      return { ...box(id, 'farm'), quantity: value === null ? null : kg(value), stops, openedAt };
    };
    const boxes = [
      lot('a', '0.1', ['hold'], '2026-10-01T00:00:00.000Z'),
      lot('b', '0.2', [], '2026-10-02T00:00:00.000Z'),
      lot('c', null, null, '2026-10-03T00:00:00.000Z'),
    ];
    const span = {
      from: Date.parse('2026-10-02T00:00:00.000Z'),
      until: Date.parse('2026-10-03T00:00:00.000Z'),
    };
    const graph = within({ boxes, links: [] }, span);
    expect(graph.boxes.map(({ id, outside }) => [id, outside])).toEqual([['a', 1], ['b', 0], ['c', 0]]); // prettier-ignore
    const [farm] = byOrganization(graph).boxes;
    expect(farm).toMatchObject({ lots: 3, stops: ['hold'], outside: 1 });
    expect(quantityOf(farm ?? box('', ''))).toEqual({ amounts: [kg('0.3')], untold: 1 });
    expect(lotsOf(farm ?? box('', '')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(within(graph, null)).toBe(graph);
  });

  it('is drawn with one box an organization, which keeps the heaviest mark and what went between them', () => {
    const grouped = byOrganization(four);
    expect(grouped.boxes.map(({ id, lots, mark }) => [id, lots, mark])).toEqual([
      ['farm', 2, 'origin'],
      ['market', 1, null],
      ['shop', 1, 'asked'],
    ]);
    expect(grouped.links).toEqual([
      { from: 'farm', to: 'market', quantity: kg('0.3') },
      { from: 'market', to: 'shop', quantity: null },
    ]);
    expect(drawnAs(four, grouped, 'b')).toBe('farm');
    expect(drawnAs(four, grouped, 'farm')).toBe('farm');
    expect(drawnAs(four, four, 'b')).toBe('b');
    expect(drawnAs(four, grouped, null)).toBeNull();
  });
});

const node = (key: string, level: number, links: TraceNode['links'] = []): TraceNode => ({
  key,
  batch: key,
  level,
  organization: { id: 'farm', name: '示例' },
  product: { name: '苹果', variety: null },
  place: '山东省烟台市栖霞市',
  openedAt: '2026-10-18T00:05:00.000Z',
  code: null,
  lot: key,
  available: null,
  state: 'open',
  stops: [],
  links,
});
/** `seq`: of the entry that says so, in the one batch of these traces that says anything. */
const link = (to: string, value: string, seq = 1): TraceNode['links'][number] => ({
  node: to,
  entry: { batch: 'x', seq },
  taken: kg(value),
  made: kg(value),
});

function backward(batch: string, nodes: readonly TraceNode[], origins: Trace['origins']): Trace {
  const nothing = { unknown: kg('0'), consignees: null, labels: null };
  return { batch, direction: 'backward', complete: true, nodes, origins, whole: kg('10'), ...nothing };
}

describe('traces as a graph', () => {
  it('leads from origins to what was asked for, backward and forward at once', () => {
    const back = backward(
      'x',
      [node('x', 0, [link('o', '10')]), node('o', 1)],
      [{ node: 'o', quantity: kg('10') }],
    );
    const ahead: Trace = {
      ...backward('x', [node('x', 0, [link('y', '4')]), node('y', 1)], null),
      direction: 'forward',
      whole: null,
    };
    const graph = graphOf([back, ahead]);
    expect(graph.links.map(({ from, to, quantity }) => [from, to, quantity?.value])).toEqual([
      ['o', 'x', '10'],
      ['x', 'y', '4'],
    ]);
    expect(graph.boxes.map(({ id, mark, quantity }) => [id, mark, quantity?.value])).toEqual([
      ['x', 'asked', '10'],
      ['o', 'origin', '10'],
      ['y', null, '4'],
    ]);
  });

  it('counts a link once, whichever way it was walked, and two that different entries say twice', () => {
    const back = backward('x', [node('x', 0, [link('o', '6'), link('o', '4', 2)]), node('o', 1)], null);
    const ahead: Trace = {
      ...backward('o', [node('o', 0, [link('x', '6'), link('x', '4', 2)]), node('x', 1)], null),
      direction: 'forward',
      whole: kg('25'),
    };
    const { boxes, links } = graphOf([back, ahead]);
    expect(links).toEqual([{ from: 'o', to: 'x', quantity: kg('10') }]);
    expect(boxes.map(({ id, quantity }) => [id, quantity?.value])).toEqual([
      ['x', '10'],
      ['o', '25'],
    ]);
  });

  it('marks what all that was asked for was made from, and nothing when one was', () => {
    const from = (batch: string, own: string): Trace =>
      backward(
        batch,
        [node(batch, 0, [link('shared', '1'), link(own, '9')]), node('shared', 1), node(own, 1)],
        ['shared', own].map((each) => ({ node: each, quantity: kg('1') })),
      );
    const marks = (traces: Trace[]) =>
      Object.fromEntries(graphOf(traces).boxes.map(({ id, mark }) => [id, mark]));
    expect(marks([from('x', 'p'), from('y', 'q')])).toEqual({
      x: 'asked',
      y: 'asked',
      shared: 'common',
      p: 'origin',
      q: 'origin',
    });
    expect(marks([from('x', 'p')])['shared']).toBe('origin');
  });

  it('is one box of a batch with nothing before and after it', () => {
    expect(graphOf([backward('x', [node('x', 0)], [])])).toMatchObject({ boxes: [{ id: 'x' }], links: [] });
  });
});

describe('what the console draws and hands out', () => {
  it('outlines are in metres, north up, whatever the latitude', () => {
    const ring = [
      ['120', '60'],
      ['120.01', '60'],
      ['120.01', '60.01'],
      ['120', '60'],
    ] as const;
    const ground = groundOf({ polygon: { coordinates: [ring] } });
    expect(ground?.height).toBeCloseTo(1_113, 0);
    expect(ground?.width).toBeCloseTo(556.5, 0);
    expect(ground?.rings[0]?.[2]).toMatchObject({ y: 0 });
    expect(groundOf({ polygon: null })).toBeNull();
    expect([100, 61, 7, 3_000].map(scaleLength)).toEqual([20, 20, 2, 1_000]);
  });

  it('a proof says where its entry stands, and when a witness saw the log last', () => {
    const cosignature = Buffer.alloc(76);
    cosignature.writeBigUInt64BE(1_792_281_900n, 4);
    const plain = Buffer.alloc(68).toString('base64');
    const proof = `c2sp.org/tlog-proof@v1\nindex 118\nAAAA\n\nlog.example/1\n120\nCsUY=\n\n— log.example/1 ${plain}\n— witness ${cosignature.toString('base64')}\n`;
    expect(readAnchor(proof)).toEqual({ index: 118, size: 120, witnessedAt: '2026-10-18T00:05:00.000Z' });
    expect(readAnchor(proof.replace(/— witness.*\n/, ''))?.witnessedAt).toBeNull();
    expect(readAnchor('<html>')).toBeNull();
  });

  it('a spreadsheet gets no formula, and every cell whole', async () => {
    const bytes = Buffer.from(await (await csvOf([['=1+1', 'a,"b"', -2]])).arrayBuffer());
    expect(bytes.toString('utf8')).toBe(`\uFEFF'=1+1,"a,""b""",-2\r\n`);
  });

  it('a spreadsheet gets the same from the console as from the service, whatever people typed', async () => {
    const formulas = [
      '=1',
      '+1',
      '-1',
      '@x',
      '\t=1',
      '\r=1',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      ' =1',
      "'=1",
      '"',
      'a\nb',
      '',
    ];
    const cells = [...formulas, '12.500000001', ...Object.values(hostileTexts).map(String)];
    const bytes = Buffer.from(await (await csvOf([cells, cells])).arrayBuffer());
    expect(bytes.toString('utf8')).toBe(Buffer.from(csvText([cells, cells], 'whole')).toString('utf8'));
    expect(bytes.toString('utf8')).toContain(`"'\r=1",'＝1,'＋1,'－1,'＠x, =1,'=1,"""","a\nb",,12.500000001`);
    expect(bytes.toString('utf8').startsWith(`\uFEFF'=1,'+1,'-1,'@x,`)).toBe(true);
  });

  it('the table of a trace has a row a box, with what it was made from', () => {
    const back = backward('x', [node('x', 0, [link('o', '10')]), node('o', 1)], []);
    const rows = traceRows([back], graphOf([back]));
    expect(rows.map((row) => row.map(String).join('|'))).toEqual([
      'batch|code|lot|product|organization|place|openedAt|quantity|unit|mark|stops|madeFrom',
      'x||x|苹果|示例|山东省烟台市栖霞市|2026-10-18T00:05:00.000Z|10|KGM|asked||o',
      'o||o|苹果|示例|山东省烟台市栖霞市|2026-10-18T00:05:00.000Z|10|KGM|||',
    ]);
  });

  it('what left the ledger is unaccounted for, each shipment once, and what a member has to confirm is on the way', () => {
    const shipment = (seq: number, name: string | null, parts: readonly [string, string, string, string]) => {
      const [quantity, confirmed, returned, unconfirmed] = parts.map(kg) as [Amount, Amount, Amount, Amount];
      const consignee = name === null ? null : { name };
      return { entry: { batch: 'x', seq }, consignee, quantity, confirmed, returned, unconfirmed };
    };
    const consignees = [
      shipment(3, '示例市场', ['10', '6', '1', '3']),
      shipment(4, null, ['5', '0', '0.5', '4.5']),
    ];
    const ahead: Trace = { ...backward('x', [node('x', 0)], null), direction: 'forward', consignees };
    expect(shippedIn([ahead, ahead])).toEqual({
      sent: [kg('10'), kg('5')],
      confirmed: [kg('6'), kg('0')],
      onTheWay: [kg('3')],
      unaccounted: [kg('4.5')],
    });
  });

  it('kinds of events are called as the service calls them', () => {
    const ofBatches = kinds.filter(({ chain }) => chain === 'batch');
    expect(kindWords).toEqual(Object.fromEntries(ofBatches.map(({ kind, words }) => [kind, words])));
  });
});
