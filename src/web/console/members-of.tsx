import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { deskWords } from '../words-desk.js';
import { consoleWords, roleWords } from '../words-console.js';
import {
  FactorButton,
  NewPasswordButton,
  SaidOfAccount,
  useAccountAct,
  type AccountAct,
} from './account-acts.js';
import { doneBefore, FaultNote, ReadList, useAct, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { Form, Input, Select } from './fields.js';
import { FormerMembers, useFormerMembers, type Member } from './former-members.js';
import { useOwn } from './own-lists.js';
import { At, Card, ConfirmButton, Copyable, Foreign, Table } from './parts.js';
import { wordsOf } from './vocabulary-words.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

interface Invitation {
  readonly id: string;
  readonly login: string | null;
  readonly role: string;
  readonly expiresAt: string;
}
interface IssuedInvitation extends Invitation {
  readonly token: string;
}

/** Members and invitations of the organization that is acted for. */
export function MembersOf(): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useOwn<Member>('members');
  const isDeciding = holds(around, 'owner', 'admin');
  const former = useFormerMembers();
  const again = (): void => {
    reading.again();
    former.again();
  };
  const act = useAccountAct();
  return (
    <>
      <section class="card">
        {act.fault === null ? null : <FaultNote fault={act.fault} />}
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(deskWords.members)}
              rows={items}
              keyOf={({ id }) => id}
              empty={deskWords.noMembers}
              columns={[
                { words: deskWords.memberName, cell: ({ name }) => <Foreign text={name} /> },
                { words: deskWords.login, cell: ({ login }) => <Foreign text={login} /> },
                { words: deskWords.role, cell: ({ role }) => t(wordsOf(roleWords, role)) },
                { words: deskWords.since, cell: ({ since }) => <At time={since} /> },
                ...(isDeciding
                  ? [
                      {
                        words: deskWords.memberActs,
                        cell: ({ id }: Member) => <MemberActs id={id} act={act} again={again} />,
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </ReadList>
        <SaidOfAccount act={act} />
      </section>
      {isDeciding ? (
        <>
          <FormerMembers reading={former} again={again} />
          <Invitations />
        </>
      ) : null}
    </>
  );
}

interface MemberActsProps {
  readonly id: string;
  readonly act: AccountAct;
  readonly again: () => void;
}

function MemberActs({ id, act, again }: MemberActsProps): VNode {
  const around = useSurroundings();
  const path = `/api/v1/members/${id}`;
  return (
    <div class="row">
      <NewPasswordButton path={path} act={act} />
      {holds(around, 'admin') ? <FactorButton path={path} act={act} /> : null}
      <ConfirmButton
        words={deskWords.endMember}
        question={deskWords.endMemberSure}
        isDisabled={act.isBusy}
        onConfirm={() => void act.act(async () => doneBefore(await around.api.send('DELETE', path)), again)}
      />
    </div>
  );
}

function Invitations(): VNode {
  const { api, organization } = useSurroundings();
  const t = useWords();
  const reading = useOwn<Invitation>('invitations');
  const act = useAct();
  const [link, setLink] = useState<string | null>(null);
  const invite = (field: (name: string) => string): void =>
    void act.act(
      () =>
        api.send<IssuedInvitation>('POST', '/api/v1/invitations', {
          organization: organization?.id ?? '',
          role: field('role'),
          ...(field('login') === '' ? {} : { login: field('login') }),
        }),
      ({ token }) => {
        // What follows # is sent to no server when the link is opened.
        setLink(`${location.origin}/console#/join/${token}`);
        reading.again();
      },
    );
  return (
    <Card title={t(deskWords.invite)}>
      <p>{t(deskWords.inviteHint)}</p>
      <Form act={act} submit={deskWords.invite} onSubmit={invite}>
        <Select
          act={act}
          name="role"
          words={deskWords.role}
          value="recorder"
          options={['recorder', 'viewer', 'owner'].map((value) => ({
            value,
            text: t(wordsOf(roleWords, value)),
          }))}
        />
        <Input act={act} name="login" words={deskWords.expectedLogin} max={64} />
      </Form>
      {link === null ? null : (
        <div class="stack" role="status">
          <h3>{t(deskWords.inviteLink)}</h3>
          <Copyable text={link} />
        </div>
      )}
      <OpenInvitations reading={reading} />
    </Card>
  );
}

function OpenInvitations({ reading }: { reading: Reading<Listed<Invitation>> }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const withdraw = (id: string): void =>
    void act.act(() => api.send('DELETE', `/api/v1/invitations/${id}`), reading.again);
  return (
    <ReadList reading={reading}>
      {(items) => (
        <Table
          caption={t(deskWords.invitations)}
          isCaptionShown
          rows={items}
          keyOf={({ id }) => id}
          empty={deskWords.noInvitations}
          columns={[
            { words: deskWords.role, cell: ({ role }) => t(wordsOf(roleWords, role)) },
            { words: deskWords.login, cell: ({ login }) => <Foreign text={login ?? '—'} /> },
            { words: deskWords.expires, cell: ({ expiresAt }) => <At time={expiresAt} /> },
            {
              words: deskWords.withdraw,
              cell: ({ id }) => (
                <ConfirmButton
                  words={deskWords.withdraw}
                  question={consoleWords.sure}
                  isDisabled={act.isBusy}
                  onConfirm={() => {
                    withdraw(id);
                  }}
                />
              ),
            },
          ]}
        />
      )}
    </ReadList>
  );
}
