import type { ComponentChildren, VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { batchPartWords } from '../words-batches.js';
import { recallWords as words } from '../words-recalls.js';
import type { Trace } from './batch-shapes.js';
import { sayCounties } from './counties.js';
import { sumsOf, type Amount } from './graph-model.js';
import { useSums } from './graph-words.js';
import { Card, Chip, Facts } from './parts.js';
import { useWords } from './surroundings.js';
import { shippedIn } from './trace-whereabouts.js';

interface SummaryProps {
  readonly traces: readonly Trace[];
  readonly children: ComponentChildren;
}

/**
 * Batches, organizations and places of traces; what was shipped, and where that is. Unaccounted for is what left the
 * ledger, less what came back.
 */
export function TraceSummary({ traces, children }: SummaryProps): VNode {
  const t = useWords();
  const saySums = useSums();
  const nodes = traces.flatMap((trace) => trace.nodes);
  const places = [...new Set(nodes.map(({ place }) => place))];
  const count = (ids: readonly string[]): number => new Set(ids).size;
  const { sent, confirmed, onTheWay, unaccounted } = shippedIn(traces);
  const said = (amounts: readonly Amount[]): string | null =>
    amounts.length === 0 ? null : saySums(sumsOf(amounts));
  return (
    <Card title={t(words.summary)}>
      <Facts
        facts={[
          [words.lots, fill(t(words.lotCount), { count: count(nodes.map(({ batch }) => batch)) })],
          [
            words.firms,
            fill(t(words.firmCount), { count: count(nodes.map(({ organization }) => organization.id)) }),
          ],
          [
            words.counties,
            fill(t(words.countyCount), {
              count: places.length,
              names: sayCounties(places),
            }),
          ],
          [batchPartWords.sent, said(sent)],
          [batchPartWords.confirmed, said(confirmed)],
          [words.onTheWay, said(onTheWay)],
          [
            words.unaccounted,
            unaccounted.some(({ value }) => value !== '0') ? (
              <Chip tone="bad">{said(unaccounted)}</Chip>
            ) : (
              (said(unaccounted) ?? fill(t(words.lotCount), { count: 0 }))
            ),
          ],
        ]}
      />
      {children}
    </Card>
  );
}
