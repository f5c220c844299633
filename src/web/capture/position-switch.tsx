import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayDistance } from '../figures.js';
import { positionWords } from '../words-position.js';
import { isPositionOn, setPositionOn, takePosition, type Position, type PositionFault } from './position.js';
import { useSurroundings, useWords } from './screen.js';

/** What came of turning it on. */
type Outcome = Position | PositionFault | 'asking' | null;

/** Whether records have the position of the phone: what that means, said before the browser asks for it. */
export function PositionSwitch(): VNode {
  const t = useWords();
  const [isOn, setOn] = useState(isPositionOn());
  const [outcome, setOutcome] = useState<Outcome>(null);
  /** Where somebody put the switch, while the browser asks. */
  const wanted = useRef(isOn);
  const turn = async (isWanted: boolean): Promise<void> => {
    wanted.current = isWanted;
    setOn(isWanted);
    setOutcome(isWanted ? 'asking' : null);
    if (!isWanted) {
      setPositionOn(false);
      return;
    }
    const taken = await takePosition();
    if (!wanted.current) return;
    const isUsable = taken !== 'denied' && taken !== 'unavailable';
    setPositionOn(isUsable);
    setOn(isUsable);
    setOutcome(taken);
  };
  return (
    <section class="card">
      <h2>{t(positionWords.position)}</h2>
      <label class="choice">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ currentTarget }) => void turn(currentTarget.checked)}
        />
        <span>{t(positionWords.add)}</span>
      </label>
      <p role="status">{useOutcomeWords(outcome)}</p>
      <p class="quiet">{t(positionWords.what)}</p>
      <p class="quiet">{t(positionWords.erasing)}</p>
    </section>
  );
}

const outcomes = {
  asking: positionWords.asking,
  denied: positionWords.notAllowed,
  unavailable: positionWords.notThere,
  late: positionWords.worksLater,
};

function useOutcomeWords(outcome: Outcome): string {
  const t = useWords();
  const { language } = useSurroundings();
  if (outcome === null) return '';
  if (typeof outcome === 'string') return t(outcomes[outcome]);
  return fill(t(positionWords.works), { distance: sayDistance(outcome.accuracy, language) });
}
