import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { sayTime } from '../figures.js';
import { groupsOfFour } from '../safe-text.js';
import { captureWords } from '../words-capture.js';
import { waitingIn } from './desk-state.js';
import { PositionSwitch } from './position-switch.js';
import { useSurroundings, useWords } from './screen.js';

/** This phone: its key, what the browser promised to keep, the batches at hand. */
export function MineScreen(): VNode {
  const { desk, state, go } = useSurroundings();
  const t = useWords();
  const [isKept, setKept] = useState<boolean | null>(null);
  const [kid, setKid] = useState<string | null>(null);
  useEffect(() => {
    void navigator.storage.persisted().then(setKept);
  }, []);
  useEffect(() => {
    void desk.keyId().then(setKid);
  }, [state.key]);
  const key = {
    approved: captureWords.keyApproved,
    pending: captureWords.keyPending,
    refused: captureWords.keyRefused,
    missing: captureWords.keyMissing,
  };
  const { fetchedAt } = state.catalogue;
  const waiting = waitingIn(state);
  return (
    <Screen title={t(captureWords.mine)}>
      <section class="card">
        <h2>{t(captureWords.device)}</h2>
        <p>{t(key[state.key])}</p>
        {kid === null ? null : (
          <p>
            {t(captureWords.keyOfDevice)} <code>{groupsOfFour(kid).join(' ')}</code>
          </p>
        )}
        {isKept === null ? null : <p>{t(isKept ? captureWords.storage : captureWords.storageUnsure)}</p>}
        {fetchedAt === null ? null : <p>{fill(t(captureWords.fetchedAt), { time: sayTime(fetchedAt) })}</p>}
        {waiting === 0 ? null : <p>{fill(t(captureWords.signOutWaiting), { n: waiting })}</p>}
        <div class="steps">
          <button type="button" onClick={() => void desk.send()}>
            {t(captureWords.refresh)}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              void desk.signOut().then(() => {
                go('/sign-in');
              });
            }}
          >
            {t(captureWords.signOut)}
          </button>
        </div>
      </section>
      <PositionSwitch />
    </Screen>
  );
}
