import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { applicationWords as words, decidedWords } from '../words-applications.js';
import { FaultNote, useAct, type Act } from './answers.js';
import type { Application } from './application.js';
import { Form, Lines, Select } from './fields.js';
import { Card, Code, ConfirmButton, Facts } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

type Decision = keyof typeof decidedWords;

/** An application after its decision. */
export interface Decided extends Application {
  readonly state: Decision;
  readonly subjectCode: string | null;
}

interface Props {
  readonly application: Application;
  /** What came of a decision made here, or null. */
  readonly decided: Decided | null;
  /** Reads the application anew. */
  readonly again: () => void;
  readonly onDecided: (decided: Decided) => void;
}

/** The decision about an application while it waits for one, and what came of it. */
export function ApplicationDecision({ application, decided, again, onDecided }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const approving = useAct();
  const declining = useAct();
  const decide = (act: Act, body: { decision: Decision; reason?: string }): void =>
    void act.act(async () => {
      const answer = await api.send<Decided>('POST', `/api/v1/applications/${application.id}/decision`, body);
      // Somebody else may have been first: what became of it is read anew.
      if (answer.fault?.status === 409) again();
      return answer;
    }, onDecided);
  const isWaiting = application.state === 'applied';
  const isBusy = approving.isBusy || declining.isBusy;
  const fault = approving.fault ?? declining.fault;
  return (
    <>
      {isWaiting ? (
        <>
          <p>{t(words.stated)}</p>
          <Approving
            act={{ ...approving, isBusy }}
            approve={() => {
              decide(approving, { decision: 'approved' });
            }}
          />
          <Declining
            act={{ ...declining, isBusy }}
            decline={(body) => {
              decide(declining, body);
            }}
          />
        </>
      ) : null}
      {isWaiting || decided !== null || fault === null ? null : <FaultNote fault={fault} />}
      <div role="status">{decided === null ? null : <Done decided={decided} />}</div>
    </>
  );
}

interface ApprovingProps {
  readonly act: Act;
  readonly approve: () => void;
}

function Approving({ act, approve }: ApprovingProps): VNode {
  const t = useWords();
  return (
    <Card title={t(words.approve)}>
      <p>{t(words.approveWhat)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <ConfirmButton
          words={words.approve}
          question={words.approveSure}
          isDisabled={act.isBusy}
          onConfirm={approve}
        />
      </div>
    </Card>
  );
}

interface DecliningProps {
  readonly act: Act;
  readonly decline: (body: { decision: Decision; reason: string }) => void;
}

function Declining({ act, decline }: DecliningProps): VNode {
  const t = useWords();
  const [decision, setDecision] = useState<'returned' | 'refused'>('returned');
  const isFinal = decision === 'refused';
  return (
    <Card title={t(words.notApprove)}>
      <Form
        act={act}
        submit={isFinal ? words.refuse : words.return}
        onSubmit={(field) => {
          decline({ decision, reason: field('reason') });
        }}
      >
        <Select
          act={act}
          name="decision"
          words={words.decision}
          value={decision}
          onChoose={(value) => {
            setDecision(value === 'refused' ? 'refused' : 'returned');
          }}
          options={[
            { value: 'returned', text: t(words.return) },
            { value: 'refused', text: t(words.refuse) },
          ]}
        />
        <p>{t(isFinal ? words.refuseWhat : words.returnWhat)}</p>
        <Lines act={act} name="reason" words={words.why} hint={words.whyHint} max={400} isRequired />
      </Form>
    </Card>
  );
}

function Done({ decided: { state, subjectCode } }: { decided: Decided }): VNode {
  const t = useWords();
  return (
    <>
      <p>{t(decidedWords[state])}</p>
      {subjectCode === null ? null : (
        <Facts facts={[[words.subjectCode, <Code key="code" code={subjectCode} />]]} />
      )}
    </>
  );
}
