import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { anomalyStateWords, caseWords, stepWords } from '../words-cases.js';
import { consoleWords } from '../words-console.js';
import type { AnomalyDetail, Step } from './anomaly.js';
import { AnomalyChips, AnomalyFacts, ClashingFacts } from './anomaly-parts.js';
import { Read, useAct, useReading, type Act } from './answers.js';
import { useEventKey } from './event-key.js';
import { ColleagueSelect, Person, useColleagues, type Colleague } from './colleagues.js';
import { Form, Lines, Select } from './fields.js';
import { At, Card, Facts, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** One anomaly: the entries that clash, and the inquiry into it, to begin, to note and to end. */
export function AnomalyScreen({ id }: { id: string }): VNode {
  const t = useWords();
  const reading = useReading<AnomalyDetail>(`/api/v1/anomalies/${encodeURIComponent(id)}`);
  const { answer } = reading;
  const title = answer?.fault === null ? answer.body.title : t(caseWords.anomalies);
  return (
    <Screen title={title}>
      <p>
        <a href="#/anomalies">{t(caseWords.back)}</a>
      </p>
      <Read reading={reading}>
        {(anomaly) => (
          <>
            <section class="card">
              <AnomalyChips anomaly={anomaly} />
              <AnomalyFacts anomaly={anomaly} />
              <p>
                <a href={`#/inspections/new?batch=${anomaly.batch.id}`}>{t(caseWords.orderInspection)}</a>
              </p>
            </section>
            <Card title={t(caseWords.facts)}>
              <ClashingFacts anomaly={anomaly} />
            </Card>
            <Inquiry anomaly={anomaly} again={reading.again} />
          </>
        )}
      </Read>
    </Screen>
  );
}

interface InquiryProps {
  readonly anomaly: AnomalyDetail;
  readonly again: () => void;
}

function Inquiry({ anomaly, again }: InquiryProps): VNode {
  const t = useWords();
  const { id, steps } = anomaly;
  const [stepsBefore, setStepsBefore] = useState(Infinity);
  const status = useRef<HTMLParagraphElement>(null);
  const said = (): void => {
    setStepsBefore(steps.length);
    status.current?.focus();
    again();
  };
  const colleagues = useColleagues();
  return (
    <Card title={t(caseWords.inquiry)}>
      <p class="quiet">{t(caseWords.inquiryHint)}</p>
      {steps.length === 0 ? (
        <p>{t(caseWords.noSteps)}</p>
      ) : (
        <ol class="stack">
          {steps.map((step) => (
            <StepItem key={step.seq} step={step} colleagues={colleagues} />
          ))}
        </ol>
      )}
      <p role="status" ref={status} tabIndex={-1}>
        {steps.length > stepsBefore ? t(caseWords.done) : ''}
      </p>
      {anomaly.inForce ? (
        <Assign key={`assign${steps.length}`} id={id} said={said} anomaly={anomaly} colleagues={colleagues} />
      ) : null}
      {anomaly.state === 'assigned' ? (
        <>
          <Note key={`note${steps.length}`} id={id} said={said} />
          <Close key={`close${steps.length}`} id={id} said={said} />
        </>
      ) : null}
    </Card>
  );
}

interface Among {
  readonly colleagues: readonly Colleague[];
}

function StepItem({ step: one, colleagues }: Among & { step: Step }): VNode {
  const t = useWords();
  const { step, outcome, recordedAt, authority, person, text } = one;
  return (
    <li class="card">
      <h3>
        {t(stepWords[step])}
        {outcome === null ? '' : ` · ${t(anomalyStateWords[outcome])}`}
      </h3>
      {step === 'assigned' ? null : <p>{text === null ? t(caseWords.withheld) : <Foreign text={text} />}</p>}
      <Facts
        facts={[
          [consoleWords.recorded, <At key="recorded" time={recordedAt} />],
          [caseWords.said, <Foreign key="said" text={authority.name} />],
          [
            caseWords.person,
            person === null ? null : <Person key="person" id={person} colleagues={colleagues} />,
          ],
        ]}
      />
    </li>
  );
}

interface StepProps {
  readonly id: string;
  readonly said: () => void;
}

/** Sends a step; the same form sent again after a lost answer is the same step. */
function useStep({ id, said }: StepProps, path: string): { act: Act; send: (body: JsonObject) => void } {
  const { api } = useSurroundings();
  const act = useAct();
  const key = useEventKey();
  const send = (body: JsonObject): void => {
    void act.act(
      () => api.send('POST', `/api/v1/anomalies/${encodeURIComponent(id)}/${path}`, body, key.now()),
      () => {
        key.next();
        said();
      },
    );
  };
  return { act, send };
}

/** Who looks into it now: oneself, or a colleague. */
function Assign({ anomaly, colleagues, ...props }: StepProps & Among & { anomaly: AnomalyDetail }): VNode {
  const t = useWords();
  const own = useStep(props, 'assignment');
  const other = useStep(props, 'assignment');
  const { state, steps } = anomaly;
  const isAssigned = state === 'assigned';
  const person = isAssigned ? steps.findLast(({ step }) => step === 'assigned')?.person : null;
  const isOwn = colleagues.some(({ id, you }) => you && id === person);
  const others = colleagues.filter(({ id, you }) => !you && id !== person);
  return (
    <div class="stack">
      {isOwn ? null : (
        <Form
          act={own.act}
          submit={isAssigned ? caseWords.takeOver : caseWords.take}
          onSubmit={() => {
            own.send({});
          }}
        >
          {null}
        </Form>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary>{t(caseWords.give)}</summary>
          <Form
            act={other.act}
            submit={caseWords.give}
            onSubmit={(field) => {
              other.send({ assignee: field('assignee') });
            }}
          >
            <ColleagueSelect words={caseWords.person} act={other.act} colleagues={others} />
          </Form>
        </details>
      )}
    </div>
  );
}

function Note(props: StepProps): VNode {
  const { act, send } = useStep(props, 'notes');
  return (
    <Form
      act={act}
      submit={caseWords.addNote}
      onSubmit={(field) => {
        send({ text: field('text') });
      }}
    >
      <Lines name="text" words={caseWords.note} hint={caseWords.noteHint} act={act} max={400} isRequired />
    </Form>
  );
}

function Close(props: StepProps): VNode {
  const t = useWords();
  const { act, send } = useStep(props, 'closing');
  const outcomes = ['explained', 'filed'] as const;
  return (
    <Form
      act={act}
      submit={caseWords.close}
      onSubmit={(field) => {
        send({ outcome: field('outcome'), reason: field('reason') });
      }}
    >
      <Select
        name="outcome"
        words={caseWords.outcome}
        act={act}
        options={outcomes.map((value) => ({ value, text: t(anomalyStateWords[value]) }))}
      />
      <Lines
        name="reason"
        words={caseWords.reason}
        hint={caseWords.noteHint}
        act={act}
        max={400}
        isRequired
      />
    </Form>
  );
}
