import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { identityWords } from '../words-identities.js';
import { passkeySignInFaultWords, passkeyWords } from '../words-passkeys.js';
import { faultText, useAct } from './answers.js';
import { identityProvider } from './identity-provider.js';
import { showPasskey, takesPasskeys } from './passkey.js';
import { useSurroundings, useWords } from './surroundings.js';

const path = '/api/v1/auth/passkeys/sign-in';

interface Props {
  /** What follows. */
  readonly signedIn: () => Promise<void>;
}

/** Signs in without login and password: with a passkey, or at the identity provider, where there are these. */
export function OtherWays({ signedIn }: Props): VNode | null {
  const t = useWords();
  const provider = identityProvider();
  if (!takesPasskeys && provider === null) return null;
  return (
    <section class="card">
      {takesPasskeys ? <WithPasskey signedIn={signedIn} /> : null}
      {provider === null ? null : (
        <div class="row">
          <a class="button quiet" href="/api/v1/auth/oidc/start">
            {fill(t(identityWords.signIn), { provider })}
          </a>
        </div>
      )}
    </section>
  );
}

function WithPasskey({ signedIn }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const signIn = (): void =>
    void act.act(
      async () => {
        const asked = await api.sendAsNobody<PublicKeyCredentialRequestOptionsJSON>(`${path}/options`, {});
        if (asked.fault !== null) return asked;
        const shown = await showPasskey(asked.body, (fault) => t(passkeySignInFaultWords[fault]));
        if (shown.fault !== null) return shown;
        return api.sendAsNobody(path, { credential: shown.body });
      },
      (answer) => {
        api.session.goOn(answer);
        void signedIn();
      },
    );
  return (
    <>
      <p class="fault" role="alert">
        {act.fault === null ? '' : faultText(act.fault, t)}
      </p>
      <div class="row">
        <button type="button" class="quiet" disabled={act.isBusy} onClick={signIn}>
          {t(passkeyWords.signIn)}
        </button>
      </div>
    </>
  );
}
