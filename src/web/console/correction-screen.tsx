import type { VNode } from 'preact';
import type { JsonObject } from '../../ledger/json.js';
import { correctingWords as words } from '../words-correcting.js';
import { testingWords } from '../words-testing.js';
import type { Act } from './answers.js';
import type { Batch } from './batch-shapes.js';
import { Typed } from './batch-names.js';
import type { ChainEntry } from './chain-entries.js';
import { corrected, fieldsOf, type CorrectableField } from './correctable.js';
import { Form, Input, inUnit, Lines } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/corrections/<batch>?entry=<number>`: says anew, with the reason, what an entry of the own organization said. */
export function CorrectionScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}`, words: testingWords.backToBatch };
  return (
    <EntriesStatementScreen title={words.title} batch={id} done={testingWords.done} back={back}>
      {(batch, entries, onDone) => {
        const entry = entries.find(({ seq }) => String(seq) === place.query.get('entry'));
        return entry === undefined || fieldsOf(entry.data).length === 0 ? (
          <p>{t(words.notThere)}</p>
        ) : (
          <Correction batch={batch} entry={entry} onDone={onDone} />
        );
      }}
    </EntriesStatementScreen>
  );
}

interface Props {
  readonly batch: Batch;
  readonly entry: ChainEntry;
  readonly onDone: (seq: number) => void;
}

function Correction({ batch, entry, onDone }: Props): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const { kind, seq, leafHash, data, sentence } = entry;
  const fields = fieldsOf(data);
  const send = (field: (name: string) => string): void => {
    const texts = new Map(fields.map(({ pointer }) => [pointer, field(pointer)]));
    const said: JsonObject = {
      corrects: { kind, seq, leafHash },
      reason: field('reason'),
      data: corrected(data, texts),
    };
    statement.state('correction', said);
  };
  return (
    <Card title={`#${seq}`}>
      <p>
        {t(words.before)} <Typed text={sentence} />
      </p>
      <p>{t(words.what)}</p>
      <Form act={statement} submit={words.correct} onSubmit={send}>
        {fields.map((field, at) => (
          <Corrected key={field.pointer} act={statement} field={field} isFirst={at === 0} />
        ))}
        <Lines
          act={statement}
          name="reason"
          pointer="/data/reason"
          words={words.reason}
          hint={words.reasonHint}
          max={200}
          isRequired
        />
      </Form>
    </Card>
  );
}

/** One text as it is, to be changed; what is wrong with all of them together stands beside the first. */
function Corrected({ act, field, isFirst }: { act: Act; field: CorrectableField; isFirst: boolean }): VNode {
  const { pointer, words: named, part, unit, isDay, value } = field;
  const plain = unit === null ? named : inUnit(named, unit);
  const at = part?.number == null ? '' : ` ${part.number}`;
  const whole =
    part === null
      ? plain
      : { zh: `${part.words.zh}${at} · ${plain.zh}`, en: `${part.words.en}${at} · ${plain.en}` };
  return (
    <Input
      act={act}
      name={pointer}
      pointer={[`/data/data${pointer}`, ...(isFirst ? ['/data/data', ''] : [])]}
      words={whole}
      type={isDay ? 'date' : 'text'}
      {...(unit === null ? {} : { inputMode: 'decimal' as const })}
      value={value}
      max={200}
      isRequired
    />
  );
}
