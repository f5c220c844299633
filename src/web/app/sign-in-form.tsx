import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { say, type Language, type Words } from '../../gs1/words.js';
import { signInFaultWords, signInWords } from '../words-apps.js';
import type { Given } from './address.js';
import type { SignInFault } from './session.js';

interface SignInFormProps {
  readonly language: Language;
  /** What the fields begin with. */
  readonly given: Given;
  /** Signs in; answers why that was not to be. */
  readonly signIn: (login: string, password: string, code: string) => Promise<SignInFault | null>;
  /** What follows; answers what stands in its way. */
  readonly signedIn: () => Promise<Words | null>;
}

/** Login and password, and the code of the second factor where there is one: the same form in both apps. */
export function SignInForm({ language, given, signIn, signedIn }: SignInFormProps): VNode {
  const [fault, setFault] = useState<Words | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const field = (name: string): string => (data.get(name) as string).trim();
    setBusy(true);
    const refusal = await signIn(field('login'), field('password'), field('code'));
    setFault(refusal === null ? await signedIn() : signInFaultWords[refusal]);
    setBusy(false);
  };
  const field = (name: 'login' | 'password' | 'code', complete: string, value = ''): VNode => (
    <label class="field">
      <span>{say(signInWords[name], language)}</span>
      <input
        name={name}
        type={name === 'password' ? 'password' : 'text'}
        autocomplete={complete}
        maxLength={200}
        defaultValue={value}
      />
    </label>
  );
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {field('login', 'username', given.login)}
      {field('password', 'current-password', given.password)}
      {field('code', 'one-time-code')}
      <p role="alert" class="fault">
        {fault === null ? '' : say(fault, language)}
      </p>
      <div class="row">
        <button type="submit" disabled={isBusy}>
          {say(signInWords.signIn, language)}
        </button>
      </div>
    </form>
  );
}
