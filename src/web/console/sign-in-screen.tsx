import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { signInFaultWords } from '../words-apps.js';
import { consoleWords } from '../words-console.js';

import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Login and password, and the code of the second factor where there is one. `#/sign-in?as=<login>` fills the login in. */
export function SignInScreen({ place }: { place: Place }): VNode {
  const { api, go, renew } = useSurroundings();
  const t = useWords();
  const [fault, setFault] = useState<Words | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const field = (name: string): string => (data.get(name) as string).trim();
    setBusy(true);
    const refusal = await api.session.signIn(field('login'), field('password'), field('code'));
    setBusy(false);
    setFault(refusal === null ? null : signInFaultWords[refusal]);
    if (refusal !== null) return;
    await renew();
    if (place.name === 'sign-in') go('/');
  };
  return (
    <Screen title={t(consoleWords.signIn)}>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <Field
          name="login"
          words={consoleWords.login}
          complete="username"
          value={place.query.get('as') ?? ''}
        />
        <Field name="password" words={consoleWords.password} complete="current-password" isSecret />
        <Field name="code" words={consoleWords.code} complete="one-time-code" />
        <p role="alert" class="fault">
          {fault === null ? '' : t(fault)}
        </p>
        <div class="row">
          <button type="submit" disabled={isBusy}>
            {t(consoleWords.signIn)}
          </button>
        </div>
      </form>
    </Screen>
  );
}

interface FieldProps {
  readonly name: string;
  readonly words: Words;
  readonly complete: string;
  readonly isSecret?: boolean;
  readonly value?: string;
}

function Field({ name, words, complete, isSecret = false, value }: FieldProps): VNode {
  const t = useWords();
  return (
    <label class="field">
      <span>{t(words)}</span>
      <input
        name={name}
        type={isSecret ? 'password' : 'text'}
        autocomplete={complete}
        maxLength={200}
        defaultValue={value}
      />
    </label>
  );
}
