import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { batchPartWords } from '../words-batches.js';
import { recallWords as words } from '../words-recalls.js';
import { Read, useAct, gathered, useGathered } from './answers.js';
import type { Answer, Api } from './api.js';
import { findEach, type Sought } from './batch-finding.js';
import { Consignees } from './batch-graph.js';
import { BatchLink, Typed } from './batch-names.js';
import type { Trace } from './batch-shapes.js';
import { Form, Input } from './fields.js';
import { GraphFigure } from './graph-figure.js';
import type { Graph } from './graph-model.js';
import { GraphTable } from './graph-table.js';
import { At, Card, Chip } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';
import { TimeWindow, type Span } from './time-window.js';
import { graphOf } from './trace-graph.js';
import { TraceSummary } from './trace-summary.js';

/** Batches traced at once. */
const batchesMax = 5;

/** `#/trace?q=<lots, codes or ids>`: for authorities, what batches were made from and what became of them. */
export function TraceScreen({ place }: { place: Place }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const typed = place.query.get('q') ?? '';
  const act = useAct();
  return (
    <Screen title={t(words.trace)}>
      <section class="card">
        <Form
          act={act}
          submit={words.traceIt}
          onSubmit={(field) => {
            go(`/trace?q=${encodeURIComponent(field('q'))}`);
          }}
        >
          <Input
            key={typed}
            act={act}
            name="q"
            words={words.traceWhat}
            hint={words.traceHint}
            type="search"
            value={typed}
          />
        </Form>
      </section>
      {typed === '' ? null : <Found key={typed} typed={typed} />}
    </Screen>
  );
}

interface Traced {
  readonly sought: readonly Sought[];
  readonly traces: readonly Trace[];
}

/** What was typed as batches, and both traces of each where all of them are clear. */
async function traceEach(api: Api, typed: string): Promise<Answer<Traced>> {
  const found = await findEach(api, typed.split(/[\s,，、]+/).slice(0, batchesMax));
  if (found.fault !== null) return found;
  const sought = found.body;
  if (sought.some(({ batches }) => batches.length !== 1)) return gathered({ sought, traces: [] });
  const ids = sought.flatMap(({ batches }) => batches.map(({ id }) => id));
  const answers = await Promise.all(
    ids.flatMap((id) =>
      (['backward', 'forward'] as const).map((direction) =>
        api.get<Trace>(`/api/v1/trace/${id}?direction=${direction}&limit=10000`),
      ),
    ),
  );
  const traces: Trace[] = [];
  for (const answer of answers) {
    if (answer.fault !== null) return answer;
    traces.push(answer.body);
  }
  return gathered({ sought, traces });
}

function Found({ typed }: { typed: string }): VNode {
  const reading = useGathered(`trace ${typed}`, (api) => traceEach(api, typed));
  return (
    <Read reading={reading}>
      {({ sought, traces }) =>
        traces.length === 0 ? <Unclear sought={sought} /> : <Panes traces={traces} sought={sought} />
      }
    </Read>
  );
}

/** What names no batch, or several, to choose from. */
function Unclear({ sought }: { sought: readonly Sought[] }): VNode {
  const t = useWords();
  return (
    <section class="card" role="status">
      {sought
        .filter(({ batches }) => batches.length !== 1)
        .map(({ text, batches }) =>
          batches.length === 0 ? (
            <p key={text}>
              <Chip tone="warn">
                <Typed text={fill(t(words.unknown), { text })} />
              </Chip>
            </p>
          ) : (
            <div key={text} class="stack">
              <p>{t(words.pickOne)}</p>
              <ul>
                {batches.map((batch) => (
                  <li key={batch.id} class="row">
                    <a class="target" href={`#/trace?q=${batch.id}`}>
                      <Typed text={batch.lot ?? batch.code} />
                    </a>
                    <At time={batch.openedAt} />
                  </li>
                ))}
              </ul>
            </div>
          ),
        )}
    </section>
  );
}

/** The graph without what was opened outside of a span of time, which stays where it is and is drawn faintly. */
function within(graph: Graph, traces: readonly Trace[], span: Span | null): Graph {
  if (span === null) return graph;
  const opened = new Map(
    traces.flatMap(({ nodes }) => nodes.map(({ key, openedAt }) => [key, Date.parse(openedAt)])),
  );
  const isIn = (id: string): boolean => {
    const at = opened.get(id) ?? span.from;
    return at >= span.from && at <= span.until;
  };
  return {
    links: graph.links,
    boxes: graph.boxes.map((box) =>
      box.mark === 'asked' || isIn(box.id) ? box : { ...box, mark: 'hidden' },
    ),
  };
}

function Panes({ traces, sought }: Traced): VNode {
  const t = useWords();
  const whole = useMemo(() => graphOf(traces), [traces]);
  const [span, setSpan] = useState<Span | null>(null);
  const graph = useMemo(() => within(whole, traces, span), [whole, span]);
  const [selected, setSelected] = useState<string | null>(null);
  const batches = sought.flatMap((one) => one.batches);
  return (
    <>
      <TraceSummary graph={graph} traces={traces}>
        {traces.every(({ complete }) => complete) ? null : <Chip tone="warn">{t(batchPartWords.cut)}</Chip>}
        <div class="row">
          {batches.map((batch) => (
            <BatchLink key={batch.id} batch={batch} />
          ))}
          <a
            class="button quiet"
            href={`#/recalls/new?${batches.map(({ code }) => `batch=${code}`).join('&')}`}
          >
            {t(words.recallThese)}
          </a>
        </div>
      </TraceSummary>
      <Card title={t(words.graph)}>
        <TimeWindow
          times={traces.flatMap(({ nodes }) => nodes.map(({ openedAt }) => Date.parse(openedAt)))}
          onChange={setSpan}
        />
        <GraphFigure graph={graph} selected={selected} onSelect={setSelected} />
        <GraphTable graph={graph} selected={selected} onSelect={setSelected} />
      </Card>
      {traces
        .filter(({ consignees }) => (consignees ?? []).length > 0)
        .map((trace) => (
          <section key={trace.batch} class="card">
            <Consignees of={trace} />
          </section>
        ))}
    </>
  );
}
