import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { batchPartWords } from '../words-batches.js';
import { recallWords } from '../words-recalls.js';
import { traceWords as words } from '../words-trace.js';
import { Consignees } from './batch-graph.js';
import type { Batch, Trace } from './batch-shapes.js';
import type { Graph } from './graph-model.js';
import { GraphPane } from './graph-pane.js';
import { KeepTable } from './keep-table.js';
import { Card, Chip, Foreign } from './parts.js';
import { useWords } from './surroundings.js';
import { traceRows } from './trace-csv.js';
import { graphOf } from './trace-graph.js';
import { TraceSummary } from './trace-summary.js';
import { shipmentsIn } from './trace-whereabouts.js';

interface PanesProps {
  readonly traces: readonly Trace[];
  readonly batches: readonly Batch[];
  /** Where the trace stands, to come back to it. */
  readonly here: string;
}

/** Traces of some batches: what there is in all, what they have in common, figure and table, and who received it. */
export function TracePanes({ traces, batches, here }: PanesProps): VNode {
  const t = useWords();
  const graph = useMemo(() => graphOf(traces), [traces]);
  return (
    <>
      <TraceSummary traces={traces}>
        {traces.every(({ complete }) => complete) ? null : <Chip tone="warn">{t(batchPartWords.cut)}</Chip>}
        {batches.length < 2 ? null : <JointSources graph={graph} />}
        <div class="row">
          <a
            class="button quiet"
            href={`#/recalls/new?${batches.map(({ code }) => `batch=${code}`).join('&')}`}
          >
            {t(recallWords.recallThese)}
          </a>
          <KeepTable name="trace.csv" rows={() => traceRows(traces, graph)} />
        </div>
      </TraceSummary>
      <Card title={t(recallWords.graph)}>
        <GraphPane graph={graph} here={here} />
      </Card>
      {shipmentsIn(traces).length === 0 ? null : (
        <section class="card">
          <Consignees traces={traces} />
        </section>
      )}
    </>
  );
}

/** What all the batches were made from, in words. */
function JointSources({ graph: { boxes } }: { graph: Graph }): VNode {
  const t = useWords();
  const joint = boxes.filter(({ mark }) => mark === 'common');
  if (joint.length === 0) return <p>{t(words.nothingCommon)}</p>;
  return (
    <div class="stack">
      <p>{fill(t(words.common), { count: joint.length })}</p>
      <ul>
        {joint.map(({ id, name, organization }) => (
          <li key={id}>
            {name === null ? null : (
              <>
                <Foreign text={name} />
                {' · '}
              </>
            )}
            <Foreign text={organization.name} />
          </li>
        ))}
      </ul>
    </div>
  );
}
