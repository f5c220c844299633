import { useRef } from 'preact/hooks';
import { uuidv7 } from 'uuidv7';

/** The id of the next act of a form: the same until it succeeded, so that a repeated one is one. */
export interface EventKey {
  readonly now: () => string;
  readonly next: () => void;
}

export function useEventKey(): EventKey {
  const key = useRef(uuidv7());
  return {
    now: () => key.current,
    next: () => {
      key.current = uuidv7();
    },
  };
}
