import { openDB } from 'idb';
import type { Attachment } from '../../client/client.js';
import type { Desk } from './desk.js';
import type { Draft } from './draft.js';

/** A photo of the form in progress; the draft has its name, so that those of another draft are not taken for its own. */
export interface DraftPhoto extends Attachment {
  readonly name: string;
}

const store = 'photos';

function open() {
  return openDB('furrow-draft', 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore(store);
    },
  });
}

/** Keeps these photos, and no others: a phone that is switched off goes on with them. @throws DOMException when it is full. */
export async function keepPhotos(photos: readonly DraftPhoto[]): Promise<void> {
  const database = await open();
  try {
    await database.put(store, photos, store);
  } finally {
    database.close();
  }
}

/** The photos of a draft as they are kept; of a record that is put right first, what of its photos is on the phone. */
export async function photosOfDraft({ photos, replaces }: Draft, desk: Desk): Promise<DraftPhoto[]> {
  if (photos !== undefined) return keptPhotos(photos);
  if (replaces === undefined) return [];
  return (await desk.photosOf(replaces)).map((photo) => ({ ...photo, name: crypto.randomUUID() }));
}

async function keptPhotos(names: readonly string[]): Promise<DraftPhoto[]> {
  const database = await open();
  try {
    const kept = (await database.get(store, store)) as readonly DraftPhoto[] | undefined;
    return (kept ?? []).filter(({ name }) => names.includes(name));
  } finally {
    database.close();
  }
}
