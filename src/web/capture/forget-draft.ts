import { forget } from '../app/memory.js';
import type { Draft } from './draft.js';

/** Forgets a draft, with its photos; what keeps them is loaded only where there are some. */
export function forgetDraft({ photos }: Partial<Draft>): void {
  forget('draft');
  if (photos === undefined) return;
  // What is not forgotten now makes room for the next photos.
  import('./draft-photos.js').then(({ keepPhotos }) => keepPhotos([])).catch(() => undefined);
}
