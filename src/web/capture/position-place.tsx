import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayDistance } from '../figures.js';
import { positionWords } from '../words-position.js';
import type { Draft, DraftPart } from './draft.js';
import { isPositionOn, isRough, takePosition, type Position, type PositionFault } from './position.js';
import { useSurroundings, useWords } from './screen.js';

/** Whether the position of a form in progress is being taken, or why it has none. */
export type Positioning = 'taking' | PositionFault | null;

/** Takes the position when a form opens that has none and where somebody turned it on; nothing waits for it. */
export function usePositioning(draft: Draft, take: (position: Position) => void): Positioning {
  const isAsked = isPositionOn() && draft.position === undefined;
  const [positioning, setPositioning] = useState<Positioning>(isAsked ? 'taking' : null);
  useEffect(() => {
    let isGone = !isAsked;
    if (isAsked)
      void takePosition().then((taken) => {
        if (isGone) return;
        if (typeof taken === 'object') take(taken);
        setPositioning(typeof taken === 'object' ? null : taken);
      });
    return () => {
      isGone = true;
    };
  }, []);
  return positioning;
}

/** What of the position goes into the record: nothing once it was turned off. */
export function positionPart({ position }: Draft): { readonly position?: Position } {
  return isPositionOn() && typeof position === 'object' && position !== null ? { position } : {};
}

/** How exact the position is that goes with the record, and a way to leave it out. */
export function PositionPlace({
  draft,
  change,
  positioning,
}: DraftPart & { positioning: Positioning }): VNode | null {
  const t = useWords();
  const { language } = useSurroundings();
  const said = useRef<HTMLParagraphElement>(null);
  const place = draft.position === undefined ? positioning : draft.position;
  if (!isPositionOn() || (place === null && draft.position === undefined)) return null;
  const isTaken = typeof place === 'object' && place !== null;
  const words = isTaken ? positionWords.within : unplaced[place ?? 'left'];
  const distance = isTaken ? sayDistance(place.accuracy, language) : '';
  const leaveOut = (): void => {
    change({ position: null });
    said.current?.focus();
  };
  return (
    <section class="card">
      <p ref={said} role="status" tabIndex={-1}>
        {fill(t(words), { distance })}
      </p>
      {isTaken && isRough(place) ? <p>⚠ {t(positionWords.rough)}</p> : null}
      {isTaken ? <p class="quiet">{t(positionWords.inOwnOnly)}</p> : null}
      {isTaken || place === 'taking' ? (
        <div class="steps">
          <button type="button" class="quiet" onClick={leaveOut}>
            {t(positionWords.leaveOut)}
          </button>
        </div>
      ) : null}
    </section>
  );
}

const unplaced = {
  left: positionWords.leftOut,
  taking: positionWords.taking,
  denied: positionWords.denied,
  unavailable: positionWords.missing,
  late: positionWords.missing,
};
