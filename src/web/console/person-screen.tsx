import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { peopleWords as words } from '../words-people.js';
import { FaultNote, Read, useAct } from './answers.js';
import { Form, Input } from './fields.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Chip, ConfirmButton, Copyable, Facts, Foreign, WayTo } from './parts.js';
import { useStanding, type Consent, type Person } from './person.js';
import { decide, type Deciding } from './person-deciding.js';
import { ErasureStanding, EraseCard } from './person-erasure.js';
import { useSurroundings, useWords } from './surroundings.js';

/**
 * One person: what is known, put right; consent; everything as a file; erasure. The heading does not say who it is: the
 * browser remembers the titles of pages.
 */
export function PersonScreen({ id, of }: { id: string; of: string }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const path = `/api/v1/organizations/${encodeURIComponent(of)}/people/${encodeURIComponent(id)}`;
  const reading = useStanding(path);
  const deciding = { path, again: reading.again };
  return (
    <Screen title={t(words.one)}>
      <Read reading={reading}>
        {({ person, consent, erasure }) => (
          <>
            {person === null ? null : <Known person={person} />}
            {erasure === null ? null : <ErasureStanding erasure={erasure} again={reading.again} />}
            {consent === null && erasure === null ? <p>{t(words.onlyDeciders)}</p> : null}
            {person === null || consent === null ? null : (
              <>
                <PutRight person={person} {...deciding} />
                <ConsentCard consent={consent} {...deciding} />
                <Card title={t(words.file)}>
                  <p>{t(words.fileWhat)}</p>
                  <div class="row">
                    <KeepButton words={words.keep} path={`${path}/export`} name="person.json" />
                  </div>
                </Card>
                <EraseCard {...deciding} />
              </>
            )}
          </>
        )}
      </Read>
      <WayTo place={of === organization?.id ? '/people' : `/people?of=${of}`} words={words.back} />
    </Screen>
  );
}

function Known({ person: { name, contact, state, createdAt, reference } }: { person: Person }): VNode {
  const t = useWords();
  return (
    <section class="card">
      <p>
        <Chip tone={state === 'in-use' ? 'good' : 'plain'}>{t(words[state])}</Chip>
      </p>
      <Facts
        facts={[
          [words.name, name === null ? t(words.notShown) : <Foreign key="name" text={name} />],
          [words.contact, contact === null ? null : <Foreign key="contact" text={contact} />],
          [words.since, <At key="since" time={createdAt} />],
        ]}
      />
      {state === 'in-use' ? (
        <>
          <h2>{t(words.reference)}</h2>
          <Copyable text={reference} />
        </>
      ) : null}
    </section>
  );
}

function PutRight({ person, ...deciding }: Deciding & { person: Person }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [isDone, setDone] = useState(false);
  const put = (field: (name: string) => string): void => {
    setDone(false);
    const contact = field('contact');
    const body = { name: field('name'), contact: contact === '' ? null : contact };
    void decide(act, deciding, async () => {
      const answer = await api.send<Person>('PUT', deciding.path, body);
      setDone(answer.fault === null);
      return answer;
    });
  };
  return (
    <Card title={t(words.putRight)}>
      <p>{t(words.putRightWhat)}</p>
      <Form act={act} submit={words.putRight} onSubmit={put}>
        <Input act={act} name="name" words={words.name} value={person.name ?? ''} max={80} isRequired />
        <Input act={act} name="contact" words={words.contactAsked} value={person.contact ?? ''} max={80} />
      </Form>
      <p role="status">{isDone ? t(words.putRightDone) : ''}</p>
    </Card>
  );
}

function ConsentCard({ consent: { given, since }, ...deciding }: Deciding & { consent: Consent }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const state = (method: 'PUT' | 'DELETE'): void =>
    void decide(act, deciding, () => api.send<Consent>(method, `${deciding.path}/consent`));
  return (
    <Card title={t(words.consent)}>
      <div role="status">
        <Chip tone={given ? 'good' : 'plain'}>{t(given ? words.consentGiven : words.consentNone)}</Chip>{' '}
        {since === null ? null : <At time={since} />}
      </div>
      <p>{t(given ? words.withdrawWhat : words.consentWhat)}</p>
      <p>{t(words.consentStated)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        {given ? (
          <ConfirmButton
            key="withdraw"
            words={words.withdraw}
            question={words.withdrawSure}
            isDisabled={act.isBusy}
            onConfirm={() => {
              state('DELETE');
            }}
          />
        ) : (
          <ConfirmButton
            key="give"
            words={words.give}
            question={words.giveSure}
            isDisabled={act.isBusy}
            onConfirm={() => {
              state('PUT');
            }}
          />
        )}
      </div>
    </Card>
  );
}
