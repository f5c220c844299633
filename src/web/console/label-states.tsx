import type { VNode } from 'preact';
import { consoleWords } from '../words-console.js';
import { printWords } from '../words-print.js';
import { Read, useAct, useReading } from './answers.js';
import type { OwnBatch } from './batch-choice.js';
import { useEventKey } from './event-key.js';
import { Form, Input } from './fields.js';
import type { LabelSet } from './own-lists.js';
import { Card, Chip, Table, type Tone } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Run {
  readonly first: number;
  readonly last: number;
  readonly state: 'issued' | 'activated' | 'void';
}
interface Props {
  readonly batch: OwnBatch;
  readonly set: LabelSet;
  readonly mayChange: boolean;
}

const tones: Readonly<Record<Run['state'], Tone>> = { issued: 'plain', activated: 'good', void: 'bad' };

/** Which labels of a set are on goods, and telling so; a void one is never valid again. */
export function LabelStates({ batch, set, mayChange }: Props): VNode {
  const t = useWords();
  const reading = useReading<{ labels: readonly Run[] }>(`/api/v1/batches/${batch.id}/labels/${set.id}`);
  return (
    <Card title={t(printWords.after)}>
      <p>{t(printWords.afterHint)}</p>
      <Read reading={reading}>
        {({ labels }) => (
          <Table
            caption={t(printWords.states)}
            isCaptionShown
            rows={labels}
            keyOf={({ first }) => String(first)}
            columns={[
              {
                words: printWords.range,
                cell: ({ first, last }) => (first === last ? first : `${first}–${last}`),
              },
              { words: printWords.count, isNumber: true, cell: ({ first, last }) => last - first + 1 },
              {
                words: printWords.state,
                cell: ({ state }) => (
                  <Chip tone={tones[state]}>{t(printWords[state === 'void' ? 'is-void' : state])}</Chip>
                ),
              },
            ]}
          />
        )}
      </Read>
      {mayChange ? (
        <div class="sides">
          <Change batch={batch} set={set} action="activated" again={reading.again} />
          <Change batch={batch} set={set} action="voided" again={reading.again} />
        </div>
      ) : null}
    </Card>
  );
}

interface ChangeProps {
  readonly batch: OwnBatch;
  readonly set: LabelSet;
  readonly action: 'activated' | 'voided';
  readonly again: () => void;
}

function Change({ batch, set, action, again }: ChangeProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const isVoid = action === 'voided';
  const change = (field: (name: string) => string): void => {
    const [first, last] = [Number(field(`${action}-first`)), Number(field(`${action}-last`))];
    const reason = isVoid ? { reason: field('reason') } : {};
    const data = { action, set: set.id, first, last, ...reason };
    const body = { kind: 'label', occurredAt: new Date().toISOString(), data };
    void act.act(
      () => api.send('POST', `/api/v1/batches/${batch.id}/events`, body, key.now()),
      () => {
        key.next();
        again();
      },
    );
  };
  return (
    <section>
      <h3>{t(isVoid ? printWords.void : printWords.activate)}</h3>
      {isVoid ? <p>{t(printWords.voidSure)}</p> : null}
      <Form act={act} submit={isVoid ? printWords.void : consoleWords.confirm} onSubmit={change}>
        <Input
          act={act}
          name={`${action}-first`}
          pointer="/data/first"
          words={printWords.first}
          value="1"
          inputMode="numeric"
        />
        <Input
          act={act}
          name={`${action}-last`}
          pointer="/data/last"
          words={printWords.last}
          value={String(set.units)}
          inputMode="numeric"
        />
        {isVoid ? (
          <Input act={act} name="reason" pointer="/data/reason" words={printWords.reason} isRequired />
        ) : null}
      </Form>
    </section>
  );
}
