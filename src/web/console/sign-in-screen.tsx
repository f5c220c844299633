import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { SignInForm } from '../app/sign-in-form.js';
import type { Given } from '../app/address.js';
import { applyWords } from '../words-apply.js';
import { signInWords } from '../words-apps.js';
import { OtherWays } from './other-ways.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Signs in; leads home where signing in was all that was asked for. */
export function SignInScreen({ place, given }: { place: Place; given: Given }): VNode {
  const { api, go, renew, language } = useSurroundings();
  const t = useWords();
  const signedIn = async (): Promise<void> => {
    await renew();
    if (place.name === 'sign-in') go('/');
  };
  return (
    <Screen title={t(signInWords.signIn)}>
      <SignInForm
        language={language}
        given={given}
        signIn={(...credentials) => api.session.signIn(...credentials)}
        signedIn={async () => {
          await signedIn();
          return null;
        }}
      />
      <OtherWays signedIn={signedIn} />
      <div class="row">
        <a class="target" href="#/apply">
          {t(applyWords.apply)}
        </a>
      </div>
    </Screen>
  );
}
