import type { VNode } from 'preact';
import { captureWords } from '../words-capture.js';
import { useLater } from './later.js';
import type { PhotosProps } from './photos.js';
import { useWords } from './screen.js';

/** The part that takes photos. */
export function PhotoPlace(props: PhotosProps): VNode {
  const t = useWords();
  const loaded = useLater(() => import('./photos.js'));
  if (typeof loaded === 'object') return <loaded.Photos {...props} />;
  return <p class="quiet">{t(loaded === 'loading' ? captureWords.loading : captureWords.partMissing)}</p>;
}
