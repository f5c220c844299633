import type { ComponentChildren, VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { batchPartWords } from '../words-batches.js';
import { recallWords as words } from '../words-recalls.js';
import type { Trace } from './batch-shapes.js';
import { sumOf, type Amount, type Graph } from './graph-model.js';
import { Card, Facts } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface SummaryProps {
  readonly graph: Graph;
  readonly traces: readonly Trace[];
  readonly children: ComponentChildren;
}

/** Lots, organizations and places of what is shown, what was shipped, and what of it nobody has confirmed. */
export function TraceSummary({ graph, traces, children }: SummaryProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const shown = graph.boxes.filter(({ mark }) => mark !== 'hidden');
  const keys = new Set(shown.map(({ id }) => id));
  const places = new Set(
    traces.flatMap(({ nodes }) => nodes.filter(({ key }) => keys.has(key)).map(({ place }) => place)),
  );
  const shipments = traces.flatMap(({ consignees }) => consignees ?? []);
  const said = (amounts: readonly Amount[]): string | null => {
    const sum = sumOf(amounts);
    return sum === null ? null : sayQuantity(sum, language);
  };
  return (
    <Card title={t(words.summary)}>
      <Facts
        facts={[
          [words.lots, fill(t(words.lotCount), { count: shown.length })],
          [
            words.firms,
            fill(t(words.firmCount), { count: new Set(shown.map((box) => box.organization.id)).size }),
          ],
          [words.counties, fill(t(words.countyCount), { count: places.size, codes: [...places].join(' ') })],
          [batchPartWords.sent, said(shipments.map(({ quantity }) => quantity))],
          [batchPartWords.confirmed, said(shipments.map(({ confirmed }) => confirmed))],
          [words.unaccounted, said(shipments.map(({ unconfirmed }) => unconfirmed))],
        ]}
      />
      {children}
    </Card>
  );
}
