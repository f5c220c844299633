import type { VNode } from 'preact';
import type { JsonObject } from '../../ledger/json.js';
import { correctingWords as words } from '../words-correcting.js';
import { testingWords } from '../words-testing.js';
import { Typed } from './batch-names.js';
import type { Batch } from './batch-shapes.js';
import type { ChainEntry } from './chain-entries.js';
import { Form, Lines } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { referenceTo } from './report.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** What is lifted: its words, and how a release names it. */
interface Lifted {
  readonly text: string;
  readonly named: JsonObject;
}

/**
 * `#/releases/<batch>?hold=<number>`: who put a batch on hold lifts it. `?rule=<rule>&entries=<numbers>`: an authority
 * lets a batch go that a finding stopped.
 */
export function ReleaseScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}`, words: testingWords.backToBatch };
  return (
    <EntriesStatementScreen title={words.release} batch={id} done={testingWords.done} back={back}>
      {(batch, entries, onDone) => {
        const lifted = findingAt(batch, place.query) ?? holdAt(entries, place.query.get('hold'));
        return lifted === null ? (
          <p>{t(words.noHold)}</p>
        ) : (
          <Release batch={batch} lifted={lifted} onDone={onDone} />
        );
      }}
    </EntriesStatementScreen>
  );
}

function findingAt({ findings }: Batch, query: URLSearchParams): Lifted | null {
  const found = (findings ?? []).find(
    ({ rule, entries, released }) =>
      released === null &&
      rule === query.get('rule') &&
      entries.map(({ seq }) => seq).join() === query.get('entries'),
  );
  if (found === undefined) return null;
  const { rule, title, detail, entries } = found;
  return { text: `${title} · ${detail}`, named: { finding: { rule, entries: entries.map(referenceTo) } } };
}

function holdAt(entries: readonly ChainEntry[], seq: string | null): Lifted | null {
  const hold = entries.find((entry) => entry.kind === 'hold' && String(entry.seq) === seq);
  if (hold === undefined || liftedHolds(entries).has(hold.seq)) return null;
  return { text: hold.sentence, named: { hold: referenceTo(hold) } };
}

/** Numbers of the holds that were lifted. */
export function liftedHolds(
  entries: readonly { readonly kind: string; readonly data: unknown }[],
): Set<number> {
  const lifted = entries
    .filter(({ kind }) => kind === 'release')
    .map(({ data }) => (data as { hold?: { seq: number } }).hold?.seq);
  return new Set(lifted.filter((seq) => seq !== undefined));
}

interface Props {
  readonly batch: Batch;
  readonly lifted: Lifted;
  readonly onDone: (seq: number) => void;
}

function Release({ batch, lifted: { text, named }, onDone }: Props): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  return (
    <Card title={t(words.release)}>
      <p>
        <Typed text={text} />
      </p>
      <p>{t(words.releaseWhat)}</p>
      <p>{t(testingWords.stays)}</p>
      <Form
        act={statement}
        submit={words.release}
        onSubmit={(field) => {
          statement.state('release', { ...named, reason: field('reason') });
        }}
      >
        <Lines
          act={statement}
          name="reason"
          pointer="/data/reason"
          words={words.releaseReason}
          hint={words.releaseReasonHint}
          max={200}
          isRequired
        />
      </Form>
    </Card>
  );
}
