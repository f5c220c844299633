import { useRef, useState } from 'preact/hooks';
import { uuidv7 } from 'uuidv7';
import type { Answer } from './api.js';

/** The id of the next act of a form: the same until it succeeded, so that a repeated one is one. */
export interface EventKey {
  readonly now: () => string;
  readonly next: () => void;
  /** How many acts succeeded. */
  readonly done: number;
}

export function useEventKey(): EventKey {
  const key = useRef(uuidv7());
  const [done, setDone] = useState(0);
  return {
    now: () => key.current,
    next: () => {
      key.current = uuidv7();
      setDone((before) => before + 1);
    },
    done,
  };
}

/**
 * Passes an answer on. Where the act clashed with what is there, since somebody was first or the answer to an earlier
 * try in other words was lost, how it stands is read anew, and the next try is an act of its own.
 */
export function afterClash<Body>(answer: Answer<Body>, key: EventKey, again: () => void): Answer<Body> {
  if (answer.fault?.status === 409) {
    key.next();
    again();
  }
  return answer;
}
