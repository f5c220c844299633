import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { inspectionTypes } from '../../gs1/vocabulary.js';
import { testingWords as words } from '../words-testing.js';
import type { Act } from './answers.js';
import type { Batch } from './batch-shapes.js';
import { testingOf, type Testing } from './chain-entries.js';
import { dataField, Form, Input, Select } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { reportOf, type Chosen } from './report.js';
import { ReportRows } from './report-rows.js';
import { SampleFields } from './report-sample.js';
import { RetestFields } from './report-retest.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useSurroundings, useWords } from './surroundings.js';

/** `#/reports/<batch>?sample=<entry>`: a test report of a batch, typed in by its own people or by officials. */
export function ReportScreen({ place }: { place: Place }): VNode {
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}/certificates`, words: words.backToBatch };
  return (
    <EntriesStatementScreen title={words.enterReport} batch={id} done={words.done} back={back}>
      {(batch, entries, onDone) => (
        <Report
          batch={batch}
          testing={testingOf(entries)}
          sample={place.query.get('sample')}
          onDone={onDone}
        />
      )}
    </EntriesStatementScreen>
  );
}

interface ReportProps {
  readonly batch: Batch;
  readonly testing: Testing;
  /** Number of the sample's entry, where one was come from. */
  readonly sample: string | null;
  readonly onDone: (seq: number) => void;
}

function Report({ batch, testing, sample, onDone }: ReportProps): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const isOwn = account.grants.some(({ organization }) => organization === batch.organization);
  const newest = testing.samples.at(-1)?.seq.toString() ?? '';
  const [chosen, choose] = useState<Chosen>({
    type: isOwn ? 'commissioned' : 'supervision',
    sample: sample ?? newest,
    retestOf: '',
  });
  const [rows, setRows] = useState(1);
  // Its result replaces another's, so it is never the word of whose goods were tested (docs/inspections.md).
  const types = Object.entries(inspectionTypes).filter(([type]) => !(isOwn && type === 'retest'));
  return (
    <Card title={t(words.enterReport)}>
      <p>{t(words.stays)}</p>
      <Form
        act={statement}
        submit={words.enterReport}
        onSubmit={(field) => {
          statement.state('inspection', reportOf(field, chosen, testing, rows));
        }}
      >
        <Select
          act={statement}
          name="type"
          pointer="/data/type"
          words={words.type}
          value={chosen.type}
          onChoose={(type) => {
            choose({ ...chosen, type });
          }}
          options={types.map(([value, name]) => ({ value, text: t(name) }))}
        />
        {chosen.type === 'retest' ? (
          <RetestFields act={statement} testing={testing} chosen={chosen} choose={choose} />
        ) : null}
        <SampleFields act={statement} samples={testing.samples} chosen={chosen} choose={choose} />
        <PaperFields act={statement} />
        <ReportRows act={statement} rows={rows} setRows={setRows} />
      </Form>
    </Card>
  );
}

/** What stands on the paper of the report beside its results. */
function PaperFields({ act }: { act: Act }): VNode {
  const body = (name: string): string => `/data/laboratory/${name}`;
  return (
    <>
      <Input
        {...dataField(act, 'laboratory')}
        pointer={[body('name'), '/data/laboratory']}
        words={words.laboratory}
        max={120}
        isRequired
      />
      <Input {...dataField(act, 'cma')} pointer={body('cma')} words={words.cma} max={60} />
      <Input {...dataField(act, 'reportNo')} words={words.reportNo} max={60} />
      <Input {...dataField(act, 'reportedOn')} words={words.reportedOn} type="date" />
      <Input {...dataField(act, 'basis')} words={words.basis} value="GB 2763" max={80} isRequired />
    </>
  );
}
