import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { captureWords } from '../words-capture.js';
import { useWords } from './screen.js';

/**
 * A part of the app that is loaded when somebody comes to it; `missing` where it cannot be. The worker keeps all parts,
 * so that they are there without a network.
 */
export function useLater<Part extends object>(load: () => Promise<Part>): Part | 'loading' | 'missing' {
  const [loaded, setLoaded] = useState<Part | 'loading' | 'missing'>('loading');
  useEffect(() => {
    load().then(
      (part) => {
        setLoaded(part);
      },
      () => {
        setLoaded('missing');
      },
    );
  }, []);
  return loaded;
}

interface Props<Part extends object> {
  readonly load: () => Promise<Part>;
  readonly children: (part: Part) => VNode;
}

/** A part of a screen that is loaded later, and until then that it is not there yet. */
export function Later<Part extends object>({ load, children }: Props<Part>): VNode {
  const t = useWords();
  const loaded = useLater(load);
  if (typeof loaded === 'object') return children(loaded);
  return <p class="quiet">{t(loaded === 'loading' ? captureWords.loading : captureWords.partMissing)}</p>;
}
