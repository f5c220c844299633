import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { signInWords } from '../words-apps.js';
import { deskWords } from '../words-desk.js';
import { FaultNote, useAct } from './answers.js';
import { CredentialFields } from './credential-fields.js';
import { Form, ListFault } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** An invitation is accepted: with a new account, or with the one that is signed in. `#/join/<token>`. */
export function JoinScreen({ place }: { place: Place }): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const [isDone, setDone] = useState(false);
  const token = place.rest[0] ?? '';
  const isSignedIn = account.login !== '';
  if (isDone)
    return (
      <Screen title={t(deskWords.join)}>
        <p role="status">{t(deskWords.joined)}</p>
        <a href="#/">{t(signInWords.signIn)}</a>
      </Screen>
    );
  return (
    <Screen title={t(deskWords.join)}>
      {isSignedIn ? <JoinOwn token={token} /> : <JoinNew token={token} onDone={setDone} />}
    </Screen>
  );
}

function JoinOwn({ token }: { token: string }): VNode {
  const { api, go, renew } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const join = (): void =>
    void act.act(
      () => api.send('POST', '/api/v1/invitations/join', { token }),
      () => {
        void renew().then(() => {
          go('/');
        });
      },
    );
  return (
    <section class="card">
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <button type="button" disabled={act.isBusy} onClick={join}>
          {t(deskWords.joinOwn)}
        </button>
      </div>
    </section>
  );
}

function JoinNew({ token, onDone }: { token: string; onDone: (isDone: true) => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const join = (field: (name: string) => string): void => {
    const body = { token, login: field('login'), name: field('name'), password: field('password') };
    void act.act(
      () => api.sendAsNobody('/api/v1/invitations/accept', body),
      () => {
        onDone(true);
      },
    );
  };
  return (
    <Card title={t(deskWords.joinNew)}>
      <p>
        {t(deskWords.joinSignIn)} <a href="#/sign-in">{t(signInWords.signIn)}</a>
      </p>
      <ListFault act={act} pointer="/token" />
      <Form act={act} submit={deskWords.join} onSubmit={join}>
        <CredentialFields act={act} />
      </Form>
    </Card>
  );
}
