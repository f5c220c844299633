import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { batchWords } from '../words-batches.js';
import { Read, useReading } from './answers.js';
import { BatchState, Typed } from './batch-names.js';
import type { Batch } from './batch-shapes.js';
import { useChain, type ChainEntry } from './chain-entries.js';
import { useNamesOf } from './gathered.js';
import { Chip, Code, Facts, WayTo } from './parts.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly title: Words;
  readonly batch: string;
  /** What is said once it is recorded; `{n}` is the number of the entry. */
  readonly done: Words;
  readonly back: { readonly place: string; readonly words: Words };
  /** The form; `onDone` takes the number of the entry that came of it. */
  readonly children: (batch: Batch, onDone: (seq: number) => void) => VNode;
}

/** A screen that states one thing about one batch: which batch it is, the form, and that it is recorded. */
export function StatementScreen({ title, batch: id, done, back, children }: Props): VNode {
  const t = useWords();
  const reading = useReading<Batch>(`/api/v1/batches/${encodeURIComponent(id)}`);
  const [recorded, setRecorded] = useState<number | null>(null);
  return (
    <Screen title={t(title)}>
      <Read reading={reading}>
        {(batch) => (
          <>
            <section class="card">
              <Named batch={batch} />
            </section>
            {recorded === null
              ? children(batch, (seq) => {
                  setRecorded(seq);
                  reading.again();
                })
              : null}
            <div role="status">
              {recorded === null ? null : (
                <p>
                  <Chip tone="good">{fill(t(done), { n: recorded })}</Chip>
                </p>
              )}
            </div>
            <WayTo {...back} />
          </>
        )}
      </Read>
    </Screen>
  );
}

interface EntriesProps extends Omit<Props, 'children'> {
  /** The form, with the entries of the batch as they are in force. */
  readonly children: (
    batch: Batch,
    entries: readonly ChainEntry[],
    onDone: (seq: number) => void,
  ) => ComponentChildren;
}

/** As StatementScreen, for what is said of entries that the batch has already. */
export function EntriesStatementScreen({ children, ...props }: EntriesProps): VNode {
  const chain = useChain(props.batch);
  return (
    <StatementScreen {...props}>
      {(batch, onDone) => <Read reading={chain}>{(entries) => children(batch, entries, onDone)}</Read>}
    </StatementScreen>
  );
}

/** Which batch it is, and whether it is stopped. */
function Named({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  const { product, organization } = useNamesOf(batch);
  return (
    <Facts
      facts={[
        [batchWords.lot, batch.lot === null ? t(batchWords.noLot) : <Typed text={batch.lot} />],
        [batchWords.code, <Code key="code" code={batch.code} />],
        [batchWords.product, product === null ? null : <Typed text={product} />],
        [batchWords.organization, <Typed key="who" text={organization ?? t(batchWords.notTold)} />],
        [batchWords.state, <BatchState key="state" batch={batch} isCertified={false} />],
      ]}
    />
  );
}
