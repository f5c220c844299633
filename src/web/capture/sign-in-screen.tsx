import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { captureWords } from '../words-capture.js';
import { signInFaultWords } from '../words-apps.js';
import { fetchOrganizations, type KnownOrganization } from './catalogue.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** Login and password; where the account is of several organizations, for which of them this phone records. */
export function SignInScreen(): VNode {
  const { desk, state, go } = useSurroundings();
  const t = useWords();
  const [fault, setFault] = useState<Words | null>(null);
  const [choices, setChoices] = useState<readonly KnownOrganization[] | null>(null);
  const chosen = (organization: KnownOrganization): void => {
    void desk.choose(organization).then(() => {
      go('/');
    });
  };
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const field = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const refusal = await desk.signIn(field('login'), field('password'), field('code'));
    if (refusal !== null) {
      setFault(signInFaultWords[refusal]);
      return;
    }
    if (state.organization !== null) {
      go('/');
      return;
    }
    const organizations = await fetchOrganizations(desk.session);
    const [only] = organizations ?? [];
    if (organizations === null) setFault(signInFaultWords.unreachable);
    else if (only === undefined) setFault(captureWords.noOrganization);
    else if (organizations.length === 1) chosen(only);
    else setChoices(organizations);
  };
  return choices === null ? (
    <Screen title={t(captureWords.signIn)}>
      <p>{t(state.organization === null ? captureWords.signInWhy : captureWords.signInAgain)}</p>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <Field name="login" words={captureWords.login} complete="username" />
        <Field name="password" words={captureWords.password} complete="current-password" isSecret />
        <Field name="code" words={captureWords.code} complete="one-time-code" />
        <p role="alert" class="fault">
          {fault === null ? '' : t(fault)}
        </p>
        <button type="submit">{t(captureWords.signIn)}</button>
      </form>
    </Screen>
  ) : (
    <Choose choices={choices} onChoose={chosen} />
  );
}

function Choose(props: {
  choices: readonly KnownOrganization[];
  onChoose: (organization: KnownOrganization) => void;
}): VNode {
  const t = useWords();
  return (
    <Screen title={t(captureWords.whichOrganization)}>
      <ul class="rows">
        {props.choices.map((organization) => (
          <li key={organization.id}>
            <button
              type="button"
              onClick={() => {
                props.onChoose(organization);
              }}
            >
              <Typed text={organization.name} />
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function Field(props: { name: string; words: Words; complete: string; isSecret?: boolean }): VNode {
  const t = useWords();
  const { name, words, complete, isSecret = false } = props;
  return (
    <label class="field">
      <span>{t(words)}</span>
      <input name={name} type={isSecret ? 'password' : 'text'} autocomplete={complete} maxLength={200} />
    </label>
  );
}
