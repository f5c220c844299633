import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { batchWords } from '../words-batches.js';
import { graphWords } from '../words-graph.js';
import { traceWords as words } from '../words-trace.js';
import { ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { BatchLink, BatchState, Typed } from './batch-names.js';
import type { FoundBatch } from './batch-shapes.js';
import { Form, Input } from './fields.js';
import { At, Chip, Table, type Column } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { picksMax, traceAddress, type TracePlace } from './trace-place.js';

/** As many characters as the service looks for. */
const findMax = 120;

interface Hits extends Listed<FoundBatch> {
  readonly complete: boolean;
}

/** Finds batches by what is known of them, and takes those to be traced. */
export function TraceSearch({ place }: { place: TracePlace }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <section class="card">
      <Form
        act={act}
        submit={words.search}
        onSubmit={(field) => {
          go(traceAddress({ ...place, find: field('find') }));
        }}
      >
        <Input
          act={act}
          name="find"
          words={words.find}
          hint={words.findHint}
          type="search"
          max={findMax}
          value={place.find}
        />
      </Form>
      {place.find === '' ? <p class="quiet">{t(words.nothingSought)}</p> : <Found place={place} />}
    </section>
  );
}

function Found({ place }: { place: TracePlace }): VNode {
  const t = useWords();
  const reading = useReading<Hits>(`/api/v1/batches?limit=20&find=${encodeURIComponent(place.find)}`);
  const { answer } = reading;
  const isCut = answer?.fault === null && !answer.body.complete;
  return (
    <div class="stack" role="status">
      {isCut ? (
        <p>
          <Chip tone="warn">{t(words.narrow)}</Chip>
        </p>
      ) : null}
      <ReadList reading={reading}>{(hits) => <HitTable hits={hits} place={place} />}</ReadList>
    </div>
  );
}

function HitTable({ hits, place }: { hits: readonly FoundBatch[]; place: TracePlace }): VNode {
  const t = useWords();
  const columns: readonly Column<FoundBatch>[] = [
    { words: batchWords.lot, cell: (batch) => <BatchLink batch={batch} /> },
    { words: batchWords.product, cell: ({ productName }) => <Typed text={productName} /> },
    { words: batchWords.organization, cell: ({ organizationName }) => <Typed text={organizationName} /> },
    { words: words.why, cell: (batch) => <Reasons batch={batch} /> },
    { words: graphWords.opened, cell: ({ openedAt }) => <At time={openedAt} /> },
    { words: batchWords.state, cell: (batch) => <BatchState batch={batch} isCertified={false} /> },
    { words: words.pick, cell: (batch) => <Pick batch={batch} place={place} /> },
  ];
  return (
    <Table
      caption={t(batchWords.found)}
      isCaptionShown
      columns={columns}
      rows={hits}
      keyOf={({ id }) => id}
      empty={batchWords.nothingFound}
    />
  );
}

function Reasons({ batch: { found } }: { batch: FoundBatch }): VNode {
  return (
    <ul>
      {found.map(({ by, words: called, value }) => (
        <li key={`${by} ${value}`}>
          <span class="quiet">
            <Typed text={called} />
          </span>{' '}
          <Typed text={value} />
        </li>
      ))}
    </ul>
  );
}

/** Takes a batch into the trace or out of it. */
function Pick({ batch: { id, code, lot }, place }: { batch: FoundBatch; place: TracePlace }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  // The address may name it by its lot or code.
  const others = place.picks.filter((pick) => pick !== id && pick !== code && pick !== lot);
  const isPicked = others.length < place.picks.length;
  const isFull = !isPicked && place.picks.length >= picksMax;
  return (
    <button
      type="button"
      class="quiet"
      aria-pressed={isPicked}
      disabled={isFull}
      onClick={() => {
        go(traceAddress({ ...place, picks: isPicked ? others : [...place.picks, id] }));
      }}
    >
      {isFull ? fill(t(words.full), { max: picksMax }) : t(isPicked ? words.picked : words.take)}
    </button>
  );
}
