import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { captureWords } from '../words-capture.js';
import { forms, type FormName } from './forms.js';
import { useLater } from './later.js';
import { useSurroundings, useWords } from './screen.js';
import { Standing } from './standing.js';

/** At a glance: what is not in the ledger yet; then what can be recorded, and what there is to do. */
export function HomeScreen(): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  const today = useLater(() => import('./today.js'));
  return (
    <Screen title={state.organization?.name ?? ''}>
      <Standing />
      {typeof today === 'object' ? <today.WaitingForYou /> : null}
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
      <button
        type="button"
        class="round"
        disabled={state.catalogue.batches.length === 0}
        onClick={() => {
          go('/scan');
        }}
      >
        {t(captureWords.scan)}
      </button>
      {typeof today === 'object' ? <today.Intervals /> : null}
    </Screen>
  );
}
