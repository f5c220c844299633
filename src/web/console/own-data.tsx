import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ownDataWords as words } from '../words-own-data.js';
import { useAct, useReading } from './answers.js';
import { mayBeDone } from './api.js';
import { Form, Input } from './fields.js';
import { useOrganizationNames } from './gathered.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

const exportPath = '/api/v1/auth/account/export';

/** That an organization has the account as one of its people. */
interface Tie {
  readonly organization: string;
  readonly person: string;
  readonly createdAt: string;
}

/** What is held of the account, as a file, and which organizations have it among their people. */
export function OwnData(): VNode {
  const t = useWords();
  const { answer } = useReading<{ readonly people: readonly Tie[] }>(exportPath);
  const ties = answer?.fault === null ? answer.body.people : [];
  return (
    <Card title={t(words.file)}>
      <p>{t(words.fileWhat)}</p>
      <div class="row">
        <KeepButton words={words.keep} path={exportPath} name="account.json" />
      </div>
      {ties.length === 0 ? null : <Ties ties={ties} />}
    </Card>
  );
}

function Ties({ ties }: { ties: readonly Tie[] }): VNode {
  const t = useWords();
  const names = useOrganizationNames(ties.map(({ organization }) => organization));
  return (
    <Table
      caption={t(words.people)}
      isCaptionShown
      rows={ties}
      keyOf={({ person }) => person}
      columns={[
        {
          words: words.organization,
          cell: ({ organization, person }) => (
            <a href={`#/people/${person}?of=${organization}`}>
              <Foreign text={names.get(organization) ?? organization} />
            </a>
          ),
        },
        { words: words.since, cell: ({ createdAt }) => <At time={createdAt} /> },
      ]}
    />
  );
}

/** Erases the own account. `takesCode`: a second factor is in force, or may be. */
export function EraseAccount({ takesCode }: { takesCode: boolean }): VNode {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={t(words.erase)}>
      <ul class="stack">
        <li>{t(words.now)}</li>
        <li>{t(words.stays)}</li>
        <li>{t(words.person)}</li>
        <li>{t(words.first)}</li>
      </ul>
      {isOpen ? (
        <Erasing takesCode={takesCode} />
      ) : (
        <div class="row">
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setOpen(true);
            }}
          >
            {t(words.begin)}
          </button>
        </div>
      )}
    </Card>
  );
}

function Erasing({ takesCode }: { takesCode: boolean }): VNode {
  const { api, farewell } = useSurroundings();
  const act = useAct();
  const isUnanswered = useRef(false);
  const erase = (field: (name: string) => string): void => {
    const [password, code] = [field('erasing-password'), field('erasing-code')];
    const body = { password, ...(code === '' ? {} : { code }) };
    void act.act(
      async () => {
        const answer = await api.send('POST', '/api/v1/auth/account/erasure', body);
        const { status, title } = answer.fault ?? { status: 204, title: '' };
        // Nobody is signed in any more: it was done when it was sent before, or the session ended meanwhile.
        if (isUnanswered.current && status === 401 && title === '') farewell('perhaps');
        if (mayBeDone(answer.fault)) isUnanswered.current = true;
        return answer;
      },
      () => {
        void api.session.signOut();
        farewell('erased');
      },
    );
  };
  return (
    <Form act={act} submit={words.forGood} onSubmit={erase}>
      <Input
        act={act}
        name="erasing-password"
        pointer="/password"
        type="password"
        words={words.password}
        complete="current-password"
      />
      {takesCode ? (
        <Input act={act} name="erasing-code" pointer="/code" words={words.code} complete="one-time-code" />
      ) : null}
    </Form>
  );
}
