import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { inspectionTypes, verdicts, type InspectionType, type Verdict } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { consoleWords } from '../words-console.js';
import { inspectionWords } from '../words-inspections.js';
import { testingWords } from '../words-testing.js';
import { Read, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Person, useColleagues } from './colleagues.js';
import { Form, Input } from './fields.js';
import { Analytes, targetOf, TaskState, type InspectionTask } from './inspection-task.js';
import { At, Card, Chip, Facts, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { verdictTones } from './tones.js';

/** A report, with its legal clocks. */
interface Report {
  readonly seq: number;
  readonly type: InspectionType;
  readonly reportNo: string | null;
  readonly laboratory: string;
  readonly verdict: Verdict;
  readonly recordedAt: string;
  readonly objectionUntil: string | null;
  readonly objections: readonly number[];
  readonly replacedBy: number | null;
}

/** One task: what was ordered, the samples taken for it with their reports, and taking it back. */
export function InspectionScreen({ id }: { id: string }): VNode {
  const t = useWords();
  const reading = useReading<InspectionTask>(`/api/v1/inspection-tasks/${encodeURIComponent(id)}`);
  return (
    <Screen title={t(inspectionWords.task)}>
      <p>
        <a href="#/inspections">{t(inspectionWords.back)}</a>
      </p>
      <Read reading={reading}>
        {(task) => (
          <>
            <Ordered task={task} />
            <Card title={t(inspectionWords.samples)}>
              {['ordered', 'sampled'].includes(task.state) ? <TakeSample task={task} /> : null}
              {task.samples.length === 0 ? <p>{t(inspectionWords.noSamples)}</p> : null}
              {task.samples.map((sample) => (
                <Sample key={`${sample.batch} ${sample.seq}`} sample={sample} />
              ))}
            </Card>
            {task.state === 'ordered' ? <Withdrawal id={task.id} again={reading.again} /> : null}
          </>
        )}
      </Read>
    </Screen>
  );
}

function Ordered({ task }: { task: InspectionTask }): VNode {
  const t = useWords();
  const colleagues = useColleagues();
  const { organization, authority, dueOn, reason, orderedAt, assignee, withdrawnReason, batch } = task;
  return (
    <section class="card">
      <p>
        <TaskState task={task} />
      </p>
      <Facts
        facts={[
          [inspectionWords.whose, <Foreign key="whose" text={organization.name} />],
          [
            inspectionWords.what,
            batch === null ? (
              t(targetOf(task))
            ) : (
              <a key="batch" href={`#/batches/${batch}`}>
                {t(targetOf(task))}
              </a>
            ),
          ],
          [inspectionWords.analytes, <Analytes key="analytes" task={task} />],
          [inspectionWords.dueOn, dueOn],
          [inspectionWords.reason, <Foreign key="reason" text={reason} />],
          [inspectionWords.authority, <Foreign key="authority" text={authority.name} />],
          [inspectionWords.orderedAt, <At key="at" time={orderedAt} />],
          [
            inspectionWords.assignee,
            assignee === null ? null : <Person key="assignee" id={assignee} colleagues={colleagues} />,
          ],
          [
            inspectionWords.withdrawReason,
            withdrawnReason === null ? null : <Foreign key="withdrawn" text={withdrawnReason} />,
          ],
        ]}
      />
    </section>
  );
}

/** The way to the sampling sheet: of the batch that was ordered, else of the one that the inspector finds. */
function TakeSample({ task: { id, batch } }: { task: InspectionTask }): VNode {
  const t = useWords();
  return batch === null ? (
    <p>
      <a class="button quiet" href="#/batches">
        {t(testingWords.findBatch)}
      </a>{' '}
      {t(testingWords.findBatchHint)}
    </p>
  ) : (
    <p>
      <a class="button quiet" href={`#/samples/${batch}?task=${id}`}>
        {t(testingWords.takeSample)}
      </a>
    </p>
  );
}

function Sample({ sample: { batch, seq, reports } }: { sample: InspectionTask['samples'][number] }): VNode {
  const t = useWords();
  const named = new Set(reports.map((report) => report.seq));
  const reading = useReading<Listed<Report>>(
    reports.length === 0 ? null : `/api/v1/batches/${batch}/inspections?limit=200`,
  );
  return (
    <section class="stack">
      <h3>
        {t(inspectionWords.sample)} ·{' '}
        <a href={`#/batches/${batch}`}>{fill(t(inspectionWords.sampleEntry), { n: seq })}</a>
      </h3>
      <p>
        <a class="button quiet" href={`#/reports/${batch}?sample=${seq}`}>
          {t(testingWords.enterReport)}
        </a>
      </p>
      {reports.length === 0 ? (
        <p>{t(inspectionWords.noReports)}</p>
      ) : (
        <Read reading={reading}>
          {({ items }) => (
            <ol class="stack">
              {items
                .filter((report) => named.has(report.seq))
                .map((report) => (
                  <li key={report.seq} class="card">
                    <ReportFacts report={report} />
                  </li>
                ))}
            </ol>
          )}
        </Read>
      )}
    </section>
  );
}

function ReportFacts({ report }: { report: Report }): VNode {
  const t = useWords();
  const { type, reportNo, laboratory, verdict, recordedAt, objectionUntil, objections, replacedBy } = report;
  return (
    <>
      <p class="row">
        <Chip tone={verdictTones[verdict]}>{t(verdicts[verdict])}</Chip>
        <span>{t(inspectionTypes[type])}</span>
      </p>
      <Facts
        facts={[
          [inspectionWords.laboratory, <Foreign key="laboratory" text={laboratory} />],
          [inspectionWords.reportNo, reportNo === null ? null : <Foreign key="report" text={reportNo} />],
          [consoleWords.recorded, <At key="recorded" time={recordedAt} />],
          [
            inspectionWords.objectionUntil,
            objectionUntil === null ? null : <At key="until" time={objectionUntil} />,
          ],
          [inspectionWords.objections, objections.length === 0 ? null : objections.length],
        ]}
      />
      {replacedBy === null ? null : <p>{fill(t(inspectionWords.replaced), { n: replacedBy })}</p>}
    </>
  );
}

function Withdrawal({ id, again }: { id: string; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [isDone, setDone] = useState(false);
  return (
    <Card title={t(inspectionWords.withdraw)}>
      <p>{t(inspectionWords.withdrawHint)}</p>
      <Form
        act={act}
        submit={inspectionWords.withdraw}
        onSubmit={(field) => {
          void act.act(
            () =>
              api.send('POST', `/api/v1/inspection-tasks/${encodeURIComponent(id)}/withdrawal`, {
                reason: field('reason'),
              }),
            () => {
              setDone(true);
              again();
            },
          );
        }}
      >
        <Input
          name="reason"
          words={inspectionWords.withdrawReason}
          hint={inspectionWords.reasonHint}
          act={act}
          max={300}
          isRequired
        />
      </Form>
      <p role="status">{isDone ? t(inspectionWords.withdrawn) : ''}</p>
    </Card>
  );
}
