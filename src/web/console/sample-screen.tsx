import type { VNode } from 'preact';
import type { JsonObject } from '../../ledger/json.js';
import { today } from '../app/civil-day.js';
import { testingWords as words } from '../words-testing.js';
import { Read, useReading, type Act } from './answers.js';
import type { Listed } from './api.js';
import type { Batch } from './batch-shapes.js';
import { dataField, Form, Input, inUnit, Lines, linesOf, Select, typedUnder } from './fields.js';
import type { InspectionTask } from './inspection-task.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { useStatement } from './statement-act.js';
import { StatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/samples/<batch>?task=<task>`: an official's sampling sheet, for a task or for none. */
export function SampleScreen({ place }: { place: Place }): VNode {
  const id = place.rest[0] ?? '';
  const task = place.query.get('task');
  const back =
    task === null
      ? { place: `/batches/${id}/certificates`, words: words.backToBatch }
      : { place: `/inspections/${task}`, words: words.backToTask };
  return (
    <StatementScreen title={words.takeSample} batch={id} done={words.done} back={back}>
      {(batch, onDone) => <Sheet batch={batch} task={task} onDone={onDone} />}
    </StatementScreen>
  );
}

/** Whether a task still waits for a sample of such a batch. */
function waitsFor({ id, organization, product }: Batch, task: InspectionTask): boolean {
  return (
    ['ordered', 'sampled'].includes(task.state) &&
    task.organization.id === organization &&
    (task.product ?? product) === product &&
    (task.batch ?? id) === id
  );
}

interface SheetProps {
  readonly batch: Batch;
  readonly task: string | null;
  readonly onDone: (seq: number) => void;
}

function Sheet({ batch, task, onDone }: SheetProps): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const reading = useReading<Listed<InspectionTask>>('/api/v1/inspection-tasks?limit=200');
  const { unit } = batch.balance.available;
  return (
    <Card title={t(words.takeSample)}>
      <p>{t(words.stays)}</p>
      <Read reading={reading}>
        {({ items }) => {
          const tasks = items.filter((one) => waitsFor(batch, one));
          const options = tasks.map(({ id, dueOn, reason }) => ({ value: id, text: `${dueOn} · ${reason}` }));
          return (
            <Form
              act={statement}
              submit={words.takeSample}
              onSubmit={(field) => {
                statement.state('sample', sheetOf(field, unit));
              }}
            >
              <Select
                act={statement}
                name="task"
                pointer="/data/task"
                words={words.task}
                options={[...options, { value: '', text: t(words.noTask) }]}
                value={task ?? tasks[0]?.id ?? ''}
              />
              <SheetFields act={statement} unit={unit} />
            </Form>
          );
        }}
      </Read>
    </Card>
  );
}

function SheetFields({ act, unit }: { act: Act; unit: string }): VNode {
  return (
    <>
      <Input {...dataField(act, 'sampleNo')} words={words.sampleNo} max={60} isRequired />
      <Input
        {...dataField(act, 'sampledOn')}
        words={words.sampledOn}
        type="date"
        value={today()}
        isRequired
      />
      <Input
        {...dataField(act, 'quantity')}
        pointer="/data/quantity/value"
        words={inUnit(words.taken, unit)}
        hint={words.takenHint}
        inputMode="decimal"
      />
      <Lines
        {...dataField(act, 'test')}
        pointer="/data/parts"
        words={words.testParts}
        hint={words.partsHint}
        isRequired
      />
      <Lines {...dataField(act, 'reserve')} words={words.reserveParts} hint={words.partsHint} />
      <Input {...dataField(act, 'place')} words={words.place} hint={words.placeHint} max={120} />
      <Input {...dataField(act, 'operator')} words={words.operator} max={80} />
    </>
  );
}

/** The sheet as the ledger takes it; what was left empty is not said. */
function sheetOf(field: (name: string) => string, unit: string): JsonObject {
  const quantity = field('quantity');
  const sealed = (name: string, use: string): JsonObject[] =>
    linesOf(field(name)).map((number) => ({ number, use }));
  return {
    sampleNo: field('sampleNo'),
    sampledOn: field('sampledOn'),
    ...(quantity === '' ? {} : { quantity: { value: quantity, unit } }),
    parts: [...sealed('test', 'test'), ...sealed('reserve', 'reserve')],
    ...typedUnder(field, ['place', 'task', 'operator']),
  };
}
