import type { ComponentChildren, VNode } from 'preact';
import { fill, type Words } from '../../gs1/words.js';
import { signInWords } from '../words-apps.js';
import { captureWords } from '../words-capture.js';
import { isOfRevokedKey, waitingIn, type DeskState } from './desk-state.js';
import { usePhotosWaiting } from './photo-standing.js';
import { Said } from './said.js';
import { useSurroundings, useWords } from './screen.js';
import { clockWarning } from './warnings.js';

/** How the queue stands, and what stops it; told to who listens when it changes. */
export function Standing(): VNode {
  const { state, language } = useSurroundings();
  const t = useWords();
  const waiting = waitingIn(state);
  const refused = state.items.filter((item) => item.state === 'refused').length;
  const why = whyStopped(state);
  const tone = refused > 0 ? 'bad' : waiting > 0 || !state.isRead ? 'note' : 'good';
  const photos = usePhotosWaiting();
  const clock = clockWarning(state.skewMs, language);
  return (
    <>
      <div class={`standing ${tone}`} role="status">
        {refused === 0 ? null : <p>✕ {fill(t(captureWords.returned), { n: refused })}</p>}
        <p>
          {state.isRead ? '' : `… ${t(captureWords.reading)} · `}
          {waiting > 0 ? `… ${fill(t(captureWords.waiting), { n: waiting })} · ` : ''}
          {state.isRead && waiting + refused === 0 ? `✓ ${t(captureWords.allRecorded)} · ` : ''}
          {t(state.isOnline ? captureWords.online : captureWords.offline)}
        </p>
        {photos === null ? null : <p>… {photos}</p>}
        {state.isSending ? <p>{t(captureWords.sending)}</p> : null}
        {why === null ? null : <p>{t(why)}</p>}
        <WayOn />
      </div>
      {clock === null ? null : (
        <p class="standing note" role="status">
          <span aria-hidden="true">⚠ </span>
          <Said {...clock} />
        </p>
      )}
    </>
  );
}

/** What the reader can do about what stops it. */
function WayOn(): VNode | null {
  const { desk, state, go } = useSurroundings();
  const t = useWords();
  const isRevoked = state.items.some(isOfRevokedKey);
  if (isRevoked || state.key === 'refused')
    return (
      <Way onClick={() => void desk.replaceKey()}>
        {t(isRevoked ? captureWords.replaceKey : captureWords.askAgain)}
      </Way>
    );
  if (state.stopped !== 'signed-out') return null;
  return (
    <Way
      onClick={() => {
        go('/sign-in');
      }}
    >
      {t(signInWords.signIn)}
    </Way>
  );
}

function Way({ onClick, children }: { onClick: () => void; children: ComponentChildren }): VNode {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  );
}

function whyStopped(state: DeskState): Words | null {
  const { stopped, key, items } = state;
  if (stopped === 'receipt') return captureWords.badReceipt;
  if (stopped === 'signed-out') return captureWords.signInAgain;
  if (items.some(isOfRevokedKey)) return captureWords.keyRevoked;
  if (key === 'refused') return captureWords.keyRefused;
  if (waitingIn(state) === 0) return null;
  if (key === 'pending') return captureWords.keyPending;
  return key === 'missing' ? captureWords.keyMissing : null;
}
