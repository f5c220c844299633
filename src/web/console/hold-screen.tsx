import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { batchWords } from '../words-batches.js';
import { holdWords as words } from '../words-trace.js';
import { Read, useAct, useReading } from './answers.js';
import { BatchState, Typed } from './batch-names.js';
import type { Batch } from './batch-shapes.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Lines } from './fields.js';
import { useNamesOf } from './gathered.js';
import { Card, Chip, Code, ConfirmButton, Facts } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** `#/holds/<batch>?back=<place>`: puts a batch on hold in two steps: what is said is read back, then confirmed. */
export function HoldScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = place.query.get('back') ?? `/batches/${id}`;
  const reading = useReading<Batch>(`/api/v1/batches/${encodeURIComponent(id)}`);
  const [isDone, setDone] = useState(false);
  return (
    <Screen title={t(words.title)}>
      <Read reading={reading}>
        {(batch) => (
          <>
            <section class="card">
              <Named batch={batch} />
            </section>
            {isDone ? null : (
              <Hold
                batch={batch}
                onDone={() => {
                  setDone(true);
                  reading.again();
                }}
              />
            )}
            <div role="status">
              {isDone ? (
                <p>
                  <Chip tone="good">{t(words.done)}</Chip>
                </p>
              ) : null}
            </div>
            <div class="row">
              <a class="button quiet" href={`#${back}`}>
                {t(words.back)}
              </a>
            </div>
          </>
        )}
      </Read>
    </Screen>
  );
}

/** Which batch it is, and whether it is stopped already. */
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

interface Said {
  readonly reason: string;
  readonly basis: string;
}

function Hold({ batch, onDone }: { batch: Batch; onDone: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [said, setSaid] = useState<Said | null>(null);
  const send = ({ reason, basis }: Said): void => {
    const data: JsonObject = { reason, ...(basis === '' ? {} : { basis }) };
    const event = { kind: 'hold', occurredAt: new Date().toISOString(), data };
    void act.act(() => api.send('POST', `/api/v1/batches/${batch.id}/events`, event, key.now()), onDone);
  };
  return (
    <Card title={t(words.hold)}>
      <p>{t(words.what)}</p>
      <Form
        act={act}
        submit={words.look}
        onSubmit={(field) => {
          key.next();
          setSaid({ reason: field('reason'), basis: field('basis') });
        }}
      >
        <Lines
          act={act}
          name="reason"
          pointer="/data/reason"
          words={words.reason}
          hint={words.reasonHint}
          max={200}
          isRequired
        />
        <Input act={act} name="basis" pointer="/data/basis" words={words.basis} max={120} />
      </Form>
      <div role="status">
        {said === null || said.reason === '' ? null : (
          <ReadBack
            batch={batch}
            said={said}
            isBusy={act.isBusy}
            onConfirm={() => {
              send(said);
            }}
          />
        )}
      </div>
    </Card>
  );
}

interface ReadBackProps {
  readonly batch: Batch;
  readonly said: Said;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
}

/** What is going to be said, once more, and the confirmation. */
function ReadBack({ batch: { lot, code }, said, isBusy, onConfirm }: ReadBackProps): VNode {
  const t = useWords();
  return (
    <div class="stack note">
      <h3>{t(words.readBack)}</h3>
      <Facts
        facts={[
          [batchWords.lot, <Typed key="lot" text={lot ?? code} />],
          [words.reason, <Typed key="reason" text={said.reason} />],
          [words.basis, said.basis === '' ? null : <Typed text={said.basis} />],
        ]}
      />
      <div class="row">
        <ConfirmButton words={words.confirm} question={words.ask} isDisabled={isBusy} onConfirm={onConfirm} />
      </div>
    </div>
  );
}
