import type { ComponentChildren, VNode } from 'preact';
import { fill, type Words } from '../../gs1/words.js';
import { signInWords } from '../words-apps.js';
import { captureWords } from '../words-capture.js';
import { isOfRevokedKey, type DeskState } from './desk.js';
import { usePhotosWaiting } from './photo-standing.js';
import { Said } from './said.js';
import { useSurroundings, useWords } from './screen.js';
import { clockWarning } from './warnings.js';

/** How the queue stands, and what stops it; told to who listens when it changes. */
export function Standing(): VNode {
  const { state, language } = useSurroundings();
  const t = useWords();
  const count = (...states: readonly string[]): number =>
    state.items.filter((item) => states.includes(item.state)).length;
  const [waiting, refused] = [count('saved', 'queued'), count('refused')];
  const why = whyStopped(state);
  const tone = refused > 0 ? 'bad' : waiting > 0 ? 'note' : 'good';
  const photos = usePhotosWaiting();
  const clock = clockWarning(state.skewMs, language);
  return (
    <>
      <div class={`standing ${tone}`} role="status">
        {refused === 0 ? null : <p>✕ {fill(t(captureWords.returned), { n: refused })}</p>}
        <p>
          {waiting > 0 ? `… ${fill(t(captureWords.waiting), { n: waiting })} · ` : ''}
          {waiting + refused === 0 ? `✓ ${t(captureWords.allRecorded)} · ` : ''}
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
  if (state.items.some(isOfRevokedKey))
    return <Way onClick={() => void desk.replaceKey()}>{t(captureWords.replaceKey)}</Way>;
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

function whyStopped({ stopped, key, items }: DeskState): Words | null {
  if (stopped === 'receipt') return captureWords.badReceipt;
  if (stopped === 'signed-out') return captureWords.signInAgain;
  if (items.some(isOfRevokedKey)) return captureWords.keyRevoked;
  if (!items.some(({ state }) => state === 'saved' || state === 'queued')) return null;
  if (key === 'pending') return captureWords.keyPending;
  return key === 'missing' ? captureWords.keyMissing : null;
}
