import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { QueueItem } from '../../client/client.js';
import { fill } from '../../gs1/words.js';
import { sayBytes } from '../figures.js';
import { capturePhotoWords } from '../words-capture-photos.js';
import { captureWords } from '../words-capture.js';
import { isNetworkTold, isWifiOnly, mayPhotosGo, setWifiOnly } from './photo-network.js';
import { useSurroundings, useWords } from './screen.js';

interface Named {
  readonly sha256: string;
  readonly bytes: number;
}

/** How many photos of a record the service has, what is still on the phone, and a way not to wait with these. */
export function ItemPhotos({ item }: { item: QueueItem }): VNode | null {
  const { desk, state } = useSurroundings();
  const t = useWords();
  const named = (item.data['attachments'] ?? []) as unknown as readonly Named[];
  if (named.length === 0) return null;
  const here = new Set(state.photos.filter(({ event }) => event === item.id).map(({ sha256 }) => sha256));
  const left = named.filter(({ sha256 }) => here.has(sha256));
  const refused = state.refusedPhotos.filter(({ event }) => event === item.id);
  const sent = fill(t(capturePhotoWords.sent), { sent: named.length - left.length, all: named.length });
  if (left.length === 0) return <p>✓ {sent}</p>;
  const size = sayBytes(left.reduce((sum, { bytes }) => sum + bytes, 0));
  return (
    <>
      <p>
        … {sent} · {fill(t(capturePhotoWords.onPhone), { size })}
      </p>
      {item.state === 'recorded' ? null : <p class="quiet">{t(capturePhotoWords.afterText)}</p>}
      {refused.map(({ sha256, problem }) => (
        <p key={sha256} class="fault">
          {fill(t(capturePhotoWords.refusedPhoto), { why: problem.detail })}
        </p>
      ))}
      {item.state === 'recorded' ? (
        <div class="steps">
          <button
            type="button"
            class="quiet"
            disabled={!state.isOnline}
            onClick={() => void desk.sendByHand(item.id)}
          >
            {t(captureWords.sendNow)}
          </button>
        </div>
      ) : null}
    </>
  );
}

/** How many photos wait, and for what; null when none does. */
export function usePhotosWaiting(): string | null {
  const { state } = useSurroundings();
  const t = useWords();
  if (state.photos.length === 0) return null;
  const waiting = fill(t(capturePhotoWords.waiting), { n: state.photos.length });
  if (mayPhotosGo()) return waiting;
  return `${waiting} · ${t(isNetworkTold() ? capturePhotoWords.forWifi : capturePhotoWords.byHand)}`;
}

/** Whether photos wait for Wi-Fi; what that means where the browser does not tell by what network it is connected. */
export function WifiOnly(): VNode {
  const t = useWords();
  const { desk } = useSurroundings();
  const [isOn, setOn] = useState(isWifiOnly());
  return (
    <section class="card">
      <label class="choice">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ currentTarget }) => {
            setWifiOnly(currentTarget.checked);
            setOn(currentTarget.checked);
            void desk.send();
          }}
        />
        <span>{t(capturePhotoWords.wifiOnly)}</span>
      </label>
      {isNetworkTold() ? null : <p class="quiet">{t(capturePhotoWords.wifiUnknown)}</p>}
    </section>
  );
}
