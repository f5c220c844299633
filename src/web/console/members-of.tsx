import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { deskWords } from '../words-desk.js';
import { consoleWords, roleWords } from '../words-console.js';
import { FaultNote, ReadList, useAct, type Act, type Reading } from './answers.js';
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
interface IssuedReset {
  readonly login: string;
  readonly token: string;
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
  const act = useAct();
  const [reset, setReset] = useState<IssuedReset | null>(null);
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
                        cell: ({ id }: Member) => (
                          <MemberActs id={id} act={act} onReset={setReset} again={again} />
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </ReadList>
        {reset === null ? null : (
          <div class="stack" role="status">
            <h3>{fill(t(deskWords.newPasswordLink), { login: plainText(reset.login) })}</h3>
            <Copyable text={`${location.origin}/console#/new-password/${reset.token}`} />
          </div>
        )}
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
  readonly act: Act;
  readonly onReset: (reset: IssuedReset | null) => void;
  readonly again: () => void;
}

function MemberActs({ id, act, onReset, again }: MemberActsProps): VNode {
  const { api } = useSurroundings();
  const makeLink = (): void => {
    onReset(null);
    void act.act(() => api.send<IssuedReset>('POST', `/api/v1/members/${id}/password-reset`), onReset);
  };
  return (
    <div class="row">
      <ConfirmButton
        words={deskWords.newPassword}
        question={deskWords.newPasswordSure}
        isDisabled={act.isBusy}
        onConfirm={makeLink}
      />
      <ConfirmButton
        words={deskWords.endMember}
        question={deskWords.endMemberSure}
        isDisabled={act.isBusy}
        onConfirm={() => void act.act(() => api.send('DELETE', `/api/v1/members/${id}`), again)}
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
