import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { applicationWords } from '../words-applications.js';
import { applyNextWords, applyWords as words } from '../words-apply.js';
import { FaultNote, Read, useAct } from './answers.js';
import { ApplicationChip } from './application.js';
import { ApplyDocuments } from './apply-documents.js';
import { ApplyFields, applicationOf } from './apply-fields.js';
import { ApplyOwner } from './apply-owner.js';
import { Typed } from './batch-names.js';
import { Form } from './fields.js';
import { openingOf, useOwnApplication, type Opening, type OwnApplication } from './own-application.js';
import { At, Card, Code, ConfirmButton, Copyable, Facts, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface StepProps {
  readonly application: OwnApplication;
  readonly opening: Opening;
  readonly again: () => void;
}

/** An application as its applicant follows, completes and ends it. */
export function OwnApplicationScreen({ id, secret }: { id: string; secret: string }): VNode {
  const t = useWords();
  const opening = openingOf(id, secret);
  const reading = useOwnApplication(opening);
  return (
    <Screen title={t(words.own)}>
      <Read reading={reading}>
        {(application) => (
          <>
            <Standing application={application} again={reading.again} />
            <Address id={id} secret={secret} />
            <Steps application={application} opening={opening} again={reading.again} />
          </>
        )}
      </Read>
    </Screen>
  );
}

function Standing({ application, again }: Omit<StepProps, 'opening'>): VNode {
  const t = useWords();
  const { state, reason, uscc, subjectCode, createdAt, changedAt } = application;
  const isAnswered = state === 'returned' || state === 'refused';
  return (
    <Card title={t(words.standing)}>
      <div class="stack" role="status">
        <p>
          <ApplicationChip state={state} />
        </p>
        <p>{t(applyNextWords[state])}</p>
        {isAnswered && reason !== null ? (
          <p class="note">
            {t(words.reason)}
            <Foreign text={reason} />
          </p>
        ) : null}
      </div>
      <Facts
        facts={[
          [applicationWords.name, <Typed key="name" text={application.name} />],
          [applicationWords.kind, t(organizationTypes[application.kind])],
          [applicationWords.uscc, uscc === null ? null : <Code key="uscc" code={uscc} />],
          [applicationWords.region, application.region],
          [
            applicationWords.subjectCode,
            subjectCode === null ? null : <Code key="code" code={subjectCode} />,
          ],
          [applicationWords.sent, <At key="sent" time={createdAt} />],
          [applicationWords.changed, changedAt === createdAt ? null : <At key="changed" time={changedAt} />],
        ]}
      />
      {state === 'applied' ? (
        <div class="row">
          <button type="button" class="quiet" onClick={again}>
            {t(words.look)}
          </button>
        </div>
      ) : null}
    </Card>
  );
}

function Address({ id, secret }: { id: string; secret: string }): VNode {
  const t = useWords();
  const place = [id, secret].map(encodeURIComponent).join('/');
  return (
    <Card title={t(words.keep)}>
      <p>{t(words.keepWhy)}</p>
      <Copyable text={`${location.origin}/console#/apply/${place}`} />
    </Card>
  );
}

/** What can still be done about it. */
function Steps({ application, opening, again }: StepProps): VNode {
  const t = useWords();
  const { state, documents } = application;
  if (state === 'approved') return <ApplyOwner application={application} opening={opening} />;
  if (state === 'refused' || state === 'withdrawn')
    return (
      <div class="row">
        <a class="button quiet" href="#/apply">
          {t(words.applyAnew)}
        </a>
      </div>
    );
  return (
    <>
      <ApplyDocuments documents={documents} opening={opening} again={again} />
      <Change application={application} opening={opening} again={again} />
      <Withdrawal opening={opening} again={again} />
    </>
  );
}

function Change({ application, opening: { path, secret }, again }: StepProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [round, setRound] = useState(0);
  const change = (field: (name: string) => string): void =>
    void act.act(
      () => api.askAsApplicant(secret, 'PUT', path, applicationOf(field)),
      () => {
        setRound(round + 1);
        again();
      },
    );
  return (
    <Card title={t(words.change)}>
      <p>{t(words.changeHint)}</p>
      <Form
        act={act}
        submit={application.state === 'returned' ? words.resend : words.saveChange}
        onSubmit={change}
        round={round}
      >
        <ApplyFields act={act} before={application} />
      </Form>
      <p role="status">{round > 0 && application.state === 'applied' ? t(words.changed) : ''}</p>
    </Card>
  );
}

function Withdrawal({ opening: { path, secret }, again }: Omit<StepProps, 'application'>): VNode {
  const { api } = useSurroundings();
  const act = useAct();
  const withdraw = (): void =>
    void act.act(() => api.askAsApplicant(secret, 'POST', `${path}/withdrawal`), again);
  return (
    <section class="card">
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <ConfirmButton
          words={words.withdraw}
          question={words.withdrawSure}
          isDisabled={act.isBusy}
          onConfirm={withdraw}
        />
      </div>
    </section>
  );
}
