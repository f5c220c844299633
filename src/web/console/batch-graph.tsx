import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { sayQuantity } from '../figures.js';
import { batchPartWords as words } from '../words-batches.js';
import { Read, useReading } from './answers.js';
import type { Batch, Trace } from './batch-shapes.js';
import { GraphPane } from './graph-pane.js';
import { Card, Chip, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { graphOf } from './trace-graph.js';
import { shipmentsIn } from './trace-whereabouts.js';

/** What a batch was made from, and what became of it: each as a figure and as a table that say the same. */
export function GraphPart({ batch }: { batch: Batch }): VNode {
  return (
    <>
      <TraceCard batch={batch} direction="backward" />
      <TraceCard batch={batch} direction="forward" />
    </>
  );
}

function TraceCard({ batch, direction }: { batch: Batch; direction: Trace['direction'] }): VNode {
  const t = useWords();
  const reading = useReading<Trace>(`/api/v1/batches/${batch.id}/trace?direction=${direction}&limit=10000`);
  return (
    <Card title={t(words[direction])}>
      <Read reading={reading}>{(trace) => <TraceView trace={trace} />}</Read>
    </Card>
  );
}

function TraceView({ trace }: { trace: Trace }): VNode {
  const t = useWords();
  const graph = useMemo(() => graphOf([trace]), [trace]);
  return (
    <>
      {trace.complete ? null : (
        <p>
          <Chip tone="warn">{t(words.cut)}</Chip>
        </p>
      )}
      <GraphPane graph={graph} here={`/batches/${trace.batch}/graph`} />
      {trace.consignees === null ? null : <Consignees traces={[trace]} />}
    </>
  );
}

/** Whom batches of traces were shipped to, and how much of that nobody has confirmed. */
export function Consignees({ traces }: { traces: readonly Trace[] }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const nodes = traces.flatMap((trace) => trace.nodes);
  const names = new Map(nodes.map(({ batch, lot, code }) => [batch, lot ?? code]));
  return (
    <Table
      caption={t(words.consignees)}
      isCaptionShown
      rows={shipmentsIn(traces)}
      keyOf={({ entry }) => `${entry.batch} ${entry.seq}`}
      columns={[
        {
          words: words.receiver,
          cell: ({ consignee }) =>
            consignee === null ? t(words.outside) : <Foreign text={consignee.name} />,
        },
        {
          words: words.entry,
          cell: ({ entry }) => <Foreign text={`${names.get(entry.batch) ?? ''} #${entry.seq}`} />,
        },
        { words: words.sent, isNumber: true, cell: ({ quantity }) => sayQuantity(quantity, language) },
        { words: words.confirmed, isNumber: true, cell: ({ confirmed }) => sayQuantity(confirmed, language) },
        { words: words.returned, isNumber: true, cell: ({ returned }) => sayQuantity(returned, language) },
        {
          words: words.unconfirmed,
          isNumber: true,
          cell: ({ unconfirmed }) => sayQuantity(unconfirmed, language),
        },
      ]}
    />
  );
}
