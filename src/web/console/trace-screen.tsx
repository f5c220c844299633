import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { recallWords } from '../words-recalls.js';
import { traceWords as words } from '../words-trace.js';
import { Read, gathered, useGathered } from './answers.js';
import type { Answer, Api } from './api.js';
import { findEach, type Sought } from './batch-finding.js';
import { Typed } from './batch-names.js';
import type { Batch, Trace } from './batch-shapes.js';
import { At, Card, Chip } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';
import { TracePanes } from './trace-panes.js';
import { picksMax, traceAddress, tracePlaceOf, type TracePlace } from './trace-place.js';
import { TraceSearch } from './trace-search.js';

/** `#/trace`: for authorities, finds batches, and tells what they were made from and what became of them. */
export function TraceScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const asked = tracePlaceOf(place);
  return (
    <Screen title={t(recallWords.trace)}>
      <TraceSearch place={asked} />
      {asked.picks.length === 0 ? null : <Picked place={asked} />}
    </Screen>
  );
}

/** What each of the picks is called, and which batches that may be. */
function Picked({ place }: { place: TracePlace }): VNode {
  const t = useWords();
  const reading = useGathered(`picked ${place.picks.join(' ')}`, (api) => findEach(api, place.picks));
  return (
    <>
      <Card title={fill(t(words.picks), { count: place.picks.length, max: picksMax })}>
        <Read reading={reading}>
          {(sought) => (
            <ul class="stack">
              {sought.map((one) => (
                <Pick key={one.text} place={place} sought={one} />
              ))}
            </ul>
          )}
        </Read>
      </Card>
      <Read reading={reading}>{(sought) => <Traced place={place} sought={sought} />}</Read>
    </>
  );
}

function Pick({ place, sought: { text, batches } }: { place: TracePlace; sought: Sought }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const [only] = batches;
  return (
    <li class="stack">
      <div class="row">
        {only === undefined ? (
          <Chip tone="warn">
            <Typed text={fill(t(recallWords.unknown), { text })} />
          </Chip>
        ) : (
          <Typed text={batches.length > 1 ? text : nameOf(only)} />
        )}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            go(traceAddress({ ...place, picks: place.picks.filter((pick) => pick !== text) }));
          }}
        >
          {t(words.leave)}
        </button>
      </div>
      {batches.length > 1 ? <Choices place={place} sought={{ text, batches }} /> : null}
    </li>
  );
}

const nameOf = ({ lot, code }: Batch): string => lot ?? code;

/** Several batches of one lot, to choose from. */
function Choices({ place, sought: { text, batches } }: { place: TracePlace; sought: Sought }): VNode {
  const t = useWords();
  return (
    <>
      <p>{t(recallWords.pickOne)}</p>
      <ul>
        {batches.map((batch) => {
          const picks = place.picks.map((pick) => (pick === text ? batch.id : pick));
          return (
            <li key={batch.id} class="row">
              <a class="target" href={`#${traceAddress({ ...place, picks })}`}>
                <Typed text={nameOf(batch)} />
              </a>
              <At time={batch.openedAt} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Both traces of each of these batches. */
async function traceEach(api: Api, batches: readonly Batch[]): Promise<Answer<readonly Trace[]>> {
  const answers = await Promise.all(
    batches.flatMap(({ id }) =>
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
  return gathered(traces);
}

/** The trace, once each pick is one batch. */
function Traced({ place, sought }: { place: TracePlace; sought: readonly Sought[] }): VNode | null {
  const isClear = sought.every(({ batches }) => batches.length === 1);
  const batches = sought.flatMap((one) => one.batches);
  const key = batches.map(({ id }) => id).join(' ');
  const reading = useGathered(isClear ? `trace ${key}` : null, (api) => traceEach(api, batches));
  if (!isClear) return null;
  return (
    <Read reading={reading}>
      {(traces) => <TracePanes key={key} traces={traces} batches={batches} here={traceAddress(place)} />}
    </Read>
  );
}
