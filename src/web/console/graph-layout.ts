import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js';
import * as program from 'elkjs/lib/elk-worker.js';
import type { Graph } from './graph-model.js';

/** A point or a size in the graph's own lengths, one of which is a CSS pixel at a text size of 16. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where boxes and links are drawn. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of each box, by its id. */
  readonly boxes: ReadonlyMap<string, Place>;
  /** The line of each link, in the order of the links. */
  readonly lines: readonly (readonly Place[])[];
}

/** The build puts the address of the program in the place of the program (scripts/browser.mjs). */
const { default: workerUrl } = program as unknown as { readonly default: string };

/** From here on less effort goes into few crossings, so that the figure is there within seconds. */
const manyBoxes = 400;

const plain = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.spacing.nodeNodeBetweenLayers': '110',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.componentComponent': '40',
};
const fast = {
  ...plain,
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
};

/**
 * Lays a graph out in layers from origins on the left to holders on the right, in a worker of its own that ends with it,
 * so that the page stays at the reader's hand.
 *
 * @throws Error when the worker is stopped or fails.
 */
export async function layOut(
  { boxes, links }: Graph,
  boxSize: { readonly width: number; readonly height: number },
): Promise<Layout> {
  const elk = new ELK({ workerUrl, algorithms: ['layered'] });
  try {
    const asked: ElkNode = {
      id: 'graph',
      layoutOptions: boxes.length > manyBoxes ? fast : plain,
      children: boxes.map(({ id }) => ({ id: `box ${id}`, ...boxSize })),
      edges: links.map(({ from, to }, at) => ({
        id: `link ${at}`,
        sources: [`box ${from}`],
        targets: [`box ${to}`],
      })),
    };
    return read(await elk.layout(asked));
  } finally {
    elk.terminateWorker();
  }
}

function read({ width = 0, height = 0, children = [], edges = [] }: ElkNode): Layout {
  return {
    width,
    height,
    boxes: new Map(children.map(({ id, x = 0, y = 0 }) => [id.slice('box '.length), { x, y }])),
    lines: edges.map(lineOf),
  };
}

function lineOf({ sections = [] }: ElkExtendedEdge): readonly Place[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}
