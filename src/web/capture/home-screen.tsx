import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { captureWords } from '../words-capture.js';
import { forms, type FormName } from './forms.js';
import { Screen, useSurroundings, useWords } from './screen.js';

/** At a glance: what is not in the ledger yet; then what can be recorded. */
export function HomeScreen(): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  return (
    <Screen title={plainText(state.organization?.name ?? '')}>
      <Standing />
      {state.catalogue.batches.length === 0 ? <p class="card">{t(captureWords.noBatches)}</p> : null}
      <ul class="tiles">
        {(Object.keys(forms) as FormName[]).map((name) => (
          <li key={name}>
            <button
              type="button"
              disabled={state.catalogue.batches.length === 0}
              onClick={() => {
                go(`/${name}`);
              }}
            >
              {t(forms[name].words)}
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

/** How the queue stands, and what stops it; told to who listens when it changes. */
export function Standing(): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  const count = (...states: readonly string[]): number =>
    state.items.filter((item) => states.includes(item.state)).length;
  const [waiting, refused] = [count('saved', 'queued'), count('refused')];
  const why = whyStopped(state);
  const tone = refused > 0 ? 'bad' : waiting > 0 ? 'note' : 'good';
  return (
    <div class={`standing ${tone}`} role="status">
      {refused === 0 ? null : <p>✕ {fill(t(captureWords.returned), { n: refused })}</p>}
      <p>
        {waiting === 0
          ? `✓ ${t(captureWords.allRecorded)}`
          : `… ${fill(t(captureWords.waiting), { n: waiting })}`}
        {' · '}
        {t(state.isOnline ? captureWords.online : captureWords.offline)}
      </p>
      {state.isSending ? <p>{t(captureWords.sending)}</p> : null}
      {why === null ? null : <p>{t(why)}</p>}
      {state.stopped === 'signed-out' ? (
        <button
          type="button"
          onClick={() => {
            go('/sign-in');
          }}
        >
          {t(captureWords.signIn)}
        </button>
      ) : null}
    </div>
  );
}

function whyStopped({ stopped, key, items }: ReturnType<typeof useSurroundings>['state']) {
  if (stopped === 'receipt') return captureWords.badReceipt;
  if (stopped === 'signed-out') return captureWords.signInAgain;
  if (!items.some(({ state }) => state === 'saved' || state === 'queued')) return null;
  if (key === 'pending') return captureWords.keyPending;
  return key === 'missing' ? captureWords.keyMissing : null;
}
