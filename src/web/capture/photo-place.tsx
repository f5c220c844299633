import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { captureWords } from '../words-capture.js';
import type { Photos, PhotosProps } from './photos.js';
import { useWords } from './screen.js';

type Loaded = { readonly Part: typeof Photos } | 'loading' | 'missing';

/** The part that takes photos, loaded when somebody comes to it. */
export function PhotoPlace(props: PhotosProps): VNode {
  const t = useWords();
  const [loaded, setLoaded] = useState<Loaded>('loading');
  useEffect(() => {
    import('./photos.js').then(
      ({ Photos: Part }) => {
        setLoaded({ Part });
      },
      () => {
        setLoaded('missing');
      },
    );
  }, []);
  if (typeof loaded === 'object') return <loaded.Part {...props} />;
  return <p class="quiet">{t(loaded === 'loading' ? captureWords.loading : captureWords.partMissing)}</p>;
}
