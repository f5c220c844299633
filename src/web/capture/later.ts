import { useEffect, useState } from 'preact/hooks';

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
