import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { plainText } from '../safe-text.js';
import { signInWords } from '../words-apps.js';
import { deskWords as words } from '../words-desk.js';
import { useAct } from './answers.js';
import { Form, Input, ListFault } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Somebody who forgot the password sets a new one by the link that was handed over. `#/new-password/<token>`. */
export function NewPasswordScreen({ place }: { place: Place }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [login, setLogin] = useState<string | null>(null);
  const choose = (field: (name: string) => string): void => {
    const body = { token: place.rest[0] ?? '', password: field('password') };
    void act.act(
      () => api.sendAsNobody<{ login: string }>('/api/v1/auth/password-reset', body),
      (answer) => {
        setLogin(answer.login);
      },
    );
  };
  return (
    <Screen title={t(words.choosePassword)}>
      {login === null ? (
        <Card title={t(words.password)}>
          <p>{t(words.choosePasswordWhat)}</p>
          <ListFault act={act} pointer="/token" />
          <Form act={act} submit={words.choosePassword} onSubmit={choose}>
            <Input
              act={act}
              name="password"
              type="password"
              words={words.password}
              complete="new-password"
              isRequired
            />
          </Form>
        </Card>
      ) : null}
      <div role="status">
        {login === null ? null : <p>{fill(t(words.passwordChosen), { login: plainText(login) })}</p>}
      </div>
      <p>
        <a href="#/sign-in">{t(signInWords.signIn)}</a>
      </p>
    </Screen>
  );
}
