import { useRef, useState } from 'preact/hooks';
import { uuidv7 } from 'uuidv7';

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
