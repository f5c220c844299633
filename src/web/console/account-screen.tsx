import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { accountWords } from '../words-account.js';
import { consoleWords, roleWords } from '../words-console.js';
import { FaultNote, Read, useAct, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { Form, Input } from './fields.js';
import { Identities } from './identities.js';
import { EraseAccount, OwnData } from './own-data.js';
import { At, Card, Chip, Facts, Foreign, Table } from './parts.js';
import { Passkeys } from './passkeys.js';
import { SecondFactorSetUp } from './second-factor-screen.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface Factor {
  readonly active: boolean;
  readonly recoveryCodesLeft: number;
}
interface OpenSession {
  readonly id: string;
  readonly client: string | null;
  readonly used: string;
  readonly current: boolean;
}

/** The own account: roles, ways of signing in, where it is signed in, what is held of it, and the ways out. */
export function AccountScreen(): VNode {
  const { api, account, renew, go } = useSurroundings();
  const t = useWords();
  const factor = useReading<Factor>('/api/v1/auth/totp');
  const leave = async (): Promise<void> => {
    await api.session.signOut();
    go('/');
    await renew();
  };
  return (
    <Screen title={t(consoleWords.account)}>
      <section class="card">
        <Facts
          facts={[
            [accountWords.signedInAs, <Foreign key="login" text={account.login} />],
            [accountWords.roles, <Roles key="roles" />],
          ]}
        />
        <div class="row">
          <button type="button" onClick={() => void leave()}>
            {t(consoleWords.signOut)}
          </button>
        </div>
      </section>
      <SecondFactor reading={factor} />
      <Passkeys />
      <Identities />
      <Sessions />
      <Password />
      <OwnData />
      <EraseAccount takesCode={factor.answer?.fault !== null || factor.answer.body.active} />
    </Screen>
  );
}

function Roles(): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  return (
    <ul>
      {account.grants.map(({ role, organization, region }) => (
        <li key={`${role}${organization ?? ''}${region ?? ''}`}>
          {t(wordsOf(roleWords, role))}{' '}
          <Foreign
            text={account.organizations.find(({ id }) => id === organization)?.name ?? placeOf(region, t)}
          />
        </li>
      ))}
    </ul>
  );
}

function placeOf(region: string | null, t: ReturnType<typeof useWords>): string {
  return region === null ? '' : region === '' ? t(accountWords.everywhere) : region;
}

function SecondFactor({ reading }: { reading: Reading<Factor> }): VNode {
  const t = useWords();
  return (
    <Card title={t(accountWords.secondFactor)}>
      <Read reading={reading}>
        {({ active, recoveryCodesLeft }) =>
          active ? (
            <p>
              <Chip tone="good">{t(accountWords.secondFactorOn)}</Chip>{' '}
              {fill(t(accountWords.recoveryLeft), { n: recoveryCodesLeft })}
            </p>
          ) : (
            <>
              <p>
                <Chip tone="plain">{t(accountWords.secondFactorOff)}</Chip>
              </p>
              <SecondFactorSetUp onDone={reading.again} />
            </>
          )
        }
      </Read>
    </Card>
  );
}

function Sessions(): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const reading = useReading<Listed<OpenSession>>('/api/v1/auth/sessions');
  const ending = useAct();
  const end = (path: string): void => void ending.act(() => api.send('DELETE', path), reading.again);
  return (
    <Card title={t(accountWords.sessions)}>
      {ending.fault === null ? null : <FaultNote fault={ending.fault} />}
      <Read reading={reading}>
        {({ items }) => (
          <>
            <Table
              caption={t(accountWords.sessions)}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { words: accountWords.device, cell: ({ client }) => client ?? t(accountWords.unknownDevice) },
                { words: accountWords.lastUsed, cell: ({ used }) => <At time={used} /> },
                {
                  words: accountWords.endSession,
                  cell: ({ id, current }) =>
                    current ? (
                      <Chip tone="plain">{t(accountWords.thisDevice)}</Chip>
                    ) : (
                      <button
                        type="button"
                        class="quiet"
                        disabled={ending.isBusy}
                        onClick={() => {
                          end(`/api/v1/auth/sessions/${id}`);
                        }}
                      >
                        {t(accountWords.endSession)}
                      </button>
                    ),
                },
              ]}
            />
            {items.length < 2 ? null : (
              <div class="row">
                <button
                  type="button"
                  class="quiet"
                  onClick={() => {
                    end('/api/v1/auth/sessions');
                  }}
                >
                  {t(accountWords.endOthers)}
                </button>
              </div>
            )}
          </>
        )}
      </Read>
    </Card>
  );
}

function Password(): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const change = useAct();
  const [isChanged, setChanged] = useState(false);
  return (
    <Card title={t(accountWords.changePassword)}>
      <Form
        act={change}
        submit={accountWords.changePassword}
        onSubmit={(field) =>
          void change.act(
            () =>
              api.send('PUT', '/api/v1/auth/password', {
                password: field('password'),
                newPassword: field('newPassword'),
              }),
            () => {
              setChanged(true);
            },
          )
        }
      >
        <Input
          act={change}
          name="password"
          type="password"
          words={accountWords.oldPassword}
          complete="current-password"
        />
        <Input
          act={change}
          name="newPassword"
          type="password"
          words={accountWords.newPassword}
          complete="new-password"
        />
      </Form>
      <p role="status">{isChanged ? t(accountWords.passwordChanged) : ''}</p>
    </Card>
  );
}
