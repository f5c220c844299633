import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import type { Given } from '../app/address.js';
import { Screen } from '../app/screen.js';
import { SignInForm } from '../app/sign-in-form.js';
import { captureWords } from '../words-capture.js';
import { signInFaultWords, signInWords } from '../words-apps.js';
import { fetchOrganizations, type KnownOrganization } from './catalogue.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** Login and password; where the account is of several organizations, for which of them this phone records. */
export function SignInScreen({ given }: { given: Given }): VNode {
  const { desk, state, language, go } = useSurroundings();
  const t = useWords();
  const [choices, setChoices] = useState<readonly KnownOrganization[] | null>(null);
  const chosen = async (organization: KnownOrganization): Promise<void> => {
    await desk.choose(organization);
    go('/');
  };
  const signedIn = async (): Promise<Words | null> => {
    if (state.organization !== null) {
      go('/');
      return null;
    }
    const organizations = await fetchOrganizations(desk.session);
    const [only] = organizations ?? [];
    if (organizations === null) return signInFaultWords.unreachable;
    if (only === undefined) return captureWords.noOrganization;
    if (organizations.length === 1) await chosen(only);
    else setChoices(organizations);
    return null;
  };
  return choices === null ? (
    <Screen title={t(signInWords.signIn)}>
      <p>{t(state.organization === null ? captureWords.signInWhy : captureWords.signInAgain)}</p>
      <SignInForm
        language={language}
        given={given}
        signIn={(...credentials) => desk.signIn(...credentials)}
        signedIn={signedIn}
      />
    </Screen>
  ) : (
    <Choose choices={choices} onChoose={(organization) => void chosen(organization)} />
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
