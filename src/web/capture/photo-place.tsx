import type { VNode } from 'preact';
import { Later } from './later.js';
import type { PhotosProps } from './photos.js';

/** The part that takes photos. */
export function PhotoPlace(props: PhotosProps): VNode {
  return <Later load={() => import('./photos.js')}>{({ Photos }) => <Photos {...props} />}</Later>;
}
