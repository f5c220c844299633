import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { treatments } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { today } from '../app/civil-day.js';
import { storingWords as words } from '../words-storing.js';
import { testingWords } from '../words-testing.js';
import type { Act } from './answers.js';
import type { Batch } from './batch-shapes.js';
import { dataField, Form, Input, inUnit, itemField, ListFault, Select } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { Rows } from './rows.js';
import { useStatement } from './statement-act.js';
import { StatementScreen } from './statement-screen.js';
import { readingFields, storageMost, storageOf } from './storage.js';
import { useWords } from './surroundings.js';

/** `#/storage/<batch>`: where the goods lie, how they are kept, what was done to them and what was lost. */
export function StorageScreen({ place }: { place: Place }): VNode {
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}`, words: testingWords.backToBatch };
  return (
    <StatementScreen title={words.store} batch={id} done={testingWords.done} back={back}>
      {(batch, onDone) => <Stored batch={batch} onDone={onDone} />}
    </StatementScreen>
  );
}

function Stored({ batch, onDone }: { batch: Batch; onDone: (seq: number) => void }): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const [quality, setQuality] = useState(0);
  const [losses, setLosses] = useState(0);
  const { unit } = batch.balance.available;
  return (
    <Card title={t(words.store)}>
      <p>{t(testingWords.stays)}</p>
      <Form
        act={statement}
        submit={words.store}
        onSubmit={(field) => {
          statement.state('storage', storageOf(field, { quality, losses }, unit));
        }}
      >
        <WhereAndWhen act={statement} />
        <Treatment act={statement} />
        <Readings act={statement} />
        <Rows
          rows={quality}
          setRows={setQuality}
          least={0}
          most={storageMost.quality}
          add={words.addQuality}
          drop={words.dropQuality}
        >
          {(at) => <Quality key={`quality${at}`} act={statement} at={at} />}
        </Rows>
        <Rows
          rows={losses}
          setRows={setLosses}
          least={0}
          most={storageMost.losses}
          add={words.addLoss}
          drop={words.dropLoss}
        >
          {(at) => <Loss key={`loss${at}`} act={statement} at={at} unit={unit} />}
        </Rows>
        <ListFault act={statement} pointer="/data/losses" />
        <Input {...dataField(statement, 'operator')} words={words.operator} max={80} />
      </Form>
    </Card>
  );
}

function WhereAndWhen({ act }: { act: Act }): VNode {
  return (
    <>
      <Input {...dataField(act, 'place')} words={words.place} hint={words.placeHint} max={120} isRequired />
      <Input {...dataField(act, 'profile')} words={words.profile} hint={words.profileHint} max={60} />
      <Input
        {...dataField(act, 'enteredOn')}
        words={words.enteredOn}
        type="date"
        value={today()}
        isRequired
      />
      <Input {...dataField(act, 'leftOn')} words={words.leftOn} type="date" />
    </>
  );
}

/** What was done to the goods; asked for more once it is something. */
function Treatment({ act }: { act: Act }): VNode {
  const t = useWords();
  const [type, setType] = useState('');
  const asked = (name: string): { act: Act; name: string; pointer: string } => ({
    act,
    name,
    pointer: `/data/treatment/${name}`,
  });
  const options = Object.entries(treatments).map(([value, named]) => ({ value, text: t(named) }));
  return (
    <>
      <Select
        {...dataField(act, 'treatment')}
        words={words.treatment}
        options={[{ value: '', text: t(words.noTreatment) }, ...options]}
        value={type}
        onChoose={setType}
      />
      {type === '' ? null : (
        <>
          <Input {...asked('agent')} words={words.agent} max={80} />
          <Input {...asked('startedOn')} words={words.startedOn} type="date" value={today()} isRequired />
          <Input {...asked('sealedUntil')} words={words.sealedUntil} type="date" />
          <Input {...asked('ventilatedUntil')} words={words.ventilatedUntil} type="date" />
        </>
      )}
    </>
  );
}

function Readings({ act }: { act: Act }): VNode {
  const t = useWords();
  return (
    <fieldset class="stack">
      <legend>{t(words.readings)}</legend>
      {readingFields.map((name) => (
        <Input
          key={name}
          act={act}
          name={name}
          pointer={`/data/readings/0/${name}`}
          words={words[name]}
          inputMode={name.endsWith('Min') ? 'numeric' : 'text'}
          max={20}
        />
      ))}
    </fieldset>
  );
}

function Quality({ act, at }: { act: Act; at: number }): VNode {
  const t = useWords();
  const asked = (name: string) => itemField(act, 'quality', at, name);
  return (
    <fieldset class="stack">
      <legend>{fill(t(words.quality), { n: at + 1 })}</legend>
      <Input {...asked('name')} words={words.qualityName} hint={words.qualityNameHint} max={60} isRequired />
      <Input {...asked('value')} words={words.qualityValue} max={40} isRequired />
      <Input {...asked('unit')} words={words.qualityUnit} max={20} />
    </fieldset>
  );
}

function Loss({ act, at, unit }: { act: Act; at: number; unit: string }): VNode {
  const t = useWords();
  return (
    <fieldset class="stack">
      <legend>{fill(t(words.loss), { n: at + 1 })}</legend>
      <Input
        {...itemField(act, 'losses', at, 'reason')}
        words={words.lossReason}
        hint={words.lossReasonHint}
        max={120}
        isRequired
      />
      <Input
        {...itemField(act, 'losses', at, 'quantity')}
        pointer={[`/data/losses/${at}/quantity`, `/data/losses/${at}/quantity/value`]}
        words={inUnit(words.lossQuantity, unit)}
        inputMode="decimal"
        isRequired
      />
    </fieldset>
  );
}
