import { keepDraft, keptDraft, type DraftAttachment } from '../../client/browser/draft-attachments.js';
import type { Attachment } from '../../client/client.js';
import type { Draft } from './draft.js';

/** A photo of the form in progress; the draft has its name, so that those of another draft are not taken for its own. */
export type DraftPhoto = DraftAttachment;

export { keepDraft as keepPhotos };

/** What of a record's photos is still on this phone. */
interface KeptPhotos {
  photosOf(record: string): Promise<readonly Attachment[]>;
}

/** The photos of a draft as they are kept; of a record that is put right first, what of its photos is on the phone. */
export async function photosOfDraft({ photos, replaces }: Draft, kept: KeptPhotos): Promise<DraftPhoto[]> {
  if (photos !== undefined) return keptDraft(photos);
  if (replaces === undefined) return [];
  return (await kept.photosOf(replaces)).map((photo) => ({ ...photo, name: crypto.randomUUID() }));
}
