import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { batchWords } from '../words-batches.js';
import { holdWords as words } from '../words-trace.js';
import { Typed } from './batch-names.js';
import type { Batch } from './batch-shapes.js';
import { Form, Input, Lines } from './fields.js';
import { Card, ConfirmButton, Facts } from './parts.js';
import type { Place } from './place.js';
import { useStatement } from './statement-act.js';
import { StatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/holds/<batch>?back=<place>`: puts a batch on hold in two steps: what is said is read back, then confirmed. */
export function HoldScreen({ place }: { place: Place }): VNode {
  const id = place.rest[0] ?? '';
  const back = { place: place.query.get('back') ?? `/batches/${id}`, words: words.back };
  return (
    <StatementScreen title={words.title} batch={id} done={words.done} back={back}>
      {(batch, onDone) => <Hold batch={batch} onDone={onDone} />}
    </StatementScreen>
  );
}

interface Said {
  readonly reason: string;
  readonly basis: string;
}

function Hold({ batch, onDone }: { batch: Batch; onDone: (seq: number) => void }): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const [said, setSaid] = useState<Said | null>(null);
  return (
    <Card title={t(words.hold)}>
      <p>{t(words.what)}</p>
      <Form
        act={statement}
        submit={words.look}
        onSubmit={(field) => {
          statement.key.next();
          setSaid({ reason: field('reason'), basis: field('basis') });
        }}
      >
        <Lines
          act={statement}
          name="reason"
          pointer="/data/reason"
          words={words.reason}
          hint={words.reasonHint}
          max={200}
          isRequired
        />
        <Input act={statement} name="basis" pointer="/data/basis" words={words.basis} max={120} />
      </Form>
      <div role="status">
        {said === null || said.reason === '' ? null : (
          <ReadBack
            batch={batch}
            said={said}
            isBusy={statement.isBusy}
            onConfirm={() => {
              const { reason, basis } = said;
              statement.state('hold', { reason, ...(basis === '' ? {} : { basis }) });
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
