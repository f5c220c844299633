import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { applyWords as words } from '../words-apply.js';
import { signInWords } from '../words-apps.js';
import { consoleWords } from '../words-console.js';
import { FaultNote, useAct } from './answers.js';
import { CredentialFields } from './credential-fields.js';
import { Form } from './fields.js';
import type { Opening, OwnApplication } from './own-application.js';
import { Card, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Props {
  readonly application: OwnApplication;
  readonly opening: Opening;
}

/** Whose account owns the organization that was approved: a new one, or the one that is signed in. */
export function ApplyOwner({ application, opening }: Props): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const [isDone, setDone] = useState(false);
  const isSignedIn = account.login !== '';
  const asked = isSignedIn ? (
    <OwnAccount opening={opening} />
  ) : (
    <NewAccount opening={opening} onDone={setDone} />
  );
  if (!isDone && !application.hasOwner) return <Card title={t(words.owner)}>{asked}</Card>;
  return (
    <Card title={t(words.owner)}>
      <p role="status">{t(isDone ? words.ownerMade : words.hasOwner)}</p>
      <div class="row">
        {isSignedIn ? (
          <a href="#/">{t(consoleWords.home)}</a>
        ) : (
          <a href="#/sign-in">{t(signInWords.signIn)}</a>
        )}
      </div>
      {isDone ? null : (
        // The account is named before it is made: who was cut off between the two goes on here.
        <details>
          <summary>{t(words.ownerBroken)}</summary>
          <div class="stack">{asked}</div>
        </details>
      )}
    </Card>
  );
}

function OwnAccount({ opening: { path, secret } }: { opening: Opening }): VNode {
  const { account, api, go, renew } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [before = '', after = ''] = t(words.ownerByOwn).split('{login}');
  const own = (): void =>
    void act.act(
      () => api.putAsApplicant(secret, `${path}/owner`),
      () => {
        void renew().then(() => {
          go('/');
        });
      },
    );
  return (
    <>
      <p>
        {before}
        <Foreign text={account.login} />
        {after}
      </p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <button type="button" disabled={act.isBusy} onClick={own}>
          {t(words.takeOwn)}
        </button>
      </div>
    </>
  );
}

interface NewAccountProps {
  readonly opening: Opening;
  readonly onDone: (isDone: true) => void;
}

function NewAccount({ opening: { path, secret }, onDone }: NewAccountProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const make = (field: (name: string) => string): void => {
    const body = { login: field('login'), name: field('name'), password: field('password') };
    void act.act(
      () => api.askAsApplicant(secret, 'POST', `${path}/owner`, body),
      () => {
        onDone(true);
      },
    );
  };
  return (
    <>
      <p>{t(words.ownerWhat)}</p>
      <p>
        {t(words.ownerSignIn)} <a href="#/sign-in">{t(signInWords.signIn)}</a>
      </p>
      <Form act={act} submit={words.makeOwner} onSubmit={make}>
        <CredentialFields act={act} />
      </Form>
    </>
  );
}
