import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { consoleWords } from '../words-console.js';
import { printWords } from '../words-print.js';
import { scanWarningWords } from '../words-scans.js';
import { ReadList, useAct, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { BatchChoice, type OwnBatch } from './batch-choice.js';
import { useEventKey } from './event-key.js';
import { Form, Input, inUnit, Select } from './fields.js';
import { LabelStates } from './label-states.js';
import type { LabelSet } from './own-lists.js';
import { Card, Table } from './parts.js';
import type { Place } from './place.js';
import { PrintPanel } from './print-panel.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** Labels of a batch: issue, print, scan back, put on. `#/labels/<batch>/<set>`. */
export function LabelsScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  return (
    <Screen title={t(printWords.labels)}>
      <BatchChoice place={place}>
        {(batch) => <Labels key={batch.id} batch={batch} chosen={place.rest[1] ?? null} />}
      </BatchChoice>
    </Screen>
  );
}

function Labels({ batch, chosen }: { batch: OwnBatch; chosen: string | null }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useReading<Listed<LabelSet>>(`/api/v1/batches/${batch.id}/labels?limit=200`);
  return (
    <>
      <section class="card">
        <ReadList reading={reading}>{(sets) => <Sets batch={batch} sets={sets} />}</ReadList>
      </section>
      {chosen === null ? null : (
        <ReadList reading={reading}>
          {(sets) => {
            const set = sets.find(({ id }) => id === chosen);
            return set === undefined ? null : <Chosen key={set.id} batch={batch} set={set} />;
          }}
        </ReadList>
      )}
      {holds(around, 'owner', 'recorder') ? <Issue batch={batch} reading={reading} /> : null}
      <p>
        <a href="#/scans">{t(scanWarningWords.title)}</a>
      </p>
    </>
  );
}

function Chosen({ batch, set }: { batch: OwnBatch; set: LabelSet }): VNode {
  const around = useSurroundings();
  return (
    <>
      <PrintPanel batch={batch} set={set} />
      <LabelStates batch={batch} set={set} mayChange={holds(around, 'owner', 'recorder')} />
    </>
  );
}

function Sets({ batch, sets }: { batch: OwnBatch; sets: readonly LabelSet[] }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  return (
    <Table
      caption={t(printWords.sets)}
      rows={sets}
      keyOf={({ id }) => id}
      empty={printWords.noSets}
      columns={[
        {
          words: printWords.sets,
          cell: ({ id, seq }) => (
            <a href={`#/labels/${batch.id}/${id}`}>{fill(t(printWords.set), { n: seq })}</a>
          ),
        },
        { words: printWords.count, isNumber: true, cell: ({ units }) => units },
        { words: printWords.content, cell: ({ net }) => sayQuantity(net, language) },
        { words: printWords.form, cell: ({ form }) => t(printWords[form]) },
        {
          words: printWords.choose,
          cell: ({ id }) => <a href={`#/labels/${batch.id}/${id}`}>{t(consoleWords.open)}</a>,
        },
      ]}
    />
  );
}

function Issue({ batch, reading }: { batch: OwnBatch; reading: Reading<Listed<LabelSet>> }): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const issue = (field: (name: string) => string): void => {
    const body = {
      units: Number(field('units')),
      net: { value: field('net'), unit: batch.unit },
      form: field('form'),
    };
    void act.act(
      () => api.send<LabelSet>('POST', `/api/v1/batches/${batch.id}/labels`, body, key.now()),
      ({ id }) => {
        key.next();
        reading.again();
        go(`/labels/${batch.id}/${id}`);
      },
    );
  };
  return (
    <Card title={t(printWords.issue)}>
      <p>{t(printWords.issueHint)}</p>
      <Form act={act} submit={printWords.issue} onSubmit={issue} round={key.done}>
        <Input act={act} name="units" words={printWords.count} inputMode="numeric" isRequired />
        <Input
          act={act}
          name="net"
          pointer="/net/value"
          words={inUnit(printWords.net, batch.unit)}
          inputMode="decimal"
          isRequired
        />
        <Select
          act={act}
          name="form"
          words={printWords.form}
          options={(['signed', 'compact'] as const).map((value) => ({ value, text: t(printWords[value]) }))}
        />
      </Form>
    </Card>
  );
}
