import type { VNode } from 'preact';
import { today } from '../app/civil-day.js';
import { storingWords as words } from '../words-storing.js';
import { testingWords } from '../words-testing.js';
import type { Batch } from './batch-shapes.js';
import { Typed } from './batch-names.js';
import type { ChainEntry } from './chain-entries.js';
import { dataField, Form, Input, inUnit, Lines, typedUnder } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { referenceTo } from './report.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/returns/<batch>?shipment=<number>`: goods of a shipment came back, or never left. */
export function ReturnScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}`, words: testingWords.backToBatch };
  return (
    <EntriesStatementScreen title={words.cameBack} batch={id} done={testingWords.done} back={back}>
      {(batch, entries, onDone) => {
        const asked = place.query.get('shipment');
        const shipment = entries.find(({ kind, seq }) => kind === 'shipment' && String(seq) === asked);
        return shipment === undefined ? (
          <p>{t(words.noShipment)}</p>
        ) : (
          <CameBack batch={batch} shipment={shipment} onDone={onDone} />
        );
      }}
    </EntriesStatementScreen>
  );
}

interface Props {
  readonly batch: Batch;
  readonly shipment: ChainEntry;
  readonly onDone: (seq: number) => void;
}

function CameBack({ batch, shipment, onDone }: Props): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const { unit } = batch.balance.frozen;
  return (
    <Card title={`#${shipment.seq}`}>
      <p>
        <Typed text={shipment.sentence} />
      </p>
      <p>{t(words.returnWhat)}</p>
      <p>{t(testingWords.stays)}</p>
      <Form
        act={statement}
        submit={words.cameBack}
        onSubmit={(field) => {
          statement.state('return', {
            shipment: referenceTo(shipment),
            quantity: { value: field('quantity'), unit },
            reason: field('reason'),
            ...typedUnder(field, ['returnedOn']),
          });
        }}
      >
        <Input
          {...dataField(statement, 'quantity')}
          pointer={['/data/quantity', '/data/quantity/value']}
          words={inUnit(words.returnQuantity, unit)}
          inputMode="decimal"
          isRequired
        />
        <Lines
          {...dataField(statement, 'reason')}
          words={words.returnReason}
          hint={words.returnReasonHint}
          max={200}
          isRequired
        />
        <Input {...dataField(statement, 'returnedOn')} words={words.returnedOn} type="date" value={today()} />
      </Form>
    </Card>
  );
}
