import type { VNode } from 'preact';
import { verdicts } from '../../gs1/vocabulary.js';
import { batchPartWords } from '../words-batches.js';
import { testingWords as words } from '../words-testing.js';
import type { Batch } from './batch-shapes.js';
import { testingOf, type StatedEntry, type TestReport } from './chain-entries.js';
import { Form, Lines } from './fields.js';
import { Card, Facts, Foreign } from './parts.js';
import type { Place } from './place.js';
import { entryAt, referenceTo } from './report.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/objections/<batch>?report=<entry>`: whose goods were tested objects to the result and asks for a retest. */
export function ObjectionScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = { place: `/batches/${id}/certificates`, words: words.backToBatch };
  return (
    <EntriesStatementScreen title={words.object} batch={id} done={words.done} back={back}>
      {(batch, entries, onDone) => {
        const report = entryAt(testingOf(entries).reports, place.query.get('report') ?? '');
        return report === undefined ? (
          <p>{t(words.notThere)}</p>
        ) : (
          <Objection batch={batch} report={report} onDone={onDone} />
        );
      }}
    </EntriesStatementScreen>
  );
}

interface Props {
  readonly batch: Batch;
  readonly report: StatedEntry<TestReport>;
  readonly onDone: (seq: number) => void;
}

function Objection({ batch, report, onDone }: Props): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  const { laboratory, reportNo, verdict } = report.data;
  return (
    <Card title={t(words.whatIsObjected)}>
      <Facts
        facts={[
          [batchPartWords.laboratory, <Foreign key="laboratory" text={laboratory.name} />],
          [batchPartWords.reportNo, reportNo === undefined ? null : <Foreign text={reportNo} />],
          [batchPartWords.verdict, t(verdicts[verdict])],
        ]}
      />
      <p>{t(words.objectionHint)}</p>
      <p>{t(words.stays)}</p>
      <Form
        act={statement}
        submit={words.object}
        onSubmit={(field) => {
          statement.state('objection', { inspection: referenceTo(report), reason: field('reason') });
        }}
      >
        <Lines
          act={statement}
          name="reason"
          pointer="/data/reason"
          words={words.objectionReason}
          hint={words.objectionReasonHint}
          max={200}
          isRequired
        />
      </Form>
    </Card>
  );
}
